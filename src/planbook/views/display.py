"""What every view returns: HTML for people, and its JSON twin for `result.json`.

A view is a function of a frame and `Words`; it returns a `View` and displays nothing itself. Given a `Missing`
it returns an `Absent`, which says in the report's language what it needs.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing, Mix, Need, first_missing
from planbook.views.vocabulary import msg
from planbook.views.words import Words

TWIN = "application/vnd.planbook+json"
STYLE = Path(__file__).with_name("style.css")

MIXED = {  # table → what is said of a platform whose rows are counted in several ways
    "orders": msg("Orders of {platform} are counted in different ways: {ways}."),
    "traffic": msg("Visitors of {platform} are counted in different ways: {ways}."),
    "item_traffic": msg("Visitors of items on {platform} are counted in different ways: {ways}."),
    "ad_spend": msg("Advertising on {platform} is counted in different ways: {ways}."),
}
WAYS = {  # how exports count
    "": msg("the usual way"),
    "active_users": msg("active users"),
    "total_users": msg("all users"),
    "users": msg("users"),
    "browsers": msg("browsers"),
    "sessions": msg("visits"),
    "by_item": msg("by item"),
    "by_video": msg("by video"),
    "account_total": msg("the account's total"),
    "shop_total": msg("the shop's total"),
    "net_revenue": msg("net revenue"),
}

Twin = dict[str, list[dict[str, Any]] | dict[str, Any]]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """HTML with its twin: the same figures, findings, tables and rows as data."""

    html: Markup
    twin: Twin = field(default_factory=dict)
    text: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        return bundle(self.html, self.twin, self.text)


@dataclass(frozen=True)
class Absent(View):
    """Stands where a view would be and says what data it needs."""


def bundle(html: Markup, twin: Twin, text: str) -> dict[str, Any]:
    """Make the outputs of one cell: text, HTML and the twin."""
    return {"text/plain": text, "text/html": str(html), TWIN: {key: plain(value) for key, value in twin.items()}}


def plain(value: Any) -> Any:
    """Turn a value into what JSON holds: NaN and NaT to null, dates to ISO text, numpy numbers to Python's.

    Examples
    --------
    >>> plain({"value": np.float64("nan"), "day": pd.Timestamp("2026-10-31"), "n": np.int64(3)})
    {'value': None, 'day': '2026-10-31', 'n': 3}
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def shows_missing(
    function: Callable[Concatenate[Any, Words, P], T],
) -> Callable[Concatenate[Any, Words, P], T | Absent]:
    """Show a `Missing` argument as `Absent`; call the function only when all it needs is there."""

    @functools.wraps(function)
    def wrapper(subject: Any, words: Words, /, *args: P.args, **kwargs: P.kwargs) -> T | Absent:
        lacking = first_missing([subject, *args, *kwargs.values()])
        return function(subject, words, *args, **kwargs) if lacking is None else absent(lacking, words)

    return wrapper


def absent(lacking: Missing, words: Words) -> Absent:
    """Say what is missing and what would make it appear."""
    needs = [_needed(need, words) for need in lacking.needs]
    if not needs:
        return _nothing(words)
    if lacking.mixes:
        needs = [Markup("{}").format(_mixed(mix, words)) for mix in lacking.mixes]
    reasons = {
        "absent": words("Not in the shop's data. This section needs:"),
        "empty": words("No rows in this period. This section reads:"),
        "too_few": words("Too few rows to say anything. This section reads:"),
        "steady": words("Nothing follows from values that hardly ever changed. This section reads:"),
        "periods": words("Its rows cover more than a day each: export it by day. This section reads:"),
        "mixed": words(
            "Not reckoned: the figures here would mix two definitions. Export all of it in the same way, or choose "
            "a period that holds one of them only."
        ),
    }
    reason = reasons[lacking.reason]
    items = Markup("").join(Markup("<li>{}</li>").format(need) for need in needs)
    html = Markup('<div class="pb-absent" lang="{}"><p>{}</p><ul>{}</ul></div>').format(lang(words), reason, items)
    rows = [{"table": n.table, "columns": list(n.columns), "reason": lacking.reason} for n in lacking.needs]
    return Absent(html, {"missing": rows}, " ".join([reason, *map(str, needs)]))


def unsaid(lacking: Missing, words: Words, otherwise: str) -> str:
    """Say in a headline why there is nothing to say: two definitions of one figure, or else."""
    return ("" if words.language == "zh" else " ").join(_mixed(mix, words) for mix in lacking.mixes) or otherwise


def opening() -> View:
    """Bring the style of the components into the page, once, ahead of all other views."""
    style = Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704 it is our own file
    return View(Markup('<style class="pb-style">\n{}</style>').format(style))


def stacked(*views: Any) -> View:
    """Set views of one step below each other: a finding, then the table or chart that bears it out.

    What they lack is said once.
    """
    lacking = [view.html if isinstance(view, Absent) else None for view in views]
    kept = [view for place, view in enumerate(views) if lacking[place] is None or lacking[place] not in lacking[:place]]
    bundles = [view._repr_mimebundle_() for view in kept]
    twin: dict[str, Any] = {}
    for bundle_ in bundles:
        for key, value in bundle_[TWIN].items():
            twin[key] = twin.get(key, []) + value if isinstance(value, list) else value
    html = together(Markup(each["text/html"]) for each in bundles)  # noqa: S704 views escape what they show
    return View(html, twin, "\n".join(each["text/plain"] for each in bundles))


def note(text: str, words: Words) -> View:
    """Say a sentence under a table or chart: how to read it, what it leaves out."""
    return View(Markup('<p class="pb-note" lang="{}">{}</p>').format(lang(words), text), text=text)


def lang(words: Words) -> str:
    """Give the language as the attribute ``lang`` has it; fonts and the colours of arrows follow it."""
    return "zh-CN" if words.language == "zh" else "en"


def together(parts: Iterable[Markup]) -> Markup:
    """Set pieces of HTML one after the other."""
    return Markup("").join(parts)


def _nothing(words: Words) -> Absent:
    text = words("Nothing to show in this period.")
    return Absent(Markup('<div class="pb-absent" lang="{}"><p>{}</p></div>').format(lang(words), text), text=text)


def _mixed(mix: Mix, words: Words) -> str:
    ways = words(", ").join(words(WAYS[way]) if way in WAYS else way for way in mix.ways)
    return words(MIXED[mix.table], platform=words.name(mix.platform), ways=ways)


def _needed(need: Need, words: Words) -> Markup:
    table = Markup("<code>{}</code>").format(need.table)
    if not need.columns:
        return Markup(words("the table {table}", table=table))  # noqa: S704 the parts are escaped
    columns = Markup(", ").join(Markup("<code>{}</code>").format(column) for column in need.columns)
    return Markup(words("the table {table} with {columns}", table=table, columns=columns))  # noqa: S704
