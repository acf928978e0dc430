"""What data there is: rows and days of each table, and the periods that can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from planbook.absence import DataError, Missing
from planbook.periods import Kind, Period, Stage, compared, latest, parse
from planbook.tables.schema import DATA, TABLES
from planbook.tables.store import Tables, fetch

DATING = (("traffic", "date"), ("competitor_items", "date"), ("feedback", "at"))  # what dates a shop without orders
LATEST: Mapping[str, Kind] = {"latest": "month", "latest-week": "week", "latest-day": "day"}


def coverage(tables: Tables) -> pd.DataFrame:
    """Count the rows of each table of data and find its first and last day.

    The plan's own tables are left out: people and reports write them, and a report must not depend on which other
    report was made before it.

    Returns
    -------
    DataFrame
        One row a table of the schema, in its order: ``table``, ``rows`` (0 where it is absent), ``first`` and
        ``last`` (datetime64, NaT for undated tables; orders by the time that dates the shop's, else by the other),
        ``customers`` (distinct, of ``orders`` alone), ``sha256`` (of the files; None behind a query or a database).
    """
    rows = [_covered(tables, name) for name in DATA if name in tables]
    columns = ["table", "rows", "customers", "first", "last", "sha256"]
    return pd.DataFrame(rows, columns=columns).astype({"first": "datetime64[us]", "last": "datetime64[us]"})


def calendar(tables: Tables, text: str) -> dict[str, Period]:
    """Resolve a period's text against the shop's data, with all that it is compared with.

    ``latest``, ``latest-week`` and ``latest-day`` are the last complete month, week or day of the orders (of the
    traffic, the rivals' items or the feedback, where a shop has no orders). Names in the answer: current, previous,
    week_ago (of a day), year_ago, and event and aligned where an event's burst begins in the period.
    """
    first, last = _data_days(tables)
    stages = _stages(tables)
    period = latest(LATEST[text], first, last) if text in LATEST else parse(text, stages)
    return compared(period, stages, last)


def last_day(tables: Tables) -> pd.Timestamp:
    """Find the last day of the shop's data (as_of)."""
    return pd.Timestamp(_data_days(tables)[1])


def _covered(tables: Tables, name: str) -> dict[str, object]:
    table = tables[name]
    assert not isinstance(table, Missing)
    asked = (tables.shop.dated_by, "paid_at", "ordered_at") if name == "orders" else (TABLES[name].dated_by,)
    dated_by = next((column for column in asked if column in table.columns), None)
    counts = {"rows": table.count()}
    if dated_by is not None:
        counts |= {"first": table[dated_by].min(), "last": table[dated_by].max()}
    if name == "orders" and "customer_id" in table.columns:
        counts["customers"] = table.customer_id.nunique()
    found = fetch(table.aggregate(**counts)).iloc[0]
    return {"table": name, "sha256": tables.digest(name)} | {str(key): value for key, value in found.items()}


def _data_days(tables: Tables) -> tuple[date, date]:
    for name, column in (("orders", tables.shop.dated_by), *DATING):
        table = tables.need(name, column)
        if not isinstance(table, Missing):
            found = fetch(table.aggregate(first=table[column].min(), last=table[column].max())).iloc[0]
            if pd.notna(found["last"]):
                return found["first"].date(), found["last"].date()
    others = ", ".join(f"no {name}" for name, _ in DATING)
    raise DataError(
        f"Shop {tables.shop.key} has no orders, {others}, so there is no period to report on.",
        "Put data into its store, or name its files under sources in planbook.yml.",
    )


def _stages(tables: Tables) -> list[Stage]:
    events = tables["events"]
    if isinstance(events, Missing):
        return []
    rows = fetch(events.select("event", "year", "wave", "stage", "starts", "ends").distinct())
    rows = rows.sort_values(["starts", "event", "wave", "stage"])
    return [
        Stage(str(r["event"]), int(r["year"]), int(r["wave"]), str(r["stage"]), r["starts"].date(), r["ends"].date())
        for r in rows.to_dict("records")
    ]
