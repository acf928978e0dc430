"""What counts in each month, and whether a goal is specific, measurable, achievable, relevant and timed, and whose."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.catalog import CATALOG
from planbook.measures.intervals import wilson
from planbook.periods import Period

ALL = "all"
POINTS = ("specific", "measurable", "achievable", "relevant", "time_bound", "owned")
GMV, VALUE = "gmv", "customer_value"
RELEVANT = {  # focus → figures that fit it
    GMV: ("paid", "net", "orders", "buyers", "new_buyers", "visitors", "conversion", "paid_per_buyer", "roas", "mer"),
    VALUE: ("repeat_share", "repeat_buyers", "repurchase", "refund_rate", "nps", "net", "paid_per_buyer", "free_share"),
}

WATCHED = {"repeat_share": "with_id", "repeat_buyers": "repeat", "paid": "repeat"}  # figure → of which buyers


def focus(
    months: Mapping[str, Period], *, stages: pd.DataFrame | None = None, campaigns: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Choose what counts in each month: paid where an event bursts or a campaign runs, customers' value otherwise.

    Parameters
    ----------
    months
        Name → days.
    stages
        ``event stage starts ends``; None: no table of events.
    campaigns
        ``campaign starts ends``; None: no table of campaigns.

    Returns
    -------
    DataFrame
        ``month focus events campaigns``: names, parted by +, each once, in their order.

    Examples
    --------
    >>> from planbook.periods import parse
    >>> focus({"2026-12": parse("2026-12")})["focus"].tolist()
    ['customer_value']
    """
    rows = []
    for name, span in months.items():
        bursts = _during(None if stages is None else stages[stages["stage"] == "burst"], "event", span)
        runs = _during(campaigns, "campaign", span)
        told = {"events": "+".join(bursts), "campaigns": "+".join(runs)}
        rows.append({"month": name, "focus": GMV if bursts or runs else VALUE, **told})
    return pd.DataFrame(rows, columns=["month", "focus", "events", "campaigns"])


@passes_missing
def watched(focus: pd.DataFrame, figures: pd.DataFrame, sold: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give what is known of those who come back, for each month in which customers' value counts.

    Parameters
    ----------
    focus
        From `focus`.
    figures
        ``kpis.reckon`` of months, oldest first, the last one being the last of the history.
    sold
        ``period kind paid`` of the same months, kind being new, repeat or unknown (``summaries.sales``).

    Returns
    -------
    DataFrame
        ``month kpi kind current low high year_ago``: of buyers ``with_id`` or ``repeat`` ones, last month, the
        share with its 80 % interval; and in the same month a year ago. `Missing` where the orders carry no buyer's
        id.
    """
    repeat = sold[sold["kind"] == "repeat"].set_index("period")["paid"]
    if repeat.empty:
        return missing("orders", "customer_id")
    known = figures.assign(paid=repeat)
    last = known.to_dict("index")[known.index[-1]]
    ago = known.reindex([f"{int(name[:4]) - 1}{name[4:]}" for name in focus["month"]]).set_axis(focus["month"])
    share = wilson(last["repeat_buyers"], last["new_buyers"] + last["repeat_buyers"])
    ends = {"repeat_share": share[1:]}
    rows = [
        (month, kpi, kind, last[kpi], *ends.get(kpi, (np.nan, np.nan)), ago[kpi].to_dict()[month])
        for month in focus.loc[focus["focus"] == VALUE, "month"]
        for kpi, kind in WATCHED.items()
    ]
    return pd.DataFrame(rows, columns=["month", "kpi", "kind", "current", "low", "high", "year_ago"])


@passes_missing
def check(judged: pd.DataFrame, focus: pd.DataFrame, history: pd.DataFrame, *, least: float) -> pd.DataFrame:
    """Check each goal on its six points.

    Parameters
    ----------
    judged
        ``period kpi platform owner starts ends chance`` (``wishes.chances``).
    focus
        From `focus`.
    history
        Index ``platform period``, a column a KPI that the shop's data give (``wishes.by_platform``).
    least
        The chance from which a goal counts as achievable.

    Returns
    -------
    DataFrame
        ``period kpi platform owner chance``, each point (True, False; ``achievable`` None where the chance is not
        known), ``passed`` (how many) and ``lacks`` (those that are not met, parted by +).
    """
    platforms = set(history.index.get_level_values("platform"))
    focused = dict(zip(focus["month"], focus["focus"], strict=True))
    rows = []
    for row in judged.to_dict("records"):
        timed = pd.notna(row["starts"])
        months = map(str, pd.period_range(row["starts"], row["ends"], freq="M")) if timed else ()
        fitting = {kpi for month in months for kpi in RELEVANT[focused.get(month, GMV)]}
        points = {
            "specific": row["kpi"] in CATALOG and row["platform"] in {ALL, *platforms},
            "measurable": row["kpi"] in history,
            "achievable": bool(row["chance"] >= least) if pd.notna(row["chance"]) else None,
            "relevant": row["kpi"] in fitting,
            "time_bound": bool(timed),
            "owned": bool(row["owner"]),
        }
        lacks = [name for name in POINTS if not points[name]]
        head = {name: row[name] for name in ("period", "kpi", "platform", "owner", "chance")}
        rows.append(head | points | {"passed": len(POINTS) - len(lacks), "lacks": "+".join(lacks)})
    columns = ["period", "kpi", "platform", "owner", "chance", *POINTS, "passed", "lacks"]
    return pd.DataFrame(rows, columns=columns)


def _during(rows: pd.DataFrame | None, key: str, span: Period) -> list[str]:
    if rows is None:
        return []
    inside = (rows["starts"] <= pd.Timestamp(span.end)) & (rows["ends"] >= pd.Timestamp(span.start))
    return list(dict.fromkeys(map(str, rows.loc[inside].sort_values("starts", kind="stable")[key])))
