"""What goals are set from: days paid, the calendar, what is wished, who answers for it, its hours, and launches."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from planbook import periods
from planbook.absence import Missing, ParameterError, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import empty_or, paid_orders, within
from planbook.summaries.campaign import Campaign
from planbook.summaries.sales import daily
from planbook.summaries.visits import ALL
from planbook.tables.store import Tables, fetch

FREE = "free"  # traffic that is no channel's
LEARNED = 1461  # days of history: four years
MONTHS = 3  # that are planned where no campaign is
LONGEST = 400  # days that can be planned
TARGET = ["period", "kpi", "platform", "channel", "sku", "owner", "value", "source", "locked"]
STAGE = ["event", "year", "wave", "platform", "stage", "starts", "ends"]
WEEKS = 8  # after its launch that an item's curve is followed


def horizon(text: str, ran: Campaign | Missing, as_of: date) -> Period:
    """Find the months that are planned.

    Parameters
    ----------
    text
        Such as ``2026-11..2027-01``; empty: from the month after ``as_of`` to the campaign's last, three without one.
    ran
        The campaign that is planned for.
    as_of
        The last day that is read.

    Raises
    ------
    ParameterError
        When it is no period, begins within the history, or is longer than about a year.

    Examples
    --------
    >>> horizon("", missing("campaigns"), date(2026, 10, 31)).name
    '2026-11..2027-01'
    """
    if text:
        found = periods.parse(text)
        if found.start <= as_of or (found.end - as_of).days > LONGEST:
            raise ParameterError(
                f"The horizon {text!r} must begin after {as_of}, the last day that is read, and end within a year.",
                "Write months that are still to come, such as 2026-11..2027-01.",
            )
        return found
    first = pd.Timestamp(as_of + timedelta(1))
    first = first if first.day == 1 else first + pd.offsets.MonthBegin(1)
    last = first + pd.DateOffset(months=MONTHS - 1)
    if isinstance(ran, Campaign) and first.date() <= ran.span.end <= as_of + timedelta(LONGEST):
        last = pd.Timestamp(ran.span.end)
    names = [f"{day.year}-{day.month:02}" for day in (first, last)]
    return periods.parse(names[0] if names[0] == names[1] else "..".join(names))


def months_of(span: Period) -> dict[str, Period]:
    """Part a horizon into its months, the first and last as far as they belong to it.

    Examples
    --------
    >>> list(months_of(periods.parse("2026-11..2027-01")))
    ['2026-11', '2026-12', '2027-01']
    """
    months = pd.period_range(span.start, span.end, freq="M")
    whole = [periods.month(month.year, month.month) for month in months]
    return {
        each.name: Period(max(each.start, span.start), min(each.end, span.end), each.name, "month") for each in whole
    }


def paid_days(tables: Tables, until: date) -> pd.DataFrame | Missing:
    """Give what was paid on each day and platform of the four years to a day: ``date platform paid``."""
    days = daily(tables, Period(until - timedelta(LEARNED - 1), until, "learned"))
    return days if isinstance(days, Missing) else days[["date", "platform", "paid"]]


def all_stages(tables: Tables) -> pd.DataFrame | Missing:
    """Give the stages of all events: ``event year wave platform stage starts ends``."""
    known = tables["events"]
    return known if isinstance(known, Missing) else empty_or(fetch(known.select(*STAGE).order_by(*STAGE)), "events")


def campaign_rows(tables: Tables) -> pd.DataFrame | Missing:
    """Give all campaigns, past and planned: ``campaign platform starts ends text_en text_zh``."""
    known = tables["campaigns"]
    if isinstance(known, Missing):
        return known
    columns = ["campaign", "platform", "starts", "ends", "text_en", "text_zh"]
    found = fetch(known.select(*[name for name in columns if name in known.columns])).reindex(columns=columns)
    return empty_or(found.sort_values(["starts", "campaign", "platform"], ignore_index=True), "campaigns")


def all_targets(tables: Tables) -> pd.DataFrame | Missing:
    """Give all goals that are no part of another: ``period kpi platform owner value source locked``.

    ``platform`` is ``all`` where a goal is the shop's, ``owner`` and ``source`` are empty where nobody is named.
    """
    known = tables["targets"]
    if isinstance(known, Missing):
        return known
    found = fetch(known.select(*[name for name in TARGET if name in known.columns])).reindex(columns=TARGET)
    whole = found[found["channel"].isna() & found["sku"].isna()].drop(columns=["channel", "sku"])
    texts = {"platform": ALL, "owner": "", "source": "", "locked": False}
    told = whole.astype(dict.fromkeys(texts, object)).fillna(texts).astype({"locked": bool, "value": "float64"})
    return empty_or(told.sort_values(["period", "kpi", "platform", "owner"], ignore_index=True), "targets")


def benchmarks(tables: Tables) -> pd.DataFrame | Missing:
    """Give what others reach: ``kpi platform value low high origin``."""
    known = tables["benchmarks"]
    if isinstance(known, Missing):
        return known
    columns = ["kpi", "platform", "value", "low", "high", "origin"]
    found = fetch(known).reindex(columns=columns).astype(dict.fromkeys(("value", "low", "high"), "float64"))
    found["platform"] = found["platform"].astype(object).fillna(ALL)
    return empty_or(found.sort_values(["kpi", "platform"], ignore_index=True), "benchmarks")


def planned_hours(tables: Tables, ran: Campaign | Missing) -> pd.DataFrame | Missing:
    """Give the hours of a campaign's tasks and content: ``kind key owner starts ends hours done``.

    ``kind`` is task or content; content has its one day. ``done`` tells whether it is over; ``hours`` is NaN where none
    are written down.
    """
    if isinstance(ran, Missing):
        return ran
    tasks, content = tables["tasks"], tables["calendar"]
    parts = []
    if not isinstance(tasks, Missing):
        rows = fetch(tasks.filter(tasks.campaign == ran.key)).reindex(
            columns=["task", "owner", "starts", "due", "done", "hours"]
        )
        told = rows.rename(columns={"task": "key", "due": "ends"})
        parts.append(told.assign(kind="task", done=rows["done"].notna()))
    if not isinstance(content, Missing):
        rows = fetch(content.filter(content.campaign == ran.key))
        rows = rows.reindex(columns=["date", "platform", "format", "owner", "hours", "status"])
        key = rows["date"].astype(str) + "/" + rows["platform"].astype(str) + "/" + rows["format"].astype(str)
        done = rows["status"].isin(["published", "dropped"])
        parts.append(rows.assign(kind="content", key=key, starts=rows["date"], ends=rows["date"], done=done))
    if not parts:
        return missing("tasks", "hours") | missing("calendar", "hours")
    columns = ["kind", "key", "owner", "starts", "ends", "hours", "done"]
    found = pd.concat([part[columns] for part in parts if len(part)] or [parts[0][columns]], ignore_index=True)
    found = found.astype({"starts": "datetime64[us]", "ends": "datetime64[us]", "hours": "float64", "owner": object})
    found["owner"] = found["owner"].fillna("")
    return empty_or(found.sort_values(["starts", "kind", "key"], ignore_index=True), "tasks")


def launch_weeks(tables: Tables, until: date) -> pd.DataFrame | Missing:
    """Give the units that each new item sold in the eight weeks after its launch, as far as they are over.

    Returns
    -------
    DataFrame
        ``sku product category launched week units``: weeks 1 to 8, also those without sales. Items of the shop's first
        four weeks are no launches: what was there from the start was not new.
    """
    products, lines = tables.need("products", "launched"), tables["order_items"]
    orders = paid_orders(tables, over=())
    if isinstance(products, Missing) or isinstance(lines, Missing) or isinstance(orders, Missing):
        lacking = first_missing([products, lines, orders])
        return lacking or missing("products", "launched")
    first = fetch(orders.aggregate(first=orders.moment.min()))["first"].iloc[0]
    if pd.isna(first):
        return missing("orders", reason="empty")
    items = fetch(products.filter(products.launched.notnull()))
    items = items.reindex(columns=["sku", "product", "category", "launched"])
    opened = pd.Timestamp(first).normalize() + pd.Timedelta(weeks=4)
    new = items[(items["launched"] >= opened) & (items["launched"] <= pd.Timestamp(until))]
    if new.empty:
        return missing("products", "launched", reason="empty")
    span = Period(opened.date(), until, "launches")
    sold = lines.inner_join(
        within(orders.filter(~orders.note), "moment", span).select("order_id", "moment"), "order_id"
    )
    sold = sold.filter(sold.sku.isin(list(new["sku"])), sold.unit_price > 0)
    units = fetch(sold.group_by("sku", date=sold.moment.date()).agg(units=sold.quantity.sum().cast("float64")))
    return _weeks(new, units, until)


def _weeks(items: pd.DataFrame, units: pd.DataFrame, until: date) -> pd.DataFrame | Missing:
    grid = items.merge(pd.DataFrame({"week": range(1, WEEKS + 1)}), how="cross")
    over = grid["launched"] + pd.to_timedelta(7 * grid["week"] - 1, unit="D") <= pd.Timestamp(until)
    dated = units.merge(items[["sku", "launched"]], "inner", "sku")
    dated["week"] = (dated["date"] - dated["launched"]).dt.days // 7 + 1
    sums = dated.groupby(["sku", "week"], as_index=False)["units"].sum()
    found = grid[over].merge(sums, "left", ["sku", "week"]).fillna({"units": 0.0})
    found["product"] = found["product"].astype(object).fillna(found["sku"])
    return empty_or(found.sort_values(["launched", "sku", "week"], ignore_index=True), "products")


def bought_by_channel(tables: Tables, until: date) -> pd.DataFrame | Missing:
    """Count the buyers that each channel of planbook.yml brought on each platform in the year to a day.

    Returns
    -------
    DataFrame
        ``platform channel buyers``; sources that are no channel's are ``free``.
    """
    visits = tables.need("traffic", "buyers")
    if isinstance(visits, Missing):
        return visits
    year = within(visits.filter(visits.source != ALL), "date", Period(until - timedelta(364), until, "year"))
    sums = year.group_by("platform", "source").agg(buyers=year.buyers.sum().cast("float64"))
    found = fetch(sums.order_by("platform", "source"))
    found["channel"] = [tables.shop.channel_of(source=str(source)) or FREE for source in found["source"]]
    summed = found.groupby(["platform", "channel"])["buyers"].sum().reset_index()
    return empty_or(summed, "traffic")
