"""What was planned for a campaign and what came of it: its last edition, items, tasks, creators, lessons, the log."""

from __future__ import annotations

import re

import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.summaries.base import column_or, empty_or, paid_orders, within
from planbook.summaries.campaign import Campaign
from planbook.summaries.plan import targets
from planbook.tables.store import Tables, fetch

EDITION = re.compile(r"(?P<name>.+)-(?P<year>\d{4})(?P<wave>-\d+)?")
TASK = ["task", "owner", "starts", "due", "done", "deliverable", "text_en", "text_zh"]
CREATOR = ["platform", "creator", "tier", "slot_fee", "commission", "promised_posts", "posts", "promised_views"]
CREATOR += ["views", "promised_paid", "paid", "refund"]
ITEM = ["platform", "sku", "role", "deal_price", "target_units", "stock"]
ACTION = ["action", "campaign", "opened", "owner", "due", "status", "effect", "text_en", "text_zh"]
LESSON = ["lesson", "campaign", "kind", "grade", "effect", "text_en", "text_zh"]
SEEN = ["date", "platform", "subject", "kind", "urgency", "owner", "due", "text_en", "text_zh", "to_do_en", "to_do_zh"]
WAITS = ("now", "next_plan")  # of the market log, what a plan is to act on
EVERYWHERE = "all"


@passes_missing
def edition_before(tables: Tables, ran: Campaign) -> Campaign | Missing:
    """Find the last edition of a campaign: the same key but for its year, the latest before this one."""
    known, this = tables["campaigns"], EDITION.fullmatch(ran.key)
    if isinstance(known, Missing) or this is None:
        return missing("campaigns", reason="empty")
    rows = fetch(known.filter(known.starts < ran.span.start).order_by("starts", "campaign", "platform"))
    told = rows["campaign"].astype(str).str.extract(EDITION).fillna("")
    same = rows[(told["name"] == this["name"]) & (told["wave"] == (this["wave"] or "")) & rows["campaign"].ne(ran.key)]
    if same.empty:
        return missing("campaigns", reason="empty")
    key = str(same["campaign"].iloc[-1])
    own = same[same["campaign"] == key].reindex(columns=ran.rows.columns).reset_index(drop=True)
    return Campaign(key, own, ran.as_of)


@passes_missing
def campaign_targets(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the goals of a campaign: ``kpi platform owner value``."""
    return targets(tables, ran.span)


@passes_missing
def assortment(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the items of a campaign with what they sold in its days.

    Returns
    -------
    DataFrame
        ``platform sku role deal_price target_units stock product units paid``, dearest stock of sales first; ``units``
        and ``paid`` (quantity × unit price) are of the campaign's days on that platform.
    """
    chosen = tables["assortment"]
    if isinstance(chosen, Missing):
        return chosen
    found = fetch(chosen.filter(chosen.campaign == ran.key)).reindex(columns=ITEM)
    if found.empty:
        return missing("assortment", reason="empty")
    sold = _sold(tables, ran)
    if isinstance(sold, Missing):
        return sold
    found = found.merge(sold, "left", ["platform", "sku"]).fillna({"units": 0.0, "paid": 0.0})
    found["product"] = found["sku"].map(_titles(tables)).astype(object).fillna(found["sku"])
    numbers = ["deal_price", "target_units", "stock", "units", "paid"]
    return found.astype(dict.fromkeys(numbers, "float64")).sort_values(
        ["paid", "platform", "sku"], ascending=[False, True, True], ignore_index=True
    )


@passes_missing
def tasks(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the tasks of a campaign: ``task owner starts due done deliverable text_en text_zh``, by their due day."""
    found = _rows(tables, ran, "tasks", TASK)
    if isinstance(found, Missing):
        return found
    dated = found.astype(dict.fromkeys(("starts", "due", "done"), "datetime64[us]"))
    return dated.sort_values(["due", "task"], ignore_index=True)


@passes_missing
def creators(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the creators of a campaign, what each promised and delivered (columns of the table ``creators``)."""
    found = _rows(tables, ran, "creators", CREATOR)
    if isinstance(found, Missing):
        return found
    texts = ["platform", "creator", "tier"]
    numbers = {name: "float64" for name in CREATOR if name not in texts}
    return found.astype(numbers).sort_values(["platform", "creator"], ignore_index=True)


@passes_missing
def earlier_actions(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give what reviews of earlier campaigns asked for: ``action campaign opened owner due status effect text_…``."""
    return _earlier(tables, ran, "actions", ACTION)


@passes_missing
def earlier_lessons(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give what earlier campaigns taught: ``lesson campaign kind grade effect text_en text_zh``."""
    return _earlier(tables, ran, "lessons", LESSON)


@passes_missing
def seen_on_market(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give what the market log holds for a plan: seen by now, on its platforms or on none, and without an outcome.

    Returns
    -------
    DataFrame
        ``date platform subject kind urgency owner due text_en text_zh to_do_en to_do_zh``, what is urgent first.
    """
    known = tables["market_log"]
    if isinstance(known, Missing):
        return known
    found = fetch(known).reindex(columns=[*SEEN, "outcome"])
    found = found.astype(dict.fromkeys(("date", "due"), "datetime64[us]"))
    here = found["platform"].isna() | found["platform"].isin([*ran.platforms, EVERYWHERE])
    waits = found["urgency"].isin(WAITS) & found["outcome"].isna() & (found["date"] <= pd.Timestamp(ran.as_of))
    own = found[here & waits].assign(rank=found["urgency"].map({word: at for at, word in enumerate(WAITS)}))
    return own.sort_values(["rank", "due", "date", "subject"], ignore_index=True)[SEEN]


def _rows(tables: Tables, ran: Campaign, name: str, columns: list[str]) -> pd.DataFrame | Missing:
    known = tables[name]
    if isinstance(known, Missing):
        return known
    return empty_or(fetch(known.filter(known.campaign == ran.key)).reindex(columns=columns), name)


def _earlier(tables: Tables, ran: Campaign, name: str, columns: list[str]) -> pd.DataFrame | Missing:
    """Keep the rows of campaigns that began before this one, or of which nothing else is known."""
    known, campaigns = tables.need(name, "campaign"), tables["campaigns"]
    if isinstance(known, Missing) or isinstance(campaigns, Missing):
        return known if isinstance(known, Missing) else missing("campaigns")
    rows = fetch(known.filter(known.campaign.notnull(), known.campaign != ran.key))
    opened = fetch(campaigns.group_by("campaign").agg(began=campaigns.starts.min())).set_index("campaign")["began"]
    began = rows["campaign"].map(opened)
    found = rows[~(began >= pd.Timestamp(ran.span.start))].assign(began=began)
    if found.empty:
        return missing(name, reason="empty")
    order = ["began", "campaign", columns[0]]
    found = found.sort_values(order, ascending=[False, True, True], ignore_index=True).reindex(columns=columns)
    return found.astype({day: "datetime64[us]" for day in ("opened", "due") if day in columns})


def _sold(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    lines, orders = tables["order_items"], paid_orders(tables, "platform", over=())
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return lines if isinstance(lines, Missing) else orders
    during = within(orders.filter(~orders.note), "moment", ran.seen).select("order_id", "platform")
    sold = lines.inner_join(during, "order_id")
    return fetch(
        sold.group_by("platform", "sku").agg(
            units=column_or(sold, "quantity").sum(), paid=(sold.quantity * sold.unit_price).sum().cast("float64")
        )
    )


def _titles(tables: Tables) -> dict[str, str]:
    products = tables.need("products", "product")
    if isinstance(products, Missing):
        return {}
    known = fetch(products.filter(products.product.notnull()).select("sku", "product"))
    return dict(zip(known["sku"], known["product"], strict=True))
