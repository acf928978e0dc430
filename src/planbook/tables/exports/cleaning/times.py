"""Days and times as platforms write them: each is brought to the one form that the engine reads."""

from __future__ import annotations

from planbook.tables.cells import COLON

# a month's name in English, and the day before or after it
NAMED = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%y", "%d-%b-%Y", "%b %d %Y")
CLOCKS = ("", " %H:%M:%S", " %H:%M", " %I:%M %p", " %I:%M:%S %p", ", %H:%M:%S", ", %I:%M %p", ", %I:%M:%S %p")
NOONS = ("%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p")
SHORT = r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{1,2})\b"  # a day whose first two numbers may change places
ORDERS = {"dmy": ("3", "2", "1"), "mdy": ("3", "1", "2"), "ymd": ("1", "2", "3")}  # places of year, month and day
EXCEL = "DATE '1899-12-30'"  # day 0 of a spreadsheet's numbers

_ISO = r"\d{4}-\d{1,2}-\d{1,2}([ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
_ZONE = r" ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)"
# other ways in which a year stands first → with dashes
_FIRST = r"'^(\d{4})[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})日?[ T]*', '\1-\2-\3 '"
_SOLID = r"'^(\d{4})(\d\d)(\d\d)(?:\.0$|$|[ T]+)', '\1-\2-\3 '"
_WHOLE = r"'^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$', '\1-\2-\3 \4:\5:\6'"
_NOON = r"'(上午|下午|AM|PM)\s?(\d{1,2}:[\d:]+)$', '\2 \1'"


def macros(zone: str) -> str:
    """Write the macro ``pb_time(text, order)``: a time in the shop's zone, without it; NULL where it cannot be read."""
    named = ", ".join(f"'{form}{clock}'" for form in NAMED for clock in CLOCKS)
    noons = ", ".join(f"'{form}'" for form in NOONS)
    safe = zone.replace("'", "")
    return rf"""
    CREATE OR REPLACE MACRO pb_plain(x) AS CASE WHEN regexp_full_match(x, '{_ISO}') THEN TRY_CAST(x AS TIMESTAMP) END;
    CREATE OR REPLACE MACRO pb_iso(x) AS
        CASE WHEN contains(x, '/') THEN pb_plain(replace(x, '/', '-')) ELSE pb_plain(x) END;
    CREATE OR REPLACE MACRO pb_zoned(x) AS CASE WHEN regexp_full_match(x, '{_ISO}{_ZONE}') THEN timezone('{safe}',
        TRY_CAST(regexp_replace(regexp_replace(x, ' ?(UTC|GMT|Z)$', '+00:00'), {COLON}) AS TIMESTAMPTZ)) END;
    CREATE OR REPLACE MACRO pb_serial(x) AS CASE
        WHEN regexp_full_match(x, '[2-6]\d{{4}}(\.\d+)?') THEN {EXCEL} + to_seconds(round(x::DOUBLE * 86400)) END;
    CREATE OR REPLACE MACRO pb_named(x) AS CASE
        WHEN regexp_matches(x, '^(\d{{1,2}}[ -])?[A-Z][a-z]{{2,8}}[ -]\d')
        AND regexp_matches(x, '\b\d{{4}}\b|[a-z]-\d\d\b') THEN try_strptime(x, [{named}]) END;
    CREATE OR REPLACE MACRO pb_turned(x, day_order) AS CASE day_order {_turns()} ELSE x END;
    CREATE OR REPLACE MACRO pb_dashed(x) AS trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        regexp_replace(x, {_FIRST}), {_SOLID}), {_WHOLE}), {_NOON}), '\s+', ' ', 'g'));
    CREATE OR REPLACE MACRO pb_noon(x) AS CASE WHEN regexp_matches(x, '[AP]M|[上下]午') THEN
        try_strptime(replace(replace(x, '上午', 'AM'), '下午', 'PM'), [{noons}]) END;
    CREATE OR REPLACE MACRO pb_told(x) AS coalesce(pb_plain(x), pb_zoned(x), pb_noon(x), pb_named(x), pb_serial(x));
    -- a list of one, so that it is turned once and looked at several times
    CREATE OR REPLACE MACRO pb_time(x, day_order) AS coalesce(pb_iso(x), pb_zoned(x),
        list_transform([pb_dashed(pb_turned(pb_narrow(x), day_order))], lambda told: pb_told(told))[1]);
    """


def _turns() -> str:
    return " ".join(f"WHEN '{order}' THEN {_turned(*places)}" for order, places in ORDERS.items())


def _turned(year: str, month: str, day: str) -> str:
    """Write SQL that sets the year first, of four digits; a comma may follow, as in 12/31/25, 3:05 PM."""
    numbers, behind, told = r"^(\d{1,2})[/.-](\d{1,2})[/.-]", "(?:,? |$)", rf"\{year}-\{month}-\{day} "
    long = rf"regexp_replace(x, '{numbers}(\d{{4}}){behind}', '{told}')"
    return rf"regexp_replace({long}, '{numbers}(\d{{1,2}}){behind}', '20{told}')"
