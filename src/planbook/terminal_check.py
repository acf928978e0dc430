"""How the command speaks of the data check: a conclusion and a table for each shop, the worst of a table first."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from planbook import terminal

if TYPE_CHECKING:
    from planbook.tables.findings import Finding

LOOKS = {"error": "bold red", "warning": "yellow", "note": "dim"}


def say(found: Mapping[str, Sequence[Finding]], *, machine: bool) -> None:
    """Say what was found in each shop: tables on a terminal, else records."""
    if machine or not sys.stdout.isatty():
        rows = [record(shop, each) for shop, findings in found.items() for each in findings]
        terminal.records(rows, machine=machine, nothing="Nothing is missing, late, doubled, out of range or at odds.")
        return
    from planbook.views import checks
    from planbook.views.words import open_words

    words = open_words("en")
    for shop, findings in found.items():
        print(f"{shop}: {checks.verdict(findings, words)}")
        _table([row | {"table": group["table"]} for group in checks.groups(findings, words) for row in group["rows"]])
        if absent := checks.absent(findings, words):
            print(absent)


def record(shop: str, finding: Finding) -> dict[str, object]:
    """Give a finding as one flat record."""
    same = {name: getattr(finding, name) for name in ("table", "column", "severity", "rows", "example")}
    return {"shop": shop, **same, "check": finding.what, "advice": finding.cure}


def _table(rows: Sequence[Mapping[str, str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    drawn = Table(box=box.SIMPLE_HEAD, expand=True)
    for head, wide in (("Where", 4), ("What was found", 5), ("Example", 4), ("What to do", 8)):
        drawn.add_column(head, ratio=wide)
    for at, row in enumerate(rows):
        if first := at == 0 or rows[at - 1]["table"] != row["table"]:
            drawn.add_section()
        where = "\n".join(part for part in (row["table"] if first else "", row["column"]) if part)
        what = Text(f"{row['said']}: {row['what']}", style=LOOKS[row["severity"]])
        what.append(f" ({row['count']})" if row["count"] else "", style="")
        drawn.add_row(Text(where), what, Text(row["example"]), Text(row["advice"]))
    Console().print(drawn)
