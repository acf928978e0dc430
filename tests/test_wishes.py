"""Goals that are wished, their chance, and the goal of all months."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from goal_frames import DAYS, agreed

from planbook.absence import Missing, missing
from planbook.measures import wishes
from planbook.periods import Period, parse

AHEAD = parse("2026-11..2026-12")
LINE = SimpleNamespace(key="dew-2026", span=Period(DAYS[10].date(), DAYS[19].date(), "dew-2026"))


def targets(*rows):
    columns = ["period", "kpi", "platform", "owner", "value", "source", "locked"]
    return pd.DataFrame([(*row, False)[:7] if len(row) < 7 else row for row in rows], columns=columns)


WISHED = targets(
    ("2026-11..2026-12", "paid", "all", "Ana", 50_000.0, ""),
    ("2026-11", "paid", "tmall", "Ana", 99_000.0, ""),
    ("dew-2026", "conversion", "tmall", "", 0.05, ""),
    ("2026-11", "paid", "jd", "Bo", 9.0, "21_goal_setting"),
    ("2026-12", "paid", "jd", "Bo", 9.0, "21_goal_setting", True),
    ("2026-10", "paid", "jd", "Bo", 9.0, ""),
    ("next spring", "paid", "jd", "Bo", 9.0, ""),
    ("old-2025", "paid", "jd", "Bo", 9.0, ""),
)
HISTORY = pd.DataFrame(
    {"conversion": [0.03, 0.031, 0.029, 0.03, 0.032, 0.028, 0.03]},
    index=pd.MultiIndex.from_product([["tmall"], range(7)], names=["platform", "period"]),
)


def chosen():
    return wishes.wishes(WISHED, AHEAD, campaigns=pd.DataFrame({"campaign": ["old-2025", "dew-2026"]}), ran=LINE)


def judged():
    return wishes.chances(chosen(), agreed(), HISTORY)


def test_what_people_wish_for_these_days_is_chosen():
    assert chosen()["period"].tolist() == ["2026-11..2026-12", "2026-11", "dew-2026", "2026-12", "next spring"]
    assert chosen()["of"].tolist() == ["span", "span", "campaign", "span", "nothing"]


def test_without_a_wish_there_is_nothing_to_judge():
    assert isinstance(wishes.wishes(WISHED.iloc[5:6], AHEAD), Missing)


def test_chances_are_shares_of_courses():
    found = judged().set_index(["period", "platform"])["chance"]
    sums = agreed().sums("all", AHEAD)
    assert found["2026-11..2026-12", "all"] == (sums >= 50_000).mean()
    assert found["2026-11", "tmall"] == 0.0
    assert found["2026-12", "jd"] == 1.0


def test_another_figures_chance_comes_from_its_months():
    row = judged().query("kpi == 'conversion'").to_dict("records")[0]
    assert row["basis"] == "by_months"
    assert row["chance"] < 0.001
    assert row["expected"] == pytest.approx(0.03)
    assert row["low"] < row["expected"] < row["high"]


def test_what_has_no_days_has_no_chance():
    row = judged().query("of == 'nothing'").to_dict("records")[0]
    assert np.isnan(row["chance"])
    assert row["basis"] == "by_nothing"


def test_a_wish_for_all_months_is_the_goal():
    assert wishes.goal(judged(), agreed(), 0.0) == 50_000.0


def test_growth_is_a_goal_of_its_own():
    expected = agreed().sums("all", AHEAD).mean()
    assert wishes.goal(judged(), agreed(), 0.1) == round(expected * 1.1 / 100) * 100
    assert wishes.goal(missing("targets"), agreed(), 0.0) == round(expected / 100) * 100


def test_the_rise_that_is_asked_for():
    held = wishes.reached(1.2 * agreed().sums("all", AHEAD).mean(), agreed())
    assert wishes.asked(held, 0.0) == pytest.approx(0.2)
    assert wishes.asked(held, 0.4) == 0.4
    assert wishes.asked(wishes.reached(10.0, agreed()), 0.0) == 0.3


def test_platforms_are_reckoned_month_by_month():
    sales = pd.DataFrame({"period": ["a", "a"], "platform": ["jd", "tmall"], "paid": [6.0, 8.0], "buyers": [2.0, 4.0]})
    found = wishes.by_platform(sales, pd.DataFrame({"paid": [14.0]}, index=pd.Index(["a"], name="period")))
    assert found.loc[("jd", "a"), "paid_per_buyer"] == 3.0
    assert found.loc[("all", "a"), "paid"] == 14.0


def test_the_fair_goal_has_the_least_chance():
    """Of paid, on whole hundreds; what months tell has none."""
    sums = agreed().sums("all", AHEAD)
    fair = wishes.reached(10.0, agreed(), least=0.3)["fair"].iloc[0]
    assert (sums >= fair).mean() >= 0.3 > (sums >= fair + 1000).mean()
    told = judged()
    assert told["fair"].notna().tolist() == (told["basis"] == "by_forecast").tolist()
