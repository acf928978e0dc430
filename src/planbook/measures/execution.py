"""How a campaign was carried out: goals held, tasks done on time, and what creators delivered of what they promised."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.catalog import CATALOG
from planbook.measures.ran import Ran

ALL = "all"  # the platform of a goal that is the campaign's as a whole
ON_TIME, LATE, NOT_DONE, AHEAD, UNDATED = "on_time", "late", "not_done", "not_due_yet", "undated"
PROMISES = ("posts", "views", "paid")


@passes_missing
def held(by_platform: pd.DataFrame, figures: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Hold each figure of a campaign against its goal, by platform and owner.

    Parameters
    ----------
    by_platform
        Index platform; a column a KPI id (``kpis.by_platform``).
    figures
        ``kpis.reckon`` of the campaign: its row ``current`` answers goals for ``all``.
    targets
        ``kpi platform owner value``.

    Returns
    -------
    DataFrame
        ``owner kpi platforms value target due attainment met``, as ``targets.by_owner`` gives them; ``value`` and
        ``met`` are NaN where the shop's data do not give the figure.
    """
    rows = []
    for goal in targets[targets["kpi"].isin(CATALOG)].to_dict("records"):
        source = figures.rename(index={"current": ALL}) if goal["platform"] == ALL else by_platform
        known = goal["kpi"] in source and goal["platform"] in source.index
        value = float(source[goal["kpi"]].to_dict()[goal["platform"]]) if known else np.nan
        kept = value <= goal["value"] if CATALOG[goal["kpi"]].direction < 0 else value >= goal["value"]
        row = {"owner": goal["owner"], "kpi": goal["kpi"], "platforms": (goal["platform"],), "value": value}
        share = value / goal["value"] if goal["value"] else np.nan
        row |= {"target": goal["value"], "due": goal["value"], "attainment": share}
        rows.append(row | {"met": bool(kept) if known and np.isfinite(value) else np.nan})
    columns = ["owner", "kpi", "platforms", "value", "target", "due", "attainment", "met"]
    found = pd.DataFrame(rows, columns=columns)
    order = {kpi: place for place, kpi in enumerate(CATALOG)}
    return found.sort_values("kpi", key=lambda kpis: kpis.map(order), kind="stable", ignore_index=True)


@passes_missing
def owner_of_goal(targets: pd.DataFrame) -> str:
    """Name who answers for a campaign: the owner of its largest goal of paid, else of any goal; empty if nobody.

    Examples
    --------
    >>> goals = pd.DataFrame({"kpi": ["orders", "paid"], "owner": ["Bo", "Ana"], "value": [9.0, 500.0]})
    >>> owner_of_goal(goals)
    'Ana'
    """
    named = targets[targets["owner"].astype(object).fillna("") != ""]
    paid = named[named["kpi"] == "paid"].sort_values("value", ascending=False, kind="stable")
    return str([*paid["owner"], *named["owner"], ""][0])


@passes_missing
def tasks(planned: pd.DataFrame, ran: Ran) -> pd.DataFrame:
    """Say of each task whether it was done, and how late.

    Parameters
    ----------
    planned
        ``task owner due done`` and more (``summaries.campaign_tasks``).
    ran
        The campaign; its ``as_of`` is the day that open tasks are looked at.

    Returns
    -------
    DataFrame
        The same rows with ``status`` (on_time, late, not_done, not_due_yet, undated) and ``days_late`` (0 on time; of a
        task not done, the days since it was due), worst first.
    """
    as_of = pd.Timestamp(ran.as_of)
    done = planned["done"].where(planned["done"] <= as_of)
    late = (done.fillna(as_of) - planned["due"]).dt.days.astype(float)
    status = np.select(
        [planned["due"].isna(), done.notna() & (late <= 0), done.notna(), late > 0],
        [UNDATED, ON_TIME, LATE, NOT_DONE],
        AHEAD,
    )
    found = planned.assign(status=status, days_late=late.clip(lower=0.0).where(planned["due"].notna()))
    rank = {NOT_DONE: 0, LATE: 1, AHEAD: 2, UNDATED: 3, ON_TIME: 4}
    worst = found.assign(rank=found["status"].map(rank)).sort_values(
        ["rank", "days_late"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return worst.drop(columns="rank")


@passes_missing
def by_owner(done: pd.DataFrame) -> pd.DataFrame:
    """Count each owner's tasks: ``owner tasks on_time late not_done days_late share``; the last row adds them up.

    ``days_late`` adds up the days of late tasks and of those not done; ``share`` = on time ÷ tasks whose day has come.
    """
    due = done[~done["status"].isin([AHEAD, UNDATED])].astype({"owner": object}).fillna({"owner": ""})
    rows = [(str(owner), own) for owner, own in due.groupby("owner")] + [("total", due)]
    found = pd.DataFrame([
        {"owner": owner, "tasks": len(own)}
        | {name: int((own["status"] == name).sum()) for name in (ON_TIME, LATE, NOT_DONE)}
        | {"days_late": float(own["days_late"].sum())}
        for owner, own in rows
    ])  # fmt: skip
    found["share"] = found[ON_TIME] / found["tasks"].where(found["tasks"] > 0)
    return found


@passes_missing
def creators(placed: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Hold what creators delivered against what they promised, and what it cost against what it left.

    Parameters
    ----------
    placed
        One row a creator: ``platform creator tier slot_fee commission promised_posts posts promised_views views
        promised_paid paid refund``; a fee or commission that is empty is none.
    margin
        Share of net sales that is left after goods and fees; NaN: unknown.

    Returns
    -------
    DataFrame
        The promised and delivered columns with ``net`` (paid − refund), ``cost`` (slot fee + commission × net),
        ``posts_share views_share paid_share`` (delivered ÷ promised), ``cost_per_view``, ``profit`` (net × margin −
        cost) and ``roi`` (profit ÷ cost). Largest profit first; the last row, ``creator`` total, adds them up.

    Examples
    --------
    >>> row = {"platform": "tmall", "creator": "Ana", "tier": "middle", "slot_fee": 100.0, "commission": 0.1}
    >>> row |= {"promised_posts": 2, "posts": 1, "promised_views": 1000, "views": 500, "promised_paid": 900.0}
    >>> creators(pd.DataFrame([row | {"paid": 600.0, "refund": 100.0}]), 0.5).loc[0, ["net", "cost", "roi"]].to_list()
    [500.0, 150.0, 0.6666666666666666]
    """
    rows = placed.assign(net=placed["paid"] - placed["refund"].fillna(0.0))
    rows["cost"] = rows["slot_fee"].fillna(0.0) + rows["commission"].fillna(0.0) * rows["net"].fillna(0.0)
    rows["profit"] = rows["net"] * margin - rows["cost"]
    names = [*(f"promised_{name}" for name in PROMISES), *PROMISES, "slot_fee", "refund", "net", "cost", "profit"]
    rows = rows.sort_values("profit", ascending=False, kind="stable")
    total = {name: rows[name].sum(min_count=1) for name in names} | {"creator": "total", "platform": ""}
    found = pd.concat([rows, pd.DataFrame([total])], ignore_index=True)
    for name in PROMISES:
        found[f"{name}_share"] = found[name] / found[f"promised_{name}"].where(found[f"promised_{name}"] > 0)
    found["cost_per_view"] = found["cost"] / found["views"].where(found["views"] > 0)
    return found.assign(roi=found["profit"] / found["cost"].where(found["cost"] > 0))
