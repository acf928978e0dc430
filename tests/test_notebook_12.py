"""The persona notebook finds the planted personas, what they say and what hurts them, and says what it lacks."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest
from notebook_walk import walk
from sample_parts import without
from sample_shop import open_tables
from shop_factory import shop

from planbook import project, summaries
from planbook.measures import clusters, lifecycle
from planbook.tables.store import open_shop

NOTEBOOK = "12_persona_building"
SHOPS = ("luming", "luming-global")
UNTIL, THEN = date(2026, 10, 31), date(2026, 7, 31)

pytestmark = pytest.mark.notebooks


def report_of(reports, name):
    return reports(name, notebook=NOTEBOOK)


def customers_of(sample, name):
    tables = open_shop(project.load(sample).shop(name))
    return summaries.customers(tables, until=UNTIL, then=THEN)


def matched(people, planted):
    """Give for each planted persona the cluster whose goods are most like its, and how alike they are."""
    found = {}
    goods = people["units"] * people["unit_price"]
    for name, persona in planted.items():
        wanted = np.array(list(persona["categories"].values()))
        likeness = {}
        for cluster, part in people.groupby("persona", observed=True):
            mix = [float((part[f"share_{c}"] * goods[part.index]).sum()) for c in persona["categories"]]
            likeness[cluster] = float(np.dot(mix, wanted) / np.linalg.norm(mix) / np.linalg.norm(wanted))
        best = max(likeness, key=lambda cluster: likeness[cluster])
        found[name] = (best, likeness[best])
    return found


@pytest.fixture(scope="module")
def assigned(sample):
    """Customers of each shop with the cluster that the library finds, by the name that the report gives it."""

    def told(name):
        customers = customers_of(sample, name)
        found = clusters.find(customers, as_of=UNTIL)
        people = clusters.assign(customers, found, as_of=UNTIL)
        return people.assign(persona=people["cluster"])

    return {name: told(name) for name in SHOPS}


@pytest.mark.parametrize("name", SHOPS)
def test_each_planted_persona_has_a_cluster_that_buys_as_it_does(name, assigned, truth):
    found = matched(assigned[name], truth[name]["segments"])
    assert len({cluster for cluster, _ in found.values()}) == 4
    assert min(likeness for _, likeness in found.values()) > 0.95


@pytest.mark.parametrize("name", SHOPS)
def test_each_planted_persona_is_about_as_large_as_its_cluster(name, assigned, truth):
    people, planted = assigned[name], truth[name]["segments"]
    sizes = people["persona"].value_counts(normalize=True)
    for persona, (cluster, _) in matched(people, planted).items():
        assert sizes[cluster] == pytest.approx(planted[persona]["share"], abs=0.09)


@pytest.mark.parametrize("name", SHOPS)
def test_the_planted_personas_come_back_when_customers_are_drawn_anew(name, reports):
    report = report_of(reports, name)
    assert {row["verdict"] for row in report.tables["stability"]} == {"stable"}
    assert len(report.tables["personas"]) == 4


@pytest.mark.parametrize("name", SHOPS)
def test_every_known_customer_has_one_persona_and_one_state(name, reports, assigned):
    report, count = report_of(reports, name), len(assigned[name])
    for table in ("personas", "states", "rfm_groups"):
        assert sum(row["customers"] for row in report.tables[table]) == count
        assert sum(row["net_share"] for row in report.tables[table]) == pytest.approx(1.0)
    assert report.figures["customers"]["value"] == count


@pytest.mark.parametrize("name", SHOPS)
def test_states_are_those_of_plain_sql(name, sample, truth):
    limits, customers = truth[name]["states"]["limit"], customers_of(sample, name)
    bounds = lifecycle.thresholds(lifecycle.missing("orders"), customers).assign(**limits)
    told = lifecycle.states(customers, bounds, as_of=UNTIL, then=THEN)["state"].value_counts().to_dict()
    planted = truth[name]["states"]["customers"]
    assert told == {state: planted[state] for state in told}
    tables = open_shop(project.load(sample).shop(name))
    never = summaries.potential(tables, until=UNTIL, then=THEN).set_index("known_from")["people"]
    assert never["any"] == planted["potential"]


@pytest.mark.parametrize("name", SHOPS)
def test_the_report_counts_the_states_of_its_own_limits(name, reports):
    report = report_of(reports, name)
    days = int(re.search(r"Lapsed: (\d+) days", report.page)[1])
    plain = open_tables(name).sql(f"""
        SELECT count(*) FILTER (last < DATE '2026-10-31' - {days}) FROM (
          SELECT customer_id, max(date) AS last FROM paid_orders WHERE customer_id IS NOT NULL AND paid > 0 GROUP BY 1)
    """).fetchone()  # fmt: skip
    assert report.row("states", state="lapsed")["customers"] == plain[0]


@pytest.mark.parametrize("name", SHOPS)
def test_moves_add_up_to_all_customers(name, reports):
    report = report_of(reports, name)
    assert sum(row["customers"] for row in report.tables["moves"]) == report.figures["customers"]["value"]


@pytest.mark.parametrize("name", SHOPS)
def test_how_likely_buyers_recommend_the_shop_is_covered(name, reports, truth):
    nps, true = report_of(reports, name).figures["nps"], 100 * truth[name]["survey"]["sides"]["population"]["nps"]
    assert nps["low"] <= true <= nps["high"]


@pytest.mark.parametrize("name", SHOPS)
def test_weighted_answers_are_nearer_to_who_buys_than_raw_ones(name, reports, truth):
    true = truth[name]["survey"]["sides"]["population"]["answers"]
    rows = [row for row in report_of(reports, name).tables["answers"] if row["question"].removeprefix("ask_") in true]
    wanted = [true[row["question"].removeprefix("ask_")][row["answer"]] for row in rows]
    nearer = [abs(row["share"] - x) < abs(row["raw"] - x) for row, x in zip(rows, wanted, strict=True)]
    inside = [row["low"] <= x <= row["high"] for row, x in zip(rows, wanted, strict=True)]
    assert len(rows) == 22
    assert sum(nearer) >= 15
    assert sum(inside) >= 14  # of intervals that cover four times in five


@pytest.mark.parametrize("name", SHOPS)
def test_weights_bring_age_and_gender_to_those_of_the_buyers(name, reports):
    rows = report_of(reports, name).tables["weighting"]
    assert [row["raked"] for row in rows] == pytest.approx([row["buyers"] for row in rows], abs=0.01)
    assert max(abs(row["raw"] - row["buyers"]) for row in rows) > 0.15


def test_each_personas_planted_pain_is_surely_more_frequent_with_it(assigned, reports, truth):
    report = report_of(reports, "luming")
    clear = {(row["persona"], row["topic"]) for row in report.tables["complaints"] if row["low"] > row["all"]}
    named = {row["persona"]: row["customers"] for row in report.tables["personas"]}
    sizes = assigned["luming"]["persona"].value_counts()
    names = {cluster: next(name for name, n in named.items() if n == size) for cluster, size in sizes.items()}
    for persona, (cluster, _) in matched(assigned["luming"], truth["luming"]["segments"]).items():
        assert (names[cluster], truth["luming"]["pains"]["personas"][persona]["most"]) in clear


def test_what_hurts_most_is_the_topic_most_complained_of(reports, truth):
    report, topics = report_of(reports, "luming"), truth["luming"]["pains"]["topics"]
    worst = max(topics, key=lambda topic: topics[topic]["bad"])
    assert report.tables["pains"][0]["topic"] == worst
    assert "What they complain of most is prices" in report.result.headline


@pytest.mark.parametrize("name", SHOPS)
def test_each_persona_has_a_card_whose_claims_have_number_interval_and_source(name, reports):
    report = report_of(reports, name)
    claims, personas = report.tables["claims"], {row["persona"] for row in report.tables["personas"]}
    assert {row["persona"] for row in claims} == personas
    told = [row for row in claims if row["value"] is not None]
    assert all(row["low"] <= row["value"] + 1e-9 and row["value"] <= row["high"] + 1e-9 for row in told)
    assert all(row["n"] >= 20 for row in told)
    assert {row["source"] for row in claims} == {"orders", "survey", "feedback"}
    aspects = {
        "age_band",
        "gender",
        "region",
        "income_band",
        "interests",
        "media",
        "entry",
        "next_platform",
        "complaint",
    }
    assert all(aspects <= {row["aspect"] for row in claims if row["persona"] == name} for name in personas)


@pytest.mark.parametrize("name", SHOPS)
def test_quotes_are_masked_and_short(name, reports):
    report = report_of(reports, name)
    assert report.tables["quotes"]
    assert all(len(row["quote"]) <= 60 for row in report.tables["quotes"])
    assert not re.search(r"13800138000|jane@example|202 555 0143", report.page)


def test_the_platform_without_ids_is_told_by_its_crowd(reports):
    report = report_of(reports, "luming")
    assert report.row("identified", platform="xiaohongshu")["unknown_share"] == 1.0
    bucket = report.row("crowd_shares", platform="xiaohongshu", bucket="25-34")
    assert bucket["low"] < bucket["share"] < bucket["high"]
    assert "Xiaohongshu gives no buyer ids" in report.page


@pytest.mark.parametrize("name", SHOPS)
def test_the_first_screen_says_who_buys_and_what_to_do(name, reports):
    report = report_of(reports, name)
    assert report.result.headline.startswith("Most money comes from “")
    cards = list(report.figures)[:6]
    assert cards == ["customers", "repurchase", "lapsed_share", "vip_net_share", "net_each", "nps"]
    first = list(report.findings.values())[:3]
    assert [finding["id"] for finding in first][:2] == ["who_pays", "lapsing"]
    assert all(finding["action"] and finding["effect"] for finding in first)


ABSENT = [
    pytest.param({"survey", "feedback"}, id="nobody was asked and nobody wrote"),
    pytest.param({"crowds", "traffic"}, id="no crowds, no carts"),
    pytest.param({"order_items", "products"}, id="no lines"),
]


@pytest.mark.parametrize("lacking", ABSENT)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    found = walk(without(tmp_path, lacking), name=NOTEBOOK, language="en")
    assert found.missing >= lacking
    assert found.headline.startswith("Most money comes from “")


ORDERS = "order_id,customer_id,paid_at,paid,refund,platform\n"
CROWDS = (
    "period,platform,dimension,bucket,buyers,paid\n2026-10,douyin,age,25-34,60,900\n2026-10,douyin,age,45+,40,300\n"
)


def orders(rows):
    return {"orders": ORDERS + "".join(f"T{n},{who},{day},90,0,tmall\n" for n, (who, day) in enumerate(rows))}


ONCE = [(f"c{n}", "2026-10-05") for n in range(40)] + [("z", "2026-10-31")]
SMALL = [
    pytest.param([("ana", "2026-10-05"), ("ana", "2026-10-31")], "Repeat buyers", id="one customer"),
    pytest.param(ONCE, "First purchase", id="all bought once"),
    pytest.param([(f"c{n % 9}", f"2026-10-{n + 1:02}") for n in range(31)], "Repeat buyers", id="a single month"),
]


@pytest.mark.parametrize(("rows", "said"), SMALL)
def test_a_small_shop_gets_its_states_and_no_personas(rows, said, tmp_path):
    shop(tmp_path, orders(rows))
    found = walk(tmp_path, name=NOTEBOOK, language="en", period="2026-10")
    assert found.headline.startswith(f"Most money comes from “{said}”")
    assert "Where customers stand" in found.page
    assert "Too few rows to say anything" in found.page


def test_a_shop_without_buyer_ids_is_told_by_its_crowds(tmp_path):
    shop(
        tmp_path,
        {
            "orders": "order_id,paid_at,paid,platform\n1,2026-10-05,90,douyin\n2,2026-10-31,90,douyin\n",
            "crowds": CROWDS,
        },
    )
    found = walk(tmp_path, name=NOTEBOOK, language="en", period="2026-10")
    assert "25-34 are 60% of the buyers of Douyin and pay 75%" in found.headline
    assert "orders" in found.missing
    assert "Douyin gives no buyer ids" in found.page


HOSTILE = "<script>alert(1)</script> the box was torn"


def test_a_hostile_review_and_category_stay_text(tmp_path):
    rows = [(f"c{n % 320}", f"2026-{1 + n % 10:02}-{1 + n % 27:02}") for n in range(960)]
    tables = orders([*rows, ("c1", "2026-10-31")])
    lines = "order_id,sku,category,quantity,unit_price\n"
    tables["order_items"] = lines + "".join(f"T{n},a,{('=HYPERLINK(A1)', 'tea')[n % 2]},1,90\n" for n in range(961))
    said = "feedback_id,at,origin,text,customer_id\n"
    tables["feedback"] = said + "".join(f"R{n},2026-10-05,review,{HOSTILE} {n},c{n}\n" for n in range(150))
    shop(tmp_path, tables)
    found = walk(tmp_path, name=NOTEBOOK, language="en", period="2026-10")
    assert "<script>alert" not in found.page
    assert "packaging" in found.headline


@pytest.mark.parametrize("name", SHOPS)
def test_each_persona_is_left_as_a_line_of_the_brief(name, reports):
    report = report_of(reports, name)
    rows = [row.model_dump() for row in report.result.rows]
    assert rows == [row.model_dump() for row in reports(name, language="zh", notebook=NOTEBOOK).result.rows]
    sizes = {row["persona"]: row for row in report.tables["personas"]}
    assert {row["row"]["line"]: row["row"]["value"] for row in rows} == {
        persona: pytest.approx(size["share"]) for persona, size in sizes.items()
    }
    assert {(row["row"]["part"], row["row"]["period"]) for row in rows} == {("audience", "2026-10")}
