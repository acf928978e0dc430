"""A value curve: one line a brand over the attributes that buyers weigh, the heaviest on top."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from planbook.absence import Missing
from planbook.views.charts import canvas, layout
from planbook.views.charts.canvas import ACCENT, CONTEXT, FOURTH, GAP, RULE, SECOND, SOFT, THIRD, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words

FOOT = 26.0  # room for the scale
LIFT = 24  # of the names over the rows
HUES = (SECOND, THIRD, FOURTH, CONTEXT)
MOST = 1 + len(HUES)  # lines that can be told apart


@shows_missing
def curve(
    frame: pd.DataFrame, words: Words, *, title: str, unit: str, subtitle: str = "", heading: str = "",
    ends: pd.DataFrame | None = None,
) -> Chart | Absent:  # fmt: skip
    """Draw brands as lines down the attributes; the first column in colour, with its numbers and ranges.

    Parameters
    ----------
    frame
        Index: attributes as they are written, the heaviest first; a column a brand, ours first, in ``unit``.
    words
        The report's language.
    title, unit
        The finding, and the unit of all values.
    subtitle
        Measure and order.
    heading
        What stands over the numbers of the first column.
    ends
        ``low high`` of the first column, rows as in ``frame``.
    """
    lines = frame.iloc[:, :MOST].dropna(how="all").dropna(axis=1, how="all")
    if lines.empty:
        return absent(Missing((), "empty"), words)
    names = [str(name) for name in lines.index]
    texts = [words.short(float(x), unit) for x in lines.iloc[:, 0]]
    aside = max(map(canvas.length, [*texts, heading])) + 2 * GAP
    known = [float(x) for x in lines.to_numpy(dtype=float).ravel() if np.isfinite(x)]
    rooms = [(x, room) for x in known for room in (10.0, -10.0)]
    (axes,) = layout.panels(names, [rooms], top=2 * layout.KEY, aside=aside, foot=FOOT)
    _scale(axes, len(names), unit, words)
    hues = dict(zip(lines.columns, [ACCENT, *HUES], strict=False))
    for brand in reversed(list(lines.columns)):
        first = brand == lines.columns[0]
        axes.plot(
            lines[brand].to_list(), range(len(names)), "-o", color=hues[brand], linewidth=3 if first else 1.5,
            markersize=9 if first else 6, markeredgewidth=0, clip_on=False, zorder=4 if first else 3,
        )  # fmt: skip
    if ends is not None:
        _whiskers(axes, ends.reindex(lines.index))
    _name(axes, lines, hues, aside)
    for y, text in enumerate(texts):
        layout.aside(axes, y, text, room=aside, color=ACCENT)
    layout.aside(axes, -0.5 - layout.LIFT * layout.row(axes), heading, room=aside, color=ACCENT)
    said = [(name, _said(lines.loc[name], unit, words)) for name in lines.index]
    data = lines.set_axis([str(c) for c in lines], axis=1).rename_axis(index="_what").reset_index()
    columns = {"_what": (words("Attribute"), "text")} | {str(c): (str(c), unit) for c in lines}
    if ends is not None:
        data = data.assign(_low=ends["low"].reindex(names).to_numpy(), _high=ends["high"].reindex(names).to_numpy())
        ours = str(lines.columns[0])
        columns |= {"_low": (words("{name}, low", name=ours), unit), "_high": (words("{name}, high", name=ours), unit)}
    return canvas.finish(
        axes, words, kind="curve", title=title, subtitle=subtitle, said=said, data=data, columns=columns
    )


def _scale(axes: Axes, rows: int, unit: str, words: Words) -> None:
    """Rule the rows, and write a scale below them."""
    low, high = axes.get_xlim()
    for y in range(rows):
        axes.plot([low, high], [y, y], color=RULE, linewidth=1, zorder=0.5, clip_on=False)
    inside = [float(x) for x in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high) if low <= x <= high]
    for x, text in zip(inside, words.ticks(inside, unit), strict=True):
        axes.plot([x, x], [0, rows - 0.5], color=RULE, linewidth=1, zorder=0.4, clip_on=False)
        canvas.write(axes, x, rows - 0.5, text, at="center", color=SOFT, shift=(0, -14))


def _whiskers(axes: Axes, ends: pd.DataFrame) -> None:
    """Draw the ranges of the first line, with caps that stand out of its dots."""
    tall = 7 * layout.row(axes)
    for y, (low, high) in enumerate(ends[["low", "high"]].itertuples(index=False, name=None)):
        if not np.isfinite([low, high]).all():
            continue
        shape = [low, low, low, high, high, high], [y - tall, y + tall, y, y, y - tall, y + tall]
        axes.plot(*shape, color=ACCENT, linewidth=1.5, clip_on=False, zorder=5)


def _name(axes: Axes, lines: pd.DataFrame, hues: dict[Any, str], aside: float) -> None:
    """Name each line over its first point, with a leader to it; names have the whole width, and are kept apart."""
    low, high = axes.get_xlim()
    place = axes.get_position()
    left, scale = place.x0 * canvas.WIDTH, (high - low) / (place.width * canvas.WIDTH)
    tops, room = lines.bfill().iloc[0].sort_values(), canvas.WIDTH - aside
    texts = [canvas.fitted(str(brand), room / len(tops) - GAP) for brand in tops.index]
    wanted = [left + (float(x) - low) / scale for x in tops]
    middles = _apart(wanted, [canvas.length(text) for text in texts], room)
    row = layout.row(axes)
    for (brand, x), text, middle in zip(tops.items(), texts, middles, strict=True):
        across, top = low + (middle - left) * scale, -0.5 - LIFT * row
        ends = [float(x), across], [-8 * row, top + 9 * row]
        axes.plot(*ends, color=hues[brand], linewidth=1, clip_on=False, zorder=2)
        canvas.write(axes, across, top, text, at="center", color=hues[brand])


def _apart(wanted: list[float], long: list[float], room: float) -> list[float]:
    """Move the middles of texts apart, as little as it takes from the left, and keep them on the sheet.

    Examples
    --------
    >>> _apart([10.0, 20.0], [30.0, 30.0], 100.0)
    [15.0, 51.0]
    """
    placed: list[float] = []
    edge = 0.0
    for middle, size in zip(wanted, long, strict=True):
        placed.append(max(middle, edge + size / 2))
        edge = placed[-1] + size / 2 + GAP
    edge = room
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], edge - long[at] / 2)
        edge = placed[at] - long[at] / 2 - GAP
    return placed


def _said(row: pd.Series[float], unit: str, words: Words) -> str:
    told = [
        words("{name} {value}", name=str(brand), value=words.short(float(x), unit)) for brand, x in row.dropna().items()
    ]
    return words(", ").join(told)
