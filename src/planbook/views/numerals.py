"""How numbers are written: one house style for each language.

====================  =====================  =====================
what                  English                Chinese
====================  =====================  =====================
money, in full        ¥3,205,123 · ¥128.40   3,205,123 元 · 128.40 元
money, short          ¥3.21M · ¥320k         320.5 万元 · 3.21 亿元
count, short          98.7k                  9.9 万
share                 3.21% · 42.0%          3.21% · 42.0%
change                +8.2%                  +8.2%
points                +0.31 pp               +0.31 个百分点
====================  =====================  =====================

Short forms begin at ten thousand in both languages. The minus is U+2212, as wide as a plus; what is not known
is a dash. Digits follow the size, so that a conversion of 3.2 % and one of 3.3 % are told apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TypeGuard

from babel import Locale
from babel.numbers import format_decimal

UNKNOWN = "—"
MINUS = "−"
SCALES = {"en": ((1e9, "B"), (1e6, "M"), (1e3, "k")), "zh": ((1e8, " 亿"), (1e4, " 万"))}
SHORT_FROM = 1e4
VAGUE = 20.0  # width of an interval of money from which its ends are written without cents
SYMBOLS = {"CNY": "¥", "USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "HKD": "HK$", "TWD": "NT$"}
CHINESE = {"CNY": "元", "USD": "美元", "GBP": "英镑", "EUR": "欧元", "JPY": "日元", "HKD": "港元", "TWD": "新台币"}
SUFFIXES = {
    "en": {"share": "%", "points": " pp", "days": " days", "minutes": " min", "seconds": " s"},
    "zh": {"share": "%", "points": " 个百分点", "days": " 天", "minutes": " 分钟", "seconds": " 秒"},
}
HUNDREDFOLD = ("share", "points")
_EDGE, _TAIL = re.compile(r"^[^\d−]+"), re.compile(r"\D+$")


def known(x: float | None) -> TypeGuard[float]:
    """Tell whether there is a number to write.

    Examples
    --------
    >>> known(0.0), known(None), known(float("nan"))
    (True, False, False)
    """
    return x is not None and math.isfinite(x)


def digits(x: float, unit: str) -> int:
    """Choose the decimals for a number of this size, in the unit as it is written (a share in per cent)."""
    size = abs(x) * 100 if unit in HUNDREDFOLD else abs(x)
    if unit == "money":
        return 2 if size < 1000 else 0
    if unit in ("share", "points"):
        return 2 if round(size, 2) < (10 if unit == "share" else 1) else 1
    if unit in ("ratio", "number"):
        return 2 if size < 10 else 1 if size < 1000 else 0
    if unit in ("days", "minutes", "seconds"):
        return 1 if size < 10 and size != round(size) else 0
    return 0


def plain(x: float, unit: str, decimals: int, locale: Locale) -> str:
    """Write a number without sign or unit; a share is written in per cent."""
    size = abs(x) * 100 if unit in HUNDREDFOLD else abs(x)
    return format_decimal(size, format="#,##0." + "0" * decimals if decimals else "#,##0", locale=locale)


def scaled(x: float, unit: str, locale: Locale, decimals: int | None = None) -> str:
    """Write a number without sign or unit, short from ten thousand on: ``320.5 万``, ``3.2M``."""
    if unit in ("money", "count", "number") and abs(x) >= SHORT_FROM:
        # the unit is chosen from the rounded number: 999,960 is 1.0M and not 1,000k
        size = float(f"{abs(x):.3g}")
        factor, mark = next((f, m) for f, m in SCALES[locale.language] if size >= f)
        shown = abs(x) / factor
        if decimals is None:  # three digits tell 1.55M from 1.62M; ¥3M and ¥320k need none
            most = (
                1
                if locale.language == "zh" and shown >= 10
                else max(2 - int(math.log10(shown)), 0)
                if shown >= 1
                else 2
            )
            decimals = next(n for n in range(most + 1) if n == most or abs(round(shown, most) - round(shown, n)) < 1e-9)
        return plain(shown, "number", decimals, locale) + mark
    if decimals is None:
        decimals = 0 if unit == "money" and x == round(x) else digits(x, unit)
    return plain(x, unit, decimals, locale)


def shown(x: float, unit: str, locale: Locale) -> float:
    """Give the number as it is written short: 3,204,900 as 3.2049 (M), a share in per cent."""
    if unit in HUNDREDFOLD:
        return x * 100
    if unit in ("money", "count", "number") and abs(x) >= SHORT_FROM:
        return x / next(factor for factor, _ in SCALES[locale.language] if abs(x) >= factor)
    return x


def estimated(x: float, low: float, high: float) -> tuple[float, float, float]:
    """Round money that is estimated: cents beside an interval that is tens wide say what nobody knows.

    Examples
    --------
    >>> estimated(-217.24, -615.71, 248.23), estimated(3.52, 3.1, 3.9)
    ((-217.0, -616.0, 248.0), (3.52, 3.1, 3.9))
    """
    told = (x, low, high)
    if not all(map(known, told)) or high - low < VAGUE:
        return told
    return float(round(x)), float(round(low)), float(round(high))


def exact_decimals(values: Iterable[float], unit: str, locale: Locale) -> int:
    """Find the fewest decimals that write the numbers of an axis without rounding."""
    written = [shown(x, unit, locale) for x in values]
    return next((n for n in range(4) if all(abs(x - round(x, n)) < 1e-6 for x in written)), 4)


def joined(first: str, last: str) -> str:
    """Write two numbers as one interval, what they share once: ``¥2.7–2.8M``, ``270–280 万元``.

    Examples
    --------
    >>> joined("¥2.7M", "¥2.8M"), joined("¥960k", "¥1.2M"), joined("3.10%", "3.40%")
    ('¥2.7–2.8M', '¥960k–1.2M', '3.10–3.40%')
    """
    head, tail = _EDGE.match(last), _TAIL.search(last)
    if head and first.startswith(head[0]):
        last = last[len(head[0]) :]
    if tail and first.endswith(tail[0]):
        first = first[: len(first) - len(tail[0])]
    elif tail and first[-1:] == last[-1:] and not last[-1:].isascii():
        first = first[:-1]  # 9,000 万元 and 1.2 亿元 share the 元
    return f"{first.rstrip()}–{last}"


def dressed(body: str, x: float, unit: str, *, currency: str, locale: Locale) -> str:
    """Put sign and unit to a written number."""
    sign = MINUS if x < 0 and any(digit in body for digit in "123456789") else ""
    if unit == "money" and locale.language == "zh":
        return f"{sign}{body}{'' if body.endswith(('万', '亿')) else ' '}{CHINESE.get(currency, ' ' + currency)}"
    if unit == "money":
        return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{body}"
    if unit == "days" and body == "1" and locale.language == "en":
        return f"{sign}1 day"
    return sign + body + SUFFIXES[locale.language].get(unit, "")


def shared_decimals(values: Iterable[float], unit: str) -> int:
    """Choose the decimals for numbers that stand in one column: those of the largest."""
    sizes = [abs(x) for x in values if known(x)]
    return digits(max(sizes), unit) if sizes else 0
