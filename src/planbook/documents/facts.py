"""The few texts that a document tells of a shop and one of its campaigns, in the language of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from planbook import summaries
from planbook.absence import Missing, given
from planbook.documents import goods
from planbook.documents.standing import AUDIENCE, FEW, ROOM, Standing
from planbook.measures.catalog import CATALOG
from planbook.summaries import Campaign
from planbook.tables.store import Tables, fetch
from planbook.views.planning.brief import claim
from planbook.views.words import Words

MOST = 8  # lines of one fact


def facts(tables: Tables, standing: Standing | None, words: Words) -> dict[str, str]:
    """Tell of the shop, and of the campaign where there is one; what is not known is left out."""
    shop = {"shop": tables.shop.name(words.language)}
    if standing is None:
        return shop
    ran = standing.ran
    budget = ran.rows["budget"].sum(min_count=1)
    told = {
        "campaign": ran.name(words.language),
        "days": words.span(ran.span),
        "platforms": _listed(words, map(words.name, ran.platforms)),
        "budget": "" if pd.isna(budget) else words.value(float(budget), "money"),
        "goals": _goals(tables, ran, words),
    }
    told |= _brief(standing, words) | _channels(tables, ran, words)
    told["deals"] = "\n".join(filter(None, (told["offers"], *goods.heroes(tables, ran, words))))
    return shop | {name: text for name, text in told.items() if text}


def _listed(words: Words, names: Iterable[str]) -> str:
    return ("、" if words.language == "zh" else ", ").join(dict.fromkeys(names))


def _brief(standing: Standing, words: Words) -> dict[str, str]:
    """Say what the brief stands on.

    ``offers`` are those that may be promised, ``offer`` is also why there are none; ``claim`` is the message without
    its evidence, which compares with rivals and is not for the public.
    """
    parts = {
        "message": standing.message,
        "theme": standing.theme,
        "audience": standing.part(AUDIENCE).head(FEW),
        "room": standing.part(ROOM).head(FEW),
        "offer": standing.offer,
        "offers": standing.promised,
        "lessons": standing.lessons,
    }
    told = {name: _lines(rows[f"text_{words.language}"]) for name, rows in parts.items()}
    return told | {"claim": claim(told["message"])}


def _channels(tables: Tables, ran: Campaign, words: Words) -> dict[str, str]:
    """Say of each channel what it is to reach and may spend, ``money_…``, and who answers for it, ``owner_…``."""
    goals = tables.need("targets", "period", "kpi", "channel", "value")
    if isinstance(goals, Missing):
        return {}
    rows = fetch(goals.filter(goals.period == ran.key)).reindex(
        columns=["platform", "channel", "kpi", "owner", "value"]
    )
    known = rows[rows["kpi"].isin(list(CATALOG)) & rows["channel"].fillna("").ne("")]
    told: dict[str, str] = {}
    for channel, own in known.sort_values(["platform", "kpi", "owner"]).groupby("channel"):
        told[f"money_{channel}"] = "\n".join(_goal(row, words) for row in own.to_dict("records"))
        told[f"owner_{channel}"] = _listed(words, own["owner"].dropna().astype(str))
    return told


def _lines(texts: pd.Series) -> str:
    return "\n".join(dict.fromkeys(str(text) for text in texts.dropna().head(MOST)))


def _goals(tables: Tables, ran: Campaign, words: Words) -> str:
    goals = given(summaries.campaign_targets(tables, ran))
    if goals is None:
        return ""
    known = goals[goals["kpi"].isin(list(CATALOG))].sort_values(["platform", "kpi", "owner"])
    owned = "（{}）" if words.language == "zh" else " ({})"
    texts = [
        _goal(row, words) + (owned.format(row["owner"]) if row["owner"] else "") for row in known.to_dict("records")
    ]
    return "\n".join(texts[:MOST])


def _goal(row: Mapping[Any, Any], words: Words) -> str:
    colon = "：" if words.language == "zh" else ": "
    place = f"{words.name(row['platform'])} " if pd.notna(row["platform"]) else ""
    return f"{place}{words.kpi(row['kpi'])}{colon}{words.value(row['value'], CATALOG[row['kpi']].unit)}"
