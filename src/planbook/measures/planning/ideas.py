"""Ideas for a campaign's theme, screened: does it fit the brand, do people care, do the rules allow it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, given, missing, passes_missing
from planbook.measures.intervals import UNKNOWN, Interval, wilson

if TYPE_CHECKING:
    from planbook.codebook import Codebook

FIRST = 3  # lines of the message that an idea may speak of
MANY = ";"  # between several answers
THEME, MESSAGE = "theme", "message"
IN, OUT = "in", "out"
SCREENED = ["line", "text_en", "text_zh", "topics", "fit", "interest", "low", "high", "n", "finds", "verdict"]


def screen(
    brief: pd.DataFrame | Missing, hits: pd.DataFrame | Missing, answers: pd.DataFrame | Missing, codebook: Codebook
) -> pd.DataFrame | Missing:
    """Score the ideas that people wrote down.

    Parameters
    ----------
    brief
        ``part line rank text_en text_zh``: ideas are its lines of the part ``theme``.
    hits
        ``copy.check``: an idea with a find that fails is out.
    answers
        A row a respondent: ``needs pains``, several parted by ``;``.
    codebook
        Tells which topics a text speaks of.

    Returns
    -------
    DataFrame
        ``line text_en text_zh topics fit interest low high n finds verdict``, what is out last. ``fit``: 1 where it
        speaks of a topic of the message's first three lines, 0 where of none of them, NaN without a message or a topic.
        ``interest``: respondents who named one of its topics or needs, of all ``n`` (80 % interval). `Missing` where
        nobody wrote an idea down.
    """
    if isinstance(brief, Missing):
        return brief
    ideas = brief[brief["part"] == THEME]
    if ideas.empty:
        return missing("brief", "part", "text_en", "text_zh", reason="empty")
    ours = _of_message(brief, codebook)
    failed = _failed(hits)
    rows = []
    for idea in ideas.to_dict("records"):
        topics = topics_of([idea["text_en"], idea["text_zh"]], codebook)
        interest, n = _interest(topics, idea, answers)
        finds = failed.get(str(idea["line"]), 0)
        told = {"topics": MANY.join(sorted(topics)), "fit": float(bool(topics & ours)) if ours and topics else np.nan}
        told |= {"interest": interest.value, "low": interest.low, "high": interest.high, "n": n, "finds": finds}
        rows.append(idea | told | {"verdict": OUT if finds else IN})
    found = pd.DataFrame(rows).sort_values(
        ["verdict", "fit", "interest", "rank"], ascending=[True, False, False, True], ignore_index=True
    )
    return found[SCREENED]


@passes_missing
def chosen(screened: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give the best idea that is not out, as one row; `Missing` where all are out."""
    left = screened[screened["verdict"] == IN]
    return missing("brief", "text_en", "text_zh", reason="empty") if left.empty else left.head(1)


def topics_of(texts: Iterable[object], codebook: Codebook) -> set[str]:
    """Name the topics of the codebook whose words stand in texts.

    Examples
    --------
    >>> from planbook.codebook import Codebook
    >>> book = Codebook(topics={"gifting": {"words": ["gift*", "送礼"]}, "price": {"words": ["cheap"]}})
    >>> topics_of(["The gift that elders drink", None], book)
    {'gifting'}
    """
    said = " ".join(str(text) for text in texts if isinstance(text, str))
    return {
        name
        for name, topic in codebook.topics.items()
        if any(_stands(word, said) for word in (*topic.words, *topic.good, *topic.bad))
    }


def _stands(word: str, text: str) -> bool:
    if not word.isascii():
        return len(word) > 1 and word in text
    inner = r"\w*".join(map(re.escape, word.split("*")))
    return re.search(rf"(?<!\w){inner}(?!\w)", text, re.IGNORECASE) is not None


def _of_message(brief: pd.DataFrame, codebook: Codebook) -> set[str]:
    lines = brief[brief["part"] == MESSAGE].head(FIRST)
    texts = [*lines["text_en"], *lines["text_zh"]]
    return topics_of(texts, codebook) | (set(lines["line"]) & set(codebook.topics))


def _failed(hits: pd.DataFrame | Missing) -> dict[str, int]:
    known = given(hits)
    if known is None:
        return {}
    bad = known[(known["origin"] == THEME) & known["fails"].astype(bool)]
    by = bad.groupby(["line", "language"]).size().groupby(level="line").max()  # the same word in two languages is one
    return {str(line): int(n) for line, n in by.items()}


def _interest(topics: set[str], idea: Mapping[Any, Any], answers: pd.DataFrame | Missing) -> tuple[Interval, int]:
    """Count the respondents who named one of the idea's topics among their pains, or a need that it speaks of."""
    known = given(answers)
    if known is None:
        return UNKNOWN, 0
    asked = known[["needs", "pains"]].dropna(how="all").fillna("")
    named = (asked["needs"] + MANY + asked["pains"]).str.split(MANY)
    words = {word for told in named for word in told if word}
    text = f"{idea['text_en']} {idea['text_zh']}"
    spoken = (topics & words) | {word for word in words if _stands(f"{word}*" if word.isascii() else word, text)}
    if not spoken:
        return UNKNOWN, len(asked)
    return wilson(float(sum(not spoken.isdisjoint(told) for told in named)), len(asked)), len(asked)
