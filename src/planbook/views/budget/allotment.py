"""The tables of a budget: what spend brings, how it is shared out, and ways to spend side by side."""

from __future__ import annotations

import pandas as pd

from planbook.summaries import Campaign
from planbook.views import plans, spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

ORIGINS = {
    "given": msg("as the parameter says"),
    "campaign": msg("the campaign’s budget without its cost beside advertising"),
    "last_edition": msg("what the last edition spent, since the campaign has no budget yet"),
    "usual": msg("as many days of today’s spend, since neither a budget nor a last edition is known"),
}
WHERE = {"platform": (msg("Platform"), tables.TEXT), "channel": (msg("Channel"), tables.TEXT)}


@shows_missing
def purse(found: pd.DataFrame, words: Words) -> View:
    """Say how much there is to share out, and where that comes from."""
    row = found.to_dict("records")[0]
    money, origin = words.value(row["value"], "money"), words(ORIGINS[row["origin"]])
    return note(words("{money} are shared out: {origin}.", money=money, origin=origin), words)


@shows_missing
def channels(curves: pd.DataFrame, words: Words) -> View:
    """Show what each channel costs and claims a day, and the ROAS at which it would break even."""
    own = curves[curves["draw"] == 0].assign(
        roas=lambda rows: rows["paid"] / rows["spend"].where(rows["spend"] > 0),
        break_even_roas=lambda rows: 1 / rows["kept"],
    )
    columns = WHERE | {
        "spend": (msg("Spend a day"), "money"),
        "paid": (msg("Paid a day, as the tools claim"), "money"),
        "roas": ("roas", "ratio"),
        "break_even_roas": ("break_even_roas", "ratio"),
    }
    title = words("Each channel today, mean of three months")
    return tables.table(own, words, id="channels_today", title=title, columns=columns)


@shows_missing
def tests(held: pd.DataFrame, words: Words) -> View:
    """Show each lift test beside what the curve says of the same change in spend."""
    columns = WHERE | {
        "ends": (msg("Ended"), "day"),
        "said": (msg("Paid, as the curve says"), "money"),
        "lift": (msg("Paid, as measured"), "money"),
        "value": (msg("Measured ÷ curve"), "ratio"),
        "low": (msg("Low"), "ratio"),
        "high": (msg("High"), "ratio"),
    }
    return tables.table(held, words, id="lift_tests", title=words("Tests against the curves"), columns=columns)


@shows_missing
def next_yuan(found: pd.DataFrame, words: Words, *, id: str, title: str) -> View:
    """Show what a yuan of each channel brings on average, and what the next one would."""
    columns = WHERE | {
        "spend": (msg("Spend"), "money"),
        "average": ("average_return", "ratio"),
        "average_low": (msg("Low"), "ratio"),
        "average_high": (msg("High"), "ratio"),
        "marginal": ("marginal_return", "ratio"),
        "low": (msg("Low"), "ratio"),
        "high": (msg("High"), "ratio"),
        "checked": (msg("Checked by a test"), BY_ROW),
    }
    checked = [words("yes") if tests else words("no") for tests in found["tests"]]
    frame = found.assign(checked=found["tests"] > 0)
    said = {"checked": checked} | {name: [words.name(code) for code in found[name]] for name in WHERE}
    return spoken.table(frame, said, words, id=id, title=title, columns=columns)


@shows_missing
def split(shared: pd.DataFrame, words: Words, *, curves: pd.DataFrame, budget: pd.DataFrame) -> View:
    """Show how the budget is shared out, beside as many days of today's spend; the last row is the whole."""
    amount, own = float(budget["value"].iloc[0]), curves.loc[curves["draw"] == 0, [*WHERE, "spend", "most"]]
    both = shared.merge(own, "left", list(WHERE), suffixes=("", "_now"))
    whole = {"platform": "all", "channel": "total", "role": ""} | both[["spend", "spend_now"]].sum().to_dict()
    frame = pd.concat([both, pd.DataFrame([whole])], ignore_index=True)
    frame = frame.assign(share=frame["spend"] / amount)
    columns = WHERE | {
        "role": (msg("Role of the channel"), tables.TEXT),
        "spend": ("planned_spend", "money"),
        "share": ("budget_share", "share"),
        "spend_now": (msg("As many days of today’s spend"), "money"),
        "most": (msg("Most it may get"), "money"),
    }
    title = words("The budget shared out")
    return tables.table(frame, words, id="budget_split", title=title, columns=columns, total=True)


@shows_missing
def scenarios(found: pd.DataFrame, words: Words) -> View:
    """Set ways to spend side by side."""
    columns = {
        "scenario": (msg("Way to spend"), tables.TEXT),
        "spend": ("planned_spend", "money"),
        "paid": (msg("Paid to be expected"), "money"),
        "margin": ("expected_margin", "money"),
        "low": (msg("Low"), "money"),
        "high": (msg("High"), "money"),
        "roi": ("expected_roi", "share"),
        "gain": (msg("More left than by today's spend"), "money"),
        "gain_low": (msg("Low"), "money"),
        "gain_high": (msg("High"), "money"),
    }
    title = words("Ways to spend, side by side")
    return tables.table(found, words, id="budget_scenarios", title=title, columns=columns)


@shows_missing
def fits(found: pd.DataFrame, words: Words) -> View:
    """Show the shapes of the curves with their ranges: for the appendix."""
    columns = WHERE | {
        "kappa": (msg("Bend κ at usual spend"), "ratio"),
        "kappa_low": (msg("Low"), "ratio"),
        "kappa_high": (msg("High"), "ratio"),
        "carry": (msg("Carried to the next day"), "share"),
        "carry_low": (msg("Low"), "share"),
        "carry_high": (msg("High"), "share"),
        "moved": (msg("How far spend was moved"), "share"),
    }
    return tables.table(found, words, id="response_fits", title=words("Shape of each curve"), columns=columns)


@shows_missing
def rows(planned: pd.DataFrame, words: Words, *, ran: Campaign) -> View:
    """Show the split as it goes into the table of targets, and hand it on."""
    columns = {
        "period": (msg("Campaign"), tables.TITLE),
        "platform": (msg("Platform"), tables.TEXT),
        "channel": (msg("Channel"), tables.TEXT),
        "owner": (msg("Owner"), tables.TITLE),
        "value": ("spend", "money"),
    }
    title = words("Spend by channel, as it goes into the plan")
    shown = planned.assign(owner=planned["owner"].astype(object).fillna(""))
    said = {"period": [ran.name(words.language)] * len(shown)}
    told = spoken.table(shown, said, words, id="spend_targets", title=title, columns=columns)
    return plans.hand_on(told, planned, table="targets")
