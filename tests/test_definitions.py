"""Two definitions of one figure are not mixed, and a period is not taken for a day."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
import pytest
from notebook_walk import walk
from shop_factory import opened, shop, write

from planbook import summaries
from planbook.absence import Missing, Mix, missing, mixed
from planbook.periods import Period
from planbook.summaries import part
from planbook.tables.store import fetch, open_shop
from planbook.tables.store import write as keep
from planbook.views.display import absent
from planbook.views.words import open_words

SEPTEMBER, OCTOBER = (Period(date(2026, m, 1), date(2026, m, days), f"2026-{m:02}") for m, days in ((9, 30), (10, 31)))
BOTH = {"current": OCTOBER, "previous": SEPTEMBER}
DAYS = ("2026-09-05", "2026-09-20", "2026-10-05", "2026-10-20")
TRAFFIC = "date,platform,source,visitors,buyers,basis\n" + "".join(
    f"{day},shopify,search,100,3,{basis}\n{day},tmall,search,50,1,\n"
    for day, basis in zip(DAYS, ("total_users", "total_users", "active_users", "active_users"), strict=True)
)
ORDERS = "order_id,customer_id,platform,paid_at,paid,refund,refunded_at,gross,discount_shop,basis\n" + "".join(
    f"{n},c{n % 3},shopify,{day} 10:00,80,5,{day} 12:00,90,10,{basis}\n"
    for n, (day, basis) in enumerate(zip(DAYS, ("settled", "settled", "", ""), strict=True))
)
ADS = "date,platform,tool,spend,paid,basis\n2026-09-05,shopify,Meta,9,20,click\n2026-10-05,shopify,Meta,9,20,view\n"
ITEMS = "date,platform,sku,visitors,buyers,basis\n2026-09-05,shopify,A,9,1,\n2026-10-05,shopify,A,9,1,users\n"
LINES = "order_id,sku,quantity,unit_price,unit_cost\n" + "".join(f"{n},A,1,80,30\n" for n in range(4))
MIXES = {
    "traffic": Mix("traffic", "shopify", ("active_users", "total_users")),
    "orders": Mix("orders", "shopify", ("", "settled")),
    "ad_spend": Mix("ad_spend", "shopify", ("click", "view")),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    texts = {"traffic": TRAFFIC, "orders": ORDERS, "ad_spend": ADS, "item_traffic": ITEMS, "order_items": LINES}
    return shop(tmp_path_factory.mktemp("mixed"), texts)


YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "year")
END, THEN = date(2026, 10, 31), date(2026, 7, 31)
ASKED = {
    "sales": (lambda t: summaries.sales(t, BOTH), "orders"),
    "sales by kind": (lambda t: summaries.sales(t, BOTH, by=("kind",)), "orders"),
    "days": (lambda t: summaries.daily(t, YEAR), "orders"),
    "discounts": (lambda t: summaries.discounts(t, BOTH), "orders"),
    "refunds": (lambda t: summaries.refunds(t, OCTOBER, as_of=pd.Timestamp(END)), "orders"),
    "costs": (lambda t: summaries.costs(t, OCTOBER), "orders"),
    "customers": (lambda t: summaries.customers(t, until=END, then=THEN), "orders"),
    "orders without ids": (lambda t: summaries.anonymous(t, until=END), "orders"),
    "traffic": (lambda t: summaries.traffic(t, BOTH), "traffic"),
    "traffic by source": (lambda t: summaries.traffic(t, BOTH, by=("source",)), "traffic"),
    "traffic by platform": (lambda t: summaries.traffic(t, BOTH, by=("platform",)), "traffic"),
    "ads": (lambda t: summaries.ads(t, BOTH), "ad_spend"),
    "days of ads": (lambda t: summaries.ads_daily(t, YEAR), "ad_spend"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_figure_of_two_definitions_is_not_reckoned(name, tables):
    ask, table = ASKED[name]
    assert ask(tables) == mixed((MIXES[table],))


def test_each_definition_by_itself_is(tables):
    for span in (SEPTEMBER, OCTOBER):
        one = {"current": span}
        assert summaries.sales(tables, one)["paid"].tolist() == [160.0]
        assert summaries.traffic(tables, one)["visitors"].tolist() == [300.0]
        assert summaries.ads(tables, one)["spend"].tolist() == [9.0]


def test_items_are_told_without_visitors_of_two_definitions(tables):
    found = summaries.items(tables, BOTH)
    assert (found["units"].tolist(), found["visitors"].isna().all()) == ([2.0, 2.0], True)
    assert summaries.items(tables, {"current": OCTOBER})["visitors"].tolist() == [9.0]


def test_days_keep_what_was_sold_where_visitors_are_mixed(tmp_path):
    tables = shop(tmp_path, {"traffic": TRAFFIC, "orders": ORDERS.replace("settled", "")})
    found = summaries.daily(tables, YEAR)
    assert (found["paid"].tolist(), found["visitors"].isna().all()) == ([80.0] * 4, True)


def test_what_another_platform_counts_does_not_matter(tmp_path):
    both = "date,platform,source,visitors,basis\n2026-10-01,shopify,all,5,users\n2026-10-01,tmall,all,7,\n"
    assert summaries.traffic(shop(tmp_path, {"traffic": both}), {"current": OCTOBER})["visitors"].tolist() == [12.0]


def test_rows_that_are_not_read_do_not_matter(tmp_path):
    rows = "date,platform,source,visitors,basis\n2026-10-01,tmall,all,5,\n2026-10-01,tmall,search,3,clicks\n"
    tables = shop(tmp_path, {"traffic": rows})
    assert summaries.traffic(tables, {"current": OCTOBER})["visitors"].tolist() == [5.0]
    assert summaries.traffic(tables, {"current": OCTOBER}, by=("source",))["visitors"].tolist() == [3.0]


def test_a_table_without_bases_is_not_looked_at(tmp_path, monkeypatch):
    tables = shop(tmp_path, {"ad_spend": "date,platform,tool,spend\n2026-10-01,tmall,x,5\n"})
    monkeypatch.setattr(type(tables), "mixes", None)
    assert summaries.ads(tables, {"current": OCTOBER})["spend"].tolist() == [5.0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Visitors of Shopify are counted in different ways: active users, all users."),
        ("zh", "Shopify 的访客数口径不一致：活跃用户，全部用户。"),
    ],
)
def test_a_page_says_which_definitions_would_be_mixed(language, said):
    page = absent(mixed((MIXES["traffic"],)), open_words(language))
    assert said in page.html
    assert page.twin == {"missing": [{"table": "traffic", "columns": ["basis"], "reason": "mixed"}]}


@pytest.mark.notebooks
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_review_says_so_and_shows_no_such_figure(language, tmp_path):
    texts = {"traffic": TRAFFIC, "orders": ORDERS.replace("settled", ""), "ad_spend": ADS, "order_items": LINES}
    shop(tmp_path, texts)
    found = walk(tmp_path, language=language, period="2026-10")
    sentences = {"en": "Visitors of Shopify are counted in different ways", "zh": "Shopify 的访客数口径不一致"}
    assert sentences[language] in found.page
    assert {"traffic", "ad_spend"} <= found.missing
    assert "160" in found.headline
    assert "300" not in found.page


@pytest.mark.notebooks
def test_a_review_of_mixed_orders_says_so_in_its_first_line(tmp_path):
    shop(tmp_path, {"orders": ORDERS})
    found = walk(tmp_path, language="en", period="2026-10")
    assert found.headline == "Orders of Shopify are counted in different ways: the usual way, settled."


PERIODS = (
    "date,ends,platform,source,visitors\n2026-10-01,2026-10-31,jd,all,900\n2026-10-02,,jd,all,30\n"
    "2026-10-03,2026-10-03,jd,all,31\n"
)


def stored(folder):
    tables = opened(folder, {})
    rows = pd.DataFrame({
        "date": pd.to_datetime(["2026-10-01", "2026-10-02", "2026-10-03"]).date,
        "ends": pd.to_datetime(["2026-10-31", None, "2026-10-03"]).date, "platform": "jd", "source": "all",
        "visitors": [900, 30, 31],
    })  # fmt: skip
    keep(tables.shop, "traffic", rows.assign(ends=rows["ends"].where(rows["ends"].notna(), None)))
    return open_shop(tables.shop)


def queried(folder):
    write(folder / "data/rows.csv", PERIODS)
    return opened(folder, {"rows": {"path": "data/rows.csv"}, "traffic": {"query": "SELECT * FROM rows"}})


def in_database(folder, monkeypatch):
    write(folder / "rows.csv", PERIODS)
    with duckdb.connect(str(folder / "shop.db")) as engine:
        engine.execute(f"CREATE TABLE visits AS FROM '{folder}/rows.csv'")
    monkeypatch.setenv("SHOP_DB", f"duckdb://{folder}/shop.db")
    return opened(folder, {"traffic": {"url_env": "SHOP_DB", "table": "visits"}})


# ibis 12 calls what DuckDB 1.5 renames
@pytest.mark.filterwarnings("ignore:fetch_record_batch:DeprecationWarning")
@pytest.mark.parametrize("way", ["a file", "the store", "a query", "a database"])
def test_rows_that_are_periods_are_kept_apart_from_days(way, tmp_path, monkeypatch):
    tables = {
        "a file": lambda: shop(tmp_path, {"traffic": PERIODS}),
        "the store": lambda: stored(tmp_path),
        "a query": lambda: queried(tmp_path),
        "a database": lambda: in_database(tmp_path, monkeypatch),
    }[way]()
    assert sorted(fetch(tables["traffic"])["visitors"]) == [30, 31]
    assert fetch(tables.periods("traffic"))["visitors"].tolist() == [900]
    assert summaries.traffic(tables, {"current": OCTOBER})["visitors"].tolist() == [61.0]


@pytest.mark.parametrize(("span", "reason"), [(OCTOBER, "periods"), (SEPTEMBER, "empty")], ids=["known", "unknown"])
def test_of_a_period_whose_days_are_not_known_it_is_said(span, reason, tmp_path):
    month = "date,ends,platform,source,visitors\n2026-10-01,2026-10-31,jd,all,900\n"
    spend = "date,ends,platform,tool,spend,paid\n2026-10-01,2026-10-31,jd,x,9,50\n"
    tables = shop(tmp_path, {"traffic": month, "ad_spend": spend})
    assert summaries.traffic(tables, {"current": span}) == missing("traffic", reason=reason)
    assert summaries.ads(tables, {"current": span}) == missing("ad_spend", reason=reason)
    assert summaries.ads_daily(tables, span) == missing("ad_spend", reason=reason)


@pytest.mark.parametrize(("language", "said"), [("en", "cover more than a day each"), ("zh", "请按天导出")])
def test_a_page_asks_for_days_where_there_are_periods_alone(language, said):
    assert said in absent(missing("traffic", reason="periods"), open_words(language)).html


def test_a_table_of_days_alone_has_no_periods(tmp_path):
    tables = shop(tmp_path, {"traffic": "date,platform,source,visitors\n2026-10-01,jd,all,9\n"})
    assert isinstance(tables.periods("traffic"), Missing)


def test_a_campaigns_platforms_have_their_own_periods(tmp_path):
    tables = shop(tmp_path, {"traffic": PERIODS + "2026-10-01,2026-10-31,tmall,all,70\n"})
    own = part.Part(tables, ("tmall",))
    assert fetch(own.periods("traffic"))["visitors"].tolist() == [70]


SURVEY = "respondent_id,needs,nps{}\n" + "".join(f"{n},送礼,9{{}}\n" for n in range(25))


def test_answers_without_a_time_all_count(tmp_path):
    tables = shop(tmp_path, {"survey": SURVEY.format("", *[""] * 25)})
    found = summaries.survey(tables, until=END)
    assert (len(found), found["at"].isna().all()) == (25, True)


def test_answers_whose_time_is_empty_count_beside_those_of_the_year(tmp_path):
    times = [",2026-10-01"] * 5 + [",2024-01-01"] * 5 + [","] * 15
    assert len(summaries.survey(shop(tmp_path, {"survey": SURVEY.format(",at", *times)}), until=END)) == 20


@pytest.mark.notebooks
def test_personas_say_that_the_time_of_answers_is_not_known(tmp_path):
    shop(tmp_path, {"survey": SURVEY.format("", *[""] * 25), "orders": ORDERS.replace("settled", "")})
    page = walk(tmp_path, name="12_persona_building", language="en", period="2026-10").page
    assert "Of 25 of 25 answers it is not known when they were given" in page
    assert "送礼" in page
