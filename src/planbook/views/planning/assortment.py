"""The assortment of a campaign ahead as it is shown and said, and its rows for the plan."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW, enumerated, listed
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
Frame = Any  # a frame, or what is `Missing` for it
SOURCE = "24_campaign_plan"
ROWS = ["campaign", "platform", "sku", "role", "deal_price", "target_units", "stock", "source"]
MANY = ";"
ITEM = {"product": (msg("Item"), BY_ROW), "platform": (msg("Platform"), tables.TEXT)}
PRICES = ITEM | {
    "role": (msg("Role"), tables.TEXT),
    "list_price": (msg("List price"), "money"),
    "price": ("usual_price", "money"),
    "floor_price": ("floor_price", "money"),
    "deal_price": (msg("Deal price"), "money"),
    "margin": ("plan_margin", "money"),
    "margin_rate": ("plan_margin_rate", "share"),
}
UNITS = ITEM | {
    "target_units": (msg("Target units"), "count"),
    "target_paid": (msg("Target paid"), "money"),
    "stock": (msg("Stock"), "count"),
    "cover": ("cover_days", "days"),
    "flags": (msg("Look at"), BY_ROW),
}


@shows_missing
def items(planned: pd.DataFrame, words: Words, *, goals: pd.DataFrame | Missing | None = None) -> View:
    """Show each item with its prices, margin, target units, stock and what is wrong with it."""
    frame = planned.assign(role=planned["role"].astype(object).fillna(""))
    said = {
        "product": [str(name) for name in planned["product"]],
        "flags": [listed(filter(None, flags.split(MANY)), words) for flags in planned["flags"]],
    }
    parts = (
        ("assortment_prices", words("Prices and what is left of them"), PRICES),
        ("assortment_units", words("Targets, stock and what to look at"), UNITS),
    )
    views = []
    for id, title, columns in parts:
        known = {name: head for name, head in columns.items() if frame[name].notna().any()}
        cells = {name: texts for name, texts in said.items() if name in known}
        views.append(spoken.table(frame, cells, words, id=id, title=title, columns=known, limit=15))
    return stacked(*views, note(_basis(planned, goals, words), words))


@shows_missing
def roles(summed: pd.DataFrame, words: Words) -> View:
    """Show how items, goal and margin fall on the roles."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "role": (msg("Role"), tables.TEXT),
        "items": (msg("Items"), "count"),
        "target_units": (msg("Target units"), "count"),
        "target_paid": (msg("Target paid"), "money"),
        "share": (msg("Share of target paid"), "share"),
        "margin": (msg("Margin of all units"), "money"),
    }
    title = words("By role: who draws visitors, who carries sales, who earns")
    return tables.table(summed, words, id="roles_plan", title=title, columns=columns)


@shows_missing
def found(falls: pd.DataFrame, words: Words) -> Found:
    """Say what is wrong with the assortment, and what it may cost."""
    money = float(falls["cost"].sum()) if len(falls) else 0.0
    by = dict(iter(falls.groupby("flag", sort=False)))
    if not by:
        text = words("No item loses money, lies below its floor price or is short of stock; every platform has a hero.")
        return finding(text, words, id="assortment", grade="measured")
    said = [_said(str(flag), own, words) for flag, own in by.items()]
    action = words("Settle these before the application goes in: price, stock, or another item.")
    effect = -money if money else math.nan
    text = (" " if words.language == "en" else "").join(said)
    return finding(text, words, id="assortment", grade="measured", effect=effect, action=action)


def rows(planned: Frame, ran: Frame) -> Frame:
    """Give the items that people chose as rows of the plan; what they gave stands as they gave it."""
    if isinstance(planned, Missing):
        return planned
    return planned[planned["chosen"]].assign(campaign=ran.key, source=SOURCE)[ROWS]


def _said(flag: str, own: pd.DataFrame, words: Words) -> str:
    plain = (own["product"] + " (" + own["platform"].map(words.name) + ")").to_list()
    items = listed(plain, words)
    cost = words.short(own["cost"].sum(), "money")
    texts = {
        "loses": words("Loses money at its deal price: {items}, {cost} at the target.", items=items, cost=cost),
        "below_floor": words("Below its floor price: {items}.", items=_under(plain, own, words)),
        "above_usual": words("Dearer than usual: {items}.", items=_against(plain, own, words)),
        "stock_short": words("Stock below target: {items}, {cost} of margin short.", items=items, cost=cost),
        "above_lowest": words("Dearer than its lowest price of late: {items}.", items=items),
        "no_hero": words("No hero item: {platforms}.", platforms=listed(own["platform"], words)),
    }
    return texts[flag]


def _under(names: list[str], own: pd.DataFrame, words: Words) -> str:
    """Say by how much a unit each item is below its floor price, and what that makes at the target."""
    found = []
    for name, row in zip(names, own.to_dict("records"), strict=True):
        said = {name: words.value(row[name], "money") for name in ("limit", "cost")}
        gap = words.value(row["limit"] - row["deal_price"], "money")
        found.append(
            words("{item} by {gap} a unit (floor {limit}), {cost} on the target units", item=name, gap=gap, **said)
        )
    return enumerated(found, words)


def _against(names: list[str], own: pd.DataFrame, words: Words) -> str:
    """Set each item's deal price against the price that it is above."""
    pairs = zip(names, own["deal_price"], own["limit"], strict=True)
    told = [(name, words.value(deal, "money"), words.value(limit, "money")) for name, deal, limit in pairs]
    return enumerated((words("{item} {deal} against {limit}", item=n, deal=d, limit=x) for n, d, x in told), words)


def _basis(planned: pd.DataFrame, goals: pd.DataFrame | Missing | None, words: Words) -> str:
    gap = "" if words.language == "zh" else " "
    said = []
    if not planned["chosen"].all():
        said.append(
            words(
                "Nobody has chosen the items yet: these are the best sellers of the last eight weeks, to choose from."
            )
        )
    if isinstance(goals, pd.DataFrame):
        paid = goals[goals["kpi"] == "paid"].groupby("platform")["value"].sum()
        for platform, own in planned.groupby("platform"):
            if platform in paid.index and own["target_paid"].notna().any():
                share = words.value(own["target_paid"].sum() / float(paid[platform]), "share")
                said.append(
                    words("{platform}: these items carry {share} of the goal; others are to sell the rest.",
                          platform=words.name(platform), share=share)
                )  # fmt: skip
    said.append(words("Margin is after fees and refunds; refunds are those of the last year."))
    return gap.join(said)
