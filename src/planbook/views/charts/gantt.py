"""A Gantt picture: one bar a task, from its first day to its last, in the colour of who does it."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from planbook.absence import Missing
from planbook.periods import Period
from planbook.views import tables
from planbook.views.charts import axis, canvas, layout
from planbook.views.charts.canvas import (
    ACCENT,
    CONTEXT,
    FOURTH,
    GAP,
    GROUND,
    INK,
    RULE,
    SECOND,
    SOFT,
    THIRD,
    Chart,
)
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.vocabulary import msg
from planbook.views.words import Words

MOST = 24  # rows
PITCH, THICK = 26, 14  # of a row and its bar, in units
MOST_NAME = 260.0
TOP = 48.0  # room for the names of the campaign and of the last day that is read
HUES = (ACCENT, SECOND, THIRD, FOURTH)  # of the first four owners; the others are grey, and all are named
COLUMNS: tables.Columns = {
    "name": (msg("Task"), tables.TITLE),
    "owner": (msg("Owner"), tables.TITLE),
    "begins": (msg("Begins"), "day"),
    "ends": (msg("Ends"), "day"),
    "deadline": (msg("Deadline"), "day"),
    "decides": (msg("Decides the end"), tables.TITLE),
}


@shows_missing
def gantt(
    tasks: pd.DataFrame, words: Words, *, title: str, as_of: date, campaign: Period, name: str, subtitle: str = ""
) -> Chart | Absent:
    """Draw tasks as bars over their days.

    Parameters
    ----------
    tasks
        ``name owner begins ends deadline critical done``, in the order of the rows; 24 at most are drawn. A critical
        task is outlined, one that is done is hollow, a deadline is a diamond.
    words
        The report's language.
    title
        The finding.
    as_of
        The last day that is read, a dashed line.
    campaign, name
        The campaign's days, a light band, and what it is called.
    subtitle
        What the signs mean, by default.
    """
    rows = tasks[tasks["begins"].notna() & tasks["ends"].notna()].head(MOST).reset_index(drop=True)
    if rows.empty:
        return absent(Missing((), "empty"), words)
    axes = _sheet(rows, as_of, campaign)
    _ground(axes, as_of, campaign, name, words)
    hues = _hues(rows["owner"])
    for y, row in enumerate(rows.to_dict("records")):
        _bar(axes, y, {str(key): value for key, value in row.items()}, hues[str(row["owner"])])
    sign = words("outlined: decides the end in most draws · hollow: done · ◆ the deadline")
    said = [(str(row["name"]), _told(row, words)) for row in rows.to_dict("records")]
    data = rows.assign(decides=[words("yes") if critical else "" for critical in rows["critical"]])
    return canvas.finish(
        axes, words, kind="gantt", title=title, subtitle=subtitle or sign, said=said, data=data, columns=COLUMNS
    )


def _sheet(rows: pd.DataFrame, as_of: date, campaign: Period) -> Axes:
    """Make the sheet, with the tasks' names on its left."""
    names = [canvas.fitted(str(name), MOST_NAME) for name in rows["name"]]
    left = max(map(canvas.length, names)) + 2 * GAP
    height = TOP + PITCH * len(rows) + axis.FOOT
    _, axes = canvas.sheet(left=left, right=GAP, top=TOP, bottom=axis.FOOT, height=height)
    days = [*rows["begins"], *rows["deadline"].dropna(), pd.Timestamp(as_of)]
    last = [*rows["ends"], *rows["deadline"].dropna(), pd.Timestamp(campaign.end)]
    low, high = axis.places(pd.DatetimeIndex([min(days), max(last)]))
    axes.set_xlim(low - 1, high + 2)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    side = axes.get_yaxis_transform()
    for y, name in enumerate(names):
        canvas.write(axes, 0, y, name, frame=side, shift=(-left, 0))
    return axes


def _ground(axes: Axes, as_of: date, campaign: Period, name: str, words: Words) -> None:
    """Shade the campaign, mark the last day that is read, and write Mondays below as far as there is room."""
    low, high = axes.get_xlim()
    band = pd.DataFrame({"start": [campaign.start], "end": [campaign.end], "name": [name]})
    axis.events(axes, axis.within(band, [low, high]))
    first = as_of + timedelta(math.ceil(low - _at(as_of)))
    first += timedelta(-first.weekday() % 7)
    seen = [first + timedelta(7 * week) for week in range(int((high - _at(first)) // 7) + 1)]
    need = max((canvas.length(words.day(day, year=False)) for day in seen), default=0.0) + 2 * GAP
    step = max(math.ceil(need * layout.unit(axes) / 7), 1)
    for place, day in enumerate(seen):
        axes.axvline(_at(day), color=RULE, linewidth=1, zorder=0.5)
        if place % step == 0:
            axis.below(axes, _at(day), words.day(day, year=False))
    axes.axvline(_at(as_of) + 1, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=0.7)
    text = words("Data to {day}", day=words.day(as_of, year=False))
    layout.heading(axes, _at(as_of) + 1, text, lift=layout.LIFT + 18)


def _bar(axes: Axes, y: int, row: dict[str, Any], hue: str) -> None:
    start, end = _at(row["begins"]), _at(row["ends"]) + 1
    edge = INK if row["critical"] else hue
    axes.barh(
        y, end - start, THICK * layout.row(axes), left=start, color=GROUND if row["done"] else hue, edgecolor=edge,
        linewidth=2.2 if row["critical"] else 1.0, clip_on=False, zorder=2,
    )  # fmt: skip
    right = end
    if pd.notna(row["deadline"]):
        right = max(right, _at(row["deadline"]) + 1)
        middle = _at(row["deadline"]) + 0.5
        axes.plot([middle], [y], "D", markersize=8, color=INK, markeredgecolor=GROUND, clip_on=False, zorder=3)
    owner = str(row["owner"])
    fits = right + (canvas.length(owner) + GAP) * layout.unit(axes) <= axes.get_xlim()[1]
    place = layout.beside(axes, right if fits else start, y, right=fits)
    canvas.write(axes, *place, owner, at="left" if fits else "right", color=SOFT)


def _hues(owners: pd.Series[Any]) -> dict[str, str]:
    known = list(dict.fromkeys(map(str, owners)))
    return {owner: HUES[place] if place < len(HUES) else CONTEXT for place, owner in enumerate(known)}


def _told(row: dict[Any, Any], words: Words) -> str:
    days = words.span(Period(row["begins"].date(), row["ends"].date(), ""))
    parts = [days, str(row["owner"]), words("decides the end") if row["critical"] else ""]
    return words(", ").join(part for part in parts if part)


def _at(day: date) -> float:
    return axis.places(pd.DatetimeIndex([pd.Timestamp(day)]))[0]
