"""Lessons that fit, and which parts of a plan stand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from planbook.absence import missing
from planbook.measures.planning import earlier, reach, ready

RAN = SimpleNamespace(key="new-year-2027", platforms=("tmall", "jd"))
PLACES = pd.DataFrame({"campaign": ["618-2026", "member-2026"], "platform": ["tmall", "wechat"]})


def test_lessons_of_the_same_name_come_first_and_of_other_platforms_not_at_all():
    rows = pd.DataFrame(
        {"campaign": ["618-2026", "member-2026", "new-year-2026", "old-2020"], "effect": [9.0, 8, 1, 2]}
    )
    found = earlier.fitting(rows, PLACES, RAN)
    assert found[["campaign", "fit"]].to_numpy().tolist() == [
        ["new-year-2026", "same_name"], ["618-2026", "same_platform"], ["old-2020", "general"]
    ]  # fmt: skip


def test_of_actions_only_the_open_ones_stay():
    rows = pd.DataFrame({"campaign": "618-2026", "effect": [1.0, 2.0, 3.0], "status": ["done", None, "open"]})
    assert earlier.fitting(rows, PLACES, RAN)["effect"].tolist() == [3.0, 2.0]


def test_nothing_earlier_is_an_empty_table_and_missing_passes():
    assert earlier.fitting(pd.DataFrame({"campaign": [], "effect": []}), PLACES, RAN).empty
    assert earlier.fitting(missing("lessons"), PLACES, RAN) == missing("lessons")


def brief(*parts: tuple[str, str], line: str = "a", text: str = "x") -> pd.DataFrame:
    return pd.DataFrame(parts, columns=["part", "notebook"]).assign(line=line, text_en=text)


def state(part: str, **frames: pd.DataFrame) -> tuple[str, float]:
    row = ready.parts(frames).set_index("part").loc[f"part_{part}"]
    return row["state"], row["n"]


def test_an_offer_that_does_not_pay_and_blanks_for_it_are_to_be_mended():
    told = pd.concat([
        brief(("offer", ""), line="no-offer"), brief(("message", ""), text="Come. [offer]"), brief(("message", "")),
    ])  # fmt: skip
    assert state("offer", brief=told) == ("plan_to_mend", 2.0)
    assert state("offer", brief=brief(("offer", ""), line="full-300-40"))[0] == "plan_ready"


def test_goals_without_an_owner_or_a_fair_chance_are_to_be_mended():
    goals = pd.DataFrame({"kpi": ["paid", "paid"], "owner": ["Ana", ""]})
    assert state("goals", goals=goals) == ("plan_to_mend", 1.0)
    assert state("goals", goals=goals, chances=pd.DataFrame({"beyond": [True, False]})) == ("plan_to_mend", 2.0)
    assert state("goals", goals=goals.head(1), chances=pd.DataFrame({"beyond": [False]}))[0] == "plan_ready"


def test_only_the_campaigns_own_goals_below_the_fair_chance_are_beyond_what_is_to_be_expected():
    chances = pd.DataFrame({"of": ["campaign", "span", "campaign", "campaign"], "chance": [0.02, 0.02, 0.3, np.nan]})
    assert reach.judged(chances, least=0.3)["beyond"].tolist() == [True, False, False]
    assert reach.judged(chances.iloc[[1]], least=0.3) == missing("targets", reason="empty")


def test_a_budget_that_is_spent_beyond_is_to_be_mended():
    money = pd.DataFrame({"platform": ["jd", "tmall", "total"], "over": [0.0, 5.0, 9.0]})
    assert state("budget", brief=brief(("budget", "")), money=money) == ("plan_to_mend", 1.0)
    assert state("budget", brief=brief(("budget", "")), money=money.assign(over=[0.0, 0.0, 4.0]))[1] == 1.0
    assert state("budget", brief=brief(("budget", "")))[0] == "plan_ready"


def test_late_tasks_and_faults_count_in_the_schedule():
    laid = pd.DataFrame({"state": ["tight", "overdue", "after_deadline", "must_begin", "on_track", "done"]})
    frames = {"schedule": pd.DataFrame({"chance": [0.9]}), "laid": laid, "faults": pd.DataFrame({"kind": ["cycle"]})}
    assert state("schedule", **frames) == ("plan_to_mend", 5.0)


def test_what_the_calendar_lacks_counts_and_an_empty_one_is_lacking():
    met = pd.DataFrame({"kind": ["gap", "gap", "unfit", "day_off"]})
    assert state("content", calendar=pd.DataFrame({"date": ["x"]}), conflicts=met) == ("plan_to_mend", 3.0)
    assert state("content", calendar=pd.DataFrame({"date": []}), conflicts=met)[0] == "plan_lacking"


def test_prices_stock_and_copy_lack_where_nobody_chose_or_wrote_anything():
    items = pd.DataFrame({"chosen": [False], "target_units": [9.0], "stock": [9.0]})
    frames = {"items": items, "falls": pd.DataFrame({"flag": ["above_lowest"]})}
    frames |= {"texts": pd.DataFrame({"origin": ["creative"]}), "hits": pd.DataFrame({"fails": []})}
    assert {state(part, **frames)[0] for part in ("prices", "stock", "copy")} == {"plan_lacking"}
    chosen = items.assign(chosen=True, stock=np.nan)
    assert state("stock", items=chosen, falls=frames["falls"]) == ("plan_to_mend", 1.0)


def test_a_line_of_copy_counts_once_whatever_its_words_and_languages():
    hits = pd.DataFrame({"origin": "message", "line": ["a", "a", "b"], "platform": "", "fails": [True, True, False]})
    assert state("copy", texts=pd.DataFrame({"origin": ["message"]}), hits=hits) == ("plan_to_mend", 1.0)


def test_each_part_stands_is_to_be_mended_or_lacks():
    frames = {
        "brief": brief(("message", ""), ("budget", "22_budget_allocation")),
        "goals": pd.DataFrame({"kpi": ["paid", "paid"], "owner": ["Ana", ""]}),
        "items": pd.DataFrame({"chosen": [True], "target_units": [9.0], "stock": [9.0]}),
        "falls": pd.DataFrame({"flag": ["stock_short", "loses", "no_hero"]}),
        "people": missing("layers"),
    }
    found = ready.parts(frames).set_index("part")
    assert found.loc["part_message", "state"] == "plan_ready"
    assert found.loc[["part_goals", "part_prices", "part_stock"], "n"].tolist() == [1.0, 2.0, 1.0]
    assert found.loc["part_people", "state"] == "plan_lacking"
    assert found.loc["part_budget", "notebook"] == "22_budget_allocation"


def test_the_share_counts_what_stands():
    found = ready.parts({"brief": brief(("message", ""), ("audience", ""))})
    assert ready.share(found) == 2 / len(found)


def test_the_card_holds_what_is_known():
    people = pd.DataFrame({"gap": [9.0], "gap_low": [5.0], "gap_high": [12.0], "a_week": [3.0]})
    card = ready.card(ready.parts({}), people=people, risks=missing("risks"))
    assert card.loc["people_to_collect"].tolist() == [9.0, 5.0, 12.0]
    assert "loss_p80" not in card.index
    assert np.isclose(card.loc["parts_ready", "value"], 0.0)
