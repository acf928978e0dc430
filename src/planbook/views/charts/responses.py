"""What spend brings: a small curve a channel, full over what was seen, dashed beyond, today marked."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from planbook.absence import Missing
from planbook.views.charts import canvas
from planbook.views.charts.canvas import ACCENT, GAP, LINE, RULE, SOFT, TINT, WIDTH, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words

ACROSS, TALL = 2, 180.0  # panels in a row, and the height of one
HEAD, FOOT, BETWEEN = 34.0, 32.0, 28.0  # room above, below and between panels
DASHES: Any = (0, (4, 3))


@shows_missing
def responses(frame: pd.DataFrame, words: Words, *, title: str, subtitle: str = "") -> Chart | Absent:
    """Draw a panel a channel: margin by spend, both in money, and a grey line where the one is as much as the other.

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
    rows, wide = -(-len(panels) // ACROSS), (WIDTH - BETWEEN * (ACROSS - 1)) / ACROSS
    height = rows * TALL
    figure, first = canvas.sheet(left=0, right=WIDTH - wide, top=HEAD, bottom=height - TALL + FOOT, height=height)
    said = []
    for place, (name, own) in enumerate(panels):
        axes = first
        if place:
            left, low = place % ACROSS * (wide + BETWEEN), height - (place // ACROSS + 1) * TALL + FOOT
            box = (left / WIDTH, low / height, wide / WIDTH, (TALL - HEAD - FOOT) / height)
            axes = figure.add_axes(box)
            axes.set_axis_off()
        said.append((words.name(name), _panel(axes, own, name, words, room=wide)))
    columns = {"where": (words("Channel"), "text"), "spend": ("spend", "money"), "part": (words("Part"), "text")}
    columns |= {"value": (words("Margin"), "money"), "low": ("low", "money"), "high": ("high", "money")}
    return canvas.finish(
        first, words, kind="responses", title=title, subtitle=subtitle, said=said, data=frame, columns=columns
    )


def _panel(axes: Axes, rows: pd.DataFrame, name: str, words: Words, *, room: float) -> str:
    spend, value = rows["spend"].to_numpy(float), rows["value"].to_numpy(float)
    today = rows[rows["part"] == "today"].iloc[0]
    most, top = float(spend.max()), float(rows["high"].max())
    even = min(most, top)  # lines are not cut at the panel's edge
    axes.set_xlim(0, most)
    axes.set_ylim(0, top)
    axes.plot([0, most], [0, 0], color=RULE, linewidth=1, clip_on=False)
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
    head = axes.transAxes
    canvas.write(axes, 0, 1, canvas.fitted(words.name(name), room), frame=head, shift=(0, 2.6 * GAP))
    canvas.write(axes, 0, 0, canvas.fitted(told, room), color=SOFT, frame=head, shift=(0, -2.6 * GAP))
    return told
