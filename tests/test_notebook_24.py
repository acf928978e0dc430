"""The campaign plan says whether it is ready, with the library's figures, in both languages and without its tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml
from notebook_walk import walk
from sample_parts import without
from shop_factory import shop

from planbook import summaries, workbook
from planbook.measures import kpis, planning
from planbook.project import load
from planbook.reports import single
from planbook.reports.job import Terms
from planbook.summaries import campaign_ahead, part

ROOT = Path(__file__).parents[1]
SHOPS = ("luming", "luming-global")
NAME = "24_campaign_plan"
PLANS = {"brief", "assortment", "layers", "tasks", "calendar", "creators", "resources", "risks", "targets", "lessons"}
PLANS |= {"actions"}

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def plans_of(reports):
    return {key: reports(key, notebook=NAME) for key in SHOPS}


@pytest.fixture(scope="module")
def plan(plans_of):
    return plans_of["luming"]


@pytest.fixture(scope="module")
def book(sample):
    return workbook.open_book(str(sample), "luming", "2026-10", "en")


@pytest.fixture(scope="module")
def ran(book):
    return summaries.planned(book.tables, "next", book.current)


def test_the_headline_names_the_campaign_and_what_stands(plan, plans_of):
    assert plan.result.headline.startswith("New Year goods days (JD, Tmall, 5–14 Jan 2027): 4 of 16 parts")
    assert plans_of["luming-global"].result.headline.startswith("Black Friday 2026 (Shopify, 27 Nov – 3 Dec 2026)")
    assert "Not there yet: Message, Audience, Offer, Budget." in plan.page


def test_people_to_collect_are_the_librarys(plan, book, ran):
    last = summaries.edition_before(book.tables, ran)
    by = kpis.by_platform(*part.by_platform(part.of(book.tables, last), {"current": last.seen}))
    buyers = planning.collecting.buyers_needed(summaries.campaign_targets(book.tables, ran), by)
    people = planning.collecting.people(campaign_ahead.layers(book.tables, ran, last), buyers, ran)
    total = planning.collecting.foremost(people).iloc[0]
    found = plan.figures["people_to_collect"]
    assert (found["value"], found["low"], found["high"]) == pytest.approx(tuple(total[["gap", "gap_low", "gap_high"]]))
    assert found["low"] < found["value"] < found["high"]
    assert total["layer"] == "carts"
    assert "Tmall Carts lack 3,344 people" in plan.result.headline


def test_the_expected_loss_is_the_sum_of_what_was_given(plan):
    given = pd.read_csv(ROOT / "scripts/sample/facts/risks.csv").query("shop == 'luming'").dropna(subset="probability")
    mean = (given["impact_low"] + 4 * given["impact"] + given["impact_high"]) / 6
    assert plan.figures["expected_loss"]["value"] == pytest.approx(float((given["probability"] * mean).sum()))
    assert plan.figures["loss_p80"]["value"] > plan.figures["expected_loss"]["value"]
    assert "1 risk is not in the sum" in plan.page


def test_the_idea_with_forbidden_words_is_out(plan):
    verdicts = {row["line"]: row["verdict"] for row in plan.tables["ideas"]}
    assert verdicts == {"elders": "idea_in", "reunion": "idea_in", "health": "idea_out"}
    assert {row["line"]: row["finds"] for row in plan.tables["ideas"]} == {"elders": 0, "reunion": 0, "health": 3}
    assert "healthiest → well-liked, cures → leave it out" in plan.page
    read = {row["origin"]: row["texts"] for row in plan.tables["copy_read"]}
    assert read["origin_theme"] == 2
    assert f"No word of the list stands in the {read['total']} texts that are to go out." in plan.page
    assert "1 idea that is out by its words is not counted here" in plan.page
    assert "copy" not in plan.tables  # what is out goes nowhere, so nothing of it is to be changed


def test_the_item_below_its_floor_price_is_named_with_its_cost(plan, truth):
    losing = truth["luming"]["losing_offer"]
    row = next(row for row in plan.tables["assortment_units"] if "below_floor" in row["flags"])
    assert losing["sku"] == "LM-GHWL-60"
    assert row["product"].startswith("桂花乌龙茶包")
    assert plan.findings["assortment"]["effect"] == pytest.approx(-1.8 * row["target_units"])


def test_a_goal_without_a_fair_chance_is_called_out_with_goal_settings_figures(plan, reports):
    ours, theirs = plan.tables["wishes"], reports("luming", notebook="21_goal_setting").tables["wishes"]
    assert ours == [row for row in theirs if row["period"] == "new-year-goods-2027"]
    told = plan.findings["unlikely_goal"]["text"]
    assert told.startswith("2 of the campaign’s 3 goals have no fair chance: JD, Paid of ¥110k (")
    assert "Tmall, Paid" not in told  # its chance is more than even
    parts = {row["part"]: (row["state"], row["n"]) for row in plan.tables["parts"]}
    assert parts["part_goals"] == ("plan_to_mend", 3.0)  # two without a fair chance, one without an owner


def test_goals_with_a_fair_chance_are_not_called_out(plans_of):
    plan = plans_of["luming-global"]
    assert "unlikely_goal" not in plan.findings
    assert "Every goal of the campaign whose chance is known has a fair one." in plan.page


def test_goal_and_money_are_split_exactly(plan, book, ran):
    stages, goals = plan.tables["stages"], summaries.campaign_targets(book.tables, ran)
    assert sum(row["paid"] for row in stages) == planning.rhythm.amount(goals, "paid") > 200_000
    assert sum(row["spend"] for row in stages) == 24_000 + 10_000
    assert [row["stage"] for row in stages] == ["warm-up", "burst", "spot", "return"]


def test_lessons_of_the_last_edition_stand_first(plan):
    assert plan.tables["lessons_ahead"][0]["campaign"] == "new-year-goods-2026"
    assert {row["campaign"] for row in plan.tables["lessons_ahead"]}.isdisjoint({"member-day-2026"})
    assert {row["action"] for row in plan.tables["actions_ahead"]} >= {"618-2026/service"}


def test_creators_that_are_not_booked_have_their_day(plan):
    rows = {row["creator"]: row for row in plan.tables["creators_ahead"]}
    assert (rows["云上说茶"]["state"], rows["云上说茶"]["book_by"]) == ("to_book", "2026-11-06")
    assert rows["茶小隐"]["state"] == "booked"
    assert "云上说茶" in plan.findings["creators"]["text"]


def test_four_placements_do_not_settle_whether_a_creator_pays(plan):
    """Those of white dew delivered 113, 46, 124 and 0 % of what they promised."""
    assert plan.findings["creators"]["grade"] == "hint"
    assert "the 80% interval of a single placement" in plan.page
    assert "by what is known: 云上说茶" not in plan.findings["creators"]["action"]


def test_creators_are_told_also_where_nobody_gave_a_budget(plans_of):
    assert "Not at these terms, since they leave no margin: Leafward." in plans_of["luming-global"].page
    assert "creator_money" not in plans_of["luming-global"].tables


def test_the_slots_that_were_planted_are_judged_by_what_they_brought(plan, truth):
    """Three pushes kept 37 % of their promise: what is cheap by promise is dearer a visitor than advertising."""
    rows = {row["slot"]: row for row in plan.tables["resources_ahead"]}
    for slot in ("tmall/push", "tmall/home-banner", "tmall/event-venue"):
        assert rows[slot]["delivered"] == pytest.approx(truth["luming"]["slot_delivery"][slot]["share"], abs=1e-5)
    cost = {row["slot"]: row for row in plan.tables["resources_cost"]}
    assert cost["tmall/push"]["each"] > cost["tmall/push"]["advertising"] > 2600 / 1500
    assert [slot for slot, row in cost.items() if row["verdict"] == "slot_dearer"] == ["tmall/push"]
    assert {slot: row["state"].removeprefix("slot_") for slot, row in rows.items() if slot != "total"} == {
        "tmall/event-venue": "applied", "tmall/home-banner": "to_apply", "tmall/push": "to_apply",
        "tmall/search-top": "late", "jd/event-venue": "granted", "jd/home-banner": "refused",
        "jd/search-top": "to_apply",
    }  # fmt: skip
    assert rows["total"]["price"] == 11_000  # the refused one is not in it
    said = plan.findings["resources"]
    assert "Next to apply for: Tmall Home page banner, by 20 Nov." in said["text"]
    assert "Nobody applied in time for Tmall Top of search." in said["text"]
    assert "A visitor costs more than by advertising at Tmall Push message: ¥4.73 (¥4.56–4.90)" in said["text"]


def test_slots_nobody_has_applied_for_are_tasks_and_their_prices_are_in_the_money(plan):
    tasks = {row.row["task"]: row.row for row in plan.result.rows if row.table == "tasks"}
    assert tasks["slot/tmall/home-banner"]["due"] == "2026-11-20"
    assert not {"slot/tmall/event-venue", "slot/jd/home-banner"} & tasks.keys()
    money = {row["platform"]: row["resources"] for row in plan.tables["creator_money"]}
    assert money == {"jd": 1_800, "tmall": 9_200, "total": 11_000}
    state = {row["part"]: (row["state"], row["n"]) for row in plan.tables["parts"]}
    assert state["part_resources"] == ("plan_to_mend", 5.0)  # the refused one is settled


def test_the_schedule_is_simulated_and_its_chance_is_the_cards(plan):
    assert plan.figures["in_time"]["value"] < 0.05
    assert "under 1%" in plan.result.headline
    assert plan.findings["schedule"]["action"]


def test_what_lacks_names_the_notebook_to_run(plan):
    lacking = {row["part"]: row["notebook"] for row in plan.tables["parts"] if row["state"] == "plan_lacking"}
    assert lacking == {
        "part_message": "13_value_proposition",
        "part_audience": "12_persona_building",
        "part_offer": "23_pricing_promotion",
        "part_budget": "22_budget_allocation",
    }


@pytest.mark.parametrize("key", SHOPS)
def test_rows_of_the_plan_are_equal_in_both_languages(reports, plans_of, key):
    chinese = reports(key, language="zh", notebook=NAME)
    rows = [row.model_dump() for row in plans_of[key].result.rows]
    assert rows == [row.model_dump() for row in chinese.result.rows]
    assert {"brief", "assortment"} <= {row["table"] for row in rows}


def test_what_people_gave_is_not_overwritten(plan, book, ran):
    given = summaries.assortment(book.tables, ran).set_index(["platform", "sku"])
    rows = [row.row for row in plan.result.rows if row.table == "assortment"]
    for row in rows:
        known = given.loc[(row["platform"], row["sku"])]
        assert (row["deal_price"], row["stock"], row["role"]) == (known["deal_price"], known["stock"], known["role"])
        assert row["target_units"] > 0


def other_notebooks(root: Path) -> None:
    """Write what 12, 13, 22 and 23 leave for the campaign."""
    rows = {
        "brief": "shop,campaign,part,line,rank,text_en,text_zh,source\n"
        "luming,new-year-goods-2027,message,gifting,1,Real origin as a gift,真产地的茶礼,13_value_proposition\n"
        "luming,new-year-goods-2027,audience,givers,1,Gift givers,送礼人群,12_persona_building\n",
        "targets": "shop,period,kpi,platform,owner,value,source\n"
        "luming,new-year-goods-2027,spend,tmall,林悦,30000,22_budget_allocation\n",
        "offers": "shop,campaign,platform,offer,mechanic,status,text_en,text_zh,source\n"
        "luming,new-year-goods-2027,tmall,full-300-40,full_reduction,recommended,40 off from 300,满300减40,23\n",
    }
    (root / "plans").mkdir()
    for name, text in rows.items():
        (root / "plans" / f"{name}.csv").write_text(text, encoding="utf-8")


def test_what_earlier_notebooks_left_fills_the_brief(tmp_path):
    root = without(tmp_path, set())
    other_notebooks(root)
    found = walk(root, name=NAME, language="en")
    assert found.headline.startswith("New Year goods days (JD, Tmall, 5–14 Jan 2027): 7 of 16 parts")
    assert "Real origin as a gift" in found.page
    assert "Not there yet" not in found.page
    assert "The gift that elders really drink. Real origin as a gift. 40 off from 300" in found.page


def test_a_second_run_reads_its_own_rows_and_says_the_same(tmp_path):
    root = without(tmp_path, set())
    terms = Terms(load(root), root / "reports", keeps=True)
    first, second = (single.make(NAME, {"language": "en"}, terms) for _ in range(2))
    assert (root / "plans/assortment.csv").is_file()
    assert [row.model_dump() for row in first.rows] == [row.model_dump() for row in second.rows]
    assert first.figures == second.figures
    assert first.findings == second.findings


@pytest.mark.parametrize("lacking", [{"campaigns"}, PLANS, {"orders", "order_items"}, {"events", "ad_spend"}], ids=len)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    found = walk(without(tmp_path, lacking), name=NAME, language="en")
    assert (lacking & found.missing) or "events" in lacking
    assert ("No campaign is known" in found.headline) == ("campaigns" in lacking)


def test_a_workspace_s_own_words_count(tmp_path):
    root = without(tmp_path, set())
    (root / "wordlist.yml").write_text("claims: {absolute: {}, own: {words: {团圆: 相聚}}}\n", encoding="utf-8")
    page = walk(root, name=NAME, language="zh").page
    assert "相聚" in page


CAMPAIGN = "campaign,platform,starts,ends\nspring-2026,shop,2026-11-02,2026-11-02\n"
ORDERS = "order_id,paid_at,paid,platform\n" + "".join(
    f"{day:%m%d},{day.date()},50,shop\n" for day in pd.date_range("2026-09-01", "2026-10-31")
)


def test_orders_and_a_campaign_are_enough(tmp_path):
    shop(tmp_path, {"orders": ORDERS, "campaigns": CAMPAIGN})
    found = walk(tmp_path, name=NAME, language="zh")
    assert found.headline.startswith("spring-2026")
    assert {"brief", "creators", "resources", "tasks"} <= found.missing


def test_hostile_names_are_shown_as_text(tmp_path):
    risks = (
        "campaign,risk,probability,impact_low,impact,impact_high,text_en\nspring-2026,a,.5,1,2,3,<script>x</script>\n"
    )
    shop(tmp_path, {"orders": ORDERS, "campaigns": CAMPAIGN, "risks": risks})
    page = walk(tmp_path, name=NAME, language="en").page
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_the_batch_runs_the_planning_notebooks_in_their_order():
    batch = yaml.safe_load((ROOT / "templates/batches/campaign.yml").read_text(encoding="utf-8"))
    entries = [entry if isinstance(entry, dict) else {"notebook": entry} for entry in batch["notebooks"]]
    names = [entry["notebook"] for entry in entries]
    assert [name[:2] for name in names] == ["11", "12", "13", "21", "22", "23", "24"]
    assert [entry["needs"] for entry in entries[1:]] == [[name] for name in names[:-1]]
