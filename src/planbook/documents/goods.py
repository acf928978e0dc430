"""The items of a campaign as a document names them: by their titles, with the prices that a platform asks for."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from planbook import periods
from planbook.absence import Missing, given
from planbook.summaries import Campaign, campaign_ahead
from planbook.summaries.recent import USUAL_DAYS, recent_prices
from planbook.tables.store import Tables, fetch
from planbook.views.words import Words

HERO = "hero"
ITEM = ["platform", "sku", "role", "deal_price"]
MOST = 8  # that are named


def priced(tables: Tables, items: pd.DataFrame, last: dt.date) -> pd.DataFrame:
    """Put beside each item its title and list price, and what was paid for it in a month: as a rule, and at least."""
    if items.empty:
        return items
    recent = given(recent_prices(tables, periods.until(periods.day(last), USUAL_DAYS)))
    found = _titled(tables, items)
    return found if recent is None else found.merge(recent, "left", ["platform", "sku"])


def heroes(tables: Tables, ran: Campaign, words: Words) -> list[str]:
    """Say what the hero items cost a buyer."""
    items = given(campaign_ahead.own(tables, ran, "assortment", ITEM))
    if items is None:
        return []
    known = _titled(tables, items[(items["role"] == HERO) & items["deal_price"].notna()]).sort_values(
        ["platform", "sku"]
    )
    text = "{}（{}）到手价 {}" if words.language == "zh" else "{} ({}): {}"
    return [
        text.format(item.get("product") or item["sku"], words.name(item["platform"]),
                    words.value(float(item["deal_price"]), "money"))
        for item in known.astype(object).where(known.notna(), None).head(MOST).to_dict("records")
    ]  # fmt: skip


def _titled(tables: Tables, items: pd.DataFrame) -> pd.DataFrame:
    known = tables["products"]
    if isinstance(known, Missing):
        return items
    there = [name for name in ("sku", "product", "list_price") if name in known.columns]
    return items.merge(fetch(known.select(*there)), "left", "sku")
