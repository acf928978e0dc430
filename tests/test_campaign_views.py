"""A post-mortem says what it found in both languages, and hands on the same rows whatever the language."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import assortment, execution
from planbook.summaries import Campaign
from planbook.views import plans, spoken
from planbook.views.campaign import conduct, delivery, lessons, outcome, post_mortem, verdicts
from planbook.views.display import Absent, View
from planbook.views.findings import Finding
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
ROWS = pd.DataFrame({
    "platform": ["tmall"], "starts": pd.to_datetime(["2026-09-09"]), "ends": pd.to_datetime(["2026-09-13"]),
    "text_en": ["White Dew"], "text_zh": ["白露"], "budget": [1000.0], "cost": [300.0],
})  # fmt: skip
RAN = Campaign("dew-2026", ROWS, date(2026, 9, 30))
COLUMNS = ["days", "actual", "expected", "effect", "low", "high", "rate", "rate_low", "rate_high"]


def effects(during, after=(0.0, -5.0, 5.0)):
    rows = {
        name: [5, 100 + value, 100, value, low, high, value / 100, low / 100, high / 100]
        for name, (value, low, high) in {"during": during, "week_after": after}.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS).rename_axis("part")


UP, FLAT, DOWN = effects((30.0, 10.0, 50.0)), effects((3.0, -9.0, 15.0)), effects((-30.0, -50.0, -10.0))
AHEAD = effects((30.0, 10.0, 50.0), (-20.0, -35.0, -5.0))
SURE = pd.DataFrame([{"grade": "likely", "reasons": (), "guide": "other_platforms", "guides": ("jd",), "quiet": 300}])
HINT = SURE.assign(grade="hint", reasons=[("unsure",)])
KEPT = pd.DataFrame({"kept": [0.4, 0.5]}, index=["campaign", "usual"])
COSTS = pd.DataFrame({"amount": [10.0, np.nan, 40.0, 50.0]}, index=["extra_spend", "slot_fees", "other_cost", "total"])
HELD = pd.DataFrame([{"owner": "Ana", "kpi": "paid", "value": 90.0, "target": 100.0, "attainment": 0.9, "met": False}])
ITEMS = pd.DataFrame({
    "platform": "tmall", "sku": ["A", "B"], "product": ["<b>Tin", "Cake"], "role": "hero", "stock": [10.0, 40.0],
    "target_units": [20.0, 9.0], "units": [10.0, 10.0], "paid": [500.0, 90.0],
})  # fmt: skip
SOLD = assortment.sell_through(ITEMS)
LOST = pd.DataFrame([{
    "platform": "tmall", "sku": "A", "product": "<b>Tin", "since": pd.Timestamp("2026-09-12"), "days": 2,
    "visitors": 100.0, "conversion": 0.1, "price": 50.0, "buyers": 9.2, "loss": 460.0, "low": 300.0, "high": 600.0,
}])  # fmt: skip
PLANNED = pd.DataFrame({
    "task": ["stock-order", "brief"], "owner": ["Bo", "Ana"], "due": pd.to_datetime(["2026-08-20", "2026-08-01"]),
    "done": pd.to_datetime([None, "2026-08-01"]), "text_en": ["Order stock", "=LINK(1)"], "text_zh": ["备货", None],
})  # fmt: skip
DONE = execution.tasks(PLANNED, RAN)
COUNTED = execution.by_owner(DONE)


def reckoned(low, value, high):
    rows = {
        "incremental_margin": 60.0 + value,
        "campaign_cost": 50.0,
        "incremental_profit": value,
        "incremental_roi": 0.1,
    }
    return pd.DataFrame({"value": rows}).assign(low=low, high=high)


FACTS = lessons.Facts(
    *(RAN, HELD, UP, AHEAD, SURE, missing("assortment"), KEPT, COSTS, reckoned(-30.0, -20.0, -10.0)),
    *(missing("orders"), SOLD, LOST, DONE, COUNTED, missing("creators"), "Ana"),
)


@pytest.mark.parametrize(
    ("paid", "sure", "paid_off", "said"),
    [
        (UP, SURE, "yes", ("brought ¥30 of paid more", "likely", "Repeat it")),
        (UP, SURE, "no", ("brought ¥30 of paid more", "likely", "Keep message and items")),
        (UP, HINT, "yes", ("brought ¥30 of paid more", "hint", "Leave a platform")),
        (DOWN, SURE, "no", ("brought ¥30 of paid less", "likely", "Do not repeat it")),
        (FLAT, SURE, "no", ("cannot be told from chance", "hint", "Leave a platform")),
        (UP, SURE, None, ("brought ¥30 of paid more", "likely", "")),
    ],
    ids=["up", "up, at a loss", "a hint", "down", "flat", "the return is not known yet"],
)
def test_a_lift_is_said_with_what_to_do(paid, sure, paid_off, said):
    text, grade, action = said
    found = verdicts.lift(paid, EN, orders=UP, sure=sure, paid_off=paid_off)
    assert text in found.text
    assert found.grade == grade
    assert found.action.startswith(action)
    assert bool(found.action) == bool(action)


def test_what_was_bought_ahead_is_worth_its_orders_at_the_usual_price():
    paid = effects((30.0, 10.0, 50.0)) * 10
    found = verdicts.pull_forward(paid, EN, orders=AHEAD, sure=SURE)
    assert (found.effect, found.id) == (-200, "pull_forward")
    assert "orders were −20.0%" in found.text


@pytest.mark.parametrize("orders", [UP, UP.loc[["during"]]], ids=["no fall", "the week is not over"])
def test_without_a_fall_nothing_was_bought_ahead(orders):
    assert not isinstance(verdicts.pull_forward(UP, EN, orders=orders, sure=SURE), Finding)


@pytest.mark.parametrize(
    ("low", "high", "kind"), [(5, 15, "drawn along"), (-15, -5, "took from other items"), (-5, 5, "neither drawn")]
)
def test_other_items_are_drawn_along_or_pushed_aside(low, high, kind):
    side = {"side": "outside", "effect": (low + high) / 2, "low": low, "high": high, "grade": "likely"}
    told = verdicts.halo(pd.DataFrame([side]), EN)
    assert kind in told.text
    assert isinstance(told, Finding) == (low * high > 0)


@pytest.mark.parametrize(
    ("profit", "verdict", "grade"),
    [((1, 5, 9), "yes", "likely"), ((-9, -5, -1), "no", "likely"), ((-5, 0, 5), "unclear", "hint")],
    ids=["paid", "lost", "unclear"],
)
def test_the_return_is_said_no_surer_than_it_is(profit, verdict, grade):
    table = reckoned(*profit)
    assert verdicts.paid_for_itself(table) == verdict
    assert verdicts.payoff(table, EN, costs=COSTS, kept=KEPT, sure=SURE).grade == grade
    assert verdicts.payoff(table, EN, costs=COSTS, kept=KEPT, sure=HINT).grade == "hint"
    assert "Design, samples and the like" in verdicts.payoff(table, EN, costs=COSTS, kept=KEPT, sure=SURE).action


def test_the_conduct_is_said_with_its_owner():
    assert "LM" not in conduct.stock(LOST, EN).text
    assert conduct.stock(LOST, EN).effect == -460
    assert conduct.tasks(COUNTED, EN).owner == "Bo"
    assert conduct.goal(HELD, EN, paid=UP).action.startswith(
        "Set the next goal from what is sold without a campaign (here ¥100)"
    )
    assert math.isnan(conduct.sell_through(SOLD, EN).effect)


@pytest.mark.parametrize(
    "view",
    [
        conduct.stock(LOST.head(0), EN),
        conduct.tasks(execution.by_owner(DONE.head(0)), EN),
        conduct.goal(HELD.assign(value=np.nan), EN),
        conduct.sell_through(SOLD.assign(rate=np.nan), EN),
    ],
    ids=["nothing sold out", "no task due", "no goal to hold", "no stock known"],
)
def test_where_nothing_is_wrong_or_known_a_note_says_so(view):
    assert isinstance(view, View)
    assert "findings" not in view.twin


def test_rows_of_the_plan_are_the_same_in_both_languages():
    for write in (lessons.lessons, lessons.actions):
        english, chinese = write(FACTS, EN), write(FACTS, ZH)
        pd.testing.assert_frame_equal(english, chinese)
        assert english["text_en"].str.len().min() > 0
        assert english["text_zh"].str.contains(r"[\u4e00-\u9fff]").all()


def test_rows_carry_key_owner_day_and_grade():
    row = lessons.actions(FACTS, ZH).set_index("action").loc["dew-2026/stock"]
    assert row[["owner", "status", "grade", "effect", "source"]].tolist() == [
        "Bo",
        "open",
        "likely",
        -460,
        "44_post_mortem",
    ]
    assert (row["opened"], row["due"]) == (date(2026, 9, 14), date(2026, 9, 28))
    kinds = lessons.lessons(FACTS, EN).set_index("lesson")["kind"]
    assert kinds.to_dict() == {
        "dew-2026/goal": "failed", "dew-2026/lift": "worked", "dew-2026/payoff": "failed", "dew-2026/stock": "failed",
        "dew-2026/sell-through": "failed", "dew-2026/tasks": "failed",
    }  # fmt: skip


def test_days_off_are_nobodys_due_day():
    assert {lessons._working_day(date(2026, 9, day)).isoweekday() for day in range(1, 15)} == {1, 2, 3, 4, 5}


def test_a_campaign_that_runs_still_teaches_nothing_yet():
    running = FACTS._replace(ran=Campaign("dew-2026", ROWS, date(2026, 9, 11)))
    assert lessons.lessons(running, EN).empty
    assert {one.action for one in lessons.told(running, EN)} == {""}
    assert "when the campaign has ended" in plans.rows(lessons.actions(running, EN), EN, table="actions").text


def test_rows_travel_in_the_twin():
    view = plans.rows(lessons.actions(FACTS, EN), EN, table="actions")
    handed = plans.rows(lessons.actions(FACTS, ZH), ZH, table="actions").twin["rows"]
    assert view.twin["rows"] == handed
    assert handed[0]["table"] == "actions"
    assert handed[0]["row"]["due"] == "2026-10-05"


def test_earlier_rows_that_came_up_again_are_marked():
    asked = pd.DataFrame({
        "action": ["dew-2025/stock", "gala/x", "old/tasks"], "status": ["dropped", None, "done"],
        "due": pd.to_datetime(["2025-12-01"] * 3), "effect": [-9.0, None, 5.0],
    })  # fmt: skip
    found = lessons.again(asked, FACTS, EN)
    assert found[["action", "again", "status"]].to_numpy().tolist() == [
        ["gala/x", False, "overdue"], ["dew-2025/stock", True, "dropped"], ["old/tasks", False, "done"],
    ]  # fmt: skip


def test_the_headline_says_lift_target_and_return():
    card = pd.DataFrame({"value": [130.0], "target": [100.0]}, index=["paid"])
    view = post_mortem.opening(FACTS, EN, card=card)
    assert view.text == (
        "White Dew (Tmall, 9–13 Sept 2026): paid ¥130, 130.0% of target; ¥30 more than without it (80% sure: ¥10–50); "
        "it did not pay for itself."
    )
    assert "仅为线索" in post_mortem.opening(FACTS._replace(sure=HINT), ZH, card=card).text


def test_without_a_campaign_the_headline_says_so():
    absent = missing("campaigns")
    facts = lessons.Facts(*[absent] * 16)
    assert "No campaign is known" in post_mortem.opening(facts, EN, card=absent).text
    assert lessons.lessons(facts, EN) == lessons.actions(facts, EN) == absent
    assert lessons.told(facts, EN) == []


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_tables_say_tasks_in_the_language_and_keep_keys_in_the_twin(words):
    view = delivery.tasks(DONE, words)
    assert ("备货" in view.html) == (words is ZH)
    assert view.twin["tables"][0]["rows"][0][0] == "stock-order"


def test_what_comes_from_data_is_shown_as_text():
    assert "&lt;b&gt;Tin" in delivery.sell_through(SOLD, EN).html
    assert "<b>Tin" not in delivery.stock_outs(LOST, EN).html + conduct.stock(LOST, EN)._repr_mimebundle_()["text/html"]


def test_a_total_is_said_in_the_language():
    assert spoken.with_total(["Ana", "total"], ZH) == ["Ana", "合计"]
    assert spoken.listed(["jd", "tmall"], ZH) == "京东、天猫"


@pytest.mark.parametrize("view", [outcome.campaign, outcome.halo, outcome.placebo, outcome.sureness, delivery.creators])
def test_what_is_missing_is_said(view):
    assert isinstance(view(missing("campaigns"), EN), Absent)
