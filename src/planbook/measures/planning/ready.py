"""Is the plan ready: which of its parts stand, which are to be mended, and which nobody has written down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from planbook.absence import Missing

READY, TO_MEND, LACKING = "plan_ready", "plan_to_mend", "plan_lacking"
NOTEBOOKS = {  # part → the notebook that makes it; the others are people's own
    "part_message": "13_value_proposition",
    "part_audience": "12_persona_building",
    "part_offer": "23_pricing_promotion",
    "part_goals": "21_goal_setting",
    "part_budget": "22_budget_allocation",
}
Frame = pd.DataFrame | Missing
SURE = 0.8  # chance to be in time that is enough


def parts(frames: dict[str, Frame]) -> pd.DataFrame:
    """Tell the state of each part of the plan.

    Parameters
    ----------
    frames
        Part → its frame: ``brief`` (part notebook), ``themes`` (verdict), ``goals`` (kpi owner),
        ``items`` and ``falls`` (flag), ``people`` (gap), ``schedule`` (one row: ``chance`` to be in time),
        ``calendar``, ``creators`` (state), ``hits``, ``risks`` (probability expected).

    Returns
    -------
    DataFrame
        ``part state n notebook``: ``n`` counts what is to be mended; ``notebook`` makes what is lacking.

    Examples
    --------
    >>> brief = pd.DataFrame({"part": ["message"], "notebook": [""]})
    >>> parts({"brief": brief}).head(2)[["part", "state"]].values.tolist()
    [['part_message', 'plan_ready'], ['part_audience', 'plan_lacking']]
    """
    rows = []
    for part, (name, wrong) in PARTS.items():
        frame = frames.get(name)
        n = None if frame is None or isinstance(frame, Missing) else wrong(frame)
        state = LACKING if n is None else TO_MEND if n else READY
        rows.append({"part": part, "state": state, "n": float(n) if n else np.nan, "notebook": NOTEBOOKS.get(part, "")})
    return pd.DataFrame(rows)


def share(found: pd.DataFrame) -> float:
    """Give the share of the parts that stand."""
    return float(found["state"].eq(READY).mean())


def card(found: pd.DataFrame, *, people: Frame, risks: Frame, schedule: Frame | None = None) -> pd.DataFrame:
    """Gather the figures of the first screen: index KPI id, columns ``value low high``, NaN where unknown.

    Parameters
    ----------
    found
        `parts`.
    people
        ``collecting.total``.
    risks
        ``risks.total``.
    schedule
        One row ``chance`` and ``days``: the chance to be in time, and the working days that are left over then.
    """
    rows = {"parts_ready": [share(found), np.nan, np.nan]}
    if isinstance(people, pd.DataFrame):
        rows["people_to_collect"] = people[["gap", "gap_low", "gap_high"]].iloc[0].astype(float).to_list()
        rows["collect_a_week"] = [float(people["a_week"].iloc[0]), np.nan, np.nan]
    if isinstance(risks, pd.DataFrame):
        rows["expected_loss"] = [float(risks["expected"].iloc[0]), np.nan, np.nan]
        rows["loss_p80"] = [float(risks["p80"].iloc[0]), np.nan, np.nan]
    if isinstance(schedule, pd.DataFrame):
        rows["in_time"] = [float(schedule["chance"].iloc[0]), np.nan, np.nan]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])


def _line(part: str) -> Callable[[pd.DataFrame], int | None]:
    return lambda brief: 0 if (brief["part"].eq(part) & brief["notebook"].eq("")).any() else None


def _themes(ideas: pd.DataFrame) -> int | None:
    return 0 if ideas["verdict"].eq("in").any() else None


def _goals(goals: pd.DataFrame) -> int | None:
    paid = goals[goals["kpi"] == "paid"]
    return int(goals["owner"].eq("").sum()) if len(paid) else None


def _items(items: pd.DataFrame) -> int | None:
    return int(items["target_units"].isna().sum()) if items["chosen"].any() else None


def _flag(*flags: str) -> Callable[[pd.DataFrame], int]:
    return lambda falls: int(falls["flag"].isin(flags).sum())


def _people(people: pd.DataFrame) -> int:
    return int((people["gap"] > 0).sum())


def _late(schedule: pd.DataFrame) -> int:
    return int((schedule["chance"] < SURE).sum())


def _there(_: pd.DataFrame) -> int:
    return 0


def _creators(creators: pd.DataFrame) -> int:
    return int(creators["state"].ne("booked").sum())


def _copy(hits: pd.DataFrame) -> int:
    return int(hits["fails"].astype(bool).sum())


def _risks(risks: pd.DataFrame) -> int:
    return int(risks["expected"].isna().sum())


PARTS: dict[str, tuple[str, Callable[[pd.DataFrame], int | None]]] = {
    "part_message": ("brief", _line("message")),
    "part_audience": ("brief", _line("audience")),
    "part_theme": ("themes", _themes),
    "part_offer": ("brief", _line("offer")),
    "part_goals": ("goals", _goals),
    "part_budget": ("brief", _line("budget")),
    "part_assortment": ("items", _items),
    "part_prices": ("falls", _flag("loses", "below_floor", "above_lowest", "no_hero")),
    "part_stock": ("falls", _flag("stock_short")),
    "part_people": ("people", _people),
    "part_schedule": ("schedule", _late),
    "part_content": ("calendar", _there),
    "part_creators": ("creators", _creators),
    "part_copy": ("hits", _copy),
    "part_risks": ("risks", _risks),
}
