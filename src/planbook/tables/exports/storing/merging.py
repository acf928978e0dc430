"""Rows of an import go into the store: by their keys, the newer export winning cell by cell, all tables in one step.

Only months in which something changes are written anew; then the manifest is swapped. A row knows the newest import
that told it, not each of its cells: a cell that an older import told goes before one from in between that comes late.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb

from planbook.absence import DataError
from planbook.tables.cells import SQL_TYPES, quoted
from planbook.tables.exports.shaping.combining import REPEATS, there
from planbook.tables.exports.shaping.fields import ROW
from planbook.tables.exports.shaping.staging import FILE, Staged
from planbook.tables.exports.storing import folding
from planbook.tables.exports.storing.folding import ORDERS, REFUNDS
from planbook.tables.exports.storing.manifest import Import, Manifest
from planbook.tables.exports.storing.months import IMPORT, Months, month_of
from planbook.tables.schema import TABLES

RANK = "planbook_rank"  # of imports, by their age
BEFORE, SILENT = -1, -2  # rank of rows that no import told, and of those that say nothing but their key
# what is replaced together: the lines of an order, a table of a document
WHOLE: dict[str, tuple[str, ...]] = dict.fromkeys(REPEATS, ("order_id",))
WHOLE["entries"] = ("campaign", "document", "part", "piece")


class Counts(NamedTuple):
    """What an import did to a table.

    ``new`` rows were not there, ``changed`` ones say something else now, ``same`` ones were there already; ``replaced``
    are lines that gave way to newer ones of their order, ``orphaned`` refunds whose order is not there yet.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    replaced: int = 0
    orphaned: int = 0


def merge(
    engine: duckdb.DuckDBPyConnection, manifest: Manifest, staged: Sequence[Staged], imports: Sequence[Import]
) -> dict[str, Counts]:
    """Put rows into the store, and what became of them into its log; readers know when the manifest is saved.

    Parameters
    ----------
    staged
        Relations with columns of their table and ``planbook_file``, the place of their file among ``imports``.

    Raises
    ------
    DataError
        When a file of the store is not there or not readable.
    """
    first = len(manifest.imports)
    manifest.imports += copy.deepcopy(list(imports))
    _rank(engine, manifest.imports)
    come = {table: [each.relation for each in staged if each.table == table] for table in TABLES}
    if come[REFUNDS] and ORDERS in manifest.tables:
        come[ORDERS].append(folding.asked(engine, manifest, come[REFUNDS], come[ORDERS]))
    counts = {}
    # refunds first: the orders take them up
    for table in sorted(filter(come.get, come), key=lambda name: name != REFUNDS):
        _come_in(engine, table, come[table], first)
        counts[table] = _merged(engine, manifest, table)
    if REFUNDS in counts:
        counts[REFUNDS] = counts[REFUNDS]._replace(orphaned=folding.orphaned(engine, manifest, come[REFUNDS]))
    return counts


def _rank(engine: duckdb.DuckDBPyConnection, imports: Sequence[Import]) -> None:
    oldest = sorted(range(len(imports)), key=lambda at: (imports[at]["exported_at"], at))
    pairs = ", ".join(f"({number}, {rank})" for rank, number in enumerate(oldest))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE ranks AS FROM (VALUES {pairs}) AS r({IMPORT}, {RANK})")


def _come_in(engine: duckdb.DuckDBPyConnection, table: str, relations: Sequence[str], first: int) -> None:
    """Show staged rows with all columns of their table; those that no file told are empty."""
    empty = {c.name: f"NULL::{SQL_TYPES[c.type]} AS {quoted(c.name)}" for c in TABLES[table].columns}
    parts = []
    for relation in relations:
        known = there(engine, relation)
        cells = ", ".join(quoted(name) if name in known else empty[name] for name in empty)
        row = ROW if ROW in known else "0"
        parts.append(f"SELECT {cells}, {FILE} + {first} AS {IMPORT}, {row}::BIGINT AS {ROW} FROM {relation}")
    engine.execute(f"CREATE OR REPLACE TEMP VIEW {table}_told AS {' UNION ALL '.join(parts)}")


def _merged(engine: duckdb.DuckDBPyConnection, manifest: Manifest, table: str) -> Counts:
    try:
        return _Merge(engine, manifest, table).done()
    except duckdb.InvalidInputException as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise DataError(f"{table}: its store cannot be read: {said}.", "Restore it from a backup.") from error


class _Merge:
    """The merge of one table: what comes in meets the rows of its keys, and months with a change are written anew."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, manifest: Manifest, table: str) -> None:
        self.engine, self.manifest, self.table = engine, manifest, TABLES[table]
        self.months = Months(engine, manifest, self.table)
        self.whole = table in WHOLE
        self.by = list(WHOLE.get(table, self.table.key))
        self.keys = ", ".join(map(quoted, self.by))
        self.met, self.changed = f"{table}_met", f"{table}_changed"
        self.incoming = self.result = f"{table}_told"

    def done(self) -> Counts:
        """Merge, and name the table's files in the manifest."""
        self._tell_once()
        stored = self.months.stored(self.months.holding(self.incoming, self._same("i", "s")))
        self._keep(
            self.met, f"SELECT s.* FROM ({self._ranked(f'({stored})', BEFORE)}) AS s {self._semi('s', self.incoming)}"
        )
        back = folding.paid_back(self.manifest) if self.table.name == ORDERS else ""
        if back or self._ask(f"SELECT 1 FROM {self.met} LIMIT 1"):
            rows = self._replaced() if self.whole else self._joined()
            self.result = self._keep(f"{self.table.name}_result", folding.folded(rows, back) if back else rows)
        self._keep(self.changed, self._differing_wholes() if self.whole else self._differing())
        counts = self._counted()
        self._write()
        for name in (self.met, self.changed, f"{self.table.name}_once", f"{self.table.name}_result"):
            self.engine.execute(f"DROP TABLE IF EXISTS {name}")
        return counts

    def _tell_once(self) -> None:
        """Leave of what came in one row a key, or of a whole the lines of its newest file."""
        told, names, name = self.incoming, self.months.names, f"{self.table.name}_once"
        aged = f"SELECT *, {RANK} * {2**40} + {ROW} AS age FROM ({self._ranked(told, SILENT)})"
        if self.whole:
            newest = f"QUALIFY {RANK} = max({RANK}) OVER (PARTITION BY {self.keys})"
            if len(self._ask(f"SELECT DISTINCT {IMPORT} FROM {told}")) > 1:
                self.incoming = self._keep(name, f"SELECT {names}, {IMPORT} FROM ({aged}) {newest}")
        elif self._ask(f"SELECT 1 FROM {told} GROUP BY {self.keys} HAVING count(*) > 1 LIMIT 1"):
            doubled = f"(SELECT {self.keys} FROM {told} GROUP BY {self.keys} HAVING count(*) > 1)"
            newest = ", ".join(
                quoted(cell) if cell in self.by else f"arg_max({quoted(cell)}, age)"
                for cell in (*self.table.names, IMPORT)
            )
            self.incoming = self._keep(
                name,
                f"""
                SELECT {names}, {IMPORT} FROM {told} AS s ANTI JOIN {doubled} AS i ON {self._same("i", "s")}
                UNION ALL SELECT {newest} FROM ({aged}) AS s {self._semi("s", doubled)} GROUP BY {self.keys}""",
            )
        self.result = self.incoming

    def _joined(self) -> str:
        """Write SQL of the rows that come in, each cell the newer one that is not empty."""
        newer = f"m.{RANK} IS NULL OR i.{RANK} >= m.{RANK}"

        def cell(name: str) -> str:
            new, old = f"i.{quoted(name)}", f"m.{quoted(name)}"
            if name in self.by:
                return new
            return f"CASE WHEN {newer} THEN coalesce({new}, {old}) ELSE coalesce({old}, {new}) END AS {quoted(name)}"

        return f"""
            SELECT {", ".join(map(cell, self.table.names))},
                   CASE WHEN {newer} THEN i.{IMPORT} ELSE m.{IMPORT} END AS {IMPORT}
            FROM ({self._ranked(self.incoming, SILENT)}) AS i LEFT JOIN {self.met} AS m ON {self._same("i", "m")}"""

    def _replaced(self) -> str:
        """Write SQL of the lines of wholes that come in: those that come in or, where they are newer, the store's."""
        names = f"SELECT s.* EXCLUDE ({RANK})"
        coming = f"SELECT {self.months.names}, {IMPORT}, {RANK} FROM ({self._ranked(self.incoming, SILENT)})"
        newer = f"{self._same('i', 's')} AND i.{RANK} > s.{RANK}"
        as_new = f"{self._same('i', 's')} AND i.{RANK} >= s.{RANK}"
        return f"""
            {names} FROM ({coming}) AS s ANTI JOIN {self.met} AS i ON {newer}
            UNION ALL {names} FROM {self.met} AS s ANTI JOIN ({coming}) AS i ON {as_new}"""

    def _differing(self) -> str:
        rest = [quoted(name) for name in self.table.names if name not in self.by]
        differ = " OR ".join(f"m.{name} IS DISTINCT FROM i.{name}" for name in rest)
        keys = ", ".join(f"m.{quoted(name)}" for name in self.by)
        return f"SELECT {keys} FROM {self.met} AS m JOIN {self.result} AS i ON {self._same('i', 'm')} WHERE {differ}"

    def _differing_wholes(self) -> str:
        names = self.months.names
        return f"""
            SELECT DISTINCT {self.keys} FROM (
                SELECT {self.keys} FROM (
                    SELECT {names}, 1 AS side FROM {self.result} AS s {self._semi("s", self.met)}
                    UNION ALL SELECT {names}, -1 AS side FROM {self.met})
                GROUP BY {names} HAVING sum(side) <> 0)"""

    def _counted(self) -> Counts:
        """Count what came in by what becomes of it; for the table, and in the log for each file."""
        found = self.engine.execute(f"""
            SELECT i.{IMPORT}, count(*) FILTER (s.met IS NULL), count(c.changed), count(*)
            FROM {self.incoming} AS i
            LEFT JOIN (SELECT DISTINCT {self.keys}, true AS met FROM {self.met}) AS s ON {self._same("i", "s")}
            LEFT JOIN (SELECT *, true AS changed FROM {self.changed}) AS c ON {self._same("i", "c")}
            GROUP BY ALL""").fetchall()
        total = Counts()
        for number, new, changed, rows in found:
            # an order that is only asked for its refunds says nothing by itself
            same = rows - new - changed if number is not None else 0
            total = total._replace(new=total.new + new, changed=total.changed + changed, same=total.same + same)
            if number is not None:
                log = self.manifest.imports[number]["tables"].setdefault(self.table.name, {})
                log |= {"new": new, "changed": changed, "same": same}
        lines = f"SELECT count(*) FROM {self.met} AS s {self._semi('s', self.changed)}"
        return total._replace(replaced=self._ask(lines)[0]) if self.whole else total

    def _write(self) -> None:
        months, files = self.months, self.months.files
        new = f"SELECT * FROM {self.result} AS s ANTI JOIN {self.met} AS i ON {self._same('i', 's')}"
        changed = [f"SELECT * FROM {each} AS s {self._semi('s', self.changed)}" for each in (self.result, self.met)]
        wanted = set[str]().union(*map(months.of_rows, (new, *changed)))
        if not wanted:
            return
        old = [file for file in files if not month_of(file)]  # to be parted into months now
        wanted |= months.of_rows(months.stored(old))
        written = [file for file in files if month_of(file) not in {"", *wanted}]
        for month in sorted(wanted):
            within = months.within(month)
            kept = months.stored([*old, *(file for file in files if month_of(file) == month)])
            met = f"(SELECT {self.keys} FROM {self.met} WHERE {within})"
            rows = f"""
                SELECT {months.names}, {IMPORT} FROM {self.result} WHERE {within} UNION ALL
                SELECT s.* FROM ({kept} WHERE {within}) AS s ANTI JOIN {met} AS i ON {self._same("i", "s")}"""
            order = (*self.by, *(name for name in self.table.names if self.whole and name not in self.by))
            written += filter(None, [months.write(month, rows, order)])
        months.put(written)

    def _same(self, one: str, other: str) -> str:
        return " AND ".join(f"{one}.{quoted(key)} IS NOT DISTINCT FROM {other}.{quoted(key)}" for key in self.by)

    def _semi(self, rows: str, others: str) -> str:
        return f"SEMI JOIN {others} AS i ON {self._same('i', rows)}"

    def _ranked(self, rows: str, none: int) -> str:
        return f"SELECT a.*, coalesce({RANK}, {none}) AS {RANK} FROM {rows} AS a LEFT JOIN ranks USING ({IMPORT})"

    def _keep(self, name: str, query: str) -> str:
        self.engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        return name

    def _ask(self, query: str) -> list[Any]:
        return [row[0] for row in self.engine.execute(query).fetchall()]
