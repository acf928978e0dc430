"""One cell of an export as SQL: what it says, typed; or its text, where it says nothing that can be read.

The plain way of writing is tried first and costs little; how else people and platforms write numbers and days is
looked at only where that fails. The SQL calls macros that `register` makes known to the engine. What is
dear stands in them but once: the engine reckons an expression that it finds twice for every row, even behind a CASE.
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

BLANKS = " \t\r\n\v\f\u0085\u00a0\u2007\u2009\u202f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
MISSING: tuple[str, ...] = ("", "-", "--", "---", "—", "——", "–", "―", "－", "null", "nan", "none", "n/a", "#n/a")
MISSING += ("<na>", "nat", "\\n", "#div/0!", "#null!", "无", "暂无", "空", "(空)", "无退款申请", "no data available.")
MISSING += ("0000-00-00", "0000-00-00 00:00:00", "0001-01-01 00:00:00", "0000/00/00")
NOBODY = ("匿名", "匿名用户", "匿名买家", "anonymous")
UNITS = {("money", "万元"): 10_000.0, ("seconds", "分钟"): 60.0, ("seconds", "分"): 60.0, ("seconds", "小时"): 3600.0}
DAMAGED = r"\d\.\d+[eE]\+?\d+|\d[eE]\+\d+"  # a number of so many digits that a spreadsheet has rounded it
_LONGEST = max(len(word.encode()) for word in MISSING)
# full-width digits, letters and marks, and what they are elsewhere
_OTHER = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))) + "－＿＃"
_PLAIN = unicodedata.normalize("NFKC", _OTHER)
_ASCII = "".join(filter(str.isascii, BLANKS))
_UNSEEN = "[\u200b-\u200f\u2060\ufeff\u00ad]"

_MACROS = rf"""
-- trim() with signs beyond ASCII is slow: it is asked for only where such a sign stands
CREATE OR REPLACE MACRO pb_bare(x) AS CASE WHEN NOT regexp_matches(x, '^[{BLANKS}]|[{BLANKS}]$') THEN x
    WHEN strlen(x) = length(x) THEN trim(x, '{_ASCII}') ELSE trim(x, '{BLANKS}') END;
CREATE OR REPLACE MACRO pb_there(x) AS CASE
    WHEN strlen(x) <= {_LONGEST} AND list_contains([{", ".join(map(text_of, MISSING))}], lower(x)) THEN NULL ELSE x END;
CREATE OR REPLACE MACRO pb_text(bare) AS pb_there(CASE WHEN NOT starts_with(bare, '="') THEN bare
    WHEN regexp_full_match(bare, '="[!#-~]+"') THEN substring(bare, 3, length(bare) - 3)
    ELSE coalesce(nullif(regexp_replace(bare, '^="+[{BLANKS}]*([^"]*?)[{BLANKS}]*"+$', '\1'), ''), '-') END);
CREATE OR REPLACE MACRO pb_id(bare) AS pb_text(
    CASE WHEN starts_with(bare, '''') THEN regexp_replace(bare, '^''+[{BLANKS}]*', '') ELSE bare END);
CREATE OR REPLACE MACRO pb_key(x) AS CASE
    WHEN regexp_full_match(x, '{DAMAGED}') THEN NULL WHEN strlen(x) = length(x) THEN x
    ELSE translate(regexp_replace(x, '{_UNSEEN}', '', 'g'), '{_OTHER}', '{_PLAIN}') END;
CREATE OR REPLACE MACRO pb_flag(x) AS CASE
    WHEN lower(x) IN ('yes', 'y', 'true', '1', '1.0', '是', '有', 'subscribed') THEN true
    WHEN lower(x) IN ('no', 'n', 'false', '0', '0.0', '否', 'not subscribed', 'unsubscribed') THEN false END;
CREATE OR REPLACE MACRO pb_word(x) AS lower(regexp_replace(pb_narrow(x), '\s', '', 'g'));
"""


class Style(NamedTuple):
    """What a column as a whole decides: its decimal mark, the order of day and month, and the unit in its header."""

    comma: bool = False
    order: str = ""  # dmy, mdy or ymd, where a year may have two digits; empty: years stand first and have four
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
    engine.execute(f"""
        CREATE OR REPLACE MACRO pb_person(x) AS CASE WHEN contains(x, '*') OR list_contains({list(NOBODY)}, x) THEN NULL
            ELSE left(md5({text_of(key)} || x), 16) END""")


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
    # a title or a sentence may begin with a quotation mark of its own
    text = f"{'pb_text' if each.spec.kind in ('text', 'said') else 'pb_id'}({_at(each, 0)})"
    return f"nullif({text}, '0000')" if each.spec.kind in ("day", "time") else text


def _number(each: Asked) -> str:
    kind, text = each.spec.kind, _at(each, 1)
    if kind not in NUMERIC:
        return "NULL"
    number = f"pb_number({text}, {_bool(each.style.comma)}, {_bool(kind in ('share', 'number'))})"
    if each.style.unit == "%":  # 3.33 under a header with % and 3.33% say the same
        return f"{number} / CASE WHEN regexp_matches({text}, '[%％]') THEN 1 ELSE 100 END"
    if factor := UNITS.get((kind, each.style.unit)):  # a cell that has a unit of its own goes by that
        number = f"{number} * CASE WHEN regexp_matches({text}, '[万亿千wWkK]') THEN 1 ELSE {factor} END"
    return f"coalesce({number}, pb_clock({text}))" if kind == "seconds" else number


def _bool(value: bool) -> str:
    return str(value).lower()


def _value(each: Asked) -> str:
    kind, text, number = each.spec.kind, _at(each, 1), _at(each, 2)
    if kind == "count":
        return f"CASE WHEN {number} = floor({number}) AND abs({number}) < 9e15 THEN {number}::BIGINT END"
    if kind in NUMERIC:
        return number
    if kind == "words":
        return _word(each.spec.words, text)
    return {
        "id": f"pb_key({text})",
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
    if not words:
        return "NULL::VARCHAR"
    cases = {
        form: " ".join(f"WHEN {text_of(form(said))} THEN {text_of(meant)}" for said, meant in words.items())
        for form in (str, _plain)
    }
    plain = f"list_transform([pb_word({text})], lambda word: CASE word {cases[_plain]} END)[1]"
    return f"coalesce(CASE {text} {cases[str]} END, {plain})"


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).lower()
