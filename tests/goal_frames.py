"""Small forecasts for tests of goals."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from planbook.measures import outlook
from planbook.periods import Period, month

MONTHS = {"2026-11": month(2026, 11), "2026-12": month(2026, 12)}
DAYS = pd.date_range("2026-11-01", "2026-12-31")
SPAN = Period(DAYS[10].date(), DAYS[19].date(), "dew-2026", "event")
RAN = SimpleNamespace(key="dew-2026", platforms=("tmall",), span=SPAN)


def courses(level, *, spread=0.1, lift=0.0, seed=1):
    """One forecast: 500 courses around a level a day, each high or low on all its days."""
    whole = level * np.exp(spread * np.random.default_rng(seed).standard_normal((500, 1))) * np.ones((1, len(DAYS)))
    held = whole.copy()
    held[:, 10:20] *= 1 + lift
    return SimpleNamespace(days=DAYS, draws=held, plain=whole, method="model")


def foretold(*, lift=0.0):
    """A shop of two platforms whose forecasts do not add up yet."""
    return {"all": courses(1000.0), "tmall": courses(660.0, lift=lift, seed=2), "jd": courses(220.0, seed=3)}


def agreed(**known):
    """The outlook of that shop."""
    found = outlook.outlook(foretold(**known), MONTHS, RAN)
    assert isinstance(found, outlook.Outlook)
    return found
