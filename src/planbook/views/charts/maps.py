"""A map: points on two axes of one scale, each with its name, names kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from planbook.absence import Missing
from planbook.views.charts import canvas, layout
from planbook.views.charts.canvas import ACCENT, CONTEXT, GAP, GROUND, INK, RULE, SECOND, SOFT, WIDTH, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words

TALL = WIDTH * 3 / 4  # 4:3
EDGE = 10.0  # room around the points
ROW = 18.0  # of a label, in units
MOST_LABEL = 150.0


Line = tuple[tuple[float, float], tuple[float, float]]


class Box(NamedTuple):
    """A place on the sheet, in units from its lower left."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Tell whether two places overlap."""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


Way = tuple[Box, Line | None, tuple[float, float]]  # where a name lies, the line to it, and how far from its point


@dataclass
class Taken:
    """What stands on the sheet already: names and points, and lines to names."""

    boxes: list[Box]
    lines: list[Line]

    def free(self, box: Box, line: Line | None) -> bool:
        """Tell whether a name finds room, and its line crosses no other."""
        crossed = line is not None and any(_cross(line, other) for other in self.lines)
        return not crossed and not any(box.meets(other) for other in self.boxes)


@shows_missing
def positions(
    points: pd.DataFrame,
    words: Words,
    *,
    title: str,
    mark: object = None,
    names: tuple[str, str] = ("", ""),
    subtitle: str = "",
) -> Chart | Absent:
    """Draw rows as dots and columns as diamonds, with their names, on axes of one scale.

    Parameters
    ----------
    points
        ``kind`` (row or column) ``name x y mass quality``, coordinates of a correspondence analysis.
    words
        The report's language.
    title
        The finding.
    mark
        Name of the row in colour: us.
    names
        What rows and columns are, for the key.
    subtitle
        What the axes show.
    """
    points = points[points[["x", "y"]].notna().all(axis=1)]
    if points.empty:
        return absent(Missing((), "empty"), words)
    over = layout.KEY if any(names) else 6
    _, axes = canvas.sheet(left=EDGE, right=EDGE, top=over, bottom=EDGE, height=TALL)
    _limits(axes, points, TALL - over - EDGE)
    for line in (axes.axhline, axes.axvline):
        line(0, color=RULE, linewidth=1, zorder=0.5)
    order = points.assign(rank=(points["name"] != mark) + (points["kind"] == "column") * 1).sort_values("rank")
    taken = Taken([dot(axes, x, y) for x, y in zip(order["x"], order["y"], strict=True)], [])
    for row in order.to_dict("records"):
        color = ACCENT if row["name"] == mark else INK if row["kind"] == "row" else SOFT
        _point(axes, row["x"], row["y"], row["kind"] == "row", color)
        text = canvas.fitted(words.name(row["name"]), MOST_LABEL)
        label(axes, (row["x"], row["y"]), text, color, taken)
    if any(names):
        _key(axes, names, words)
    said = [(words.name(row["name"]), f"{row['x']:.2f}, {row['y']:.2f}") for row in points.to_dict("records")]
    columns = {"name": (words("Name"), "text"), "x": (words("across"), "number"), "y": (words("up"), "number")}
    columns |= {"mass": (words("Share of mentions"), "share"), "quality": (words("Shown by the map"), "share")}
    data = points[["name", "x", "y", "mass", "quality"]]
    return canvas.finish(axes, words, kind="map", title=title, subtitle=subtitle, said=said, data=data, columns=columns)


def _limits(axes: Axes, points: pd.DataFrame, height: float) -> None:
    """Give both axes one scale, the points in the middle of the sheet."""
    width = WIDTH - 2 * EDGE
    low, high = points[["x", "y"]].min(), points[["x", "y"]].max()
    middle = {side: (low[side] + high[side]) / 2 for side in ("x", "y")}
    # names need room at the sides
    scale = max((high["x"] - low["x"]) / (width - 120), (high["y"] - low["y"]) / (height - 2 * ROW), 1e-9)
    axes.set_xlim(middle["x"] - scale * width / 2, middle["x"] + scale * width / 2)
    axes.set_ylim(middle["y"] - scale * height / 2, middle["y"] + scale * height / 2)


def _place(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Give a point of the data in units of the sheet."""
    left, low = axes.transData.transform((x, y))
    return float(left), float(low)


def dot(axes: Axes, x: float, y: float) -> Box:
    """Give the place that a point takes."""
    left, low = _place(axes, x, y)
    return Box(left - 6, low - 6, left + 6, low + 6)


def _point(axes: Axes, x: float, y: float, is_row: bool, color: str) -> None:
    marker, size = ("o", 9) if is_row else ("D", 6)
    face = color if is_row else GROUND
    axes.plot(
        [x], [y], marker, markersize=size, color=face, markeredgecolor=color if is_row else SECOND, clip_on=False,
        markeredgewidth=1.5, zorder=3,
    )  # fmt: skip


def label(axes: Axes, at: tuple[float, float], text: str, color: str, taken: Taken) -> None:
    """Write a name at the nearest free place by its point, with a line to it from afar; none where none is free."""
    for shift in offsets(canvas.length(text)):
        box, line = place(axes, at, shift, text)
        if on_sheet(box) and taken.free(box, line):
            put(axes, at, text, color, (box, line, shift), taken=taken)
            return


def place(axes: Axes, at: tuple[float, float], shift: tuple[float, float], text: str) -> tuple[Box, Line | None]:
    """Give the place of a name so far from its point, and the line to it that it needs from afar."""
    (left, low), (dx, dy), long = _place(axes, *at), shift, canvas.length(text)
    box = Box(left + dx, low + dy - ROW / 2, left + dx + long, low + dy + ROW / 2)
    end = (min(max(left, box.left), box.right), low + dy - (ROW / 2 if dy > 0 else -ROW / 2))
    return box, ((left, low), end) if abs(dy) > ROW else None


def on_sheet(box: Box) -> bool:
    """Tell whether a place lies on the sheet."""
    return box.left >= 0 and box.right <= WIDTH and box.low >= 0 and box.high <= TALL


def put(axes: Axes, at: tuple[float, float], text: str, color: str, where: Way, *, taken: Taken) -> None:
    """Write a name at a place (`place`) with its line, and take the place."""
    box, line, shift = where
    taken.boxes.append(box)
    if line:
        taken.lines.append(line)
        (x, y) = axes.transData.inverted().transform(line[1])
        axes.plot([at[0], x], [at[1], y], color=CONTEXT, linewidth=1, clip_on=False, zorder=2)
    canvas.write(axes, *at, text, color=color, shift=shift)


def offsets(long: float) -> Iterator[tuple[float, float]]:
    """Give the places by a point that are tried for a name, the nearest first."""
    for far in (0.0, 0.7 * ROW, 1.4 * ROW, 2.2 * ROW, 3 * ROW, 4 * ROW):
        yield from ((GAP + 4, far), (-long - GAP - 4, far), (GAP + 4, -far), (-long - GAP - 4, -far))
        yield from ((-long / 2, ROW * 0.9 + far), (-long / 2, -ROW * 0.9 - far))


def _cross(first: Line, second: Line) -> bool:
    """Tell whether two lines cross, by the sides on which their ends lie."""

    def side(line: Line, point: tuple[float, float]) -> bool:
        (x, y), (u, v) = line
        return (u - x) * (point[1] - y) > (v - y) * (point[0] - x)

    apart = side(first, second[0]) != side(first, second[1])
    return apart and side(second, first[0]) != side(second, first[1])


def _key(axes: Axes, names: Sequence[str], words: Words) -> None:
    """Say above the map what dots and diamonds are."""
    frame = axes.transAxes
    across = axes.get_position().width * WIDTH
    x = 6.0
    for name, is_row in zip(names, (True, False), strict=True):
        lift = 1 + layout.LIFT / (axes.get_position().height * TALL)
        axes.plot(
            [x / across], [lift], "o" if is_row else "D", markersize=8 if is_row else 6, transform=frame,
            color=INK if is_row else GROUND, markeredgecolor=INK if is_row else SECOND, clip_on=False,
        )  # fmt: skip
        text = words.name(name)
        canvas.write(axes, x / across, 1, text, color=SOFT, frame=frame, shift=(10, layout.LIFT))
        x += 10 + canvas.length(text) + 3 * GAP
