"""Rows for the plan: shown as a table, and handed on in the twin for the runner to write."""

from __future__ import annotations

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, plain, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

KEYS = {"actions": "action", "lessons": "lesson"}
HEADS = {
    "kind": (msg("Kind"), tables.TEXT),
    "owner": (msg("Owner"), BY_ROW),
    "due": (msg("Due"), "day"),
    "grade": (msg("How sure"), tables.TEXT),
    "effect": (msg("Money"), "money"),
}


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
        ``actions`` or ``lessons``.
    """
    if frame.empty:
        return note(words("No rows for the plan: they are written when the campaign has ended."), words)
    key = KEYS[table]
    dated = {name: pd.to_datetime(frame[name]) for name in ("opened", "due") if name in frame}
    shown = frame.assign(**dated).astype({"effect": "float64"})
    said = {key: spoken.named(frame, key, words)}
    said |= {"owner": frame["owner"].astype(object).fillna("").tolist()} if "owner" in frame else {}
    heads = {"actions": msg("What to do"), "lessons": msg("Lesson")}
    titles = {
        "actions": words("What to do, as it goes into the plan"),
        "lessons": words("What was learned, as it goes into the plan"),
    }
    columns = {key: (heads[table], BY_ROW)} | {name: head for name, head in HEADS.items() if name in frame}
    return hand_on(spoken.table(shown, said, words, id=table, title=titles[table], columns=columns), frame, table=table)


def hand_on(view: View, frame: pd.DataFrame, *, table: str) -> View:
    """Let a view that shows what is planned carry the rows of a plan's table, for the runner to write."""
    handed = [{"table": table, "row": plain(each)} for each in frame.to_dict("records")]
    return View(view.html, view.twin | {"rows": handed}, view.text)
