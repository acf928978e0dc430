"""The ladder from list price to deal price and on to the margin: tables, and the findings in a sentence."""

from __future__ import annotations

import math

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
MANY = 0.5  # of a platform's orders
TELLING = 0.02  # between the best and the worst: less is no reason to treat them apart
PART = 0.01  # of goods: lines that come to so much more bear none of the discounts of the whole order


@shows_missing
def platforms(found: pd.DataFrame, words: Words) -> View:
    """Show what is taken off the list price on each platform, and whose money it is (`ladder.by_platform`)."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "orders": ("orders", "count"),
        "listed": (msg("At list price"), "money"),
        "depth": ("off_list", "share"),
        "by_shop": (msg("Paid by the shop"), "share"),
        "by_platform": (msg("Paid by the platform"), "share"),
        "by_creator": (msg("Paid by creators"), "share"),
        "goods": ("goods_paid", "money"),
        "stacked": ("stacked_share", "share"),
    }
    title = words("From list price to deal price: shares of the list price, by who pays")
    told = tables.table(found, words, id="ladder", title=title, columns=columns, total=True)
    return stacked(told, *(note(text, words) for text in _read(found, words)))


@shows_missing
def who_pays(found: pd.DataFrame, words: Words) -> Found:
    """Say how much is taken off, who pays most of it, and how many orders stack."""
    whole = found.to_dict("records")[-1]
    text = words(
        "Buyers paid {left} of the list price: {depth} was taken off, {shop} by the shop, {platform} by platforms, "
        "{creator} by creators; {stacked} of orders stack what two or more of them pay.",
        left=words.value(1 - whole["depth"], "share"),
        depth=words.value(whole["depth"], "share"),
        shop=words.value(whole["by_shop"], "share"),
        platform=words.value(whole["by_platform"], "share"),
        creator=words.value(whole["by_creator"], "share"),
        stacked=words.value(whole["stacked"], "share"),
    )
    return finding(text, words, id="who_pays", grade="measured", action=_begin(found.iloc[:-1], words))


def _begin(each: pd.DataFrame, words: Words) -> str:
    """Name the platform on which most of the shop's money goes, where there are several."""
    if len(each) < 2:
        return ""
    money = each["by_shop"] * each["listed"]
    most = spoken.row(each, money.idxmax())
    said = {
        "platform": words.name(most["platform"]),
        "money": words.short(money.max(), "money"),
        "share": words.value(most["by_shop"], "share"),
    }
    if most["stacked"] > MANY:
        return words(
            "Begin with {platform}, where the shop gives most ({money}, {share} of the list price): ask the platform "
            "to share more, or take one of the stacked steps off.",
            **said,
        )
    return words(
        "Begin with {platform}, where the shop gives most ({money}, {share} of the list price): ask the platform to "
        "share.",
        **said,
    )


def steps_title(found: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of steps."""
    if isinstance(found, Missing):
        return found
    left = 100 * (1 - float(found["depth"].iloc[-1]))
    return words("Of 100 of list price, buyers pay {left}", left=words.value(left, "number"))


def paid_of_100(found: pd.DataFrame | Missing) -> float | Missing:
    """Give what buyers pay of 100 of list price, where the chart of steps ends."""
    return found if isinstance(found, Missing) else 100 * (1 - float(found["depth"].iloc[-1]))


@shows_missing
def heroes(each: pd.DataFrame, words: Words) -> View:
    """Show the ladder of a unit of each hero item (`ladder.per_unit`)."""
    columns = {
        "product": (msg("Item"), BY_ROW),
        "list": ("list_price", "money"),
        "item_off": ("item_off", "money"),
        "shop_pays": ("shop_pays", "money"),
        "platform_pays": ("platform_pays", "money"),
        "creator_pays": ("creator_pays", "money"),
        "deal": ("deal_price", "money"),
        "depth": ("off_list", "share"),
    }
    title = words("The ladder of one unit, by item")
    return spoken.table(each, {"product": _named(each)}, words, id="ladder_items", title=title, columns=columns)


@shows_missing
def margins(found: pd.DataFrame, words: Words, *, by: str) -> View:
    """Show what is left of a unit's list price, step by step, by ``by`` (`ladder.margins`)."""
    heads = {"category": msg("Category"), "platform": msg("Platform"), "sku": msg("Item")}
    titles = {
        "category": words("What is left of a unit over a year, after returns, by category"),
        "platform": words("What is left of a unit over a year, after returns, by platform"),
        "sku": words("What is left of a unit over a year, after returns, by item"),
    }
    first = "product" if by == "sku" else by
    columns = {
        first: (heads[by], BY_ROW),
        "units": ("units", "count"),
        "list": ("list_price", "money"),
        "off": ("discount_given", "money"),
        "deal": ("deal_price", "money"),
        "fee": ("platform_fee", "money"),
        "sent": ("shipping_cost", "money"),
        "returns": ("returns_cost", "money"),
        "cost": ("goods_cost", "money"),
        "margin": ("unit_left", "money"),
        "rate": ("unit_left_rate", "share"),
    }
    known = {name: head for name, head in columns.items() if name != "sent" or found["sent"].notna().any()}
    said = _named(found) if by == "sku" else [words.name(code) for code in found[by]]
    names = {first: [*said[:-1], words.name("total")]}
    return spoken.table(
        found, names, words, id=f"margins_{by}", title=titles[by], columns=known, total=True
    )  # fmt: skip


@shows_missing
def left(found: pd.DataFrame, words: Words) -> Found:
    """Say what is left of the average unit, and where least is (`ladder.margins` by category)."""
    whole, each = found.to_dict("records")[-1], found.iloc[:-1]
    worst = spoken.row(each, each["rate"].idxmin())
    text = words(
        "Of a list price of {list} a unit, {deal} is paid and {margin} left after platform fee, returns and goods "
        "({rate} of the deal price).",
        list=words.value(whole["list"], "money"),
        deal=words.value(whole["deal"], "money"),
        margin=words.value(whole["margin"], "money"),
        rate=words.value(whole["rate"], "share"),
    )
    gap, action = "" if words.language == "zh" else " ", ""
    said = {"worst": words.name(worst["category"]), "low": words.value(worst["rate"], "share")}
    if each["rate"].max() - worst["rate"] < TELLING:
        text += gap + words("Categories are about alike ({low} at least).", **said)
    else:
        text += gap + words("Least is left on {worst} ({low}).", **said)
        action = words("Set the offers of {worst} by its own margin, not by the shop’s.", **said)
    return finding(text, words, id="unit_left_category", grade="measured", action=action)


def bridge(
    found: pd.DataFrame | Missing, told: pd.DataFrame | Missing, slopes: pd.DataFrame | Missing, words: Words
) -> View:
    """Say why the margins of a report differ (`ladder.margins`, `baskets.told`, `elasticity.effects`)."""
    parts = []
    if not isinstance(found, Missing):
        left = words.value(found["rate"].iloc[-1], "share")
        parts.append(words("{share} of the deal price over a year, campaigns counted, after returns", share=left))
    if not isinstance(told, Missing):
        kept = words.value(told["margin"].iloc[-1], "share")
        parts.append(words("{share} of what was paid on usual days, before returns", share=kept))
    if not isinstance(slopes, Missing) and len(slopes) and pd.notna(slopes["margin"].iloc[-1]):
        kept = words.value(slopes["margin"].iloc[-1], "share")
        parts.append(words("{share} of what is paid after the fee, over all weeks read, before returns", share=kept))
    if len(parts) < 2:
        return View(Markup(""))
    return note(
        words("Why margins differ: {parts}.", parts=("；" if words.language == "zh" else "; ").join(parts)), words
    )


def left_title(found: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of the margin's steps."""
    if isinstance(found, Missing):
        return found
    whole = found.to_dict("records")[-1]
    return words(
        "Of {list} at list price, {margin} a unit is left",
        list=words.value(whole["list"], "money"),
        margin=words.value(whole["margin"], "money"),
    )


def ends(found: pd.DataFrame | Missing) -> tuple[float, float]:
    """Give list price and margin of the average unit, between which the chart's steps lie; NaN where not known."""
    if isinstance(found, Missing):
        return math.nan, math.nan
    return float(found["list"].iloc[-1]), float(found["margin"].iloc[-1])


@shows_missing
def unknown_costs(found: pd.DataFrame, words: Words) -> View:
    """Say what the margin leaves out: shipping where no parcel's cost is given, and subsidies."""
    whole = found.to_dict("records")[-1]
    told = []
    if not math.isfinite(whole["sent"]):
        told.append(
            words("No parcel cost is given, so shipping is not in it: set thresholds → parcel_cost in planbook.yml.")
        )
    if whole["subsidy"] > 0:
        text = words(
            "Platforms and creators put {subsidy} a unit towards the deal price; where that is settled with the shop, "
            "so much more is left.",
            subsidy=words.value(whole["subsidy"], "money"),
        )
        told.append(text)
    told.append(words("Refunds are those known so far; goods that come back are taken to be sold again."))
    return note(("" if words.language == "zh" else " ").join(told), words)


def _read(found: pd.DataFrame, words: Words) -> list[str]:
    whole = found.to_dict("records")[-1]
    told = []
    if not whole["item_off"]:
        told.append(
            words("The export gives goods at list price, so what the shop pays holds cuts of single items as well.")
        )
    if whole["order_level"] > PART:
        told.append(
            words(
                "Prices on order lines come to {more} more than what was paid: discounts of the whole order are shared "
                "out to its lines.",
                more=words.value(whole["order_level"], "share"),
            )
        )
    return told


def _named(frame: pd.DataFrame) -> list[str]:
    return [str(name) if name else str(sku) for name, sku in zip(frame["product"], frame["sku"], strict=True)]
