"""KPI cards: value, change in words and arrow, target, interval, and the last thirteen periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.measures.catalog import CATALOG
from planbook.views import numerals
from planbook.views.display import View, lang, shows_missing, together
from planbook.views.vocabulary import msg
from planbook.views.words import Words

COMPARED = {
    "previous": msg("vs previous"),
    "week_ago": msg("vs same day last week"),
    "quarter_ago": msg("vs a quarter ago"),
    "year_ago": msg("vs year ago"),
    "aligned": msg("vs last event, aligned"),
}
STILL = 0.0005  # changes that are written as 0.0 % point nowhere
WIDE, HIGH = 120, 28  # of a sparkline, in its own units


@shows_missing
def scorecard(
    scorecard: pd.DataFrame,
    words: Words,
    *,
    ids: Iterable[str],
    history: pd.DataFrame | None = None,
    notes: Mapping[str, str] | None = None,
) -> View:
    """Show KPIs as cards.

    Parameters
    ----------
    scorecard
        Index: KPI id; columns ``value low high previous year_ago aligned target``, NaN where unknown.
    words
        The report's language.
    ids
        Which KPIs, in which order; four to six read best. One that is not in the frame is left out.
    history
        Index: period, oldest first; columns: KPI ids. The line at the foot of a card.
    notes
        KPI id → a few words under its value, such as an attribution window.
    """
    kept = [id for id in ids if id in scorecard.index]
    columns = [str(name) for name in scorecard.columns]
    numbers = scorecard.loc[kept].to_numpy(dtype=float)
    rows = {id: dict(zip(columns, row, strict=True)) for id, row in zip(kept, numbers.tolist(), strict=True)}
    cards = together(
        _card(id, rows[id], words, line=_line(history, id, words), note=(notes or {}).get(id, "")) for id in kept
    )
    html = Markup('<dl class="pb-cards" lang="{}">{}</dl>').format(lang(words), cards)
    text = "\n".join(f"{words.kpi(id)} {words.short(rows[id]['value'], CATALOG[id].unit)}" for id in kept)
    return View(html, {"figures": [_twin(id, rows[id], history) for id in kept]}, text)


def _card(id: str, row: Mapping[str, float], words: Words, *, line: Markup, note: str) -> Markup:
    kpi = CATALOG[id]
    if kpi.unit == "money" and {"low", "high"} <= set(row):
        value, low, high = numerals.estimated(row["value"], row["low"], row["high"])
        row = {**row, "value": value, "low": low, "high": high}
    parts = [
        Markup("<dt>{}</dt>").format(words.kpi(id)),
        Markup('<dd class="pb-value" title="{}">{}</dd>').format(
            words.value(row["value"], kpi.unit), words.short(row["value"], kpi.unit)
        ),
        _interval(row, kpi.unit, words),
        Markup('<dd class="pb-small">{}</dd>').format(note) if note else Markup(""),
        *(_change(id, row, against, words) for against in COMPARED),
        _target(id, row, words),
        line,
    ]
    return Markup('<div class="pb-card">{}</div>').format(together(parts))


def _interval(row: Mapping[str, float], unit: str, words: Words) -> Markup:
    low, high = row.get("low"), row.get("high")
    if not (numerals.known(low) and numerals.known(high)):
        return Markup("")
    return Markup('<dd class="pb-small">{} {}</dd>').format(words("Range"), words.range(low, high, unit))


def _change(id: str, row: Mapping[str, float], against: str, words: Words) -> Markup:
    value, base = row["value"], row.get(against)
    if not numerals.known(value) or not numerals.known(base):
        return Markup("")
    kpi = CATALOG[id]
    # a share changes in points: "conversion +8 %" could mean either
    difference = value - base if kpi.unit == "share" else (value - base) / abs(base) if base else float("nan")
    if not numerals.known(difference):
        return Markup("")
    size = words.short(abs(difference), "points") if kpi.unit == "share" else words.change(abs(difference)).lstrip("+")
    way = 0 if abs(difference) < (STILL / 10 if kpi.unit == "share" else STILL) else 1 if difference > 0 else -1
    arrow, colour = {1: ("↑", "pb-up"), -1: ("↓", "pb-down"), 0: ("→", "pb-flat")}[way]
    return Markup(
        '<dd class="pb-change"><span class="pb-against">{}</span> <span class="{}">{} {}</span> <span>{}</span></dd>'
    ).format(words(COMPARED[against]), colour, arrow, size, _verdict(way * kpi.direction, words))


def _verdict(side: int, words: Words) -> str:
    return {1: words("better"), -1: words("worse"), 0: ""}[side]


def _target(id: str, row: Mapping[str, float], words: Words) -> Markup:
    value, target = row["value"], row.get("target")
    if not numerals.known(target) or not numerals.known(value) or not target:
        return Markup("")
    goal = words("Target {target}", target=words.short(target, CATALOG[id].unit))
    if CATALOG[id].direction < 0:  # a ceiling is kept or broken; a share of it says nothing
        kept = words("kept") if value <= target else words("exceeded")
        return Markup('<dd class="pb-target">{} · {}</dd>').format(goal, kept)
    share = value / target
    return Markup('<dd class="pb-target">{} · {}<span class="pb-meter"><i style="width:{}"></i></span></dd>').format(
        goal, words.short(share, "share", 0), f"{min(max(share, 0), 1):.1%}"
    )


def _line(history: pd.DataFrame | None, id: str, words: Words) -> Markup:
    if history is None or id not in history:
        return Markup("")
    values = [(place, float(y)) for place, y in enumerate(history[id].to_list()) if numerals.known(y)]
    if len(values) < 2:
        return Markup("")
    low, high, last = min(y for _, y in values), max(y for _, y in values), len(history) - 1
    rise = (HIGH - 8) / ((high - low) or 1)
    places = [(3 + x / last * (WIDE - 6), HIGH - 4 - (y - low) * rise) for x, y in values]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    unit = CATALOG[id].unit
    said = words(
        "{n} periods, lowest {low}, highest {high}",
        n=len(values),
        low=words.short(low, unit),
        high=words.short(high, unit),
    )
    return Markup(
        '<dd class="pb-line"><svg viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}" fill="none" '
        'stroke="#8a929a" stroke-width="1.5"/><circle cx="{:.1f}" cy="{:.1f}" r="3" fill="#0b6bb0"/></svg></dd>'
    ).format(WIDE, HIGH, said, points, *places[-1])


def _twin(id: str, row: Mapping[str, float], history: pd.DataFrame | None) -> dict[str, Any]:
    line = [] if history is None or id not in history else history[id].to_list()
    return {
        "id": id,
        "unit": CATALOG[id].unit,
        **{key: row.get(key) for key in ("value", "low", "high", "previous", "target")},
        "history": line,
    }
