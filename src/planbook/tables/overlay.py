"""The rows of ``plans/`` on the engine, laid over those of the store or a source."""

from __future__ import annotations

import duckdb

from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables import cells, sources
from planbook.tables.plans import KEPT, SHOP, encoding_of, file_of


def overlay(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, *, based: bool) -> None:
    """Show a plan table: the rows of ``plans/``, then those of the store (``based``) whose key is not among them."""
    file = file_of(shop, name)
    assert file is not None
    raw, table = f"raw_plan_{name}", KEPT[name]
    sources.read_files(engine, [file], raw, encoding=encoding_of(file))
    headers = {str(header) for header, *_ in engine.execute(f"DESCRIBE {raw}").fetchall()}
    lacking = [column for column in (SHOP, *table.required) if column not in headers]
    if lacking:
        raise DataError(f"plans/{file.name} has no column {lacking[0]!r}.", "Put it back; its place does not matter.")
    types = dict.fromkeys(headers, "VARCHAR")
    casts = {c: (c.name, cells.cast(c, c.name, types, shop)) for c in table.columns if c.name in headers}
    cells.refuse_bad_values(engine, raw, casts)
    selected = ", ".join(f"{_unguarded(sql, column.type)} AS {column.name}" for column, (_, sql) in casts.items())
    own = f"SELECT {selected} FROM {raw} WHERE trim({SHOP}) = '{shop.key}'"
    if based:
        engine.execute(f"ALTER VIEW {name} RENAME TO based_{name}")
        known = [column for column in table.key if column in headers]
        same = " AND ".join(f"b.{column} IS NOT DISTINCT FROM p.{column}" for column in known)
        rest = f"SELECT b.* FROM based_{name} b WHERE NOT EXISTS (FROM own p WHERE {same})"
        own = f"WITH own AS ({own}) FROM own UNION ALL BY NAME {rest}"
    engine.execute(f"CREATE VIEW {name} AS {own}")


def _unguarded(sql: str, type_: str) -> str:
    return f"regexp_replace({sql}, '^''([=+@\\t\\r-])', '\\1')" if type_ == "text" else sql
