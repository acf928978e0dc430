"""Charts of one row a thing and two dots a row: where it was, and where it is."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.views.charts import canvas, layout
from planbook.views.charts.canvas import GAP, SOFT, Chart
from planbook.views.display import Absent, absent, shows_missing
from planbook.views.words import Words


@shows_missing
def dumbbell(
    frame: pd.DataFrame,
    words: Words,
    *,
    title: str,
    unit: str,
    label: str,
    before: str,
    after: str,
    mark: object = None,
    subtitle: str = "",
) -> Chart | Absent:
    """Draw where each row was and where it is.

    Parameters
    ----------
    frame
        A row a line: ``label`` and the two columns ``before`` and ``after`` in ``unit``.
    words
        The report's language.
    title, unit
        The finding, and the unit of the values.
    label, before, after
        Columns of the frame; the names of the two are said in the key.
    mark
        Label of the row that the title speaks of.
    subtitle
        Measure and period.
    """
    frame = frame[frame[[before, after]].map(math.isfinite).all(axis=1)]
    if frame.empty:
        return absent(Missing((), "empty"), words)
    names = [words.name(name) for name in frame[label]]
    pairs = list(zip(frame[before].to_list(), frame[after].to_list(), strict=True))
    widest = max(canvas.length(words.short(x, unit)) for pair in pairs for x in pair) + 14
    ends = [(max(pair), widest) for pair in pairs] + [(min(pair), -widest) for pair in pairs]
    (axes,) = layout.panels(names, [ends], top=layout.KEY)
    for y, (name, (first, last)) in enumerate(zip(frame[label], pairs, strict=True)):
        layout.pair(axes, y, first, last, strong=mark is None or name == mark)
        for x, other in ((first, last), (last, first)):
            right = x > other or (x == other and x is last)
            canvas.write(
                axes,
                *layout.beside(axes, x, y, right=right, gap=GAP + 5),
                words.short(x, unit),
                at="left" if right else "right",
            )
    layout.key(axes, words.name(before), words.name(after))
    columns = {label: (label, "text"), before: (before, unit), after: (after, unit)}
    said = [(n, f"{words.short(a, unit)} → {words.short(b, unit)}") for n, (a, b) in zip(names, pairs, strict=True)]
    sub = subtitle or layout.measure("", unit, words)
    return canvas.finish(
        axes, words, kind="dumbbell", title=title, subtitle=sub, said=said, data=frame, columns=columns
    )


@shows_missing
def rate_mix(
    frame: pd.DataFrame,
    words: Words,
    *,
    title: str,
    rate: str,
    share: str,
    total: tuple[float, float] | None = None,
    subtitle: str = "",
) -> Chart | Absent:
    """Draw rates and weights of segments beside each other: why a total moves against all its parts.

    Parameters
    ----------
    frame
        Index: segment; columns ``rate_before rate_after share_before share_after``, all shares 0-1.
    words
        The report's language.
    title
        The finding.
    rate, share
        What the two are called: a KPI id or a text.
    total
        The rate of all together, before and after; drawn below the segments.
    subtitle
        Measure and period.
    """
    frame = frame[frame.map(math.isfinite).all(axis=1)]
    if frame.empty:
        return absent(Missing((), "empty"), words)
    names = [words.name(name) for name in frame.index]
    rates = list(zip(frame["rate_before"], frame["rate_after"], strict=True)) + ([total] if total else [])
    shares = list(zip(frame["share_before"], frame["share_after"], strict=True))
    labels = [*names, words("Total")] if total else names
    ends = [[(x, room) for pair in pairs for x in pair for room in (8.0, -8.0)] for pairs in (rates, shares)]
    moved = [layout.differences(pairs, words) for pairs in (rates, shares)]
    aside = max(canvas.length(text) for texts in moved for text in texts) + 2 * GAP
    both = layout.panels(labels, ends, top=2 * layout.KEY, aside=aside)
    for axes, pairs, texts, name in zip(both, (rates, shares), moved, (rate, share), strict=True):
        layout.heading(axes, None, words.name(name), room=axes.get_position().width * canvas.WIDTH + aside)
        for y, ((first, last), text) in enumerate(zip(pairs, texts, strict=True)):
            layout.pair(axes, y, first, last, strong=total is None or y == len(names))
            layout.aside(axes, y, text, room=aside)
    layout.key(both[0], words("before"), words("after"), lift=42)
    layout.heading(both[1], None, words("+ − in points"), room=200, lift=42, color=SOFT)
    said = [
        (n, f"{words.short(a, 'share')} → {words.short(b, 'share')}") for n, (a, b) in zip(labels, rates, strict=True)
    ]
    columns = {"segment": (words("Segment"), "text")} | {
        f"{kind}_{when}": (words("{name}, {when}", name=words.name(name), when=said_when), "share")
        for kind, name in (("rate", rate), ("share", share))
        for when, said_when in (("before", words("before")), ("after", words("after")))
    }
    data = frame.rename_axis(index="segment").reset_index()
    sub = subtitle or words.name(rate)
    return canvas.finish(
        both[0], words, kind="rate-mix", title=title, subtitle=sub, said=said, data=data, columns=columns
    )
