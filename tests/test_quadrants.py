"""Names on a map of four quarters stand by their own points, and off the whiskers where there is room."""

from __future__ import annotations

from math import hypot

import pandas as pd
import pytest

from planbook.views import charts
from planbook.views.charts import canvas
from planbook.views.charts.maps import ROW, Box, dot
from planbook.views.words import open_words

EN = open_words("en")


def drawn(*points, half=0.04):
    """Draw points (name, x, y) with whiskers of one length."""
    rows = pd.DataFrame([{"name": name, "x": x, "y": y, "tone": "good"} for name, x, y in points])
    ends = {f"{side}_{end}": rows[side] + by * half for side in "xy" for end, by in (("low", -1), ("high", 1))}
    return charts.quadrants(
        rows.assign(**ends), EN, title="t", unit="number", names=("x", "y"), lines=(3.6, 3.9), corners=tuple("abcd")
    )


def boxes(chart):
    """Give the place of each name, and of each point, in units of the sheet."""
    (axes,) = chart.figure.axes
    named, dots = {}, {row["name"]: dot(axes, row["x"], row["y"]) for row in chart.data.to_dict("records")}
    for text in axes.texts:
        if text.get_text() in dots:
            left, low = axes.transData.transform(text.xy)
            dx, dy = text.xyann[0], text.xyann[1] + 0.36 * canvas.SMALL
            long = canvas.length(text.get_text())
            named[text.get_text()] = Box(left + dx, low + dy - ROW / 2, left + dx + long, low + dy + ROW / 2)
    return named, dots


def far(box, point):
    """Say how far two places are, edge to edge."""
    across = max(point.left - box.right, box.left - point.right, 0)
    return hypot(across, max(point.low - box.high, box.low - point.high, 0))


NEAR = ("Taste", 4.0, 4.42), ("Authenticity", 4.25, 4.34), ("Aroma", 4.22, 4.26), ("Service", 3.0, 3.3)


def test_each_name_stands_nearest_to_its_own_point():
    named, dots = boxes(drawn(*NEAR))
    assert set(named) == {name for name, *_ in NEAR}
    nearest = {name: min((far(box, dots[other]), other) for other in dots)[1] for name, box in named.items()}
    assert nearest == {name: name for name in named}


@pytest.mark.parametrize("half", [0.04, 0.2], ids=["short whiskers", "long whiskers"])
def test_no_name_of_a_lone_point_lies_on_its_whisker(half):
    chart = drawn(("Brewing", 3.0, 3.5), ("Taste", 4.2, 4.4), half=half)
    named, dots = boxes(chart)
    across = (named["Brewing"].low + named["Brewing"].high) / 2
    assert abs(across - (dots["Brewing"].low + dots["Brewing"].high) / 2) > ROW / 2


def test_a_curve_has_a_scale_and_the_ranges_of_ours():
    frame = pd.DataFrame({"Ours": [4.0, 3.0], "Theirs": [3.5, 3.6]}, index=["taste", "price"])
    ends = pd.DataFrame({"low": [3.9, 2.9], "high": [4.1, 3.1]}, index=frame.index)
    chart = charts.curve(frame, EN, title="t", unit="number", heading="mean mark", ends=ends)
    (axes,) = chart.figure.axes
    texts = [text.get_text() for text in axes.texts]
    assert {"3.0", "3.5", "4.0"} <= set(texts)
    assert texts.count("Ours") == 1
    spans = [(min(line.get_xdata()), max(line.get_xdata())) for line in axes.lines if len(line.get_xdata()) == 6]
    assert spans == [(3.9, 4.1), (2.9, 3.1)]
    assert list(chart.columns) == ["_what", "Ours", "Theirs", "_low", "_high"]
