"""How it looks and reads: tables to HTML, charts and sentences, each with its JSON twin, in English or Chinese."""

from planbook.views.display import opening, stacked

__all__ = ["opening", "stacked"]
