"""What the budget says in sentences: how much goes where, and how to give a channel more."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from planbook.views.budget import verdicts
from planbook.views.words import open_words

EN = open_words("en")
RAN = SimpleNamespace(name=lambda language: "Double 11")
BUDGET = pd.DataFrame({"value": [1_000.0]})


def split(*spend, reserve=0.0):
    """A budget over as many platforms' search ads, and what is kept back."""
    platforms = ["tmall", "jd", "douyin", "kuaishou", "pinduoduo"][: len(spend)]
    rows = pd.DataFrame({"platform": platforms, "channel": "search_ads", "spend": spend})
    return pd.concat([rows, pd.DataFrame([{"platform": "all", "channel": "reserve", "spend": reserve}])])


def said(shared):
    return verdicts.opening(shared, EN, budget=BUDGET, ran=RAN, as_of=date(2026, 10, 31)).text


def test_a_headline_names_up_to_four_channels():
    text = said(split(400.0, 300.0, 200.0, 60.0, reserve=40.0))
    assert "¥400 to Tmall search ads" in text
    assert "¥60 to Kuaishou search ads; ¥40 are kept in reserve" in text


def test_of_more_channels_the_small_ones_are_said_together():
    text = said(split(400.0, 300.0, 200.0, 60.0, 30.0, reserve=10.0))
    assert "¥200 to Douyin search ads, ¥90 elsewhere; ¥10 are kept in reserve" in text


@pytest.mark.parametrize(("tests", "action"), [(0, "in small steps only, and with a test."), (1, "may not come back.")])
def test_a_channel_that_a_test_has_checked_is_not_sent_to_one_again(tests, action):
    yuan = {"where": "tmall+search_ads", "marginal": 1.1, "low": 0.9, "high": 1.3, "spend": 100.0, "tests": tests}
    assert verdicts.next_yuan(pd.DataFrame([yuan]), EN).action.endswith(action)
