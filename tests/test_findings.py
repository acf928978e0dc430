"""Findings: sentences, their rank, and the headline."""

import math

import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.views import causes, display, findings
from planbook.views.display import TWIN, Absent
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
STEPS = pd.DataFrame({"factor": ["visitors", "conversion"], "effect": [120_300.0, -420_100.0]})


def made(id, effect, **more):
    return findings.finding(f"{id} moved.", EN, id=id, grade="measured", effect=effect, **more)


def test_the_largest_factor_that_pushed_the_change_is_named():
    found = findings.from_steps(STEPS, ZH, before=3_504_700.0, after=3_204_900.0)
    assert found.text == "支付金额减少 30 万元，仅支付转化率一项影响 −42 万元。"
    assert found.effect == -420_100.0


def test_a_rise_is_told_by_what_raised_it():
    found = findings.from_steps(STEPS, EN, before=100.0, after=500.0)
    assert found.text == "Paid rose by ¥400; Visitors alone accounts for +¥120k."


def test_findings_rank_by_money_and_leave_out_what_is_missing():
    mixed = [made("small", 10.0), missing("traffic"), made("unknown", math.nan), made("large", -900.0), None]
    twin = findings.top(mixed, EN, n=2)._repr_mimebundle_()[TWIN]
    assert [each["id"] for each in twin["findings"]] == ["large", "small"]


def test_a_finding_says_how_sure_what_to_do_and_who():
    page = findings.top([made("a", 1.0, action="Check the page", owner="Lin Yue")], EN).html
    assert "measured</span>" in page
    assert "<b>Next:</b> Check the page · Lin Yue" in page


def test_text_from_data_is_escaped():
    page = findings.finding("<img src=x>", EN, id="x", grade="hint")._repr_mimebundle_()["text/html"]
    assert "&lt;img src=x&gt;" in page


def test_nothing_found_is_said():
    assert findings.top([missing("orders")], ZH).text == "本期没有突出的变化。"


def test_the_headline_travels_with_the_state_of_the_data():
    bundle = findings.headline("October paid ¥3.2M", EN, state="Complete to 31 October")._repr_mimebundle_()
    assert bundle[TWIN] == {"page": {"headline": "October paid ¥3.2M", "state": "Complete to 31 October"}}


def test_a_finding_of_missing_data_is_absent():
    assert isinstance(findings.from_steps(missing("orders"), EN, before=1.0, after=2.0), Absent)
    assert isinstance(findings.from_steps(STEPS, EN, before=missing("orders"), after=2.0), Absent)


@pytest.mark.parametrize(
    ("reason", "text"),
    [("absent", "Not in the shop"), ("empty", "No rows in this period"), ("too_few", "Too few rows")],
)
def test_absence_says_its_reason(reason, text):
    assert display.absent(missing("orders", reason=reason), EN).text.startswith(text)


def test_absence_without_a_table_is_said_too():
    assert display.absent(Missing((), "empty"), EN).text == "Nothing to show in this period."


def test_the_opening_brings_the_style_once_and_no_address():
    page = display.opening()._repr_mimebundle_()["text/html"]
    assert page.startswith('<style class="pb-style">')
    assert "http" not in page
    assert "url(" not in page


BREAK = {"platform": "jd", "day": pd.Timestamp("2025-11-06"), "before": 0.03, "after": 0.02, "change": -0.33}
BREAK |= {"low": -0.4, "high": -0.25, "effect": -9000.0, "control": "other_platforms"}
BURST = pd.DataFrame({"name": "double11", "start": [pd.Timestamp("2025-11-05")], "end": [pd.Timestamp("2025-11-11")]})


@pytest.mark.parametrize(
    ("control", "bands", "grade"),
    [("other_platforms", None, "likely"), ("none", None, "hint"), ("other_platforms", BURST, "hint")],
    ids=["against the others", "alone", "in an event"],
)
def test_how_sure_a_break_is_depends_on_what_else_went_on(control, bands, grade):
    found = causes.conversion_breaks(pd.DataFrame([BREAK | {"control": control}]), EN, bands=bands)
    assert found.grade == grade
