"""Tables some of whose cells are texts of the report's language, while their twin stays the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from planbook.measures.catalog import CATALOG
from planbook.views import tables
from planbook.views.display import View
from planbook.views.words import Words

BY_ROW = "by row"  # the unit of a column whose cells each have their own


def table(
    frame: pd.DataFrame,
    said: Mapping[str, list[str]],
    words: Words,
    *,
    id: str,
    title: str,
    columns: tables.Columns,
    mark: object = None,
    total: bool = False,
    limit: int = 12,
) -> View:
    """Show a table some of whose columns are said in the report's language; its twin holds them as they are.

    Parameters
    ----------
    frame
        The rows as data: keys and plain numbers, the same in every language.
    said
        Column → its cells as texts; of a column of numbers they stand right.
    words
        The report's language.
    id, title, columns, mark, total, limit
        As in ``tables.table``.
    """
    kinds = {
        name: tables.SAID if pd.api.types.is_numeric_dtype(frame[name]) else tables.TITLE
        for name in columns
        if name in said
    }
    heads = {name: (label, kinds.get(name, unit)) for name, (label, unit) in columns.items()}
    page = frame.assign(**said)
    view = tables.table(page, words, id=id, title=title, columns=heads, mark=mark, total=total, limit=limit)
    shown = [{"name": name, "label": words.name(words(label)), "unit": unit} for name, (label, unit) in columns.items()]
    rows: list[list[Any]] = [list(row) for row in frame[list(columns)].itertuples(index=False)]
    return View(view.html, {"tables": [{"id": id, "title": title, "columns": shown, "rows": rows}]}, view.text)


def row(frame: pd.DataFrame, label: object) -> dict[str, Any]:
    """Take one row of a frame by its label."""
    values = next(frame.loc[[label]].itertuples(index=False, name=None))
    return dict(zip(map(str, frame), values, strict=True))


def listed(names: Iterable[object], words: Words) -> str:
    """Say names one after the other; in Chinese they are parted by a mark of their own."""
    return enumerated(map(words.name, names), words)


def enumerated(texts: Iterable[str], words: Words) -> str:
    """Set texts that are said already one after the other, as `listed` does with names."""
    return ("、" if words.language == "zh" else ", ").join(texts)


def with_total(names: Iterable[object], words: Words) -> list[str]:
    """Say names as the shop wrote them, and the last one, of the row that adds up, in the report's language."""
    known = [str(name) for name in names]
    return [*known[:-1], words.name("total")]


def named(frame: pd.DataFrame, key: str, words: Words) -> list[str]:
    """Say each row's text in the report's language, else in the other one, else by its key."""
    own, other = ("text_zh", "text_en") if words.language == "zh" else ("text_en", "text_zh")
    return [str(text) for text in frame[own].astype(object).fillna(frame[other]).fillna(frame[key])]


def figures(frame: pd.DataFrame, kpi: str, names: tuple[str, ...], words: Words) -> dict[str, list[str]]:
    """Write columns of numbers, each row in the unit of the figure that stands in the column ``kpi``."""
    units = [CATALOG[name].unit for name in frame[kpi]]
    numbers = {
        name: [
            words.short(x, unit) if unit == "money" else words.value(x, unit)
            for x, unit in zip(frame[name], units, strict=True)
        ]
        for name in names
    }
    return {kpi: [words.kpi(name) for name in frame[kpi]]} | numbers
