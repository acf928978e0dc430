"""What was planted around the sample shop's last campaign can be seen in its rows, with the size truth.json tells."""

from __future__ import annotations

from math import sqrt

import pytest
from sample_shop import SHOPS, open_tables, read_truth

# The items of the days of the campaign, whether they stand in its assortment, and what was sold of them.
SOLD = """(SELECT sku, sum(quantity) AS units, sum(quantity * unit_price) AS paid, any_value(stock) AS stock,
        any_value(a.sku) IS NOT NULL AS chosen
    FROM (SELECT * EXCLUDE (campaign) FROM paid_orders) JOIN order_items USING (order_id)
    JOIN campaigns c USING (platform) LEFT JOIN assortment a USING (campaign, sku)
    WHERE c.campaign = (SELECT any_value(campaign) FROM assortment JOIN begun USING (campaign))
      AND date BETWEEN c.starts AND c.ends
    GROUP BY sku)"""


@pytest.fixture(scope="module")
def truth():
    return read_truth()


@pytest.fixture(scope="module")
def opened():
    return {shop: with_begun(open_tables(shop)) for shop in SHOPS}


def with_begun(con):
    """Campaigns that had begun by the end of the data; the plan of the next one stands beside them."""
    con.execute("CREATE TEMP VIEW begun AS SELECT DISTINCT campaign FROM campaigns WHERE starts <= '2026-10-31'")
    return con


def orders(con, first, last, platforms):
    (many,) = con.execute(
        """SELECT count(*) FROM paid_orders WHERE date BETWEEN $first AND $last
        AND list_contains(string_split($platforms, ' '), platform)""",
        {"first": first, "last": last, "platforms": platforms},
    ).fetchone()
    return many


@pytest.mark.parametrize("effect", ["campaign_lift", "pull_forward"])
@pytest.mark.parametrize("shop", SHOPS)
def test_orders_rise_in_the_campaign_and_fall_after_it(effect, shop, opened, truth):
    planted = truth[shop][effect]
    assert orders(opened[shop], planted["starts"], planted["ends"], planted["platform"]) == planted["orders"]
    assert planted["orders"] / planted["orders_baseline"] - 1 == pytest.approx(planted["realised"], abs=1e-5)
    assert planted["realised"] == pytest.approx(planted["planted"], abs=0.06)


def test_the_lift_stands_out_against_the_other_platforms(opened, truth):
    planted, con = truth["luming"]["campaign_lift"], opened["luming"]
    days = (("2026-08-10", "2026-09-08"), (planted["starts"], planted["ends"]))
    before, during = [orders(con, *span, "tmall") / orders(con, *span, "jd douyin xiaohongshu wechat") for span in days]
    assert during / before - 1 == pytest.approx(planted["planted"], abs=0.10)


@pytest.mark.parametrize("shop", SHOPS)
def test_other_items_than_the_assortment_also_gain(shop, opened, truth):
    planted = truth[shop]["halo"]["sides"]
    found = opened[shop].sql(f"SELECT chosen, sum(units), round(sum(paid), 2) FROM {SOLD} GROUP BY chosen")
    assert {row[0]: row[1:] for row in found.fetchall()} == {
        side == "assortment": (of["units"], of["paid"]) for side, of in planted.items()
    }
    assert 0.03 < planted["others"]["realised"] < planted["assortment"]["realised"]
    assert planted["assortment"]["realised"] == pytest.approx(planted["assortment"]["planted"], abs=0.15)
    for of in planted.values():
        assert of["units"] / of["units_baseline"] - 1 == pytest.approx(of["realised"], abs=1e-4)


@pytest.mark.parametrize("shop", SHOPS)
def test_an_item_of_the_assortment_sells_out_while_people_go_on_looking(shop, opened, truth):
    planted = truth[shop]["stock_out"]
    days = (
        opened[shop]
        .execute(
            """SELECT date >= $since AS out, avg(visitors), avg(buyers), max(buyers) FROM item_traffic
        JOIN campaigns USING (platform)
        WHERE sku = $sku AND platform = $platform AND campaign = $campaign AND date BETWEEN starts AND $until
        GROUP BY out ORDER BY out""",
            {name: planted[name] for name in ("since", "sku", "platform", "campaign", "until")},
        )
        .fetchall()
    )
    assert days[1][1] > 0.4 * days[0][1]
    assert days[0][2] > 2
    assert days[1][3] == planted["units_sold"] == 0
    assert planted["loss_units"] > 8
    assert planted["loss"] > 0


@pytest.mark.parametrize("shop", SHOPS)
def test_units_over_stock_are_the_sell_through(shop, opened, truth):
    planted = truth[shop]["sell_through"]
    sold = opened[shop].sql(f"SELECT sku, units, stock, units / stock FROM {SOLD} WHERE chosen").fetchall()
    found = {sku: (units, stock, pytest.approx(rate, abs=1e-5)) for sku, units, stock, rate in sold}
    assert {sku: (of["units"], of["stock"], of["rate"]) for sku, of in planted.items() if of["units"]} == found
    assert planted[truth[shop]["stock_out"]["sku"]]["rate"] == 1


@pytest.mark.parametrize("shop", SHOPS)
def test_creators_delivered_other_than_they_promised(shop, opened, truth):
    found = opened[shop].sql("""SELECT creator, posts / promised_posts, views / promised_views, paid / promised_paid
        FROM creators JOIN begun USING (campaign)""")
    planted = truth[shop]["creator_delivery"]
    for creator, *rates in found.fetchall():
        assert rates == pytest.approx([planted[creator][name] for name in ("posts", "views", "paid")], abs=1e-5)
    assert {of["posts"] for of in planted.values()} >= {0, 1}


@pytest.mark.parametrize("shop", SHOPS)
def test_slots_brought_other_than_their_platforms_promised(shop, opened, truth):
    found = opened[shop].sql("""SELECT platform || '/' || slot, count(*), sum(visitors) / sum(promised_visitors)
        FROM resources JOIN begun USING (campaign) WHERE status = 'granted' GROUP BY ALL""")
    planted = truth[shop]["slot_delivery"]
    told = {slot: (rows, pytest.approx(share, abs=1e-5)) for slot, rows, share in found.fetchall()}
    assert told == {slot: (of["slots"], of["share"]) for slot, of in planted.items()}
    assert min(of["share"] for of in planted.values()) < 0.5 < max(of["share"] for of in planted.values())


@pytest.mark.parametrize("shop", SHOPS)
def test_some_tasks_were_late_and_some_were_never_done(shop, opened, truth):
    planted = truth[shop]["execution"]
    found = opened[shop].sql("""SELECT count(*) FILTER (done <= due), count(*) FILTER (done > due),
        count(*) FILTER (done IS NULL) FROM tasks JOIN begun USING (campaign)""")
    assert found.fetchone() == (planted["on_time"], planted["late"], planted["not_done"])
    assert min(planted["late"], planted["not_done"]) >= 1
    assert planted["tasks"] == planted["on_time"] + planted["late"] + planted["not_done"]


@pytest.mark.parametrize("shop", SHOPS)
def test_what_the_campaign_cost_adds_up(shop, opened, truth):
    planted = truth[shop]["campaign_cost"]
    spend, fees, commissions, cost = (
        opened[shop]
        .execute(
            """SELECT (SELECT sum(spend) FROM ad_spend a WHERE a.platform = c.platform
            AND date BETWEEN starts AND ends), (SELECT sum(slot_fee) FROM creators JOIN begun USING (campaign)),
            (SELECT sum(commission * (paid - refund)) FROM creators JOIN begun USING (campaign)), cost
            FROM campaigns c WHERE campaign = $campaign""",
            {"campaign": planted["campaign"]},
        )
        .fetchone()
    )
    assert planted["advertising"] == pytest.approx(spend, abs=0.005)
    assert planted["total"] == pytest.approx(cost + spend + commissions, abs=0.01)
    assert fees < cost


@pytest.mark.parametrize("shop", SHOPS)
def test_campaigns_stand_to_their_goals_as_truth_tells(shop, opened, truth):
    found = opened[shop].sql("""SELECT period, kpi, value, CASE kpi WHEN 'paid' THEN paid ELSE orders END
        FROM targets JOIN (SELECT c.campaign AS period, platform, round(sum(o.paid), 2) AS paid, count(*) AS orders
            FROM campaigns c JOIN paid_orders o USING (platform) WHERE date BETWEEN starts AND ends GROUP BY ALL)
        USING (period, platform)""")
    planted = truth[shop]["campaign_target"]
    assert {(campaign, kpi): (value, actual) for campaign, kpi, value, actual in found.fetchall()} == {
        (campaign, kpi): (of["target"], of["actual"]) for campaign, kpis in planted.items() for kpi, of in kpis.items()
    }


def test_the_stock_out_is_more_than_chance(opened, truth):
    planted = truth["luming"]["stock_out"]
    ((before,),) = (
        opened["luming"]
        .execute(
            """SELECT sum(buyers) / 3 FROM item_traffic
        WHERE sku = $sku AND platform = 'tmall' AND date BETWEEN '2026-09-09' AND '2026-09-11'""",
            {"sku": planted["sku"]},
        )
        .fetchall()
    )
    assert before * planted["days"] / sqrt(before * planted["days"]) > 2.5
