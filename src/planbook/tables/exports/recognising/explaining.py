"""What an export's words mean here: which column of ours each of its headers goes into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planbook.tables.exports.recognising.profile import Profile

_NAME = re.compile(r"[A-Za-z_]\w*")


class Meaning(NamedTuple):
    """A column of ours, and the headers of an export that it is made of; none where the export's kind tells it."""

    table: str
    column: str
    headers: str


def meanings(profile: Profile) -> Iterator[Meaning]:
    """Tell for each column that a profile fills what it is made of; of several names for one header, the first.

    Examples
    --------
    >>> from planbook.tables.exports.recognising.profile import ours
    >>> [each.headers for each in meanings(ours()["taobao_order_list_legacy"]) if each.column == "paid"]
    ['总金额']
    """
    for table, mappings in profile.tables.items():
        told: dict[str, str] = {}
        for mapping in mappings:
            told |= {column: _headers(profile, sql) for column, sql in mapping.columns.items()}
        yield from (Meaning(table, column, headers) for column, headers in told.items())


def _headers(profile: Profile, sql: str) -> str:
    used = dict.fromkeys(name for name in _NAME.findall(sql) if name in profile.fields)
    return ", ".join(profile.fields[name].headers[0] for name in used)
