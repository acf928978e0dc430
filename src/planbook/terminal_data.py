"""How the command speaks of an import: what each file is, what became of it, and totals to compare."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from planbook import terminal

if TYPE_CHECKING:
    from planbook.tables.exports.bringing import Brought, Looked
    from planbook.tables.exports.storing.manifest import Import

MANY = 12  # files, of more of which a line each is said
WHY = {
    "total": "totals",
    "header": "headers once more",
    "note": "without data",
    "skipped": "remarks",
    "doubled": "there twice",
}


@contextmanager
def reading(total: int, *, quiet: bool) -> Iterator[Callable[[Path], None]]:
    """Show which file is being read."""
    if quiet or not sys.stderr.isatty():
        yield terminal.nothing
        return
    with terminal.bar() as bar:
        task = bar.add_task("reading", total=total)

        def hear(file: Path) -> None:
            bar.update(task, description=f"reading {file.name}", advance=0 if bar.tasks[0].completed == 0 else 1)

        yield hear


def say_import(brought: Brought, language: str, *, machine: bool) -> None:
    """Say what an import found and did; for machines, as JSON."""
    if machine:
        print(json.dumps(brought.told(), ensure_ascii=False, indent=1, default=str))
        return
    for file in brought.files:
        print("\n".join(_lines(file, language) if len(brought.files) <= MANY else [_brief(file, language)]))
        if brought.merged is None:
            for table, (columns, rows) in file.preview.items():
                print(f"  First rows of {table}:")
                terminal.records([_shown(columns, row) for row in rows], machine=False)
    notes = (part.notes.get(language) for file in brought.files for part in file.parts)
    print("".join(f"{note}\n" for note in dict.fromkeys(filter(None, notes))), end="")
    if brought.merged is None:
        print("Nothing was written. Compare the totals with the platform's own page, then import without --dry-run.")
        return
    for table, counts in brought.merged.items():
        parts = [f"{rows:,} {what}" for what, rows in counts.items() if rows]
        print(f"{table}: {', '.join(parts) or 'nothing new'}.")


def line(known: Import) -> dict[str, object]:
    """Say in a line what an import was."""
    rows = {table: rows for table, counts in known["tables"].items() if (rows := counts["rows"])}
    return {
        "imported": known["imported_at"].replace("T", " "),
        "file": known["file"],
        "profile": ", ".join(known["profiles"]),
        "rows": known["rows_in"],
        "left out": sum(known["dropped"].values()),
        "tables": rows,
    }


def _lines(file: Looked, language: str) -> Iterator[str]:
    if file.known:
        yield f"{file.file} was imported before, and changes nothing."
        return
    for part in file.parts:
        title = part.title.get(language) or part.profile
        yield f"{part.place}: {title} ({part.profile}; knows {part.sure:.0%} of its columns)"
        dropped = ", ".join(f"{rows:,} {WHY.get(why, why)}" for why, rows in sorted(part.dropped.items()))
        yield f"  {part.rows_in:,} rows read" + (f"; left out: {dropped}" if dropped else "")
        yield from (f"  {name} {said}" for name, said in part.identities.items())
        if part.unknown_words:
            words = ", ".join(f"{word!r} ({rows:,})" for word, rows in part.unknown_words.items())
            yield f"  words that the profile does not know, taken for nothing: {words}"
        if part.personal:
            yield f"  left behind, since they ask who somebody is: {', '.join(dict.fromkeys(part.personal))}"
    for table in file.tables:
        span = f", {table.first} to {table.last}" if table.first else ""
        sums = "".join(f"; {each.column} {each.value:,.2f}".removesuffix(".00") for each in table.sums)
        yield f"  → {table.table}: {table.rows:,} rows{span}{sums}"
    for left, times in Counter(file.aside).items():
        more = f" ({times} times)" if times > 1 else ""
        yield f"  left aside{more}: {left}; its columns are of no table or export that is known"


def _brief(file: Looked, language: str) -> str:
    """Say in a line what one of many files is."""
    if file.known:
        return f"{file.file} was imported before, and changes nothing."
    titles = ", ".join(dict.fromkeys(part.title.get(language) or part.profile for part in file.parts))
    tables = ", ".join(f"{table.table} {table.rows:,} rows" for table in file.tables)
    return f"{file.file}: {titles} → {tables}"


def _shown(columns: Sequence[str], row: Sequence[object]) -> dict[str, object]:
    return {name: "" if cell is None else cell for name, cell in zip(columns, row, strict=True)}
