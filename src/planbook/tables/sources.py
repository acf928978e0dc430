"""Where a table comes from: Parquet of the store, files in place, a query over them, or a database.

Whatever the way, what the engine shows under the table's name has schema columns only, cast to their types,
times in the shop's zone, and ``customer_id`` hashed with the workspace's key unless it comes from the store.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.csv

from planbook.absence import ConfigError, DataError, UnreachableError
from planbook.project import Shop, Source
from planbook.tables import cells, sheets
from planbook.tables.cells import FILE, ROW, quoted
from planbook.tables.exports.recognising.headers import bare
from planbook.tables.places import files_of
from planbook.tables.schema import TABLES

LINE = "planbook_line"  # of a file, while it is read
# the header is row 1 of each file, as a person who opens it counts
_CSV = f"""
    SELECT *, row_number() OVER (PARTITION BY {FILE} ORDER BY {LINE}) + 1 AS {ROW}
    FROM (SELECT *, row_number() OVER () AS {LINE}
          FROM read_csv(?, all_varchar=true, header=true, filename='{FILE}', union_by_name=true))
"""


def parquet(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, files: list[Path]) -> None:
    """Show Parquet files of the store as a table."""
    absent = [file.name for file in files if not file.exists()]
    if absent:
        raise DataError(f"The store of {shop.key} lacks {name}/{absent[0]}.", "Import the shop's files again.")
    engine.read_parquet([str(file) for file in files], union_by_name=True).create_view("raw_" + name)
    _show(engine, shop, name, None, place=f"the store of {shop.key}")


def bring(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, source: Source) -> None:
    """Show what planbook.yml names as a table."""
    place = _raw(engine, shop, name, source)
    _show(engine, shop, name, source, place=place)


def _raw(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, source: Source) -> str:
    if source.path is not None:
        read_files(engine, files_of(shop, name, source.path), "raw_" + name, encoding=source.encoding)
        return source.path
    if source.url_env is not None and source.table is not None:
        _read_database(engine, "raw_" + name, source.url_env, source.table)
        return f"{source.table} of {source.url_env}"
    _run_query(engine, shop, name, source.query or "")
    return "its query"


def read_files(engine: duckdb.DuckDBPyConnection, files: list[Path], raw: str, *, encoding: str) -> None:
    """Read files as one raw table under a name; each cell as text, with its file and row."""
    names = [str(file) for file in files]
    if files[0].suffix == ".parquet":
        engine.read_parquet(names, union_by_name=True).create_view(raw)
        return
    if _is_plain(files[0], encoding):
        try:
            engine.execute(f"CREATE TABLE {quoted(raw)} AS {_CSV}", [names])
        except duckdb.Error as error:
            raise _unreadable(files, error) from error
        return
    _register(engine, raw, pa.concat_tables([_numbered(file, encoding) for file in files], promote_options="default"))


def _register(engine: duckdb.DuckDBPyConnection, raw: str, rows: pa.Table) -> None:
    engine.register("decoded", rows)
    engine.execute(f"CREATE TABLE {quoted(raw)} AS FROM decoded")
    engine.unregister("decoded")


def _decoded(file: Path, encoding: str, *, as_text: bool) -> pa.Table:
    """Read a file that the engine has no codec for; every cell as text, or of the type it looks like."""
    if sheets.is_sheet(file):
        return sheets.typed(file)
    try:
        reading = pa.csv.ReadOptions(encoding=encoding)
        header = pa.csv.open_csv(file, read_options=reading).schema.names if as_text else []
        types = pa.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True)
        return pa.csv.read_csv(file, read_options=reading, convert_options=types)
    except (pa.ArrowInvalid, UnicodeDecodeError, LookupError) as error:
        raise _unreadable([file], error) from error


def _numbered(file: Path, encoding: str) -> pa.Table:
    if sheets.is_sheet(file):
        return sheets.numbered(file, FILE, ROW)
    rows = _decoded(file, encoding, as_text=True)
    rows = rows.append_column(FILE, pa.array([str(file)] * rows.num_rows, pa.string()))
    return rows.append_column(ROW, pa.array(range(2, rows.num_rows + 2), pa.int64()))


def _unreadable(files: list[Path], error: Exception) -> DataError:
    name = next((file.name for file in files if file.name in str(error)), files[0].name)
    if isinstance(error, LookupError) and not isinstance(error, UnicodeDecodeError):
        return DataError(f"{name}: {error}.", "Write an encoding such as gb18030 or utf-8 in planbook.yml.")
    if "nicode" in str(error) or "utf" in str(error).lower() or "decode" in str(error):
        return DataError(
            f"{name} is not in the encoding that planbook.yml gives.",
            "Chinese exports are often GBK: write `encoding: gb18030` beside its path.",
        )
    return DataError(f"{name} cannot be read: {str(error).splitlines()[0]}", "Export it again as CSV.")


def _read_database(engine: duckdb.DuckDBPyConnection, raw: str, url_env: str, table: str) -> None:
    url = os.environ.get(url_env)
    if not url:
        raise ConfigError(f"The variable {url_env} is not set.", "Set it to the address of the shop's database.")
    try:
        *schema, name = table.split(".")
        rows = ibis.connect(url).table(name, database=schema[0] if schema else None).to_pyarrow_batches()
        engine.register("streamed", rows)
        engine.execute(f"CREATE TABLE {quoted(raw)} AS FROM streamed")
    except ImportError as error:
        advice = f"Install it: pip install 'ibis-framework[{url.partition(':')[0]}]'"
        raise ConfigError(f"The driver of the database in {url_env} is not installed.", advice) from error
    except Exception as error:
        # an address may hold a password: say nothing of what the driver says
        raise UnreachableError(
            f"{table} cannot be read from the database in {url_env}.", "Check the address and the name."
        ) from error
    engine.unregister("streamed")


def _run_query(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, query: str) -> None:
    for other, source in shop.settings.sources.items():
        if other not in TABLES and not _exists(engine, other):
            _bring_raw(engine, shop, other, source)
    try:
        engine.execute(f"CREATE TABLE raw_{name} AS ({query.strip().rstrip(';')})")
    except duckdb.Error as error:
        raise DataError(f"{name}: its query fails: {str(error).splitlines()[0]}", "Mend it in planbook.yml.") from error


def _bring_raw(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, source: Source) -> None:
    """Bring what is no table of ours and only a query reads; the types of its columns are guessed."""
    if source.url_env is not None and source.table is not None:
        _read_database(engine, name, source.url_env, source.table)
    elif source.path is not None:
        files = files_of(shop, name, source.path)
        try:
            if files[0].suffix == ".parquet":
                read_files(engine, files, name, encoding=source.encoding)
            elif _is_plain(files[0], source.encoding):
                guessed = f"CREATE TABLE {quoted(name)} AS FROM read_csv(?, union_by_name=true)"
                engine.execute(guessed, [[str(file) for file in files]])
            else:
                parts = [_decoded(file, source.encoding, as_text=False) for file in files]
                _register(engine, name, pa.concat_tables(parts, promote_options="permissive"))
        except (duckdb.Error, pa.ArrowException) as error:
            raise _unreadable(files, error) from error


def _is_plain(file: Path, encoding: str) -> bool:
    """Tell whether the engine reads it by itself: text in UTF-8."""
    return not sheets.is_sheet(file) and encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")


def _exists(engine: duckdb.DuckDBPyConnection, name: str) -> bool:
    return bool(engine.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name]).fetchone())


def _show(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, source: Source | None, *, place: str) -> None:
    mapping = source.columns if source else {}
    types = {str(header): str(type_) for header, type_, *_ in engine.execute(f"DESCRIBE raw_{name}").fetchall()}
    headers = {bare(column): column for column in types}
    found = {c: headers.get(mapping.get(c.name, c.name).strip()) for c in TABLES[name].columns}
    for column, header in found.items():
        if column.required and header is None:
            raise DataError(
                f"{name}: {place} has no column {mapping.get(column.name, column.name)!r}; it has "
                f"{', '.join(h for h in headers if h not in (FILE, ROW, LINE))[:300]}.",
                f"Name it in planbook.yml: sources → {name} → columns → {column.name}.",
            )
    casts = {c: (header, cells.cast(c, header, types, shop)) for c, header in found.items() if header is not None}
    if FILE in types:
        cells.refuse_bad_values(engine, f"raw_{name}", casts)
    shown = {c.name: cells.discreet(c, sql, shop, stored=source is None) for c, (_, sql) in casts.items()}
    selected = ", ".join(f'{sql} AS "{column}"' for column, sql in shown.items())
    if "ends" not in shown or "date" not in shown:
        engine.execute(f"CREATE VIEW {name} AS SELECT {selected} FROM raw_{name}")
        return
    # a period is no day: who adds up days must not meet it
    day = f"coalesce({shown['ends']} = {shown['date']}, true)"
    engine.execute(f"CREATE VIEW {name} AS SELECT {selected} FROM raw_{name} WHERE {day}")
    engine.execute(f"CREATE VIEW {name}_periods AS SELECT {selected} FROM raw_{name} WHERE NOT {day}")
