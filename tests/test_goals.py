"""Goals and open actions on the page, and the actions as a table gives them."""

from __future__ import annotations

from datetime import date

import pandas as pd
from shop_factory import shop

from planbook import summaries
from planbook.absence import missing
from planbook.measures import targets
from planbook.periods import month
from planbook.views import goals
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
ACTIONS = """\
action,opened,owner,due,status,text_en,text_zh
spring/stock,2026-04-01,Ana,2026-10-10,open,Order earlier,提前备货
spring/page,2026-04-01,Bo,2026-12-01,open,Mend the page,
spring/price,2026-04-01,Bo,2026-05-01,done,Mend the price,改价
later/price,2026-11-05,Bo,2026-12-01,open,Not yet,还没有
by/hand,,Bo,2026-12-24,,Written by hand,手写
"""


def still_open(folder, text=ACTIONS):
    return summaries.actions(shop(folder, {"actions": text}), date(2026, 10, 31))


def test_what_is_open_stands_with_the_most_urgent_first(tmp_path):
    found = still_open(tmp_path)
    assert list(zip(found["action"], found["overdue"], strict=True)) == [
        ("spring/stock", True),
        ("spring/page", False),
        ("by/hand", False),
    ]


def test_a_list_with_little_more_than_keys_is_enough(tmp_path):
    assert still_open(tmp_path, "action\nmend\n")["action"].to_list() == ["mend"]


def test_an_action_is_told_in_the_reports_language_or_the_other(tmp_path):
    page = goals.actions(still_open(tmp_path), ZH).html
    assert "提前备货" in page
    assert "Mend the page" in page
    assert "已逾期" in page


def test_nothing_open_is_said_and_no_list_says_nothing(tmp_path):
    assert goals.actions(still_open(tmp_path).iloc[:0], EN).text == "No action of an earlier review is open."
    silent = goals.actions(missing("actions"), EN)
    assert (str(silent.html), silent.twin["missing"][0]["table"]) == ("", "actions")


def test_owners_are_held_against_each_goal_in_its_own_unit():
    actual = pd.DataFrame({"paid": [90_000.0], "conversion": [0.0213]}, index=["jd"])
    due = pd.DataFrame({"kpi": ["paid", "conversion"], "platform": "jd", "owner": "<Ana>", "value": [80_000.0, 0.03]})
    view = goals.owners(targets.by_owner(actual, due), EN)
    assert "&lt;Ana&gt;" in view.html
    assert "¥90,000" in view.html
    assert "2.13%" in view.html
    assert [row[-1] for row in view.twin["tables"][0]["rows"]] == [False, True]


def test_a_running_goal_says_how_many_of_its_days_have_gone():
    attained = pd.DataFrame({"platform": ["jd"], "owner": "", "value": 40.0, "target": 100.0, "attainment": 0.4})
    frame = attained.assign(due=50.0, gap=-10.0)
    assert "50.0% of the days" in goals.attainment(frame, EN, span=month(2026, 10), elapsed=0.5).html
    assert "Due by now" not in goals.attainment(frame, EN, span=month(2026, 10)).html
