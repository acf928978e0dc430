"""The first screen of a campaign plan: is it ready, what is lacking, what may go wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, shows_missing
from planbook.views.findings import Finding, headline
from planbook.views.planning import named
from planbook.views.planning.collecting import layer
from planbook.views.spoken import BY_ROW, listed, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Frame = Any  # a frame, or what is `Missing` for it
CARDS = ("parts_ready", "in_time", "people_to_collect", "collect_a_week", "expected_loss", "loss_p80")
# what a plan cannot do without: time first, since none can be bought
URGENT = (
    "deadline",
    "schedule",
    "unlikely_goal",
    "people",
    "creators",
    "resources",
    "assortment",
    "risks",
    "hours",
    "content",
    "copy",
    "late_tasks",
)
READY, LACKING = "plan_ready", "plan_lacking"


def opening(
    ready: pd.DataFrame, words: Words, *, ran: Frame, card: pd.DataFrame, people: Frame, as_of: pd.Timestamp
) -> View:
    """Say in one sentence whether the plan is ready, and what stands in its way; ``people`` is the foremost layer."""
    state = words("Data complete to {day}.", day=words.day(as_of))
    if isinstance(ran, Missing):
        text = words("No campaign is known, so there is nothing to plan: the table of campaigns is missing.")
        return headline(text, words, state=state)
    name = words(
        "{campaign} ({place}, {days})",
        campaign=ran.name(words.language),
        place=listed(ran.platforms, words),
        days=words.span(ran.span),
    )
    stands = int(ready["state"].eq(READY).sum())
    n, of = words.value(stands, "count"), words.value(len(ready), "count")
    said = [
        words("{campaign}: {n} of {of} parts of the plan stand", campaign=name, n=n, of=of),
        *_figures(card, people, words),
    ]
    lacking = ready.loc[ready["state"] == LACKING, "part"]
    gap = "" if words.language == "zh" else " "
    if len(lacking):
        state += gap + words("Not there yet: {parts}.", parts=listed(lacking, words))
    return headline(words("; ").join(said) + words("."), words, state=state)


def notes(people: Frame, words: Words) -> dict[str, str]:
    """Say under the cards of people which layer they are of: the one that lacks most for the goal."""
    if isinstance(people, Missing):
        return {}
    return dict.fromkeys(("people_to_collect", "collect_a_week"), layer(row(people, 0), words))


def _figures(card: pd.DataFrame, people: Frame, words: Words) -> list[str]:
    found = {str(kpi): row(card, kpi) for kpi in card.index}
    said = []
    if "in_time" in found:
        chance = named.chance(found["in_time"]["value"], words)
        said.append(words("the chance to be ready in time is {share}", share=chance))
    if "people_to_collect" in found:
        said.append(_people(found["people_to_collect"], layer(row(people, 0), words), words))
    if "loss_p80" in found:
        risk = words.short(found["loss_p80"]["value"], "money")
        said.append(words("risks cost {money} at most in four of five plans like this", money=risk))
    return said


def _people(people: Mapping[str, float], name: str, words: Words) -> str:
    if people["value"] < 1:
        return words("every layer that was counted has its people")
    between = words.range(people["low"], people["high"], "count")
    more = words.short(people["value"], "count")
    return words("{layer} lack {n} people (80% sure: {range})", layer=name, n=more, range=between)


@shows_missing
def parts(ready: pd.DataFrame, words: Words) -> View:
    """Show each part of the plan with its state, and what to do for it."""
    columns = {
        "part": (msg("Part of the plan"), tables.TEXT),
        "state": (msg("State"), tables.TEXT),
        "n": (msg("To be mended"), "count"),
        "notebook": (msg("Next"), BY_ROW),
    }
    said = {"notebook": [_next(each, words) for each in ready.to_dict("records")]}
    title = words("What stands, what is to be mended, what is lacking")
    return spoken.table(ready, said, words, id="parts", title=title, columns=columns, limit=20)


def ranked(found: Iterable[object]) -> list[Finding]:
    """Order findings for the first screen by what a plan cannot do without; those that ask for nothing are left out."""
    known = [each for each in found if isinstance(each, Finding) and each.action]
    return sorted(known, key=lambda each: URGENT.index(each.id) if each.id in URGENT else len(URGENT))


def _next(each: dict[Any, Any], words: Words) -> str:
    if each["state"] == READY:
        return ""
    if each["state"] == LACKING and each["notebook"]:
        return words("run {notebook}", notebook=each["notebook"])
    if each["state"] != LACKING:
        todo = {
            "part_goals": words("name who answers for each, and set what can be reached"),
            "part_budget": words("bring what is planned within the budget"),
            "part_offer": words("say what there is instead, and fill the blanks of the messages"),
        }
        return todo.get(each["part"], words("see its section"))
    tell = {
        "part_message": "brief", "part_theme": "brief", "part_assortment": "assortment", "part_prices": "assortment",
        "part_stock": "assortment", "part_people": "layers", "part_schedule": "tasks", "part_content": "calendar",
        "part_resources": "resources", "part_creators": "creators", "part_copy": "brief", "part_risks": "risks",
    }  # fmt: skip
    if each["part"] in tell:
        return words("fill in the table {table}", table=tell[each["part"]])
    return words("see its section")
