"""What moved, each cause in a sentence: where, by how much, since when, how sure, and what to do."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from planbook.measures.decompose import is_simpson, total_rates
from planbook.periods import Period
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def conversion_breaks(breaks: pd.DataFrame, words: Words, *, bands: pd.DataFrame | None = None) -> Found:
    """Say on which platform conversion went to another level, since when, and what that is worth.

    ``bands`` are the bursts of events (``summaries.event_bands``), where known: a break that begins in one is a hint.
    """
    if breaks.empty:
        return note(words("Conversion kept its level on every platform."), words)
    row = _largest(breaks, "effect")
    others = words("; the other platforms did not move so") if row["control"] == "other_platforms" else ""
    text = words(
        "{platform}: conversion went from {before} to {after} on {day}, {change} (between {low} and {high}){others}; "
        "that is worth {effect} of paid since.",
        others=others,
        platform=words.name(row["platform"]),
        before=words.value(row["before"], "share"),
        after=words.value(row["after"], "share"),
        day=words.day(row["day"], year=False),
        change=words.change(row["change"]),
        low=words.change(row["low"]),
        high=words.change(row["high"]),
        effect=words.signed(row["effect"], "money"),
    )
    action = words(
        "See what changed that day in {platform}: page, price, audience, stock.", platform=words.name(row["platform"])
    )
    # alone, a platform may follow the season or its mix of sources; in an event, the event's own conversion
    grade: Grade = "likely" if others and not _within(row["day"], bands) else "hint"
    return finding(text, words, id="conversion_break", grade=grade, effect=float(row["effect"]), action=action)


@shows_missing
def largest_item(items: pd.DataFrame, words: Words, *, stock_is_todays: bool = True) -> Found:
    """Say which item moved most against the rest, and of a fall whether it is sold out (stock is known of today)."""
    known = items[items["sku"] != ""]
    way = -1 if items["change"].sum() <= 0 else 1  # of a fall the largest fall, of a rise the largest rise
    row = _row(known, int((known["change"] * way).to_numpy().argmax()))
    said = {
        "product": row["product"] if isinstance(row["product"], str) else row["sku"],
        "sku": row["sku"],
        "change": words.signed(row["change"], "money"),
    }
    if row["stock"] == 0 and row["change"] < 0 and stock_is_todays:
        text = words("{product} ({sku}) moved paid by {change}, more than any other item; its stock is 0.", **said)
        action = words("Restock, open a pre-sale, or lead its visitors to a linked item.")
    else:
        text = words("{product} ({sku}) moved paid by {change}, more than any other item.", **said)
        action = words("Look at its visitors, conversion and price in the table of items.")
    return finding(text, words, id="item", grade="measured", effect=float(row["change"]), action=action)


@shows_missing
def rate_or_mix(mix: pd.DataFrame, words: Words, *, visitors: float, paid_per_buyer: float) -> Found:
    """Say whether conversion moved because its sources convert otherwise, or because other sources came."""
    before, after = total_rates(mix)
    rate, shift = float(mix["rate_effect"].sum()), float(mix["mix_effect"].sum())
    grown = _row(mix.reset_index(names="source"), int((mix["share_after"] - mix["share_before"]).to_numpy().argmax()))
    said = {
        "before": words.value(before, "share"),
        "after": words.value(after, "share"),
        "rate": words.signed(rate, "points"),
        "mix": words.signed(shift, "points"),
        "source": words.name(grown["source"]),
        "share_before": words.value(grown["share_before"], "share"),
        "share_after": words.value(grown["share_after"], "share"),
    }
    if is_simpson(mix):
        text = words(
            "Every source moved one way and the total the other ({before} to {after}): visitors shifted to {source}, "
            "from {share_before} to {share_after} of all.",
            **said,
        )
    else:
        text = words(
            "Conversion by source went from {before} to {after}: {rate} from the sources' own rates, {mix} from their "
            "mix.",
            **said,
        )
    by_mix = is_simpson(mix) or abs(shift) >= abs(rate)
    judged = words("Judge {source} by its own conversion and cost, not by visitors.", source=said["source"])
    action = judged if by_mix else words("See in the chart which sources convert less than before.")
    # a fall of the sources' own rates has its causes elsewhere; only a shift between sources is a cause itself
    worth = shift * visitors * paid_per_buyer if by_mix else math.nan
    return finding(text, words, id="rate_mix", grade="measured", effect=worth, action=action)


@shows_missing
def below_break_even(channels: pd.DataFrame, words: Words) -> Found:
    """Say which tool surely costs more than it brings, or that none does."""
    losing = channels[channels["verdict"] == "below"]
    if losing.empty:
        return note(words("No tool is surely below break-even."), words)
    row = _largest(losing, "loss")
    text = words(
        "{tool}: ROAS {roas} (between {low} and {high}) is below its break-even of {even}; it cost about {loss} more "
        "than it earned.",
        tool=row["tool"],
        roas=words.value(row["roas"], "ratio"),
        low=words.value(row["low"], "ratio"),
        high=words.value(row["high"], "ratio"),
        even=words.value(row["break_even_roas"], "ratio"),
        loss=words.short(row["loss"], "money"),
    )
    action = words("Mend creatives and audience of {tool} first; cut if it stays below.", tool=row["tool"])
    return finding(text, words, id="below_break_even", grade="likely", effect=-float(row["loss"]), action=action)


@shows_missing
def market_or_us(market: pd.DataFrame, words: Words) -> Found:
    """Say whether the market or the shop's share of it moved paid since a year ago."""
    row = _row(market.loc[["all"]], 0)
    text = words(
        "Against a year ago the market moved {market} and the shop {shop}: "
        "the shop's share of it accounts for {share}.",
        market=words.change(row["market_growth"]),
        shop=words.change(row["growth"]),
        share=words.signed(row["share_effect"], "money"),
    )
    action = words("Compare offers and traffic with the rivals who grew.") if row["share_effect"] < 0 else ""
    return finding(text, words, id="market", grade="likely", effect=float(row["share_effect"]), action=action)


@shows_missing
def refund_waves(waves: pd.DataFrame, words: Words) -> Found:
    """Say whether orders of an event's burst came back more often than others."""
    clear = waves[(waves["low"] > 1) & (waves["ratio"] > 1.25)] if len(waves) else waves
    if clear.empty:
        return note(words("Orders of the event came back no more often than others of the same age."), words)
    row = _largest(clear, "effect")
    text = words(
        "Orders of {event} ({days}) gave back {rate} of paid, {ratio} times as much as other orders at the same age; "
        "that is {effect}.",
        event=words.name(row["event"]),
        days=words.span(Period(row["starts"].date(), row["ends"].date(), "")),
        rate=words.value(row["rate"], "share"),
        ratio=words.value(row["ratio"], "ratio"),
        effect=words.signed(row["effect"], "money"),
    )
    action = words("Read the refund reasons of these days before the next event.")
    return finding(text, words, id="refund_wave", grade="likely", effect=float(row["effect"]), action=action)


@shows_missing
def campaign_lifts(lifts: pd.DataFrame, words: Words, *, names: pd.DataFrame) -> Found:
    """Say what the campaign with the clearest lift brought; a hint, since a review has no counterfactual."""
    clear = lifts[(lifts["low"] > 0) | (lifts["high"] < 0)]
    row = _largest(lifts if clear.empty else clear, "effect")
    column = f"text_{words.language}" if f"text_{words.language}" in names else "campaign"
    titles = dict(zip(names["campaign"], names[column].fillna(names["campaign"]), strict=True))
    text = words(
        "{campaign} on {platform}: paid {lift} against what was to be expected (between {low} and {high}), {effect}.",
        campaign=titles[row["campaign"]],
        platform=words.name(row["platform"]),
        lift=words.change(row["lift"]),
        low=words.change(row["low"]),
        high=words.change(row["high"]),
        effect=words.signed(row["effect"], "money"),
    )
    action = words("The post-mortem says what it added after refunds and pull-forward.")
    return finding(text, words, id="campaign_lift", grade="hint", effect=float(row["effect"]), action=action)


def _within(day: pd.Timestamp, bands: pd.DataFrame | None) -> bool:
    return bands is not None and bool(((bands["start"] <= day) & (bands["end"] >= day)).any())


def _row(frame: pd.DataFrame, place: int) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[[place]].to_dict("records")[0].items()}


def _largest(frame: pd.DataFrame, column: str) -> dict[str, Any]:
    return _row(frame, int(frame[column].abs().to_numpy().argmax()))
