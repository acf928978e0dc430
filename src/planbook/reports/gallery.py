"""The gallery: a workspace's notebooks by name, each read as a file and never run."""

from __future__ import annotations

import ast
import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import planbook
from planbook.absence import ConfigError, ParameterError
from planbook.reports import contract
from planbook.reports.contract import Parameter

OWN = Path(planbook.__file__).parents[2] / "notebooks"

_NAME = re.compile(r"\w[\w-]*")


@dataclass(frozen=True)
class Notebook:
    """A notebook as a file: what it is called, asks and takes."""

    name: str
    path: Path
    cells: tuple[dict[str, Any], ...]
    parameters: Mapping[str, Parameter]

    def title(self, language: str = "en") -> str:
        """Give its H1, in a language where it has one."""
        found = re.search(r"^# (.+)$", self._opening(language), re.MULTILINE)
        return found[1].strip() if found else self.name

    def question(self, language: str = "en") -> str:
        """Give the question that it answers, from the line that begins with **Question** or **问题**."""
        found = re.search(r"^\W*\*\*(?:Question|问题)\W*\*\*\W*(.+)$", self._opening(language), re.MULTILINE)
        return found[1].strip() if found else ""

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """List the modules that its code imports, so that a kernel can begin to load them early."""
        found: dict[str, None] = {}
        for cell in self.cells:
            if cell.get("cell_type") == "code":
                found |= dict.fromkeys(_imports(source(cell)))
        return tuple(found)

    def _opening(self, language: str) -> str:
        texts = [cell for cell in self.cells if cell.get("cell_type") == "markdown"]
        fits = [cell for cell in texts if f"lang-{language}" in tags(cell)]
        plain = [cell for cell in texts if not any(tag.startswith("lang-") for tag in tags(cell))]
        for cell in (*fits, *plain, *texts):
            if source(cell).lstrip().startswith("# "):
                return source(cell)
        return ""


def available(root: Path) -> dict[str, Path]:
    """List the notebooks of a workspace by name: its own first, then Planbook's."""
    found: dict[str, Path] = {}
    for folder in dict.fromkeys((root / "notebooks", OWN)):
        for path in sorted(folder.glob("*.ipynb")):
            found.setdefault(path.stem, path)
    return found


def find(name: str, root: Path) -> Path:
    """Find a notebook by its name; a path or an unknown name is an error that names the nearest."""
    stem = name.removesuffix(".ipynb").removeprefix("notebooks/")
    known = available(root)
    if stem in known and _NAME.fullmatch(stem):
        return known[stem]
    near = difflib.get_close_matches(stem, known, n=1, cutoff=0.4)
    advice = f"Did you mean {near[0]!r}?" if near else "planbook list shows what there is."
    raise ParameterError(f"There is no notebook {name!r}.", advice)


def read(path: Path) -> Notebook:
    """Read a notebook's cells and parameters without running anything."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = tuple(content["cells"])
        if content["nbformat"] != 4:
            raise ValueError("its format is not 4")  # noqa: TRY301
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path.name} is not a notebook: {error}", "Open and save it in JupyterLab.") from error
    tagged = [cell for cell in cells if "parameters" in tags(cell)]
    if len(tagged) != 1:
        raise ConfigError(
            f"{path.name} has {len(tagged)} cells tagged 'parameters'.", "Give exactly one cell that tag."
        )
    return Notebook(path.stem, path, cells, contract.parameters(source(tagged[0]), path.name))


def tags(cell: Mapping[str, Any]) -> list[str]:
    """Read the tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def source(cell: Mapping[str, Any]) -> str:
    """Read a cell's text, which a notebook file may keep as a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def _imports(code: str) -> list[str]:
    plain = "\n".join(line for line in code.splitlines() if not line.lstrip().startswith(("%", "!")))
    try:
        lines = ast.parse(plain).body
    except SyntaxError:
        return []  # a mistake; the kernel will say so in its place
    found = [alias.name for line in lines if isinstance(line, ast.Import) for alias in line.names]
    return found + [line.module for line in lines if isinstance(line, ast.ImportFrom) and line.module]
