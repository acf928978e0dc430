"""What an import keeps beside a table (periods, bounds), and figures that are counted in several ways."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.absence import Missing
from planbook.tables.findings import NOTE, WARNING, Finding, msg
from planbook.tables.store import Tables, fetch

BOUNDS = "bounds"


def findings(name: str, tables: Tables) -> Iterator[Finding]:
    """Look at what stands beside a table."""
    yield from _periods(name, tables)
    yield from _mixes(name, tables)
    if name == BOUNDS:
        yield from _bounds(tables)


def _periods(name: str, tables: Tables) -> Iterator[Finding]:
    if "date" not in getattr(tables[name], "columns", ()):
        return
    kept = tables.periods(name)
    if isinstance(kept, Missing):
        return
    asked = kept.aggregate(rows=kept.count(), first=kept.date.min().cast("string"), last=kept.ends.max().cast("string"))
    answer = fetch(asked).iloc[0]
    if answer["rows"] > 0:
        advice = msg("Reports by day leave these rows out: export them by day.")
        rows, example = int(answer["rows"]), f"{answer['first']}..{answer['last']}"
        yield Finding(name, "ends", msg("rows of more than a day"), NOTE, rows, example, advice)


def _mixes(name: str, tables: Tables) -> Iterator[Finding]:
    for mix in tables.mixes(name):
        example = f"{mix.platform}: {', '.join(way or '—' for way in mix.ways)}"
        advice = msg("Reports refuse figures of a period that mixes them: export all of it in the same way.")
        yield Finding(name, "basis", msg("counted in several ways"), WARNING, len(mix.ways), example, advice)


def _bounds(tables: Tables) -> Iterator[Finding]:
    cells = tables[BOUNDS]
    if isinstance(cells, Missing):
        return
    counted = cells.group_by("table", "column").agg(rows=cells.count(), text=cells.text.min())
    for row in fetch(counted.order_by("table", "column")).to_dict("records"):
        advice = msg("These cells are empty in {table}, and sums are without them.")
        check, values = msg("only a bound is told"), {"table": str(row["table"])}
        where = f"{row['table']}.{row['column']}"
        yield Finding(BOUNDS, where, check, NOTE, row["rows"], str(row["text"]), advice, values)
