"""Tasks and content as rows of the plan: what was proposed, in both languages; what people gave stays theirs."""

from __future__ import annotations

import pandas as pd

from planbook.absence import passes_missing
from planbook.views.planning import named
from planbook.views.words import open_words

BOTH = open_words("en"), open_words("zh")
TASK = ["task", "owner", "starts", "due", "after", "optimistic", "likely", "pessimistic", "hours", "deliverable"]
PIECE = ["date", "platform", "format", "stage", "owner", "hours", "status"]
AUDIENCES = {  # what a piece for an audience is about, until somebody writes its title: English, Chinese
    "potential": ("A pain in a scene, and how to solve it (to be written)", "场景痛点与解决办法（待撰写）"),
    "hesitant": ("A comparison, a trial or a how-to (to be written)", "对比、测评或使用教程（待撰写）"),
    "existing": ("A preview and a benefit for known buyers (to be written)", "老客户预告与专享福利（待撰写）"),
}


@passes_missing
def tasks(laid: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Write the tasks that were made from deadlines and bookings, and those whose days were proposed.

    Parameters
    ----------
    laid
        ``deadlines.dated``.
    planned
        ``deadlines.ahead``, whose other columns are kept as they are.

    Returns
    -------
    DataFrame
        ``task owner starts due after optimistic likely pessimistic hours deliverable text_en text_zh``, days as ISO.
    """
    new = laid[(laid["kind"] != "planned") | laid["proposed"]]
    own = planned.drop_duplicates("task").set_index("task").loc[new["task"]].reset_index()
    made = new["kind"].to_numpy() != "planned"
    texts = {f"text_{words.language}": named.tasks(new, words) for words in BOTH}
    rows = own.assign(starts=_iso(new["begins"]), due=_iso(new["ends"]))
    for name, written in texts.items():
        rows[name] = [text if is_new else old for text, old, is_new in zip(written, own[name], made, strict=True)]
    return _bare(rows[[*TASK, *texts]])


@passes_missing
def calendar(proposed: pd.DataFrame) -> pd.DataFrame:
    """Write the pieces of content that were proposed: ``date platform format stage owner hours status text_…``."""
    texts = [AUDIENCES.get(stage, ("", "")) for stage in proposed["stage"]]
    rows = proposed[PIECE].assign(date=_iso(proposed["date"]))
    rows["text_en"], rows["text_zh"] = [en for en, _ in texts], [zh for _, zh in texts]
    return _bare(rows)


def _iso(days: pd.Series[pd.Timestamp]) -> list[str]:
    return [str(day.date()) for day in days]


def _bare(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave what is not known empty, as data."""
    return rows.astype(object).where(rows.notna(), None).reset_index(drop=True)
