"""``planbook check`` finds what is missing, late, doubled or odd, and nothing where all is well."""

from __future__ import annotations

import pandas as pd
import pytest
from shop_factory import opened, shop, write

from planbook.project import load
from planbook.tables.checks import check
from planbook.tables.schema import BESIDE, LEFT, TABLES
from planbook.tables.store import open_shop

ORDERS = "order_id,paid_at,ordered_at,gross,discount_shop,paid,refund,refunded_at,status,platform\n"
GOOD = "1,2026-10-01 08:00,2026-10-01 07:00,30,5,25,0,,paid,tmall\n"
TRAFFIC = "date,platform,source,visitors\n2026-10-01,tmall,search,10\n"
LINES = "order_id,sku,quantity,unit_price\n"


def told(tables, *, notes=False):
    found = check(tables)
    kept = found if notes else found[found["severity"] != "note"]
    return list(kept[["table", "column", "check", "rows", "example"]].itertuples(index=False, name=None))


def orders(folder, *rows, **more):
    return told(shop(folder, {"orders": ORDERS + "".join(rows), "traffic": TRAFFIC} | more))


def daily(start, days, skip=()):
    """Write one order a day."""
    line = [day for at, day in enumerate(pd.date_range(start, periods=days)) if at not in skip]
    return ORDERS + "".join(f"{day:%Y%m%d},{day:%Y-%m-%d},,,,5,,,,tmall\n" for day in line)


def visits(start, days, skip=()):
    line = [day for at, day in enumerate(pd.date_range(start, periods=days)) if at not in skip]
    return "date,platform,source,visitors\n" + "".join(f"{day:%Y-%m-%d},tmall,search,9\n" for day in line)


def test_a_sound_shop_has_no_errors_and_no_warnings(tmp_path):
    assert orders(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ("2,2026-10-01,,,,-5,,,paid,tmall\n", ("orders", "paid", "below 0", 1, "-5.0")),
        ("2,2026-10-01,,,,5,,,lost,tmall\n", ("orders", "status", "unknown word", 1, "lost")),
        (GOOD, ("orders", "order_id", "doubled", 1, "1")),
        ("2,2026-10-01,,30,5,30,,,,tmall\n", ("orders", "paid", "parts do not add up", 1, "2")),
        ("2,2026-10-01,,,,5,9,2026-10-01,,tmall\n", ("orders", "refund", "more than was paid", 1, "2")),
        ("2,2026-10-01,2026-10-02,,,5,,,,tmall\n", ("orders", "paid_at", "before ordered_at", 1, "2")),
        ("2,2026-10-01,,,,5,1,2026-09-30,,tmall\n", ("orders", "refunded_at", "before paid_at", 1, "2")),
        ("2,2026-10-01,,,,5,,,,jd\n", ("orders", "platform", "not in traffic", 1, "jd")),
    ],
    ids=["negative", "word", "doubled", "parts", "refund", "paid too early", "refund too early", "platform"],
)
def test_an_odd_row_is_told_with_an_example(tmp_path, row, finding):
    assert orders(tmp_path, GOOD, row) == [finding]


@pytest.mark.parametrize(
    "row",
    [
        "2,2026-10-01,,30.01,5,25,,,,tmall\n",
        "2,2026-10-01,,,,0,12,2026-10-01,,tmall\n",
        "2,,2026-10-01,,,5,,,unpaid,tmall\n",
    ],
    ids=["a cent", "a credit note", "unpaid"],
)
def test_what_is_only_unusual_is_not_told(tmp_path, row):
    assert orders(tmp_path, GOOD, row) == []


def test_an_order_in_another_currency_is_an_error(tmp_path):
    text = "order_id,paid,currency\n1,5,CNY\n2,5,USD\n3,5,\n"
    found = check(shop(tmp_path, {"orders": text})).query("severity == 'error'")
    assert found[["column", "check", "rows", "example"]].to_numpy().tolist() == [["currency", "not CNY", 1, "USD"]]


def test_several_lines_of_one_item_are_a_note(tmp_path):
    tables = shop(
        tmp_path, {"orders": ORDERS + GOOD, "traffic": TRAFFIC, "order_items": LINES + "1,x,1,10\n1,x,2,10\n"}
    )
    assert ("order_items", "order_id, sku", "doubled", 1, "1 · x") in told(tables, notes=True)
    assert told(tables) == []


def test_lines_without_their_order_are_told(tmp_path):
    lines = {"order_items": LINES + "1,x,1,30\n9,x,2,5\n"}
    assert told(shop(tmp_path, {"orders": ORDERS + GOOD, "traffic": TRAFFIC} | lines)) == [
        ("order_items", "order_id", "not in orders", 1, "9")
    ]


def test_days_without_visits_are_told(tmp_path):
    tables = shop(tmp_path, {"orders": daily("2026-10-01", 9), "traffic": visits("2026-10-01", 9, skip=(3, 4))})
    assert told(tables) == [("traffic", "date", "days without rows", 2, "2026-10-04 (tmall)")]


def test_traffic_that_ends_before_the_orders_is_told(tmp_path):
    tables = shop(tmp_path, {"orders": daily("2026-10-01", 9), "traffic": visits("2026-10-01", 7)})
    assert told(tables) == [("traffic", "date", "ends early", 2, "2026-10-07 (tmall)")]


def test_a_day_far_from_all_others_is_told_and_makes_no_gap(tmp_path):
    text = daily("2026-10-01", 9) + "x,2062-10-09,,,,5,,,,tmall\n"
    tables = shop(tmp_path, {"orders": text, "traffic": visits("2026-10-01", 9)})
    assert told(tables) == [("orders", "paid_at", "far from all other days", 1, "2062-10-09")]
    assert "days without rows" not in {row[2] for row in told(tables, notes=True)}


def test_missing_tables_and_columns_are_told(tmp_path):
    found = told(shop(tmp_path, {"orders": "order_id,paid\n1,5\n"}), notes=True)
    assert [row[0] for row in found if row[2] == "no such table"] == [
        name for name in TABLES if name not in ("orders", *BESIDE, *LEFT)
    ]
    assert found[0][1].startswith("customer_id, ordered_at, paid_at, status")


def test_a_column_that_no_figure_needs_may_be_lacking(tmp_path):
    rows = "campaign,task,owner,starts,due,done,after,optimistic,likely,pessimistic,hours,deliverable,text_en,text_zh"
    kept = f"{rows},source,locked\ndays,brief,Lin,2026-10-01,2026-10-02,,,1,2,3,4,a brief,Brief,简报,,\n"
    found = told(shop(tmp_path, {"tasks": kept}), notes=True)
    assert [row for row in found if row[0] == "tasks"] == []


def test_a_table_that_cannot_be_read_is_told_and_the_others_are_looked_at(tmp_path):
    found = told(shop(tmp_path, {"orders": "order_id,paid\n1,x\n", "traffic": TRAFFIC.replace("10\n", "-1\n")}))
    assert [row[:3] for row in found] == [("orders", "", "not readable"), ("traffic", "visitors", "below 0")]
    assert found[0][4].startswith("orders.csv, row 2, column 'paid'")


@pytest.mark.parametrize(
    ("table", "text", "finding"),
    [
        ("traffic", "visitors,buyers\n2026-10-01,tmall,search,9,10\n", ("buyers", "more than visitors", 1)),
        (
            "ad_spend",
            "spend,clicks,impressions\n2026-10-01,tmall,search,9,5,4\n",
            ("clicks", "more than impressions", 1),
        ),
        ("ad_spend", "spend,hour\n2026-10-01,tmall,search,9,24\n", ("hour", "above 23", 1)),
        ("traffic", "visitors\n2026-10-01,tmall,search,-1\n", ("visitors", "below 0", 1)),
    ],
    ids=["a part above its whole", "clicks", "an hour that no day has", "fewer than none"],
)
def test_what_is_out_of_range_is_told(tmp_path, table, text, finding):
    head = {"traffic": "date,platform,source,", "ad_spend": "date,platform,tool,"}[table]
    assert [row[1:4] for row in told(shop(tmp_path, {table: head + text})) if row[0] == table] == [finding]


def test_a_campaign_that_ends_before_it_starts_is_told(tmp_path):
    text = "campaign,platform,starts,ends\nspring,tmall,2026-03-09,2026-03-01\n"
    found = told(shop(tmp_path, {"campaigns": text}))
    assert ("campaigns", "ends", "before starts", 1, "spring · tmall") in found


def test_the_worst_of_a_table_comes_first(tmp_path):
    found = check(
        shop(tmp_path, {"orders": ORDERS + GOOD + GOOD + "2,,2026-10-01,30,5,30,,,,jd\n", "traffic": TRAFFIC})
    )
    assert found.loc[found["table"] == "orders", "severity"].tolist() == ["error", "warning", "warning", "note"]


def test_an_empty_cell_behind_a_query_is_told(tmp_path):
    query = "SELECT * FROM (VALUES ('a', 5.0), ('b', NULL)) AS t(order_id, paid)"
    assert ("orders", "paid", "empty", 1, "b") in told(opened(tmp_path, {"orders": {"query": query}}))


def test_a_table_without_rows_is_told(tmp_path):
    assert ("traffic", "", "no rows", 0, "") in told(shop(tmp_path, {"traffic": TRAFFIC.splitlines()[0] + "\n"}))


def test_every_finding_says_what_to_do(tmp_path):
    found = check(shop(tmp_path, {"orders": ORDERS + GOOD + GOOD}))
    assert (found["advice"].str.len() > 10).all()
    assert set(found["severity"]) == {"error", "warning", "note"}


@pytest.mark.parametrize("key", ["luming", "luming-global"])
def test_the_sample_shops_are_sound(key):
    found = check(open_shop(load(".").shop(key)))
    assert found["table"].tolist() == []


def test_a_shop_of_one_file_without_any_day_is_looked_at(tmp_path):
    write(tmp_path / "data" / "orders.csv", "order_id,paid,paid_at\n1,5,\n")
    assert told(opened(tmp_path, {"orders": {"path": "data/orders.csv"}})) == [("traffic", "", "no such table", 0, "")]
