"""The tables of who buys: scores, states and how they move, segments, and how sure clusters are."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planbook.absence import Missing
from planbook.measures.clusters import Clusters
from planbook.views import tables
from planbook.views.display import View, absent, note, shows_missing, stacked
from planbook.views.vocabulary import msg
from planbook.views.words import Words

RANGE = {"low": (msg("Low"), "share"), "high": (msg("High"), "share")}
FEATURES = {"recency": "recency_days", "unit_price": "price"}  # the others are named by their own ids
SIZES = {
    "customers": ("customers", "count"),
    "share": (msg("Share of customers"), "share"),
    "net": ("net", "money"),
    "net_share": (msg("Share of net"), "share"),
    "net_low": (msg("Low"), "share"),
    "net_high": (msg("High"), "share"),
    "net_each": ("net_each", "money"),
    "repurchase": ("repurchase", "share"),
    "lapsed": ("lapsed_share", "share"),
}


@shows_missing
def identified(orders: pd.DataFrame, words: Words) -> View:
    """Show which platforms' orders carry a buyer's id, and so who of this report's customers can be seen at all."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "orders": ("orders", "count"),
        "paid": ("paid", "money"),
        "unknown": (msg("Orders without a buyer id"), "count"),
        "unknown_share": (msg("Share without"), "share"),
    }
    title = words("Orders of the year, and those that name no buyer")
    return tables.table(orders, words, id="identified", title=title, columns=columns)


@shows_missing
def grid(counts: pd.DataFrame, words: Words) -> View:
    """Show how many customers have each pair of scores, best at the top right."""
    title = words("Customers by recency (rows, 5 is latest) and by frequency and money (columns, 5 is most)")
    named = counts.rename(index=str, columns=str)
    return tables.heat(named, words, id="rfm", title=title, unit="count", corner=words("Recency"))


@shows_missing
def sizes(found: pd.DataFrame, words: Words, *, by: str, id: str, title: str) -> View:
    """Show how many customers each segment has and what they bring, with intervals."""
    shown = {name: head for name, head in SIZES.items() if found[name].notna().any()}
    mark = found["net"].idxmax() if found["net"].notna().any() else None
    columns = {by: (msg("Segment"), "text"), **shown}
    return tables.table(found, words, id=id, title=title, columns=columns, mark=mark, bars=("share", "net_share"))


def thresholds(bounds: pd.DataFrame | Missing, words: Words, *, limits: pd.DataFrame | Missing) -> View:
    """State the two numbers that states are told by, and what they come from."""
    if isinstance(bounds, Missing):
        return absent(bounds, words)
    gap = "" if words.language == "zh" else " "
    vip = words.short(float(bounds["vip_from"].iloc[0]), "money")
    said = words("VIP: net of {vip} or more, which nine customers in ten stay below.", vip=vip)
    if isinstance(limits, Missing):
        return note(
            words("Too few have come back to say when a customer is lapsed: nobody is called so.") + said, words
        )
    row = limits.to_dict("records")[0]
    lapsed = words(
        "Lapsed: {days} without a purchase (80% sure: {low} to {high}). Of those who come back within {horizon}, nine "
        "in ten do so sooner; counted on {returns} returns and {waiting} waits that still go on.",
        days=words.value(row["lapse_days"], "days"),
        low=words.value(round(row["low"]), "count"),
        high=words.value(round(row["high"]), "days"),
        horizon=words.value(row["horizon"], "days"),
        returns=words.value(row["returns"], "count"),
        waiting=words.value(row["waiting"], "count"),
    )
    order = words("In this order: lapsed, VIP, repeat (two purchases or more), first purchase.")
    return note(gap.join([lapsed, said, order]), words)


@shows_missing
def potential(found: pd.DataFrame, words: Words) -> View:
    """Show who is known and never bought, by where they are known from."""
    columns = {"known_from": (msg("Known from"), "text"), "people": (msg("Known, never bought"), "count")}
    title = words("Potential buyers; those in the cart are sums of days of the quarter and no people")
    return tables.table(found, words, id="potential", title=title, columns=columns)


@shows_missing
def moves(found: pd.DataFrame, words: Words, *, square: pd.DataFrame, then: date) -> View:
    """Show where the customers of each state went: shares as a square, then every move with its number and interval."""
    since = words.day(then)
    title = words("Of the customers in a state on {day} (rows), the share that stands in each state now", day=since)
    heat = tables.heat(square, words, id="matrix", title=title, unit="share", corner=words("Then"))
    went = found[(found["customers"] > 0)].sort_values("customers", ascending=False, ignore_index=True)
    columns = {
        "state_before": (msg("Then"), "text"),
        "state": (msg("Now"), "text"),
        "customers": ("customers", "count"),
        "of": (msg("of"), "count"),
        "share": (msg("Share"), "share"),
        **RANGE,
        "net_a_year": (msg("Net a year until then"), "money"),
        "net_since": (msg("Net since"), "money"),
    }
    listed = words("Moves between states since {day}", day=since)
    return stacked(heat, tables.table(went, words, id="moves", title=listed, columns=columns, limit=8))


@shows_missing
def shift(found: pd.DataFrame, words: Words, *, id: str, title: str) -> View:
    """Show how the mix of segments has changed, with the interval of each change."""
    columns = {
        "segment": (msg("Segment"), "text"),
        "customers_before": (msg("Customers then"), "count"),
        "customers": (msg("Customers now"), "count"),
        "share_before": (msg("Share then"), "share"),
        "share": (msg("Share now"), "share"),
        "change": (msg("Change"), "points"),
        "low": (msg("Low"), "points"),
        "high": (msg("High"), "points"),
    }
    return tables.table(found, words, id=id, title=title, columns=columns)


@shows_missing
def stability(found: Clusters, words: Words, *, names: pd.Series[str]) -> View:
    """Show whether each cluster comes back when customers are drawn anew."""
    frame = found.stability.assign(
        persona=[names[cluster] for cluster in found.stability["cluster"]],
        verdict=["stable" if stable else "unstable" for stable in found.stability["stable"]],
    )
    columns = {
        "persona": (msg("Persona"), "text"),
        "jaccard": ("jaccard", "ratio"),
        "verdict": (msg("Does it come back?"), "text"),
    }
    title = words(
        "Overlap of each cluster with those of resampled customers; found on {n}",
        n=words.plural("{n} customer", "{n} customers", found.fitted),
    )
    return tables.table(frame, words, id="stability", title=title, columns=columns)


@shows_missing
def scores(found: Clusters, words: Words) -> View:
    """Show how clearly each number of clusters parts the customers; the clearest was taken."""
    best = int(found.scores["silhouette"].to_numpy().argmax())
    columns = {"k": (msg("Clusters"), "count"), "silhouette": ("silhouette", "ratio")}
    title = words("How clearly three to six clusters part the customers")
    return tables.table(found.scores, words, id="silhouettes", title=title, columns=columns, mark=best)


@shows_missing
def profile(found: pd.DataFrame, words: Words, *, names: pd.Series[str]) -> View:
    """Show how far each cluster lies from all customers, feature by feature, in their standard deviations."""
    wide = found.pivot_table("distance", "feature", "cluster", sort=False)
    wide.columns = pd.Index([names[cluster] for cluster in wide.columns])
    wide.index = pd.Index([FEATURES.get(str(name), str(name).removeprefix("share_")) for name in wide.index])
    title = words("Distance of each persona from all customers, in standard deviations")
    return tables.heat(wide, words, id="profile", title=title, unit="number", middle=0.0)
