"""What was seen of the rivals: their items look by look, our own prices beside them, their posts and their traffic."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import column_or, empty_or, paid_orders, within
from planbook.summaries.visits import traffic
from planbook.tables.store import Tables, fetch

MOST = 80_000  # looks that are brought home; of more, a sample of the items with all their looks
ITEM = ("platform", "brand", "sku")
TEXTS = ("title", "category", "matches", "promotion")
MONEY = ("page_price", "deal_price", "list_price")
OTHER = ("units_sold", "counter", "rank", "rating", "reviews")
DAYS = 30  # before a look, of which the lowest price is what a cut is held against (directive 98/6/EC, article 6a)


def rival_items(tables: Tables, span: Period, *, most: int = MOST) -> pd.DataFrame | Missing:
    """Give every look at an item of a rival (and of ours, where the sheet has them) in a span of days.

    Parameters
    ----------
    tables
        The shop's tables; reads ``competitor_items``, also what was seen before the span.
    span
        The days; thirteen months give every section its history.
    most
        Rows; of more a sample of items, those whose name has the smallest md5.

    Returns
    -------
    DataFrame
        One row a day and item, in order: ``date week platform brand sku title category matches promotion page_price
        deal_price list_price units_sold counter rank rating reviews`` (NaN: not in the sheet; ``brand`` empty: us).
        ``deal`` is the deal price, else the page's; ``units`` those sold since the look before: as the sheet says, else
        the rise of its counter; ``reset``: the counter fell, so that its units are not known. ``first`` and ``watched``
        are the first looks ever at the item and at its brand; ``low30`` is the lowest ``deal`` of the thirty days
        before, ``seen30`` how many days ago of them it was first looked at. ``copies``: rows that were one look.
        ``items`` counts the items that the sample was drawn from.
    """
    sheet = tables["competitor_items"]
    if isinstance(sheet, Missing):
        return sheet
    looks = _with_history(_deduplicated(sheet.filter(sheet.date <= span.end)))
    seen = within(looks, "date", span)
    rows, items = (int(x) for x in fetch(seen.aggregate(rows=seen.count(), items=_name(seen).nunique())).iloc[0])
    if rows > most:
        seen = _sampled(seen, keep=int(items * most / rows))
    found = fetch(seen.order_by("date", *ITEM))
    return empty_or(found.assign(items=items), "competitor_items")


def own_prices(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Give what buyers paid for a unit of our items that rivals' items are held against, week by week.

    Returns
    -------
    DataFrame
        ``week`` (Monday) ``platform sku units price paid``; price is paid for the lines ÷ units.
    """
    sheet, lines = tables.need("competitor_items", "matches"), tables["order_items"]
    orders = paid_orders(tables, "platform", over=())
    if isinstance(sheet, Missing) or isinstance(lines, Missing) or isinstance(orders, Missing):
        return first_missing([sheet, lines, orders]) or missing("order_items")
    sold = lines.filter(lines.unit_price > 0).inner_join(orders.select("order_id", "moment", "platform"), "order_id")
    matched = sheet.filter(sheet.matches.notnull()).select(sku=sheet.matches).distinct()
    sold = within(sold, "moment", span).semi_join(matched, "sku")
    sold = sold.mutate(week=sold.moment.date().truncate("W"))
    paid = (sold.quantity * sold.unit_price).sum()
    weeks = sold.group_by("week", "platform", "sku").agg(units=sold.quantity.sum().cast("float64"), paid=paid)
    weeks = weeks.filter(weeks.units > 0).mutate(price=weeks.paid / weeks.units)
    return empty_or(fetch(weeks.order_by("week", "platform", "sku")), "order_items")


def rival_posts(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Give the posts and lives of a span: ``date week platform brand format topic views engagement``; no brand: us."""
    posts = tables["competitor_posts"]
    if isinstance(posts, Missing):
        return posts
    rows = within(posts, "date", span)
    texts = {name: _text(rows, name) for name in ("format", "topic")}
    numbers = {name: column_or(rows, name) for name in ("views", "engagement")}
    told = rows.select("date", "platform", "post", brand=_brand(rows), week=rows.date.truncate("W"), **texts, **numbers)
    drawn = told.order_by(told.post.hexdigest("md5")).limit(MOST)
    return empty_or(fetch(drawn.order_by("date", "brand", "platform", "post").drop("post")), "competitor_posts")


def rival_traffic(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give where visits come from, ours and each rival's: ``brand source share month``; no brand: us.

    Rivals' shares are those of the last month up to the period that is known of them. Where the table has none of
    ours, they come from our own traffic of the period, on the platforms on which rivals are watched if we sell there.
    """
    shares = tables["competitor_traffic"]
    if isinstance(shares, Missing):
        return shares
    known = shares.mutate(brand=_brand(shares)).filter(shares.period <= f"{period.end:%Y-%m}")
    last = known.group_by("brand").agg(month=known.period.max())
    rows = known.inner_join(last, "brand").filter(lambda row: row.period == row.month)
    found = fetch(rows.group_by("brand", "source", "month").agg(share=rows.share.mean()).order_by("brand", "source"))
    own = traffic(tables, {"current": period}, by=("platform", "source"))
    if found.empty or found["brand"].eq("").any() or isinstance(own, Missing):
        return empty_or(found, "competitor_traffic")
    watched = set(fetch(shares.select("platform").distinct())["platform"]) if "platform" in shares.columns else set()
    ours = own[own["platform"].isin(watched)] if own["platform"].isin(watched).any() else own
    visitors = ours.groupby("source", as_index=False)["visitors"].sum()
    mine = visitors.assign(brand="", share=visitors["visitors"] / visitors["visitors"].sum(), month=period.name)
    both: pd.DataFrame = pd.concat([mine[["brand", "source", "month", "share"]], found], ignore_index=True)
    return both


def category_weeks(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Give the weeks of the category's indices: ``week platform category sales_index search_index``."""
    weeks = tables["category"]
    if isinstance(weeks, Missing):
        return weeks
    rows = within(weeks, "week", span)
    told = rows.select("week", "platform", "category", "sales_index", search_index=column_or(rows, "search_index"))
    return empty_or(fetch(told.order_by("week", "platform", "category")), "category")


def _text(table: ibis.Table, name: str) -> ibis.Value:
    return table[name].nullif("") if name in table.columns else ibis.null("string")


def _brand(table: ibis.Table) -> ibis.Value:
    return table.brand.fill_null("") if "brand" in table.columns else ibis.literal("")


def _name(looks: ibis.Table) -> ibis.Value:
    return looks.platform + "|" + looks.brand + "|" + looks.sku


def _deduplicated(sheet: ibis.Table) -> ibis.Table:
    """Make one row of a day and item, whatever the sheet says twice, with every column there is."""
    platform = sheet.platform.fill_null("") if "platform" in sheet.columns else ibis.literal("")
    texts = {name: _text(sheet, name) for name in TEXTS}
    prices = {name: column_or(sheet, name).nullif(0.0) for name in MONEY}  # a price of nothing is none
    others = {name: column_or(sheet, name) for name in OTHER}
    rows = sheet.select("date", "sku", platform=platform, brand=_brand(sheet), **texts, **prices, **others)
    lowest = {name: rows[name].min() for name in MONEY}
    highest = {name: rows[name].max() for name in (*TEXTS, *OTHER)}
    return rows.group_by("date", *ITEM).agg(**highest, **lowest, copies=rows.count())


def _with_history(looks: ibis.Table) -> ibis.Table:
    item, brand = ibis.window(group_by=ITEM, order_by="date"), ibis.window(group_by=("platform", "brand"))
    month = ibis.window(group_by=ITEM, order_by="date", range=(-ibis.interval(days=DAYS), -ibis.interval(days=1)))
    looks = looks.mutate(week=looks.date.truncate("W"), deal=ibis.coalesce(looks.deal_price, looks.page_price))
    rise = looks.counter - looks.counter.lag().over(item)
    return looks.mutate(
        units=ibis.coalesce(looks.units_sold, ibis.ifelse(rise >= 0, rise, None)),
        reset=(looks.units_sold.isnull() & (rise < 0)).fill_null(False),
        first=looks.date.min().over(ibis.window(group_by=ITEM)),
        watched=looks.date.min().over(brand),
        low30=looks.deal.min().over(month),
        seen30=looks.date.delta(looks.date.min().over(month), unit="day").cast("float64"),
    )


def _sampled(looks: ibis.Table, *, keep: int) -> ibis.Table:
    items = looks.select(*ITEM).distinct()
    drawn = items.order_by(_name(items).hexdigest("md5")).limit(keep)
    return looks.semi_join(drawn, ITEM)
