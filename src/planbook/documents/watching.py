"""What is watched on the market week by week: the rivals' items, and the log of what was seen."""

from __future__ import annotations

import pandas as pd

from planbook import periods
from planbook.absence import Missing
from planbook.tables.schema.documents import MARKET_LOG
from planbook.tables.store import Tables, fetch

RIVALS_BOOK = "11_competitor_analysis"
NEWS = "industry_news"  # a kind of the market log
TEXTS = ("text", "to_do")
WEEK = pd.Timedelta(days=7)
STAYS = ("platform", "brand", "sku", "title", "category", "matches")  # of a rival's item from week to week


def rivals(tables: Tables, _: str) -> pd.DataFrame:
    """Give the rival items that were looked at last, dated a week later and without their figures."""
    known = tables["competitor_items"]
    if isinstance(known, Missing):
        return pd.DataFrame()
    found = fetch(known.filter(known.date == known.date.max()))
    dated = pd.to_datetime(found["date"]) + WEEK
    kept = [name for name in STAYS if name in found]
    return found[kept].assign(date=dated).sort_values(kept[:3], kind="stable")


def log(tables: Tables, language: str) -> pd.DataFrame:
    """Give what the market log holds without an outcome, and what the analysis of rivals wrote down last."""
    known = tables[MARKET_LOG.name]
    logged = pd.DataFrame() if isinstance(known, Missing) else fetch(known)
    found = pd.concat([logged, _news(tables, language)], ignore_index=True).reindex(columns=list(MARKET_LOG.names))
    once = found.assign(date=pd.to_datetime(found["date"])).drop_duplicates(list(MARKET_LOG.key))
    waits = once[once["outcome"].isna()]
    other = {"en": "zh", "zh": "en"}[language]  # better in the other language than not at all
    told = {f"{name}_{language}": waits[f"{name}_{language}"].fillna(waits[f"{name}_{other}"]) for name in TEXTS}
    return waits.assign(**told)


def week(tables: Tables) -> str:
    """Name the week in which rivals are looked at next, such as 2026-W45; empty where none were yet."""
    found = rivals(tables, "")
    return "" if found.empty else f"{found['date'].iloc[0]:%G-W%V}"


def _news(tables: Tables, language: str) -> pd.DataFrame:
    """Give the lines that the analysis of rivals left for its last period, as lines of the log."""
    text = f"text_{language}"
    known = tables.need("brief", "period", "source", text)
    if isinstance(known, Missing):
        return pd.DataFrame()
    found = fetch(known.filter(known.source == RIVALS_BOOK, known.period != ""))
    found = found[found[text].notna()]
    lines = found[found["period"] == found["period"].max()]
    ends = [pd.Timestamp(periods.parse(period).end) for period in lines["period"]]
    told = {"subject": lines["line"], text: lines[text], "kind": NEWS, "found_at": RIVALS_BOOK}
    return pd.DataFrame(told).assign(date=ends)
