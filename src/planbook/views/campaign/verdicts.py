"""What a campaign brought, each finding in a sentence: how much, how sure, and what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.spoken import row
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def lift(
    paid: pd.DataFrame, words: Words, *, orders: pd.DataFrame, sure: pd.DataFrame, paid_off: str | None = None
) -> Found:
    """Say what the campaign's days brought above what was to be expected, in paid and in orders.

    What to do about it depends on ``paid_off`` (`paid_for_itself`); without it nothing is asked for.
    """
    money, count = row(paid, "during"), row(orders, "during")
    way = "up" if money["low"] > 0 else "down" if money["high"] < 0 else "unclear"
    grade: Grade = "hint" if way == "unclear" else row(sure, 0)["grade"]
    said = {
        "effect": words.short(abs(money["effect"]), "money"),
        "range": _between(money, words),
        "rate": words.change(count["rate"]),
        "low": words.change(count["rate_low"]),
        "high": words.change(count["rate_high"]),
    }
    if grade == "hint":
        action = words("Leave a platform, or weeks like these, without it next time, so that the lift can be told.")
    elif way == "down":
        action = words("Do not repeat it in this form; change the offer or the items first.")
    elif paid_off == "no":
        action = words("Keep message and items, but not at this cost: change the offer before it is repeated.")
    else:
        action = words("Repeat it: same message, same items, at a time of its own.")
    doing = "" if paid_off is None else action
    text = _lifted(words, said)[way]
    return finding(text, words, id="lift", grade=grade, effect=float(money["effect"]), action=doing)


def _lifted(words: Words, said: Mapping[str, str]) -> dict[str, str]:
    return {
        "up": words(
            "The campaign’s days brought {effect} of paid more than was to be expected without it (80% sure: {range}); "
            "orders were {rate} ({low} to {high}).",
            **said,
        ),
        "down": words(
            "The campaign’s days brought {effect} of paid less than was to be expected without it (80% sure: {range}); "
            "orders were {rate} ({low} to {high}).",
            **said,
        ),
        "unclear": words(
            "Whether the campaign’s days brought more paid cannot be told from chance (80% sure: {range} against what "
            "was to be expected); orders were {rate} ({low} to {high}).",
            **said,
        ),
    }


@shows_missing
def pull_forward(paid: pd.DataFrame, words: Words, *, orders: pd.DataFrame, sure: pd.DataFrame) -> Found:
    """Say whether the week after the campaign fell short: what was bought ahead."""
    if "week_after" not in orders.index or "week_after" not in paid.index:
        text = words("What was bought ahead is not known: the week after is not over, or another campaign began in it.")
        return note(text, words)
    count, money = row(orders, "week_after"), row(paid, "week_after")
    # orders scatter less than paid; what they are worth is told at the usual paid per order
    worth = count["effect"] * money["expected"] / count["expected"] if count["expected"] > 0 else math.nan
    said = {
        "rate": words.change(count["rate"]),
        "low": words.change(count["rate_low"]),
        "high": words.change(count["rate_high"]),
        "worth": words.short(abs(worth), "money"),
    }
    if count["high"] < 0:
        text = words(
            "In the seven days after, orders were {rate} against what was to be expected (80% sure: {low} to {high}): "
            "part of the campaign was bought ahead, about {worth} of paid.",
            **said,
        )
        later = row(orders, "second_week") if "second_week" in orders.index else {"high": math.nan}
        if later["high"] < 0:
            gap = "" if words.language == "zh" else " "
            text += gap + words("The second week fell short too ({rate}).", rate=words.change(later["rate"]))
        action = words(
            "Count a fall of {worth} in the week after in the next goal, and leave two weeks before the next offer.",
            **said,
        )
        return finding(text, words, id="pull_forward", grade=row(sure, 0)["grade"], effect=float(worth), action=action)
    return note(
        words(
            "In the seven days after, orders were {rate} against what was to be expected ({low} to {high}): no sign "
            "that the campaign only took later sales ahead.",
            **said,
        ),
        words,
    )


@shows_missing
def halo(sides: pd.DataFrame, words: Words) -> Found:
    """Say what the campaign did to items that were not in it."""
    rows = sides.set_index("side")
    if "outside" not in rows.index:
        return note(words("What the campaign did to other items is not known."), words)
    found = row(rows, "outside")
    said = {"effect": words.signed(found["effect"], "money"), "range": _between(found, words)}
    if found["low"] <= 0 <= found["high"]:
        text = words(
            "Items outside the campaign sold {effect} against what was to be expected (80% sure: {range}): neither "
            "drawn along nor pushed aside beyond doubt.",
            **said,
        )
        return note(text, words)
    if found["low"] > 0:
        text = words(
            "Items outside the campaign were drawn along: {effect} of paid against what was to be expected (80% sure: "
            "{range}).",
            **said,
        )
        action = words("Link the campaign’s pages to these items, and keep stock of them.")
    else:
        text = words(
            "The campaign took from other items: they sold {effect} against what was to be expected (80% sure: "
            "{range}).",
            **said,
        )
        action = words("Choose items that do not stand in for what sells anyway.")
    return finding(text, words, id="halo", grade=found["grade"], effect=float(found["effect"]), action=action)


@shows_missing
def payoff(
    reckoned: pd.DataFrame, words: Words, *, costs: pd.DataFrame, kept: pd.DataFrame, sure: pd.DataFrame
) -> Found:
    """Say whether the campaign paid for itself, and what weighed most in its cost; no surer than its lift."""
    found = {name: row(reckoned, name) for name in reckoned.index}
    profit, cost = found["incremental_profit"], found["campaign_cost"]
    dearest, share = str(costs.drop(index="total")["amount"].idxmax()), row(kept, "usual")["kept"]
    said = {
        "margin": words.short(found["incremental_margin"]["value"], "money"),
        "cost": words.short(cost["value"], "money"),
        "profit": words.short(abs(profit["value"]), "money"),
        "left": words.short(profit["value"], "money"),
        "range": _between(profit, words),
        "roi": words.value(found["incremental_roi"]["value"], "share"),
        "dearest": words.kpi(dearest),
        "most": words.short(row(costs, dearest)["amount"], "money"),
        "needed": words.short(cost["value"] / share if share > 0 else math.nan, "money"),
    }
    verdict = paid_for_itself(reckoned)
    text, action = _paid(words, said)[verdict]
    grade: Grade = "hint" if verdict == "unclear" else row(sure, 0)["grade"]
    return finding(text, words, id="payoff", grade=grade, effect=float(profit["value"]), action=action)


def _paid(words: Words, said: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {
        "yes": (
            words(
                "It paid for itself: {margin} of margin added against {cost} of cost, {profit} left (80% sure: "
                "{range}), a return of {roi}.",
                **said,
            ),
            words("It can carry more: raise what weighed most in the cost, {dearest}, by a fifth at most.", **said),
        ),
        "no": (
            words(
                "It did not pay for itself: {margin} of margin added against {cost} of cost, {profit} short (80% sure: "
                "{range}), a return of {roi}.",
                **said,
            ),
            words(
                "Cut what weighed most first, {dearest} ({most}); at this margin the cost needs {needed} of extra "
                "paid.",
                **said,
            ),
        ),
        "unclear": (
            words(
                "Whether it paid for itself cannot be told: {margin} of margin added against {cost} of cost leave "
                "{left} (80% sure: {range}).",
                **said,
            ),
            words(
                "At this margin the cost needs {needed} of extra paid: hold the next one to that, and look first at "
                "what weighed most, {dearest} ({most}).",
                **said,
            ),
        ),
    }


def paid_for_itself(reckoned: pd.DataFrame | Missing) -> str:
    """Tell whether a campaign earned more than it cost: yes, no, unclear; empty where it is not known."""
    if isinstance(reckoned, Missing):
        return ""
    profit = row(reckoned, "incremental_profit")
    return "yes" if profit["low"] > 0 else "no" if profit["high"] < 0 else "unclear"


def lift_title(orders: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of orders."""
    if isinstance(orders, Missing):
        return orders
    during = row(orders, "during")
    return words(
        "Orders in the campaign’s days were {rate} against what was to be expected", rate=words.change(during["rate"])
    )


def payoff_title(reckoned: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of margin and cost."""
    if isinstance(reckoned, Missing):
        return reckoned
    profit = row(reckoned, "incremental_profit")
    margin = row(reckoned, "incremental_margin")
    return words(
        "{margin} of margin added, less the costs, leaves {profit}",
        margin=words.short(margin["value"], "money"),
        profit=words.short(profit["value"], "money"),
    )


def _between(part: Mapping[str, Any], words: Words) -> str:
    return words.range(part["low"], part["high"], "money")
