"""What a setting of goals opens with: what is to be expected, the goal and its chance, the hours; and its cards."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.campaign import Campaign
from planbook.views.aims.judged import in_ten
from planbook.views.display import View, unsaid
from planbook.views.findings import headline
from planbook.views.words import Words

Frame = Any  # a frame, or what is `Missing` for it
CARDS = ("forecast_paid", "goal_chance", "campaign_forecast", "smart_share", "hours_share", "launch_units")
COLUMNS = ["value", "low", "high", "year_ago", "target"]
EVEN = 0.01  # a goal as near to the forecast is the forecast


def opening(held: Frame, words: Words, *, ahead: Period, owners: Frame, whole: Frame, as_of: pd.Timestamp) -> View:
    """Say in one sentence what is to be expected, what the goal is, its chance, and whether the hours suffice."""
    state = words("Data complete to {day}.", day=words.day(as_of))
    if isinstance(held, Missing):
        nothing = words("{span}: there are too few days with sales to foretell anything.", span=words.span(ahead))
        return headline(unsaid(held, words, nothing), words, state=state)
    row = held.to_dict("records")[0]
    said = {
        "span": words.span(ahead),
        "expected": words.short(row["expected"], "money"),
        "range": words.range(row["low"], row["high"], "money"),
        "goal": words.short(row["goal"], "money"),
        "chance": in_ten(row["chance"], words),
        "gap": words.value(abs(row["gap"]), "share"),
    }
    parts = [words("{span}: {expected} paid are to be expected (80% sure: {range})", **said)]
    if abs(row["gap"]) <= EVEN:
        parts.append(words("the goal is the forecast: a chance of {chance}", **said))
    elif row["gap"] > 0:
        parts.append(words("the goal of {goal} lies {gap} above that: a chance of {chance}", **said))
    else:
        parts.append(words("the goal of {goal} lies {gap} below that: a chance of {chance}", **said))
    if not isinstance(whole, Missing) and not whole.seasonal:
        parts.append(words("less than two years are known, so no season of the year is in it"))
    share = math.nan if isinstance(owners, Missing) else float(owners["share"].iloc[-1])
    if math.isfinite(share):
        parts.append(words("the plan takes {share} of the team's hours", share=words.value(share, "share")))
    return headline(words("; ").join(parts) + words("."), words, state=state)


def card(
    expected: Frame, held: Frame, of_campaign: Frame, *, checked: Frame, owners: Frame, launch: Frame
) -> pd.DataFrame | Missing:
    """Gather the figures of the cards: index KPI id; ``value low high year_ago target``, NaN where unknown."""
    if isinstance(held, Missing):
        return held
    rows: dict[str, dict[str, float]] = {}
    if not isinstance(expected, Missing):
        total = expected.to_dict("index")["total"]
        rows["forecast_paid"] = {name: total[name] for name in ("value", "low", "high", "year_ago")}
        rows["forecast_paid"]["target"] = float(held["goal"].iloc[0])
    rows["goal_chance"] = {"value": float(held["chance"].iloc[0])}
    if not isinstance(of_campaign, Missing):
        rows["campaign_forecast"] = of_campaign.loc[["with_campaign"]].to_dict("records")[0]
    if not isinstance(checked, Missing):
        rows["smart_share"] = {"value": float(checked["passed"].sum()) / (6 * len(checked))}
    if not isinstance(owners, Missing):
        rows["hours_share"] = {"value": float(owners["share"].iloc[-1])}
    if not isinstance(launch, Missing):
        rows["launch_units"] = launch[["value", "low", "high"]].to_dict("records")[0]
    found = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=COLUMNS).astype(float)
    return found[found["value"].notna()].rename_axis("kpi").replace({None: np.nan})


def notes(words: Words, *, ahead: Period, ran: Campaign | Missing, checked: Frame, launch: Frame) -> dict[str, str]:
    """Say under the cards of which days they are."""
    said = {"forecast_paid": words.span(ahead), "goal_chance": words("of the goal for all months")}
    if not isinstance(ran, Missing):
        days = words.span(ran.span)
        said["campaign_forecast"] = words("{campaign}, {days}", campaign=ran.name(words.language), days=days)
        said["hours_share"] = words("until {day}", day=words.day(ran.span.start, year=False))
    if not isinstance(checked, Missing):
        said["smart_share"] = words.plural("of {n} goal", "of {n} goals", len(checked))
    if not isinstance(launch, Missing):
        said["launch_units"] = words("units in the first {weeks} weeks", weeks=int(launch.index[0]))
    return said
