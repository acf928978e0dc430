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
    """How the rows of a plan's table are shown: by which column, under which head and title; what is said of none."""

    key: str
    head: str
    title: str
    none: str


NONE_YET = msg("No rows for the plan: they are written when the campaign has ended.")
PLANS = {
    "actions": Plan("action", msg("What to do"), msg("What to do, as it goes into the plan"), NONE_YET),
    "lessons": Plan("lesson", msg("Lesson"), msg("What was learned, as it goes into the plan"), NONE_YET),
    "brief": Plan(
        "line", msg("Line"), msg("Lines of the brief, as they go into the plan"), msg("No line for the brief.")
    ),
}
HEADS = {
    "part": (msg("Part"), tables.TEXT),
    "rank": (msg("Rank"), "count"),
    "kind": (msg("Kind"), tables.TEXT),
    "owner": (msg("Owner"), BY_ROW),
    "due": (msg("Due"), "day"),
    "grade": (msg("How sure"), tables.TEXT),
    "effect": (msg("Money"), "money"),
}
BRIEF = ["campaign", "period", "part", "line", "rank", "value", "low", "high", "n", "text_en", "text_zh", "source"]
NUMBERS = ("effect", "value", "low", "high")


@shows_missing
def rows(frame: pd.DataFrame, words: Words, *, table: str, unit: str = "number") -> View:
    """Show the rows of a plan's table in the report's language; the twin's ``rows`` are the same in every language.

    Parameters
    ----------
    frame
        One row a row of ``plans/<table>.csv``, by the columns of the schema, ``text_en`` and ``text_zh`` both written.
    words
        The report's language.
    table
        ``actions``, ``lessons`` or ``brief``.
    unit
        Of ``value``, ``low`` and ``high``, where there are such columns.
    """
    plan = PLANS[table]
    if frame.empty:
        return note(words(plan.none), words)
    dated = {name: pd.to_datetime(frame[name]) for name in ("opened", "due") if name in frame}
    shown = frame.assign(**dated).astype({name: "float64" for name in NUMBERS if name in frame})
    said = {plan.key: spoken.named(frame, plan.key, words)}
    said |= {"owner": frame["owner"].astype(object).fillna("").tolist()} if "owner" in frame else {}
    measured = {"value": (msg("Value"), unit), "low": (msg("Low"), unit), "high": (msg("High"), unit)}
    heads = HEADS | measured | {"n": (msg("Rests on"), "count")}
    columns = {plan.key: (plan.head, BY_ROW)} | {name: head for name, head in heads.items() if name in frame}
    view = spoken.table(shown, said, words, id=table, title=words(plan.title), columns=columns)
    handed = [{"table": table, "row": plain(each)} for each in frame.to_dict("records")]
    return View(view.html, view.twin | {"rows": handed}, view.text)
