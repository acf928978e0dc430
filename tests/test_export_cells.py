"""A cell says what it says, however a platform or a person wrote it; what cannot be read is told, never guessed."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.tables.exports.cleaning import bounds, cells
from planbook.tables.exports.cleaning.cells import Asked, Style
from planbook.tables.exports.recognising.profile import Field

WORDS = {"交易成功": "paid", "买家已付款,等待卖家发货": "paid", "Closed": "cancelled"}


@pytest.fixture(scope="module")
def engine():
    found = duckdb.connect()
    cells.register(found, key="a key", zone="Asia/Shanghai")
    return found


@pytest.fixture(scope="module")
def read(engine):
    """Read a cell as a kind: its value, and the text that could not be read."""

    def read(kind: str, cell: str | None, **style):
        words = WORDS if kind == "words" else {}
        asked = Asked("told", Field(kind=kind, headers=("x",), words=words), "x", Style(**style))
        return engine.execute(cells.cleaned("(SELECT ? AS x)", [asked], "1 AS row"), [cell]).fetchone()[1:]

    return read


NUMBERS = {
    "1,234.56": 1234.56, "1 234.5": 1234.5, "12": 12, "-3.5": -3.5, "(3.50)": -3.5, "¥598.00": 598, "598.00元": 598, "￥１２": 12,
    "MX$2,000.00": 2000, "₹38,165.00": 38165, "1.2万": 12000, "80.0万": 800_000, "1.5亿": 1.5e8, "3k": 3000, "USD 5": 5, "12.50 €": 12.5,
    "\t7\u00a0": 7, '="8.5"': 8.5, "'9": 9, "1'234.5": 1234.5, "2,38,165.00": 238_165, "−4": -4, "+5": 5, ".5": 0.5, "1e3": 1000,
}  # fmt: skip
NOTHING = ["", "-", "--", " --", "—", "null", "NaN", "N/A", "无", "\u3000", '=""', None]
UNREADABLE = ["abc", "1.2.3", "1,23,4", "12%", "5-3", "--5", "1_000", "inf", "5 apples"]


@pytest.mark.parametrize(("cell", "value"), NUMBERS.items())
def test_money_is_read_however_it_is_written(read, cell, value):
    assert read("money", cell) == (value, None)


@pytest.mark.parametrize("kind", ["money", "count", "share", "seconds", "day", "time", "id", "text", "words", "person"])
@pytest.mark.parametrize("cell", NOTHING)
def test_a_missing_cell_is_empty_and_no_mistake(read, kind, cell):
    assert read(kind, cell) == (None, None)


@pytest.mark.parametrize("cell", UNREADABLE)
def test_what_is_no_money_is_told(read, cell):
    assert read("money", cell) == (None, cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("1.234,56", 1234.56), ("12,00", 12), ("1 234,5", 1234.5), ("0,125", 0.125), ("1.2万", 12000)]
)
def test_where_commas_part_decimals_they_do(read, cell, value):
    assert read("money", cell, comma=True) == (value, None)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [("3.3%", "", 0.033), ("0.033", "", 0.033), ("3.3", "%", 0.033), ("3.3%", "%", 0.033), ("1,204.5%", "", 12.045)],
)
def test_a_share_is_one_in_all_three_notations(read, cell, unit, value):
    assert read("share", cell, unit=unit)[0] == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [("74.5", "", 74.5), ("1.5", "分钟", 90), ("1分20秒", "", 80), ("00:01:20", "", 80), ("1:05", "", 65), ("2小时3分", "", 7380), ("123秒", "", 123)],
)  # fmt: skip
def test_a_length_of_time_is_in_seconds(read, cell, unit, value):
    assert read("seconds", cell, unit=unit) == (value, None)


def test_a_count_is_whole(read):
    assert read("count", "64517.0") == (64517, None)
    assert read("count", "1.13万") == (11300, None)
    assert read("count", "1.5") == (None, "1.5")


DAYS = {
    "2026-10-05": dt.date(2026, 10, 5), "2026/1/5": dt.date(2026, 1, 5), "20260105": dt.date(2026, 1, 5), "20260812.0": dt.date(2026, 8, 12),
    "2026.01.05": dt.date(2026, 1, 5), "2026年1月5日": dt.date(2026, 1, 5), "Jul 8, 2025": dt.date(2025, 7, 8), "8 July 2025": dt.date(2025, 7, 8),
    "46000": dt.date(2025, 12, 9), "2026-10-05 23:59:59": dt.date(2026, 10, 5),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), DAYS.items())
def test_a_day_is_read_however_it_is_written(read, cell, day):
    assert read("day", cell) == (day, None)


@pytest.mark.parametrize("cell", ["2026-13-01", "2026-02-30", "soon", "2026-10", "2026-03-01~2026-03-31", "12:00"])
def test_what_is_no_day_is_told(read, cell):
    assert read("day", cell) == (None, cell)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [("31/12/2025", "dmy", (2025, 12, 31)), ("12/31/25", "mdy", (2025, 12, 31)), ("8/3/26", "mdy", (2026, 8, 3)), ("03-11-2026", "dmy", (2026, 11, 3))],
)  # fmt: skip
def test_short_days_go_by_the_order_of_their_column(read, cell, order, day):
    assert read("day", cell, order=order) == (dt.date(*day), None)


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("2026-10-05 10:37:33 -0500", 23), ("2026-10-05T15:37:33+00:00", 23), ("2026-10-05T15:37:33Z", 23), ("2026-10-05 15:37:33 UTC", 23), ("2026/10/5 23:37:33", 23)],
)  # fmt: skip
def test_a_time_is_in_the_shops_zone(read, cell, hour):
    assert read("time", cell) == (dt.datetime(2026, 10, 5, hour, 37, 33), None)


@pytest.mark.parametrize(
    ("cell", "number"), [('="1234567890123456789"', "1234567890123456789"), ("'691\t", "691"), ("\t6910", "6910"), ("０１２", "012"), ("#1051", "#1051")]
)  # fmt: skip
def test_a_number_that_names_a_thing_stays_text(read, cell, number):
    assert read("id", cell) == (number, None)


@pytest.mark.parametrize("cell", ["3.10542E+17", "3.1E+17", "3E+17", '="3.1E+17"'])
def test_a_number_that_was_rounded_is_refused(read, cell):
    value, left = read("id", cell)
    assert value is None
    assert left.startswith("3")


@pytest.mark.parametrize("cell", ["12E05", "1E10", "SKU-3E7"])
def test_a_code_with_an_e_in_it_is_no_rounded_number(read, cell):
    assert read("id", cell) == (cell, None)


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("浙江省 杭州市 西湖区 文三路1号", "浙江"), ("宁夏回族自治区银川市", "宁夏"), ("内蒙古自治区", "内蒙古"), ("中国 广东 深圳", "广东"), ("海南藏族自治州", None),
        ("河南中路100号", None), ("河北区光复道", None), ("NY", "NY"), ("New South Wales", "New South Wales"), ("12 Main Street", None), ("东京都", "东京都"),
        ("杭州市文三路1号", None), ("13900001111", None),
    ],
)  # fmt: skip
def test_of_an_address_the_province_stays_and_nothing_nearer(read, cell, region):
    assert read("region", cell) == (region, None)


def test_a_persons_name_becomes_a_hash_and_a_masked_one_nothing(read):
    assert len(read("person", "甄隐私")[0]) == 16
    assert read("person", " 甄隐私\t") == read("person", "甄隐私") != read("person", "贾隐私")
    assert read("person", "甄**")[0] is read("person", "匿名")[0] is None


def test_what_people_wrote_is_masked(read):
    assert "13900001111" not in read("said", "请打13900001111，或 a.b@example.com")[0]


@pytest.mark.parametrize("cell", ["交易成功", " 交易成功\t", "交易 成功"])
def test_words_are_known_whatever_stands_around_them(read, cell):
    assert read("words", cell) == ("paid", None)


def test_words_go_by_their_letters_not_their_width_or_case(read):
    assert read("words", "买家已付款，等待卖家发货") == ("paid", None)
    assert read("words", "closed") == ("cancelled", None)
    assert read("words", "神秘") == (None, "神秘")


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("<5", None, 5), ("< 10%", None, 0.1), ("100+", 100, None), (">=3", 3, None), ("1000-2000", 1000, 2000), ("1千~2千", 1000, 2000), ("1.2万+", 12_000, None),
        ("5以下", None, 5), ("¥50~¥100", 50, 100),
    ],
)  # fmt: skip
def test_a_bound_stays_a_bound(engine, read, cell, low, high):
    assert read("number", cell) == (None, cell)
    found = engine.execute(f"SELECT {bounds.is_bound('x')}, {bounds.bound_sql('x')} FROM (SELECT ? AS x)", [cell])
    assert found.fetchone() == (True, low, high)


@pytest.mark.parametrize("cell", ["2000-1000", "5", "a<5", "2026-10", "+", "-"])
def test_what_is_no_bound_is_none(engine, cell):
    assert not engine.execute(f"SELECT {bounds.is_bound('x')} FROM (SELECT ? AS x)", [cell]).fetchone()[0]


KINDS = ["id", "text", "said", "person", "region", "money", "number", "count", "share", "seconds", "day", "time", "words", "flag"]  # fmt: skip
SIGNS = st.text(alphabet="0123456789.,-+/:~<>%()eE ¥$元万=\"'\t年月日\u3000九ａ１é😀\u202e", max_size=14)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.one_of(SIGNS, st.text(max_size=20)),
    st.booleans(),
    st.sampled_from(["", "dmy", "mdy", "ymd"]),
)
def test_any_cell_has_a_value_or_is_told_or_is_empty(read, kind, cell, comma, order):
    value, left = read(kind, cell.replace("\0", ""), comma=comma, order=order)
    assert value is None or left is None


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_every_amount_is_read_back_as_it_was_written(read, amount):
    european = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert read("money", f"¥{amount:,}".replace("¥-", "-¥"))[0] == float(amount)
    assert read("money", european, comma=True)[0] == float(amount)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.datetimes(min_value=dt.datetime(2000, 1, 1), max_value=dt.datetime(2099, 1, 1)))
def test_every_time_is_read_back_as_it_was_written(read, when):
    when = when.replace(microsecond=0)
    for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S"):
        assert read("time", when.strftime(form))[0] == when
    assert read("time", when.strftime("%d/%m/%Y %H:%M:%S"), order="dmy")[0] == when
