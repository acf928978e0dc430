"""Charts: one idea each, drawn once, as SVG with live text and the figures one click away.

canvas   the sheet: size, colours, font, and `Chart`, which every function here returns
svg      from matplotlib's SVG to one that follows the page: light, dark, phone, print
layout   rows and panels · axis   scale, dates, events
lines    over time: trend, maturity · gantt   one bar a task, over its days
rows     one row a thing: bars, waterfall · pairs   dumbbell, rate_mix
maps     two axes of one scale: positions · quadrants   four quarters with whiskers · spread   how values lie (seaborn)
curve    one line a brand down its attributes · responses   a small curve a channel
"""

from planbook.views.charts.canvas import Chart
from planbook.views.charts.curve import curve
from planbook.views.charts.gantt import gantt
from planbook.views.charts.lines import maturity, trend
from planbook.views.charts.maps import positions
from planbook.views.charts.pairs import dumbbell, rate_mix
from planbook.views.charts.quadrants import quadrants
from planbook.views.charts.responses import responses
from planbook.views.charts.rows import bars, waterfall
from planbook.views.charts.spread import spread

__all__ = [
    "Chart",
    "bars",
    "curve",
    "dumbbell",
    "gantt",
    "maturity",
    "positions",
    "quadrants",
    "rate_mix",
    "responses",
    "spread",
    "trend",
    "waterfall",
]
