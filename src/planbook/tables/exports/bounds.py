"""Cells that tell only a bound: ``<5``, ``100+``, ``1000-2000``. They stay bounds, and never become a midpoint."""

from __future__ import annotations

_NUMBER = r"([\d,]*\.?\d+)\s?(万|亿|千)?%?"
BELOW, ABOVE = rf"^[<≤]\s?{_NUMBER}$", rf"^(?:[>≥]\s?{_NUMBER}|{_NUMBER}\s?\+)$"
BETWEEN = rf"^{_NUMBER}\s?[-~]\s?{_NUMBER}$"


def is_bound(text: str) -> str:
    """Ask in SQL whether a cell tells a bound."""
    return f"regexp_matches(pb_narrow({text}), '{BELOW}|{ABOVE}|{BETWEEN}')"


def bound_sql(text: str) -> str:
    """Write SQL of the two ends, as ``low`` and ``high``; shares in percent become shares of one."""
    plain = f"pb_narrow({text})"
    low = f"coalesce({_end(plain, BETWEEN, 1)}, {_end(plain, ABOVE, 1)}, {_end(plain, ABOVE, 3)})"
    high = f"coalesce({_end(plain, BETWEEN, 3)}, {_end(plain, BELOW, 1)})"
    share = f"CASE WHEN contains({plain}, '%') THEN 0.01 ELSE 1 END"
    return f"{low} * {share} AS low, {high} * {share} AS high"


def _end(text: str, pattern: str, group: int) -> str:
    digits = f"TRY_CAST(replace(nullif(regexp_extract({text}, '{pattern}', {group}), ''), ',', '') AS DOUBLE)"
    return f"{digits} * pb_ten(regexp_extract({text}, '{pattern}', {group + 1}))"
