"""Profiles: one YAML file an export, which says how to recognise it, what its columns are and what they become."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from planbook.absence import ConfigError
from planbook.tables.exports.recognising import handmade
from planbook.tables.exports.recognising.headers import normalised
from planbook.tables.schema import TABLES

OURS = Path(__file__).parents[2] / "profiles"
OWN = "profiles"  # folder of a workspace
OPEN = ("channel", "topic")  # columns of which a workspace names its own

Kind = Literal[
    "id",
    "text",
    "said",
    "written",
    "person",
    "region",
    "money",
    "number",
    "count",
    "share",
    "seconds",
    "day",
    "time",
    "words",
    "flag",
]
Per = Literal["order", "line", "test"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Field(_Model):
    """One thing of an export: the kind of its cells, and the headers under which it may stand, the best first."""

    kind: Kind
    headers: tuple[str, ...]
    per: Per = "order"
    words: dict[str, str] = {}
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: Any) -> Any:
        """Take ``{money: 总金额, per: line}`` for kind and headers."""
        if not isinstance(given, dict) or "kind" in given:
            return given
        kinds = [word for word in given if word in get_args(Kind)]
        if len(kinds) != 1:
            raise ValueError(f"begin with one kind of cell: {', '.join(get_args(Kind))}")
        headers = given[kinds[0]]
        rest = {"words" if word == "as" else word: value for word, value in given.items() if word != kinds[0]}
        return {"kind": kinds[0], "headers": [headers] if isinstance(headers, str) else headers, **rest}

    def place(self, names: list[str]) -> list[int]:
        """Find the columns that the field stands in, the best header's first, among headers brought to one form."""
        found: list[int] = []
        for header in self.headers:
            if re.fullmatch(r"/.+/", header):
                found += [at for at, name in enumerate(names) if re.search(header[1:-1], name, re.IGNORECASE)][:1]
            else:
                found += [at for at, name in enumerate(names) if name == normalised(header).name]
        return found


class Mapping(_Model):
    """How rows of a table are made of the fields: SQL a column, one row for each value of ``per``, rows ``where``.

    ``add`` adds up rows of one key; without it, two that say different things are an error. ``group`` lets the SQL
    count and sum over rows that agree in all else. ``answers`` makes a row of each answer of a survey, with
    ``question``, ``item`` and ``answer`` beside the fields. ``totals`` makes rows of the export's own totals, which
    else are dropped; in all SQL the rows that are no totals stand under the name ``details``.
    """

    columns: dict[str, str]
    per: str | None = None
    where: str | None = None
    add: bool = False
    group: bool = False
    answers: bool = False
    totals: bool = False


class Profile(_Model):
    """What one export looks like, and what it means.

    Of a ``strict`` one every row with something in it counts: none may lack what the export ``needs``, no number may be
    beyond its limits, and a word that is not known is refused. One of a document's ``own`` tables keeps each cell as it
    stands, under headers that begin with a colon, and none of its rows is a total.
    """

    name: str
    title: dict[str, str]
    files: tuple[str, ...] = ()
    platform: str = ""
    currency: str = ""  # in which its money always is
    platforms: tuple[str, ...] = ()  # where else it may be from; sheets to fill in offer them
    needs: tuple[str | tuple[str, ...], ...]
    fields: dict[str, Field]
    known: tuple[str, ...] = ()
    header_rows: Literal[1, 2] = 1
    strict: bool = False
    own: bool = False
    questions: str = ""  # a pattern of headers that are questions of a survey
    total: str | None = None
    skip: str | None = None
    tests: dict[str, str] = {}
    tables: dict[str, tuple[Mapping, ...]]
    basis: dict[str, str] = {}
    notes: dict[str, str] = {}

    @field_validator("tables", mode="before")
    @classmethod
    def _one_is_a_list(cls, given: Any) -> Any:
        return {name: maps if isinstance(maps, list) else [maps] for name, maps in dict(given).items()}

    @model_validator(mode="after")
    def _hangs_together(self) -> Profile:
        """Refuse what names a field, table or column that there is not."""
        for need in self.needs:
            for name in (need,) if isinstance(need, str) else need:
                if name not in self.fields:
                    raise ValueError(f"needs: there is no field {name!r}")
        for table, mappings in self.tables.items():
            if table not in TABLES:
                raise ValueError(f"tables: there is no table {table!r}; there are {', '.join(TABLES)}")
            for mapping in mappings:
                if strange := mapping.columns.keys() - set(TABLES[table].names):
                    raise ValueError(f"tables, {table}: there is no column {', '.join(sorted(strange))}")
                if mapping.per is not None and mapping.per not in self.fields:
                    raise ValueError(f"tables, {table}: per: there is no field {mapping.per!r}")
        return self

    @cached_property
    def headers(self) -> frozenset[str]:
        """All headers that belong to the export, in one form."""
        plain = (header for field in self.fields.values() for header in field.headers if not header.startswith("/"))
        return frozenset(normalised(header).name for header in (*plain, *self.known))


def load(root: Path, own: Iterable[str] = ()) -> dict[str, Profile]:
    """Give the package's profiles, those of hand sheets, and the workspace's own, which go before one of the same name.

    Parameters
    ----------
    own
        Channels and topics that the workspace named itself: in a hand sheet they are no name of another.

    Raises
    ------
    ConfigError
        When one of them cannot be read or says something that cannot be; it names the file and the entry.
    """
    written = {path.stem: _read(path) for path in sorted((root / OWN).glob("*.yml"))}
    return ours() | {name: _leaving(each, set(own)) for name, each in by_hand().items()} | written


@cache
def ours() -> dict[str, Profile]:
    """Read the profiles of exports that come with the package."""
    return {path.stem: _read(path) for path in sorted(OURS.glob("*.yml"))}


@cache
def by_hand() -> dict[str, Profile]:
    """Give the profiles of sheets that people fill in."""
    return {name: Profile.model_validate({"name": name} | told) for name, told in handmade.profiles().items()}


def _leaving(profile: Profile, own: set[str]) -> Profile:
    """Let a text be one of the workspace's own, where a name would make another of it."""
    found = {
        name: field.model_copy(update={"words": {said: code for said, code in field.words.items() if said not in own}})
        for name, field in profile.fields.items()
        if name in OPEN and own & field.words.keys()
    }
    return profile.model_copy(update={"fields": profile.fields | found}) if found else profile


def _read(path: Path) -> Profile:
    place = f"{OWN}/{path.name}"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        return Profile.model_validate({"name": path.stem} | (content or {}))
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        raise ConfigError(f"{place} is not readable as YAML: {error}", "Mend the line it names.") from error
    except ValidationError as error:
        problem = error.errors()[0]
        entry = " → ".join(map(str, problem["loc"])) or "top level"
        raise ConfigError(f"{place}, {entry}: {problem['msg']}", "See docs/profiles.md for every entry.") from error
