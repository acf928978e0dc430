"""What tables, columns and words of the schema are called in Chinese: those that people fill in by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).with_suffix(".yml")


class Named(NamedTuple):
    """A column's short name, and what it holds."""

    name: str
    meaning: str


def title(table: str) -> str:
    """Give a table's name."""
    return str(_content()["tables"][table]["title"])


def row(table: str) -> str:
    """Say what a row of a table is."""
    return str(_content()["tables"][table]["row"])


def column(table: str, name: str) -> Named:
    """Give a column's name and meaning.

    Examples
    --------
    >>> column("competitor_items", "deal_price")
    Named(name='到手价', meaning='所有优惠之后买家实付')
    """
    own = _content()["tables"][table].get("columns", {})
    return Named(*(own.get(name) or _content()["columns"][name]))


def word(text: str, table: str = "") -> str:
    """Give a word of a column that takes one of a few; a table may say it in its own way.

    Examples
    --------
    >>> word("hero"), word("done"), word("done", "actions")
    ('主推款', '退款成功', '已完成')
    """
    own = _content()["tables"].get(table, {}).get("words", {})
    return str(own.get(text) or _content()["words"][text])


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return content
