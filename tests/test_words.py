"""Words: numbers, dates and texts as each language writes them."""

import math
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from planbook.absence import ConfigError
from planbook.measures.catalog import CATALOG, UNITS
from planbook.periods import parse
from planbook.views import numerals, vocabulary
from planbook.views.words import open_words

EN, ZH, UK = open_words("en"), open_words("zh"), open_words("en", "GBP")
ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("x", "unit", "english", "chinese"),
    [
        (3_204_900, "money", "¥3.2M", "320.5 万元"),
        (321_000_000, "money", "¥321M", "3.21 亿元"),
        (-420_100, "money", "−¥420k", "−42 万元"),
        (9_840, "money", "¥9,840", "9,840 元"),
        (128.4, "money", "¥128.40", "128.40 元"),
        (999_960, "money", "¥1M", "100 万元"),
        (98_700, "count", "98.7k", "9.87 万"),
        (0.0321, "share", "3.21%", "3.21%"),
        (0.42, "share", "42.0%", "42.0%"),
        (0.0031, "points", "0.31 pp", "0.31 个百分点"),
        (2.13, "ratio", "2.13", "2.13"),
        (1, "days", "1 day", "1 天"),
        (74, "seconds", "74 s", "74 秒"),
        (math.nan, "money", "—", "—"),
        (None, "share", "—", "—"),
        (math.inf, "ratio", "—", "—"),
        (0, "money", "¥0", "0 元"),
        (-0.000001, "share", "0.00%", "0.00%"),
    ],
)
def test_short_numbers_are_written_as_each_language_does(x, unit, english, chinese):
    assert (EN.short(x, unit), ZH.short(x, unit)) == (english, chinese)


def test_full_numbers_keep_all_their_digits():
    assert (EN.value(3_204_900.4, "money"), ZH.value(3_204_900.4, "money")) == ("¥3,204,900", "3,204,900 元")


def test_a_currency_without_a_sign_of_its_own_is_named_by_its_code():
    assert (open_words("en", "CHF").short(12_300, "money"), open_words("zh", "CHF").unit("money")) == (
        "CHF 12.3k",
        "CHF",
    )


@pytest.mark.parametrize(
    ("x", "text"), [(0.082, "+8.2%"), (-0.25, "−25.0%"), (0, "0.0%"), (11.2, "+1,120%"), (math.nan, "—")]
)
def test_changes_carry_their_sign(x, text):
    assert EN.change(x) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (2.7e6, 2.8e6, "money", "¥2.7–2.8M"),
        (2.71e6, 2.74e6, "money", "¥2.71–2.74M"),
        (960e3, 1.2e6, "money", "¥960k–1.2M"),
        (-2e5, 3e5, "money", "−¥200k to ¥300k"),
        (0.031, 0.034, "share", "3.10–3.40%"),
        (math.nan, 1, "money", "—"),
    ],
)
def test_an_interval_says_what_its_ends_share_once(low, high, unit, text):
    assert EN.range(low, high, unit) == text


def test_a_chinese_interval_over_ten_thousand_is_not_taken_for_another():
    assert ZH.range(9_000, 12_000, "money") == "9,000–12,000 元"  # in 9,000–1.2 万元 the first may be 9,000 万
    assert ZH.range(0.0, 106_470.4, "money") == "0–106,470 元"
    assert ZH.range(9_800, 12_000, "count") == "9,800–12,000"
    assert ZH.range(2.7e6, 2.8e6, "money") == "270–280 万元"


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2026-10", "October 2026", "2026 年 10 月"),
        ("2026-10-11", "11 Oct 2026", "2026 年 10 月 11 日"),
        ("2026-W42", "12–18 Oct 2026", "2026 年 10 月 12 日至 18 日"),
        ("2026-10-21..2026-11-11", "21 Oct – 11 Nov 2026", "2026 年 10 月 21 日至 11 月 11 日"),
    ],
)
def test_periods_are_said_by_their_days(period, english, chinese):
    assert (EN.span(parse(period)), ZH.span(parse(period))) == (english, chinese)


def test_a_day_may_go_without_its_year():
    assert (EN.day(date(2026, 10, 31), year=False), ZH.day(date(2026, 10, 31), year=False)) == ("31 Oct", "10 月 31 日")


def test_ticks_have_as_few_decimals_as_they_need():
    assert EN.ticks([0, 0.025, 0.05], "share") == ["0.0%", "2.5%", "5.0%"]
    assert ZH.ticks([0, 2_000_000, 4_000_000], "money") == ["0", "200 万", "400 万"]
    assert ZH.ticks([0, 5_000, 10_000, 15_000], "money") == ["0", "5,000", "1.0 万", "1.5 万"]


def test_a_sentence_sets_spaces_between_chinese_and_numbers_but_leaves_titles_alone():
    said = ZH(
        "Paid rose by {change}; {factor} alone accounts for {effect}.", change="5%", factor="龙井2026款", effect="3"
    )
    assert said == "支付金额增加 5%，仅龙井2026款一项影响 3。"


def test_braces_in_a_value_are_no_fields():
    assert EN("{name}: {value}", name="{x}", value="{0}") == "{x}: {0}"


def test_the_empty_text_stays_empty():
    assert (EN(""), ZH("")) == ("", "")


def test_a_count_is_said_in_one_or_many():
    assert [EN.plural("{n} more row", "{n} more rows", n) for n in (1, 2)] == ["1 more row", "2 more rows"]
    assert ZH.plural("{n} more row", "{n} more rows", 5) == "另外 5 行"


def test_an_unknown_language_is_an_error_that_names_those_there_are():
    with pytest.raises(ConfigError, match=r"'de'.*zh or en"):
        open_words("de")


def test_the_currency_is_said_in_the_head():
    assert (EN.unit("money"), ZH.unit("money"), UK.unit("money"), EN.unit("count")) == ("¥", "元", "£", "")


def test_every_kpi_has_two_names_a_unit_and_a_direction():
    assert all(kpi.en and kpi.zh and kpi.unit in UNITS and kpi.direction in (-1, 0, 1) for kpi in CATALOG.values())


def test_no_code_word_hides_a_kpi():
    assert not set(vocabulary.NAMES) & set(CATALOG)


def test_every_text_is_translated_and_the_compiled_catalog_is_in_step():
    command = [sys.executable, str(ROOT / "scripts/update_catalogs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_placeholders_are_the_same_in_both_languages():
    pairs = ZH.catalog._catalog.items()
    told = [(text if isinstance(text, str) else text[0], said) for text, said in pairs if text]
    assert [text for text, said in told if _fields(text) != _fields(said)] == []


def test_decimals_of_a_column_fit_its_largest_number():
    assert [numerals.shared_decimals(values, "money") for values in ([5.5, 20_000], [5.5, 20], [math.nan])] == [0, 2, 0]


def _fields(text):
    import string

    return sorted({field for _, field, _, _ in string.Formatter().parse(text) if field})


def test_a_code_word_has_one_meaning_in_all_vocabularies():
    parts = [module.NAMES for name in dir(vocabulary) if hasattr(module := getattr(vocabulary, name), "NAMES")]
    words = [word for part in parts for word in part]
    assert len(parts) == 9
    assert [word for word in words if words.count(word) > 1] == []
