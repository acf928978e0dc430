"""What the parent of warm workers loads, once, before it forks the first: imported for its effect.

Everything that a report uses is imported and one chart drawn, with the fonts that this looks up. No thread is
started and no database opened: neither would survive the fork.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import pkgutil

from planbook.reports import render
from planbook.reports.kernels.execute import papermill

# those that are first used deep inside a cell; seaborn is not among them, since few charts wait a second for it
LIBRARIES = (
    "ibis.backends.duckdb.converter",
    "ibis.expr.types.groupby",
    "ibis.formats.pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "pyarrow.pandas_compat",
    "rjieba",
    "sklearn.cluster",
    "sklearn.metrics",
)
OURS = ("planbook.workbook", "planbook.cli", "planbook.reports.run", "planbook.reports.kernels.shell")
PACKAGES = ("planbook.tables", "planbook.summaries", "planbook.measures", "planbook.views")


def load() -> None:
    """Import, draw, and keep the collector away from what never goes."""
    names = list(OURS)
    for package in map(importlib.import_module, PACKAGES):
        names += [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    with contextlib.suppress(Exception):
        papermill()
        render.warm()
    for name in (*LIBRARIES, *names):
        with contextlib.suppress(Exception):  # it fails again, and is told, in the run that needs it
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        _draw()
    gc.collect()
    gc.freeze()


def _draw() -> None:
    """Draw a chart in both languages' letters: this finds the fonts, and loads what only a drawing needs."""
    import pandas as pd

    from planbook.views.charts.lines import trend
    from planbook.views.words import open_words

    days = pd.date_range("2026-10-01", periods=3)
    lines = pd.DataFrame({"paid": [1.0, 2.0, 3.0]}, index=days)
    for language in ("zh", "en"):
        words = open_words(language)
        trend(lines, words, title="支付 Paid", unit="money").svg()  # type: ignore[union-attr]
        pd.DataFrame({"day": days, "n": 1.0})._repr_html_()  # type: ignore[operator]


load()
