"""The KPI review finds what is planted in the sample shop, and says what it lacks."""

from __future__ import annotations

import re

import duckdb
import pytest
from markupsafe import escape
from notebook_walk import walk
from sample_parts import LUMING, TABLES, without
from shop_factory import shop

from planbook.project import load
from planbook.reports import single
from planbook.reports.job import Terms
from planbook.tables.schema import ASKED
from planbook.views.words import open_words

SHOPS = ("luming", "luming-global")

pytestmark = pytest.mark.notebooks


def counted(first, last):
    """Count what was paid in these days by plain SQL."""
    orders = f"'{LUMING}/orders/*.parquet' WHERE paid_at::DATE BETWEEN '{first}' AND '{last}'"
    return duckdb.sql(f"SELECT sum(paid) FROM {orders}").fetchone()[0]


def paid_between(first, last):
    """Say it as a headline does."""
    return open_words("en").short(counted(first, last), "money")


@pytest.fixture(scope="module")
def october(reports):
    return reports("luming")


@pytest.fixture(scope="module")
def overseas(reports):
    return reports("luming-global")


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize(
    ("period", "month"), [("current", "2026-10"), ("previous", "2026-09"), ("year_ago", "2025-10")], ids=lambda x: x
)
def test_sales_and_traffic_are_those_of_the_shop(shop, period, month, reports, truth):
    report, total = reports(shop), truth[shop]["totals"][month]["all"]
    money = {kpi: report.row("money", kpi=kpi)[period] for kpi in ("paid", "orders", "buyers")}
    traffic = {kpi: report.row("traffic", kpi=kpi)[period] for kpi in ("visitors", "conversion")}
    shares = {"conversion": total["buyers"] / total["visitors"]}
    assert money | traffic == pytest.approx({name: total[name] for name in (*money, "visitors")} | shares)


@pytest.mark.parametrize("shop", SHOPS)
def test_the_cards_say_what_the_shop_earned(shop, reports, truth):
    report, months = reports(shop), truth[shop]["totals"]
    paid, conversion = report.figures["paid"], report.figures["conversion"]
    assert (paid["value"], paid["previous"]) == (months["2026-10"]["all"]["paid"], months["2026-09"]["all"]["paid"])
    assert conversion["low"] < conversion["value"] < conversion["high"]
    assert conversion["value"] == report.row("traffic", kpi="conversion")["current"]
    assert paid["history"][-1] == paid["value"]


@pytest.mark.parametrize("shop", SHOPS)
def test_paid_less_refund_is_net(shop, reports, truth):
    kpis = {row["kpi"]: row["value"] for row in reports(shop).tables["reconciliation"]}
    ripe = truth[shop]["refund_maturity"]["2026-10"]
    assert (kpis["paid"], kpis["refund"]) == (ripe["paid"], ripe["refund_seen"])
    assert kpis["net"] == pytest.approx(kpis["paid"] - kpis["refund"], abs=0.005)


@pytest.mark.parametrize("period", ["2026-09", "2026-10"])
def test_where_net_will_end_is_covered(period, reports, truth):
    ripe, end = truth["luming"]["refund_maturity"][period], reports("luming", period).figures["net_expected"]
    assert end["low"] <= ripe["paid"] - ripe["refund_final"] <= end["high"]


@pytest.mark.parametrize("shop", SHOPS)
def test_new_and_repeat_buyers_are_counted(shop, reports, truth):
    report, planted = reports(shop), truth[shop]["new_repeat"]
    buyers, new = (report.row("money", kpi=kpi)["current"] for kpi in ("buyers", "new_buyers"))
    anonymous = report.row("orders", period="current")["anonymous"]
    assert (new, buyers - anonymous - new) == (planted["new_buyers"], planted["repeat_buyers"])


@pytest.mark.parametrize("shop", SHOPS)
def test_decompositions_add_up_to_the_cent(shop, reports, truth):
    report, months = reports(shop), truth[shop]["totals"]
    before, after = (months[month]["all"]["paid"] for month in ("2026-09", "2026-10"))
    falls = [rows for name, rows in report.tables.items() if name.startswith("waterfall")]
    assert len(falls) == 2
    for first, *steps, last in falls:
        assert (first["effect"], last["effect"]) == (before, after)
        assert round(sum(step["effect"] for step in steps), 2) == round(after - before, 2)
    for row in report.tables["platforms"]:
        effects = [row[f"effect_{factor}"] for factor in ("visitors", "conversion", "paid_per_buyer")]
        assert round(sum(effects), 2) == round(row["change"], 2) == round(row["after"] - row["before"], 2)
    for table in ("platforms", "items"):
        assert round(sum(row["change"] for row in report.tables[table]), 2) == round(after - before, 2)


def test_the_review_finds_the_break_of_conversion(october, truth):
    planted = truth["luming"]["conversion_break"]
    (found,) = october.tables["breaks"]
    assert (found["platform"], found["day"]) == (planted["platform"], planted["day"])
    assert found["low"] < planted["planted"] < found["high"] < 0
    assert october.findings["conversion_break"]["effect"] == found["effect"] < 0


def test_the_review_finds_the_item_that_fell(october, truth):
    planted, first = truth["luming"]["item_fall"], october.tables["items"][0]
    assert (first["product"], first["stock"]) == (planted["product"], 0)
    assert first["change"] == october.findings["item"]["effect"] == pytest.approx(planted["realised"])
    assert planted["sku"] in october.findings["item"]["text"]


def test_the_review_finds_the_market_that_grew_faster(october, truth):
    planted = truth["luming"]["market_faster"]
    tmall = october.row("market", platform="tmall")
    assert tmall["growth"] == pytest.approx(planted["shop_growth"], abs=1e-5)
    assert tmall["market_growth"] > 2 * tmall["growth"]
    assert tmall["share_effect"] < 0
    assert october.findings["market"]["effect"] < 0


def test_the_review_finds_the_one_tool_below_break_even(october, truth):
    planted = {tool["tool"]: tool for tool in truth["luming"]["channel_below_break_even"]["tools"]}
    verdicts = {row["tool"]: row["verdict"] for row in october.tables["channels"]}
    assert [tool for tool, verdict in verdicts.items() if verdict == "below"] == ["千川"]
    assert set(verdicts) == set(planted)
    assert october.row("channels", tool="千川")["roas"] == pytest.approx(planted["千川"]["roas"], abs=1e-6)
    assert "千川" in october.findings["below_break_even"]["text"]


def test_the_review_lines_the_event_up_with_its_last_edition(october, truth):
    planted, paid = truth["luming"]["aligned_growth"], october.row("aligned", kpi="paid")
    assert (paid["event"], paid["aligned"]) == (planted["paid"], planted["paid_before"])
    assert paid["change_aligned"] == pytest.approx(planted["realised"], abs=1e-6)


def test_the_review_finds_the_mix_that_hides_better_rates(overseas, truth):
    planted = truth["luming-global"]["mix_shift"]
    (table,) = [rows for name, rows in overseas.tables.items() if name.startswith("rate-mix")]
    changes = {row["segment"]: row["rate_after"] / row["rate_before"] - 1 for row in table}
    assert changes == pytest.approx({name: of["realised"] for name, of in planted["sources"].items()}, abs=1e-5)
    assert min(changes.values()) > 0
    before, after = (sum(row[f"rate_{at}"] * row[f"share_{at}"] for row in table) for at in ("before", "after"))
    assert after / before - 1 == pytest.approx(planted["realised"], abs=1e-5)
    assert overseas.findings["rate_mix"]["text"].startswith("Every source moved one way and the total the other")


def test_no_source_hides_another_where_none_was_planted(october):
    assert october.findings["rate_mix"]["effect"] is None


def test_the_review_finds_the_lift_of_a_campaign(reports, truth):
    planted, report = truth["luming"]["campaign_lift"], reports("luming", "2026-09")
    found = report.findings["campaign_lift"]
    low, high = (float(x) / 100 for x in re.search(r"between \+([\d.]+)% and \+([\d.]+)%", found["text"]).groups())
    assert "White Dew" in found["text"]
    assert low < planted["planted"] < high
    assert found["effect"] > 0


def test_the_review_finds_the_wave_of_refunds(reports, truth):
    planted, found = truth["luming"]["refund_wave"], reports("luming", "2025-11").findings["refund_wave"]
    ratio = float(re.search(r"([\d.]+) times as much", found["text"])[1])
    assert ratio == pytest.approx(planted["planted"], abs=0.2)
    assert "8–11 Nov 2025" in found["text"]


@pytest.mark.parametrize(
    ("period", "days", "said"),
    [
        ("2026-W43", ("2026-10-19", "2026-10-25"), "against the week before"),
        ("2026-10-31", ("2026-10-31", "2026-10-31"), "against the same day last week"),
    ],
    ids=["week", "day"],
)
def test_a_week_and_a_day_have_their_own_edition(period, days, said, reports):
    report = reports("luming", period)
    assert report.figures["paid"]["value"] == pytest.approx(counted(*days))
    assert said in report.result.headline
    assert "the month so far is at" in report.result.headline


def test_the_review_finds_the_service_desk_that_got_slower(october, truth):
    planted, found = truth["luming"]["service"], october.findings["service"]
    row = october.row("answers", platform=planted["platform"])
    assert row["minutes"] > 1.5 * row["minutes_before"]
    assert row["change"] < -0.2
    assert found["grade"] == "likely"


def test_every_owner_is_held_against_each_goal(october):
    assert len({row["owner"] for row in october.tables["owners"]}) == 5
    missed = october.row("owners", owner="何夏", kpi="conversion")
    assert missed["met"] is False


def test_the_review_opens_with_what_earlier_reviews_asked_for(october):
    still_open = october.tables["open_actions"]
    assert still_open
    assert [row["due"] for row in still_open] == sorted(row["due"] for row in still_open)


ABSENT = [
    pytest.param({"order_items", "ad_spend", "category"}, id="no lines, no advertising, no market"),
    pytest.param({"traffic", "products", "targets"}, id="no traffic, no products, no targets"),
    pytest.param({"feedback", "accounts", "actions"}, id="no feedback, no accounts, no actions"),
    pytest.param({"item_traffic", "campaigns", "crowds", "events"}, id="no item traffic, no calendar"),
]


@pytest.mark.parametrize("lacking", ABSENT)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    found = walk(without(tmp_path, lacking), language="en")
    assert found.missing == lacking
    assert found.headline.startswith(f"October 2026: paid {paid_between('2026-10-01', '2026-10-31')}")


def test_orders_alone_are_enough_for_a_report(tmp_path):
    root = without(tmp_path, TABLES - {"orders"})
    told = single.make("41_kpi_review", {"language": "en"}, Terms(load(root), tmp_path / "reports"))
    assert told.status == "ok"
    needed = {*ASKED, "targets", "campaigns", "actions"} - {"orders"}
    assert {need.table for need in told.missing} == needed
    assert [figure.id for figure in told.figures][:2] == ["paid", "net_expected"]


@pytest.mark.parametrize("period", ["2030-01", "2023-10"], ids=["after the data", "before the data"])
def test_a_month_without_orders_says_so(period, sample):
    found = walk(sample, language="en", period=period)
    assert "orders" in found.missing
    assert "No rows in this period" in found.page
    assert found.findings == {}


@pytest.mark.parametrize(
    ("period", "days", "said"),
    [
        ("double11-2025", ("2025-10-08", "2025-11-14"), "8 Oct – 14 Nov 2025: paid {},"),
        ("2026-10-05..2026-10-11", ("2026-10-05", "2026-10-11"), "5–11 Oct 2026: paid {},"),
        ("2023-11", ("2023-11-01", "2023-11-30"), "November 2023: paid {}."),
    ],
    ids=["an event", "a range", "the first month"],
)
def test_a_review_of(period, days, said, sample):
    headline = walk(sample, language="en", period=period).headline
    assert headline.startswith(said.format(paid_between(*days)))


ORDERS = "order_id,customer_id,paid_at,paid,refund,platform\n"
LINES = "order_id,sku,product,quantity,unit_price\n"
CUSTOMER = [f"T{month}{day},c1,2026-{month:02}-{day:02},90,0,tmall" for month in (9, 10) for day in (1, 5, 12, 30)]
MORE = "T1031,c1,2026-10-31,90,0,tmall"


@pytest.mark.parametrize(
    ("rows", "said"), [(CUSTOMER[4:5], "paid ¥90"), (CUSTOMER, "paid ¥360, 0.0%")], ids=["order", "customer"]
)
def test_a_shop_with_a_single(rows, said, tmp_path):
    shop(tmp_path, {"orders": ORDERS + "\n".join(rows) + "\n"})
    assert said in walk(tmp_path, language="en", period="2026-10").headline


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=HYPERLINK(A1)"])
def test_a_hostile_title_is_shown_as_text(title, tmp_path):
    lines = LINES + "".join(f"{row.split(',')[0]},A,{title},1,90\n" for row in CUSTOMER)
    shop(tmp_path, {"orders": ORDERS + "\n".join([*CUSTOMER, MORE]) + "\n", "order_items": lines})
    found = walk(tmp_path, language="en", period="2026-10")
    assert title in found.findings["item"]["text"]
    assert found.page.count(escape(title)) >= 2
    assert "<script>alert" not in found.page
