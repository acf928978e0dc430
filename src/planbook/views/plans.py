"""Rows for the plan: shown as a table, and handed on in the twin for the runner to write."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, plain, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words


class Plan(NamedTuple):
    """How rows of a plan's table are shown: by which key, under which head and title, with which columns."""

    key: str
    head: str
    title: str
    shown: tuple[str, ...]
    none: str = msg("No rows for the plan.")


ENDED = msg("No rows for the plan: they are written when the campaign has ended.")
REVIEWED = ("kind", "owner", "due", "grade", "effect")
PLANS = {
    "actions": Plan("action", msg("What to do"), msg("What to do, as it goes into the plan"), REVIEWED, ENDED),
    "lessons": Plan("lesson", msg("Lesson"), msg("What was learned, as it goes into the plan"), REVIEWED, ENDED),
    "brief": Plan(
        "line",
        msg("Line"),
        msg("Lines of the brief, as they go into the plan"),
        ("part", "rank", "value", "low", "high", "n"),
        msg("No line for the brief."),
    ),
    "offers": Plan(
        "offer",
        msg("Offer"),
        msg("Offers, as they go into the plan"),
        ("platform", "uplift_needed", "effect", "status"),
    ),
    "assortment": Plan(
        "sku",
        msg("Item"),
        msg("The assortment, as it goes into the plan"),
        ("platform", "role", "deal_price", "target_units", "stock"),
        msg("No item for the plan: nobody has chosen the assortment yet."),
    ),
    "risks": Plan(
        "risk",
        msg("Risk"),
        msg("Risks, as they go into the plan"),
        ("probability", "impact", "owner"),
        msg("No risk is proposed: people gave all that every plan rehearses."),
    ),
    "tasks": Plan(
        "task",
        msg("Task"),
        msg("Tasks and days that are proposed, as they go into the plan"),
        ("owner", "starts", "due", "hours"),
        msg("No task is proposed: people planned all, with their days."),
    ),
    "calendar": Plan(
        "text_en",
        msg("Working title"),
        msg("Content that is proposed, as it goes into the plan"),
        ("date", "platform", "format", "stage", "owner", "hours"),
        msg("No content is proposed: every audience hears something each week."),
    ),
}
HEADS = {
    "part": (msg("Part"), tables.TEXT),
    "rank": (msg("Rank"), "count"),
    "kind": (msg("Kind"), tables.TEXT),
    "date": (msg("Day"), "day"),
    "platform": (msg("Platform"), tables.TEXT),
    "format": (msg("Format"), tables.TEXT),
    "stage": (msg("Audience"), tables.TEXT),
    "role": (msg("Role"), tables.TEXT),
    "deal_price": (msg("Deal price"), "money"),
    "target_units": (msg("Target units"), "count"),
    "stock": (msg("Stock"), "count"),
    "probability": (msg("Probability"), "share"),
    "impact": (msg("Most likely cost"), "money"),
    "owner": (msg("Owner"), BY_ROW),
    "starts": (msg("Begins"), "day"),
    "due": (msg("Due"), "day"),
    "hours": (msg("Hours"), "count"),
    "grade": (msg("How sure"), tables.TEXT),
    "uplift_needed": ("uplift_needed", "share"),
    "effect": (msg("Money"), "money"),
    "n": (msg("Rests on"), "count"),
    "status": (msg("Verdict"), tables.TEXT),
}
NUMBERS = (
    *("effect", "value", "low", "high", "uplift_needed", "deal_price", "target_units", "stock"),
    *("probability", "impact", "hours"),
)
DAYS = ("opened", "starts", "due", "date")
BRIEF = ["campaign", "period", "part", "line", "rank", "value", "low", "high", "n", "text_en", "text_zh", "source"]


@shows_missing
def rows(frame: pd.DataFrame, words: Words, *, table: str, unit: str = "number") -> View:
    """Show the rows of a plan's table in the report's language; the twin's ``rows`` are the same in every language.

    Parameters
    ----------
    frame
        One row a row of ``plans/<table>.csv``, by the columns of the schema, ``text_en`` and ``text_zh`` both written
        where the table has them.
    words
        The report's language.
    table
        One of `PLANS`.
    unit
        Of ``value``, ``low`` and ``high``, where there are such columns.
    """
    plan = PLANS[table]
    if frame.empty:
        return note(words(plan.none), words)
    dated = {name: pd.to_datetime(frame[name]) for name in DAYS if name in frame}
    shown = frame.assign(**dated).astype({name: "float64" for name in NUMBERS if name in frame})
    said = {plan.key: spoken.named(frame, plan.key, words) if "text_en" in frame else [*map(str, frame[plan.key])]}
    # a part is no format, alert or column of the same name
    said |= {"part": [words.name(f"part_{part}") for part in frame["part"]]} if "part" in frame else {}
    said |= {"owner": frame["owner"].astype(object).fillna("").tolist()} if "owner" in frame else {}
    heads = HEADS | {"value": (msg("Value"), unit), "low": (msg("Low"), unit), "high": (msg("High"), unit)}
    columns = {plan.key: (plan.head, BY_ROW)} | {name: heads[name] for name in plan.shown if name in frame}
    view = spoken.table(shown, said, words, id=table, title=words(plan.title), columns=columns)
    return hand_on(view, frame, table=table)


def hand_on(view: View, frame: pd.DataFrame, *, table: str) -> View:
    """Let a view that shows what is planned carry the rows of a plan's table, for the runner to write."""
    handed = [{"table": table, "row": plain(each)} for each in frame.to_dict("records")]
    return View(view.html, view.twin | {"rows": handed}, view.text)
