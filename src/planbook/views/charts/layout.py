"""Rows and panels: where names, bars, pairs of dots and their numbers stand.

All rooms are in units of the sheet (`canvas.WIDTH` across); y counts rows from the top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes

from planbook.views import numerals
from planbook.views.charts import canvas
from planbook.views.charts.canvas import ACCENT, CONTEXT, GAP, GROUND, INK, LINE, SOFT, WIDTH
from planbook.views.words import Words

PITCH = 36  # a row
STACKED = 54  # a row whose name stands above its bar
NAME = 0.4 * STACKED  # from a bar's middle up to its name's
TEXT = 18  # a line of text
THICK = 20  # of a bar
GUTTER = 24
KEY = 30  # room above the rows for a key or a heading
LIFT = 14  # of what is written above the rows
MOST_NAME = {1: 190.0, 2: 140.0}  # what names may take, by the number of panels

Ends = Sequence[tuple[float, float]]  # value and room beyond it: to its right when positive, else to its left


def panels(
    names: Sequence[str], ends: Sequence[Ends], *, top: float, zero: bool = False, aside: float = 0.0, foot: float = 6.0
) -> list[Axes]:
    """Make panels that share rows; names stand left of the first.

    Parameters
    ----------
    names
        One a row; cut with an ellipsis where they need too much.
    ends
        For each panel what must have room, as values with units beyond them.
    top
        Room above the rows.
    zero
        The scale holds zero.
    aside
        Room for a column of numbers right of each panel.
    foot
        Room below the rows, for a scale.
    """
    longest, most = max(map(canvas.length, names)), MOST_NAME[len(ends)]
    above = len(ends) == 1 and longest > most  # product titles stand over their bars and keep the whole width
    left = 0.0 if above else min(longest, most) + GAP * 2
    height = top + (STACKED if above else PITCH) * len(names) + foot
    across = (WIDTH - left - GUTTER * (len(ends) - 1)) / len(ends) - aside
    figure, first = canvas.sheet(left=left, right=WIDTH - left - across, top=top, bottom=foot, height=height)
    found = [first]
    for place in range(1, len(ends)):
        shift = (left + place * (across + aside + GUTTER)) / WIDTH
        found.append(figure.add_axes((shift, foot / height, across / WIDTH, 1 - (top + foot) / height)))
        found[-1].set_axis_off()
    for axes, each in zip(found, ends, strict=True):
        axes.set_xlim(*limits([*each, (0.0, 1.0), (0.0, -1.0)] if zero else each, across))
        axes.set_ylim(len(names) - 0.5, -0.5)
    side = first.get_yaxis_transform()
    for y, name in enumerate(names):
        text = canvas.fitted(name, WIDTH if above else most)
        canvas.write(first, 0, y, text, frame=side, shift=(-left, NAME if above else 0))
    return found


def limits(ends: Ends, across: float) -> tuple[float, float]:
    """Find the widest scale on which everything keeps its room.

    Examples
    --------
    >>> limits([(0, 0), (0, -1), (90, 10)], 101)
    (-1.0, 100.0)
    """
    pairs = [(v, max(w, 0), u, max(-x, 0)) for v, w in ends for u, x in ends if v > u]
    scale = min(((across - w - x) / (v - u) for v, w, u, x in pairs), default=1.0)
    low = min(u - max(-x, 0) / scale for u, x in ends)
    return float(low), float(low + across / scale)


def unit(axes: Axes) -> float:
    """Give the length of one unit of the sheet in data."""
    low, high = axes.get_xlim()
    return (high - low) / (axes.get_position().width * WIDTH)


def beside(axes: Axes, x: float, y: float, *, right: bool, gap: float = GAP) -> tuple[float, float]:
    """Find the place for a number beside a mark."""
    return x + (gap if right else -gap) * unit(axes), y


def across(axes: Axes, x: float, color: str, *, dashed: bool = False) -> None:
    """Draw a line from the first row to the last; where names stand above their bars, beside the bars only."""
    low, high = axes.get_ylim()
    rows, half = round(abs(low - high)), 14 * row(axes)
    spans = [(y - half, y + half) for y in range(rows)] if name_above(axes) else [(low, high)]
    style, width = ((0, (4, 3)), 1.2) if dashed else ("solid", 1.0)
    for start, end in spans:
        axes.plot([x, x], [start, end], color=color, linewidth=width, linestyle=style, clip_on=False)


def name_above(axes: Axes) -> tuple[float, float] | None:
    """Tell how far above its row a name begins and ends, in rows; None where names stand at the side."""
    if row(axes) >= 1 / PITCH:
        return None
    return (NAME + TEXT / 2) * row(axes), (NAME - TEXT / 2) * row(axes)


def thick(axes: Axes) -> float:
    """Give the thickness of a bar in rows."""
    return THICK * row(axes)


def row(axes: Axes) -> float:
    """Give the height of one unit of the sheet in rows."""
    low, high = axes.get_ylim()
    return abs(low - high) / axes.bbox.height  # a unit is a pixel at 72 to the inch


def heading(axes: Axes, x: float | None, text: str, *, room: float = 0.0, lift: float = LIFT, color: str = INK) -> None:
    """Write above the rows: centred on a value, or from the panel's left where there is none."""
    low, high = axes.get_xlim()
    if x is None:
        canvas.write(axes, low, axes.get_ylim()[1], canvas.fitted(text, room), color=color, shift=(0, lift))
        return
    half = canvas.length(text) / 2 * unit(axes)
    place = min(max(x, low + half), high - half)
    canvas.write(axes, place, axes.get_ylim()[1], text, at="center", color=color, shift=(0, lift))


def pair(axes: Axes, y: float, first: float, last: float, *, strong: bool) -> None:
    """Draw a hollow dot, a line and a full dot: where a row was and where it is."""
    color = ACCENT if strong else LINE
    axes.plot([first, last], [y, y], color=ACCENT if strong else CONTEXT, linewidth=2.5, clip_on=False)
    _dot(axes, first, y, color, full=False)
    _dot(axes, last, y, color, full=True)


def key(axes: Axes, before: str, after: str, *, lift: float = LIFT) -> None:
    """Say above the rows what the hollow and the full dot are."""
    x, y = axes.get_xlim()[0], axes.get_ylim()[1] - lift * row(axes)
    for text, full in ((before, False), (after, True)):
        _dot(axes, x + 6 * unit(axes), y, SOFT, full=full)
        canvas.write(axes, x + 16 * unit(axes), y, text, color=SOFT)
        x += (16 + canvas.length(text) + 2 * GAP) * unit(axes)


def aside(axes: Axes, y: float, text: str, *, room: float, color: str = INK) -> None:
    """Write a number at the right of the column beside a panel."""
    canvas.write(axes, axes.get_xlim()[1] + room * unit(axes), y, text, at="right", color=color)


def differences(pairs: Iterable[tuple[float, float]], words: Words) -> list[str]:
    """Write the differences of pairs of shares in points, without their unit."""
    found = [last - first for first, last in pairs]
    decimals = numerals.shared_decimals(found, "points")
    return [("+" if x > 0 else "") + words.cell(x, "points", decimals) for x in found]


def measure(name: str, unit: str, words: Words) -> str:
    """Say measure and unit for the line under a title."""
    said, mark = words.name(name) if name else "", words.unit(unit)
    return words("{name} ({unit})", name=said, unit=mark) if said and mark else said or mark


def _dot(axes: Axes, x: float, y: float, color: str, *, full: bool) -> None:
    axes.plot(
        [x], [y], "o", markersize=10, color=color if full else GROUND, markeredgecolor=color, markeredgewidth=2,
        clip_on=False, zorder=3,
    )  # fmt: skip
