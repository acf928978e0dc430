"""The tables of a review, each with its columns named once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.tables.schema import ASKED
from planbook.views import tables
from planbook.views.display import Twin, View, absent, shows_missing, together
from planbook.views.vocabulary import NO_ITEM, msg
from planbook.views.words import Words

EFFECTS = {
    "effect_visitors": ("visitors", "money"),
    "effect_conversion": ("conversion", "money"),
    "effect_paid_per_buyer": ("paid_per_buyer", "money"),
    "effect_units": (msg("Units"), "money"),
    "effect_price": (msg("Price"), "money"),
    "effect_other": (msg("Other"), "money"),
}


def coverage(found: pd.DataFrame, words: Words) -> View:
    """Show what tables came in, how far they reach, and which of the schema are missing; its twin names the inputs."""
    columns = {
        "table": (msg("Table"), tables.CODE),
        "rows": (msg("Rows"), "count"),
        "customers": (msg("Customers"), "count"),
        "first": (msg("First day"), "day"),
        "last": (msg("Last day"), "day"),
    }
    page = tables.table(found, words, id="coverage", title=words("What the shop's data hold"), columns=columns)
    seen = found[["table", "sha256", "rows", "first", "last"]]
    inputs = [{str(name): value for name, value in row.items()} for row in seen.to_dict("records")]
    lacking: list[dict[str, Any]] = [
        {"table": name, "columns": [], "reason": "absent"} for name in ASKED if name not in set(found["table"])
    ]
    twin: Twin = page.twin | {"inputs": inputs, "missing": lacking}
    return View(page.html, twin, page.text)


@shows_missing
def orders(sales: pd.DataFrame, words: Words) -> View:
    """Show what kinds of rows the orders of each period are: orders, credit notes, orders without a buyer id."""
    columns = {
        "period": (msg("Period"), "text"),
        "documents": (msg("Documents"), "count"),
        "credit_notes": (msg("of them credit notes"), "count"),
        "orders": ("orders", "count"),
        "customers": (msg("Customers"), "count"),
        "anonymous": (msg("Orders without a buyer id"), "count"),
        "buyers": ("buyers", "count"),
        "gross": (msg("Gross"), "money"),
    }
    title = words("What was counted: an order without a buyer id is one buyer; a credit note counts on its own day")
    return tables.table(sales, words, id="orders", title=title, columns=columns)


def reconciliation(kpis: pd.DataFrame | Missing, ripe: pd.DataFrame | Missing, words: Words) -> View:
    """Show paid → refund → net as the platform's page has them, then the net to expect when refunds are ripe."""
    if isinstance(kpis, Missing):
        return absent(kpis, words)
    now = kpis.loc["current"]
    rows = [(kpi, now[kpi], float("nan"), float("nan")) for kpi in ("paid", "refund", "net")]
    if not isinstance(ripe, Missing):
        rows.append(("net_expected", *ripe[["net_expected", "low", "high"]].iloc[0]))
    frame = pd.DataFrame(rows, columns=["kpi", "value", "low", "high"])
    columns = {"kpi": (msg("Figure"), "text"), "value": (msg("Amount"), "money")}
    columns |= {"low": (msg("Low"), "money"), "high": (msg("High"), "money")}
    title = words("From paid to net")
    page = tables.table(frame, words, id="reconciliation", title=title, columns=columns, mark=3)
    if not isinstance(ripe, Missing):
        return page
    need = absent(ripe, words)
    return View(together([page.html, need.html]), page.twin | need.twin, page.text)


@shows_missing
def contributions(parts: pd.DataFrame, words: Words, *, id: str, title: str, label: str) -> View:
    """Show what each segment adds to the change of paid, and by which of its factors."""
    frame = parts.rename_axis(label).reset_index()
    return tables.table(
        frame, words, id=id, title=title, columns={label: (label.capitalize(), "text"), **_moved(frame)}
    )


@shows_missing
def items(ranked: pd.DataFrame, words: Words) -> View:
    """Show the items that moved paid most, then what no item explains."""
    frame = ranked.assign(product=ranked["product"].fillna(ranked["sku"]).where(ranked["sku"] != "", NO_ITEM))
    columns = {
        "product": (msg("Item"), tables.TITLE),
        "stock": (msg("Stock"), "count"),
        **_moved(frame.rename(columns={"paid_before": "before", "paid_after": "after"})),
    }
    frame = frame.rename(columns={"paid_before": "before", "paid_after": "after"})
    shown = {name: head for name, head in columns.items() if frame[name].notna().any()}
    title = words("Items by what they add to the change of paid")
    return tables.table(frame, words, id="items", title=title, columns=shown, total=True, mark=0)


@shows_missing
def rates(mix: pd.DataFrame, words: Words, *, id: str, title: str) -> View:
    """Show each segment's share of visitors and its conversion, before and after."""
    columns = {
        "segment": (msg("Traffic"), "text"),
        "share_before": (msg("Share before"), "share"),
        "share_after": (msg("Share now"), "share"),
        "rate_before": (msg("Conversion before"), "share"),
        "rate_after": (msg("Conversion now"), "share"),
        "rate_effect": (msg("From its rate"), "points"),
        "mix_effect": (msg("From the mix"), "points"),
    }
    frame = mix.rename(index={"paid": "paid_traffic"}).rename_axis("segment").reset_index()
    return tables.table(frame, words, id=id, title=title, columns=columns)


@shows_missing
def channels(found: pd.DataFrame, words: Words) -> View:
    """Show what each tool cost and claims, against its break-even."""
    columns = {
        "channel": (msg("Channel"), "text"),
        "platform": (msg("Platform"), "text"),
        "tool": (msg("Tool"), "text"),
        "spend": ("spend", "money"),
        "roas": ("roas", "ratio"),
        "low": (msg("Low"), "ratio"),
        "high": (msg("High"), "ratio"),
        "break_even_roas": ("break_even_roas", "ratio"),
        "verdict": (msg("Against break-even"), "text"),
        "cpa": ("cpa", "money"),
        "attribution_days": (msg("Window"), "days"),
    }
    return tables.table(found, words, id="channels", title=words("Advertising by channel and tool"), columns=columns)


@shows_missing
def market(found: pd.DataFrame, words: Words) -> View:
    """Show each platform's growth against its category's."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "paid_before": (msg("Paid a year ago"), "money"),
        "paid_after": (msg("Paid now"), "money"),
        "growth": (msg("Growth"), "share"),
        "market_growth": ("market_growth", "share"),
        "market_effect": ("market_effect", "money"),
        "share_effect": ("market_share_effect", "money"),
    }
    frame = found.rename_axis("platform").reset_index()
    title = words("The shop against its market, year on year")
    return tables.table(frame, words, id="market", title=title, columns=columns, total=True)


@shows_missing
def break_even(found: pd.DataFrame, words: Words) -> View:
    """Show how each platform's break-even comes about."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "margin_rate": (msg("Margin before fees and refunds"), "share"),
        "fee": (msg("Platform fee"), "share"),
        "refund_rate": ("refund_rate", "share"),
        "break_even_roas": ("break_even_roas", "ratio"),
    }
    frame = found.rename_axis("platform").reset_index()
    title = words("Break-even ROAS by platform")
    return tables.table(frame, words, id="break_even", title=title, columns=columns, total=True)


@shows_missing
def breaks(found: pd.DataFrame, words: Words) -> View:
    """Show every level shift of conversion that was found, with its test statistic."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "day": (msg("Since"), "day"),
        "before": (msg("Before"), "share"),
        "after": (msg("After"), "share"),
        "change": (msg("Change"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
        "statistic": (msg("sup-F"), "number"),
        "effect": (msg("Effect"), "money"),
    }
    return tables.table(found, words, id="breaks", title=words("Level shifts of conversion"), columns=columns)


def _moved(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    money = {"before": (msg("Before"), "money"), "after": (msg("After"), "money"), "change": (msg("Change"), "money")}
    return money | {name: head for name, head in EFFECTS.items() if name in frame and frame[name].notna().any()}
