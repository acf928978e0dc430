"""How a campaign was carried out, each finding in a sentence: goal, stock, tasks, creators, refunds."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.spoken import listed, row
from planbook.views.words import Words

Found = Finding | View
MUCH = 0.8  # of the stock: where less was sold, too much was ordered
OFTEN = 1.25  # times the usual refunds


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
def stock(lost: pd.DataFrame, words: Words) -> Found:
    """Say which item was sold out while visitors went on coming, and what that cost."""
    if lost.empty:
        return note(words("No item of the campaign was seen to sell out while visitors went on coming."), words)
    worst = row(lost, lost.index[0])
    text = words(
        "{product} ({sku}) was sold out from {day}: {visitors} visitors came and none could buy; about {loss} was "
        "missed (80% sure: {range}).",
        product=worst["product"],
        sku=worst["sku"],
        day=words.day(worst["since"], year=False),
        visitors=words.value(worst["visitors"], "count"),
        loss=words.short(worst["loss"], "money"),
        range=words.range(worst["low"], worst["high"], "money"),
    )
    action = words(
        "Order about {units} more of {product} next time, and open a pre-sale or lead to a linked item the day it runs "
        "out.",
        product=worst["product"],
        units=words.value(math.ceil(worst["buyers"]), "count"),
    )
    return finding(text, words, id="stock", grade="likely", effect=-float(worst["loss"]), action=action)


@shows_missing
def sell_through(sold: pd.DataFrame, words: Words) -> Found:
    """Say how much of the stock was sold, and where most of it is left."""
    total, items = sold.to_dict("records")[-1], sold.iloc[:-1]
    if not math.isfinite(total["rate"]):
        return note(words("How much of the stock was sold is not known: no item has its stock written down."), words)
    most = row(items, items["left"].idxmax())
    said = {
        "rate": words.value(total["rate"], "share"),
        "units": words.value(total["units"], "count"),
        "stock": words.value(total["stock"], "count"),
        "left": words.value(total["left"], "count"),
        "product": most["product"],
        "most": words.value(most["left"], "count"),
    }
    text = words(
        "{rate} of the stock was sold, {units} of {stock} units; {left} are left, most of {product} ({most}).", **said
    )
    action = ""
    if total["rate"] < MUCH:
        action = words(
            "Order each item by this sell-through next time; sell what is left of {product} in a bundle.", **said
        )
    return finding(text, words, id="sell_through", grade="measured", action=action)


def sell_through_title(sold: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of sell-through."""
    if isinstance(sold, Missing):
        return sold
    rate = words.value(float(sold["rate"].iloc[-1]), "share")
    return words("{rate} of the campaign’s stock was sold", rate=rate)


@shows_missing
def tasks(counted: pd.DataFrame, words: Words) -> Found:
    """Say how many tasks were late or are not done, and whose they are."""
    total, owners = counted.to_dict("records")[-1], counted.iloc[:-1]
    if not total["tasks"]:
        return note(words("No task of the campaign was due yet."), words)
    said = {"n": words.value(total["tasks"], "count"), "on_time": words.value(total["on_time"], "count")}
    if total["on_time"] == total["tasks"]:
        return finding(words("All {n} tasks were done on time.", **said), words, id="tasks", grade="measured")
    worst = row(owners, owners["days_late"].idxmax())
    said |= {
        "late": words.value(total["late"], "count"),
        "open": words.value(total["not_done"], "count"),
        "owner": worst["owner"] or words("nobody named"),
        "bad": words.value(worst["late"] + worst["not_done"], "count"),
    }
    text = words(
        "{on_time} of {n} tasks were done on time, {late} late, {open} not at all; most of the delay lies with {owner} "
        "({bad}).",
        **said,
    )
    action = words("Finish or drop what is not done ({open}); plan the late ones a week earlier next time.", **said)
    return finding(text, words, id="tasks", grade="measured", action=action, owner=str(worst["owner"]))


@shows_missing
def creators(delivered: pd.DataFrame, words: Words) -> Found:
    """Say what creators delivered of what they promised, and what they left after their cost."""
    total, each = delivered.to_dict("records")[-1], delivered.iloc[:-1]
    said = {
        "posts": words.value(total["posts"], "count"),
        "promised": words.value(total["promised_posts"], "count"),
        "share": words.value(total["paid_share"], "share"),
        "profit": words.signed(total["profit"], "money"),
    }
    short = each[each["posts_share"] < 1]
    if math.isfinite(total["profit"]):
        text = words(
            "Creators delivered {posts} of {promised} posts and {share} of the sales they promised; after goods, fees, "
            "slots and commission they left {profit}.",
            **said,
        )
    else:
        text = words("Creators delivered {posts} of {promised} posts and {share} of the sales they promised.", **said)
    action = ""
    if len(short):
        names = listed(short["creator"], words)
        action = words("Ask {names} for the posts that are missing, or for the money back.", names=names)
    return finding(text, words, id="creators", grade="measured", effect=float(total["profit"]), action=action)


@shows_missing
def refunds(wave: pd.DataFrame, words: Words) -> Found:
    """Say whether orders of the campaign came back more often than those before it, at the same age."""
    found = row(wave, wave.index[0])
    said = {
        "rate": words.value(found["rate"], "share"),
        "usual": words.value(found["usual"], "share"),
        "ratio": words.value(found["ratio"], "ratio"),
        "low": words.value(found["low"], "ratio"),
        "high": words.value(found["high"], "ratio"),
        "effect": words.signed(found["effect"], "money"),
    }
    if found["low"] > 1 and found["ratio"] > OFTEN:
        text = words(
            "Orders of the campaign gave back {rate} of paid, {ratio} times as much as those of the two months before "
            "at the same age (80% sure: {low} to {high}); that is {effect}.",
            **said,
        )
        action = words("Read the refund reasons of the campaign’s days before the next one.")
        return finding(text, words, id="refunds", grade="likely", effect=float(found["effect"]), action=action)
    return note(
        words("Orders of the campaign gave back {rate} of paid, those before it {usual}: no more than usual.", **said),
        words,
    )
