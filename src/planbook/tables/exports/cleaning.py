"""One cell of an export as SQL: what it says, typed; or its text, where it says nothing that can be read.

The plain way of writing is tried first and costs little; how else people and platforms write numbers and days is
looked at only where that fails. The SQL calls macros that `register` makes known to the engine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import duckdb

from planbook.tables.cells import MASK, PRIVATE, quoted, text_of
from planbook.tables.exports import numbers, times
from planbook.tables.exports.profile import Field
from planbook.tables.exports.regions import REGION

TYPES = {"money": "DOUBLE", "number": "DOUBLE", "count": "BIGINT", "share": "DOUBLE", "seconds": "DOUBLE"}
TYPES |= {"day": "DATE", "time": "TIMESTAMP", "flag": "BOOLEAN"}
TYPES |= dict.fromkeys(("id", "text", "said", "person", "region", "words"), "VARCHAR")
NUMERIC = frozenset(("money", "number", "count", "share", "seconds"))
ALWAYS_READ = ("text", "said", "person", "region")

BLANKS = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\ufeff\u202f"
MISSING: tuple[str, ...] = (
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "null",
    "NULL",
    "Null",
    "NaN",
    "nan",
    "None",
    "N/A",
    "n/a",
    "#N/A",
)
MISSING += ("无", "暂无", "空", "(空)", "无退款申请", "No data available.", "0000-00-00", "0000-00-00 00:00:00")
NOBODY = ("匿名", "匿名用户", "匿名买家", "anonymous")
UNITS = {("money", "万元"): 10_000.0, ("seconds", "分钟"): 60.0, ("seconds", "小时"): 3600.0}
DAMAGED = r"\d(\.\d*)?[eE]\+?\d+"  # a number of so many digits that a spreadsheet has rounded it

_MACROS = rf"""
CREATE OR REPLACE MACRO pb_bare(x) AS trim(x, '{BLANKS}');
CREATE OR REPLACE MACRO pb_text(bare) AS CASE
    WHEN list_contains({list(MISSING)}, bare) THEN NULL
    WHEN starts_with(bare, '="') THEN nullif(pb_bare(regexp_extract(bare, '^="+([^"]*)"+$', 1)), '')
    ELSE bare END;
CREATE OR REPLACE MACRO pb_id(bare) AS ltrim(pb_text(bare), '''');
CREATE OR REPLACE MACRO pb_flag(x) AS CASE
    WHEN lower(x) IN ('yes', 'y', 'true', '1', '是', '有', 'subscribed') THEN true
    WHEN lower(x) IN ('no', 'n', 'false', '0', '否', 'not subscribed', 'unsubscribed') THEN false END;
CREATE OR REPLACE MACRO pb_word(x) AS regexp_replace(pb_narrow(x), '\s', '', 'g');
"""


class Style(NamedTuple):
    """What a column as a whole decides: its decimal mark, the order of day and month, and the unit in its header."""

    comma: bool = False
    order: str = ""  # dmy or mdy; empty: years stand first
    unit: str = ""


class Asked(NamedTuple):
    """A field whose cells are to be cleaned: where they stand (SQL), and in what style they are written."""

    name: str
    spec: Field
    cell: str
    style: Style


def register(engine: duckdb.DuckDBPyConnection, *, key: str, zone: str) -> None:
    """Let an engine know the macros.

    Parameters
    ----------
    key
        The workspace's key, with which people are hashed.
    zone
        The shop's time zone.
    """
    for macros in (numbers.MACROS, _MACROS, times.macros(zone), REGION):
        engine.execute(macros)
    engine.execute(f"""CREATE OR REPLACE MACRO pb_person(x) AS CASE
        WHEN contains(x, '*') OR list_contains({list(NOBODY)}, x) THEN NULL ELSE left(md5({text_of(key)} || x), 16) END""")


def cleaned(body: str, asked: Sequence[Asked], also: str) -> str:
    """Write SQL that gives each field's value, and beside it, as ``<field>?``, the text that could not be read.

    Parameters
    ----------
    body
        SQL of the rows.
    also
        SQL of columns that are given beside the fields.
    """
    # each step works on columns of the one before, so that nothing is reckoned twice
    bare = _columns((_at(each, 0), f"pb_bare({each.cell})") for each in asked)
    text = _columns((_at(each, 1), _read(each)) for each in asked)
    number = _columns((_at(each, 2), _number(each)) for each in asked)
    value = _columns((quoted(each.name), _value(each)) for each in asked)
    left = _columns((quoted(f"{each.name}?"), _left(each)) for each in asked)
    steps = ", ".join(_at(each, step) for each in asked for step in range(3))
    return f"""
        SELECT * EXCLUDE ({steps}), {left} FROM (SELECT *, {value} FROM (SELECT *, {number} FROM (
        SELECT *, {text} FROM (SELECT {also}, {bare} FROM {body}))))"""


def _columns(named: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in named)


def _at(each: Asked, step: int) -> str:
    return quoted(f"{each.name}@{step}")


def _read(each: Asked) -> str:
    macro = "pb_id" if each.spec.kind in NUMERIC or each.spec.kind in ("id", "person") else "pb_text"
    return f"{macro}({_at(each, 0)})"


def _number(each: Asked) -> str:
    if each.spec.kind not in NUMERIC:
        return "NULL"
    number = f"pb_number({_at(each, 1)}, {str(each.style.comma).lower()})"
    return f"coalesce({number}, pb_clock({_at(each, 1)}))" if each.spec.kind == "seconds" else number


def _value(each: Asked) -> str:
    kind, text, number = each.spec.kind, _at(each, 1), _at(each, 2)
    if kind in NUMERIC and each.style.unit == "%":  # 3.33 under a header with % and 3.33% say the same
        return f"{number} * CASE WHEN contains(pb_narrow({text}), '%') THEN 1 ELSE 0.01 END"
    if kind == "count":
        return f"CASE WHEN {number} = floor({number}) AND abs({number}) < 9e15 THEN {number}::BIGINT END"
    if kind in NUMERIC:
        factor = UNITS.get((kind, each.style.unit))
        return f"{number} * {factor}" if factor else number
    if kind == "words":
        return _word(each.spec.words, text)
    return {
        "id": f"CASE WHEN NOT regexp_full_match({text}, '{DAMAGED}') THEN {text} END",
        "text": text,
        "said": f"regexp_replace({text}, '{PRIVATE}', '{MASK}', 'g')",
        "person": f"pb_person({text})",
        "region": f"pb_region({text})",
        "day": f"pb_time({text}, '{each.style.order}')::DATE",
        "time": f"pb_time({text}, '{each.style.order}')",
        "flag": f"pb_flag({text})",
    }[kind]


def _left(each: Asked) -> str:
    if each.spec.kind in ALWAYS_READ:
        return "NULL::VARCHAR"
    return f"CASE WHEN {quoted(each.name)} IS NULL THEN {_at(each, 1)} END"


def _word(words: dict[str, str], text: str) -> str:
    cases = " ".join(f"WHEN {text_of(_plain(said))} THEN {text_of(meant)}" for said, meant in words.items())
    return f"CASE pb_word({text}) {cases} END"


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split())
