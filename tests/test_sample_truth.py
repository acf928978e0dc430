"""Everything planted in the sample shop can be seen in its rows, with the size that truth.json tells."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import duckdb
import pytest

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SHOPS = ("luming", "luming-global")


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]


@pytest.fixture(scope="module")
def opened():
    return {shop: open_tables(SAMPLE / shop) for shop in SHOPS}


def open_tables(folder):
    con = duckdb.connect()
    for path in sorted(folder.glob("*/all.parquet")):
        con.read_parquet(str(path)).create_view(path.parent.name)
    con.execute("""CREATE TEMP VIEW paid_orders AS
        SELECT *, paid_at::DATE AS date, strftime(paid_at, '%Y-%m') AS period FROM orders WHERE paid_at IS NOT NULL""")
    return con


def z_of_rates(hits, tries, hits_before, tries_before):
    pooled = (hits + hits_before) / (tries + tries_before)
    return (hits / tries - hits_before / tries_before) / sqrt(pooled * (1 - pooled) * (1 / tries + 1 / tries_before))


@pytest.mark.parametrize("shop", SHOPS)
def test_totals_of_each_month_are_those_of_the_orders(shop, opened, truth):
    found = (
        opened[shop]
        .sql("""SELECT period, round(sum(paid), 2), round(sum(refund), 2), count(*),
        count(DISTINCT coalesce(customer_id, order_id)) FROM paid_orders GROUP BY period""")
        .fetchall()
    )
    totals = {month: values["all"] for month, values in truth[shop]["totals"].items()}
    assert len(totals) == 36
    assert set(found) == {(m, t["paid"], t["refund"], t["orders"], t["buyers"]) for m, t in totals.items()}


def test_conversion_breaks_on_douyin_while_visitors_stay(opened, truth):
    planted = truth["luming"]["conversion_break"]
    before, after = (
        opened["luming"]
        .sql("""SELECT sum(buyers), sum(visitors), avg(visitors) FROM traffic
        WHERE platform = 'douyin' AND date >= '2026-09-01' GROUP BY date >= '2026-10-12' ORDER BY date >= '2026-10-12'
        """)
        .fetchall()
    )
    realised = after[0] / after[1] / (before[0] / before[1]) - 1
    assert realised == pytest.approx(planted["realised"], abs=1e-5)
    assert realised == pytest.approx(planted["planted"], abs=0.03)
    assert z_of_rates(*after[:2], *before[:2]) < -4
    assert after[2] > before[2]


def test_every_source_converts_better_while_the_shop_converts_worse(opened, truth):
    planted = truth["luming-global"]["mix_shift"]
    found = opened["luming-global"].sql("""WITH months AS (SELECT source, sum(buyers) / sum(visitors) AS conversion,
            month(date) AS month FROM traffic WHERE date >= '2026-09-01'
            GROUP BY GROUPING SETS ((source, month), (month)))
        SELECT now.source, now.conversion / before.conversion - 1 FROM months now JOIN months before
        ON now.source IS NOT DISTINCT FROM before.source WHERE now.month = 10 AND before.month = 9""")
    changes = dict(found.fetchall())
    assert changes.pop(None) == pytest.approx(planted["realised"], abs=1e-5)
    assert planted["realised"] < -0.08
    assert changes == pytest.approx({name: of["realised"] for name, of in planted["sources"].items()}, abs=1e-5)
    assert min(changes.values()) > 0.04


def test_the_sold_out_hero_explains_most_of_the_fall(opened, truth):
    planted = truth["luming"]["item_fall"]
    found = opened["luming"].sql("""SELECT sku,
        round(sum(quantity * unit_price * CASE month(date) WHEN 10 THEN 1 ELSE -1 END), 2) AS change
        FROM paid_orders JOIN order_items USING (order_id) WHERE date >= '2026-09-01' GROUP BY sku ORDER BY 2""")
    first, second = found.fetchmany(2)
    assert first == (planted["sku"], planted["realised"])
    assert first[1] < 1.15 * second[1]


def test_a_stock_out_keeps_visitors_and_loses_buyers(opened):
    found = (
        opened["luming"]
        .sql("""SELECT date >= '2026-10-05' AS out, avg(visitors), sum(buyers) FROM item_traffic
        WHERE sku = 'LM-TGY-250' AND platform = 'tmall' AND date >= '2026-09-07' GROUP BY out ORDER BY out""")
        .fetchall()
    )
    assert found[1][1] > 0.9 * found[0][1]
    assert found[1][2] == 0
    assert opened["luming"].sql("SELECT stock FROM products WHERE sku = 'LM-TGY-250'").fetchone() == (0,)


def test_the_market_grows_faster_than_the_shop(opened, truth):
    planted, con = truth["luming"]["market_faster"], opened["luming"]
    before, now = con.sql("""SELECT sum(sales_index) FROM category WHERE platform = 'tmall' AND month(week) = 10
        AND year(week) >= 2025 GROUP BY year(week) ORDER BY year(week)""").fetchall()
    shop_before, shop_now = con.sql("""SELECT sum(paid) FROM paid_orders WHERE platform = 'tmall'
        AND period IN ('2025-10', '2026-10') GROUP BY period ORDER BY period""").fetchall()
    assert now[0] / before[0] - 1 == pytest.approx(planted["planted"], abs=0.01)
    assert shop_now[0] / shop_before[0] - 1 == pytest.approx(planted["shop_growth"], abs=1e-5)
    assert 0.04 < planted["shop_growth"] < 0.09


def test_a_wave_of_refunds_follows_double_11_of_2025(opened, truth):
    planted = truth["luming"]["refund_wave"]
    before, wave = (
        opened["luming"]
        .sql("""SELECT count(*) FILTER (refund > 0), count(*) FROM paid_orders
        WHERE year(date) = 2025 AND (date BETWEEN '2025-11-08' AND '2025-11-11'
            OR NOT EXISTS (FROM events WHERE date BETWEEN starts AND ends))
        GROUP BY date BETWEEN '2025-11-08' AND '2025-11-11' ORDER BY 2 DESC""")
        .fetchall()
    )
    assert planted["realised"] == pytest.approx(planted["planted"], abs=0.12)
    assert z_of_rates(*wave, *before) > 4


def test_a_campaign_lifts_tmall_above_its_baseline(opened, truth):
    planted = truth["luming"]["campaign_lift"]
    (orders,) = (
        opened["luming"]
        .sql("""SELECT count(*) FROM paid_orders
        WHERE platform = 'tmall' AND date BETWEEN '2026-09-09' AND '2026-09-13'""")
        .fetchone()
    )
    assert orders == planted["orders"]
    assert planted["realised"] == pytest.approx(planted["planted"], abs=0.06)
    assert (orders - planted["orders_baseline"]) / sqrt(planted["orders_baseline"]) > 4


def test_growth_is_aligned_to_the_first_burst_day(opened, truth):
    planted = truth["luming"]["aligned_growth"]
    before, now = (
        opened["luming"]
        .sql("""SELECT round(sum(paid), 2) FROM paid_orders
        WHERE date BETWEEN '2026-10-11' AND '2026-10-28' OR date BETWEEN '2025-10-10' AND '2025-10-27'
        GROUP BY year(date) ORDER BY year(date)""")
        .fetchall()
    )
    assert (before[0], now[0]) == (planted["paid_before"], planted["paid"])
    assert now[0] / before[0] - 1 == pytest.approx(planted["realised"], abs=1e-5)


def test_feed_ads_on_douyin_earn_less_than_they_cost(opened, truth):
    planted = truth["luming"]["channel_below_break_even"]
    roas = dict(
        opened["luming"]
        .sql("""SELECT tool, sum(paid) / sum(spend) FROM ad_spend
        WHERE date >= '2026-10-01' GROUP BY tool""")
        .fetchall()
    )
    assert 2.2 < planted["break_even_roas_shop"] < 2.8
    assert roas["千川"] < 0.9 * planted["platforms"]["douyin"]["break_even_roas"]
    assert roas["关键词推广"] > 1.3 * planted["platforms"]["tmall"]["break_even_roas"]


@pytest.mark.parametrize("shop", SHOPS)
def test_new_buyers_are_those_whose_first_order_falls_in_the_month(shop, opened, truth):
    planted = truth[shop]["new_repeat"]
    found = opened[shop].sql("""SELECT min(date) >= '2026-10-01' AS new, customer_id FROM paid_orders
        WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING max(date) >= '2026-10-01'""")
    counts = dict(found.aggregate("new, count(*)").fetchall())
    assert counts == {True: planted["new_buyers"], False: planted["repeat_buyers"]}


@pytest.mark.parametrize("shop", SHOPS)
def test_discounts_are_told_apart_by_who_pays_them(shop, opened, truth):
    planted = truth[shop]["discounts"]
    found = (
        opened[shop]
        .sql("""SELECT round(sum(discount_shop), 2), round(sum(discount_platform), 2),
        round(sum(discount_creator), 2) FROM paid_orders WHERE period = '2026-10'""")
        .fetchone()
    )
    assert found == (planted["shop"], planted["platform"], planted["creator"])
    assert planted["share_shop"] + planted["share_platform"] + planted["share_creator"] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("shop", SHOPS)
def test_refunds_of_the_last_months_go_on_ripening(shop, opened, truth):
    planted = truth[shop]["refund_maturity"]
    seen = dict(
        opened[shop]
        .sql("""SELECT period, round(sum(refund), 2) FROM paid_orders
        WHERE period >= '2026-08' GROUP BY period""")
        .fetchall()
    )
    assert {month: values["refund_seen"] for month, values in planted.items()} == seen
    assert planted["2026-10"]["refund_seen"] < 0.85 * planted["2026-10"]["refund_final"]
    assert planted["2026-08"]["refund_seen"] > 0.97 * planted["2026-08"]["refund_final"]


@pytest.mark.parametrize(("shop", "attained"), [("luming", 0.92), ("luming-global", 1.04)], ids=SHOPS)
def test_october_stands_to_its_target_as_planned(shop, attained, opened):
    (paid,) = opened[shop].sql("SELECT sum(paid) FROM paid_orders WHERE period = '2026-10'").fetchone()
    (goal,) = opened[shop].sql("SELECT sum(value) FROM targets WHERE period = '2026-10' AND kpi = 'paid'").fetchone()
    assert paid / goal == pytest.approx(attained, abs=0.005)
