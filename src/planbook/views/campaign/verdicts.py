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
def goal(held: pd.DataFrame, words: Words, *, paid: pd.DataFrame | Missing | None = None) -> Found:
    """Say how far the campaign came against its goal of paid, else of its first figure."""
    known = held[held["value"].notna()]
    if known.empty:
        return note(words("None of the campaign’s goals can be held against the shop’s data."), words)
    first = known.sort_values("kpi", key=lambda kpis: kpis != "paid", kind="stable").to_dict("records")[0]
    money = first["kpi"] == "paid"
    unit = "money" if money else "number"
    text = words(
        "{figure} came to {share} of the goal: {value} of {target}.",
        figure=words.kpi(first["kpi"]),
        share=words.value(first["attainment"], "share"),
        value=words.short(first["value"], unit),
        target=words.short(first["target"], unit),
    )
    effect = first["value"] - first["target"] if money else math.nan
    action = (
        "" if first["met"] else words("Set the next goal from what is sold without a campaign, and the lift on top.")
    )
    if not first["met"] and isinstance(paid, pd.DataFrame):
        during = row(paid, "during")
        action = words(
            "Set the next goal from what is sold without a campaign (here {expected}) and a lift of {low} to {high}.",
            expected=words.short(during["expected"], "money"),
            low=words.change(during["rate_low"]),
            high=words.change(during["rate_high"]),
        )
    return finding(text, words, id="goal", grade="measured", effect=effect, action=action, owner=str(first["owner"]))


@shows_missing
def lift(paid: pd.DataFrame, words: Words, *, orders: pd.DataFrame, sure: pd.DataFrame) -> Found:
    """Say what the campaign's days brought above what was to be expected, in paid and in orders."""
    money, count = row(paid, "during"), row(orders, "during")
    said = {
        "effect": words.short(abs(money["effect"]), "money"),
        "range": _between(money, words),
        "rate": words.change(count["rate"]),
        "low": words.change(count["rate_low"]),
        "high": words.change(count["rate_high"]),
    }
    if money["low"] > 0:
        text = words(
            "The campaign’s days brought {effect} of paid more than was to be expected without it (80% sure: {range}); "
            "orders were {rate} ({low} to {high}).",
            **said,
        )
        action = words("Repeat it: same message, same items, at a time of its own.")
    elif money["high"] < 0:
        text = words(
            "The campaign’s days brought {effect} of paid less than was to be expected without it (80% sure: {range}); "
            "orders were {rate} ({low} to {high}).",
            **said,
        )
        action = words("Do not repeat it in this form; change the offer or the items first.")
    else:
        text = words(
            "Whether the campaign’s days brought more paid cannot be told: between {range} against what was to be "
            "expected; orders were {rate} ({low} to {high}).",
            **said,
        )
        action = words("Let one platform sit out the next time, so that there is something to compare with.")
    grade: Grade = "hint" if money["low"] <= 0 <= money["high"] else row(sure, 0)["grade"]
    return finding(text, words, id="lift", grade=grade, effect=float(money["effect"]), action=action)


@shows_missing
def pull_forward(paid: pd.DataFrame, words: Words, *, orders: pd.DataFrame, sure: pd.DataFrame) -> Found:
    """Say whether the week after the campaign fell short: what was bought ahead."""
    if "week_after" not in orders.index or "week_after" not in paid.index:
        text = words("What was bought ahead is not known: the week after is not over, or another campaign began in it.")
        return note(text, words)
    count, money = row(orders, "week_after"), row(paid, "week_after")
    said = {
        "rate": words.change(count["rate"]),
        "low": words.change(count["rate_low"]),
        "high": words.change(count["rate_high"]),
        "effect": words.signed(money["effect"], "money"),
        "range": _between(money, words),
    }
    if count["high"] < 0:
        text = words(
            "In the seven days after, orders were {rate} against what was to be expected (80% sure: {low} to {high}), "
            "paid {effect}: part of the campaign was bought ahead.",
            **said,
        )
        action = words("Count this fall in the next goal, and leave two weeks before the next offer.")
        return finding(
            text, words, id="pull_forward", grade=row(sure, 0)["grade"], effect=float(money["effect"]), action=action
        )
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
def payoff(reckoned: pd.DataFrame, words: Words, *, costs: pd.DataFrame, kept: pd.DataFrame) -> Found:
    """Say whether the campaign paid for itself, and what weighed most in its cost."""
    profit, margin, cost, back = (
        row(reckoned, f"incremental_{name}" if name != "cost" else "campaign_cost")
        for name in ("profit", "margin", "cost", "roi")
    )
    said = {
        "margin": words.short(margin["value"], "money"),
        "cost": words.short(cost["value"], "money"),
        "profit": words.short(abs(profit["value"]), "money"),
        "range": _between(profit, words),
        "roi": words.value(back["value"], "share"),
    }
    dearest = costs.drop(index="total")["amount"].idxmax()
    said["dearest"], said["most"] = words.kpi(str(dearest)), words.short(costs["amount"].to_dict()[dearest], "money")
    share = float(kept["kept"].to_dict()["usual"])
    said["needed"] = words.short(cost["value"] / share if share > 0 else math.nan, "money")
    verdict = paid_for_itself(reckoned)
    if verdict == "yes":
        text = words(
            "It paid for itself: {margin} of margin added against {cost} of cost, {profit} left (80% sure: {range}), "
            "a return of {roi}.",
            **said,
        )
        action = words("It can carry more: raise what weighed most in the cost, {dearest}, by a fifth at most.", **said)
    elif verdict == "no":
        text = words(
            "It did not pay for itself: {margin} of margin added against {cost} of cost, {profit} short (80% sure: "
            "{range}), a return of {roi}.",
            **said,
        )
        action = words(
            "Cut what weighed most first, {dearest} ({most}); at this margin the cost needs {needed} of extra paid.",
            **said,
        )
    else:
        text = words(
            "Whether it paid for itself cannot be told: {margin} of margin added against {cost} of cost, a profit "
            "between {range}.",
            **said,
        )
        action = words(
            "At this margin the cost needs {needed} of extra paid: hold the next one to that, and look first at what "
            "weighed most, {dearest} ({most}).",
            **said,
        )
    grade: Grade = "hint" if verdict == "unclear" else "likely"
    return finding(text, words, id="payoff", grade=grade, effect=float(profit["value"]), action=action)


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
    left = words.signed(profit["value"], "money")
    return words("From the margin added to what is left, {profit}", profit=left)


def _between(part: Mapping[str, Any], words: Words) -> str:
    return words.range(part["low"], part["high"], "money")
