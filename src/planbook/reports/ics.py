"""``report.ics``: what a report dates (tasks, content, meetings) as days of a calendar program, by RFC 5545.

Only all-day entries are written, of which the standard asks a dozen lines; no library is needed for that. The same
report gives the same bytes: entries are stamped with the last day that was read, and named by what they are, so that
a later import replaces those of an earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from planbook.reports.files import SkippedError
from planbook.reports.result import twins

WIDEST = 75  # bytes of a line
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def write(notebook: Mapping[str, Any], path: Path, *, shop: str, title: str) -> None:
    """Write what the twins of an executed notebook date (``days``); a report that dates nothing has no calendar."""
    days = [day for twin in twins(notebook) for day in twin.get("days") or ()]
    if not days:
        raise SkippedError("the report dates no tasks, content or meetings")
    path.write_bytes(text(days, shop=shop, title=title).encode("utf-8"))


def text(days: Iterable[Mapping[str, Any]], *, shop: str, title: str) -> str:
    r"""Write days as a calendar.

    Parameters
    ----------
    days
        Each with ``key`` (what it is, the same in every language), ``day`` and ``as_of`` (ISO), ``title``, ``note``.
    shop, title
        Whose they are, and the calendar's name.

    Examples
    --------
    >>> day = {"key": "brief", "day": "2026-11-06", "as_of": "2026-10-31", "title": "Brief; one page", "note": ""}
    >>> text([day], shop="tea", title="Plan").split("\r\n")[8:11]
    ['DTSTART;VALUE=DATE:20261106', 'DTEND;VALUE=DATE:20261107', 'SUMMARY:Brief\\; one page']
    """
    once = {str(day["key"]): day for day in days}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Planbook//Planbook//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(title)}")
    for key, day in sorted(once.items(), key=lambda item: (str(item[1]["day"]), item[0])):
        lines += _entry(key, day, shop)
    return "".join(f"{part}\r\n" for line in (*lines, "END:VCALENDAR") for part in _folded(line))


def _entry(key: str, day: Mapping[str, Any], shop: str) -> Iterator[str]:
    when = date.fromisoformat(str(day["day"]))
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(f'{shop}/{key}'.encode()).hexdigest()[:32]}@planbook"
    yield f"DTSTAMP:{date.fromisoformat(str(day['as_of'])):%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{when:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{when + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(str(day['title']))}"
    if day.get("note"):
        yield f"DESCRIPTION:{_escaped(str(day['note']))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(words: str) -> str:
    lines = "\n".join(words.splitlines())  # every kind of line end would end the line of the file
    return "".join(c for c in lines if c == "\n" or c.isprintable()).translate(ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Break a line after 75 bytes at most, and never within a character; what goes on begins with a blank."""
    part, size = "", 0
    for character in line:
        more = len(character.encode("utf-8"))
        if size + more > WIDEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + more
    yield part
