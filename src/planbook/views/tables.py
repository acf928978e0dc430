"""Tables a person can read: numbers right, units in the head, the row that is spoken of marked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.measures.catalog import CATALOG
from planbook.views import numerals
from planbook.views.display import View, lang, shows_missing, together
from planbook.views.vocabulary import NO_ITEM
from planbook.views.words import Words

Columns = Mapping[str, tuple[str, str]]
MOST = 200  # rows behind "all rows"; beyond that a page is the wrong place
# code: as it stands; title: the shop's own words; said: a number already written
TEXT, CODE, TITLE, SAID = "text", "code", "title", "said"


@dataclass(frozen=True)
class Column:
    """One column as it is shown: where it stands in the frame, its label, unit, and how a cell is written."""

    name: str
    label: str
    unit: str
    write: Callable[[Any], str]
    widest: float = 0.0  # the largest value, when cells carry bars

    @property
    def numeric(self) -> bool:
        """Tell whether cells stand right."""
        return self.unit not in (TEXT, CODE, TITLE)


@shows_missing
def table(
    frame: pd.DataFrame,
    words: Words,
    *,
    id: str,
    title: str,
    columns: Columns,
    mark: object = None,
    total: bool = False,
    limit: int = 12,
    bars: Iterable[str] = (),
) -> View:
    """Show a frame as a table.

    Parameters
    ----------
    frame
        One row a line; what stands in ``columns`` is shown, in that order. NaN is shown as a dash.
    words
        The report's language.
    id, title
        Its name in ``result.json``, and the sentence above it.
    columns
        Column of the frame → (label, unit): the label is a KPI id or a text to be said; the unit is one of the
        catalog's, ``text`` or ``day``. Texts that are code words (``tmall``) are said in the report's language.
    mark
        Index label of the row that the finding speaks of.
    total
        The last row is a total and is ruled off.
    limit
        Rows on the page; the rest (200 at most) stands behind "all rows".
    bars
        Columns whose cells carry a bar behind the number.
    """
    body = frame.iloc[:-1] if total else frame
    shown = describe(frame, words, columns, {name: float(body[name].abs().max()) for name in bars if len(body)})
    last = frame.iloc[-1:] if total else frame.iloc[:0]
    html = together(
        [
            Markup('<figure class="pb-table" lang="{}"><figcaption>{}</figcaption>').format(lang(words), title),
            _grid(pd.concat([body.iloc[:limit], last]), shown, title, mark=mark, totals=len(last)),
            _rest(body.iloc[limit:], shown, words, title=title, mark=mark),
            Markup("</figure>"),
        ]
    )
    return View(html, {"tables": [twin(frame, shown, id=id, title=title)]}, f"{title}\n{frame.to_string()}")


@shows_missing
def heat(
    frame: pd.DataFrame,
    words: Words,
    *,
    id: str,
    title: str,
    unit: str,
    corner: str = "",
    middle: float | None = None,
    decimals: int | None = None,
) -> View:
    """Show a frame as a heat map: each cell a number on a ground as strong as the number.

    Parameters
    ----------
    frame
        Numbers; index and columns are the two sides, code words or texts.
    words
        The report's language.
    id, title, unit
        Its name in ``result.json``, the sentence above it, and the unit of all cells.
    corner
        What the rows are.
    middle
        Where colour turns: below it cells take the second colour. None: from the lowest to the highest.
    decimals
        Of all cells; None: as many as the largest number needs.
    """
    if decimals is None:
        decimals = numerals.shared_decimals(frame.to_numpy().ravel(), unit)
    heads = together(Markup('<th scope="col">{}</th>').format(words.name(name)) for name in frame.columns)
    rows = together(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            words.name(name),
            together(
                Markup('<td class="pb-heat {}">{}</td>').format(shade, words.cell(x, unit, decimals))
                for x, shade in zip(row, _shades(row, frame, middle), strict=True)
            ),
        )
        for name, row in zip(frame.index, frame.to_numpy(dtype=float), strict=True)
    )
    mark = f" ({words.unit(unit)})" if words.unit(unit) else ""
    html = Markup(
        '<figure class="pb-table" lang="{}"><figcaption>{}</figcaption>'
        '<div class="pb-scroll" role="group" aria-label="{}" tabindex="0"><table class="pb-heatmap"><thead><tr>'
        '<th scope="col">{}{}</th>{}</tr></thead><tbody>{}</tbody></table></div></figure>'
    ).format(lang(words), title, title, corner, mark, heads, rows)
    flat = frame.rename_axis(index="row").reset_index()
    shown = describe(flat, words, {str(name): (str(name), unit if name != "row" else TEXT) for name in flat.columns})
    return View(html, {"tables": [twin(flat, shown, id=id, title=title)]}, f"{title}\n{frame.to_string()}")


def describe(
    frame: pd.DataFrame, words: Words, columns: Columns, bars: Mapping[str, float] | None = None
) -> list[Column]:
    """Settle how each column is written: label, unit, decimals that fit its largest number, a full bar's value."""
    full = bars or {}
    return [
        Column(name, _label(label, unit, words), unit, _writer(frame[name], unit, words), full.get(name, 0.0))
        for name, (label, unit) in columns.items()
    ]


def twin(frame: pd.DataFrame, shown: list[Column], *, id: str, title: str) -> dict[str, Any]:
    """Give the table as data: columns with label and unit, rows of plain values."""
    columns = [{"name": c.name, "label": c.label, "unit": c.unit} for c in shown]
    rows = [list(row) for row in frame[[c.name for c in shown]].itertuples(index=False)]
    return {"id": id, "title": title, "columns": columns, "rows": rows}


def behind(frame: pd.DataFrame, shown: list[Column], words: Words, *, title: str) -> Markup:
    """Put the table of a chart one click away."""
    return Markup('<details class="pb-data"><summary>{}</summary>{}</details>').format(
        words("Figures of this chart"), _grid(frame.iloc[:MOST], shown, title)
    )


def _grid(frame: pd.DataFrame, shown: list[Column], title: str, *, mark: object = None, totals: int = 0) -> Markup:
    heads = together(
        Markup('<th scope="col"{}>{}</th>').format(Markup(' class="pb-num"') if c.numeric else "", c.label)
        for c in shown
    )
    kinds = ["pb-mark" if label == mark else "" for label in frame.index]
    kinds[len(frame) - totals :] = ["pb-total"] * totals
    rows = together(
        Markup("<tr{}>{}</tr>").format(_class(kind), _cells(row, shown, bars=kind != "pb-total"))
        for kind, row in zip(kinds, frame.to_dict("records"), strict=True)
    )
    return Markup(
        '<div class="pb-scroll" role="group" aria-label="{}" tabindex="0">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(title, heads, rows)


def _rest(frame: pd.DataFrame, shown: list[Column], words: Words, *, title: str, mark: object) -> Markup:
    if frame.empty:
        return Markup("")
    count = words.plural("{n} more row", "{n} more rows", len(frame))
    if len(frame) > MOST:
        count = words("{count}, the first {most} here", count=count, most=MOST)
    return Markup('<details class="pb-more"><summary>{}</summary>{}</details>').format(
        count, _grid(frame.iloc[:MOST], shown, title, mark=mark)
    )


def _cells(row: dict[Any, Any], shown: list[Column], *, bars: bool) -> Markup:
    first, *others = shown
    head = Markup('<th scope="row"{}>{}</th>').format(
        _class("pb-num" if first.numeric else ""), first.write(row[first.name])
    )
    return head + together(
        Markup("<td{}>{}</td>").format(
            _class("pb-num" if c.numeric else ""),
            _barred(row[c.name], c) if bars and c.widest else c.write(row[c.name]),
        )
        for c in others
    )


def _barred(value: Any, column: Column) -> Markup:
    width = f"{min(abs(value) / column.widest, 1):.0%}" if numerals.known(value) else "0"
    return Markup('<span class="pb-bar"><span><i style="width:{}"></i></span><b>{}</b></span>').format(
        width, column.write(value)
    )


def _writer(values: pd.Series[Any], unit: str, words: Words) -> Callable[[Any], str]:
    if unit == TITLE:
        return lambda value: words.name(value) if value == NO_ITEM else str(value)
    if unit in (CODE, SAID):
        return str
    if unit == TEXT:
        return lambda value: words.name(value) if pd.notna(value) else numerals.UNKNOWN
    if unit == "day":
        return lambda value: words.day(value) if isinstance(value, date) and pd.notna(value) else numerals.UNKNOWN
    return functools.partial(words.cell, unit=unit, decimals=numerals.shared_decimals(values, unit))


def _label(label: str, unit: str, words: Words) -> str:
    name = words.kpi(label) if label in CATALOG else words.name(words(label))
    mark = words.unit(unit)
    return words("{name} ({unit})", name=name, unit=mark) if mark else name


def _class(name: str) -> Markup:
    return Markup(' class="{}"').format(name) if name else Markup("")


def _shades(row: Iterable[float], frame: pd.DataFrame, middle: float | None) -> list[str]:
    numbers = frame.to_numpy(dtype=float)
    known = [x for x in numbers.ravel() if numerals.known(x)]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    start = low if middle is None else middle
    widest = max(high - start, start - low) or 1.0
    # seven steps: more are not told apart, and a class can follow light and dark
    return [
        "" if not numerals.known(x) else f"pb-{'a' if x >= start else 'b'}{min(round(abs(x - start) / widest * 7), 7)}"
        for x in row
    ]
