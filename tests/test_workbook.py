"""A notebook opens the workbook on a shop, a period and a language."""

from __future__ import annotations

import pandas as pd
import pytest
from markupsafe import Markup
from shop_factory import shop

from planbook.absence import ConfigError, DataError, ParameterError
from planbook.views.display import View
from planbook.workbook import open_book, save

ORDERS = "order_id,paid_at,paid\n1,2025-10-01,5\n2,2026-09-30,6\n3,2026-10-31,7\n"
EVENTS = """\
event,year,wave,platform,stage,starts,ends
double11,2025,1,all,burst,2025-10-20,2025-10-23
double11,2026,1,all,burst,2026-10-21,2026-10-24
"""


@pytest.fixture
def workspace(tmp_path):
    shop(tmp_path, {"orders": ORDERS, "events": EVENTS}, project={"language": "zh"})
    return str(tmp_path)


def test_the_latest_month_of_the_first_shop_in_its_language(workspace):
    book = open_book(workspace)
    assert (book.shop.key, book.current.name, book.words.language, book.words.currency) == (
        "tea",
        "2026-10",
        "zh",
        "CNY",
    )
    assert book.as_of == pd.Timestamp("2026-10-31")


def test_a_period_comes_with_all_that_it_is_compared_with(workspace):
    found = {
        name: period.name for name, period in open_book(workspace, period="2026-10", language="en").periods.items()
    }
    assert found == {
        "current": "2026-10",
        "previous": "2026-09",
        "year_ago": "2025-10",
        "event": "double11-2026",
        "aligned": "double11-2025",
    }


@pytest.mark.parametrize(
    ("period", "goal", "days"),
    [("2026-10", "2026-10", 31), ("2026-W42", "2026-10", 18), ("2026-10-05", "2026-10", 5), ("2026-11", "2026-11", 1)],
    ids=["month", "week", "day", "a month that has not begun"],
)
def test_a_week_and_a_day_are_held_against_the_goals_of_their_month(workspace, period, goal, days):
    book = open_book(workspace, period=period)
    assert (book.goal.name, book.to_date.days) == (goal, days)
    assert book.elapsed == days / book.goal.days


@pytest.mark.parametrize(("period", "settled"), [("2026-10", ["previous", "year_ago"]), ("2026-10-31", ["year_ago"])])
def test_refunds_of_the_days_just_before_have_not_come_in(workspace, period, settled):
    assert open_book(workspace, period=period).settled == settled


def test_a_threshold_is_planbook_ymls_or_the_usual(workspace):
    assert open_book(workspace).threshold("response_minutes", 5) == 5


def test_an_event_is_a_period(workspace):
    assert open_book(workspace, period="double11-2026").current.days == 4


def test_the_history_is_thirteen_periods_that_end_with_this_one(workspace):
    assert list(open_book(workspace).history)[::12] == ["2025-10", "2026-10"]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"shop": "te"}, ConfigError, "Did you mean 'tea'"),
        ({"shop": "/../x"}, ConfigError, "no shop"),
        ({"period": "2026-13"}, ParameterError, "not in the calendar"),
        ({"period": "double12-2026"}, ParameterError, "no event of this shop"),
        ({"language": "fr"}, ConfigError, "fr"),
        ({"workspace": "/"}, ConfigError, "planbook init"),
    ],
    ids=["shop", "path", "month", "event", "language", "workspace"],
)
def test_what_cannot_be_opened_says_why(workspace, given, error, said):
    with pytest.raises(error, match=said):
        open_book(**{"workspace": workspace} | given)


def test_a_shop_without_data_says_what_to_do(tmp_path):
    shop(tmp_path, {})
    with pytest.raises(DataError, match="no orders, no traffic, no competitor_items"):
        open_book(str(tmp_path))


def test_rows_are_saved_into_the_plan_when_asked_for(workspace, tmp_path):
    row = {"action": "autumn/price", "campaign": "autumn", "status": "open"}
    view = View(Markup("<p>Actions</p>"), {"rows": [{"table": "actions", "row": row}]})
    book = open_book(workspace)
    assert [save(book, view, notebook="44_post_mortem") for _ in range(2)] == [["actions"], []]
    assert "tea,autumn/price,autumn" in (tmp_path / "plans" / "actions.csv").read_text(encoding="utf-8")
