"""The tables of who buys: scores, states and how they move, segments, and how sure clusters are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from planbook.absence import Missing
from planbook.measures.clusters import Clusters
from planbook.views import charts, tables
from planbook.views.display import View, absent, note, shows_missing, stacked
from planbook.views.vocabulary import msg
from planbook.views.words import Words

RANGE = {"low": (msg("Low"), "share"), "high": (msg("High"), "share")}
FEATURES = {"recency": "recency_days", "unit_price": "price"}  # the others are named by their own ids
SIZES = {
    "customers": (msg("Customers"), "count"),
    "share": (msg("Of customers"), "share"),
    "net": ("net", "money"),
    "net_share": (msg("Of net"), "share"),
    "net_low": (msg("Low"), "share"),
    "net_high": (msg("High"), "share"),
    "net_each": (msg("Net a year each"), "money"),
    "repurchase": (msg("Bought again"), "share"),
    "lapsed": (msg("Lapsed"), "share"),
}


@shows_missing
def identified(orders: pd.DataFrame, words: Words) -> View:
    """Show which platforms' orders carry a buyer's id, and so who of this report's customers can be seen at all."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "orders": ("orders", "count"),
        "paid": ("paid", "money"),
        "unknown": (msg("Orders without a buyer id"), "count"),
        "unknown_share": (msg("Of orders"), "share"),
        "unknown_paid_share": (msg("Of paid"), "share"),
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
def sizes(
    found: pd.DataFrame, words: Words, *, by: str, id: str, title: str, without: Collection[str] = ("net",)
) -> View:
    """Show how many customers each segment has and what they bring, with intervals; some columns may be left out."""
    shown = {name: head for name, head in SIZES.items() if name not in without and found[name].notna().any()}
    mark = found["net"].idxmax() if found["net"].notna().any() else None
    columns = {by: (msg("Segment"), "text"), **shown}
    return tables.table(found, words, id=id, title=title, columns=columns, mark=mark, bars=("net_share",))


@shows_missing
def weight(found: pd.DataFrame, words: Words, *, by: str) -> charts.Chart | View:
    """Draw each segment's share of customers beside its share of net."""
    named = found.rename(columns={"share": "of_customers", "net_share": "of_net"})
    row = named.loc[[named["net"].idxmax()]].to_dict("records")[0]
    title = words(
        "{segment}: {share} of customers, {net} of net",
        segment=words.name(row[by]),
        share=words.short(row["of_customers"], "share", 0),
        net=words.short(row["of_net"], "share", 0),
    )
    parts = {"label": by, "before": "of_customers", "after": "of_net"}
    sub = words("share of known customers and of their net")
    return charts.dumbbell(named, words, title=title, unit="share", mark=row[by], subtitle=sub, **parts)


def rhythm(curve: pd.DataFrame | Missing, words: Words, *, limits: pd.DataFrame | Missing) -> charts.Chart | View:
    """Draw how soon those who come back do so."""
    title = words("Share of purchases that another one has followed")
    if not isinstance(limits, Missing):
        row = limits.to_dict("records")[0]
        days, horizon = (words.value(row[name], "days") for name in ("lapse_days", "horizon"))
        title = words("Nine in ten of those who return within {horizon} do so in {days}", horizon=horizon, days=days)
    sub = words("share of purchases that another one has followed, by days since; the band is 80% sure")
    return charts.maturity(curve, words, title=title, subtitle=sub)


def thresholds(bounds: pd.DataFrame | Missing, words: Words, *, limits: pd.DataFrame | Missing) -> View:
    """State the two numbers that states are told by, and what they come from."""
    if isinstance(bounds, Missing):
        return absent(bounds, words)
    gap = "" if words.language == "zh" else " "
    vip = words.short(float(bounds["vip_from"].iloc[0]), "money")
    said = words("VIP: net of {vip} or more, which at most one customer in ten reaches.", vip=vip)
    if pd.isna(bounds["vip_from"].iloc[0]):
        said = words("VIP: nobody, since those who bring most all bring the same.")
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
    went = found[found["customers"] > 0].assign(stayed=found["state_before"].astype(str) == found["state"].astype(str))
    went = went.sort_values(["stayed", "customers"], ascending=[True, False], ignore_index=True)
    columns = {
        "state_before": (msg("Then"), "text"),
        "state": (msg("Now"), "text"),
        "customers": (msg("Customers"), "count"),
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
    """Show how clearly each number of clusters parts the customers, and which was taken."""
    taken = found.scores.index[found.scores["k"] == len(found.centres)][0]
    columns = {"k": (msg("Clusters"), "count"), "silhouette": ("silhouette", "ratio")}
    title = words(
        "How clearly each number of clusters parts the customers; of those about as clear, the fewest are taken"
    )
    return tables.table(found.scores, words, id="silhouettes", title=title, columns=columns, mark=taken)


@shows_missing
def profile(found: pd.DataFrame, words: Words, *, names: pd.Series[str]) -> View:
    """Show how far each cluster lies from all customers, feature by feature, in their standard deviations."""
    wide = found.pivot_table("distance", "feature", "cluster", sort=False)
    wide.columns = pd.Index([names[cluster] for cluster in wide.columns])
    wide.index = pd.Index([FEATURES.get(str(name), str(name).removeprefix("share_")) for name in wide.index])
    title = words("Distance of each persona from all customers, in standard deviations")
    return tables.heat(wide, words, id="profile", title=title, unit="number", middle=0.0)
