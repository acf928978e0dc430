"""Files of settings: YAML that people write, and errors that name the file, the entry and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from planbook.absence import ConfigError

# of a workspace; the package has its own of all but the first, which these go over
FILES = ("planbook.yml", "codebook.yml", "offers.yml", "planning.yml", "wordlist.yml")


def read(path: Path) -> dict[str, Any]:
    """Read a file of entries by name; an empty one has none.

    Raises
    ------
    ConfigError
        When it is not UTF-8, not YAML, or holds anything but entries by name.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        raise ConfigError(f"{path.name} is not readable as YAML: {error}", "Mend the line it names.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path.name} is not UTF-8.", "Save it with the encoding UTF-8.") from error
    if not isinstance(content, dict):
        raise ConfigError(
            f"{path.name} holds no entries by name: it says {content!r}.", "Write a name and a colon before each."
        )
    return content


def refused(error: ValidationError, file: str, advice: str) -> ConfigError:
    """Say which entry of a file is wrong, and what it says."""
    problem = error.errors()[0]
    place = " → ".join(str(part) for part in problem["loc"] if part != "[key]") or "top level"
    return ConfigError(f"{file}, {place}: {problem['msg']} (it says {problem['input']!r}).", advice)
