"""Every table has a Pandera schema, and an error names file, column, row and value."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.absence import ConfigError, DataError
from planbook.tables.schema import TABLES
from planbook.tables.validation import pandera_schema, validate

ORDERS = pd.DataFrame({"order_id": ["a", "b"], "paid": ["20", 30], "paid_at": ["2026-10-01 08:00", None]})


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_schema_says_of_each_column_type_unit_meaning_and_example(table):
    found = pandera_schema(table.name).columns
    assert list(found) == list(table.names)
    for column in table.columns:
        told = found[column.name]
        assert (told.description, told.nullable, told.required) == (
            column.meaning,
            not column.required,
            column.required,
        )
        assert told.metadata["example"] == column.example
        assert set(told.metadata) == {"type", "unit", "example"}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_the_examples_of_the_schema_are_valid(table):
    row = pd.DataFrame({column.name: [column.example] for column in table.columns})
    assert len(validate(table.name, row)) == 1


def test_a_valid_frame_comes_back_with_the_schemas_types():
    found = validate("orders", ORDERS)
    assert found.dtypes.astype(str).to_dict() == {"order_id": "str", "paid": "float64", "paid_at": "datetime64[us]"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paid": ["20", "a lot"]}, r"may\.csv, row 3, column 'paid': it says 'a lot', which is no money"),
        ({"paid": [20, -1]}, r"may\.csv, row 3, column 'paid': it says '-1\.0', which is below 0"),
        ({"order_id": [None, "b"]}, r"may\.csv, row 2, column 'order_id': it is empty"),
        ({"status": ["paid", "lost"]}, r"row 3, column 'status': it says 'lost', which is none of unpaid, paid"),
        ({"paid_at": ["soon", None]}, r"row 2, column 'paid_at': it says 'soon', which is no time"),
        ({"colour": ["red", "red"]}, r"may\.csv has a column 'colour' that orders does not know"),
    ],
    ids=["no number", "below nothing", "empty", "unknown word", "no time", "unknown column"],
)
def test_what_is_wrong_is_told_with_file_row_column_and_value(change, said):
    with pytest.raises(DataError, match=said):
        validate("orders", ORDERS.assign(**change), "may.csv")


def test_a_missing_column_is_told():
    with pytest.raises(DataError, match=r"orders has no column 'paid'\. It holds gross − discounts"):
        validate("orders", ORDERS[["order_id"]])


def test_an_unknown_table_is_told():
    with pytest.raises(ConfigError, match="no table 'order'"):
        pandera_schema("order")


def test_validate_does_not_change_its_input():
    before = ORDERS.copy(deep=True)
    validate("orders", ORDERS)
    pd.testing.assert_frame_equal(ORDERS, before)
