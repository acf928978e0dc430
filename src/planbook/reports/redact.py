"""A report tells nothing of the machine that made it, nor any secret: absolute paths are shortened, secrets hidden."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from planbook.absence import ParameterError
from planbook.project import Project

HIDDEN = "•••"
SHORTEST = 6  # letters of a secret; a shorter one would be found in ordinary words

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_SECRET = re.compile(r"(?i)(PASSWORD|PASSWD|SECRET|TOKEN|WEBHOOK|API_?KEY|PRIVATE_KEY|ACCESS_KEY)S?$")


def secrets(project: Project) -> list[str]:
    """List what must stand nowhere, the longest first: values of the environment, and the passwords in them.

    These are the variables that planbook.yml names (``url_env``), and those whose name says that they are secret.
    """
    named = {source.url_env for shop in project.shops.values() for source in shop.sources.values() if source.url_env}
    values = {value for name, value in os.environ.items() if value and (name in named or _SECRET.search(name))}
    for value in list(values):
        values |= _passwords(value)
    return sorted((value for value in values if len(value) >= SHORTEST), key=lambda value: (-len(value), value))


def refuse_secrets(params: Mapping[str, object], project: Project) -> None:
    """Refuse a parameter that holds a secret: parameters stand in the notebook and in ``result.json``."""
    known = secrets(project)
    for name, value in params.items():
        if any(secret in str(value) for secret in known):
            raise ParameterError(
                f"The parameter {name!r} holds a secret of the environment, and would stand in the report.",
                "Let the notebook's table come from planbook.yml: sources → url_env.",
            )


def redacted(text: str, project: Project) -> str:
    """Hide secrets and shorten absolute paths.

    Examples
    --------
    >>> shortened("No such file: '/home/ana/shop/data/a.csv', see /usr/lib/x.py", Path("/home/ana/shop"))
    "No such file: 'data/a.csv', see …/x.py"
    """
    return shortened(_hidden(text, _forms(secrets(project))), project.root)


def shortened(text: str, root: Path) -> str:
    """Shorten absolute paths; those in the workspace begin there."""
    text = text.replace(f"{root}/", "").replace(str(root), ".")
    text = re.sub(r"(?<![\w.:/])~?/(?:[^\s/'\"<>:]+/)+([^\s/'\"<>:]*)", r"…/\1", text)
    return re.sub(r"\b[A-Za-z]:\\(?:[^\s\\'\"<>:]+\\)*([^\s\\'\"<>:]*)", r"…\\\1", text)


def cleaned(notebook: Mapping[str, Any], project: Project) -> dict[str, Any]:
    """Give an executed notebook without secrets anywhere, and without paths in errors and in what went to stderr."""
    forms = [json.dumps(form, ensure_ascii=False)[1:-1] for form in _forms(secrets(project))]
    found: dict[str, Any] = json.loads(_hidden(json.dumps(notebook, ensure_ascii=False), forms))

    # IPython puts colours right before a path, which hides where it begins.
    def short(text: str) -> str:
        return shortened(_COLOUR.sub("", text), project.root)

    for output in (output for cell in found["cells"] for output in cell.get("outputs", ())):
        if output["output_type"] == "error":
            output["evalue"] = short(output["evalue"])
            output["traceback"] = [short(line) for line in output["traceback"]]
        elif output.get("name") == "stderr":
            output["text"] = short("".join(output["text"]))
    return found


def _forms(known: Iterable[str]) -> list[str]:
    """Write secrets as they may stand in a page, an address, a traceback, or two of these in one."""
    ways = (str, html.escape, lambda text: html.escape(text, quote=False), lambda text: repr(text)[1:-1], quote)
    forms = dict.fromkeys(outer(inner(text)) for text in known for inner in ways for outer in ways)
    return sorted(forms, key=len, reverse=True)


def _hidden(text: str, forms: Iterable[str]) -> str:
    for form in forms:
        text = text.replace(form, HIDDEN)
    return text


def _passwords(value: str) -> set[str]:
    """Find the password in an address, as it is written and as it is meant."""
    try:
        password = urlsplit(value).password
    except ValueError:
        return set()
    return {password, unquote(password)} if password else set()
