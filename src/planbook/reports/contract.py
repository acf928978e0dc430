"""A notebook's parameters: read from its source, checked before a kernel starts.

The cell tagged ``parameters`` holds ``name: type = literal  # help`` and nothing else. It is read as text
(by AST), never run, so that a wrong value is told in a blink and in words.
"""

from __future__ import annotations

import ast
import difflib
import io
import math
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook import periods
from planbook.absence import ConfigError, ParameterError
from planbook.reports import redact

if TYPE_CHECKING:
    from planbook.project import Project
    from planbook.reports.gallery import Notebook

Value = str | int | float | bool

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
KINDS = {"str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
LATEST = ("latest", "latest-week", "latest-day")
LANGUAGES = ("zh", "en")

_EVENT = re.compile(r"\w+(-\w+)*-\d{4}(-\d+)?")


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell."""

    name: str
    type: str
    default: Value
    help: str = ""

    def read(self, value: object) -> Value:
        """Turn a value, or its text from a command line or YAML, into this parameter's type."""
        found = _from_text(self.type, value) if isinstance(value, str) else _from_value(self.type, value)
        if found is None:
            raise ParameterError(
                f"The parameter {self.name!r} takes {KINDS[self.type]}, not {value!r}.",
                f"Its default is {self.default!r}.",
            )
        return found


def parameters(code: str, where: str = "the notebook") -> dict[str, Parameter]:
    """Read the lines ``name: type = literal  # help`` of a parameters cell.

    Raises
    ------
    ConfigError
        When a line is anything else, names the line.

    Examples
    --------
    >>> parameters('period: str = "latest"  # which month')["period"].help
    'which month'
    """
    try:
        lines = ast.parse(code).body
    except SyntaxError as error:
        raise ConfigError(f"The parameters cell of {where}, line {error.lineno}, is not Python.", _FORM) from error
    notes = _comments(code)
    found = [_parameter(line, notes.get(line.end_lineno or line.lineno, ""), where) for line in lines]
    return {parameter.name: parameter for parameter in found}


def check(notebook: Notebook, values: Mapping[str, object], project: Project) -> dict[str, Value]:
    """Check given values against a notebook's parameters; defaults fill the rest.

    Parameters
    ----------
    values
        Typed values or their text; text is read by the declared type, so that "007" stays text.

    Returns
    -------
    dict
        Every parameter with its value; ``shop`` and ``language`` resolved, ``period`` as written.

    Raises
    ------
    ParameterError
        Unknown name (naming the nearest), wrong type, or a value that is not allowed.
    """
    for name in values:
        if name not in notebook.parameters:
            raise _unknown(name, notebook)
    checked = {name: parameter.default for name, parameter in notebook.parameters.items()}
    checked |= {name: notebook.parameters[name].read(value) for name, value in values.items()}
    if checked.get("workspace", ".") != ".":
        raise ParameterError("The parameter 'workspace' is set by the runner.", "Give the folder with --workspace.")
    if "language" in checked:
        checked["language"] = _language(str(checked["language"]), project)
    if "shop" in checked:
        checked["shop"] = project.shop(str(checked["shop"])).key
    if "period" in checked:
        check_period(str(checked["period"]))
    redact.refuse_secrets(checked, project)
    return checked


def check_period(text: str) -> None:
    """Check how a period is written; whether an event exists only the shop's data can say."""
    if text not in LATEST and (not _EVENT.fullmatch(text) or re.match(r"\d{4}-", text)):
        periods.parse(text)


_FORM = "Each line must be: name: type = literal  # help, with str, int, float or bool."


def _parameter(line: ast.stmt, note: str, where: str) -> Parameter:
    if (
        isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(line.annotation, ast.Name)
        and line.value is not None
    ):
        kind = line.annotation.id
        try:
            default = _from_value(kind, ast.literal_eval(line.value))
        except ValueError:
            default = None
        if default is not None:
            return Parameter(line.target.id, kind, default, note)
    raise ConfigError(f"The parameters cell of {where} holds {ast.unparse(line)!r}.", _FORM)


def _comments(code: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _from_text(kind: str, text: str) -> Value | None:
    if kind == "str":
        return text
    if kind == "bool":
        return TRUTHS.get(text.strip().lower())
    try:
        return _from_value(kind, int(text) if kind == "int" else float(text))
    except ValueError:
        return None


def _from_value(kind: str, value: object) -> Value | None:
    if kind == "float" and type(value) in (int, float) and math.isfinite(value):  # type: ignore[arg-type]
        return float(value)  # type: ignore[arg-type]
    wanted = TYPES.get(kind)
    return value if wanted is not None and kind != "float" and type(value) is wanted else None  # type: ignore[return-value]


def _unknown(name: str, notebook: Notebook) -> ParameterError:
    near = difflib.get_close_matches(name, notebook.parameters, n=1)
    advice = f"Did you mean {near[0]!r}? " if near else ""
    return ParameterError(
        f"{notebook.name} has no parameter {name!r}.", f"{advice}It takes: {', '.join(notebook.parameters)}."
    )


def _language(text: str, project: Project) -> str:
    language = text or project.language
    if language not in LANGUAGES:
        raise ParameterError(f"The language {text!r} is not known.", f"Allowed: {', '.join(LANGUAGES)}.")
    return language
