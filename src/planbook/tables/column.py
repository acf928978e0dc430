"""The words a schema is written in: `Column`, `Table` and the ways to declare a column."""

from __future__ import annotations

from dataclasses import dataclass, replace

TEXT, DAY, TIME, MONEY, COUNT, NUMBER, FLAG = "text", "day", "time", "money", "count", "number", "flag"


@dataclass(frozen=True)
class Column:
    """One column: its type word, what it means, an example, and what may stand in it."""

    name: str
    type: str
    meaning: str
    example: object
    required: bool = False
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    said: bool = False  # free text that people wrote, and may name someone
    written: bool = False  # a note of the shop's own people
    spare: bool = False  # no figure needs it


@dataclass(frozen=True)
class Table:
    """A table: what a row is, which columns make it unique, and which column dates it."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    dated_by: str | None = None

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that no source may lack."""
        return tuple(column.name for column in self.columns if column.required)


def must(name: str, type: str, meaning: str, example: object, at_least: float | None = None) -> Column:
    """Declare a column that every source has, with a value in every row."""
    return Column(name, type, meaning, example, required=True, at_least=at_least)


def may(name: str, type: str, meaning: str, example: object, at_least: float | None = None) -> Column:
    """Declare a column that a source may lack, or leave empty in a row."""
    return Column(name, type, meaning, example, at_least=at_least)


def up_to(most: float, column: Column) -> Column:
    """Declare that no value of a column is above one: a share's 1, an hour's 23."""
    return replace(column, at_most=most)


def word(name: str, meaning: str, example: str, *one_of: str) -> Column:
    """Declare a text column that takes one of a few words."""
    return Column(name, TEXT, meaning, example, one_of=one_of)


def note(name: str, meaning: str, example: str, *, required: bool = False) -> Column:
    """Declare a note that people of the shop write for each other: kept as it stands, but for whom to call."""
    return Column(name, TEXT, meaning, example, required=required, written=True, spare=True)


def spare(column: Column) -> Column:
    """Declare that no figure needs a column: a source that lacks it lacks nothing."""
    return replace(column, spare=True)


def amount(name: str, meaning: str, example: float) -> Column:
    """Declare a sum of money, never negative, that a source may lack."""
    return Column(name, MONEY, meaning, example, at_least=0)


def counted(name: str, meaning: str, example: int) -> Column:
    """Declare a count, never negative, that a source may lack."""
    return Column(name, COUNT, meaning, example, at_least=0)
