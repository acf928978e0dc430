"""Lessons that fit, and which parts of a plan stand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from planbook.absence import missing
from planbook.measures.planning import earlier, ready

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


def test_each_part_stands_is_to_be_mended_or_lacks():
    frames = {
        "brief": pd.DataFrame({"part": ["message", "budget"], "notebook": ["", "22_budget_allocation"]}),
        "goals": pd.DataFrame({"kpi": ["paid", "paid"], "owner": ["Ana", ""]}),
        "falls": pd.DataFrame({"flag": ["stock_short", "loses", "no_hero"]}),
        "people": missing("layers"),
    }
    found = ready.parts(frames).set_index("part")
    assert found.loc["part_message", "state"] == "plan_ready"
    assert found.loc[["part_goals", "part_prices", "part_stock"], "n"].tolist() == [1.0, 2.0, 1.0]
    assert found.loc["part_people", "state"] == "plan_lacking"
    assert found.loc["part_budget", "notebook"] == "22_budget_allocation"


def test_the_share_counts_what_stands():
    found = ready.parts({"brief": pd.DataFrame({"part": ["message", "audience"], "notebook": ""})})
    assert ready.share(found) == 2 / len(found)


def test_the_card_holds_what_is_known():
    people = pd.DataFrame({"gap": [9.0], "gap_low": [5.0], "gap_high": [12.0], "a_week": [3.0]})
    card = ready.card(ready.parts({}), people=people, risks=missing("risks"))
    assert card.loc["people_to_collect"].tolist() == [9.0, 5.0, 12.0]
    assert "loss_p80" not in card.index
    assert np.isclose(card.loc["parts_ready", "value"], 0.0)
