"""The workspace's wordlist.yml adds to the package's, and a mistake in it is told with its place."""

from __future__ import annotations

import pytest
from shop_factory import opened, write

from planbook import wordlist
from planbook.absence import ConfigError


def test_without_one_the_packages_list_holds(tmp_path):
    found = wordlist.load(tmp_path)
    assert {"absolute", "medical", "efficacy", "absolute_en", "health_en"} <= set(found.claims)
    assert {"最近", "第一次", "最后"} <= set(found.spare)
    assert (found.prices.lowest_days, found.prices.charged_days) == (30, 7)


def test_every_claim_names_its_rule_in_both_languages(tmp_path):
    claims = wordlist.load(tmp_path).claims.values()
    assert all(claim.basis["en"] and claim.basis["zh"] for claim in claims)
    assert "art. 9" in wordlist.load(tmp_path).claims["absolute"].basis["en"]


def test_a_claim_of_the_workspace_replaces_ours_and_one_without_words_drops_it(tmp_path):
    write(
        tmp_path / "wordlist.yml",
        "claims:\n  absolute: {words: {爆款: 热销}}\n  medical: {}\n  slang: {words: {绝绝子: ''}}\n",
    )
    found = wordlist.load(tmp_path)
    assert found.claims["absolute"].words == {"爆款": "热销"}
    assert "medical" not in found.claims
    assert {"slang", "efficacy"} <= set(found.claims)


def test_spare_texts_and_prices_replace_ours_where_they_are_given(tmp_path):
    write(tmp_path / "wordlist.yml", "prices: {lowest_days: 15}\n")
    found = wordlist.load(tmp_path)
    assert (found.prices.lowest_days, found.prices.charged_days) == (15, 7)
    assert "最近" in found.spare


def test_the_project_hands_out_its_workspaces_list(tmp_path):
    write(tmp_path / "wordlist.yml", "spare: [最美]\n")
    assert opened(tmp_path, {}).shop.project.wordlist.spare == ("最美",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claims: {absolute: {nice: [x]}}", r"wordlist\.yml, claims → absolute → nice"),
        ("prices: {lowest_days: 0}", "lowest_days"),
        ("claims: [", "not readable as YAML"),
    ],
    ids=["unknown entry", "no days", "no YAML"],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, said):
    write(tmp_path / "wordlist.yml", text)
    with pytest.raises(ConfigError, match=said):
        wordlist.load(tmp_path)


def test_another_encoding_is_told(tmp_path):
    write(tmp_path / "wordlist.yml", "spare: [最]\n", "gbk")
    with pytest.raises(ConfigError, match="not UTF-8"):
        wordlist.load(tmp_path)
