"""What a file tells beside its cells: the days it covers, and when it was exported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

_ISO = re.compile(r"(20\d{2})[-/.年]?(0[1-9]|1[0-2])[-/.月]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LOOSE = re.compile(r"(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_ENGLISH = re.compile(r"([A-Z][a-z]{2,8})\.? (\d{1,2}), (20\d{2})|(\d{1,2}) ([A-Z][a-z]{2,8})\.? (20\d{2})")
_STAMP = re.compile(r"(?<!\d)(20\d{2})[-_]?(\d{2})[-_]?(\d{2})[-_ ]?(\d{2})[-_:]?(\d{2})[-_:]?(\d{2})?(?!\d)")
_RANGE = re.compile(r"20\d{2}-\d{2}-\d{2}[_~-]20\d{2}-\d{2}-\d{2}")  # days that it covers
_EPOCH = re.compile(r"(?<!\d)1[5-9]\d{8}(?=_)")
MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


class Told(NamedTuple):
    """First and last day that a file covers, where it says so."""

    start: dt.date | None
    end: dt.date | None


def days_told(lines: Iterable[str], name: str) -> Told:
    """Find the days that a table covers in the lines above it, or else in its file's name.

    Examples
    --------
    >>> days_told(["July 8, 2025 - July 31, 2025"], "Campaign report.csv")
    Told(start=datetime.date(2025, 7, 8), end=datetime.date(2025, 7, 31))
    >>> days_told([], "无线店铺流量来源-2026-03-01_2026-03-31.xls").end
    datetime.date(2026, 3, 31)
    """
    found = [day for line in lines for day in _days(line)] or _days(name)
    return Told(found[0], found[1] if len(found) > 1 else found[0]) if found else Told(None, None)


def exported_at(name: str, changed: float) -> dt.datetime:
    """Tell when a file was exported: by the time in its name, else by when it was last changed.

    Examples
    --------
    >>> exported_at("ExportOrderList202611052310.csv", 0.0)
    datetime.datetime(2026, 11, 5, 23, 10)
    >>> exported_at("商品_全部_2026-10-01_2026-10-31.xls", 0.0)
    datetime.datetime(1970, 1, 1, 0, 0)
    """
    if (found := _STAMP.search(_RANGE.sub("", name))) and (time := _time(found)):
        return time
    epoch = _EPOCH.search(name)
    return dt.datetime.fromtimestamp(float(epoch[0]) if epoch else changed, dt.UTC).replace(tzinfo=None, microsecond=0)


def _days(text: str) -> list[dt.date]:
    found = [(m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    found = found or [(m.start(), m[1], m[2], m[3]) for m in _LOOSE.finditer(text)]
    for match in _ENGLISH.finditer(text):
        month, day, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        if number := MONTHS.get(month[:3].lower()):
            found.append((match.start(), year, str(number), day))
    days = [_day(int(year), int(month), int(day)) for _, year, month, day in sorted(found)]
    return [day for day in days if day is not None]


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _time(found: re.Match[str]) -> dt.datetime | None:
    try:
        return dt.datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
