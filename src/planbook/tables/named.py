"""What people call the codes of a column that takes any text, in both languages: read back as the codes.

named.yml is made from the vocabulary of reports by ``make fix``, since that stands on a higher floor.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_suffix(".yml")


def codes(table: str, column: str) -> dict[str, str]:
    """Give the codes of a column by their names; none where it has no names.

    Examples
    --------
    >>> codes("assortment", "role")["主推款"], codes("targets", "platform")["Tmall"], codes("tasks", "owner")
    ('hero', 'tmall', {})
    """
    content = _content()
    return content["tables"].get(f"{table}.{column}") or content["columns"].get(column, {})


@cache
def _content() -> dict[str, dict[str, dict[str, str]]]:
    content: dict[str, dict[str, dict[str, str]]] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return content
