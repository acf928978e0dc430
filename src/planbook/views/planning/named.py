"""How tasks are called: by their own text, or by what they were made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from planbook.views import spoken
from planbook.views.words import Words

APPLICATION, BOOKING, SLOT = "application", "booking", "slot"
REPLACED = (BOOKING, SLOT)  # of what there is another to take, when its day is over
LEAST = 0.01  # of a chance: 5,000 draws do not tell finer


def tasks(laid: pd.DataFrame, words: Words) -> list[str]:
    """Name each task (``task kind subject text_en text_zh``) in the report's language."""
    own = spoken.named(laid, "task", words)
    slots = spoken.named(laid, "subject", words)
    made = {APPLICATION: apply, BOOKING: book}
    return [
        request(subject, slot, words) if kind == SLOT else made[kind](subject, words) if kind in made else name
        for kind, subject, name, slot in zip(laid["kind"], laid["subject"], own, slots, strict=True)
    ]


def apply(event: str, words: Words) -> str:
    """Call the application for an event."""
    return words("Apply for {event}", event=words.name(event))


def book(creator: str, words: Words) -> str:
    """Call the booking of a creator."""
    return words("Book {creator}", creator=creator)


def request(subject: str, name: str, words: Words) -> str:
    """Call the request for a slot (``platform/slot``), which is no application for the event itself."""
    platform, _, key = subject.partition("/")
    return words("Request {slot}", slot=place(platform, key if name == subject else name, words))


def place(platform: str, slot: str, words: Words) -> str:
    """Name a slot with its platform, since several have one of that name."""
    return words("{platform} {channel}", platform=words.name(platform), channel=slot)


def chance(x: float, words: Words) -> str:
    """Write a chance in whole per cent, and never as none or certain when it was drawn.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> [chance(x, open_words("en")) for x in (0.006, 0.684, 0.998)]
    ['under 1%', '68%', 'over 99%']
    """
    if x < LEAST:
        return words("under {share}", share=words.short(LEAST, "share", 0))
    if x > 1 - LEAST:
        return words("over {share}", share=words.short(1 - LEAST, "share", 0))
    return words.short(x, "share", 0)


def listed(names: Iterable[str], words: Words) -> str:
    """Set names that the shop wrote behind each other, as they stand."""
    return ("、" if words.language == "zh" else ", ").join(names)


def dated(key: str, day: date, as_of: date, *, title: str, note: str = "") -> dict[str, Any]:
    """Make the entry of a calendar file: what it is (the same in every language), its day, title and note."""
    return {"key": key, "day": day, "as_of": as_of, "title": title, "note": note}
