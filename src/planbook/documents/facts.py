"""The few texts that a document tells of a shop and one of its campaigns, in the language of the document."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planbook import summaries
from planbook.absence import Missing, given
from planbook.measures.catalog import CATALOG
from planbook.summaries import Campaign
from planbook.tables.schema.campaign import PARTS
from planbook.tables.store import Tables, fetch
from planbook.views.words import Words

TAKEN = ("recommended", "possible")  # offers that a document names; those that may lose money it does not
MOST = 8  # lines of one fact
FEW = 3  # lines of a part of the brief of which only the first count


def facts(tables: Tables, ran: Campaign | None, words: Words) -> dict[str, str]:
    """Tell of the shop, and of the campaign where there is one; what is not known is left out."""
    shop = {"shop": tables.shop.name(words.language)}
    if ran is None:
        return shop
    budget = ran.rows["budget"].sum(min_count=1)
    told = {
        "campaign": ran.name(words.language),
        "days": words.span(ran.span),
        "platforms": _listed(words, map(words.name, ran.platforms)),
        "budget": "" if pd.isna(budget) else words.value(float(budget), "money"),
        "goals": _goals(tables, ran, words),
        "offers": _offers(tables, ran, words),
    }
    told |= {part: _brief(tables, ran, words, part) for part in PARTS if part != "offer"}
    return shop | {name: text for name, text in told.items() if text}


def _listed(words: Words, names: Iterable[str]) -> str:
    return ("、" if words.language == "zh" else ", ").join(dict.fromkeys(names))


def _lines(texts: pd.Series) -> str:
    return "\n".join(str(text) for text in texts.dropna().head(MOST))


def _goals(tables: Tables, ran: Campaign, words: Words) -> str:
    goals = given(summaries.campaign_targets(tables, ran))
    if goals is None:
        return ""
    known = goals[goals["kpi"].isin(list(CATALOG))].sort_values(["platform", "kpi", "owner"])
    colon, owned = ("：", "（{}）") if words.language == "zh" else (": ", " ({})")
    texts = [
        f"{words.name(row['platform'])} {words.kpi(row['kpi'])}{colon}"
        f"{words.value(row['value'], CATALOG[row['kpi']].unit)}{owned.format(row['owner']) if row['owner'] else ''}"
        for row in known.to_dict("records")
    ]
    return "\n".join(texts[:MOST])


def _own(tables: Tables, name: str, ran: Campaign) -> pd.DataFrame | None:
    known = tables.need(name, "campaign")
    if isinstance(known, Missing):
        return None
    found = fetch(known.filter(known.campaign == ran.key))
    return None if found.empty else found


def _offers(tables: Tables, ran: Campaign, words: Words) -> str:
    found = _own(tables, "offers", ran)
    text = f"text_{words.language}"
    if found is None or text not in found:
        return ""
    taken = found[found["status"].isin(TAKEN)] if "status" in found else found
    return _lines(taken.sort_values(["status", "platform", "offer"], ascending=[False, True, True])[text])


def _brief(tables: Tables, ran: Campaign, words: Words, part: str) -> str:
    found = _own(tables, "brief", ran)
    text = f"text_{words.language}"
    if found is None or text not in found:
        return ""
    own = found[found["part"] == part].sort_values(["rank", "line"] if "rank" in found else ["line"])
    return _lines(own[text].head(FEW))
