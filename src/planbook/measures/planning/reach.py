"""Which goals of a campaign are beyond what is to be expected."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, missing, passes_missing

CAMPAIGN = "campaign"


@passes_missing
def judged(chances: pd.DataFrame, *, least: float) -> pd.DataFrame | Missing:
    """Keep the campaign's own goals and tell which have no fair chance.

    Parameters
    ----------
    chances
        ``of chance`` and more (``wishes.chances``): what goal setting says of each goal, so that both say the same.
    least
        The chance from which a goal counts as fair.

    Returns
    -------
    DataFrame
        The same columns and ``beyond``, False also where the chance is not known. `Missing` where the campaign has no
        goal.

    Examples
    --------
    >>> rows = pd.DataFrame({"of": ["campaign", "campaign", "span"], "chance": [0.01, 0.5, 0.01]})
    >>> judged(rows, least=0.3)["beyond"].to_list()
    [True, False]
    """
    own = chances[chances["of"] == CAMPAIGN].reset_index(drop=True)
    return own.assign(beyond=own["chance"] < least) if len(own) else missing("targets", reason="empty")
