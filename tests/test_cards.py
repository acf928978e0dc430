"""Cards: value, change, target and line, each in its language."""

import math

import pandas as pd

from planbook.absence import missing
from planbook.views import cards
from planbook.views.display import TWIN, Absent
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
COLUMNS = ["value", "low", "high", "previous", "year_ago", "aligned", "target"]
NAN = math.nan
SCORES = pd.DataFrame(
    [
        [3_204_900.0, NAN, NAN, 3_480_000.0, 2_890_000.0, NAN, 3_500_000.0],
        [0.0619, NAN, NAN, 0.0474, NAN, NAN, 0.06],
        [2_731_000.0, 2_700_000.0, 2_800_000.0, NAN, NAN, NAN, NAN],
        [NAN] * 7,
    ],
    index=["paid", "refund_rate", "net_expected", "roas"],
    columns=COLUMNS,
)


def html(words, *ids, **more):
    return cards.scorecard(SCORES, words, ids=ids, **more)._repr_mimebundle_()["text/html"]


def test_a_fall_of_sales_is_worse():
    assert '<span class="pb-down">↓ 7.9%</span> <span>worse</span>' in html(EN, "paid")


def test_a_rise_of_the_refund_rate_points_up_and_is_worse_in_points():
    assert '<span class="pb-up">↑ 1.4 个百分点</span> <span>转差</span>' in html(ZH, "refund_rate")


def test_the_target_shows_attainment_as_a_bar():
    assert 'Target ¥3.5M · 92%<span class="pb-meter"><i style="width:91.6%">' in html(EN, "paid")


def test_a_ceiling_is_kept_or_exceeded():
    assert "目标 6.00% · 超标" in html(ZH, "refund_rate")


def test_the_interval_stands_in_small_type():
    assert '<dd class="pb-small">Range ¥2.7–2.8M</dd>' in html(EN, "net_expected")


def test_cents_beside_an_interval_hundreds_wide_are_not_written():
    scores = pd.DataFrame([[-217.24, -615.71, 248.23]], index=["offer_effect"], columns=COLUMNS[:3])
    shown = cards.scorecard(scores, EN, ids=["offer_effect"])
    assert ">−¥217</dd>" in shown.html
    assert "Range −¥616 to ¥248<" in shown.html
    assert shown.twin["figures"][0]["value"] == -217.24


def test_a_figure_nobody_knows_is_a_dash_with_nothing_beside_it():
    shown = html(EN, "roas")
    assert ">—</dd>" in shown
    assert "pb-change" not in shown


def test_the_line_marks_its_last_point_and_leaves_gaps_out():
    shown = html(EN, "paid", history=pd.DataFrame({"paid": [1.0, NAN, 3.0]}))
    assert 'points="3.0,24.0 117.0,4.0"' in shown
    assert 'aria-label="2 periods, lowest ¥1, highest ¥3"' in shown


def test_a_level_line_is_drawn_too():
    assert "<polyline" in html(EN, "paid", history=pd.DataFrame({"paid": [2.0, 2.0]}))


def test_ids_that_were_not_reckoned_are_left_out():
    assert "Visitors" not in html(EN, "paid", "visitors")


def test_notes_are_escaped():
    assert "&lt;b&gt;" in html(EN, "paid", notes={"paid": "<b>"})


def test_the_twin_holds_full_numbers():
    twin = cards.scorecard(SCORES, EN, ids=["net_expected"])._repr_mimebundle_()[TWIN]
    assert twin["figures"] == [
        {
            "id": "net_expected",
            "unit": "money",
            "value": 2_731_000.0,
            "low": 2_700_000.0,
            "high": 2_800_000.0,
            "previous": None,
            "target": None,
            "history": [],
        }
    ]


def test_a_missing_scorecard_says_what_it_needs():
    view = cards.scorecard(missing("traffic", "visitors"), ZH, ids=["visitors"])
    assert isinstance(view, Absent)
    assert "数据表 <code>traffic</code> 的 <code>visitors</code> 列" in view.html


def test_cards_do_not_change_their_input():
    before = SCORES.copy()
    html(EN, *SCORES.index)
    pd.testing.assert_frame_equal(SCORES, before)
