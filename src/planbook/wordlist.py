"""Words that copy had better not use, and what is asked of prices: the package's, with the workspace's own over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planbook.absence import ConfigError

FILE = "wordlist.yml"
DEFAULT = Path(__file__).with_name(FILE)
Basis = dict[Literal["en", "zh"], str]


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
        content: Any = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
        return Wordlist.model_validate(content)
    except yaml.YAMLError as error:
        raise ConfigError(f"{FILE} is not readable as YAML: {error}", "Mend the line it names.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{FILE} is not UTF-8.", "Save it with the encoding UTF-8.") from error
    except ValidationError as error:
        problem = error.errors()[0]
        place = " → ".join(map(str, problem["loc"])) or "top level"
        raise ConfigError(
            f"{FILE}, {place}: {problem['msg']} (it says {problem['input']!r}).",
            "See docs/workspace.md; a word of yes, no, on, off or a number stands in quotes.",
        ) from error
