"""What buyers paid for a unit: item by item and week by week, and where that lay below the floor price."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import pandas as pd

from planbook.absence import Missing, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import column_or, paid_orders, within
from planbook.tables.store import Tables, fetch

MOST = 100_000  # rows of items by weeks; of more, the items that bring most
WHOLE = 0.995  # of its lines that an order's goods come to: less was taken off the whole order, and lines bear it
DESCRIBED = ("product", "category", "role")
YEARS = 3  # in which prices moved
PROTECTED = 15  # days before a low price whose buyers may ask for the difference


def price_history(until: date) -> Period:
    """Give the three years that end with a day: as long as prices are looked back on."""
    return Period(until - timedelta(YEARS * 365), until, "history")


def price_weeks(tables: Tables, span: Period, *, most: int = MOST) -> pd.DataFrame | Missing:
    """Give what each item sold and cost a buyer, week by week.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders``, ``order_items``, and ``products``, ``assortment`` where there are any.
    span
        The days; two years or more show prices that moved.
    most
        Rows; of more the items that bring most are kept, with all their weeks.

    Returns
    -------
    DataFrame
        One row a ``week`` (Monday) and ``sku``: ``product category role units lines paid`` (deal price × quantity)
        ``price`` (geometric mean of the lines' deal prices, so that large orders weigh no more than small ones)
        ``scatter`` (variance of its log between lines) ``cost`` (of the units; NaN: unknown) ``fee`` (what platforms
        keep) ``promoted`` (1 in weeks of a campaign whose assortment has the item). The deal price is the line's, less
        its part of what was taken off the whole order. ``items`` counts the items before the choice.
    """
    lines = priced_lines(tables, span)
    if isinstance(lines, Missing):
        return lines
    log = lines.deal.ln()
    weeks = lines.group_by(week=lines.moment.date().truncate("W"), sku=lines.sku).agg(
        units=lines.quantity.sum().cast("float64"), lines=lines.count().cast("float64"), paid=lines.value.sum(),
        price=log.mean().exp(), scatter=log.var(how="sample"),
        cost=ibis.ifelse(lines.cost.isnull().any(), None, (lines.cost * lines.quantity).sum()),
        fee=(lines.value * lines.fee).sum(), **{name: lines[name].max() for name in DESCRIBED},
    )  # fmt: skip
    told = weeks.group_by("sku").agg(rows=weeks.count(), worth=weeks.paid.sum())
    ranked = told.mutate(upto=told.rows.sum().over(ibis.cumulative_window(order_by=[told.worth.desc(), told.sku])))
    found = fetch(weeks.semi_join(ranked.filter(ranked.upto <= most), "sku").order_by("week", "sku"))
    if found.empty:
        return missing("order_items", reason="empty")
    items = int(fetch(told.aggregate(n=told.count()))["n"].iloc[0])
    return rounded(found, 8).assign(promoted=_promoted(tables, found), items=items)


def floor_breaks(tables: Tables, span: Period, *, days: int = PROTECTED) -> pd.DataFrame | Missing:
    """Find every day on which an item was sold below its floor price, by platform, creator and own live.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders``, ``order_items`` and ``products``, and ``lives`` where there are any.
    span
        The days that are searched.
    days
        Days before a low price whose buyers of the same item, on the same platform, may ask for the difference.

    Returns
    -------
    DataFrame
        ``date platform creator live sku product units floor lowest short paid protected_units exposure``, ``creator``
        empty for the shop's own sales, ``live`` those of them that came while it was live there; ``lowest`` is the
        day's lowest deal price, ``short`` what was missing to the floor over all units. ``exposure`` = Σ (what a buyer
        before paid − ``lowest``) × units, each earlier line once, against the lowest price that followed; it stands on
        the row that sold lowest. No rows where nothing was below.
    """
    reached = Period(span.start - timedelta(days), span.end, span.name)
    lines, floors = priced_lines(tables, reached), tables.need("products", "floor_price")
    if isinstance(lines, Missing) or isinstance(floors, Missing):
        return first_missing([lines, floors]) or missing("products", "floor_price")
    known = floors.filter(floors.floor_price.notnull()).select("sku", floor=floors.floor_price)
    priced = lines.inner_join(known, "sku").mutate(date=lines.moment.date())
    broken = _in_lives(tables, within(priced, "moment", span).filter(lambda row: row.deal < row.floor))
    rows = broken.group_by("date", "platform", "creator", "live", "sku").agg(
        product=broken["product"].max(), units=broken.quantity.sum().cast("float64"), floor=broken.floor.max(),
        lowest=broken.deal.min(), short=(broken.quantity * (broken.floor - broken.deal)).sum(),
        paid=broken.value.sum(),
    )  # fmt: skip
    owed = _owed(priced, broken, days)
    keys = ["date", "platform", "sku"]
    found = fetch(rows.left_join(owed, keys).drop("date_right", "platform_right", "sku_right"))
    found = rounded(found).sort_values([*keys, "lowest", "creator", "live"], ignore_index=True)
    later = found.duplicated(keys)  # what a day's low price may cost is told once
    found[["protected_units", "exposure"]] = found[["protected_units", "exposure"]].fillna(0.0).mask(later, 0.0)
    return found


def priced_lines(tables: Tables, span: Period) -> ibis.Table | Missing:
    """Give the lines of a span's paid orders with the deal price of a unit, and their part of the order.

    Returns
    -------
    Table
        ``order_id moment platform creator sku product category role quantity unit_price deal value part cost fee list``
        and the order's ``refunded`` (share paid back): ``value`` = deal × quantity, ``part`` = its share of the order,
        ``fee`` the share that the platform keeps, ``list`` the list price (null: unknown).
    """
    lines, orders = tables["order_items"], paid_orders(tables, over=[span])
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return first_missing([lines, orders]) or missing("order_items")
    during = within(orders.filter(~orders.note), "moment", span)
    lines = _described(tables, lines.filter((lines.quantity > 0) & (lines.unit_price > 0)))
    asked = lines.group_by("order_id").agg(asked=(lines.quantity * lines.unit_price).sum())
    texts = {name: _text(during, name) for name in ("platform", "creator")}
    goods = during.paid - column_or(during, "shipping", 0.0) - column_or(during, "tax", 0.0)
    sold = during.select(
        "order_id", "moment", **texts, goods=goods, fee=_fee(tables, texts["platform"]),
        refunded=(column_or(during, "refund", 0.0) / during.paid.nullif(0)).clip(upper=1.0).fill_null(0.0),
    )  # fmt: skip
    joined = lines.inner_join(sold.filter(sold.goods > 0), "order_id").inner_join(asked, "order_id")
    share = joined.goods / joined.asked
    deal = joined.unit_price * ibis.ifelse(share < WHOLE, share, 1.0)
    value = deal * joined.quantity
    return joined.mutate(deal=deal, value=value, part=joined.unit_price * joined.quantity / joined.asked)


def rounded(frame: pd.DataFrame, digits: int = 6) -> pd.DataFrame:
    """Cut off the last bits of sums, which an engine adds in any order."""
    return frame.round(dict.fromkeys(frame.select_dtypes("float").columns, digits))


def _in_lives(tables: Tables, lines: ibis.Table) -> ibis.Table:
    """Tell which lines the shop sold itself while it was live on the platform: ``live``."""
    lives = tables.need("lives", "minutes")
    if isinstance(lives, Missing):
        return lines.mutate(live=False)
    own = lives.filter(_text(lives, "kind") != "creator")
    ends = own.started_at + (own.minutes * 60).cast("int64").as_interval("s")
    on = own.select(where=own.platform, begun=own.started_at, over=ends)
    during = [lines.platform == on["where"], lines.moment >= on.begun, lines.moment <= on.over, lines.creator == ""]
    return lines.semi_join(on, during).mutate(live=True).union(lines.anti_join(on, during).mutate(live=False))


def _owed(priced: ibis.Table, broken: ibis.Table, days: int) -> ibis.Table:
    """Sum what buyers before a low price paid above it, each line against the lowest price that followed."""
    lows = broken.group_by("platform", "sku", low_on=broken.date).agg(low=broken.deal.min())
    kept = priced.filter(priced.refunded < 1)
    after = kept.inner_join(lows, ["platform", "sku"])
    gap = after.low_on.delta(after.date, unit="day")
    near = after.filter((gap > 0) & (gap <= days) & (after.deal > after.low))
    order = ibis.window(group_by=["order_id", "sku"], order_by=[near.low, near.low_on])
    best = near.mutate(place=ibis.row_number().over(order)).filter(lambda row: row.place == 0)
    told = best.group_by(date=best.low_on, platform=best.platform, sku=best.sku)
    return told.agg(
        protected_units=best.quantity.sum().cast("float64"), exposure=(best.quantity * (best.deal - best.low)).sum()
    )


def _described(tables: Tables, lines: ibis.Table) -> ibis.Table:
    """Say of each line what the item is, what it costs and its list price: as ``products`` tells, else the line."""
    products = tables["products"]
    own = lines.select(
        "order_id", "sku", "quantity", "unit_price", unit_cost=column_or(lines, "unit_cost"),
        **{f"own_{name}": _text(lines, name) for name in DESCRIBED},
    )  # fmt: skip
    if isinstance(products, Missing):
        names = {name: own[f"own_{name}"] for name in DESCRIBED}
        return own.mutate(**names, cost=own.unit_cost, list=ibis.null("float64"))
    told = products.select(
        "sku", list=column_or(products, "list_price"), item_cost=column_or(products, "unit_cost"),
        **{f"its_{name}": _text(products, name) for name in DESCRIBED},
    )  # fmt: skip
    both = own.left_join(told, "sku").drop("sku_right")
    names = {name: ibis.coalesce(both[f"its_{name}"], both[f"own_{name}"]) for name in DESCRIBED}
    return both.mutate(**names, cost=ibis.coalesce(both.unit_cost, both.item_cost))


def _fee(tables: Tables, platform: ibis.Value) -> ibis.Value:
    fees = [(platform == name, float(fee)) for name, fee in sorted(tables.shop.settings.fees.items())]
    return ibis.cases(*fees, else_=0.0) if fees else ibis.literal(0.0)


def _text(table: ibis.Table, name: str) -> ibis.Value:
    return table[name].fill_null("") if name in table.columns else ibis.literal("")


def _promoted(tables: Tables, weeks: pd.DataFrame) -> pd.Series[float]:
    """Mark the weeks of campaigns whose assortment has the item."""
    chosen, ran = tables["assortment"], tables["campaigns"]
    found = pd.Series(0.0, index=weeks.index)
    if isinstance(chosen, Missing) or isinstance(ran, Missing):
        return found
    spans = chosen.select("campaign", "platform", "sku").inner_join(ran, ["campaign", "platform"])
    rows = fetch(spans.select("sku", "starts", "ends").distinct())
    for sku, starts, ends in rows.itertuples(index=False):
        monday = starts - pd.Timedelta(days=starts.day_of_week)
        found = found.mask((weeks["sku"] == sku) & weeks["week"].between(monday, ends), 1.0)
    return found
