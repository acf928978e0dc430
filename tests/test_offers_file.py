"""The workspace's offers.yml adds to the package's, and a mistake in it is told with its place."""

from __future__ import annotations

import pytest
from shop_factory import opened, write

from planbook import offers
from planbook.absence import ConfigError
from planbook.tables.schema.campaign import MECHANICS


def test_without_one_the_packages_offers_hold(tmp_path):
    book = offers.load(tmp_path)
    assert {offer.mechanic for offer in book.offers.values()} == set(MECHANICS)
    assert book.platforms["tmall"].threshold == 300


def test_kinds_of_offers_are_those_of_the_table():
    assert set(offers.Mechanic.__args__) == set(MECHANICS)


def test_an_offer_of_the_workspace_replaces_ours_and_an_empty_one_drops_it(tmp_path):
    own = "offers:\n  points: {}\n  coupon: {mechanic: coupon, thresholds: [199], cuts: [20]}\nplatforms: {jd: {}}\n"
    write(tmp_path / "offers.yml", own)
    book = offers.load(tmp_path)
    assert "points" not in book.offers
    assert (book.offers["coupon"].thresholds, book.offers["coupon"].cuts) == ((199.0,), (20.0,))
    assert list(book.platforms) == ["tmall"]


def test_the_project_hands_out_its_workspaces_offers(tmp_path):
    write(tmp_path / "offers.yml", "offers:\n  tenth: {mechanic: percentage, depth: 0.1}\n")
    assert "tenth" in opened(tmp_path, {}).shop.project.offers.offers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("offers: {a: {mechanic: gift}}", "offers → a → mechanic"),
        ("offers: {a: {mechanic: coupon}}", "give at and takes"),
        ("offers: {a: {mechanic: coupon, at: [0.5]}}", "as many amounts as cuts"),
        ("offers: {a: {mechanic: full_reduction, thresholds: [9, 19], cuts: [1, 2], repeated: true}}", "has one step"),
        ("offers: {a: {mechanic: stacked}}", "the offers that are stacked"),
        ("offers: {a: {mechanic: stacked, parts: [nothing]}}", "'nothing' is no offer"),
        ("offers: [a]", "no list of entries by name"),
        ("- a", "no entries by name"),
        ("offers: {a: [", "not readable as YAML"),
        ("gifts: {}", "gifts"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, said, tmp_path):
    write(tmp_path / "offers.yml", text)
    with pytest.raises(ConfigError, match=r"offers\.yml") as told:
        offers.load(tmp_path)
    assert said in str(told.value)


def test_a_file_of_another_encoding_is_refused(tmp_path):
    write(tmp_path / "offers.yml", "offers: {满减: {mechanic: percentage}}", encoding="gb18030")
    with pytest.raises(ConfigError, match="not UTF-8"):
        offers.load(tmp_path)
