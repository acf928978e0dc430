"""What is known of a campaign ahead: its brief, offers, stages, people collected, risks, placements and slots."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.periods import Period
from planbook.summaries.ads import ads, ads_daily
from planbook.summaries.base import Periods, empty_or
from planbook.summaries.campaign import Campaign
from planbook.summaries.campaign_plan import EDITION
from planbook.summaries.sales import daily
from planbook.summaries.visits import traffic
from planbook.summaries.voices import survey
from planbook.tables.store import Tables, fetch

SOURCE = "24_campaign_plan"
ALL = "all"  # the platform of a stage or goal that is for every one
LINE = ["part", "line", "rank", "value", "low", "high", "n", "text_en", "text_zh"]
OFFER = ["platform", "offer", "mechanic", "depth", "effect", "low", "high", "status", "text_en", "text_zh"]
RISK = ["risk", "probability", "impact_low", "impact", "impact_high", "owner", "trigger_en", "trigger_zh"]
RISK += ["response_en", "response_zh", "text_en", "text_zh"]
PLACED = ["campaign", "platform", "creator", "tier", "booked", "slot_fee", "commission", "promised_posts", "posts"]
PLACED += ["promised_views", "views", "promised_paid", "paid", "refund"]
SLOT = ["campaign", "platform", "slot", "stage", "starts", "ends", "book_by", "status", "price", "promised_visitors"]
SLOT += ["visitors", "owner", "text_en", "text_zh"]
MONEY = ["kpi", "platform", "channel", "owner", "value"]
KEPT = ["source", "locked"]
BEFORE = 60  # days before an edition whose advertising counts as its warm-up


@passes_missing
def places(tables: Tables) -> pd.DataFrame | Missing:
    """Tell where each campaign ran: ``campaign platform``."""
    known = tables["campaigns"]
    if isinstance(known, Missing):
        return known
    return fetch(known.select("campaign", "platform").distinct().order_by("campaign", "platform"))


@passes_missing
def brief(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give what earlier notebooks and people wrote down for a campaign's brief.

    Returns
    -------
    DataFrame
        ``part line rank value low high n text_en text_zh locked``, by part and rank. Of each part the campaign's own
        lines count, else those of the last period. What a campaign plan wrote itself is left out, unless it is locked.
    """
    known = tables.need("brief", "part", "line")
    if isinstance(known, Missing):
        return known
    found = fetch(known).reindex(columns=["campaign", "period", "source", "locked", *LINE])
    found["locked"] = found["locked"].astype(object).fillna(value=False).astype(bool)
    found = found[~of_a_plan(found)]
    own = found[found["campaign"] == ran.key]
    others = found[found["campaign"].isna() & ~found["part"].isin(own["part"])]
    last = others[others["period"] == others.groupby("part")["period"].transform("max")]
    lines = pd.concat([own, last]).sort_values(["part", "rank", "line"], ignore_index=True)[[*LINE, "locked"]]
    return empty_or(lines, "brief")


@passes_missing
def offers(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the offers reckoned for a campaign: ``platform offer mechanic depth effect low high status text_…``."""
    found = own(tables, ran, "offers", OFFER)
    return found if isinstance(found, Missing) else found.sort_values(["platform", "offer"], ignore_index=True)


@passes_missing
def budget(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the money of a campaign, whole or by channel: ``kpi platform channel owner value``.

    Where somebody gave the whole of a platform, its parts are left out, so that nothing counts twice.
    """
    goals = tables.need("targets", "period", "kpi")
    if isinstance(goals, Missing):
        return goals
    found = fetch(goals.filter(goals.period == ran.key, goals.kpi == "spend"))
    found = found.reindex(columns=MONEY).astype(dict.fromkeys(MONEY[:-1], object))
    found = found.fillna({"platform": ALL, "channel": "", "owner": ""})
    whole = found.loc[found["channel"] == "", "platform"]
    kept = found[(found["channel"] == "") | ~found["platform"].isin(whole)]
    return empty_or(kept.sort_values(["platform", "channel", "owner"], ignore_index=True), "targets")


@passes_missing
def risks(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give what people fear for a campaign: columns of the table ``risks``; ``ours`` are a plan's proposals."""
    found = own(tables, ran, "risks", [*RISK, *KEPT])
    if isinstance(found, Missing):
        return found
    numbers = ("probability", "impact_low", "impact", "impact_high")
    told = found.assign(ours=of_a_plan(found)).astype(dict.fromkeys(numbers, "float64"))
    return told.sort_values("risk", ignore_index=True)[[*RISK, "ours"]]


def of_a_plan(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell which rows a campaign plan wrote itself and nobody locked (``source locked``)."""
    locked = rows["locked"].astype(object).fillna(value=False).astype(bool)
    return rows["source"].astype(object).eq(SOURCE) & ~locked


@passes_missing
def stages(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the stages of the event that a campaign is an edition of.

    Returns
    -------
    DataFrame
        ``stage wave starts ends apply_by``, in order of time: from the first day on any of the campaign's platforms to
        the last.
    """
    known, this = tables["events"], EDITION.fullmatch(ran.key)
    if isinstance(known, Missing) or this is None:
        return known if isinstance(known, Missing) else missing("events", reason="empty")
    rows = known.filter(
        known.event == this["name"], known.year == int(this["year"]), known.platform.isin([*ran.platforms, ALL])
    )
    if "apply_by" not in rows.columns:
        rows = rows.mutate(apply_by=rows.starts.nullif(rows.starts))
    merged = rows.group_by("stage", "wave").agg(
        starts=rows.starts.min(), ends=rows.ends.max(), apply_by=rows.apply_by.min()
    )
    return empty_or(fetch(merged.order_by("starts", "wave", "stage")), "events")


@passes_missing
def layers(tables: Tables, ran: Campaign, last: Campaign) -> pd.DataFrame | Missing:
    """Give the people collected before the last edition, how many of them bought, and those collected so far.

    Returns
    -------
    DataFrame
        ``platform layer people buyers now``: NaN where a layer was not counted.
    """
    then, now = (own(tables, each, "layers", ["platform", "layer", "people", "buyers"]) for each in (last, ran))
    if isinstance(then, Missing):
        return then
    today = pd.DataFrame(columns=["platform", "layer", "people"]) if isinstance(now, Missing) else now
    today = today[["platform", "layer", "people"]].rename(columns={"people": "now"})
    found = then.merge(today, "outer", ["platform", "layer"])
    found = found[found["platform"].isin(ran.platforms)]
    numbers = dict.fromkeys(("people", "buyers", "now"), "float64")
    return empty_or(found.astype(numbers).sort_values(["platform", "layer"], ignore_index=True), "layers")


@passes_missing
def placements(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the creators of a campaign and all that they and others delivered in earlier ones.

    Returns
    -------
    DataFrame
        Columns of the table ``creators`` with ``ahead``: is it of this campaign. `Missing` where it has none.
    """
    known = tables["creators"]
    if isinstance(known, Missing):
        return known
    found = fetch(known).reindex(columns=PLACED)
    found = found.assign(ahead=found["campaign"] == ran.key)
    if not found["ahead"].any():
        return missing("creators", reason="empty")
    texts = {"campaign", "platform", "creator", "tier", "booked"}
    numbers = {name: "float64" for name in PLACED if name not in texts}
    return found.astype(numbers | {"booked": "datetime64[us]"}).sort_values(
        ["campaign", "platform", "creator"], ignore_index=True
    )


@passes_missing
def slots(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the slots of a campaign, and what those of earlier ones brought.

    Returns
    -------
    DataFrame
        Columns of the table ``resources`` with ``ahead``: is it of this campaign. Of other campaigns a slot counts
        once its last day is read, or its campaign's, where it has no days of its own. `Missing` where this campaign has
        none.
    """
    known = tables["resources"]
    if isinstance(known, Missing):
        return known
    days = dict.fromkeys(("starts", "ends", "book_by"), "datetime64[us]")
    numbers = dict.fromkeys(("price", "promised_visitors", "visitors"), "float64")
    found = fetch(known).reindex(columns=SLOT).astype(days | numbers)
    found = found.assign(ahead=found["campaign"] == ran.key)
    over = found["ends"].fillna(found["starts"]).fillna(found["campaign"].map(_last_days(tables)))
    found = found[found["ahead"] | (over <= pd.Timestamp(ran.as_of))]
    if not found["ahead"].any():
        return missing("resources", reason="empty")
    return found.sort_values(["campaign", "platform", "slot"], ignore_index=True)


def _last_days(tables: Tables) -> pd.Series[pd.Timestamp]:
    """Give the last day of each campaign on any of its platforms."""
    known = tables.need("campaigns", "campaign", "ends")
    if isinstance(known, Missing):
        return pd.Series(dtype="datetime64[us]")
    days = fetch(known.group_by("campaign").agg(ends=known.ends.max()))
    return days.set_index("campaign")["ends"].astype("datetime64[us]")


def bought(tables: Tables, months: Periods) -> tuple[pd.DataFrame | Missing, pd.DataFrame | Missing]:
    """Give ad spend of each platform and month, and its visitors by kind, as ``resources_ahead.advertising`` does."""
    return ads(tables, months, by=("platform",)), traffic(tables, months, by=("platform", "traffic_kind"))


@passes_missing
def last_spans(last: Campaign) -> dict[str, Period]:
    """Name the days of the last edition, of which a part of the shop's tables is reckoned (current)."""
    return {"current": last.seen}


@passes_missing
def paid_days(tables: Tables, last: Campaign) -> pd.DataFrame | Missing:
    """Give paid of each day of the last edition: ``date platform value``."""
    days = daily(tables, last.seen)
    return days if isinstance(days, Missing) else days.rename(columns={"paid": "value"})[["date", "platform", "value"]]


@passes_missing
def spend_days(tables: Tables, last: Campaign) -> pd.DataFrame | Missing:
    """Give ad spend of each day of the last edition and the sixty days before it: ``date platform value``."""
    days = ads_daily(tables, Period(last.span.start - timedelta(BEFORE), last.seen.end, "around"))
    return days if isinstance(days, Missing) else days.rename(columns={"spend": "value"})[["date", "platform", "value"]]


@passes_missing
def answers(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give what respondents of the last year named: ``needs pains`` and more (``summaries.survey``)."""
    return survey(tables, until=ran.as_of)


def own(tables: Tables, ran: Campaign, name: str, columns: list[str]) -> pd.DataFrame | Missing:
    """Give the rows of a table that are of a campaign, with these columns."""
    known = tables[name]
    if isinstance(known, Missing):
        return known
    return empty_or(fetch(known.filter(known.campaign == ran.key)).reindex(columns=columns), name)
