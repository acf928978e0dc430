"""The rules of docs/notebooks.md, each a function from a notebook's cells to what is wrong with them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from planbook.absence import PlanbookError
from planbook.reports.contract import parameters
from planbook.reports.gallery import source, tags

Cells = list[dict[str, Any]]

LANGUAGES = ("en", "zh")
TAGS = {"parameters", "first", "appendix", "hidden", "lang-en", "lang-zh"}
COMMON = {"workspace": ".", "shop": "", "period": "latest", "language": ""}
UNITS = {"en": "words", "zh": "characters"}
OPENING = {"en": ("Question", "You need", "You get"), "zh": ("问题", "需要", "得到")}
WORDS, CHARACTERS = 60, 120  # of the opening cell, in English words and in Chinese characters
STEPS = range(20, 46)
LINES, IMPORTS = 15, 6
MODULES = {"datetime", "glob", "io", "os", "pathlib", "shutil", "subprocess", "sys", "time", "warnings"}
CLOCK = {"now", "today", "utcnow"}
READERS = re.compile(r"(read|to)_(csv|excel|parquet|json|sql)")
FILES = re.compile(r"^(~|\.{0,2}/|[A-Za-z]:[\\/])|\.(csv|parquet|xlsx?|json|png|svg|html|duckdb)$")


def rules(cells: Cells, *, skeleton: bool = False) -> list[str]:
    """Gather what every rule says; the skeleton is too short to be counted."""
    checks = [opening, parameters_cell, imports_cell, pairs, headings, known_tags, code]
    checks += [] if skeleton else [length]
    return [problem for check in checks for problem in check(cells)]


def opening(cells: Cells) -> Iterator[str]:
    """Begin with title, question, what it needs and what one gets, in both languages."""
    for at, language in enumerate(LANGUAGES):
        text = source(cells[at]) if at < len(cells) else ""
        if not text.startswith("# "):
            yield f"cell {at + 1} must be the title in {language}, beginning with '# '"
            continue
        lacking = [word for word in OPENING[language] if f"**{word}" not in text]
        if lacking:
            yield f"the opening in {language} lacks {', '.join(f'**{word}**' for word in lacking)}"
        size, most = _size(text, language)
        if size > most:
            yield f"the opening in {language} has {size} {UNITS[language]}, {most} at most"


def parameters_cell(cells: Cells) -> Iterator[str]:
    """Put the parameters right after the opening, the four common ones first."""
    tagged = [at for at, cell in enumerate(cells) if "parameters" in tags(cell)]
    if tagged != [2]:
        yield "the third cell, and no other, must be tagged 'parameters'"
        return
    try:
        found = parameters(source(cells[2]))
    except PlanbookError as error:
        yield str(error)
        return
    if {name: found[name].default for name in list(found)[: len(COMMON)]} != COMMON:
        yield f"the parameters must begin with {', '.join(COMMON)} and their common defaults"
    yield from (f"the parameter {name} has no help" for name, parameter in found.items() if not parameter.help)


def imports_cell(cells: Cells) -> Iterator[str]:
    """Import in one cell, right after the parameters, which does nothing else."""
    importing = [at for at, cell in enumerate(cells) if any(_is_import(node) for node in _body(cell))]
    if importing != [3]:
        yield "the fourth cell, and no other, must hold the imports"
        return
    if not all(_is_import(node) for node in _body(cells[3])):
        yield "the imports cell must hold nothing but imports"
    if len(source(cells[3]).splitlines()) > IMPORTS:
        yield f"the imports cell has more than {IMPORTS} lines"


def pairs(cells: Cells) -> Iterator[str]:
    """Write Markdown in pairs: English, then Chinese, under the same other tags."""
    waiting: dict[str, Any] | None = None
    for at, cell in enumerate(cells, 1):
        is_text = cell["cell_type"] == "markdown"
        languages = [tag for tag in tags(cell) if tag.startswith("lang-")]
        if waiting is not None and not (is_text and _matches(waiting, cell)):
            yield f"cell {at - 1} has no Chinese cell with the same tags and headings after it"
        elif waiting is None and is_text and languages != ["lang-en"]:
            yield f"cell {at} must be tagged lang-en, or follow its English cell as lang-zh"
        waiting = cell if is_text and languages == ["lang-en"] else None
    if waiting is not None:
        yield "the last cell has no Chinese cell after it"


def headings(cells: Cells) -> Iterator[str]:
    """Have one H1 in each language."""
    for language in LANGUAGES:
        seen = [source(cell) for cell in cells if f"lang-{language}" in tags(cell)]
        count = sum(len(re.findall(r"^# ", text, re.MULTILINE)) for text in seen)
        if count != 1:
            yield f"there are {count} titles ('# ') in {language}, there must be one"


def known_tags(cells: Cells) -> Iterator[str]:
    """Use only tags that mean something."""
    for at, cell in enumerate(cells, 1):
        yield from (f"cell {at} has the unknown tag {tag!r}" for tag in tags(cell) if tag not in TAGS)


def code(cells: Cells) -> Iterator[str]:
    """Keep code cells short; they define nothing, and know neither a path nor a clock."""
    for at, cell in enumerate(cells, 1):
        if cell["cell_type"] != "code":
            continue
        if not source(cell).strip():
            yield f"cell {at} is empty"
        if len(source(cell).splitlines()) > LINES:
            yield f"cell {at} has more than {LINES} lines"
        if "parameters" not in tags(cell):
            yield from (f"cell {at}, {problem}" for node in _nodes(cell) if (problem := _forbidden(node)))


def length(cells: Cells) -> Iterator[str]:
    """Take enough steps to be followed and few enough to be read; a pair of languages is one."""
    steps = sum("lang-zh" not in tags(cell) for cell in cells)
    if steps not in STEPS:
        yield f"it has {steps} steps, {STEPS.start} to {STEPS.stop - 1} are right"
    if not any("appendix" in tags(cell) and source(cell).startswith("## ") for cell in cells):
        yield "it has no appendix: tag the section on methods 'appendix'"


def _size(text: str, language: str) -> tuple[int, int]:
    if language == "en":
        return len(re.findall(r"\w[\w’'-]*", text)), WORDS
    return len(re.findall(r"[\u4e00-\u9fff]", text)), CHARACTERS


def _matches(english: dict[str, Any], chinese: dict[str, Any]) -> bool:
    swapped = ["lang-zh" if tag == "lang-en" else tag for tag in tags(english)]
    levels = [re.findall(r"^#+(?= )", source(cell), re.MULTILINE) for cell in (english, chinese)]
    return sorted(swapped) == sorted(tags(chinese)) and levels[0] == levels[1]


def _body(cell: dict[str, Any]) -> list[ast.stmt]:
    if cell["cell_type"] != "code":
        return []
    try:
        return ast.parse(source(cell)).body
    except SyntaxError:
        return []


def _nodes(cell: dict[str, Any]) -> Iterator[ast.AST]:
    try:
        yield from ast.walk(ast.parse(source(cell)))
    except SyntaxError as error:
        yield error  # type: ignore[misc]


def _is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _forbidden(node: object) -> str:
    match node:
        case SyntaxError():
            said = f"line {node.lineno} is not Python"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
            said = "defines something: put it into the package"
        case ast.ImportFrom(module=str(name)) | ast.Import(names=[ast.alias(name=name)]) if _top(name) in MODULES:
            said = f"imports {name}"
        case ast.Attribute(attr=name) if name in CLOCK:
            said = f"looks at the clock by .{name}"
        case ast.Attribute(attr=name) if READERS.fullmatch(name):
            said = f"reads or writes a file by .{name}"
        case ast.Constant(value=str(text)) if FILES.search(text):
            said = f"holds the path {text!r}"
        case _:
            said = ""
    return said


def _top(module: str) -> str:
    return module.partition(".")[0]
