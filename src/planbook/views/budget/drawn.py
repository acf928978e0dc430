"""The charts of a budget: what more spend brings by channel, each channel's curve, and how returns fall."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing
from planbook.views import charts
from planbook.views.budget.verdicts import next_title, place
from planbook.views.charts.canvas import Chart
from planbook.views.display import Absent, shows_missing
from planbook.views.words import Words

HALF_MORE = "150%"


@shows_missing
def returns(found: pd.DataFrame, words: Words) -> Chart | Absent:
    """Draw what one more brings on each channel at today's spend."""
    frame = found[["where", "marginal", "low", "high"]]
    return charts.bars(
        frame.rename(columns={"marginal": "marginal_return"}),
        words,
        title=next_title(found, words),
        unit="ratio",
        label="where",
        value="marginal_return",
        low="low",
        high="high",
        reference=(words("comes back"), 1.0),
        subtitle=words("margin for one more of spend, at today’s spend a day, 80% range"),
    )


@shows_missing
def curves(found: pd.DataFrame, words: Words) -> Chart | Absent:
    """Draw each channel's curve over the campaign, with what as many days of today's spend would bring."""
    return charts.responses(
        found,
        words,
        title=words("Each channel’s curve: what today’s spend would bring in the campaign, and how far it is known"),
        subtitle=words(
            "margin ({unit}, left) by spend ({unit}, below) over the campaign, 80% range; dot: today’s spend; dashed "
            "beyond what was seen; grey: as much as it costs",
            unit=words.unit("money"),
        ),
    )


@shows_missing
def course(lines: pd.DataFrame, words: Words) -> Chart | Absent:
    """Draw how the marginal return of each channel falls as its spend grows; the steepest one in colour."""
    return charts.trend(
        lines,
        words,
        title=_course_title(lines, words),
        unit="ratio",
        highlight=_steepest(lines),
        reference=(words("comes back"), 1.0),
        along=words("Of today’s spend"),
        subtitle=words("margin for one more of spend, at shares of today’s spend"),
    )


def _steepest(lines: pd.DataFrame) -> str | None:
    """Give the channel whose return falls most by half as much spend again; None where none may be followed so far."""
    fall = (lines.loc[HALF_MORE] / lines.loc["100%"]).dropna()
    return None if fall.empty else str(fall.idxmin())


def _course_title(lines: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(lines, Missing) or (where := _steepest(lines)) is None:
        return words("The more is spent on a channel, the less a little more brings")
    now, then = (float(lines[where].to_dict()[at]) for at in ("100%", HALF_MORE))
    return words(
        "{channel} fills up fastest: with half as much spend again {one} more brings {then}, not {now}",
        channel=place(where, words),
        one=words.short(1.0, "money"),
        then=words.value(then, "money"),
        now=words.value(now, "money"),
    )
