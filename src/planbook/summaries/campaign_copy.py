"""What buyers will read of a campaign that lies ahead: brief, offers, content, titles and creatives."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, passes_missing
from planbook.summaries.base import empty_or
from planbook.summaries.campaign import Campaign
from planbook.summaries.campaign_ahead import KEPT, OFFER, brief, of_a_plan, own
from planbook.tables.store import Tables, fetch

TEXTS = ["origin", "line", "language", "platform", "text"]
LANGUAGES = ("en", "zh")
RECENT = 28  # days in which a creative was in use


@passes_missing
def copy_texts(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Gather what buyers will read of a campaign: its brief, offers, content, the items' titles, the creatives in use.

    Returns
    -------
    DataFrame
        ``origin line language platform text``: origin is theme, message, offer, content, product or creative; an empty
        language is that in which the shop wrote it, an empty platform is every one.
    """
    known = {
        "brief": brief(tables, ran),
        "offers": own(tables, ran, "offers", OFFER),
        "content": _content(tables, ran),
    }
    parts = [_both(name, rows) for name, rows in known.items() if isinstance(rows, pd.DataFrame)]
    parts += [_titles(tables, ran), _creatives(tables, ran)]
    texts = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=TEXTS)], ignore_index=True)
    texts = texts[texts["text"].notna()]
    return empty_or(texts.sort_values(["origin", "line", "language"], ignore_index=True)[TEXTS], "brief")


def _content(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the content that people planned; what a campaign plan proposed is still to be written."""
    found = own(tables, ran, "calendar", ["date", "platform", "format", "text_en", "text_zh", *KEPT])
    return found if isinstance(found, Missing) else found[~of_a_plan(found)]


def _both(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    if name == "brief":
        told = rows[rows["part"].isin(["theme", "message"])]
        told = told.assign(origin=told["part"], platform="")
    elif name == "offers":
        told = rows.assign(origin="offer", line=rows["offer"])
    else:
        days = pd.to_datetime(rows["date"]).dt.strftime("%Y-%m-%d")
        told = rows.assign(origin="content", line=days + " " + rows["format"].astype(str))
    parts = [told.assign(language=each, text=told[f"text_{each}"]) for each in LANGUAGES]
    return pd.concat(parts).reindex(columns=TEXTS)


def _titles(tables: Tables, ran: Campaign) -> pd.DataFrame:
    items, products = tables["assortment"], tables.need("products", "product")
    if isinstance(items, Missing) or isinstance(products, Missing):
        return pd.DataFrame(columns=TEXTS)
    chosen = items.filter(items.campaign == ran.key).select("sku", "platform").distinct()
    rows = fetch(chosen.inner_join(products.select("sku", "product"), "sku"))
    return rows.assign(origin="product", line=rows["sku"], language="", text=rows["product"])[TEXTS]


def _creatives(tables: Tables, ran: Campaign) -> pd.DataFrame:
    spend = tables.need("ad_spend", "creative")
    if isinstance(spend, Missing):
        return pd.DataFrame(columns=TEXTS)
    used = spend.filter(spend.platform.isin(list(ran.platforms)), spend.creative.notnull())
    last = used.group_by("platform", "creative").agg(last=used.date.max())
    rows = fetch(last.filter(last["last"] >= pd.Timestamp(ran.as_of) - pd.Timedelta(days=RECENT)))
    return rows.assign(origin="creative", line=rows["creative"], language="", text=rows["creative"])[TEXTS]
