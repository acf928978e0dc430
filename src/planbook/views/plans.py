"""Rows for the plan: shown as a table, and handed on in the twin for the runner to write."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, plain, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words


@dataclass(frozen=True)
class Told:
    """How the rows of one table are shown: its key, the head of its texts, the title, and what is said of no rows."""

    key: str
    head: str
    title: str
    none: str = msg("No rows for the plan.")


ENDED = msg("No rows for the plan: they are written when the campaign has ended.")
TABLES = {
    "actions": Told("action", msg("What to do"), msg("What to do, as it goes into the plan"), ENDED),
    "lessons": Told("lesson", msg("Lesson"), msg("What was learned, as it goes into the plan"), ENDED),
    # the brief, items, people, risks
    "brief": Told("line", msg("Line"), msg("The brief, as it goes into the plan")),
    "assortment": Told("sku", msg("Item"), msg("The assortment, as it goes into the plan")),
    "risks": Told("risk", msg("Risk"), msg("Risks, as they go into the plan")),
    # time and content
    "tasks": Told("task", msg("Task"), msg("Tasks and days that are proposed, as they go into the plan")),
    "calendar": Told("text_en", msg("Working title"), msg("Content that is proposed, as it goes into the plan")),
}
HEADS = {
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
    "effect": (msg("Money"), "money"),
}
NUMBERS = ("effect", "deal_price", "target_units", "stock", "probability", "impact", "hours")
DAYS = ("opened", "starts", "due", "date")


@shows_missing
def rows(frame: pd.DataFrame, words: Words, *, table: str) -> View:
    """Show the rows of a plan's table in the report's language; the twin's ``rows`` are the same in every language.

    Parameters
    ----------
    frame
        One row a row of ``plans/<table>.csv``, by the columns of the schema, ``text_en`` and ``text_zh`` both written.
    words
        The report's language.
    table
        One of `TABLES`.
    """
    told = TABLES[table]
    if frame.empty:
        return note(words(told.none), words)
    dated = {name: pd.to_datetime(frame[name]) for name in DAYS if name in frame}
    shown = frame.assign(**dated).astype({name: "float64" for name in NUMBERS if name in frame})
    said = {told.key: spoken.named(frame, told.key, words) if "text_en" in frame else [*map(str, frame[told.key])]}
    said |= {"owner": frame["owner"].astype(object).fillna("").tolist()} if "owner" in frame else {}
    columns = {told.key: (told.head, BY_ROW)} | {name: head for name, head in HEADS.items() if name in frame}
    view = spoken.table(shown, said, words, id=table, title=words(told.title), columns=columns)
    handed = [{"table": table, "row": plain(each)} for each in frame.to_dict("records")]
    return View(view.html, view.twin | {"rows": handed}, view.text)
