"""Charts of one row a thing: ranked bars, a waterfall of effects, and changes from one period to another."""

from __future__ import annotations

import itertools
import math

import pandas as pd
from matplotlib.axes import Axes

from planbook.absence import Missing
from planbook.views import numerals
from planbook.views.charts import canvas, layout
from planbook.views.charts.canvas import ACCENT, CONTEXT, DOWN, GAP, INK, LINE, RULE, UP, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.vocabulary import msg
from planbook.views.words import Words

# what a chart's table calls the column of its bars; as a code word the same key may name something else
HEADS = {
    "category": msg("Category"),
    "offer": msg("Offer"),
    "where": msg("Channel"),
}


@shows_missing
def bars(
    frame: pd.DataFrame,
    words: Words,
    *,
    title: str,
    unit: str,
    label: str,
    value: str,
    low: str | None = None,
    high: str | None = None,
    mark: object = None,
    reference: tuple[str, float] | None = None,
    kpi: str = "",
    subtitle: str = "",
) -> Chart | Absent:
    """Draw one bar a row, in the order given, with whiskers where there is an interval.

    Parameters
    ----------
    frame
        A row a bar: ``label`` (text or code word), ``value`` and, if named, ``low`` and ``high``, all in ``unit``.
    words
        The report's language.
    title, unit
        The finding, and the unit of the values.
    label, value, low, high
        Columns of the frame.
    mark
        Label of the bar that the title speaks of; the others are grey.
    reference
        Name and value of a line across, such as the break-even ROAS.
    kpi
        Id of the figure that the values are; by default the value's column is called so.
    subtitle
        Measure and period; by default the name of the figure and its unit.
    """
    frame = frame[frame[value].map(math.isfinite)]
    if frame.empty:
        return absent(Missing((), "empty"), words)
    names = [words.name(name) for name in frame[label]]
    rows = _intervals(frame, value, low, high)
    texts = [words.short(numerals.estimated(*row)[0] if unit == "money" and low else row[0], unit) for row in rows]
    line = reference if reference and numerals.known(reference[1]) else None
    (axes,) = layout.panels(names, [_rooms(rows, texts, line)], top=layout.KEY if line else 6, zero=True)
    for y, (name, row, text) in enumerate(zip(frame[label], rows, texts, strict=True)):
        color = ACCENT if mark is None or name == mark else CONTEXT
        _bar(axes, y, row, text, color=color, clear_of=line[1] if line else math.nan)
    layout.across(axes, 0.0, RULE if all(x >= 0 for x, _, _ in rows) else LINE)
    said = list(zip(names, texts, strict=True))
    if line:
        layout.across(axes, line[1], INK, dashed=True)
        said.append((line[0], words.short(line[1], unit)))
        layout.heading(axes, line[1], " ".join(said[-1]))
    columns = {label: (HEADS.get(label, label), "text"), value: (kpi or value, unit)}
    columns |= {column: (column, unit) for column in (low, high) if column}
    sub = subtitle or layout.measure(kpi or value, unit, words)
    return canvas.finish(axes, words, kind="bars", title=title, subtitle=sub, said=said, data=frame, columns=columns)


@shows_missing
def waterfall(
    steps: pd.DataFrame,
    words: Words,
    *,
    title: str,
    before: float,
    after: float,
    unit: str = "money",
    names: tuple[str, str] = ("previous", "current"),
    subtitle: str = "",
) -> Chart | Absent:
    """Draw how one total becomes the other, effect by effect.

    The totals are points and not bars, so that the axis need not begin at zero and small effects are seen; each
    effect is as long as it is large.

    Parameters
    ----------
    steps
        ``factor`` (id or text) and ``effect`` (in ``unit``), in the order in which they are drawn.
    words
        The report's language.
    title
        The finding.
    before, after
        The two totals.
    unit
        Of totals and effects.
    names
        What the two totals are called.
    subtitle
        Measure and period.
    """
    steps = steps[steps["effect"].map(math.isfinite)]
    if steps.empty or not math.isfinite(before + after):
        return absent(Missing((), "empty"), words)
    effects = steps["effect"].to_list()
    levels = list(itertools.accumulate(effects, initial=before))
    labels = [words.name(names[0]), *map(words.name, steps["factor"]), words.name(names[1])]
    texts = [words.short(before, unit), *(words.signed(x, unit) for x in effects), words.short(after, unit)]
    ends = [(before, 8.0), *zip(levels, [8.0] * len(levels), strict=False)]
    highest = [before, *(max(pair) for pair in itertools.pairwise(levels)), after]
    ends += [(top, canvas.length(text) + GAP + 6) for top, text in zip(highest, texts, strict=True)]
    (axes,) = layout.panels(labels, [ends], top=6)
    for y, (start, end) in enumerate(itertools.pairwise(levels), 1):
        axes.barh(y, end - start, layout.thick(axes), left=start, color=UP if end >= start else DOWN, clip_on=False)
        _step(axes, start, y - 1, dot=y == 1)
    _step(axes, levels[-1], len(effects), dot=True)
    for y, x in ((0, before), (len(labels) - 1, after)):
        axes.plot([x], [y], "o", color=INK, markersize=9, markeredgewidth=0, clip_on=False)
    for y, (x, text) in enumerate(zip(highest, texts, strict=True)):
        canvas.write(
            axes, *layout.beside(axes, x, y, right=True, gap=GAP + (4 if y in (0, len(labels) - 1) else 0)), text
        )
    data = pd.DataFrame({"factor": [names[0], *steps["factor"], names[1]], "effect": [before, *effects, after]})
    columns = {"factor": (words("Step"), "text"), "effect": (words("Amount or effect"), unit)}
    sub = subtitle or layout.measure("", unit, words)
    said = zip(labels, texts, strict=True)
    return canvas.finish(
        axes, words, kind="waterfall", title=title, subtitle=sub, said=said, data=data, columns=columns
    )


def _intervals(frame: pd.DataFrame, value: str, low: str | None, high: str | None) -> list[tuple[float, float, float]]:
    ends = [frame[name or value].fillna(frame[value]).to_list() for name in (low, high)]
    return list(zip(frame[value].to_list(), *ends, strict=True))


def _rooms(
    rows: list[tuple[float, float, float]], texts: list[str], line: tuple[str, float] | None
) -> list[tuple[float, float]]:
    ends = [(line[1], 2.0)] if line else []
    for (x, under, over), text in zip(rows, texts, strict=True):
        room = canvas.length(text) + GAP
        ends += [(over, room if x >= 0 else 1.0), (under, -1.0 if x >= 0 else -room)]
        if line and x >= 0 and over <= line[1]:
            ends.append((line[1], room))  # a number that would lie on the line moves beyond it
    return ends


def _bar(
    axes: Axes, y: int, row: tuple[float, float, float], text: str, *, color: str, clear_of: float = math.nan
) -> None:
    x, under, over = row
    axes.barh(y, x, layout.thick(axes), color=color, clip_on=False)
    if over > under:
        axes.plot([under, over], [y, y], color=INK, linewidth=1.2, clip_on=False)
    end, side = (over, "left") if x >= 0 else (under, "right")
    if x >= 0 and over <= clear_of <= over + (canvas.length(text) + 2 * GAP) * layout.unit(axes):
        end = clear_of
    canvas.write(axes, *layout.beside(axes, end, y, right=x >= 0), text, at=side)


def _step(axes: Axes, x: float, y: int, *, dot: bool = False) -> None:
    # from the edge of one bar to that of the next, so that it shows on neither, nor on a name between them
    half, name = layout.thick(axes) / 2, layout.name_above(axes)
    start, end = y + half * (not dot), y + 1 - half
    for low, high in ((start, y + 1 - name[0]), (y + 1 - name[1], end)) if name else ((start, end),):
        axes.plot([x, x], [low, high], color=LINE, linewidth=1, clip_on=False, zorder=0.5)
