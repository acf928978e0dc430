"""KPIs as the rows of a table: each in its own unit, beside what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planbook.absence import Missing, why_not
from planbook.measures.catalog import CATALOG
from planbook.views import tables
from planbook.views.display import View, absent, shows_missing
from planbook.views.vocabulary import msg
from planbook.views.words import Words

HEADS = {
    "current": msg("This period"),
    "previous": msg("Previous period"),
    "week_ago": msg("Same day last week"),
    "year_ago": msg("Year ago"),
    "event": msg("This event"),
    "aligned": msg("Last event"),
    "target": msg("Target"),
}

SALES = ("paid", "orders", "buyers", "new_buyers", "repeat_share", "paid_per_buyer", "aov", "discount_share")
EVENT = (*SALES, "visitors", "conversion", "spend", "roas")
TRAFFIC = (
    *("visitors", "new_visitor_share", "views_per_visitor", "bounce_rate", "seconds", "cart_rate", "conversion"),
    *("silent_conversion", "inquiry_conversion", "visitor_value", "free_share", "cost_per_visitor"),
)
FIRST = (  # a card's place → the figures that may take it, best first
    ("paid",),
    ("net_expected", "net"),
    ("refund_rate_expected", "refund_rate"),
    ("conversion", "buyers", "orders"),
    ("spend_share", "paid_per_buyer"),
    ("roas", "repeat_share", "aov"),
)
EARLIER, ALIGNED = ("current", "previous", "week_ago", "year_ago"), ("event", "aligned")


@shows_missing
def compare(
    comparison: pd.DataFrame, words: Words, *, id: str, title: str, ids: Iterable[str], periods: Iterable[str]
) -> View:
    """Show KPIs against other periods, with the change behind each.

    Parameters
    ----------
    comparison
        Index KPI id; a column a period, and ``change_<period>`` (``measures.kpis.comparison``).
    words
        The report's language.
    id, title
        The table's name in ``result.json``, and the sentence above it.
    ids
        Which KPIs, in which order; those that the shop's data do not give are left out.
    periods
        Which columns, in which order; one that holds no number is left out.
    """
    rows = comparison.loc[[kpi for kpi in ids if kpi in comparison.index]]
    shown = [name for name in periods if rows[name].notna().any()]
    if not shown:
        # where other figures have these periods, it is the table of these figures that has no rows
        source = CATALOG[next(iter(ids))].tables[0] if comparison[list(periods)].notna().any(axis=None) else "events"
        return absent(why_not(comparison, source), words)
    rows = rows[rows[shown[0]].notna()]
    said, columns = {"kpi": [words.kpi(str(kpi)) for kpi in rows.index]}, {"kpi": (words("Figure"), tables.TEXT)}
    for name in shown:
        said[name] = [words.value(x, CATALOG[str(kpi)].unit) for kpi, x in rows[name].items()]
        columns[name] = (HEADS[name], tables.SAID)
        if f"change_{name}" in rows:
            said[f"change_{name}"] = [_change(str(kpi), x, words) for kpi, x in rows[f"change_{name}"].items()]
            columns[f"change_{name}"] = (msg("Change"), tables.SAID)
    page = tables.table(pd.DataFrame(said), words, id=id, title=title, columns=columns, limit=20)
    numbers = [name for name in columns if name != "kpi"]
    plain = rows[numbers].rename_axis("kpi").reset_index()
    heads = [{"name": name, "label": words(label), "unit": "by row"} for name, (label, _) in columns.items()]
    twin = {"id": id, "title": title, "columns": heads, "rows": [list(row) for row in plain.itertuples(index=False)]}
    return View(page.html, {"tables": [twin]}, page.text)


def first(card: pd.DataFrame | Missing) -> list[str]:
    """Choose the cards of the first screen from what the shop's data give."""
    if isinstance(card, Missing):
        return []
    known = set(card.index[card["value"].notna()])
    best = (next((kpi for kpi in place if kpi in known), None) for place in FIRST)
    return [kpi for kpi in best if kpi]


def _change(kpi: str, change: float, words: Words) -> str:
    return words.signed(change, "points") if CATALOG[kpi].unit == "share" else words.change(change)
