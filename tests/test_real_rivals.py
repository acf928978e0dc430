"""Real crawls: ten days of cosmetics before Double 11, and reviews of a water heater that were picked by rating.

The crawl has no list and no deal price, unpadded days, a running counter that falls at times; the reviews came with
several crawls, each so many good and so many bad ones.
"""

from __future__ import annotations

import os

import pytest
from notebook_walk import walk
from shop_factory import opened

from planbook import summaries
from planbook.measures import contrast
from planbook.measures.rivals import discounts, watch
from planbook.periods import parse

REAL = os.environ.get("PLANBOOK_REAL_DATA", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]
DAYS = parse("2016-11-05..2016-11-14")
CRAWL = """SELECT update_time::DATE AS date, 'taobao' AS platform, "店名" AS brand, id AS sku, title,
    price AS page_price, sale_count AS counter, comment_count AS reviews FROM crawl"""
REVIEWS = """SELECT md5(content || time::VARCHAR) || row_number() OVER () AS feedback_id, time AS at,
    'review' AS origin,
    'jd' AS platform, '美的' AS brand, '100104067842' AS sku, score AS rating, content AS text,
    'by_rating' AS collected FROM crawls"""
FILES = {
    "gbk": {"path": f"{REAL}/taobao_double11_cosmetics/meizhuang_gbk.csv", "encoding": "gb18030"},
    "utf-8 with a mark": {"path": f"{REAL}/taobao_double11_cosmetics/cosmetic_utf8bom.csv"},
}


@pytest.fixture(scope="module", params=FILES.values(), ids=FILES)
def beauty(request, tmp_path_factory):
    return opened(tmp_path_factory.mktemp("beauty"), {"crawl": request.param, "competitor_items": {"query": CRAWL}})


@pytest.fixture(scope="module")
def heater(tmp_path_factory):
    crawls = {"path": f"{REAL}/jd_reviews/comments_*.csv"}
    return opened(tmp_path_factory.mktemp("heater"), {"crawls": crawls, "feedback": {"query": REVIEWS}})


def test_every_row_of_the_crawl_is_accounted_for(beauty):
    looks = summaries.rival_items(beauty, DAYS)
    assert (looks["copies"].sum(), (looks["copies"] - 1).sum(), len(looks)) == (27598, 86, 27512)
    assert (looks["brand"].nunique(), looks["items"].iloc[0], looks["reset"].sum()) == (22, 3497, 1374)


def test_a_fall_of_the_counter_is_no_sale(beauty):
    looks = summaries.rival_items(beauty, DAYS)
    assert looks.loc[looks["reset"], "units"].isna().all()
    assert looks["units"].min() == 0


def test_without_a_list_price_only_the_days_before_are_spoken_of(beauty):
    deep = discounts.depths(watch.slotted(summaries.rival_items(beauty, DAYS)))
    whole = discounts.by_brand(deep, (DAYS.start, DAYS.end)).iloc[-1]
    assert whole[["claimed", "on_page"]].isna().all()
    assert whole["real"] == pytest.approx(0.0553, abs=5e-4)


def test_the_page_of_the_crawl_says_what_it_cannot(beauty):
    seen = walk(beauty.shop.project.root, name="11_competitor_analysis", language="en", period=DAYS.name)
    assert "The sheet has no list price: a discount against it cannot be told." in seen.page
    assert "86 rows stood twice" in seen.page
    assert "1,374 times a counter fell" in seen.page


def test_copies_of_reviews_count_once(heater):
    said = summaries.feedback(heater, parse("2023-11..2025-01"))
    assert (len(said), said["copies"].sum()) == (213, 370)
    assert contrast.filtered(said)["side"].value_counts().to_dict() == {"good": 120, "bad": 92}


def test_no_mean_rating_is_claimed_of_reviews_picked_by_rating(heater):
    seen = walk(heater.shop.project.root, name="11_competitor_analysis", language="en", period="2023-11..2025-01")
    assert "no mean rating and no share of complaints can be told" in seen.page
    assert "Mean rating" not in seen.page
    assert "157 copies of reviews count once" in seen.page
    assert "of 92 bad reviews" in seen.findings["topic_sides"]["text"]
