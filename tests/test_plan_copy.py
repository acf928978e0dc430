"""Copy is held against the list of words, the longest first, and prices against their own history."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from planbook import wordlist
from planbook.absence import Missing, missing
from planbook.measures.planning import copy

OURS = wordlist.load(Path())
ITEM = {"platform": "tmall", "sku": "a", "product": "A", "deal_price": 90.0, "list_price": 120.0}


def text(said: str, **more: str) -> pd.DataFrame:
    return pd.DataFrame([{"origin": "theme", "line": "a", "language": "", "platform": "", "text": said} | more])


def words(said: str, **more: str) -> list[str]:
    return copy.check(text(said, **more), OURS)["word"].tolist()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("最近上新，最后三天，第一次喝茶", []),
        ("全网最低价，最近最好喝", ["全网最低", "最好"]),
        ("国家级非遗，第一品牌", ["国家级", "第一"]),
        ("THE BEST tea, best before 2027", ["THE BEST"]),
        ("It cures and heals; no curry", ["cures", "heals"]),
        ("喝了能治三高", ["能治", "三高"]),
    ],
)
def test_words_are_found_the_longest_first_and_what_is_spared_is_none(said, found):
    assert sorted(words(said)) == sorted(found)


def test_a_find_names_place_suggestion_and_rule():
    found = copy.check(text("这是一款年度最佳的乌龙茶，适合冬天围炉慢慢喝的那种"), OURS).to_dict("records")[0]
    assert (found["place"], found["suggestion"], found["claim"]) == (
        "这是一款年度最佳的乌龙茶，适合冬天围炉慢…",
        "出色",
        "absolute",
    )
    assert "第九条" in found["basis_zh"]
    assert found["fails"]


def test_a_platforms_ban_counts_on_that_platform_alone():
    assert words("加微信领券", platform="xiaohongshu") == ["加微信"]
    assert words("加微信领券", platform="wechat") == []
    assert words("加微信领券") == ["加微信"]


def test_an_empty_list_finds_nothing():
    assert copy.check(text("最佳"), wordlist.Wordlist()).empty


def test_texts_and_finds_are_counted():
    texts = pd.concat([text("最佳，最大"), text("好茶", origin="product"), text("好", origin="product", line="b")])
    found = copy.counted(copy.check(texts, OURS), texts)
    assert found.to_numpy().tolist() == [["theme", 1, 1, 1], ["product", 2, 0, 0], ["total", 3, 1, 1]]


def test_a_text_in_two_languages_counts_once_and_is_read_in_the_reports():
    both = pd.concat([text("最好的茶", language="zh"), text("the best tea", language="en")])
    hits = copy.check(both, OURS)
    assert copy.counted(hits, both).to_numpy().tolist()[-1] == ["total", 1, 1, 1]
    assert copy.in_language(hits, "zh")["word"].tolist() == ["最好"]
    assert copy.in_language(hits[hits["language"] == "en"], "zh")["word"].tolist() == ["the best"]


def test_what_is_found_in_an_idea_that_is_out_is_dealt_with():
    hits = copy.check(pd.concat([text("最好"), text("最好", line="b"), text("最好", origin="message")]), OURS)
    screened = pd.DataFrame({"line": ["a", "b"], "verdict": ["out", "in"]})
    assert copy.standing(hits, screened)[["origin", "line"]].to_numpy().tolist() == [["message", "a"], ["theme", "b"]]
    assert copy.standing(hits, missing("brief")) is hits


def test_texts_of_ideas_that_are_out_are_not_counted_as_read():
    texts = pd.concat([text("好茶"), text("全网最低价", line="b"), text("全网最低价", line="c", origin="message")])
    screened = pd.DataFrame({"line": ["a", "b"], "verdict": ["in", "out"]})
    kept, hits = copy.standing(texts, screened), copy.standing(copy.check(texts, OURS), screened)
    assert copy.counted(hits, kept)[["origin", "texts", "with_finds"]].to_numpy().tolist() == [
        ["theme", 1, 0], ["message", 1, 1], ["total", 2, 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "instead"),
    [("可信 4.2 分，比最强竞品高 0.3", "reword"), ("0.3 above the best rival", "reword"), ("the best tea", "a fine")],
)
def test_a_word_that_compares_is_to_be_reworded(said, instead):
    assert copy.check(text(said), OURS)["suggestion"].tolist() == [instead]


def test_a_deal_above_the_lowest_price_of_late_is_told():
    items = pd.DataFrame([ITEM | {"lowest": 85.0, "highest": 99.0}, ITEM | {"lowest": 95.0, "highest": 120.0}])
    found = copy.prices(items)
    assert found["above"].fillna(0).tolist() == [5.0, 0.0]
    assert found["charged"].tolist() == [False, True]


def test_a_list_price_without_a_sale_is_not_known():
    found = copy.prices(pd.DataFrame([ITEM | {"lowest": 85.0, "highest": float("nan")}]))
    assert found["charged"].tolist() == [None]


def test_without_a_price_history_nothing_is_said():
    assert isinstance(copy.prices(pd.DataFrame([ITEM | {"lowest": float("nan"), "highest": float("nan")}])), Missing)


def test_inputs_stay_as_they_are_and_what_is_missing_passes():
    texts = text("最佳")
    before = texts.copy()
    copy.check(texts, OURS)
    pd.testing.assert_frame_equal(texts, before)
    assert copy.check(missing("brief"), OURS) == missing("brief")
