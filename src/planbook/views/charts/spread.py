"""How values lie: one dot a value, one row a group."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.views.charts import canvas, layout
from planbook.views.charts.canvas import ACCENT, GAP, INK, LINE, SOFT, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words


@shows_missing
def spread(
    frame: pd.DataFrame,
    words: Words,
    *,
    title: str,
    unit: str,
    by: str,
    value: str,
    mark: object = None,
    subtitle: str = "",
) -> Chart | Absent:
    """Draw every value as a dot, groups as rows, with the median of each, to see whether one is odd among its like.

    Parameters
    ----------
    frame
        A row a value: ``by`` (group, rows in order of appearance) and ``value`` in ``unit``.
    words
        The report's language.
    title, unit
        The finding, and the unit of the values.
    by, value
        Columns of the frame.
    mark
        Index label of the row that the title speaks of.
    subtitle
        Measure and period.
    """
    import seaborn as sns  # a second of import that no other chart should wait for

    frame = frame[frame[value].map(math.isfinite)]
    if frame.empty:
        return absent(Missing((), "empty"), words)
    groups = list(dict.fromkeys(frame[by]))
    medians = [float(frame.loc[frame[by] == group, value].median()) for group in groups]
    names = [words.name(group) for group in groups]
    texts = [words.short(x, unit) for x in medians]
    ends = [(x, room) for x in (float(frame[value].min()), float(frame[value].max())) for room in (6.0, -6.0)]
    aside = max(map(canvas.length, [*texts, words("median")])) + 2 * GAP
    (axes,) = layout.panels(names, [ends], top=layout.KEY, aside=aside)
    sides = axes.get_xlim(), axes.get_ylim()
    rows = frame[by].map(groups.index)
    # no jitter: it is drawn by chance, and the same report shall give the same bytes
    sns.stripplot(
        x=frame[value], y=rows, orient="h", native_scale=True, jitter=False, ax=axes, color=LINE, size=8, alpha=0.45
    )
    axes.set(xlim=sides[0], ylim=sides[1])
    layout.aside(axes, -0.5 - layout.LIFT * layout.row(axes), words("median"), room=aside, color=SOFT)
    for y, (x, text) in enumerate(zip(medians, texts, strict=True)):
        axes.plot([x, x], [y - 0.3, y + 0.3], color=INK, linewidth=2, clip_on=False)
        layout.aside(axes, y, text, room=aside)
    for place, label in enumerate(frame.index):
        if label == mark:
            x, y = float(frame[value].iloc[place]), groups.index(frame[by].iloc[place])
            axes.plot([x], [y], "o", color=ACCENT, markersize=11, markeredgewidth=0, zorder=4)
    columns = {by: (by, "text"), value: (value, unit)}
    sub, said = subtitle or layout.measure(value, unit, words), zip(names, texts, strict=True)
    return canvas.finish(axes, words, kind="spread", title=title, subtitle=sub, said=said, data=frame, columns=columns)
