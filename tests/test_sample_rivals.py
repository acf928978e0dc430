"""What was planted among the sample shop's rivals can be seen in their rows, with the size that truth.json tells."""

from __future__ import annotations

from math import exp, log

import pytest
from sample_shop import SHOPS, open_tables, read_truth


@pytest.fixture(scope="module")
def truth():
    return read_truth()


@pytest.fixture(scope="module")
def opened():
    return {shop: open_tables(shop) for shop in SHOPS}


def ask(con, sql, **values):
    return con.execute(sql, values).fetchall()


@pytest.mark.parametrize("shop", SHOPS)
def test_the_price_index_is_the_geometric_mean_over_matched_items(shop, opened, truth):
    planted = truth[shop]["price_index"]
    found = ask(
        opened[shop],
        """WITH ours AS (SELECT sku AS matches, sum(quantity * unit_price) / sum(quantity) AS price
            FROM paid_orders JOIN order_items USING (order_id)
            WHERE period = '2026-10' AND platform IN ('tmall', 'shopify') GROUP BY sku)
        SELECT brand, avg(deal_price) / any_value(price) FROM competitor_items c JOIN ours USING (matches)
        WHERE date >= '2026-10-01' GROUP BY brand, c.sku""",
    )
    assert len(found) == planted["items"]
    assert exp(sum(log(ratio) for _, ratio in found) / len(found)) == pytest.approx(planted["index"], abs=1e-5)
    assert planted["brands"].keys() == {brand for brand, _ in found}


@pytest.mark.parametrize("shop", SHOPS)
def test_one_rival_cuts_all_its_prices(shop, opened, truth):
    planted = truth[shop]["price_cut"]
    ratios = ask(
        opened[shop],
        """SELECT min(page_price) / max(page_price) - 1 FROM competitor_items
        WHERE brand = $brand AND date >= '2026-09-07' GROUP BY sku""",
        brand=planted["brand"],
    )
    assert len(ratios) == planted["items"]
    assert [ratio for (ratio,) in ratios] == pytest.approx([planted["planted"]] * len(ratios), abs=0.005)


@pytest.mark.parametrize("shop", SHOPS)
def test_another_raises_its_prices_before_it_cuts_them(shop, opened, truth):
    planted = truth[shop]["raise_before_cut"]
    rows = ask(
        opened[shop],
        """SELECT avg(page_price) FILTER (date >= $raised) / avg(page_price) FILTER (date < $raised) - 1,
        avg(deal_price) FILTER (date >= $cut) / avg(deal_price) FILTER (date BETWEEN $cut::DATE - 28 AND $cut::DATE - 1)
        FROM competitor_items WHERE brand = $brand AND date >= '2026-08-24'""",
        **{name: planted[name] for name in ("brand", "raised", "cut")},
    )
    assert rows[0][0] == pytest.approx(planted["planted"], abs=0.005)
    assert -0.03 < rows[0][1] - 1 == pytest.approx(planted["real_cut"], abs=1e-4)
    assert planted["claimed"] > 0.1


@pytest.mark.parametrize("shop", SHOPS)
def test_an_item_is_launched_and_another_jumps_up_the_list(shop, opened, truth):
    launch, jump = truth[shop]["new_launch"], truth[shop]["rank_jump"]
    late = ask(opened[shop], "SELECT brand, sku, min(date)::VARCHAR FROM competitor_items GROUP BY ALL")
    assert [row for row in late if row[2] > "2025-09-01"] == [(launch["brand"], launch["sku"], launch["week"])]
    ranks = ask(
        opened[shop],
        """SELECT rank FROM competitor_items WHERE sku = $sku AND date BETWEEN $week::DATE - 28 AND $week::DATE
        ORDER BY date""",
        **{name: jump[name] for name in ("sku", "week")},
    )
    assert (ranks[-2][0], ranks[-1][0]) == (jump["from_rank"], jump["to_rank"])
    assert ranks[-1][0] < 0.5 * min(rank for (rank,) in ranks[:-1])


@pytest.mark.parametrize("shop", SHOPS)
def test_some_weeks_of_some_brands_are_missing_and_one_counter_starts_anew(shop, opened, truth):
    gaps = ask(
        opened[shop],
        """SELECT brand, list(week::VARCHAR ORDER BY week) FROM
        (SELECT DISTINCT brand, week FROM (SELECT DISTINCT brand FROM competitor_items)
            CROSS JOIN (SELECT DISTINCT date AS week FROM competitor_items)
            WHERE (brand, week) NOT IN (SELECT (brand, date) FROM competitor_items)) GROUP BY brand""",
    )
    assert dict(gaps) == truth[shop]["gaps"]
    falls = ask(
        opened[shop],
        """SELECT brand, sku, date::VARCHAR FROM competitor_items QUALIFY counter < lag(counter)
        OVER (PARTITION BY brand, sku ORDER BY date)""",
    )
    assert falls == [tuple(truth[shop]["counter_reset"][name] for name in ("brand", "sku", "week"))]


@pytest.mark.parametrize("shop", SHOPS)
def test_a_price_band_sells_more_than_its_part_of_the_items(shop, opened, truth):
    planted = truth[shop]["white_space"]
    ((demand, supply),) = ask(
        opened[shop],
        """SELECT sum(units_sold * inside) / sum(units_sold), avg(inside) FROM (SELECT units_sold,
        (deal_price >= $low AND deal_price < $high)::INT AS inside FROM competitor_items WHERE date >= '2026-10-01')""",
        low=planted["low"],
        high=planted["high"],
    )
    assert (demand, supply) == pytest.approx((planted["demand_share"], planted["supply_share"]), abs=1e-5)
    assert demand > 1.6 * supply


@pytest.mark.parametrize("shop", SHOPS)
def test_reviews_of_rivals_speak_of_what_was_planted(shop, opened, truth):
    found = ask(
        opened[shop],
        """SELECT brand, topic, count(DISTINCT feedback_id),
        count(DISTINCT feedback_id) FILTER (kind = 'complaint') FROM feedback
        JOIN sentences ON contains(lower(text), sentence) WHERE brand IS NOT NULL GROUP BY brand, topic""",
    )
    planted = truth[shop]["topics"]
    assert {(brand, topic, n, bad) for brand, topic, n, bad in found} == {
        (brand, topic, of["mentions"], of["bad"]) for brand, topics in planted.items() for topic, of in topics.items()
    }


def test_rivals_live_from_lives_more_than_we_do(opened, truth):
    planted = truth["luming"]["traffic_structure"]
    shares = dict(
        ask(
            opened["luming"],
            """SELECT coalesce(brand, ''), share FROM competitor_traffic WHERE source = 'live'
            AND period = '2026-10'""",
        )
    )
    assert shares.pop("") == planted["live_us"]
    assert shares == planted["brands"]
    assert min(shares.values()) > 1.4 * planted["live_us"]


@pytest.mark.parametrize("shop", SHOPS)
def test_formats_and_topics_of_posts_differ_in_engagement(shop, opened, truth):
    for column, name in (("format", "content"), ("topic", "content_topics")):
        rates = dict(
            ask(opened[shop], f"SELECT {column}, sum(engagement) / sum(views) FROM competitor_posts GROUP BY ALL")
        )
        planted = {key: of["engagement_rate"] for key, of in truth[shop][name].items()}
        assert rates == pytest.approx(planted, abs=1e-5)
        assert min(rates, key=rates.__getitem__) in {"live", "note", "deals"}


@pytest.mark.parametrize("shop", SHOPS)
def test_one_category_is_searched_for_more_before_it_sells_more(shop, opened, truth):
    planted = truth[shop]["market_turn"]
    rises = dict(
        ask(
            opened[shop],
            """SELECT category, avg(search_index / sales_index) FILTER (week >= '2026-10-05') / avg(search_index
            / sales_index) FILTER (week BETWEEN $since::DATE - 28 AND $since::DATE - 1) - 1
            FROM category WHERE platform = $platform GROUP BY category""",
            **{name: planted[name] for name in ("since", "platform")},
        )
    )
    assert rises.pop(planted["category"]) == pytest.approx(planted["search_over_sales"], abs=1e-5)
    assert planted["search_over_sales"] > 0.3
    assert max(map(abs, rises.values())) < 0.1
