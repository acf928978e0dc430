"""Ideas for the theme are screened by message, interest and rules; a fail in rules is out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planbook import codebook, wordlist
from planbook.absence import Missing, missing
from planbook.measures.intervals import wilson
from planbook.measures.planning import copy, ideas

BOOK = codebook.load(Path())
NAMES = ["part", "line", "rank", "text_en", "text_zh"]
THEMES = [
    ("theme", "pot", 1, "A pot of tea", "一壶茶"),
    ("theme", "gift", 2, "The gift that elders drink", "长辈会喝的礼物"),
    ("theme", "health", 3, "The healthiest gift", "最养生的礼物"),
]
BRIEF = pd.DataFrame([*THEMES, ("message", "gifting", 1, "For those you love", "送给爱的人")], columns=NAMES)
ASKED = pd.DataFrame({"needs": ["gift", "daily;gift", "office", "daily"], "pains": [None, "price", "price", None]})


def hits(brief: pd.DataFrame) -> pd.DataFrame:
    themes = brief[brief["part"] == "theme"].assign(origin="theme", platform="")
    parts = [themes.assign(language=each, text=themes[f"text_{each}"]) for each in ("en", "zh")]
    return copy.check(pd.concat(parts), wordlist.load(Path()))


def screened(brief: pd.DataFrame = BRIEF, answers: object = ASKED) -> pd.DataFrame:
    return ideas.screen(brief, hits(brief), answers, BOOK)


def test_a_forbidden_word_puts_an_idea_out_and_the_best_stands_first():
    found = screened()
    assert found[["line", "verdict"]].to_numpy().tolist() == [["gift", "in"], ["pot", "in"], ["health", "out"]]
    assert ideas.chosen(found)["line"].tolist() == ["gift"]


def test_interest_is_the_share_who_named_the_need_with_its_interval():
    gift = screened().iloc[0]
    assert (gift["interest"], gift["low"], gift["high"], gift["n"]) == pytest.approx((*wilson(2, 4), 4))


def test_an_idea_fits_that_speaks_of_a_topic_of_the_message():
    assert screened().set_index("line")["fit"].to_dict()["gift"] == 1.0
    other = BRIEF.assign(line=BRIEF["line"].replace("gifting", "x"), text_en="fast courier", text_zh="快递")
    assert ideas.topics_of(["Fast courier"], BOOK) == {"logistics"}
    assert screened(pd.concat([BRIEF.iloc[:3], other.iloc[3:]])).set_index("line")["fit"].to_dict()["gift"] == 0.0


def test_without_message_or_answers_fit_and_interest_are_unknown():
    found = screened(BRIEF.iloc[:3], missing("survey"))
    assert found["fit"].isna().all()
    assert found["interest"].isna().all()
    assert np.array_equal(found["n"], [0, 0, 0])


def test_all_out_and_none_given_are_missing():
    assert isinstance(ideas.chosen(screened(BRIEF.iloc[2:])), Missing)
    assert isinstance(ideas.screen(BRIEF.iloc[3:], hits(BRIEF), ASKED, BOOK), Missing)
    assert ideas.screen(missing("brief"), missing("brief"), ASKED, BOOK) == missing("brief")
