"""Two pictures of the market: price bands by demand and supply, and the map of what brands are spoken of."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import charts, tables
from planbook.views.charts import Chart
from planbook.views.display import Absent, View, note, shows_missing
from planbook.views.plans import BRIEF
from planbook.views.rivals.brands import band_names, brand_of, topic_of
from planbook.views.vocabulary import msg
from planbook.views.words import LOCALES, Words, open_words

CHANCE = 0.05  # above it, brands may be spoken of alike


@shows_missing
def band_chart(found: pd.DataFrame, words: Words) -> Chart | Absent:
    """Draw each price band's share of items and of units; the band with most room is marked."""
    frame = found.assign(name=band_names(found, words))
    best = frame[frame["verdict"] == "room"].sort_values("low", ascending=False)
    mark = best["name"].iloc[0] if len(best) else None
    found_room = words("{band} has more demand than offers", band=mark)
    title = found_room if mark else words("Share of items and of units by price band")
    return charts.dumbbell(
        frame, words, title=title, unit="share", label="name", before="supply", after="demand", mark=mark,
        subtitle=words("Rivals' items and units by price band, %"),
    )  # fmt: skip


def white_space(room: pd.DataFrame | Missing, words: Words, *, period: str) -> pd.DataFrame | Missing:
    """Write each price band with room as a line: how much more its items sell than the mean (``price_bands.room``)."""
    if isinstance(room, Missing):
        return room
    bands = {code: band_names(room, open_words(code, words.currency)) for code in LOCALES}
    rows = [
        {
            "period": period, "part": "white_space", "line": _band(row), "rank": place + 1, "value": row["index"],
            "low": row["low"], "high": row["high"], "n": int(row["items"]), "source": "11_competitor_analysis",
            **{
                f"text_{code}": _sells(names[place], row, open_words(code, words.currency))
                for code, names in bands.items()
            },
        }
        for place, row in enumerate(room.to_dict("records"))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=BRIEF)


@shows_missing
def position_map(points: pd.DataFrame, words: Words, *, fit: dict[str, float]) -> Chart | Absent:
    """Draw the map of brands and topics, and say how much of the differences it shows."""
    brands = points["kind"] == "row"
    frame = points.assign(
        name=[brand_of(n, words) if row else topic_of(n, words) for n, row in zip(points["name"], brands, strict=True)]
    )
    shown = words(
        "the axes show {x} and {y} of the differences; {n} mentions",
        x=words.value(fit["x"], "share"),
        y=words.value(fit["y"], "share"),
        n=words.value(fit["n"], "count"),
    )
    alike = words("Brands are spoken of almost alike: the map is a hint")
    title = words("What brands are spoken of") if fit["chance"] <= CHANCE else alike
    return charts.positions(
        frame, words, title=title, mark=brand_of("", words), names=(words("Brands"), words("Topics")), subtitle=shown
    )


@shows_missing
def map_fit(fit: dict[str, float], words: Words) -> View:
    """Say how much the map shows, and how often chance alone would make such differences."""
    text = words(
        "Map: total inertia {inertia}, of it {x} and {y} on the two axes; {n} mentions; chance of such differences "
        "among brands that are spoken of alike: {chance}.",
        inertia=words.value(fit["inertia"], "number"),
        x=words.value(fit["x"], "share"),
        y=words.value(fit["y"], "share"),
        n=words.value(fit["n"], "count"),
        chance=words.value(fit["chance"], "share"),
    )
    shown = note(text, words)
    columns = {name: (label, "number") for name, label in FIT.items()}
    frame = pd.DataFrame([fit])[list(FIT)]
    described = tables.describe(frame, words, columns)
    return View(shown.html, {"tables": [tables.twin(frame, described, id="map_fit", title=text)]}, text)


FIT = {
    "inertia": msg("Inertia"),
    "x": msg("First axis"),
    "y": msg("Second axis"),
    "n": msg("Mentions"),
    "chance": msg("Chance"),
}


def _band(row: dict[Any, Any]) -> str:
    """Write a price band as a key: ``100-150``, open at an end without a bound."""
    ends = ["" if abs(row[end]) == float("inf") else f"{row[end]:g}" for end in ("low_price", "high_price")]
    return "-".join(ends)


def _sells(band: str, row: dict[Any, Any], words: Words) -> str:
    return words(
        "{band}: an item there sells {index} times the mean (80% sure: {low} to {high})",
        band=band, **{name: words.value(row[name], "ratio") for name in ("index", "low", "high")},
    )  # fmt: skip
