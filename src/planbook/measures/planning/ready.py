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
Check = Callable[[pd.DataFrame], int | None]  # what is to be mended in a frame; None where the part lacks
SURE = 0.8  # chance to be in time that is enough
BLANK = "[offer]"  # stands in the words of a channel as long as no offer is recommended
NO_OFFER = ("no-offer", "not-known")  # lines of a brief that say that no offer pays, or that none is known to
BEHIND = ("after_deadline", "overdue", "must_begin", "tight")
MET = ("gap", "same_day", "unfit", "other_event")


def parts(frames: dict[str, Frame]) -> pd.DataFrame:
    """Tell the state of each part of the plan.

    Parameters
    ----------
    frames
        Name → frame: ``brief`` (part line text_en notebook), ``themes`` (verdict), ``goals`` (kpi owner) and
        ``chances`` (beyond), ``money`` (platform over), ``items`` (chosen target_units stock) and ``falls`` (flag),
        ``people`` (gap), ``schedule`` (one row: ``chance`` to be in time) with ``laid`` (state) and ``faults``,
        ``calendar`` and ``conflicts`` (kind), ``slots`` and ``creators`` (state), ``texts`` (origin) and ``hits`` (of
        them, fails), ``risks`` (probability expected).

    Returns
    -------
    DataFrame
        ``part state n notebook``: ``n`` counts what is to be mended; ``notebook`` makes what is lacking. A part lacks
        where its first frame does; of its other frames those count that are there.

    Examples
    --------
    >>> brief = pd.DataFrame({"part": ["message"], "line": "origin", "text_en": "Real origin", "notebook": [""]})
    >>> parts({"brief": brief}).head(2)[["part", "state"]].values.tolist()
    [['part_message', 'plan_ready'], ['part_audience', 'plan_lacking']]
    """
    rows = []
    for part, checks in PARTS.items():
        known = [_checked(frames.get(name), wrong) for name, wrong in checks]
        n = None if known[0] is None else sum(each or 0 for each in known)
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
        ``collecting.foremost``.
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


def _checked(frame: Frame | None, wrong: Check) -> int | None:
    return None if frame is None or isinstance(frame, Missing) else wrong(frame)


def _line(part: str) -> Check:
    return lambda brief: 0 if (brief["part"].eq(part) & brief["notebook"].eq("")).any() else None


def _offer(brief: pd.DataFrame) -> int | None:
    """Count what is open of the offer: none that pays, and the words of channels that still wait for one."""
    own = brief[brief["part"].eq("offer") & brief["notebook"].eq("")]
    blanks = brief["part"].eq("message") & brief["text_en"].str.contains(BLANK, regex=False)
    return int(own["line"].isin(NO_OFFER).sum() + blanks.sum()) if len(own) else None


def _themes(ideas: pd.DataFrame) -> int | None:
    return 0 if ideas["verdict"].eq("in").any() else None


def _goals(goals: pd.DataFrame) -> int | None:
    paid = goals[goals["kpi"] == "paid"]
    return int(goals["owner"].eq("").sum()) if len(paid) else None


def _over(money: pd.DataFrame) -> int:
    """Count the platforms that spend beyond their budget; at least one where only all of them together do."""
    own = money["platform"].ne("total")
    return max(int((money["over"].gt(0) & own).sum()), int(money["over"].gt(0).any()))


def _chosen(wrong: Check) -> Check:
    """Leave a part of the assortment lacking as long as nobody has chosen the items."""
    return lambda items: wrong(items) if items["chosen"].any() else None


def _flag(*flags: str) -> Check:
    return lambda falls: int(falls["flag"].isin(flags).sum())


def _people(people: pd.DataFrame) -> int:
    return int((people["gap"] > 0).sum())


def _late(schedule: pd.DataFrame) -> int:
    return int((schedule["chance"] < SURE).sum())


def _behind(laid: pd.DataFrame) -> int:
    return int(laid["state"].isin(BEHIND).sum())


def _planned(calendar: pd.DataFrame) -> int | None:
    return 0 if len(calendar) else None


def _met(conflicts: pd.DataFrame) -> int:
    return int(conflicts["kind"].isin(MET).sum())


def _creators(creators: pd.DataFrame) -> int:
    return int(creators["state"].ne("booked").sum())


def _slots(slots: pd.DataFrame) -> int:
    """Count what is open of slots; of one that the platform refused nothing is."""
    return int((~slots["state"].isin(["slot_granted", "slot_refused"])).sum())


def _written(texts: pd.DataFrame) -> int | None:
    """Tell whether anything was written for this campaign; creatives that were in use before it are not."""
    return 0 if texts["origin"].ne("creative").any() else None


def _copy(hits: pd.DataFrame) -> int:
    return len(hits[hits["fails"].astype(bool)].drop_duplicates(["origin", "line", "platform"]))


def _risks(risks: pd.DataFrame) -> int:
    return int(risks["expected"].isna().sum())


PARTS: dict[str, tuple[tuple[str, Check], ...]] = {
    "part_message": (("brief", _line("message")),),
    "part_audience": (("brief", _line("audience")),),
    "part_theme": (("themes", _themes),),
    "part_offer": (("brief", _offer),),
    "part_goals": (("goals", _goals), ("chances", lambda chances: int(chances["beyond"].sum()))),
    "part_budget": (("brief", _line("budget")), ("money", _over)),
    "part_assortment": (("items", _chosen(lambda items: int(items["target_units"].isna().sum()))),),
    "part_prices": (
        ("items", _chosen(lambda _: 0)),
        ("falls", _flag("loses", "below_floor", "above_lowest", "above_usual", "no_hero")),
    ),
    "part_stock": (
        ("items", _chosen(lambda items: int(items["stock"].isna().sum()))),
        ("falls", _flag("stock_short")),
    ),
    "part_people": (("people", _people),),
    "part_schedule": (("schedule", _late), ("laid", _behind), ("faults", len)),
    "part_content": (("calendar", _planned), ("conflicts", _met)),
    "part_resources": (("slots", _slots),),
    "part_creators": (("creators", _creators),),
    "part_copy": (("texts", _written), ("hits", _copy)),
    "part_risks": (("risks", _risks),),
}
