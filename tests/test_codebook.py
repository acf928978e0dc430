"""The workspace's codebook.yml adds to the package's, and a mistake in it is told with its place."""

from __future__ import annotations

import pytest
from shop_factory import opened, write

from planbook import codebook
from planbook.absence import ConfigError


def test_without_one_the_packages_codebook_holds(tmp_path):
    book = codebook.load(tmp_path)
    assert {"aroma", "taste", "freshness", "packaging", "price", "logistics", "service"} <= set(book.topics)
    assert "不" in book.negation


def test_a_topic_of_the_workspace_replaces_ours_and_one_without_words_drops_it(tmp_path):
    write(tmp_path / "codebook.yml", "topics:\n  aroma: {}\n  taste: {words: [x]}\n  heating: {bad: [不热]}\n")
    book = codebook.load(tmp_path)
    assert "aroma" not in book.topics
    assert book.topics["taste"].model_dump() == {"words": ("x",), "good": (), "bad": ()}
    assert (book.topics["heating"].bad, len(book.topics["price"].words) > 5) == (("不热",), True)


def test_other_lists_replace_ours_where_they_are_given(tmp_path):
    write(tmp_path / "codebook.yml", "polarity: {good: [棒]}\n")
    book = codebook.load(tmp_path)
    assert (book.polarity.good, book.polarity.bad) == (("棒",), ())
    assert "不" in book.negation


def test_the_project_hands_out_its_workspaces_codebook(tmp_path):
    write(tmp_path / "codebook.yml", "topics:\n  heating: {words: [加热]}\n")
    assert "heating" in opened(tmp_path, {}).shop.project.codebook.topics


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topics: {taste: {nice: [x]}}", r"codebook\.yml, topics → taste → nice"),
        ("negation: [no]", r"negation → 0: .*False.*quotes"),
        ("topics: [", "not readable as YAML"),
    ],
    ids=["unknown entry", "a bare no", "no YAML"],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, said):
    write(tmp_path / "codebook.yml", text)
    with pytest.raises(ConfigError, match=said):
        codebook.load(tmp_path)


def test_another_encoding_is_told(tmp_path):
    write(tmp_path / "codebook.yml", "negation: [不]", "gbk")
    with pytest.raises(ConfigError, match="not UTF-8"):
        codebook.load(tmp_path)
