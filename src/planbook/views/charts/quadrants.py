"""A map of four quarters: points with whiskers both ways, parted by a line across and a line up."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, inf
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from planbook.absence import Missing
from planbook.views.charts import canvas, layout, maps
from planbook.views.charts.canvas import ACCENT, CONTEXT, GAP, INK, LINE, RULE, SECOND, SOFT, WIDTH, Chart
from planbook.views.charts.maps import EDGE, MOST_LABEL, TALL, Box, Taken, Way
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words

LEFT, FOOT = 44.0, 46.0  # room for the scales
TONES = {"good": ACCENT, "bad": SECOND, "": INK}
SIDES = ("x", "y")
SCALES = (Box(0, 0, LEFT, TALL), Box(0, 0, WIDTH, FOOT), Box(0, TALL - layout.KEY, WIDTH, TALL))
ELSE = 500.0  # units of covered line that a name takes before it stands nearer to another's dot
FAR = 0.4  # units of covered line that a unit of distance is worth,
LED = 8.0  # and a line to the name
ROOM = 0.12  # of the span, for names at its ends
DASHED: Any = {"color": LINE, "linewidth": 1.2, "linestyle": (0, (4, 3)), "zorder": 0.6}


@shows_missing
def quadrants(
    points: pd.DataFrame,
    words: Words,
    *,
    title: str,
    unit: str,
    names: tuple[str, str],
    lines: tuple[float, float],
    corners: tuple[str, str, str, str],
    subtitle: str = "",
) -> Chart | Absent:
    """Draw points in four quarters, with their names.

    Parameters
    ----------
    points
        ``name x y``, their ends ``x_low x_high y_low y_high``, and ``tone`` (good, bad or empty), which colours them.
    words
        The report's language.
    title, unit
        The finding, and the unit of both scales.
    names
        What is across and what is up.
    lines
        Where the quarters meet: the line up, by its place across, and the line across.
    corners
        Names of the quarters, from the upper left clockwise.
    subtitle
        What the lines and whiskers are.
    """
    ends = [f"{side}{end}" for side in SIDES for end in ("", "_low", "_high")]
    points = points[points[ends].notna().all(axis=1)]
    if points.empty:
        return absent(Missing((), "empty"), words)
    _, axes = canvas.sheet(left=LEFT, right=EDGE, top=layout.KEY, bottom=FOOT, height=TALL)
    _scaled(axes, points, lines, unit, words)
    rows = points.to_dict("records")
    pale = [*_crossing(axes, lines), *(box for row in rows for box in _point(axes, row))]
    dots = [maps.dot(axes, row["x"], row["y"]) for row in rows]
    taken = Taken([*SCALES, *_corners(axes, corners), *dots], [])
    for row in sorted(rows, key=lambda row: (row["tone"] == "", _alone(maps.dot(axes, row["x"], row["y"]), dots))):
        _name(axes, row, taken, pale, dots)
    canvas.write(axes, 0, 1, names[1], color=SOFT, frame=axes.transAxes, shift=(-LEFT, layout.LIFT))
    canvas.write(axes, 1, 0, names[0], at="right", color=SOFT, frame=axes.transAxes, shift=(0, -FOOT + 10))
    said = [(row["name"], f"{words.short(row['x'], unit)}, {words.short(row['y'], unit)}") for row in rows]
    columns = {"name": (words("Name"), "text")}
    for side, name in zip(SIDES, names, strict=True):
        columns |= {side: (name, unit), f"{side}_low": (words("Low"), unit), f"{side}_high": (words("High"), unit)}
    return canvas.finish(
        axes, words, kind="quadrants", title=title, subtitle=subtitle, said=said, data=points[["name", *ends]],
        columns=columns,
    )  # fmt: skip


def _scaled(axes: Axes, points: pd.DataFrame, lines: tuple[float, float], unit: str, words: Words) -> None:
    """Fit both scales to points and lines, with room for names, and write their steps."""
    across, up = (_limits(points, side, line) for side, line in zip(SIDES, lines, strict=True))
    axes.set_xlim(*across)
    axes.set_ylim(*up)
    axes.axvline(lines[0], **DASHED)
    axes.axhline(lines[1], **DASHED)
    axes.plot([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], transform=axes.transAxes, color=RULE, linewidth=1, clip_on=False)
    for x, text in _steps(across, unit, words):
        canvas.write(axes, x, 0, text, at="center", color=SOFT, frame=axes.get_xaxis_transform(), shift=(0, -14))
    for y, text in _steps(up, unit, words):
        canvas.write(axes, 0, y, text, at="right", color=SOFT, frame=axes.get_yaxis_transform(), shift=(-GAP, 0))


def _limits(points: pd.DataFrame, side: str, line: float) -> tuple[float, float]:
    low = min(float(points[f"{side}_low"].min()), line)
    high = max(float(points[f"{side}_high"].max()), line)
    room = max(high - low, 1e-9) * ROOM
    return low - room, high + room


def _steps(ends: tuple[float, float], unit: str, words: Words) -> list[tuple[float, str]]:
    found = MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(*ends)
    inside = [float(x) for x in found if ends[0] <= x <= ends[1]]
    return list(zip(inside, words.ticks(inside, unit), strict=True))


def _crossing(axes: Axes, lines: tuple[float, float]) -> list[Box]:
    """Give the places that the two lines take."""
    x, y = (float(z) for z in axes.transData.transform(lines))
    return [Box(x - 1, 0, x + 1, TALL), Box(0, y - 1, WIDTH, y + 1)]


def _corners(axes: Axes, corners: tuple[str, str, str, str]) -> list[Box]:
    """Name the quarters in the corners of the sheet, and give the places that this takes."""
    boxes = []
    for text, (x, y) in zip(corners, ((0, 1), (1, 1), (1, 0), (0, 0)), strict=True):
        shift = (GAP if x == 0 else -GAP, -11 if y else 11)
        at = "left" if x == 0 else "right"
        canvas.write(axes, x, y, text, at=at, color=SOFT, frame=axes.transAxes, shift=shift)
        edge, middle = (float(z) for z in axes.transAxes.transform((x, y)))
        long = canvas.length(text) + GAP
        left = edge if x == 0 else edge - long
        boxes.append(Box(left, middle + shift[1] - 9, left + long, middle + shift[1] + 9))
    return boxes


def _point(axes: Axes, row: dict[Any, Any]) -> list[Box]:
    """Draw a point with its whiskers, and give the places that this takes."""
    x, y, color = row["x"], row["y"], TONES[row["tone"]]
    axes.plot([row["x_low"], row["x_high"]], [y, y], color=CONTEXT, linewidth=2, zorder=2)
    axes.plot([x, x], [row["y_low"], row["y_high"]], color=CONTEXT, linewidth=2, zorder=2)
    axes.plot([x], [y], "o", markersize=9, color=color, markeredgewidth=0, zorder=3)
    (left, low), (right, high) = (
        axes.transData.transform((row[f"x_{end}"], row[f"y_{end}"])) for end in ("low", "high")
    )
    across, up = (float(z) for z in axes.transData.transform((x, y)))
    return [Box(float(left), up - 1, float(right), up + 1), Box(across - 1, float(low), across + 1, float(high))]


def _name(axes: Axes, row: dict[Any, Any], taken: Taken, pale: list[Box], dots: list[Box]) -> None:
    """Name a point where nothing stands and where it cannot be read as the name of another.

    A name lies on what is pale, whiskers and lines, before it is left out; then it covers as little as can be.
    """
    text, at = canvas.fitted(row["name"], MOST_LABEL), (row["x"], row["y"])
    own = maps.dot(axes, *at)
    ways = [(*maps.place(axes, at, shift, text), shift) for shift in _around(canvas.length(text))]
    free = [way for way in ways if maps.on_sheet(way[0]) and taken.free(*way[:2])]
    if not free:
        return

    def cost(way: Way) -> float:
        box, line, _ = way
        others = min((_far(box, dot) for dot in dots if dot != own), default=inf)
        doubt = ELSE * (others <= _far(box, own))
        return _covers(box, pale) + FAR * _far(box, own) + doubt + (LED if line else 0.0)

    maps.put(axes, at, text, TONES[row["tone"]], min(free, key=cost), taken=taken)


def _around(long: float) -> Iterator[tuple[float, float]]:
    """Give the places by a point that are tried for a name: beside it, and over and under it from end to end."""
    yield from maps.offsets(long)
    for far in (0.9, 1.3, 1.8, 2.4, 3.2):
        for part in (0.0, 0.2, 0.35, 0.65, 0.8, 1.0):
            yield from ((-long * part, far * maps.ROW), (-long * part, -far * maps.ROW))


def _covers(box: Box, pale: list[Box]) -> float:
    """Say over how much of what is pale a name lies, in units of length."""
    met = [each for each in pale if box.meets(each)]
    wide = (min(box.right, each.right) - max(box.left, each.left) for each in met)
    tall = (min(box.high, each.high) - max(box.low, each.low) for each in met)
    return sum(map(max, wide, tall))


def _alone(own: Box, dots: list[Box]) -> float:
    """Say how far the next dot is: what stands close together is named first, while there is room."""
    return min((_far(own, dot) for dot in dots if dot != own), default=inf)


def _far(box: Box, dot: Box) -> float:
    """Say how far a name lies from a dot, edge to edge."""
    across = max(dot.left - box.right, box.left - dot.right, 0.0)
    return hypot(across, max(dot.low - box.high, box.low - dot.high, 0.0))
