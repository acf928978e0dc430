"""What may be put into a column of a sheet: how its cells look, what Excel lets in, and how that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from planbook.documents import lists
from planbook.tables import chinese
from planbook.tables.column import COUNT, DAY, FLAG, TEXT, TIME, Column, Table

LAST = 5000  # rows that a sheet is prepared for
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
MOST = 1e12
FORMATS = {TEXT: "@", FLAG: "@", DAY: "yyyy-mm-dd", TIME: "yyyy-mm-dd hh:mm:ss"}
WIDTHS = {DAY: 12, TIME: 20, TEXT: 14}
SAID_WIDTH, LONG_WIDTH, LEAST = 44, 26, 11
LONG = ("product", "title", "promotion", "deliverable", "text_en", "text_zh", "creative", "reason", "recipients")
TITLE, MESSAGE = 32, 255  # signs that Excel shows of a message's title and of a message


class Said(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str

    def lines(self) -> str:
        """Write one language below the other."""
        return f"{self.zh}\n{self.en}"


def header(table: Table, column: Column) -> str:
    """Write a header: the Chinese name, with a star where every row needs it, and below it the schema's name."""
    return f"{chinese.column(table.name, column.name).name}{' *' if column.required else ''}\n{column.name}"


def width(table: Table, column: Column) -> float:
    """Give a width in which the header is not cut and an example fits."""
    name = chinese.column(table.name, column.name).name
    usual = LONG_WIDTH if column.written or column.name in LONG else WIDTHS.get(column.type, LEAST)
    least = SAID_WIDTH if column.said else usual
    return max(least, 2 * len(name) + 4, len(column.name) + 3)


def meaning(table: Table, column: Column) -> Said:
    """Say what a column holds; of a buyer, what a person can know, where the schema says what the store keeps."""
    english = column.meaning
    if column.name == "customer_id":
        english = "the buyer's account, as the platform's exports have it; it is hashed on the way in"
    return Said(chinese.column(table.name, column.name).meaning, english)


def allowed(table: Table, column: Column) -> Said:
    """Say what a cell may hold."""
    if words := lists.only(table, column):
        return Said(f"只能选：{_told(words)}", f"one of {', '.join(words)}")
    if column.type == DAY:
        return Said("日期，如 2026-10-05", "a day, such as 2026-10-05")
    if column.type == TIME:
        return Said("时间，如 2026-10-05 20:14:00", "a time, such as 2026-10-05 20:14:00")
    if column.type == TEXT:
        listed = bool(lists.likely(table, column))
        return Said(
            "可从下拉中选，也可自己填" if listed else "文字", "chosen from the list, or another" if listed else "text"
        )
    kind = Said("整数", "a whole number") if column.type == COUNT else Said("数字", "a number")
    return Said(kind.zh + _limits(column)[0], kind.en + _limits(column)[1])


def _told(words: dict[str, str]) -> str:
    return "、".join(words) if words is lists.YES_NO else "、".join(f"{word} {said}" for word, said in words.items())


def _limits(column: Column) -> tuple[str, str]:
    low, high = column.at_least, column.at_most
    if high is not None:
        share = high == 1
        return f"，{low or 0:g}–{high:g}" + "，或写 31%" * share, f", {low or 0:g}–{high:g}" + ", or as 31%" * share
    return (f"，不小于 {low:g}", f", not below {low:g}") if low is not None else ("", "")


def validation(table: Table, column: Column, listed: str, words: Sequence[str] = ()) -> dict[str, Any]:
    """Give what Excel is to let into a column.

    Parameters
    ----------
    listed
        The cells in which its likely words stand; empty where there are none.
    words
        The few that it takes as the sheet's list says them; empty: as the schema does.
    """
    only = Said(f"只能选：{'、'.join(words)}", f"one of {', '.join(words)}")
    meant, may = meaning(table, column), only if words else allowed(table, column)
    name = f"{chinese.column(table.name, column.name).name} {column.name}"[:TITLE]
    told = {"input_title": name, "input_message": _cut(f"{meant.lines()}\n{may.zh}")}
    wrong = {"error_title": name, "error_message": _cut(f"{may.lines()}")}
    rule = {"validate": "list", "source": f"={listed}", "error_type": "warning"} if listed else _rule(table, column)
    return rule | told | wrong


def _cut(text: str) -> str:
    return text if len(text) <= MESSAGE else text[: MESSAGE - 1] + "…"


def _rule(table: Table, column: Column) -> dict[str, Any]:
    if words := lists.only(table, column):
        return {"validate": "list", "source": list(words)}
    if column.type in (DAY, TIME):
        return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    if column.type == TEXT:
        return {"validate": "any"}
    low = -MOST if column.at_least is None else column.at_least
    high = MOST if column.at_most is None else column.at_most
    kind = "integer" if column.type == COUNT else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
