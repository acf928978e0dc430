"""The post-mortem finds what is planted in the sample's campaigns, and says what it cannot know."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from notebook_walk import walk
from shop_factory import shop

ROOT = Path(__file__).parents[1]
SHOPS = ("luming", "luming-global")
NAME = "44_post_mortem"
OWN = {"campaigns", "assortment", "creators", "tasks", "actions", "lessons", "item_traffic", "order_items"}

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def post_mortems(reports):
    return {key: reports(key, notebook=NAME) for key in SHOPS}


@pytest.fixture(params=SHOPS)
def key(request):
    return request.param


@pytest.fixture
def report(post_mortems, key):
    return post_mortems[key]


@pytest.fixture
def planted(truth, key):
    return truth[key]


def effect(report, figure, part="during"):
    return report.row("effects", figure=figure, part=part)


def test_the_last_campaign_that_ended_is_told(report, planted):
    lift = planted["campaign_lift"]
    row = report.tables["campaign"][0]
    assert (row["platform"], row["starts"], row["ends"]) == (lift["platform"], lift["starts"], lift["ends"])
    assert report.result.params["campaign"] in ("latest", lift["campaign"])


def test_the_lift_covers_what_was_planted_and_what_came(report, planted):
    lift, found = planted["campaign_lift"], effect(report, "orders")
    assert found["actual"] == lift["orders"]
    assert found["low"] < lift["orders"] - lift["orders_baseline"] < found["high"]
    assert found["actual"] / (found["actual"] - found["low"]) - 1 < lift["planted"]
    assert report.findings["lift"]["effect"] == effect(report, "paid")["effect"] > 0


def test_the_week_after_covers_what_was_bought_ahead(report, planted):
    ahead, found = planted["pull_forward"], effect(report, "orders", "week_after")
    assert found["actual"] == ahead["orders"]
    assert found["low"] < ahead["orders"] - ahead["orders_baseline"] < found["high"]


def test_the_tea_shops_pull_forward_is_said(post_mortems):
    found = post_mortems["luming"].findings["pull_forward"]
    assert found["effect"] < 0
    assert found["grade"] == "likely"


def test_items_in_and_out_of_the_campaign_cover_what_came(report, planted):
    for side, name in (("inside", "assortment"), ("outside", "others")):
        found, came = report.row("halo", side=side), planted["halo"]["sides"][name]
        assert found["actual"] == pytest.approx(came["paid"])
        assert found["low"] < came["paid"] - came["paid_baseline"] < found["high"]
    assert report.findings["halo"]["effect"] > 0


def test_the_guide_is_said_and_graded(post_mortems):
    tea, overseas = (post_mortems[key].tables["sureness"][0] for key in SHOPS)
    assert (tea["guide"], tea["grade"], tea["guides"]) == ("other_platforms", "likely", "douyin;xiaohongshu;jd;wechat")
    assert (overseas["guide"], overseas["grade"]) == ("year_ago", "hint")
    assert "other_guide" in overseas["reasons"]


def test_quiet_weeks_were_tried(report):
    found = report.tables["placebo"][0]
    assert found["windows"] == len(report.tables["windows"]) == 26
    assert found["lifts"] + found["falls"] <= 10
    assert 1 <= found["stretch"] < 1.6


def test_the_sold_out_item_is_named_with_its_loss(report, planted):
    out, (found,) = planted["stock_out"], report.tables["stock_outs"]
    assert (found["since"], found["days"]) == (out["since"], out["days"])
    assert found["low"] < out["loss"] < found["high"]
    assert out["sku"] in report.findings["stock"]["text"]


def test_sell_through_is_exact(report, planted):
    *items, total = report.tables["sell_through"]
    counted = planted["sell_through"].values()
    assert sorted((row["stock"], row["units"], round(row["rate"], 6)) for row in items) == sorted(
        (item["stock"], item["units"], item["rate"]) for item in counted
    )
    rate = sum(item["units"] for item in counted) / sum(item["stock"] for item in counted)
    assert report.figures["sell_through"]["value"] == total["rate"] == pytest.approx(rate)


def test_tasks_are_exact(report, planted):
    done, by_status = planted["execution"], pd.DataFrame(report.tables["tasks"]).groupby("status")["task"].agg(sorted)
    assert by_status["late"] == done["late_tasks"]
    assert by_status["not_done"] == done["open_tasks"]
    assert len(by_status["on_time"]) == done["on_time"]
    assert report.figures["on_time_share"]["value"] == done["on_time"] / done["tasks"]


def test_creators_are_exact(report, planted):
    for name, came in planted["creator_delivery"].items():
        found = report.row("creators", creator=name)
        shares = {of: found[f"{of}_share"] for of in ("posts", "views", "paid")}
        assert shares == pytest.approx({of: came[of] for of in shares}, abs=1e-6)
        assert report.row("creators_cost", creator=name)["cost"] == pytest.approx(
            came["commission"] + came["slot_fee"], abs=0.01
        )


def test_costs_are_those_that_were_paid(report, planted):
    spent = planted["campaign_cost"]
    found = {row["cost"]: row["total"] for row in report.tables["costs"]}
    assert found["extra_spend"] == pytest.approx(spent["advertising"])
    assert found["slot_fees"] + found["other_cost"] == pytest.approx(spent["cost"])
    assert found["commission"] == pytest.approx(spent["commissions"], abs=0.02)
    assert found["extra_discounts"] == pytest.approx(spent["discount_shop"])


def test_the_return_is_profit_over_cost(report):
    found = {row["figure"]: row for row in report.tables["payoff"]}
    profit, cost = found["incremental_profit"]["value"], found["campaign_cost"]["value"]
    assert profit == pytest.approx(found["incremental_margin"]["value"] - cost)
    assert found["incremental_roi"]["value"] == pytest.approx(profit / cost)
    assert cost == pytest.approx(report.tables["costs"][-1]["amount"])
    roi = report.figures["incremental_roi"]
    assert roi["low"] < roi["value"] < roi["high"]


def test_the_profit_covers_what_the_planted_lift_and_fall_earned(report, planted):
    """The planted baseline of paid and of orders, at the margin and the costs that the report itself shows."""
    kept, profit = (
        {row["phase"]: row for row in report.tables["kept"]},
        report.row("payoff", figure="incremental_profit"),
    )
    baseline = sum(side["paid_baseline"] for side in planted["halo"]["sides"].values())
    ahead, per_order = planted["pull_forward"], effect(report, "paid", "week_after")["expected"]
    fell = (ahead["orders"] - ahead["orders_baseline"]) * per_order / effect(report, "orders", "week_after")["expected"]
    earned = kept["campaign"]["paid"] * kept["campaign"]["kept"] - (baseline - fell) * kept["usual"]["kept"]
    costs = {row["cost"]: row["amount"] for row in report.tables["costs"]}
    assert profit["low"] < earned - (costs["total"] - costs["extra_discounts"]) < profit["high"]


def test_goals_are_held(report, planted):
    goals = planted["campaign_target"][planted["campaign_lift"]["campaign"]]
    for kpi, goal in goals.items():
        found = report.row("owners", kpi=kpi)
        assert (found["value"], found["target"]) == pytest.approx((goal["actual"], goal["target"]))
    assert report.figures["paid"]["target"] == goals["paid"]["target"]


def test_the_last_edition_runs_beside_it(post_mortems, truth):
    paid = post_mortems["luming"].row("aligned", kpi="paid")
    assert paid["event"] == pytest.approx(truth["luming"]["campaign_target"]["white-dew-2026"]["paid"]["actual"])
    assert paid["aligned"] == pytest.approx(truth["luming"]["campaign_target"]["white-dew-2025"]["paid"]["actual"])


def test_what_failed_before_and_again_is_marked(post_mortems):
    asked = {row["action"]: row for row in post_mortems["luming"].tables["earlier_actions"]}
    assert (asked["white-dew-2025/stock"]["status"], asked["white-dew-2025/stock"]["again"]) == ("dropped", True)
    assert asked["618-2026/service"]["status"] == "overdue"


def test_rows_of_the_plan_are_equal_in_both_languages(reports, report, key, planted):
    chinese = reports(key, language="zh", notebook=NAME)
    rows = [row.model_dump() for row in report.result.rows]
    assert rows == [row.model_dump() for row in chinese.result.rows]
    campaign = planted["campaign_lift"]["campaign"]
    keys = [row["row"].get("lesson") or row["row"]["action"] for row in rows]
    assert {name.partition("/")[0] for name in keys} == {campaign}
    assert f"{campaign}/stock" in keys
    assert {row["table"] for row in rows} == {"lessons", "actions"}


def test_a_campaign_of_every_platform_is_a_hint(sample):
    found = walk(sample, name=NAME, language="en", campaign="double11-2025")
    assert found.headline.startswith("Double 11 2025 (5 platforms, 14 Oct – 14 Nov 2025): paid ¥")
    assert "a hint only" in found.headline
    assert found.findings["lift"]["grade"] == "hint"
    assert {"assortment", "creators", "tasks", "targets"} <= found.missing


def test_a_campaign_that_runs_still_says_so_far(sample):
    found = walk(sample, name=NAME, language="en", campaign="double11-2026")
    assert "so far: paid" in found.headline
    assert "The period runs to 14 Nov 2026" in found.page
    assert "they are written when the campaign has ended" in found.page
    assert {finding["action"] for finding in found.findings.values()} <= {""}


def test_a_period_ends_the_history_that_is_read(sample):
    found = walk(sample, name=NAME, language="en", period="2026-09", campaign="white-dew-2026")
    assert "Data complete to 30 Sept 2026" in found.page
    assert "lift" in found.findings


@pytest.mark.parametrize(
    "lacking", [{"campaigns"}, OWN - {"campaigns"}, {"traffic", "ad_spend", "events", "products", "targets"}], ids=len
)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    folder = ROOT / "data/sample/luming"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    kept = {
        name: entry | {"files": [str(folder / file) for file in entry["files"]]}
        for name, entry in manifest.items()
        if name not in lacking
    }
    (tmp_path / "data/sample/luming").mkdir(parents=True)
    (tmp_path / "data/sample/luming/manifest.json").write_text(json.dumps({"schema": 1, "tables": kept}))
    shutil.copy(ROOT / "planbook.yml", tmp_path)
    found = walk(tmp_path, name=NAME, language="en")
    assert lacking <= found.missing
    assert ("No campaign is known" in found.headline) == ("campaigns" in lacking)


ORDERS = "order_id,paid_at,paid,platform\n" + "".join(
    f"{day}-{n},{day.date()},{50 + n},shop\n"
    for day in pd.date_range("2026-07-01", "2026-09-30")
    for n in range(1 + day.day % 3)
)
ONE_DAY = "campaign,platform,starts,ends\nday-2026,shop,2026-09-09,2026-09-09\n"


def test_orders_and_one_day_are_enough(tmp_path):
    shop(tmp_path, {"orders": ORDERS, "campaigns": ONE_DAY})
    found = walk(tmp_path, name=NAME, language="zh", campaign="day-2026")
    assert found.headline.startswith("day-2026（shop，2026 年 9 月 9 日）：支付金额")
    assert found.findings["lift"]["grade"] == "hint"


def test_hostile_names_are_shown_as_text(tmp_path):
    hostile = 'campaign,task,text_en,text_zh\nday-2026,a,<script>alert(1)</script>,"=HYPERLINK(""x"")"\n'
    shop(tmp_path, {"orders": ORDERS, "campaigns": ONE_DAY, "tasks": hostile})
    page = walk(tmp_path, name=NAME, language="en").page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
