"""What earlier campaigns taught and asked for that fits the one ahead."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.ran import Ran

YEAR = re.compile(r"-\d{4}(-\d+)?$")
SAME_NAME, SAME_PLATFORM, GENERAL = "same_name", "same_platform", "general"
ORDER = {SAME_NAME: 0, SAME_PLATFORM: 1, GENERAL: 2}
OPEN = "open"


@passes_missing
def fitting(rows: pd.DataFrame, places: pd.DataFrame, ran: Ran) -> pd.DataFrame:
    """Keep what fits the campaign ahead, the nearest and weightiest first.

    Parameters
    ----------
    rows
        Lessons or actions of earlier campaigns: ``campaign effect`` and more; of actions (``status``) the open ones.
    places
        ``campaign platform``: where each campaign ran.
    ran
        The campaign ahead.

    Returns
    -------
    DataFrame
        The same with ``fit``: same_name (an earlier edition), same_platform, or general (of a campaign whose platforms
        nobody knows). What was learned on other platforms alone is left out.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> ran = SimpleNamespace(key="new-year-2027", platforms=("tmall",))
    >>> rows = pd.DataFrame({"campaign": ["618-2026", "member-2026", "new-year-2026"], "effect": [9.0, 8.0, 1.0]})
    >>> places = pd.DataFrame({"campaign": ["618-2026", "member-2026"], "platform": ["tmall", "wechat"]})
    >>> fitting(rows, places, ran)[["campaign", "fit"]].to_numpy().tolist()
    [['new-year-2026', 'same_name'], ['618-2026', 'same_platform']]
    """
    known = rows[rows["status"].astype(object).fillna(OPEN) == OPEN] if "status" in rows else rows
    where = places.groupby("campaign")["platform"].agg(set)
    name = YEAR.sub("", ran.key)
    keys = known["campaign"].astype(str)
    same = keys.map(lambda key: YEAR.sub("", key) == name).to_numpy(bool)
    here = keys.map(lambda key: bool(where.get(key, set()) & set(ran.platforms))).to_numpy(bool)
    fit = np.select([same, here, ~keys.isin(where.index).to_numpy(bool)], list(ORDER), "")
    found = known.assign(fit=fit, place=pd.Series(fit, index=known.index).map(ORDER), weight=-known["effect"].abs())
    kept = found[found["fit"] != ""].sort_values(["place", "weight", "campaign"], ignore_index=True)
    return kept.drop(columns=["place", "weight"])
