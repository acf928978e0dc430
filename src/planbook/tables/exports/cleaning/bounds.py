"""Cells that tell only a bound: ``<5``, ``100+``, ``1000-2000``. They stay bounds, and never become a midpoint."""

from __future__ import annotations

_NUMBER = r"[¥$]?((?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?\.?\d+|\d+)\s?(万|亿|千|[wWkK])?\s?%?元?"
BELOW = rf"^(?:[<≤]=?\s?{_NUMBER}|{_NUMBER}\s?以[下内])$"
ABOVE = rf"^(?:[>≥]=?\s?{_NUMBER}|{_NUMBER}\s?(?:\+|以上))$"
BETWEEN = rf"^{_NUMBER}\s?[-~–—至]\s?{_NUMBER}$"


def is_bound(text: str) -> str:
    """Ask in SQL whether a cell tells a bound."""
    return f"({_low(text)} IS NOT NULL OR {_high(text)} IS NOT NULL) AND coalesce({_low(text)} < {_high(text)}, true)"


def bound_sql(text: str) -> str:
    """Write SQL of the two ends, as ``low`` and ``high``; shares in percent become shares of one."""
    share = f"CASE WHEN contains(pb_narrow({text}), '%') THEN 100 ELSE 1 END"
    return f"{_low(text)} / {share} AS low, {_high(text)} / {share} AS high"


def _low(text: str) -> str:
    return f"coalesce({_end(text, BETWEEN, 1)}, {_end(text, ABOVE, 1)}, {_end(text, ABOVE, 3)})"


def _high(text: str) -> str:
    return f"coalesce({_end(text, BETWEEN, 3)}, {_end(text, BELOW, 1)}, {_end(text, BELOW, 3)})"


def _end(text: str, pattern: str, group: int) -> str:
    digits, word = (f"regexp_extract(pb_narrow({text}), '{pattern}', {at})" for at in (group, group + 1))
    return f"pb_times(TRY_CAST(replace(nullif({digits}, ''), ',', '') AS DOUBLE), {word})"
