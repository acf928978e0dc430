"""The tables of offers: baskets, what each does to their margin, what is to be expected, new buyers, points."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.pricing import terms
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

OFFER = (msg("Offer"), BY_ROW)
ENDS = {"low": (msg("Low"), "money"), "high": (msg("High"), "money")}


@shows_missing
def baskets(told: pd.DataFrame, words: Words, *, drawn: int | Missing, everyday: pd.DataFrame | Missing) -> View:
    """Show what the baskets are that offers are reckoned on (`baskets.told`), and how many they were drawn from."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "orders": ("orders", "count"),
        "basket": (msg("Mean order"), "money"),
        "median": (msg("Median order"), "money"),
        "items": ("basket_units", "number"),
        "margin": ("basket_margin", "share"),
    }
    title = words("Orders of usual days of the last year, on which offers are reckoned; margin before returns")
    view = tables.table(told, words, id="baskets", title=title, columns=columns, total=True)
    if isinstance(drawn, Missing):
        return view
    text = words(
        "Usual days are those of the last year without campaign or event; {n} orders lie on them, of all platforms. "
        "The margin is what goods and platform fee leave of what buyers paid.",
        n=words.value(drawn, "count"),
    )
    gap = "" if words.language == "zh" else " "
    return stacked(view, note(gap.join([text, *on_top(everyday, words)]), words))


def on_top(everyday: pd.DataFrame | Missing, words: Words) -> list[str]:
    """Say what usual days take off already, on top of which offers come (`baskets.everyday`); nothing if unknown."""
    if isinstance(everyday, Missing):
        return []
    off, by_shop = (words.value(everyday[name].iloc[0], "share") for name in ("off", "by_shop"))
    return [
        words(
            "Offers come on top of what usual days take off already: {off} of the list price, {shop} at the shop’s "
            "cost.",
            off=off,
            shop=by_shop,
        )
    ]


@shows_missing
def expected(orders: pd.DataFrame, words: Words) -> View:
    """Show how many orders the campaign is taken to bring without the offer (`awaited.orders`)."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "orders": (msg("Orders without the offer"), "count"),
        "low": (msg("Low"), "count"),
        "high": (msg("High"), "count"),
        "guide": (msg("Taken from"), tables.TEXT),
    }
    return tables.table(orders, words, id="orders_expected", title=words("Orders that count"), columns=columns)


@shows_missing
def margins(found: pd.DataFrame, words: Words) -> View:
    """Show what each offer leaves of an order, and what it must sell more (`choice.overall`)."""
    columns = {
        "offer": OFFER,
        "qualify": (msg("Orders it reaches"), "share"),
        "shop": (msg("The shop pays of it"), "share"),
        "price": (msg("What buyers pay for the same"), "share"),
        "before": (msg("Margin of an order, without"), "money"),
        "after": (msg("Margin of an order, with it"), "money"),
        "needed": ("uplift_needed", "share"),
        "needed_low": (msg("Low"), "share"),
        "needed_high": (msg("High"), "share"),
    }
    shown = found.assign(needed=found["needed"].where(found["needed"] < math.inf)).sort_values(
        ["needed", "offer"], ignore_index=True
    )
    return _offers(shown, words, id="offer_margins", title=words("What each offer leaves of an order"), columns=columns)


@shows_missing
def effects(found: pd.DataFrame, words: Words, *, mark: object = None) -> View:
    """Show what each offer is to be expected to bring over the campaign (`choice.overall`)."""
    columns = {
        "offer": OFFER,
        "uplift": ("uplift_expected", "share"),
        "uplift_low": (msg("Low"), "share"),
        "uplift_high": (msg("High"), "share"),
        "paid_more": (msg("Change in paid"), "money"),
        "effect": ("offer_effect", "money"),
        **ENDS,
        "chance": ("loss_chance", "share"),
        "most": (msg("Breaks even if the shop pays"), "share"),
        "status": (msg("Verdict"), tables.TEXT),
    }
    if found["effect"].isna().all():
        columns = {"offer": OFFER, "needed": ("uplift_needed", "share"), "status": columns["status"]}
    title = words("What each offer is to be expected to bring")
    return _offers(found, words, id="offer_effects", title=title, columns=columns, mark=mark)


@shows_missing
def by_platform(judged: pd.DataFrame, words: Words) -> View:
    """Show the offers platform by platform (`choice.judged`)."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "offer": OFFER,
        "needed": ("uplift_needed", "share"),
        "uplift": ("uplift_expected", "share"),
        "effect": ("offer_effect", "money"),
        **ENDS,
        "status": (msg("Verdict"), tables.TEXT),
    }
    own = judged[judged["platform"] != "all"].sort_values(
        ["platform", "effect", "needed", "offer"], ascending=[True, False, True, True], ignore_index=True
    )
    finite = own.assign(needed=own["needed"].where(own["needed"] < math.inf))
    return _offers(finite, words, id="offers_by_platform", title=words("Offers by platform"), columns=columns)


@shows_missing
def worth(most: pd.DataFrame, words: Words) -> View:
    """Show what a new buyer may cost (`newcomers.ceiling`)."""
    columns = {
        "customers": ("first_buyers", "count"),
        "repeat_share": ("came_back", "share"),
        "first": ("first_margin", "money"),
        "later": ("later_margin", "money"),
        "later_low": (msg("Low"), "money"),
        "later_high": (msg("High"), "money"),
        "value": ("new_buyer_worth", "money"),
    }
    return tables.table(most, words, id="new_buyer_worth", title=words("What a new buyer is worth"), columns=columns)


@shows_missing
def gifts(held: pd.DataFrame, words: Words) -> View:
    """Show gifts for new buyers against what a new buyer is worth (`newcomers.gifts`)."""
    columns = {
        "offer": OFFER,
        "given": (msg("Given to each"), "money"),
        "worth": (msg("A buyer more is worth"), "money"),
        "needed": ("new_buyers_needed", "share"),
        "uplift": ("new_buyers_expected", "share"),
        "uplift_low": (msg("Low"), "share"),
        "uplift_high": (msg("High"), "share"),
        "each": ("gift_each", "money"),
        "pays": (msg("Verdict"), tables.TEXT),
    }
    shown = held.assign(pays="pays_" + held["pays"])
    return _offers(shown, words, id="gifts", title=words("Gifts for new buyers"), columns=columns)


@shows_missing
def points(found: pd.DataFrame, words: Words) -> View:
    """Show what points cost and how many come back (`newcomers.points`)."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "given": (msg("Points given"), "count"),
        "used": (msg("Points used"), "count"),
        "redeemed": ("points_redeemed", "share"),
        "cost": ("point_cost", "money"),
        "share": (msg("Share of goods"), "share"),
    }
    return tables.table(found, words, id="points", title=words("Points"), columns=columns, total=True)


@shows_missing
def assumed(found: pd.DataFrame, words: Words, *, top_up: float, shifted: float) -> View:
    """Say what is taken for granted in what is to be expected."""
    filled = float(found["topped"].abs().max())
    said = {
        "top_up": words.value(top_up, "share"),
        "shifted": words.value(shifted, "share"),
        "filled": words.short(round(filled), "money"),
    }
    text = words(
        "Assumed, and to be set above: of baskets that lack a fifth of a threshold or less, none to {top_up} are "
        "filled up (half of that changes no offer’s margin by more than {filled}); "
        "of what is sold more, none to {shifted} is only bought earlier or instead of other items. What an event "
        "itself brings in visitors is not in it.",
        **said,
    )
    return note(text, words)


def charted(found: pd.DataFrame | Missing, words: Words) -> pd.DataFrame | Missing:
    """Make the offers ready for the chart: those whose effect is told, by their terms."""
    if isinstance(found, Missing):
        return found
    return found.assign(offer=terms.names(found["terms"].tolist(), words))


def _offers(
    frame: pd.DataFrame, words: Words, *, id: str, title: str, columns: tables.Columns, mark: object = None
) -> View:
    said = {"offer": terms.names(frame["terms"].tolist(), words)}
    marked = frame.index[frame["offer"] == mark]
    at = marked[0] if len(marked) else None
    return spoken.table(frame, said, words, id=id, title=title, columns=columns, mark=at, limit=14)
