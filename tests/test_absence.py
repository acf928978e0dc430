"""What is missing is handed on; what is wrong says what to do."""

from __future__ import annotations

import pytest

from planbook.absence import (
    ConfigError,
    DataError,
    Missing,
    Need,
    ParameterError,
    PlanbookError,
    first_missing,
    missing,
    passes_missing,
)


@passes_missing
def added(left, right=1):
    return left + right


def test_a_measure_reckons_when_all_is_there():
    assert added(2, right=3) == 5


@pytest.mark.parametrize(
    ("arguments", "named", "tables"),
    [
        ((missing("traffic"),), {}, ["traffic"]),
        ((1,), {"right": missing("orders")}, ["orders"]),
        ((missing("traffic"),), {"right": missing("orders")}, ["orders", "traffic"]),
    ],
    ids=["by place", "by name", "both"],
)
def test_a_measure_hands_on_all_that_is_missing(arguments, named, tables):
    assert [need.table for need in added(*arguments, **named).needs] == tables


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [("absent", "empty", "absent"), ("empty", "absent", "absent"), ("empty", "too_few", "empty")],
)
def test_what_is_absent_weighs_more_than_what_is_empty(one, other, reason):
    assert (missing("a", reason=one) | missing("b", reason=other)).reason == reason


def test_the_same_need_is_named_once():
    assert (missing("orders", "paid") | missing("orders", "paid")).needs == (Need("orders", ("paid",)),)


def test_nothing_missing_is_none():
    assert first_missing([1, None, "traffic"]) is None


def test_a_missing_value_can_be_compared_and_kept_in_a_set():
    assert {missing("orders"), missing("orders")} == {Missing((Need("orders"),))}


@pytest.mark.parametrize("kind", [ConfigError, DataError, ParameterError])
def test_an_error_says_what_is_wrong_and_what_to_do(kind):
    error = kind("Row 3 is empty.", "Fill it.")
    assert isinstance(error, PlanbookError)
    assert (str(error), error._render_traceback_()) == ("Row 3 is empty. Fill it.", ["Row 3 is empty.", "Fill it."])
