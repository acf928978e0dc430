"""`Words`: the language of a report, its currency, and how it says things.

Strings in the code are English and are looked up in ``locale/``; names of KPIs come from the catalog of
measures; numbers are written by `numerals`, dates by Babel. ``scripts/update_catalogs.py`` gathers the strings.
"""

from __future__ import annotations

import functools
import gettext
import re
import string
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale
from babel.dates import format_interval, format_skeleton

from planbook.absence import ConfigError
from planbook.measures.catalog import CATALOG
from planbook.periods import Period
from planbook.views import numerals
from planbook.views.vocabulary import NAMES

JOIN = "+"  # between the code words of a name
LOCALES = {"en": "en_GB", "zh": "zh_CN"}
CATALOGS = Path(__file__).parent / "locale"

_CHINESE = r"[\u3400-\u9fff]"
_LATIN = r"[A-Za-z0-9+−±¥$£€%]"
_SEAM = re.compile(rf"(?<={_CHINESE})(?={_LATIN})|(?<={_LATIN})(?={_CHINESE})")


@dataclass(frozen=True)
class Words:
    """A language and how it writes things; called with a text it says it, with values in place of ``{names}``.

    Examples
    --------
    >>> words = open_words("zh", "CNY")
    >>> words("Target {target}", target=words.short(3_204_900, "money"))
    '目标 320.5 万元'
    """

    language: str
    currency: str
    locale: Locale
    catalog: gettext.NullTranslations

    def __call__(self, text: str, /, **values: object) -> str:
        """Say a text in this language."""
        # to gettext the empty text is its own header
        return _filled(self.catalog.gettext(text), values) if text else ""

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say one of two texts by the number ``{n}``."""
        return _filled(self.catalog.ngettext(one, many, n), {"n": self.value(n, "count"), **values})

    def name(self, code: object) -> str:
        """Say a code word from a table (a KPI, platform, source, stage); an unknown one as it stands.

        Examples
        --------
        >>> open_words("zh").name("tmall"), open_words("zh").name("conversion"), open_words("zh").name("茶友群")
        ('天猫', '支付转化率', '茶友群')
        >>> open_words("en").name("gift+high_spend+once")
        'Gift sets, high spend, once'
        """
        code = str(code)
        if code in CATALOG:
            return self.kpi(code)
        if code not in NAMES and JOIN in code:
            return self._joined(code)
        return self.catalog.gettext(NAMES[code]) if code in NAMES else code

    def _joined(self, code: str) -> str:
        """Say a name of several code words (a persona's); one that has other parts is a name of the shop's own."""
        first, *others = code.split(JOIN)
        if not first or not all(part in NAMES or part.isdigit() for part in others):
            return code
        said = [self.name(first), *(name[:1].lower() + name[1:] for name in map(self.name, others))]
        words = self  # the name by which texts are gathered
        return words(", ").join(said)

    def kpi(self, id: str) -> str:
        """Name a KPI."""
        return CATALOG[id].name[self.language]

    def value(self, x: float | None, unit: str) -> str:
        """Write a number in full with its unit: ``¥3,205,123``, ``3.21%``."""
        if not numerals.known(x):
            return numerals.UNKNOWN
        return self._dressed(numerals.plain(x, unit, numerals.digits(x, unit), self.locale), x, unit)

    def short(self, x: float | None, unit: str, decimals: int | None = None) -> str:
        """Write a number short with its unit: ``¥3.2M``, ``320.5 万元``."""
        if not numerals.known(x):
            return numerals.UNKNOWN
        return self._dressed(numerals.scaled(x, unit, self.locale, decimals), x, unit)

    def signed(self, x: float | None, unit: str) -> str:
        """Write a difference short, with its sign: ``+¥320k``, ``−0.31 pp``."""
        text = self.short(x, unit)
        return f"+{text}" if numerals.known(x) and x > 0 else text

    def change(self, x: float | None) -> str:
        """Write a relative change: ``+8.2%``; whole per cent from 100 % on."""
        if not numerals.known(x):
            return numerals.UNKNOWN
        body = numerals.plain(x, "share", 0 if abs(x) >= 1 else 1, self.locale)
        return ("+" if x > 0 else "") + self._dressed(body, x, "share")

    def cell(self, x: float | None, unit: str, decimals: int | None = None) -> str:
        """Write a number for a table whose head says the unit."""
        if not numerals.known(x):
            return numerals.UNKNOWN
        body = numerals.plain(x, unit, numerals.digits(x, unit) if decimals is None else decimals, self.locale)
        return (numerals.MINUS if x < 0 and body.strip("0.") else "") + body

    def ticks(self, values: list[float], unit: str) -> list[str]:
        """Write the numbers of an axis, short and without currency, with as few decimals as they need."""
        bare = "number" if unit == "money" else unit
        large = [abs(x) >= numerals.SHORT_FROM for x in values]
        decimals = {  # 1.5 万 needs one, 5,000 beside it none
            side: numerals.exact_decimals(
                [x for x, own in zip(values, large, strict=True) if own == side], bare, self.locale
            )
            for side in set(large)
        }
        said = zip(values, large, strict=True)
        return ["0" if x == 0 and bare != "share" else self.short(x, bare, decimals[side]) for x, side in said]

    def unit(self, unit: str) -> str:
        """Say the unit for the head of a column or the line under a title; counts and ratios have none."""
        if unit == "money":
            book = numerals.CHINESE if self.language == "zh" else numerals.SYMBOLS
            return book.get(self.currency, self.currency)
        return numerals.SUFFIXES[self.language].get(unit, "").strip()

    def range(self, low: float | None, high: float | None, unit: str) -> str:
        """Write an interval: ``¥2.7–2.8M``, ``270–280 万元``, ``9,000–12,000 元``."""
        if not (numerals.known(low) and numerals.known(high)):
            return numerals.UNKNOWN
        first, last = self.short(low, unit), self.short(high, unit)
        # in 9,000–1.2 万元 the first may be taken for 9,000 万
        if self.language == "zh" and 0 <= low < numerals.SHORT_FROM <= high:
            first, last = (self._dressed(numerals.plain(end, unit, 0, self.locale), end, unit) for end in (low, high))
        if first == last and low != high:
            first, last = self.short(low, unit, 2), self.short(high, unit, 2)
        if low < 0:
            words = self  # the name by which texts are gathered
            return words("{low} to {high}", low=first, high=last)
        return numerals.joined(first, last)

    def day(self, when: date, *, year: bool = True) -> str:
        """Write a date: ``31 Oct 2026``, ``2026 年 10 月 31 日``."""
        return _spaced(format_skeleton("yMMMd" if year else "MMMd", when, locale=self.locale))

    def month(self, when: date, *, year: bool = True) -> str:
        """Write a month: ``October 2026``, ``2026 年 10 月``; without its year ``Oct``, ``10 月``."""
        return _spaced(format_skeleton("yMMMM" if year else "MMM", when, locale=self.locale))

    def span(self, period: Period) -> str:
        """Write the days of a period: ``October 2026``, ``12–18 Oct 2026``, ``2026 年 10 月 12 日至 18 日``."""
        if period.kind == "month":
            return self.month(period.start)
        if period.start == period.end:
            return self.day(period.start)
        # CLDR sets thin spaces around the dash of some intervals, which few fonts have
        text = format_interval(period.start, period.end, "yMMMd", locale=self.locale).replace("\u2009", " ")
        return _spaced(text)

    def _dressed(self, body: str, x: float, unit: str) -> str:
        return numerals.dressed(body, x, unit, currency=self.currency, locale=self.locale)


@functools.lru_cache(maxsize=16)
def open_words(language: str, currency: str = "CNY") -> Words:
    """Open a language with a currency.

    Raises
    ------
    ConfigError
        When the language is neither ``zh`` nor ``en``.
    """
    if language not in LOCALES:
        raise ConfigError(f"There is no language {language!r}.", "Use zh or en.")
    name = LOCALES[language]
    catalog = gettext.translation("planbook", CATALOGS, [name], fallback=language == "en")
    return Words(language, currency, Locale.parse(name), catalog)


def _filled(text: str, values: dict[str, object]) -> str:
    # Spaces are set only at the seams, so that a title from the shop's data is never altered.
    parts: list[str] = []
    for literal, field, spec, _ in string.Formatter().parse(text):
        parts.append(literal)
        if field is not None:
            parts.append(format(values[field], spec or ""))
    joined = ""
    for part in parts:
        seam = joined[-1:] + part[:1]
        joined += (" " if len(seam) == 2 and _SEAM.search(seam) else "") + part
    return joined


def _spaced(text: str) -> str:
    return _SEAM.sub(" ", text)
