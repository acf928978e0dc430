"""One lasting name for what platforms call by many: advertising tools, and sources of visits.

The package's tools.yml and sources.yml say which names mean the same, and over them the workspace's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from planbook import settings
from planbook.absence import ConfigError

Column = Literal["tool", "source"]
FILES: dict[Column, str] = {"tool": "tools.yml", "source": "sources.yml"}
OURS = Path(__file__).parent
NAMES = TypeAdapter(dict[str, tuple[str, ...]])
WIDE = "".join(map(chr, [*range(0xFF01, 0xFF5F), 0x3000, 0xA0]))  # full-width signs, and blanks that look like others
NARROW = "".join(map(chr, [*range(0x21, 0x7F), 32, 32]))


def normal(text: str) -> str:
    """Bring a name to the form in which names are compared: width, capitals and blanks make no difference.

    Examples
    --------
    >>> normal(" 品销宝- 明星店铺"), normal("ＧＯＯＧＬＥ Ads")
    ('品销宝-明星店铺', 'googleads')
    """
    return "".join(text.translate(str.maketrans(WIDE, NARROW)).lower().split())


@dataclass(frozen=True)
class Names:
    """Lasting names: of each column, the lasting name → all that it is called, itself among them."""

    called: dict[Column, dict[str, tuple[str, ...]]]

    @cached_property
    def known(self) -> dict[Column, dict[str, str]]:
        """Of each column, every name in the form of `normal` → the lasting one."""
        return {
            column: {normal(name): lasting for lasting, names in called.items() for name in names}
            for column, called in self.called.items()
        }

    def lasting(self, column: Column, name: str) -> str:
        """Give the lasting name of a tool or source; one that nobody knows as it stands.

        Examples
        --------
        >>> load(Path()).lasting("tool", "直通车"), load(Path()).lasting("tool", "Poster")
        ('关键词推广', 'Poster')
        """
        return self.known[column].get(normal(name), name.strip())

    def others(self, column: Column, name: str) -> tuple[str, ...]:
        """Give all that a tool or source is called."""
        return self.called[column].get(self.lasting(column, name), (name,))

    def among(self, column: Column, name: str, names: Iterable[str]) -> bool:
        """Ask whether a tool or source is one of these, whatever each is called."""
        return self.lasting(column, name) in {self.lasting(column, each) for each in names}


def load(root: Path) -> Names:
    """Read the package's names, and before them the workspace's own.

    Raises
    ------
    ConfigError
        When one of the workspace's files cannot be read, or gives one name two meanings.
    """
    return Names({column: _called(column, root / file) for column, file in FILES.items()})


def _called(column: Column, own: Path) -> dict[str, tuple[str, ...]]:
    ours, theirs = _ours(column), _read(own) if own.is_file() else {}
    taken = _turned(theirs, own.name)
    found = {name: (name, *others) for name, others in theirs.items() if others}
    for name, others in ours.items():
        if theirs.get(name, others):
            lasting = taken.get(normal(name), name)  # a name of ours may have become an old one
            free = [each for each in (name, *others) if taken.get(normal(each), lasting) == lasting]
            found[lasting] = tuple(dict.fromkeys((*found.get(lasting, ()), *free)))
    return found


@cache
def _ours(column: Column) -> dict[str, tuple[str, ...]]:
    return _read(OURS / FILES[column])


def _turned(names: dict[str, tuple[str, ...]], file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, aliases in names.items():
        for alias in dict.fromkeys(map(normal, (name, *aliases))):
            if found.setdefault(alias, name) != name:
                raise ConfigError(f"{file}: {alias} stands under {found[alias]} and {name}.", "Leave it under one.")
    return found


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    try:
        return NAMES.validate_python(settings.read(path))
    except ValidationError as error:
        advice = "Write each name with a list of its others, as docs/workspace.md shows."
        raise settings.refused(error, path.name, advice) from error
