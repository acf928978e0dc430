"""Charts over time: lines over days, weeks or months, and how refunds ripen."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from planbook.absence import Missing
from planbook.views.charts import axis, canvas, layout
from planbook.views.charts.canvas import ACCENT, GAP, HEIGHT, INK, LINE, SOFT, TINT, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words

LINE_HEIGHT = 20  # of a label, in units
FOOT = 26  # room below the axis
MOST_LABEL = 172.0


@shows_missing
def trend(
    frame: pd.DataFrame,
    words: Words,
    *,
    title: str,
    unit: str,
    events: pd.DataFrame | None = None,
    highlight: str | None = None,
    band: pd.DataFrame | None = None,
    subtitle: str = "",
) -> Chart | Absent:
    """Draw lines over time; the one of which the title speaks in colour, the others grey.

    Parameters
    ----------
    frame
        Index: days, or names of periods (``2026-10``, ``2026-W42``), in order; a column a line, in ``unit``.
    words
        The report's language.
    title, unit
        The finding, and the unit of all lines.
    events
        Columns ``name start end`` (dates): light bands with their names; those outside the axis are left out.
    highlight
        Column in colour; by default the first.
    band
        Columns ``low high`` over the same kind of index: the interval of the highlighted line.
    subtitle
        Measure and period.
    """
    lines = frame.dropna(axis=1, how="all").dropna(how="all")
    if lines.empty:
        return absent(Missing((), "empty"), words)
    strong = highlight if highlight in lines else lines.columns[0]
    xs = axis.places(lines.index)
    spans = [(start, end, words.name(name)) for start, end, name in axis.within(events, xs)]
    texts = _ends(lines, strong, unit, words)
    axes = axis.scaled(lines, band, unit, words, names=list(texts.values()), over=LINE_HEIGHT * min(len(spans), 2))
    axes.set_xlim(xs[0], xs[-1] if len(xs) > 1 else xs[0] + 1)
    axis.events(axes, spans)
    if band is not None:
        axes.fill_between(axis.places(band.index), band["low"], band["high"], color=TINT, linewidth=0, clip_on=False)
    for name in [*(c for c in lines if c != strong), strong]:
        color, width = (ACCENT, 2.5 if len(xs) < 120 else 1.5) if name == strong else (LINE, 1.5)
        axes.plot(xs, lines[name].to_list(), color=color, linewidth=width, clip_on=False, solid_capstyle="round")
    _name_lines(axes, lines, texts, strong)
    end = lines[strong].notna().to_numpy().nonzero()[0][-1]
    axes.plot([xs[end]], [lines[strong].iloc[end]], "o", color=ACCENT, markersize=7, markeredgewidth=0, clip_on=False)
    axis.dates(axes, lines.index, xs, words)
    said = [(words.name(c), _course(lines[c], unit, words)) for c in lines]
    columns = {"_when": (words("When"), axis.when_unit(lines.index))} | {str(c): (str(c), unit) for c in lines}
    data = lines.set_axis([str(c) for c in lines], axis=1).rename_axis(index="_when").reset_index()
    sub = subtitle or layout.measure(str(strong), unit, words)
    return canvas.finish(axes, words, kind="trend", title=title, subtitle=sub, said=said, data=data, columns=columns)


@shows_missing
def maturity(
    curve: pd.DataFrame,
    words: Words,
    *,
    title: str,
    unit: str = "share",
    mark: float | None = None,
    subtitle: str = "",
) -> Chart | Absent:
    """Draw a share that ripens with age, such as refunds by days since the order, with its interval.

    Parameters
    ----------
    curve
        Index: age in days, ascending; ``value`` and, where known, ``low`` and ``high``, in ``unit``.
    words
        The report's language.
    title, unit
        The finding, and the unit of the values.
    mark
        Age at which the period stands today.
    subtitle
        Measure and period.
    """
    curve = curve.dropna(subset="value")
    if curve.empty:
        return absent(Missing((), "empty"), words)
    ages = [float(age) for age in curve.index]
    last = words.short(curve["value"].iloc[-1], unit)
    interval = curve[["low", "high"]] if {"low", "high"} <= set(curve) else None
    over = LINE_HEIGHT if mark is not None else 0
    axes = axis.scaled(curve[["value"]], interval, unit, words, names=[last], over=over, zero=True)
    axes.set_xlim(min(ages[0], 0), max(ages[-1], 1))
    if interval is not None:
        axes.fill_between(ages, interval["low"], interval["high"], color=TINT, linewidth=0, clip_on=False)
    axes.plot(ages, curve["value"].to_list(), color=ACCENT, linewidth=2.5, clip_on=False)
    canvas.write(axes, *layout.beside(axes, ages[-1], curve["value"].iloc[-1], right=True), last, color=ACCENT)
    if mark is not None:
        _now(axes, mark, words)
    ticks = [x for x in MaxNLocator(5, integer=True).tick_values(0, ages[-1]) if 0 <= x <= ages[-1]]
    for x, text in zip(ticks, words.ticks(ticks, "count"), strict=True):
        axis.below(axes, x, text)
    told = list(zip(ages, curve["value"].to_list(), strict=True))[:: max(len(ages) // 6, 1)]
    said = [(words.value(age, "days"), words.short(x, unit)) for age, x in told]
    columns = {"age": (words("Age"), "days"), "value": (words("Share so far"), unit)}
    columns |= {c: (c, unit) for c in ("low", "high") if interval is not None}
    data = curve.rename_axis(index="age").reset_index()
    sub = subtitle or words("by days since the order")
    return canvas.finish(axes, words, kind="maturity", title=title, subtitle=sub, said=said, data=data, columns=columns)


def _ends(lines: pd.DataFrame, strong: object, unit: str, words: Words) -> dict[Any, str]:
    """Name each line at its end; the one that matters with its last value, a line alone by its value only."""
    texts = {}
    for name in lines:
        said, last = words.name(name), words.short(float(lines[name].dropna().to_numpy()[-1]), unit)
        if name == strong:  # of what does not fit the name is cut, never the number
            said = canvas.fitted(said, MOST_LABEL - canvas.length(f" {last}"))
        texts[name] = last if len(lines.columns) == 1 else f"{said} {last}" if name == strong else said
    return {name: canvas.fitted(text, MOST_LABEL) for name, text in texts.items()}


def _name_lines(axes: Axes, lines: pd.DataFrame, texts: dict[Any, str], strong: object) -> None:
    low, high = axes.get_ylim()
    tall = axes.get_position().height * HEIGHT
    ends = {name: float(lines[name].dropna().to_numpy()[-1]) for name in lines}
    order = sorted(ends, key=lambda name: ends[name])
    wanted = [(ends[name] - low) / (high - low) * tall for name in order]
    for name, y in zip(order, axis.apart(wanted, LINE_HEIGHT, tall), strict=True):
        color = ACCENT if name == strong else SOFT
        canvas.write(
            axes, 1, low + y / tall * (high - low), texts[name], color=color, frame=axes.get_yaxis_transform(),
            shift=(GAP, 0),
        )  # fmt: skip


def _now(axes: Axes, age: float, words: Words) -> None:
    axes.plot([age, age], axes.get_ylim(), color=INK, linewidth=1.2, linestyle=(0, (4, 3)), clip_on=False)
    text = words("now: {age}", age=words.value(age, "days"))
    low, high = axes.get_xlim()
    need = canvas.length(text) * layout.unit(axes)
    x = min(max(age - need / 2, low), high - need)
    canvas.write(axes, x, 1, text, frame=axes.get_xaxis_transform(), shift=(0, 12))


def _course(line: pd.Series[Any], unit: str, words: Words) -> str:
    known = [words.short(float(x), unit) for x in line.dropna().to_numpy()[[0, -1]]]
    return words("from {first} to {last}", first=known[0], last=known[1])
