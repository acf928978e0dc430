"""What a review says: its headline, how complete its data are, and what moved, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.measures.decompose import is_simpson, total_rates
from planbook.periods import Period
from planbook.views.display import View, absent, shows_missing
from planbook.views.findings import Finding, finding, headline
from planbook.views.words import Words

Found = Finding | View
SMALL = 0.02  # of paid: what moves less is not worth a manager's minute


def opening(
    card: pd.DataFrame | Missing, words: Words, *, period: Period, goals: object = None, state: str = ""
) -> View:
    """Say in one sentence what the period brought, against what it is held.

    Parameters
    ----------
    card
        ``measures.kpis.scorecard``.
    words
        The report's language.
    period
        The period of the report.
    goals
        ``measures.kpis.attainment``; the platform with the largest gap is named. May be None.
    state
        How complete the data are (`state`).
    """
    if isinstance(card, Missing):
        return absent(card, words)
    paid = card.loc["paid"]
    said = words("{period}: paid {paid}", period=words.span(period), paid=words.short(paid["value"], "money"))
    compared = [
        words("{change} against the period before", change=_relative(paid, "previous", words)),
        words("{change} against a year ago", change=_relative(paid, "year_ago", words)),
        words("{share} of target", share=words.value(paid["value"] / paid["target"], "share")),
    ]
    known = [text for text, base in zip(compared, ("previous", "year_ago", "target"), strict=True) if paid[base] > 0]
    sentence = words(", ").join([said, *known]) + _gap(goals, words) + words(".")
    return headline(sentence, words, state=state)


def state(expected: pd.DataFrame | Missing, words: Words, *, as_of: pd.Timestamp) -> str:
    """Say to which day the data reach, and what refunds may still take."""
    complete = words("Data complete to {day}.", day=words.day(as_of))
    if isinstance(expected, Missing):
        return complete
    row = expected.iloc[0]
    if row["ripe"] > 0.995 or row["high"] - row["low"] < 1:
        return complete + " " + words("Refunds are ripe: net {net}.", net=words.short(row["net"], "money"))
    return (
        complete
        + " "
        + words(
            "Refunds are still coming in: {ripe} of them are seen; net will end at {range} (80% sure).",
            ripe=words.value(row["ripe"], "share"),
            range=words.range(row["low"], row["high"], "money"),
        )
    )


@shows_missing
def conversion_breaks(breaks: pd.DataFrame, words: Words) -> Found:
    """Say on which platform conversion went to another level, since when, and what that is worth."""
    if breaks.empty:
        return _quiet(words("Conversion kept its level on every platform."))
    row = breaks.sort_values("effect", key=abs, ascending=False).iloc[0]
    text = words(
        "{platform}: conversion went from {before} to {after} on {day}; against the other platforms that is {change} "
        "(between {low} and {high}), worth {effect} of paid since.",
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
    return finding(text, words, id="conversion_break", grade="likely", effect=float(row["effect"]), action=action)


@shows_missing
def largest_item(items: pd.DataFrame, words: Words) -> Found:
    """Say which item moved most against the rest, and whether it is sold out."""
    known = items[items["sku"] != ""]
    falls = known["change"].sum() + items.loc[items["sku"] == "", "change"].sum() <= 0
    row = known.loc[known["change"].idxmin() if falls else known["change"].idxmax()]
    said = {
        "product": row["product"] if isinstance(row["product"], str) else row["sku"],
        "sku": row["sku"],
        "change": words.signed(row["change"], "money"),
    }
    if row["stock"] == 0:
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
    grown = mix["share_after"].sub(mix["share_before"]).idxmax()
    said = {
        "before": words.value(before, "share"),
        "after": words.value(after, "share"),
        "rate": words.signed(rate, "points"),
        "mix": words.signed(shift, "points"),
        "source": words.name(grown),
        "share_before": words.value(mix.loc[grown, "share_before"], "share"),
        "share_after": words.value(mix.loc[grown, "share_after"], "share"),
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
    worth = (shift if by_mix else rate) * visitors * paid_per_buyer
    return finding(text, words, id="rate_mix", grade="measured", effect=worth, action=action)


@shows_missing
def below_break_even(channels: pd.DataFrame, words: Words) -> Found:
    """Say which tool surely costs more than it brings, or that none does."""
    losing = channels[channels["verdict"] == "below"]
    if losing.empty:
        return _quiet(words("No tool is surely below break-even."))
    row = losing.loc[losing["loss"].idxmax()]
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
    row = market.loc["all"]
    text = words(
        "Against a year ago the market grew {market} and the shop {shop}: {share} of paid went with the shop's share.",
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
        return _quiet(words("Orders of the event came back no more often than others of the same age."))
    row = clear.sort_values("effect").iloc[0]
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
    row = lifts.loc[(lifts["low"].where(lifts["lift"] > 0, -lifts["high"])).idxmax()]
    titles = names.set_index("campaign")[f"text_{words.language}"] if f"text_{words.language}" in names else {}
    title = pd.Series(titles).get(row["campaign"], row["campaign"])
    text = words(
        "{campaign} on {platform}: paid {lift} against what was to be expected (between {low} and {high}), {effect}.",
        campaign=title.iloc[0] if isinstance(title, pd.Series) else title,
        platform=words.name(row["platform"]),
        lift=words.change(row["lift"]),
        low=words.change(row["low"]),
        high=words.change(row["high"]),
        effect=words.signed(row["effect"], "money"),
    )
    action = words("The post-mortem says what it added after refunds and pull-forward.")
    return finding(text, words, id="campaign_lift", grade="hint", effect=float(row["effect"]), action=action)


def break_even_note(break_even: pd.DataFrame | Missing, words: Words) -> str:
    """Say the shop's break-even beside its ROAS."""
    if isinstance(break_even, Missing):
        return words("break-even unknown: no unit costs")
    return words("break-even {even}", even=words.value(break_even.loc["all", "break_even_roas"], "ratio"))


def between(spans: Mapping[str, Period], words: Words, *, against: str = "previous") -> str:
    """Name the two periods that are compared, for the line under a chart's title."""
    return words("Paid, {before} to {after}", before=words.span(spans[against]), after=words.span(spans["current"]))


def worth_saying(found: Iterable[object], *, paid: float | Missing) -> list[Finding]:
    """Keep the findings that move at least 2 % of paid."""
    least = 0.0 if isinstance(paid, Missing) else SMALL * abs(paid)
    return [each for each in found if isinstance(each, Finding) and abs(each.effect) >= least]


def _quiet(text: str) -> View:
    return View(Markup('<p class="pb-note">{}</p>').format(text), text=text)


def _relative(row: pd.Series, base: str, words: Words) -> str:
    return words.change((row["value"] - row[base]) / row[base]) if row[base] else ""


def _gap(goals: object, words: Words) -> str:
    if not isinstance(goals, pd.DataFrame) or goals.empty or not goals["gap"].sum() < 0:
        return ""
    row = goals.sort_values("gap").iloc[0]
    gap = words.signed(row["gap"], "money")
    return words("; the largest gap is {platform} ({gap})", platform=words.name(row["platform"]), gap=gap)
