"""Tables: how cells, heads, rests and heat maps are written."""

import math
from datetime import date

import pandas as pd
import pytest

from planbook.absence import missing
from planbook.views import tables
from planbook.views.display import TWIN, Absent
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
ITEMS = pd.DataFrame(
    {
        "product": ["<script>alert(1)</script>", "tmall", "Total"],
        "paid": [1938.4, -320.0, 1618.4],
        "share": [0.30, math.nan, 1.0],
        "first": [date(2026, 10, 1), pd.NaT, pd.NaT],
    }
)
COLUMNS = {
    "product": ("Target", "text"),
    "paid": ("paid", "money"),
    "share": ("share of all", "share"),
    "first": ("Age", "day"),
}


def shown(words=EN, **more):
    return tables.table(ITEMS, words, id="items", title="Items", columns=COLUMNS, **more)._repr_mimebundle_()


def test_numbers_stand_right_with_the_unit_in_the_head():
    assert '<th scope="col" class="pb-num">支付金额（元）</th>' in shown(ZH)["text/html"]
    assert '<td class="pb-num">1,938</td>' in shown()["text/html"]


def test_titles_are_shown_as_text():
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown()["text/html"]
    assert "<script>" not in shown()["text/html"]


def test_code_words_are_said_in_the_language():
    assert "天猫" in shown(ZH)["text/html"]


def test_the_marked_row_and_the_total_are_told_apart():
    page = shown(mark=1, total=True)["text/html"]
    assert '<tr class="pb-mark"><th scope="row">Tmall' in page
    assert '<tr class="pb-total"><th scope="row">Total' in page


def test_bars_are_as_long_as_the_largest_that_is_no_total():
    page = shown(total=True, bars=["share"])["text/html"]
    assert 'width:100%"></i></span><b>30.0</b>' in page
    assert page.count("pb-bar") == 2


@pytest.mark.parametrize(
    ("rows", "text"), [(12, None), (13, "1 more row"), (300, "288 more rows, the first 200 here")], ids=str
)
def test_rows_beyond_the_twelfth_stand_behind_all_rows(rows, text):
    frame = pd.DataFrame({"x": range(rows)})
    page = tables.table(frame, EN, id="x", title="", columns={"x": ("x", "count")}).html
    assert (f"<summary>{text}</summary>" in page) == (text is not None)
    assert page.count("<tr") == min(rows, 12) + 1 + (0 if rows < 13 else 1 + min(rows - 12, 200))


def test_a_table_scrolls_in_a_box_of_its_own_that_keys_can_reach():
    assert '<div class="pb-scroll" role="group" aria-label="Items" tabindex="0">' in shown()["text/html"]


def test_the_twin_holds_all_rows_unrounded():
    table = shown()[TWIN]["tables"][0]
    assert table["columns"][1] == {"name": "paid", "label": "Paid (¥)", "unit": "money"}
    assert table["rows"][1] == ["tmall", -320.0, None, None]
    assert table["rows"][0] == ["<script>alert(1)</script>", 1938.4, 0.3, "2026-10-01"]


def test_an_empty_frame_is_a_table_without_rows():
    page = tables.table(ITEMS.iloc[:0], EN, id="items", title="Items", columns=COLUMNS, bars=["share"]).html
    assert page.count("<tr") == 1


def test_a_missing_frame_says_what_it_needs():
    view = tables.table(missing("orders") | missing("traffic"), EN, id="x", title="", columns={})
    assert isinstance(view, Absent)
    assert [row["table"] for row in view.twin["missing"]] == ["orders", "traffic"]


def test_a_heat_map_colours_both_sides_of_its_middle():
    frame = pd.DataFrame({"search": [0.10, 0.0], "live": [-0.05, math.nan]}, index=["tmall", "jd"])
    page = tables.heat(frame, EN, id="h", title="Change", unit="share", middle=0.0).html
    assert '<td class="pb-heat pb-a7">10.0</td><td class="pb-heat pb-b4">−5.0</td>' in page
    assert '<td class="pb-heat pb-a0">0.0</td><td class="pb-heat ">—</td>' in page


def test_tables_do_not_change_their_input():
    before = ITEMS.copy()
    shown(total=True, bars=["share"])
    pd.testing.assert_frame_equal(ITEMS, before)


def test_a_product_whose_title_is_a_code_word_keeps_its_title():
    page = tables.table(ITEMS, ZH, id="items", title="商品", columns={"product": ("Target", tables.TITLE)})
    assert "tmall" in page.html
    assert "天猫" not in page.html
