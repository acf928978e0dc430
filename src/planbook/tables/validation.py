"""The schema as Pandera schemas, and errors that name file, column, row and value.

Pandera is imported where it is used: a report reads tables through the engine and needs none of it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.absence import ConfigError, DataError
from planbook.tables.column import COUNT, DAY, FLAG, MONEY, NUMBER, TEXT, TIME, Column
from planbook.tables.schema import TABLES

if TYPE_CHECKING:
    import pandera.pandas as pa

DTYPES = {DAY: "datetime64[us]", TIME: "datetime64[us]", MONEY: "float64", NUMBER: "float64", COUNT: "Int64"}
DTYPES |= {TEXT: "string", FLAG: "boolean"}
UNITS = {MONEY: "currency of the order or shop", COUNT: "pieces", DAY: "day in the shop's zone"}
UNITS |= {TIME: "time in the shop's zone", NUMBER: "as its meaning says"}


@functools.cache
def pandera_schema(name: str) -> pa.DataFrameSchema:
    """Make the Pandera schema of a table: type, checks, meaning, and in ``metadata`` type, unit and example.

    Examples
    --------
    >>> pandera_schema("orders").columns["paid"].description
    'gross − discounts + shipping + tax'
    """
    import pandera.pandas as pa

    if name not in TABLES:
        raise ConfigError(f"There is no table {name!r}.", f"Tables are: {', '.join(TABLES)}.")
    columns = {column.name: _column(column) for column in TABLES[name].columns}
    return pa.DataFrameSchema(columns, name=name, description=TABLES[name].row, coerce=True, strict=True)


def validate(name: str, frame: pd.DataFrame, file: str = "") -> pd.DataFrame:
    """Check a frame against its table's schema, and give it back with the schema's types.

    Parameters
    ----------
    name
        The table.
    frame
        Its rows; the first is row 2 of the file, whose header is row 1.
    file
        Where they come from, for the message.

    Raises
    ------
    DataError
        At the first thing that is wrong, naming file, row, column and value.
    """
    import pandera.pandas as pa

    numbered = frame.reset_index(drop=True)
    try:
        valid = pandera_schema(name).validate(numbered, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        first = cases.assign(at=pd.to_numeric(cases["index"], errors="coerce")).sort_values("at").iloc[0]
        raise _told(name, first, file or name) from error
    # Pandera knows nanoseconds only; all our frames have microseconds
    return valid.astype(dict.fromkeys(valid.select_dtypes("datetime").columns, "datetime64[us]"))


def _column(column: Column) -> Any:
    import pandera.pandas as pa

    checks = [pa.Check.isin(column.one_of)] if column.one_of else []
    if column.at_least is not None:
        checks.append(pa.Check.ge(column.at_least))
    if column.at_most is not None:
        checks.append(pa.Check.le(column.at_most))
    return pa.Column(
        DTYPES[column.type],
        checks=checks,
        nullable=not column.required,
        required=column.required,
        coerce=True,
        description=column.meaning,
        metadata={"type": column.type, "unit": UNITS.get(column.type, ""), "example": column.example},
    )


def _told(name: str, case: pd.Series, place: str) -> DataError:
    known = {column.name: column for column in TABLES[name].columns}
    if case["check"] == "column_in_schema":
        advice = f"Columns of {name} are: {', '.join(known)}."
        return DataError(f"{place} has a column {case['failure_case']!r} that {name} does not know.", advice)
    if case["check"] == "column_in_dataframe":
        column = known[str(case["failure_case"])]
        return DataError(f"{place} has no column {column.name!r}.", f"It holds {column.meaning}.")
    column = known[str(case["column"])]
    row = "" if pd.isna(case["at"]) else f", row {int(case['at']) + 2}"
    value = case["failure_case"]
    said = "is empty" if pd.isna(value) else f"says {str(value)!r}, {_wrong(column, str(case['check']))}"
    advice = f"Mend the cell (an example: {column.example}), or leave the row out."
    return DataError(f"{place}{row}, column {column.name!r}: it {said}.", advice)


def _wrong(column: Column, check: str) -> str:
    if check.startswith("isin"):
        return f"which is none of {', '.join(column.one_of)}"
    if check.startswith("greater_than"):
        return f"which is below {column.at_least:g}"
    if check.startswith("less_than"):
        return f"which is above {column.at_most:g}"
    return f"which is no {column.type}"
