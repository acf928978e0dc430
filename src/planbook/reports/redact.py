"""A page tells nothing of the machine that made it: absolute paths are shortened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def redacted(text: str, root: Path) -> str:
    """Shorten absolute paths, so that a page tells nothing of the machine that made it.

    Examples
    --------
    >>> redacted("No such file: '/home/ana/shop/data/a.csv', see /usr/lib/x.py", Path("/home/ana/shop"))
    "No such file: 'data/a.csv', see …/x.py"
    """
    text = text.replace(f"{root}/", "").replace(str(root), ".")
    text = re.sub(r"(?<![\w.:/])~?/(?:[^\s/'\"<>:]+/)+([^\s/'\"<>:]*)", r"…/\1", text)
    return re.sub(r"\b[A-Za-z]:\\(?:[^\s\\'\"<>:]+\\)*([^\s\\'\"<>:]*)", r"…\\\1", text)


def clean(notebook: Mapping[str, Any], root: Path) -> None:
    """Shorten the paths in what a notebook put out: errors and what went to stderr."""

    # IPython puts colours right before a path, which hides where it begins.
    def cleaned(text: str) -> str:
        return redacted(_COLOUR.sub("", text), root)

    for output in (output for cell in notebook["cells"] for output in cell.get("outputs", ())):
        if output["output_type"] == "error":
            output["evalue"] = cleaned(output["evalue"])
            output["traceback"] = [cleaned(line) for line in output["traceback"]]
        elif output.get("name") == "stderr":
            output["text"] = cleaned("".join(output["text"]))
