"""How a text is marked that is written in one place and said in another."""

from __future__ import annotations


def msg(text: str) -> str:
    """Mark a text for the catalogs where it is written but not yet said."""
    return text
