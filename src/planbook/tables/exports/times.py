"""Days and times as platforms write them."""

from __future__ import annotations

from planbook.tables.cells import COLON, OFFSET

YEAR_FIRST = (
    "%Y%m%d",
    "%Y.%m.%d",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%Y.%m.%d %H:%M:%S",
)
NAMED = (
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%b %d, %Y %H:%M:%S",
)
CHINESE = ("%Y年%m月%d日", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H:%M:%S")
CLOCKS = ("", " %H:%M:%S", " %H:%M", " %I:%M %p", " %I:%M:%S %p", ", %H:%M:%S", ", %I:%M %p")
ORDERS = {"dmy": "%d{0}%m{0}", "mdy": "%m{0}%d{0}"}
EXCEL = "DATE '1899-12-30'"  # day 0 of a spreadsheet's numbers


def macros(zone: str) -> str:
    """Write the macro ``pb_time(text, order)``: a time in the shop's zone, without it; NULL where it cannot be read."""
    first = ", ".join(f"'{form}'" for form in (*YEAR_FIRST, *CHINESE, *NAMED))
    own = "\n".join(f"WHEN '{order}' THEN try_strptime(x, [{_forms(order)}])" for order in ORDERS)
    safe = zone.replace("'", "")
    return rf"""
    CREATE OR REPLACE MACRO pb_plain(x) AS CASE
        WHEN regexp_matches(x, '^\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}([ T]|$)') THEN TRY_CAST(replace(x, '/', '-') AS TIMESTAMP) END;
    CREATE OR REPLACE MACRO pb_zoned(x) AS
        timezone('{safe}', TRY_CAST(regexp_replace(regexp_replace(x, ' ?UTC$', '+00:00'), {COLON}) AS TIMESTAMPTZ));
    CREATE OR REPLACE MACRO pb_serial(x) AS CASE
        WHEN regexp_full_match(x, '[2-6]\d{{4}}(\.\d+)?') THEN {EXCEL} + to_seconds(round(x::DOUBLE * 86400)) END;
    CREATE OR REPLACE MACRO pb_time(x, day_order) AS CASE
        WHEN regexp_matches(x, '{OFFSET}|UTC$') THEN pb_zoned(x)
        ELSE coalesce(pb_plain(x), CASE day_order {own} END, try_strptime(regexp_replace(x, '\.0$', ''), [{first}]), pb_serial(x)) END;
    """


def _forms(order: str) -> str:
    days = [ORDERS[order].format(mark) + year for mark in "/-." for year in ("%y", "%Y")]  # %Y would take 26 for a year
    return ", ".join(f"'{day}{clock}'" for day in days for clock in CLOCKS)
