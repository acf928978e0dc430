"""The cells of a notebook and nothing else, in the interpreter that asks."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

Compiled = tuple[CodeType, CodeType | None, bool]


def seconds(sources: Sequence[tuple[str, bool]], values: Mapping[str, Any], root: Path) -> float:
    """Run cells one after another and make of each one's last value what a page shows of it.

    Parameters
    ----------
    sources
        The text of each cell with code, and whether it is that of the parameters.
    values
        What the parameters are set to.
    root
        The workspace.

    Returns
    -------
    float
        Seconds that the cells took; to compile them is not counted, to draw is.
    """
    os.chdir(root)
    compiled = [_compiled(source, parameters=parameters) for source, parameters in sources]
    names: dict[str, Any] = {}
    started = time.perf_counter()
    for steps, last, parameters in compiled:
        exec(steps, names)
        names |= values if parameters else {}
        shown = eval(last, names) if last else None
        if hasattr(shown, "_repr_mimebundle_"):
            shown._repr_mimebundle_()
    return time.perf_counter() - started


def _compiled(source: str, *, parameters: bool) -> Compiled:
    steps = ast.parse(source).body
    last = steps.pop() if steps and isinstance(steps[-1], ast.Expr) else None
    shown = compile(ast.Expression(last.value), "<cell>", "eval") if last else None
    return compile(ast.Module(steps, []), "<cell>", "exec"), shown, parameters
