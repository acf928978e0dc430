"""What notebooks reckon of a campaign and a document has cells for: stages, words of channels, duties, results."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from planbook import summaries
from planbook.absence import Missing, given
from planbook.documents.standing import Standing
from planbook.measures import execution, kpis, planning, targets
from planbook.measures.catalog import CATALOG
from planbook.periods import Period
from planbook.summaries import campaign_ahead, part
from planbook.views.planning.brief import claim
from planbook.views.planning.named import listed
from planbook.views.words import Words

FIGURES = ("paid", "net", "orders", "visitors", "conversion", "paid_per_buyer", "new_buyers", "roas", "spend_share")
PAID = {"search": "search_ads", "feed": "feed_ads", "creators": "creators"}  # channels as planbook.yml has them
RESERVE = "reserve"  # the row of what is kept back, which the stages hold as well
PARTED = ";"  # between names in a cell of the schema
POINTS = 3  # of the message that a creator is told

Cells = dict[str, dict[str, str]]  # key of a written row → name of a column → what stands there


def rhythm(standing: Standing, words: Words) -> Cells:
    """Give each stage's days, and its part of the goal and of the money, and what of the money is kept back."""
    tables, ran = standing.tables, standing.ran
    stages = planning.rhythm.stages(ran, campaign_ahead.stages(tables, ran))
    last = summaries.edition_before(tables, ran)
    goals, budget = summaries.campaign_targets(tables, ran), campaign_ahead.budget(tables, ran)
    whole = (planning.rhythm.amount(goals, "paid"), planning.rhythm.amount(budget, "spend", ran))
    days = (campaign_ahead.paid_days(tables, last), campaign_ahead.spend_days(tables, last))
    parts = [
        planning.rhythm.split(stages, ran, last, each, total=total) for each, total in zip(days, whole, strict=True)
    ]
    staged = given(planning.rhythm.together(stages, *parts))
    if staged is None:
        return {}
    found = {str(name): _stage(rows, words) for name, rows in staged.groupby("stage", sort=False)}
    kept = planning.rhythm.reserve(budget)
    return found | ({RESERVE: {"money": _money("spend", kept, words)}} if kept > 0 else {})


def _stage(rows: pd.DataFrame, words: Words) -> dict[str, str]:
    """Say the days of a stage, of all its waves, and what they are to bring and cost."""
    mark = "；" if words.language == "zh" else "; "
    spans = [Period(first.date(), last.date(), "") for first, last in zip(rows["starts"], rows["ends"], strict=True)]
    sums = {name: float(rows[name].sum()) for name in ("paid", "spend")}
    money = [_money(name, total, words) for name, total in sums.items() if total > 0]
    return {"days": mark.join(map(words.span, spans)), "money": mark.join(money)}


def _money(kpi: str, amount: float, words: Words) -> str:
    return f"{words.kpi(kpi)} {words.value(amount, 'money')}"


def channels(standing: Standing, words: Words) -> Cells:
    """Give the message in each channel's words, as planned or changed by somebody, and who answers for its money."""
    texts, money = standing.channels(words.language), given(campaign_ahead.budget(standing.tables, standing.ran))
    found: Cells = {name: {"said": text} for name, text in texts.items()}
    for name, channel in PAID.items():
        owners = [] if money is None else sorted(set(money.loc[money["channel"] == channel, "owner"]) - {""})
        if owners:
            found.setdefault(name, {})["owner"] = listed(owners, words)
    return found


def points(standing: Standing, words: Words) -> Cells:
    """Give what the message claims, line by line; its evidence compares with rivals, and is not for creators."""
    texts = standing.part("message")[f"text_{words.language}"].dropna().head(POINTS)
    return {str(at): {"point": claim(str(text))} for at, text in enumerate(texts, 1)}


def duties(standing: Standing, _: Words) -> Cells:
    """Say who answers for each task, who is asked and who is told."""
    tables, ran, project = standing.tables, standing.ran, standing.tables.shop.project
    days = project.planning.workdays(tables.shop.settings.timezone, ran.as_of)
    goals = summaries.campaign_targets(tables, ran)
    dates = (summaries.event_stages(tables, ran), summaries.unbooked(tables, ran), goals)
    tasks = planning.deadlines.ahead(summaries.planned_tasks(tables, ran), ran, days, project.planning, dates)
    net = planning.schedule.network(tasks, ran, days)
    laid = planning.deadlines.dated(net, planning.schedule.critical_path(net), ran, days)
    owner = execution.owner_of_goal(goals)
    found = given(planning.duties.raci(laid, planning.schedule.waits(net), owner, project.planning.raci))
    if found is None:
        return {}
    return {
        str(row["task"]): {
            "accountable": PARTED.join(row["accountable"]),
            "consulted": PARTED.join(row["consulted"]),
            "informed": PARTED.join(row["informed"]),
        }
        for row in found.to_dict("records")
    }


def results(standing: Standing, words: Words) -> Cells:
    """Hold each figure of a campaign that has begun against its goal."""
    tables, ran = standing.tables, standing.ran
    if ran.span.start > ran.as_of:
        return {}
    spans, ours = summaries.campaign_spans(ran, summaries.edition_before(tables, ran)), part.of(tables, ran)
    figures = kpis.reckon(*part.history(ours, spans))
    if isinstance(figures, Missing):
        return {}
    actual = figures.loc["current"].to_dict()
    goals = given(targets.of_shop(summaries.campaign_targets(tables, ran)))
    return {name: _held(name, actual, {} if goals is None else goals.to_dict(), words) for name in FIGURES}


def _held(name: str, actual: Mapping[Any, float], goals: Mapping[Any, float], words: Words) -> dict[str, str]:
    unit, goal, found = CATALOG[name].unit, goals.get(name, math.nan), actual.get(name, math.nan)
    told = {"goal": (goal, unit), "actual": (found, unit)}
    if goal:
        told["attained"] = (found / goal, "share")
    return {each: words.value(value, of) for each, (value, of) in told.items() if math.isfinite(value)}


BY_NAME: dict[str, Callable[[Standing, Words], Cells]] = {
    "rhythm": rhythm,
    "channels": channels,
    "points": points,
    "duties": duties,
    "results": results,
}
