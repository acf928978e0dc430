"""The codebook by which what people say is coded: the package's, with what the workspace's own says instead."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from planbook import settings

FILE = "codebook.yml"
DEFAULT = Path(__file__).with_name(FILE)
ADVICE = "See docs/workspace.md; a word with a colon or of yes, no, on, off stands in quotes."


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(_Model):
    """The words of one topic: those that name it, those that praise it, those that complain of it."""

    words: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


class Polarity(_Model):
    """Words that praise or complain of whatever their clause is about."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


class Codebook(_Model):
    """Topics by name, words of praise and complaint, words that turn a meaning, and words that begin a clause."""

    topics: dict[str, Topic] = {}
    polarity: Polarity = Polarity()
    negation: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()


def load(root: Path) -> Codebook:
    """Read the package's codebook, and over it the workspace's, where it has one.

    Raises
    ------
    ConfigError
        When the workspace's codebook.yml cannot be read, or has an entry that is not known.
    """
    default = _read(DEFAULT)
    if not (root / FILE).is_file():
        return default
    own = _read(root / FILE)
    topics = {name: topic for name, topic in {**default.topics, **own.topics}.items() if any(vars(topic).values())}
    given = own.model_dump(include=own.model_fields_set - {"topics"})
    return Codebook.model_validate({**default.model_dump(), **given, "topics": {n: vars(t) for n, t in topics.items()}})


def _read(path: Path) -> Codebook:
    try:
        return Codebook.model_validate(settings.read(path))
    except ValidationError as error:
        raise settings.refused(error, FILE, ADVICE) from error
