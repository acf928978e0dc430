"""The sides of a chart over time: the scale on the left, dates below, events behind, names kept apart."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import MaxNLocator

from planbook import periods
from planbook.absence import PlanbookError
from planbook.views.charts import canvas, layout
from planbook.views.charts.canvas import EVENT, GAP, LINE, RULE, SOFT, WIDTH
from planbook.views.words import Words

LINE_HEIGHT = 20  # of a label, in units
FOOT = 28  # room below the axis
MOST_LABEL = 194.0  # what a name at the end of a line may take


def scaled(
    lines: pd.DataFrame, band: pd.DataFrame | None, unit: str, words: Words, *, names: list[str], over: float,
    zero: bool = False,
) -> Axes:  # fmt: skip
    """Make the sheet with its scale on the left: few lines, in grey, with short numbers."""
    ticks = _scale(lines if band is None else pd.concat([lines, band[["low", "high"]]]), zero=zero)
    texts = words.ticks(ticks, unit)
    left = max(map(canvas.length, texts)) + GAP * 1.5
    right = min(max(map(canvas.length, names)), MOST_LABEL) + GAP * 1.5
    _, axes = canvas.sheet(left=left, right=right, top=12 + over, bottom=FOOT)
    axes.set_ylim(ticks[0], ticks[-1])
    side = axes.get_yaxis_transform()
    for y, text in zip(ticks, texts, strict=True):
        axes.plot([0, 1], [y, y], transform=side, color=RULE if y else LINE, linewidth=1, clip_on=False, zorder=0.6)
        canvas.write(axes, 0, y, text, color=SOFT, frame=side, shift=(-left, 0))
    return axes


def places(index: pd.Index[Any]) -> list[float]:
    """Place labels: days as numbers of days, anything else one by one."""
    days = [day for label in index if (day := _day(label))]
    return [_number(day) for day in days] if len(days) == len(index) else [float(x) for x in range(len(index))]


def when_unit(index: pd.Index[Any]) -> str:
    """Say how the labels of an axis are written in a table."""
    return "day" if len(index) and isinstance(index[0], date) else "text"


def within(events: pd.DataFrame | None, xs: list[float]) -> list[tuple[float, float, str]]:
    """Cut events to the axis: start, end and name, in order of their start."""
    if events is None or events.empty:
        return []
    rows = zip(events["start"], events["end"], events["name"], strict=True)
    spans = [(_number(start), _number(end) + 1, str(name)) for start, end, name in rows]
    return [
        (max(start, xs[0]), min(end, xs[-1]), name) for start, end, name in sorted(spans)
        if start <= xs[-1] and end > xs[0]
    ]  # fmt: skip


def events(axes: Axes, spans: list[tuple[float, float, str]]) -> None:
    """Shade the events; a name that finds no place in two rows is left out, its band stays."""
    _, high = axes.get_xlim()
    one, ends = layout.unit(axes), [-math.inf, -math.inf]
    for start, end, name in spans:
        # a sliver of ground between events that follow each other
        axes.axvspan(start, max(end - one, start + one), color=EVENT, linewidth=0, zorder=0.4, clip_on=False)
        need = canvas.length(name) * one
        x = min(start, high - need)
        row = next((row for row in range(min(len(spans), 2)) if ends[row] + GAP * one <= x), None)
        if row is not None:
            ends[row] = x + need
            canvas.write(axes, x, 1, name, color=SOFT, frame=axes.get_xaxis_transform(), shift=(0, 12 + 18 * row))


def dates(axes: Axes, index: pd.Index[Any], xs: list[float], words: Words) -> None:
    """Write the time axis: days, months with their year in January, or the labels as they are."""
    days = [day for label in index if (day := _day(label))]
    if len(days) < len(index):
        labels = [(x, words.name(label)) for x, label in zip(xs, index, strict=True)]
    elif (days[-1] - days[0]).days <= 45:
        labels = [(x, words.day(day, year=False)) for x, day in zip(xs, days, strict=True)]
    else:
        labels = _months(days, words, room=axes.get_position().width * WIDTH)
    need = max(canvas.length(text) for _, text in labels) + 2 * GAP
    room = axes.get_position().width * WIDTH
    step = max(math.ceil(len(labels) * need / room), 1)
    for x, text in labels[::step]:
        below(axes, x, text)


def below(axes: Axes, x: float, text: str) -> None:
    """Write under the axis, centred, but not left of the sheet."""
    low, _ = axes.get_xlim()
    half = canvas.length(text) / 2 * layout.unit(axes)
    x = max(x, low + half - 4 * GAP * layout.unit(axes))
    canvas.write(axes, x, 0, text, at="center", color=SOFT, frame=axes.get_xaxis_transform(), shift=(0, -16))


def apart(wanted: list[float], least: float, room: float) -> list[float]:
    """Move labels apart, as little as it takes, and keep them on the sheet.

    Examples
    --------
    >>> apart([10, 12, 60], 20, 100)
    [10, 30, 60]
    """
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + least) if placed else y)
    for i in range(len(placed) - 1, -1, -1):
        ceiling = room if i == len(placed) - 1 else placed[i + 1] - least
        placed[i] = min(placed[i], ceiling)
    return placed


def _scale(numbers: pd.DataFrame, *, zero: bool) -> list[float]:
    every = numbers.to_numpy(dtype=float)
    low, high = float(np.nanmin(every)), float(np.nanmax(every))
    # lines need no zero, but where it is near it costs little and keeps the eye honest
    if zero or 0 < low < 0.5 * high:
        low = 0.0
    if low == high:
        low, high = (low - 1, high + 1) if not high else (min(low, 0), max(high, 0))
    return [float(x) for x in MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]


def _months(days: list[date], words: Words, *, room: float) -> list[tuple[float, str]]:
    """Write months, January as its year; steps are counted from January, so that the years are always there."""
    firsts = [day.date() for day in pd.date_range(days[0].replace(day=1), days[-1], freq="MS")]
    firsts = [day for day in firsts if day >= days[0]]
    need = max(canvas.length(words.month(day, year=False)) for day in firsts) + 2 * GAP
    step = next((nice for nice in (1, 2, 3, 6, 12) if len(firsts) / nice * need <= room), 12)
    return [
        (_number(day), str(day.year) if day.month == 1 else words.month(day, year=False))
        for day in firsts
        if (day.month - 1) % step == 0
    ]


def _number(day: date) -> float:
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _day(label: object) -> date | None:
    if isinstance(label, date):
        return label.date() if isinstance(label, datetime) else label
    try:
        return periods.parse(str(label)).start
    except PlanbookError:
        return None
