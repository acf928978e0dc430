"""How tasks are called: by their own text, or by what they were made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from planbook.views import spoken
from planbook.views.words import Words

APPLICATION, BOOKING = "application", "booking"


def tasks(laid: pd.DataFrame, words: Words) -> list[str]:
    """Name each task (``task kind subject text_en text_zh``) in the report's language."""
    own = spoken.named(laid, "task", words)
    made = {APPLICATION: apply, BOOKING: book}
    return [
        made[kind](subject, words) if kind in made else name
        for kind, subject, name in zip(laid["kind"], laid["subject"], own, strict=True)
    ]


def apply(event: str, words: Words) -> str:
    """Call the application for an event."""
    return words("Apply for {event}", event=words.name(event))


def book(creator: str, words: Words) -> str:
    """Call the booking of a creator."""
    return words("Book {creator}", creator=creator)


def listed(names: Iterable[str], words: Words) -> str:
    """Set names that the shop wrote behind each other, as they stand."""
    return ("、" if words.language == "zh" else ", ").join(names)


def dated(key: str, day: date, as_of: date, *, title: str, note: str = "") -> dict[str, Any]:
    """Make the entry of a calendar file: what it is (the same in every language), its day, title and note."""
    return {"key": key, "day": day, "as_of": as_of, "title": title, "note": note}
