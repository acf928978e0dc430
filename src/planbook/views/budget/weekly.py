"""Next week: what to scale, mend or cut, what an order costs, and what event the week lies in."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.views import spoken, tables
from planbook.views.budget.verdicts import place
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.spoken import listed
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def quoted(found: pd.DataFrame, words: Words) -> View:
    """Say what the two figures that planners quote mean at this shop's margin."""
    parts = [
        words(
            "at a ROAS of {roas} each {one} of spend leaves {left}",
            one=words.short(1.0, "money"),
            roas=words.value(roas, "ratio"),
            left=words.signed(left, "money"),
        )
        for roas, left in found[["roas", "left"]].itertuples(index=False)
    ]
    even = words.value(float(found["even"].iloc[0]), "ratio")
    text = words("This shop breaks even at a ROAS of {even}: ", even=even) + words("; ").join(parts) + words(".")
    return note(text, words)


@shows_missing
def event_near(found: pd.DataFrame, words: Words, *, until: date) -> View:
    """Say when next week lies in an event or shortly before its burst: its days are not ordinary ones."""
    week = Period(until + timedelta(1), until + timedelta(7), "week", "week")
    if found.empty:
        return note(words("Next week ({week}) lies in no event.", week=words.span(week)), words)
    said = [_of_event(row, words, week) for row in found.to_dict("records")]
    said.append(words("Mend now; scale or cut only after it, or as the event’s own plan says."))
    return note(("" if words.language == "zh" else " ").join(said), words)


def _of_event(row: Mapping[Hashable, Any], words: Words, week: Period) -> str:
    told = {"week": words.span(week), "event": words.name(row["event"])}
    if pd.notna(row["starts"]):
        span = words.span(_days(row["starts"], row["ends"]))
        stage = words.name(row["stage"])
        stage = stage[:1].lower() + stage[1:]
        text = words("Next week ({week}) lies in {event}: {stage} {span}", **told, stage=stage, span=span)
    else:
        text = words("After next week ({week}) comes {event}", **told)
    if pd.notna(row["burst"]) and row["burst"] != row["starts"]:
        text += words("; its burst is {span}", span=words.span(_days(row["burst"], row["burst_ends"])))
    if row["past"]:
        text += words("; the four weeks looked at hold a burst of it too, so they are no ordinary weeks")
    return text + words(".")


def _days(start: pd.Timestamp, end: pd.Timestamp) -> Period:
    return Period(start.date(), end.date(), "days", "event")


@shows_missing
def moved(moves: pd.DataFrame, words: Words, *, near: pd.DataFrame | Missing) -> Found:
    """Say which campaigns of tools are to be mended or cut, and which scaled, next week."""
    parts = []
    for verdict, said in (("scale", words("scale")), ("mend", words("mend")), ("cut", words("cut"))):
        names = moves.loc[moves["verdict"] == verdict, "campaign"].astype(str).tolist()
        parts += [words("{verdict} {names}", verdict=said, names=listed(names, words))] if names else []
    if not parts:
        return note(words("No campaign of a tool is surely above or below break-even: leave all as they are."), words)
    below = moves[moves["verdict"].isin(["mend", "cut"])]
    lost = float((below["spend"] * (1 - below["counts"] / below["break_even_roas"])).sum()) * 4
    text, gap = words("Next week: ") + words("; ").join(parts) + words("."), "" if words.language == "zh" else " "
    change = float((moves["next"] - moves["spend"]).sum())
    if change < 0:
        text += gap + words("That frees {money} a week.", money=words.short(-change, "money"))
    elif change > 0:
        text += gap + words("That takes {money} a week out of the reserve.", money=words.short(change, "money"))
    action = words("Take a fifth more at most, and look again next week.")
    if not below.empty:
        action = words("Mend keywords and creatives first; what stays below break-even for two months running is cut.")
    if events := _on(near):
        said = words("{event} runs next week: mend at once, but move money only after it.", event=listed(events, words))
        action = said + gap + action
    grade: Grade = "measured" if below["calibrated"].isna().all() else "likely"  # a test's multiplier is an estimate
    effect = change if below.empty else -lost
    return finding(text, words, id="weekly_moves", grade=grade, effect=effect, action=action)


def _on(near: pd.DataFrame | Missing) -> list[str]:
    """Name the events that run next week."""
    return [] if isinstance(near, Missing) else near.loc[near["stage"].notna(), "event"].tolist()


@shows_missing
def moves(found: pd.DataFrame, words: Words, *, near: pd.DataFrame | Missing) -> View:
    """Show what to do with each campaign of a tool next week, or after the event that runs then, and why."""
    columns = {
        "where": (msg("Channel"), tables.TEXT),
        "campaign": (msg("Campaign of the tool"), tables.TITLE),
        "roas": (msg("ROAS, as the tool claims"), "ratio"),
        "calibrated": ("calibrated_roas", "ratio"),
        "low": (msg("Low"), "ratio"),
        "high": (msg("High"), "ratio"),
        "break_even_roas": ("break_even_roas", "ratio"),
        "marginal": ("marginal_return", "ratio"),
        "marginal_low": (msg("Low"), "ratio"),
        "verdict": (msg("What to do"), tables.TEXT),
        "spend": (msg("Spend a week, now"), "money"),
        "next": (msg("Spend a week, after the event"), "money") if _on(near) else (msg("Spend next week"), "money"),
    }
    said = {"where": [place(where, words) for where in found["where"]]}
    title = words("Next week’s moves")
    return spoken.table(found, said, words, id="weekly_moves", title=title, columns=columns, limit=15)


@shows_missing
def per_order(found: pd.DataFrame, words: Words) -> View:
    """Show what an order costs in each campaign of a tool."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "channel": (msg("Channel"), tables.TEXT),
        "campaign": (msg("Campaign of the tool"), tables.TITLE),
        "spend": ("spend", "money"),
        "conversions": ("claimed_orders", "count"),
        "cpa": ("cpa", "money"),
        "low": (msg("Low"), "money"),
        "high": (msg("High"), "money"),
    }
    title = words("What an order costs, last four weeks")
    return tables.table(found, words, id="cost_per_order", title=title, columns=columns, limit=15)
