"""Charts: one idea each, drawn once, as SVG with live text and the figures one click away.

canvas   the sheet: size, colours, font, and `Chart`, which every function here returns
svg      from matplotlib's SVG to one that follows the page: light, dark, phone, print
layout   rows and panels · axis   scale, dates, events
lines    over time: trend, maturity
rows     one row a thing: bars, waterfall · pairs   dumbbell, rate_mix
gantt    one bar a task, over its days
maps     two axes of one scale: positions · spread   how values lie (seaborn)
"""

from planbook.views.charts.canvas import Chart
from planbook.views.charts.gantt import gantt
from planbook.views.charts.lines import maturity, trend
from planbook.views.charts.maps import positions
from planbook.views.charts.pairs import dumbbell, rate_mix
from planbook.views.charts.rows import bars, waterfall
from planbook.views.charts.spread import spread

__all__ = ["Chart", "bars", "dumbbell", "gantt", "maturity", "positions", "rate_mix", "spread", "trend", "waterfall"]
