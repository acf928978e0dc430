"""What spend brings: a small curve a channel, full over what was seen, dashed beyond, today marked."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from planbook.absence import Missing
from planbook.views.charts import canvas
from planbook.views.charts.canvas import ACCENT, GAP, LINE, RULE, SOFT, TINT, WIDTH, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words

ACROSS, TALL = 2, 216.0  # panels in a row, and the height of one
HEAD, FOOT, BETWEEN = 56.0, 28.0, 18.0  # room above, below and between panels
TICKS = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10])
DASHES: Any = (0, (4, 3))


@shows_missing
def responses(frame: pd.DataFrame, words: Words, *, title: str, subtitle: str = "") -> Chart | Absent:
    """Draw a panel a channel: margin by spend, both in money, and a grey line where the one is as much as the other.

    The scales of a panel are its own: channels differ tenfold, and what is compared is the bend of a curve.

    Parameters
    ----------
    frame
        ``where spend value low high part`` in order of spend; ``part``: seen, today (one row) or beyond.
    words
        The report's language.
    title, subtitle
        The finding, and measure and period.
    """
    panels = [(str(name), rows) for name, rows in frame.groupby("where", sort=False)]
    if not panels:
        return absent(Missing((), "empty"), words)
    side = max(canvas.length(text) for _, own in panels for text in words.ticks(_ticks(own["high"]), "money")) + GAP
    rows, room = -(-len(panels) // ACROSS), (WIDTH - BETWEEN * (ACROSS - 1)) / ACROSS
    height, wide = rows * TALL, room - side
    figure, first = canvas.sheet(left=side, right=WIDTH - room, top=HEAD, bottom=height - TALL + FOOT, height=height)
    said = []
    for place, (name, own) in enumerate(panels):
        axes = first
        if place:
            left, low = place % ACROSS * (room + BETWEEN) + side, height - (place // ACROSS + 1) * TALL + FOOT
            box = (left / WIDTH, low / height, wide / WIDTH, (TALL - HEAD - FOOT) / height)
            axes = figure.add_axes(box)
            axes.set_axis_off()
        said.append((words.name(name), _panel(axes, own, name, words, side=side)))
    columns = {"where": (words("Channel"), "text"), "spend": ("spend", "money"), "part": (words("Part"), "text")}
    columns |= {"value": ("expected_margin", "money"), "low": ("low", "money"), "high": ("high", "money")}
    return canvas.finish(
        first, words, kind="responses", title=title, subtitle=subtitle, said=said, data=frame, columns=columns
    )


def _panel(axes: Axes, rows: pd.DataFrame, name: str, words: Words, *, side: float) -> str:
    spend, value = rows["spend"].to_numpy(float), rows["value"].to_numpy(float)
    today = rows[rows["part"] == "today"].iloc[0]
    most, top = float(spend.max()), float(rows["high"].max())
    even = min(most, top)  # lines are not cut at the panel's edge
    axes.set_xlim(0, most)
    axes.set_ylim(0, top)
    _scales(axes, words, side=side)
    axes.plot([0, even], [0, even], color=LINE, linewidth=1.2)
    axes.fill_between(spend, rows["low"], rows["high"], color=TINT, linewidth=0)
    beyond = (rows["part"] == "beyond").to_numpy()
    last = int((~beyond).nonzero()[0][-1])
    axes.plot(spend[: last + 1], value[: last + 1], color=ACCENT, linewidth=2.5)
    axes.plot(spend[last:], value[last:], color=ACCENT, linewidth=2, linestyle=DASHES)
    axes.plot([today["spend"]], [today["value"]], "o", color=ACCENT, markersize=9, markeredgewidth=0, clip_on=False)
    told = words(
        "{spend} brings {margin}",
        spend=words.short(float(today["spend"]), "money"),
        margin=words.short(float(today["value"]), "money"),
    )
    head, room = axes.transAxes, axes.get_position().width * WIDTH + side
    canvas.write(axes, 0, 1, canvas.fitted(words.name(name), room), frame=head, shift=(-side, 6.6 * GAP))
    canvas.write(axes, 0, 1, canvas.fitted(told, room), color=SOFT, frame=head, shift=(-side, 3.2 * GAP))
    return told


def _scales(axes: Axes, words: Words, *, side: float) -> None:
    """Write margin on the left and spend below, in few short numbers; their unit stands under the title."""
    down, room = axes.get_yaxis_transform(), axes.get_position().width * WIDTH
    heights, places = (_ticks(limits) for limits in (axes.get_ylim(), axes.get_xlim()))
    for y, text in zip(heights, words.ticks(heights, "money"), strict=True):
        axes.plot([0, 1], [y, y], transform=down, color=RULE, linewidth=1, clip_on=False, zorder=0.6)
        canvas.write(axes, 0, y, text, color=SOFT, frame=down, shift=(-side, 0))
    for x, text in zip(places, words.ticks(places, "money"), strict=True):
        half = canvas.length(text) / 2
        at = min(x / axes.get_xlim()[1] * room, room - half)  # not beyond the panel's sides
        canvas.write(axes, at / room, 0, text, at="center", color=SOFT, frame=axes.transAxes, shift=(0, -2.4 * GAP))


def _ticks(values: Any) -> list[float]:
    most = float(max(values))
    return [float(x) for x in TICKS.tick_values(0.0, most) if 0 <= x <= most]
