"""Every KPI is a ratio of sums, compared with its own kind."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import expected, kpis

NO_TRAFFIC, NO_ADS = missing("traffic"), missing("ad_spend")
PERIODS = ["current", "previous"]
SALES = pd.DataFrame(
    {
        "period": PERIODS,
        "gross": [800.0, 500.0],
        "discount": [200.0, 0.0],
        "paid": [600.0, 500.0],
        "refund": [60.0, 100.0],
        "net": [540.0, 400.0],
        "orders": [12.0, 10.0],
        "buyers": [10.0, 10.0],
        "new_buyers": [4.0, np.nan],
        "repeat_buyers": [6.0, np.nan],
    }
)
TRAFFIC = pd.DataFrame(
    {
        "period": PERIODS,
        "visitors": [200.0, 250.0],
        "page_views": [600.0, 500.0],
        "cart_adders": [20.0, np.nan],
        "inquirers": [8.0, 0.0],
        "buyers": [11.0, 10.0],
        "silent_buyers": [7.0, 10.0],
    }
)
ADS = pd.DataFrame({"period": PERIODS, "spend": [100.0, 0.0], "paid": [250.0, 0.0], "clicks": [50.0, 0.0]})
KINDS = pd.DataFrame(
    {"period": ["current", *PERIODS], "traffic_kind": ["paid", "free", "free"], "visitors": [50.0, 150.0, 250.0]}
)
ALL = kpis.reckon(SALES, TRAFFIC, ADS, KINDS)


@pytest.mark.parametrize(
    ("kpi", "value"),
    [
        ("refund_rate", 0.1),
        ("discount_share", 0.25),
        ("repeat_share", 0.6),
        ("paid_per_buyer", 60.0),
        ("aov", 50.0),
        ("conversion", 0.05),
        ("silent_conversion", 0.035),
        ("inquiry_conversion", 0.5),
        ("visitor_value", 3.0),
        ("views_per_visitor", 3.0),
        ("cart_rate", 0.1),
        ("free_share", 0.75),
        ("roas", 2.5),
        ("spend_share", 1 / 6),
        ("mer", 6.0),
        ("cac", 25.0),
        ("cpc", 2.0),
    ],
)
def test_a_kpi_is_a_ratio_of_sums(kpi, value):
    assert ALL.loc["current", kpi] == pytest.approx(value)


@pytest.mark.parametrize("kpi", ["inquiry_conversion", "roas", "repeat_share", "cart_rate"])
def test_a_ratio_without_its_denominator_or_numerator_is_nan(kpi):
    assert np.isnan(ALL.loc["previous", kpi])


def test_a_shop_without_traffic_and_ads_has_the_kpis_of_its_sales():
    found = kpis.reckon(SALES, NO_TRAFFIC, NO_ADS, NO_TRAFFIC)
    assert {"paid", "aov", "refund_rate"} <= set(found)
    assert {"conversion", "roas", "free_share", "visitors"} & set(found) == set()


def test_a_shop_without_sales_has_no_review():
    assert kpis.reckon(missing("orders"), TRAFFIC, ADS, KINDS) == missing("orders")
    assert kpis.scorecard(missing("orders")) == missing("orders")


def test_reckoning_does_not_change_its_input():
    before = [frame.copy(deep=True) for frame in (SALES, TRAFFIC, ADS, KINDS)]
    kpis.reckon(SALES, TRAFFIC, ADS, KINDS)
    for now, then in zip((SALES, TRAFFIC, ADS, KINDS), before, strict=True):
        pd.testing.assert_frame_equal(now, then)


def test_a_card_sets_a_figure_beside_what_it_is_compared_with():
    card = kpis.scorecard(ALL).loc["paid"]
    assert card[["value", "previous"]].tolist() == [600.0, 500.0]
    assert card[["low", "high", "year_ago", "target"]].isna().all()


def test_a_share_of_people_has_wilsons_interval():
    # Wilson (1927) at 80 %, by hand: (10 + 0.821 ∓ 1.2816 × √(10 × 190 ÷ 200 + 0.411)) ÷ (200 + 1.642)
    assert kpis.scorecard(ALL).loc["conversion", ["low", "high"]].tolist() == pytest.approx([0.0337, 0.0737], abs=1e-4)


def test_a_known_goal_stands_in_the_card():
    card = kpis.scorecard(ALL, goals=pd.Series({"paid": 700.0}))
    assert card.loc["paid", "target"] == 700.0
    assert np.isnan(card.loc["conversion", "target"])


def test_traffic_covers_the_paid_of_its_platforms():
    sales = pd.DataFrame({"period": "current", "platform": ["tmall", "jd"], "paid": [75.0, 25.0]})
    assert kpis.covered(sales, pd.DataFrame({"period": ["current"], "platform": ["tmall"]})) == 0.75


def test_estimated_figures_get_the_line_of_what_they_become():
    estimates = pd.DataFrame({"value": [500.0]}, index=["net_expected"])
    lines = expected.lines(ALL.loc[["previous", "current"]], estimates)
    assert lines["net_expected"].to_list() == [400.0, 500.0]


def test_an_estimate_stands_in_the_card_with_its_interval():
    estimate = pd.DataFrame({"value": [500.0], "low": [480.0], "high": [520.0]}, index=["net_expected"])
    card = kpis.scorecard(ALL, estimates=estimate)
    assert card.loc["net_expected", ["value", "low", "high"]].tolist() == [500.0, 480.0, 520.0]
    assert card.loc["paid", "value"] == 600.0


def test_money_changes_relatively_and_shares_by_a_difference():
    found = kpis.comparison(ALL)["change_previous"]
    assert found[["paid", "conversion"]].tolist() == pytest.approx([0.2, 0.01])


def test_the_days_of_an_event_are_compared_with_those_of_its_last_edition():
    names = {"current": "current", "previous": "event"}
    frame = ALL.rename(index=names)
    frame.loc["aligned"] = frame.loc["event"] * 2
    assert kpis.comparison(frame).loc["paid", ["event", "aligned", "change_aligned"]].tolist() == [500.0, 1000.0, -0.5]


def test_a_figure_that_the_data_do_not_give_is_missing():
    assert kpis.value(ALL, "paid") == 600.0
    assert kpis.value(ALL, "roas", "previous") == missing(kpis.CATALOG["roas"].tables[0], reason="empty")


def test_lines_of_a_chart_leave_out_what_is_not_known():
    assert list(kpis.columns(ALL, "paid", "bounce_rate")) == ["paid"]


@pytest.mark.parametrize(
    ("settled", "base"), [(["previous"], 400.0), ([], float("nan"))], ids=["ripe", "still ripening"]
)
def test_expected_net_is_held_against_periods_whose_refunds_have_come_in(settled, base):
    ripe = pd.DataFrame({"net_expected": [500.0], "low": [480.0], "high": [520.0], "paid": [600.0]})
    none = missing("ad_spend")
    found = expected.figures(ALL, ripe, none, none, settled=settled).reindex(columns=["previous"])
    assert found.loc["net_expected", "previous"] == pytest.approx(base, nan_ok=True)


def test_each_platform_gets_its_own_figures():
    sales = pd.DataFrame({"period": "current", "platform": ["jd", "tmall"], "paid": [90.0, 60.0], "buyers": [3.0, 2.0]})
    spend = pd.DataFrame({"period": "current", "platform": ["jd"], "spend": [30.0], "paid": [60.0], "net_paid": [50.0]})
    found = kpis.by_platform(sales, missing("traffic"), spend)
    assert found["paid_per_buyer"].to_dict() == {"jd": 30.0, "tmall": 30.0}
    assert found["roas"].dropna().to_dict() == {"jd": 2.0}
