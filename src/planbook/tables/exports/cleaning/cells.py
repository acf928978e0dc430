"""One cell of an export as SQL: what it says, typed; or its text, where it says nothing that can be read.

The plain way of writing is tried first and costs little; how else people and platforms write numbers and days is
looked at only where that fails. The SQL calls macros that `register` makes known to the engine. What a macro names
several times the engine reckons as often: what is dear is a column by itself first, a step of `cleaned`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import duckdb

from planbook.tables.cells import CALLED, MASK, PRIVATE, quoted, text_of
from planbook.tables.exports.cleaning import numbers, times
from planbook.tables.exports.cleaning.regions import REGION
from planbook.tables.exports.recognising.profile import Field

TYPES = {"money": "DOUBLE", "number": "DOUBLE", "count": "BIGINT", "share": "DOUBLE", "seconds": "DOUBLE"}
TYPES |= {"day": "DATE", "time": "TIMESTAMP", "flag": "BOOLEAN"}
TYPES |= dict.fromkeys(("id", "text", "said", "written", "person", "region", "words"), "VARCHAR")
NUMERIC = frozenset(("money", "number", "count", "share", "seconds"))
ALWAYS_READ = ("text", "said", "written", "person", "region")

BLANKS = " \t\r\n\v\f\u0085\u00a0\u2007\u2009\u202f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
MISSING: tuple[str, ...] = ("", "-", "--", "---", "—", "——", "–", "―", "－", "null", "nan", "none", "n/a", "#n/a")
MISSING += ("<na>", "nat", "\\n", "#div/0!", "#null!", "无", "暂无", "空", "(空)", "无退款申请", "no data available.")
MISSING += ("0000-00-00", "0000-00-00 00:00:00", "0001-01-01 00:00:00", "0000/00/00")
NOBODY = ("匿名", "匿名用户", "匿名买家", "anonymous")
UNITS = {("money", "万元"): 10_000.0, ("seconds", "分钟"): 60.0, ("seconds", "分"): 60.0, ("seconds", "小时"): 3600.0}
USUAL = "(?:[A-Za-z]{1,8}[-_]?[0-9]|[1-9])[0-9]*"  # an id as most are
DAMAGED = r"\d\.\d+[eE]\+?\d+|\d[eE]\+\d+"  # a number of so many digits that a spreadsheet has rounded it
_LONGEST = max(len(word.encode()) for word in MISSING)
# full-width digits, letters and marks, and what they are elsewhere
_OTHER = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))) + "－＿＃"
_PLAIN = unicodedata.normalize("NFKC", _OTHER)
_ASCII = "".join(filter(str.isascii, BLANKS))
_UNSEEN = "[\u200b-\u200f\u2060\ufeff\u00ad]"

_MACROS = rf"""
-- trim() with signs beyond ASCII is slow: it is asked for only where such a sign stands
CREATE OR REPLACE MACRO pb_bare(x) AS CASE
    WHEN NOT contains('{BLANKS}', x[1]) AND NOT contains('{BLANKS}', x[-1]) THEN x
    WHEN strlen(x) = length(x) THEN trim(x, '{_ASCII}') ELSE trim(x, '{BLANKS}') END;
CREATE OR REPLACE MACRO pb_shown(bare) AS CASE WHEN NOT starts_with(bare, '="') THEN bare
    WHEN regexp_full_match(bare, '="[!#-~]+"') THEN substring(bare, 3, length(bare) - 3)
    ELSE coalesce(nullif(regexp_replace(bare, '^="+[{BLANKS}]*([^"]*?)[{BLANKS}]*"+$', '\1'), ''), '-') END;
CREATE OR REPLACE MACRO pb_shown_id(bare) AS pb_shown(
    CASE WHEN starts_with(bare, '''') THEN regexp_replace(bare, '^''+[{BLANKS}]*', '') ELSE bare END);
CREATE OR REPLACE MACRO pb_small(x) AS CASE WHEN strlen(x) = length(x) THEN lower(x) ELSE x END;
CREATE OR REPLACE MACRO pb_there(x) AS CASE
    WHEN strlen(x) <= {_LONGEST} AND list_contains([{", ".join(map(text_of, MISSING))}], pb_small(x)) THEN NULL
    ELSE x END;
CREATE OR REPLACE MACRO pb_id(bare) AS pb_there(pb_shown_id(bare));
CREATE OR REPLACE MACRO pb_usual(x) AS CASE
    WHEN starts_with(x, '="') THEN CASE WHEN regexp_full_match(x, '="{USUAL}"') THEN substring(x, 3, length(x) - 3) END
    WHEN starts_with(x, '''') OR ends_with(x, chr(9))
        THEN CASE WHEN regexp_full_match(x, '''?{USUAL}\t?') THEN trim(x, '''' || chr(9)) END
    WHEN regexp_full_match(x, '{USUAL}') THEN x END;
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
    rows = f"SELECT {also}, {_columns((_at(each, 'cell'), each.cell) for each in asked)} FROM {body}"
    for name, step in _STEPS.items():
        rows = f"SELECT *, {_columns((_at(each, name), step(each)) for each in asked)} FROM ({rows})"
    value = _columns((quoted(each.name), _value(each)) for each in asked)
    left = _columns((quoted(f"{each.name}?"), _left(each)) for each in asked)
    steps = ", ".join(_at(each, name) for each in asked for name in ("cell", *_STEPS))
    return f"SELECT * EXCLUDE ({steps}), {left} FROM (SELECT *, {value} FROM ({rows}))"


def _columns(named: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in named)


def _at(each: Asked, step: str) -> str:
    return quoted(f"{each.name}@{step}")


def _plain(each: Asked) -> str:
    """Write SQL of what a cell says that is written in the plain way; the next steps look at all others."""
    kind, cell = each.spec.kind, _at(each, "cell")
    if kind in NUMERIC:
        return f"pb_plain_number({cell}, {_bool(each.style.comma)})"
    if kind == "words" or each.spec.words:
        return _cases(each.spec.words, cell)
    return {"id": f"pb_usual({cell})", "day": f"pb_iso({cell})", "time": f"pb_iso({cell})"}.get(kind, "NULL::VARCHAR")


def _bare(each: Asked) -> str:
    return f"CASE WHEN {_at(each, 'plain')} IS NULL THEN pb_bare({_at(each, 'cell')}) END"


def _shown(each: Asked) -> str:
    # a title or a sentence may begin with a quotation mark of its own
    return f"{'pb_shown' if each.spec.kind in ('text', 'said', 'written') else 'pb_shown_id'}({_at(each, 'bare')})"


def _text(each: Asked) -> str:
    if each.spec.kind == "written":  # in a note, none and nothing are words like others
        return f"CASE WHEN {_at(each, 'bare')} IS NOT NULL THEN nullif({_at(each, 'shown')}, '') END"
    text = f"pb_there({_at(each, 'shown')})"
    return f"nullif({text}, '0000')" if each.spec.kind in ("day", "time") else text


def _number(each: Asked) -> str:
    kind, text, plain = each.spec.kind, _at(each, "text"), _at(each, "plain")
    if kind not in NUMERIC:
        return "NULL"
    number = f"pb_number({text}, {_bool(each.style.comma)}, {_bool(kind in ('share', 'number'))})"
    if each.style.unit == "%":  # 3.33 under a header with % and 3.33% say the same
        plain, number = f"{plain} / 100", f"{number} / CASE WHEN regexp_matches({text}, '[%％]') THEN 1 ELSE 100 END"
    elif factor := UNITS.get((kind, each.style.unit)):  # a cell that has a unit of its own goes by that
        plain = f"{plain} * {factor}"
        number = f"{number} * CASE WHEN regexp_matches({text}, '[万亿千wWkK]') THEN 1 ELSE {factor} END"
    return _first(plain, text, number, *([f"pb_clock({text})"] if kind == "seconds" else []))


def _first(plain: str, text: str, *others: str) -> str:
    """Write SQL of the first that is there; others than the plain one are dear even where there is no text."""
    return f"coalesce({plain}, CASE WHEN {text} IS NOT NULL THEN coalesce({', '.join(others)}) END)"


_STEPS = {"plain": _plain, "bare": _bare, "shown": _shown, "text": _text, "number": _number}


def _bool(value: bool) -> str:
    return str(value).lower()


def _value(each: Asked) -> str:
    kind, text, number, plain = each.spec.kind, *(_at(each, step) for step in ("text", "number", "plain"))
    if kind == "count":
        return f"CASE WHEN {number} = floor({number}) AND abs({number}) < 9e15 THEN {number}::BIGINT END"
    if kind in NUMERIC:
        return number
    return {
        "id": _first(plain, text, f"pb_key({text})"),
        "text": _first(plain, text, *_words(each.spec.words, text), text) if each.spec.words else text,
        "said": f"regexp_replace({text}, '{PRIVATE}', '{MASK}', 'g')",
        "written": f"regexp_replace({text}, '{CALLED}', '{MASK}', 'g')",
        "person": f"pb_person({text})",
        "region": f"pb_region({text})",
        "day": _first(plain, text, f"pb_time({text}, '{each.style.order}')") + "::DATE",
        "time": _first(plain, text, f"pb_time({text}, '{each.style.order}')"),
        "flag": f"pb_flag({text})",
        "words": _first(plain, text, *_words(each.spec.words, text)),
    }[kind]


def _left(each: Asked) -> str:
    if each.spec.kind in ALWAYS_READ:
        return "NULL::VARCHAR"
    text = _at(each, "text")
    if each.spec.kind == "count":  # a number that is not whole was read in the first step
        text = f"coalesce({text}, CASE WHEN {_at(each, 'plain')} IS NOT NULL THEN pb_bare({_at(each, 'cell')}) END)"
    return f"CASE WHEN {quoted(each.name)} IS NULL THEN {text} END"


def _words(words: dict[str, str], text: str) -> tuple[str, str]:
    cases = _cases({_narrow(said): meant for said, meant in words.items()}, "word")
    return _cases(words, text), f"list_transform([pb_word({text})], lambda word: {cases})[1]"


def _cases(words: dict[str, str], text: str) -> str:
    cases = " ".join(f"WHEN {text_of(said)} THEN {text_of(meant)}" for said, meant in words.items())
    return f"CASE {text} {cases} END" if cases else "NULL::VARCHAR"


def _narrow(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).lower()
