"""What was planted among the sample shop's buyers can be seen in what they buy, answer and say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sample_shop import SHOPS, open_tables, read_truth
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

REGULARS = """WITH regulars AS (SELECT customer_id, count(*) AS orders, sum(paid) AS monetary,
        DATE '2026-10-31' - max(date) AS recency FROM paid_orders WHERE customer_id IS NOT NULL
        GROUP BY customer_id HAVING count(*) >= 3)
    SELECT customer_id, orders, monetary, recency, category, worth / sum(worth) OVER (PARTITION BY customer_id) AS share
    FROM regulars JOIN (SELECT customer_id, category, sum(quantity * unit_price) AS worth
        FROM paid_orders JOIN order_items USING (order_id) GROUP BY ALL) USING (customer_id)"""
SCORE = "(count(*) FILTER (nps >= 9) - count(*) FILTER (nps <= 6)) / count(*)"


@pytest.fixture(scope="module")
def truth():
    return read_truth()


@pytest.fixture(scope="module")
def opened():
    return {shop: open_tables(shop) for shop in SHOPS}


def raked(respondents, margins):
    weights = pd.Series(1.0, respondents.index)
    for _ in range(50):
        for column, wanted in margins.items():
            shares = weights.groupby(respondents[column]).transform("sum") / weights.sum()
            weights *= respondents[column].map(wanted) / shares
    return weights / weights.sum()


def crowd(con, dimension):
    found = con.execute(
        """SELECT bucket, sum(buyers) / sum(sum(buyers)) OVER () FROM crowds
        WHERE period = '2026-10' AND dimension = $dimension GROUP BY bucket""",
        {"dimension": dimension},
    )
    return dict(found.fetchall())


@pytest.mark.parametrize("shop", SHOPS)
def test_four_personas_share_the_buyers_and_no_category(shop, truth):
    planted = truth[shop]["segments"]
    assert sum(of["share"] for of in planted.values()) == pytest.approx(1, abs=1e-4)
    for of in planted.values():
        assert of["share"] == pytest.approx(of["planted"], abs=0.02)
    favourites = {name: max(of["categories"], key=of["categories"].__getitem__) for name, of in planted.items()}
    assert favourites["collectors"] == "puer"
    assert favourites["explorers"] == "green"
    assert favourites["daily_drinkers"] == "oolong"
    assert favourites["gift_givers"] in {"gift", "teaware"}


@pytest.mark.parametrize("shop", SHOPS)
def test_clusters_of_regular_buyers_are_the_personas(shop, opened, truth):
    rows = opened[shop].sql(REGULARS).df()
    buyers = rows.pivot_table(
        index=["customer_id", "orders", "monetary", "recency"], columns="category", values="share", fill_value=0.0
    )
    features = np.hstack([np.log1p(buyers.index.to_frame()[["orders", "monetary", "recency"]]), buyers])
    labels = KMeans(4, n_init=10, random_state=0).fit_predict(StandardScaler().fit_transform(features))
    mixes = pd.DataFrame({name: of["categories"] for name, of in truth[shop]["segments"].items()})
    distances = {
        label: (mixes.sub(mix, axis=0).abs().sum() / 2).sort_values()
        for label, mix in ((label, buyers[labels == label].mean()) for label in range(4))
    }
    assert {nearest.index[0] for nearest in distances.values()} == set(mixes)
    assert max(nearest.iloc[0] for nearest in distances.values()) < 0.25


@pytest.mark.parametrize("shop", SHOPS)
def test_the_survey_leans_to_young_women_and_raking_sets_it_upright(shop, opened, truth):
    planted = truth[shop]["survey"]["sides"]
    answers = opened[shop].table("survey").df()
    margins = {"age_band": crowd(opened[shop], "age"), "gender": crowd(opened[shop], "gender")}
    assert len(answers) == planted["raw"]["people"]
    assert (answers["gender"] == "female").mean() > margins["gender"]["female"] + 0.1
    assert (answers["age_band"] == "18-24").mean() > margins["age_band"]["18-24"] + 0.1
    weights = raked(answers, margins)
    wanted, raw = planted["population"]["answers"]["needs"], planted["raw"]["answers"]["needs"]
    found = {need: weights[answers["needs"].fillna("").str.contains(need)].sum() for need in wanted}
    assert found == pytest.approx(wanted, abs=0.07)
    assert sum(abs(found[n] - wanted[n]) for n in wanted) < 0.6 * sum(abs(raw[n] - wanted[n]) for n in wanted)


@pytest.mark.parametrize("shop", SHOPS)
def test_the_score_of_those_who_answered_lies_below_that_of_all(shop, opened, truth):
    planted = truth[shop]["survey"]
    (score,) = opened[shop].sql(f"SELECT {SCORE} FROM survey").fetchone()
    assert score == pytest.approx(planted["sides"]["raw"]["nps"], abs=1e-5)
    assert score < planted["sides"]["population"]["nps"] - 0.03
    assert planted["nps_by_persona"]["daily_drinkers"] > planted["nps_by_persona"]["explorers"] + 0.2


@pytest.mark.parametrize("shop", SHOPS)
def test_most_respondents_can_be_met_among_the_buyers(shop, opened):
    (known,) = opened[shop].sql("SELECT count(customer_id) / count(*) FROM survey").fetchone()
    assert 0.55 < known < 0.75


@pytest.mark.parametrize("shop", SHOPS)
def test_our_buyers_speak_of_what_was_planted(shop, opened, truth):
    planted = truth[shop]["pains"]
    found = opened[shop].sql("""SELECT topic, count(DISTINCT feedback_id),
        count(DISTINCT feedback_id) FILTER (kind = 'complaint') FROM feedback JOIN sentences
        ON contains(lower(text), sentence) WHERE brand IS NULL AND right(feedback_id, 4) NOT IN ('9901', '9902', '9903')
        GROUP BY topic""")
    assert set(found.fetchall()) == {(topic, of["mentions"], of["bad"]) for topic, of in planted["topics"].items()}
    sizes = opened[shop].sql("SELECT origin, count(*) FROM feedback WHERE brand IS NULL GROUP BY origin")
    assert dict(sizes.fetchall()) == {"review": planted["reviews"], "ticket": planted["tickets"]}


@pytest.mark.parametrize("shop", SHOPS)
def test_each_persona_hurts_elsewhere(shop, truth):
    most = {name: of["most"] for name, of in truth[shop]["pains"]["personas"].items()}
    assert most["gift_givers"] in {"packaging", "logistics"}
    assert (most["daily_drinkers"], most["explorers"], most["collectors"]) == ("price", "brewing", "authenticity")


@pytest.mark.parametrize("shop", SHOPS)
def test_customers_stand_in_the_states_that_truth_tells(shop, opened, truth):
    planted = truth[shop]["states"]
    found = opened[shop].execute(
        """WITH customers AS (SELECT customer_id, max(paid_at::DATE) AS last, count(paid_at) AS orders,
            sum(paid - refund) FILTER (paid_at IS NOT NULL) AS net
            FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id)
        SELECT CASE WHEN orders = 0 THEN 'potential' WHEN DATE '2026-10-31' - last > $lapse_days THEN 'lapsed'
            WHEN net >= $vip_from THEN 'vip' WHEN orders >= 2 THEN 'repeat' ELSE 'first' END AS state, count(*)
        FROM customers GROUP BY state""",
        planted["limit"],
    )
    assert dict(found.fetchall()) == planted["customers"]


def test_answers_come_late_and_stars_fall_on_douyin_in_october(opened, truth):
    planted = truth["luming"]["service"]["months"]
    found = opened["luming"].sql("""SELECT strftime("at", '%Y-%m'), platform, median(response_minutes),
        count(*) FILTER (rating <= 2) / count(rating) FROM feedback
        WHERE brand IS NULL AND "at" >= '2026-09-01' GROUP BY ALL""")
    for month, platform, minutes, bad in found.fetchall():
        of = planted[month][platform]
        assert (of["minutes_median"], of["bad_share"]) == pytest.approx((minutes, bad), abs=1e-5)
    before, after = planted["2026-09"]["douyin"], planted["2026-10"]["douyin"]
    assert after["minutes_median"] > 1.8 * before["minutes_median"]
    assert after["bad_share"] > 1.5 * before["bad_share"]


@pytest.mark.parametrize("shop", SHOPS)
def test_accounts_win_and_lose_what_truth_tells(shop, opened, truth):
    found = opened[shop].sql("""SELECT platform, sum(gained), sum(lost), arg_max(followers, date), sum(impressions)
        FROM accounts WHERE date >= '2026-10-01' GROUP BY platform""")
    planted = {platform: of["months"]["2026-10"] for platform, of in truth[shop]["accounts"].items()}
    assert {row[0]: row[1:] for row in found.fetchall()} == {
        platform: (of["gained"], of["lost"], of["followers"], of["impressions"]) for platform, of in planted.items()
    }


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("part", ["<script>", "=HYPERLINK(", "13800138000|202 555 0143"])
def test_some_texts_are_written_to_break_a_report(part, shop, opened):
    found = opened[shop].execute(
        "SELECT count(*) FROM feedback WHERE list_bool_or([contains(text, p) FOR p IN string_split($part, '|')])",
        {"part": part},
    )
    assert found.fetchone() == (1,)
