"""Importance and performance as tables and pictures: ours, each rival's, and the two sources beside each other."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.measures import differentiators
from planbook.views import charts, numerals, spoken, tables
from planbook.views.buyers import within
from planbook.views.charts import Chart
from planbook.views.display import Absent, View, note, shows_missing, stacked, together
from planbook.views.rivals.brands import brand_of, topic_of, with_brands
from planbook.views.spoken import BY_ROW, enumerated
from planbook.views.vocabulary import msg
from planbook.views.words import Words

UNITS = {"survey": "number", "reviews": "share"}
PERFORMANCE = {"survey": "performance", "reviews": "topic_praise"}
IMPORTANCE = {"survey": "importance", "reviews": "mention_share"}
TONES = {"keep_up": "good", "mend_first": "bad"}
RIVALS = 4  # lines beside ours that can be told apart


@shows_missing
def marks(done: pd.DataFrame, words: Words, *, id: str, weights: pd.DataFrame) -> View:
    """Show how well each brand does each attribute as a heat map, what weighs most on top; intervals one click away.

    ``done`` is ``attributes.performance`` or ``attributes.praised``, ``weights`` how much each attribute weighs.
    """
    source = _source(done)
    unit, name = UNITS[source], PERFORMANCE[source]
    wide = done.pivot_table("value", "attribute", "brand", sort=False)
    wide = wide.reindex([code for code in weights["attribute"] if code in wide.index])
    wide = wide.set_axis([topic_of(code, words) for code in wide.index], axis=0)
    wide = wide.set_axis([brand_of(code, words) for code in wide.columns], axis=1)
    title = {
        "survey": words("How well each brand does it, 1–5, by who has rated it"),
        "reviews": words("Share of praise among the reviews that speak of it"),
    }[source]
    shown = tables.heat(wide, words, id=f"{id}_map", title=title, unit=unit, corner=words("Attribute"))
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "attribute": (msg("Attribute"), tables.TITLE),
        "n": (msg("Answers"), "count") if source == "survey" else (msg("Reviews that speak of it"), "count"),
        "value": (name, unit),
        "low": (msg("Low"), unit),
        "high": (msg("High"), unit),
    }
    frame = with_brands(done, words).assign(attribute=[topic_of(code, words) for code in done["attribute"]])
    details = tables.behind(frame, tables.describe(frame, words, columns), words, title=title)
    told = tables.twin(done, tables.describe(done, words, columns), id=id, title=title)
    return View(together([shown.html, details]), shown.twin | {"tables": [*shown.twin["tables"], told]}, shown.text)


@shows_missing
def beside(found: pd.DataFrame, words: Words) -> View:
    """Show both sources attribute by attribute, each figure with its interval and number (``attributes.beside``)."""
    said: dict[str, list[str]] = {"attribute": [topic_of(code, words) for code in found["attribute"]]}
    for source, unit in UNITS.items():
        for side in ("importance", "performance"):
            ends = found[[f"{source}_{side}{end}" for end in ("", "_low", "_high")]]
            said[f"{source}_{side}"] = [_ranged(row, unit, words) for row in ends.itertuples(index=False, name=None)]
    columns = {
        "attribute": (msg("Attribute"), BY_ROW),
        "survey_importance": (msg("Importance, survey"), BY_ROW),
        "reviews_importance": (msg("Spoken of, reviews"), BY_ROW),
        "survey_performance": (msg("Performance, survey"), BY_ROW),
        "reviews_performance": (msg("Of these, praise"), BY_ROW),
        "verdict": (msg("Both sources"), tables.TEXT),
    }
    title = words("Importance and our performance, by survey and by reviews (in brackets: 80% sure)")
    shown = whole(found, said, words, id="both_sources", title=title, columns=columns)
    counts = {str(name): _counted(found[name], words) for name in found if str(name).endswith("_n")}
    text = words(
        "Numbers behind them: {survey_importance_n} answers on importance, {survey_performance_n} on performance; "
        "{reviews_importance_n} reviews, of which {reviews_performance_n} speak of a topic.",
        **counts,
    )
    return stacked(shown, note(text, words))


def whole(
    frame: pd.DataFrame, said: dict[str, list[str]], words: Words, *, id: str, title: str, columns: tables.Columns,
    mark: object = None,
) -> View:  # fmt: skip
    """Show a table of texts whose twin holds every column of the frame, shown or not."""
    blank = frame.assign(**{name: "" for name in said if name not in frame})
    shown = spoken.table(blank, said, words, id=id, title=title, columns=columns, mark=mark)
    heads = [{"name": str(name), "label": str(name), "unit": BY_ROW} for name in frame]
    rows: list[list[Any]] = [list(row) for row in frame.itertuples(index=False)]
    return View(shown.html, {"tables": [{"id": id, "title": title, "columns": heads, "rows": rows}]}, shown.text)


@shows_missing
def map_of(found: pd.DataFrame, words: Words, *, source: str) -> Chart | Absent:
    """Draw our attributes by performance and importance, the quadrants by their names (``attributes.quadrants``)."""
    unit = UNITS[source]
    points = pd.DataFrame({
        "name": [topic_of(code, words) for code in found["attribute"]],
        **{f"{axis}{end}": found[f"{side}{end}"]
           for axis, side in (("x", "performance"), ("y", "importance")) for end in ("", "_low", "_high")},
        "tone": [TONES.get(code, "") for code in found["quadrant"]],
    })  # fmt: skip
    lines = float(found["performance_line"].iloc[0]), float(found["importance_line"].iloc[0])
    across, up = words.short(lines[0], unit), words.short(lines[1], unit)
    corners = tuple(words.name(code) for code in ("mend_first", "keep_up", "overkill", "low_priority"))
    sub = words("dashed: the means, {x} across and {y} up; whiskers are 80% sure", x=across, y=up)
    return charts.quadrants(
        points, words, title=_map_title(found, words, source), unit=unit,
        names=(words.name(PERFORMANCE[source]), words.name(IMPORTANCE[source])), lines=lines,
        corners=(corners[0], corners[1], corners[2], corners[3]), subtitle=sub,
    )  # fmt: skip


@shows_missing
def curve(done: pd.DataFrame, words: Words, *, weights: pd.DataFrame, found: pd.DataFrame) -> Chart | Absent:
    """Draw the value curve: ours with its ranges and the most rated rivals', attributes by importance.

    ``found`` (``differentiators.evidence``) says on how many of them we are surely ahead.
    """
    source = _source(done)
    order = [code for code in weights["attribute"] if (done["attribute"] == code).any()]
    wide = done.pivot_table("value", "attribute", "brand", sort=False).reindex(order).iloc[:, : RIVALS + 1]
    title = words(
        "Surely ahead on {n} of {all}",
        n=words.value(float(len(differentiators.strongest(found))), "count"), all=words.value(len(wide), "count"),
    )  # fmt: skip
    names = [topic_of(code, words) for code in order]
    ours = done[done["brand"] == ""].set_index("attribute").reindex(order).set_axis(names, axis=0)
    wide = wide.set_axis(names, axis=0).set_axis([brand_of(code, words) for code in wide.columns], axis=1)
    sub = {
        "survey": words("Marks from 1 to 5; ours with the 80% range; what weighs most for buyers on top"),
        "reviews": words("Praise where spoken of; ours with the 80% range; what is spoken of most on top"),
    }[source]
    head = {"survey": words("mean mark"), "reviews": words("praise")}[source]
    return charts.curve(wide, words, title=title, unit=UNITS[source], subtitle=sub, heading=head, ends=ours)


def _source(found: pd.DataFrame) -> str:
    return str(found["source"].iloc[0])


def _ranged(row: tuple[float, ...], unit: str, words: Words) -> str:
    """Write a figure with its range; a dash where the source does not know it."""
    value, low, high = row
    if not numerals.known(value):
        return numerals.UNKNOWN
    return words("{value} ({range})", value=words.short(value, unit), range=words.range(low, high, unit))


def _counted(numbers: pd.Series[float], words: Words) -> str:
    """Write the least and the most of some counts, one where they are equal."""
    known = sorted(float(x) for x in numbers.dropna()) or [0.0]
    same = known[0] == known[-1]
    return words.value(known[0], "count") if same else words.range(known[0], known[-1], "count")


def _map_title(found: pd.DataFrame, words: Words, source: str) -> str:
    """Say what is to be mended first, else what is to be kept up."""
    for quadrant, text in (("mend_first", msg("Mend first: {names}")), ("keep_up", msg("Keep up: {names}"))):
        codes = found.loc[found["quadrant"] == quadrant, "attribute"]
        if len(codes):
            names = enumerated((within(topic_of(code, words)) for code in codes), words)
            said = words(text, names=names)
            return said if source == "survey" else words("By reviews – {said}", said=said)
    return words("No attribute surely stands out, neither to mend nor to keep up")
