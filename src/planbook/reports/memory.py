"""What shops' data have answered, which holds as long as the tables that it was read from are the same."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planbook import disk
from planbook.absence import PlanbookError
from planbook.reports.unchanged import Ground


class Memory:
    """Answers by key, kept from one command to the next.

    Parameters
    ----------
    ground
        The workspace, and what its data are now.
    name
        The file in ``.planbook/`` that keeps them; it may be deleted.
    """

    def __init__(self, ground: Ground, name: str) -> None:
        self.ground = ground
        self._file = ground.project.root / Path(".planbook", name)
        try:
            self._known: dict[str, dict[str, Any]] = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            self._known = {}

    def known(self, key: str) -> Any:
        """Give the answer that still holds, else None."""
        told = self._known.get(key)
        same = told is not None and told["stamp"] == self._stamp(told["tables"]) and None not in told["stamp"]
        return told["answer"] if told is not None and same else None

    def learn(self, key: str, answer: object, tables: Sequence[str]) -> None:
        """Take in an answer (plain values), and the tables that it was read from, as ``shop/table``."""
        self._known[key] = {"answer": answer, "tables": list(tables), "stamp": self._stamp(tables)}

    def forget(self, key: str) -> None:
        """Drop an answer."""
        self._known.pop(key, None)

    def save(self) -> None:
        """Keep what is known; where that cannot be written, it costs a little time, no more."""
        with contextlib.suppress(OSError):
            disk.share(self._file, json.dumps(self._known, ensure_ascii=False))

    def _stamp(self, tables: Sequence[str]) -> list[str | None]:
        return [self.ground.library, self.ground.settings, *map(self._content, tables)]

    def _content(self, table: str) -> str | None:
        shop, _, name = table.partition("/")
        try:
            return self.ground.content(shop, name) if shop in self.ground.project.shops else None
        except PlanbookError:  # a manifest that cannot be read: who needs it will say so
            return None
