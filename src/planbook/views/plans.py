"""Rows for the plan: shown as a table, and handed on in the twin for the runner to write."""

from __future__ import annotations

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, plain, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

KEYS = {"actions": "action", "lessons": "lesson", "offers": "offer", "brief": "line"}
TITLES = {
    "actions": (msg("What to do, as it goes into the plan"), msg("What to do")),
    "lessons": (msg("What was learned, as it goes into the plan"), msg("Lesson")),
    "offers": (msg("Offers, as they go into the plan"), msg("Offer")),
    "brief": (msg("Lines of the brief, as they go into the plan"), msg("Line")),
}
HEADS = {
    "platform": (msg("Platform"), tables.TEXT),
    "rank": (msg("Rank"), "count"),
    "kind": (msg("Kind"), tables.TEXT),
    "owner": (msg("Owner"), BY_ROW),
    "due": (msg("Due"), "day"),
    "grade": (msg("How sure"), tables.TEXT),
    "uplift_needed": ("uplift_needed", "share"),
    "effect": (msg("Money"), "money"),
    "value": (msg("Value"), "number"),
    "low": (msg("Low"), "number"),
    "high": (msg("High"), "number"),
    "status": (msg("Verdict"), tables.TEXT),
}
SHOWN = {  # of each table
    "actions": ("kind", "owner", "due", "grade", "effect"),
    "lessons": ("kind", "owner", "due", "grade", "effect"),
    "offers": ("platform", "uplift_needed", "effect", "status"),
    "brief": ("rank", "value", "low", "high"),
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
        ``actions``, ``lessons``, ``offers`` or ``brief``.
    """
    if frame.empty:
        return note(words("No rows for the plan: they are written when the campaign has ended."), words)
    key = KEYS[table]
    dated = {name: pd.to_datetime(frame[name]) for name in ("opened", "due") if name in frame}
    numbers = [name for name in ("uplift_needed", "effect", "value", "low", "high") if name in frame]
    shown = frame.assign(**dated).astype(dict.fromkeys(numbers, "float64"))
    said = {key: spoken.named(frame, key, words)}
    said |= {"owner": frame["owner"].astype(object).fillna("").tolist()} if "owner" in frame else {}
    title, head = TITLES[table]
    columns = {key: (head, BY_ROW)} | {name: HEADS[name] for name in SHOWN[table] if name in frame}
    view = spoken.table(shown, said, words, id=table, title=words(title), columns=columns)
    handed = [{"table": table, "row": plain(each)} for each in frame.to_dict("records")]
    return View(view.html, view.twin | {"rows": handed}, view.text)
