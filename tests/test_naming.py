"""A tool that was renamed keeps one name, and a source has one word on all platforms."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml
from shop_factory import opened, write

from planbook import naming
from planbook.absence import ConfigError
from planbook.tables import naming as on_engine
from planbook.views.words import open_words
from planbook.workbook import open_book

NAMES = naming.load(Path("nowhere"))


@pytest.mark.parametrize(
    ("column", "name", "lasting"),
    [
        ("tool", "直通车", "关键词推广"),
        ("tool", "引力魔方", "精准人群推广"),
        ("tool", "钻石展位", "精准人群推广"),
        ("tool", "京东快车（原京东快车）", "京东快车"),
        ("tool", "购物触点", "推荐广告"),
        ("tool", "广点通", "腾讯广告"),
        ("tool", "google  adwords ", "Google Ads"),
        ("tool", "Facebook Ads", "Meta Ads"),
        ("tool", "a poster", "a poster"),
        ("source", "手淘搜索", "search"),
        ("source", "品销宝- 明星店铺", "other_ad"),
        ("source", "Paid Search", "search_ad"),
        ("source", "Email", "e-mail"),
        ("source", "search", "search"),
    ],
)
def test_every_name_leads_to_the_lasting_one_here_and_on_the_engine(column, name, lasting):
    with duckdb.connect() as engine:
        on_engine.register(engine, NAMES)
        told = engine.execute(f"SELECT {on_engine.sql(column, '?::VARCHAR')}", [name] * 2).fetchone()[0]
    assert (NAMES.lasting(column, name), told) == (lasting, lasting)


def test_nothing_has_no_name():
    with duckdb.connect() as engine:
        on_engine.register(engine, NAMES)
        assert engine.execute(f"SELECT {on_engine.sql('tool', 'NULL::VARCHAR')}").fetchone() == (None,)


@pytest.mark.parametrize("file", sorted(naming.FILES.values()))
def test_no_name_of_ours_stands_twice(file):
    names = yaml.safe_load((naming.OURS / file).read_text(encoding="utf-8"))
    told = [name for lasting, others in names.items() for name in set(map(naming.normal, (lasting, *others)))]
    assert sorted(told) == sorted(set(told))
    assert all(isinstance(name, str) for others in names.values() for name in others)


@pytest.mark.parametrize("source", NAMES.called["source"])
def test_every_word_for_a_source_has_a_name_in_both_languages(source):
    assert open_words("en").name(source) != source
    assert open_words("zh").name(source) not in (source, open_words("en").name(source))


def test_a_workspace_adds_names_takes_some_over_and_some_away(tmp_path):
    write(tmp_path / "tools.yml", "关键词推广: [我们的车]\n淘内广告: [引力魔方]\n千川: []\n京东快车广告: [京东快车]\n")
    names = naming.load(tmp_path)
    told = {
        name: names.lasting("tool", name) for name in ("我们的车", "直通车", "引力魔方", "钻展", "巨量千川", "快车")
    }
    assert told == {
        "我们的车": "关键词推广",
        "直通车": "关键词推广",
        "引力魔方": "淘内广告",
        "钻展": "精准人群推广",
        "巨量千川": "巨量千川",
        "快车": "京东快车广告",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("千川: 巨量千川", r"tools\.yml, 千川: .*tuple"),
        ("one: [x]\nother: [X]", r"tools\.yml: x stands under one and other"),
        ("千川: [", "not readable as YAML"),
    ],
    ids=["no list", "two meanings", "no YAML"],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, said):
    write(tmp_path / "tools.yml", text)
    with pytest.raises(ConfigError, match=said):
        naming.load(tmp_path)


def test_another_encoding_is_told(tmp_path):
    write(tmp_path / "sources.yml", "search: [搜索]", "gbk")
    with pytest.raises(ConfigError, match=r"sources\.yml is not UTF-8"):
        naming.load(tmp_path)


CHANNELS = {"paid": {"tools": ["直通车", "千川"], "sources": ["直通车"]}, "free": {"sources": ["search"]}}


@pytest.mark.parametrize(
    ("asked", "channel"),
    [
        ({"tool": "关键词推广"}, "paid"),
        ({"tool": "巨量千川"}, "paid"),
        ({"tool": "poster"}, None),
        ({"source": "search_ad"}, "paid"),
        ({"source": "手淘搜索"}, "free"),
        ({}, None),
    ],
)
def test_a_channel_takes_its_tools_and_sources_by_any_name(tmp_path, asked, channel):
    assert opened(tmp_path, {}, project={"channels": CHANNELS}).shop.channel_of(**asked) == channel


def test_a_report_finds_the_channel_of_a_tool_by_any_name(tmp_path):
    write(tmp_path / "data/orders.csv", "order_id,paid,paid_at\n1,10,2026-10-31\n")
    opened(tmp_path, {"orders": {"path": "data/orders.csv"}}, project={"channels": CHANNELS})
    channels = open_book(str(tmp_path), period="2026-10").channel_of
    assert {channels.get(tool) for tool in ("直通车", "关键词推广", "千川", "巨量千川")} == {"paid"}
    assert "万相台" not in channels
