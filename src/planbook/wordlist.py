"""Words that copy had better not use, and what is asked of prices: the package's, with the workspace's own over it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planbook import settings

FILE = "wordlist.yml"
DEFAULT = Path(__file__).with_name(FILE)
Basis = dict[Literal["en", "zh"], str]
ADVICE = "See docs/workspace.md; a word of yes, no, on, off or a number stands in quotes."


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Claim(_Model):
    """One kind of claim: its words with what may stand instead, the rule behind it, where it counts."""

    words: dict[str, str] = {}
    basis: Basis = {}
    platforms: tuple[str, ...] = ()
    fails: bool = False


class Prices(_Model):
    """How far back a price's history is looked at."""

    lowest_days: int = Field(30, ge=1, le=365)
    charged_days: int = Field(7, ge=1, le=365)


class Wordlist(_Model):
    """Claims by name, texts that are none though they hold a word, and the rule of prices."""

    claims: dict[str, Claim] = {}
    spare: tuple[str, ...] = ()
    prices: Prices = Prices()


def load(root: Path) -> Wordlist:
    """Read the package's list of words, and over it the workspace's, where it has one.

    Raises
    ------
    ConfigError
        When the workspace's wordlist.yml cannot be read, or has an entry that is not known.

    Examples
    --------
    >>> load(Path()).claims["absolute"].words["最佳"]
    '出色'
    """
    default = _read(DEFAULT)
    if not (root / FILE).is_file():
        return default
    own = _read(root / FILE)
    claims = {name: claim for name, claim in {**default.claims, **own.claims}.items() if claim.words}
    given = {name: getattr(own, name) for name in own.model_fields_set - {"claims"}}
    return default.model_copy(update={**given, "claims": claims})


def _read(path: Path) -> Wordlist:
    try:
        return Wordlist.model_validate(settings.read(path))
    except ValidationError as error:
        raise settings.refused(error, FILE, ADVICE) from error
