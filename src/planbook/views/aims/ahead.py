"""What is planned, and what is to be expected of it: months, platforms, the campaign's days; and trials on the past."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.measures.forecast import Forecast
from planbook.periods import Period
from planbook.summaries.campaign import Campaign
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

SEASONLESS = msg(
    "The data hold less than two years, so that the forecast knows no season of the year: it goes on as the last "
    "months went. Before or after a high season it is wrong by as much as that season weighs."
)
EXPECTED = {
    "value": ("forecast_paid", "money"),
    "low": (msg("Low"), "money"),
    "high": (msg("High"), "money"),
}


def planned(ran: Campaign | Missing, words: Words, *, ahead: Period, moved: tuple[str, ...] = ()) -> View:
    """Say which months are planned and for which campaign, and which events stand there as they were a year ago."""
    said = [words("Planned: {span}.", span=words.span(ahead))]
    if isinstance(ran, Missing):
        said.append(words("No campaign is planned for: the shop has no table of campaigns."))
    else:
        name = words(
            "The campaign: {campaign}, {days}, on {platforms}.",
            campaign=ran.name(words.language),
            days=words.span(ran.span),
            platforms=spoken.listed(ran.platforms, words),
        )
        said.append(name)
    if moved:
        names = spoken.listed(moved, words)
        said.append(words("Not in the calendar yet, taken from last year and moved by a year: {events}.", events=names))
    return note(("" if words.language == "zh" else " ").join(said), words)


@shows_missing
def months(expected: pd.DataFrame, words: Words, *, whole: Forecast) -> View:
    """Show what is to be expected of each month, with its range and the same month a year ago."""
    frame = expected.reset_index()
    said = {"month": [*map(str, frame["month"][:-1]), words.name("total")]}
    columns = {"month": (msg("Month"), BY_ROW)} | EXPECTED
    columns |= {"year_ago": (msg("Year ago"), "money"), "change": (msg("Change"), "share")}
    title = words("Paid to be expected by month (four times in five between low and high)")
    shown = spoken.table(frame, said, words, id="forecast", title=title, columns=columns, total=True)
    add = words("Forecasts add up, ranges do not: months are seldom all good or all bad.")
    return stacked(shown, note(add, words), *([] if whole.seasonal else [note(words(SEASONLESS), words)]))


def line_title(expected: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of months."""
    if isinstance(expected, Missing):
        return expected
    total = expected.to_dict("index")["total"]
    value, between = words.short(total["value"], "money"), words.range(total["low"], total["high"], "money")
    return words("About {value} are to be expected, four times in five {range}", value=value, range=between)


@shows_missing
def platforms(expected: pd.DataFrame, words: Words) -> View:
    """Show what is to be expected of each platform, and from what."""
    frame = expected.assign(method="by_" + expected["method"])
    columns = {"platform": (msg("Platform"), tables.TEXT)} | EXPECTED
    columns |= {"share": (msg("Share"), "share"), "method": (msg("From"), tables.TEXT)}
    view = tables.table(frame, words, id="platform_forecast", title=words("By platform"), columns=columns)
    naive = expected.loc[expected["method"] == "year_ago", "platform"]
    if naive.empty:
        return view
    text = words(
        "In trials on the past, the same days of the year before were nearer than the model on {platforms}: they are "
        "taken there, with the range of their own errors. Festivals that moved since then are not moved in them; days "
        "of campaigns are the model's.",
        platforms=spoken.listed(naive, words),
    )
    return stacked(view, note(text, words))


@shows_missing
def campaign(expected: pd.DataFrame, words: Words, *, ran: Campaign, planned: float = 0.0) -> View:
    """Show what the campaign's days will bring, with and without it, and what is planned or earlier editions added."""
    rows = expected.rename_axis("row").reset_index()
    money = rows[rows["row"] != "lift"]
    columns = {"row": (words("Days of the campaign"), tables.TEXT)} | EXPECTED
    title = words("{campaign}: paid to be expected on its days", campaign=ran.name(words.language))
    shown = tables.table(money, words, id="campaign_forecast", title=title, columns=columns)
    lift = expected.to_dict("index")["lift"]
    if planned:
        text = words(
            "Planned for its days: {rise}, in place of what earlier editions added.", rise=words.change(planned)
        )
    elif pd.isna(lift["value"]):
        text = words("What a campaign like this adds by itself is not known: no edition was seen apart from an event.")
    else:
        text = words(
            "On its platforms ({platforms}) earlier editions moved paid by {value} (80% sure: {low} to {high}).",
            platforms=spoken.listed(ran.platforms, words),
            value=words.change(lift["value"]),
            low=words.change(lift["low"]),
            high=words.change(lift["high"]),
        )
    unsure = not planned and lift["low"] <= 0 <= lift["high"]
    doubt = [note(words("That is too little to be told from nothing."), words)] if unsure else []
    return stacked(shown, note(text, words), *doubt)


@shows_missing
def trials(scores: pd.DataFrame, words: Words, *, whole: Forecast) -> View:
    """Say how the forecast did in the past, against the same days of the year before."""
    rows = scores.to_dict("index")
    model, naive = rows["model"], rows["year_ago"]
    if not model["origins"]:
        text = words(
            "The history ({n} days with sales) is too short to try the forecast on the past: its ranges are a hint.",
            n=words.value(whole.learned, "count"),
        )
        return note(text, words)
    told = scores.reset_index().assign(way=["by_model", "by_year_ago"])
    columns = {
        "way": (msg("Forecast from"), tables.TEXT),
        "origins": (msg("Trials"), "count"),
        "wape": ("wape", "share"),
        "mase": ("mase", "ratio"),
        "bias": (msg("Too high or low by"), "share"),
        "covered": ("range_held", "share"),
    }
    title = words("How the forecast would have done before, whole shop")
    shown = tables.table(told, words, id="trials", title=title, columns=columns)
    if pd.isna(naive["wape"]):
        text = words("There is no year before these trials to compare with.")
    else:
        text = words(
            "Over 30 days it was off by {model}, the same days of the year before by {naive}.",
            model=words.value(model["wape"], "share"),
            naive=words.value(naive["wape"], "share"),
        )
    times = words.value(whole.stretch, "ratio")
    wide = words("Ranges were widened {times} times, so that they hold as often as they say.", times=times)
    return stacked(shown, note(f"{text} {wide}" if whole.stretch > 1 else text, words))


@shows_missing
def effects(whole: Forecast, words: Words, names: Mapping[str, str]) -> View:
    """Show by how much days of an event, festival or campaign differ from others."""
    effects = whole.effects
    known = effects[~effects["term"].str.startswith(("weekday:", "year:"))]
    said = {"term": [_term(term, words, names) for term in known["term"]]}
    columns: Mapping[str, Any] = {
        "term": (msg("Days of"), BY_ROW),
        "days": (msg("Days"), "count"),
        "value": (msg("Differ by"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
    }
    title = words("How days of events, festivals and campaigns differ, whole shop")
    frame = known.reset_index(drop=True)
    table = spoken.table(frame, said, words, id="effects", title=title, columns=columns, limit=40)
    if not frame["term"].str.startswith("campaign:").any():
        return table
    text = words(
        "A campaign's days are told here by all platforms together, those without it too: what its editions moved on "
        "its own platforms stands above, with the days of the campaign."
    )
    return stacked(table, note(text, words))


@shows_missing
def unseen(terms: tuple[str, ...], words: Words, *, events: bool) -> View:
    """Say what is ahead and was never seen: the forecast takes its days for ordinary ones."""
    if not events:
        return note(
            words("The shop has no table of events: the forecast takes all days ahead for ordinary ones."), words
        )
    if not terms:
        return note(words("All events ahead were seen before."), words)
    names = dict.fromkeys(_first(term) for term in terms)
    text = words(
        "Ahead, but never seen before, so that the forecast takes its days for ordinary ones: {names}.",
        names=spoken.listed(names, words),
    )
    return note(text, words)


def _first(term: str) -> str:
    kind, _, rest = term.partition(":")
    return rest if kind == "campaign" else kind


def _term(term: str, words: Words, names: Mapping[str, str]) -> str:
    """Say a term: event, stage and wave; a festival by the days from it; a campaign by its name."""
    event, *rest = term.split(":")
    if event == "campaign":
        return words("campaign {name}", name=names.get(rest[0], rest[0]))
    if rest[0].lstrip("-").isdigit():
        return words("{festival}, from day {day} on", festival=words.name(event), day=rest[0].replace("-", "−"))
    stage, wave, *day = rest
    ends = {"first": words("first day"), "last": words("last day")}
    said = words("{event}, {stage} {wave}", event=words.name(event), stage=words.name(stage), wave=wave)
    return words("{term}, {day}", term=said, day=ends[day[0]]) if day else said
