"""The tables of a post-mortem: what was meant, what was added, what that cost and earned."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, passes_missing
from planbook.summaries.campaign import Campaign
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words


@shows_missing
def campaign(ran: Campaign, words: Words) -> View:
    """Show where and when a campaign ran, with its budget and its own cost."""
    frame = ran.rows.assign(campaign=ran.key)
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "starts": (msg("First day"), "day"),
        "ends": (msg("Last day"), "day"),
        "budget": (msg("Budget"), "money"),
        "cost": (msg("Cost beside advertising and discounts"), "money"),
    }
    title = words("{campaign}: where and when", campaign=ran.name(words.language))
    known = {name: head for name, head in columns.items() if frame[name].notna().any()}
    return tables.table(frame, words, id="campaign", title=title, columns=known)


REASONS = {
    "other_guide": msg("no platform without a campaign guides it"),
    "unsure": msg("its range holds zero"),
    "few_windows": msg("there are too few quiet stretches to try the method on"),
    "restless": msg("in quiet weeks the series moves far more than the model knows"),
    "missed": msg("the days right before were foretold badly"),
}
WINDOW = {
    "starts": (msg("First day"), "day"),
    "days": (msg("Days"), "count"),
    "actual": (msg("Actual"), "count"),
    "expected": (msg("To be expected"), "count"),
    "low": (msg("Low"), "count"),
    "high": (msg("High"), "count"),
    "z": (msg("Distance in standard errors"), "number"),
}


@passes_missing
def band(ran: Campaign, words: Words) -> pd.DataFrame:
    """Give the campaign's days for the light band of a chart: ``name start end``."""
    start, end = pd.Timestamp(ran.seen.start), pd.Timestamp(ran.seen.end)
    return pd.DataFrame({"name": [ran.name(words.language)], "start": [start], "end": [end]})


def paced(frame: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of paid by day: where it ended, and against the last edition."""
    if isinstance(frame, Missing):
        return frame
    end = float(frame["this_edition"].iloc[-1])
    then = float(frame["last_edition"].iloc[-1]) if "last_edition" in frame else 0.0
    if not then > 0:
        return words("Paid came to {paid} by the last day", paid=words.short(end, "money"))
    change = words.change(end / then - 1)
    return words("Paid came to {paid}, {change} against last time", paid=words.short(end, "money"), change=change)


def figures(last: Campaign | Missing, words: Words) -> str:
    """Name the table of the campaign's figures."""
    if isinstance(last, Missing):
        return words("The campaign’s figures")
    return words("The campaign’s figures, and its last edition’s")


@shows_missing
def effects(orders: pd.DataFrame, words: Words, *, paid: pd.DataFrame) -> View:
    """Show what was added in orders and in paid, in the campaign's days and after them."""
    parts = [frame.reset_index().assign(figure=figure) for figure, frame in (("orders", orders), ("paid", paid))]
    both = pd.concat(parts, ignore_index=True)
    numbers = ("actual", "expected", "effect", "low", "high")
    said = spoken.figures(both, "figure", numbers, words) | {"rate": [words.change(x) for x in both["rate"]]}
    columns = {
        "figure": (msg("Figure"), BY_ROW),
        "part": (msg("When"), tables.TEXT),
        "actual": (msg("Actual"), BY_ROW),
        "expected": (msg("To be expected"), BY_ROW),
        "effect": (msg("Difference"), BY_ROW),
        "low": (msg("Low"), BY_ROW),
        "high": (msg("High"), BY_ROW),
        "rate": (msg("Difference in %"), BY_ROW),
    }
    title = words("Against what was to be expected without the campaign")
    return spoken.table(both, said, words, id="effects", title=title, columns=columns)


@shows_missing
def halo(frame: pd.DataFrame, words: Words) -> View:
    """Show what was added to the campaign's own items, to the other items of its platforms, and elsewhere."""
    columns = {
        "side": (msg("Where"), tables.TEXT),
        "actual": (msg("Paid"), "money"),
        "expected": (msg("To be expected"), "money"),
        "effect": (msg("Difference"), "money"),
        "low": (msg("Low"), "money"),
        "high": (msg("High"), "money"),
        "grade": (msg("How sure"), tables.TEXT),
    }
    return tables.table(frame, words, id="halo", title=words("Where the difference was made"), columns=columns)


@shows_missing
def placebo(counted: pd.DataFrame, words: Words) -> View:
    """Say what the method would have claimed in quiet weeks, and how far intervals were stretched for that."""
    row = counted.to_dict("records")[0]
    if not row["windows"]:
        return note(words("There is no quiet stretch before the campaign on which the method could be tried."), words)
    said = words(
        "Tried on {windows} quiet stretches of {days} days in which nothing happened, the method would have claimed a "
        "lift in {lifts} and a fall in {falls}; by chance about {chance} of each are to be expected.",
        windows=row["windows"],
        days=row["days"],
        lifts=row["lifts"],
        falls=row["falls"],
        chance=words.value(round(row["windows"] / 10), "count"),
    )
    if row["stretch"] > 1:
        wider = words.value(row["stretch"] - 1, "share")
        gap = "" if words.language == "zh" else " "
        said += gap + words("All ranges here are therefore {share} wider than the model’s own.", share=wider)
    figures = {"id": "placebo", "title": said, "columns": [{"name": name} for name in row], "rows": [[*row.values()]]}
    shown = note(said, words)
    return View(shown.html, {"tables": [figures]}, said)


@shows_missing
def costs(listed: pd.DataFrame, words: Words) -> View:
    """Show what the campaign cost, what is usual, and what remains; a dash is what the shop's data do not tell."""
    columns = {
        "cost": (msg("Cost"), tables.TEXT),
        "total": (msg("In all"), "money"),
        "usual": (msg("Usual"), "money"),
        "amount": (msg("Above the usual"), "money"),
    }
    frame = listed.reset_index()
    return tables.table(frame, words, id="costs", title=words("What it cost"), columns=columns, total=True)


@shows_missing
def payoff(reckoned: pd.DataFrame, words: Words) -> View:
    """Show margin added, cost, profit and return, each with its range."""
    frame = reckoned.rename_axis("figure").reset_index()
    said = spoken.figures(frame, "figure", ("value", "low", "high"), words)
    columns = {
        "figure": (msg("Figure"), BY_ROW),
        "value": (msg("Amount"), BY_ROW),
        "low": (msg("Low"), BY_ROW),
        "high": (msg("High"), BY_ROW),
    }
    return spoken.table(frame, said, words, id="payoff", title=words("What it earned"), columns=columns)


@shows_missing
def sureness(sure: pd.DataFrame, words: Words) -> View:
    """Say what guides the estimate, how sure it is, and what speaks against it."""
    found = sure.to_dict("records")[0]
    guides = {
        "other_platforms": words(
            "the platforms without a campaign ({names})", names=spoken.listed(found["guides"], words)
        ),
        "year_ago": words("the same weeks a year ago, as no platform was free of campaigns"),
        "weekdays": words("the weekday and the level alone, as neither a platform nor last year was free of campaigns"),
    }
    said = words(
        "What was to be expected is guided by {guide}, and learned from {n} quiet days.",
        guide=guides[found["guide"]],
        n=found["quiet"],
    )
    against = [words(REASONS[reason]) for reason in found["reasons"]]
    if against:
        ending = words("The lift is a hint: {reasons}.", reasons=words("; ").join(against))
    else:
        ending = words("The lift is likely: nothing that was tried speaks against it.")
    text = said + ("" if words.language == "zh" else " ") + ending
    shown = note(text, words)
    kept = {name: [found[name]] for name in ("grade", "guide", "quiet")}
    kept |= {name: [";".join(found[name])] for name in ("reasons", "guides")}
    rows = [[values[0] for values in kept.values()]]
    table = {"id": "sureness", "title": text, "columns": [{"name": name} for name in kept], "rows": rows}
    return View(shown.html, {"tables": [table]}, text)


@shows_missing
def claimed(found: pd.DataFrame, words: Words) -> View:
    """Say what the platforms claim for their advertising of these days: it is not what the campaign added."""
    row = found.to_dict("records")[0]
    text = words(
        "For these days the platforms claim a ROAS of {roas} (80% sure: {low} to {high}) on {spend} of ad spend; they "
        "count orders that would have come anyway, so it says nothing of the lift.",
        roas=words.value(row["value"], "ratio"),
        low=words.value(row["low"], "ratio"),
        high=words.value(row["high"], "ratio"),
        spend=words.short(row["spend"], "money"),
    )
    shown = note(text, words)
    table = {"id": "claimed", "title": text, "columns": [{"name": name} for name in row], "rows": [[*row.values()]]}
    return View(shown.html, {"tables": [table]}, text)


@shows_missing
def held_out(found: pd.DataFrame, words: Words) -> View:
    """Show how well the days right before the campaign were foretold."""
    title = words("The days right before, foretold from those earlier")
    return tables.table(found, words, id="held_out", title=title, columns=WINDOW)


@shows_missing
def windows(tried: pd.DataFrame, words: Words) -> View:
    """Show the quiet windows that the method was tried on; their ranges are not stretched."""
    title = words("Quiet windows of the same length, orders")
    return tables.table(tried, words, id="windows", title=title, columns=WINDOW)


@shows_missing
def kept(found: pd.DataFrame, words: Words) -> View:
    """Show what is left of paid after goods, fees and refunds, usually and in the campaign."""
    frame = found.rename_axis("phase").reset_index()
    columns = {
        "phase": (msg("When"), tables.TEXT),
        "paid": ("paid", "money"),
        "margin_rate": (msg("Margin before fees and refunds"), "share"),
        "fee": (msg("Platform fee"), "share"),
        "refund_rate": ("refund_rate", "share"),
        "discount_rate": (msg("Shop’s discount on paid"), "share"),
        "kept": (msg("Left of paid"), "share"),
    }
    title = words("What is left of paid, usually and in the campaign")
    return tables.table(frame, words, id="kept", title=title, columns=columns)
