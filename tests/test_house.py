"""The rules of the house, read from the code: floors, sizes, docstrings, clocks, engines, locks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "planbook"
MODULES = sorted(SOURCE.rglob("*.py"))
CODE = [*MODULES, *sorted((ROOT / "scripts").rglob("*.py"))]
OURS = [*CODE, *sorted((ROOT / "tests").rglob("*.py"))]

FLOORS = {
    **dict.fromkeys(("absence", "codebook", "naming", "project", "periods", "disk", "machine", "workspace"), 0),
    **dict.fromkeys(("offers", "planning", "settings", "wordlist", "workdays"), 0),
    **dict.fromkeys(("tables",), 1),
    **dict.fromkeys(("summaries",), 2),
    **dict.fromkeys(("measures",), 3),
    **dict.fromkeys(("views",), 4),
    **dict.fromkeys(("documents", "reports", "workbook"), 5),
    **dict.fromkeys(("cli", "cli_data", "cli_documents", "terminal", "terminal_check", "terminal_data"), 6),
}
SHARED_MEASURES = {
    "apportion",
    "bsts",
    "catalog",
    "intervals",
    "kmeans",
    "kpis",
    "mechanics",
    "panel",
    "ran",
    "shapley",
    "trials",
}
COMMANDS = ("cli", "cli_data", "cli_documents")  # where an option is an argument
ROOMS = ("reading", "recognising", "cleaning", "shaping", "storing")  # through which an export goes
ENGINES = {"ibis", "duckdb"}
CLOCK = {"now", "today", "utcnow", "time", "perf_counter", "monotonic"}
FILE_LINES, FUNCTION_LINES, PARAMETERS = 250, 35, 5


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix().removesuffix(".py")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path, *, typing: bool = False) -> Iterator[str]:
    """Every module that a file imports, at the top or in a function; not what only type checkers read."""
    found = tree(path)
    unread = {id(each) for node in ast.walk(found) if _is_typing(node) for each in ast.walk(node)}
    for node in ast.walk(found):
        if id(node) in unread and not typing:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    told = ast.get_docstring(function) is not None
    lines = (function.end_lineno or 0) - function.body[0].lineno + 1
    return lines - ((function.body[0].end_lineno or 0) - function.body[0].lineno + 1) if told else lines


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down_only(path):
    own = name_of(path).split("/")[0]
    used = {module.split(".")[1] for module in imported(path) if module.startswith("planbook.")}
    above = [other for other in used & FLOORS.keys() if FLOORS[other] > FLOORS.get(own, 0)]
    assert above == [] or own == "__init__"
    assert own in FLOORS or own == "__init__"


@pytest.mark.parametrize("path", sorted((SOURCE / "measures").rglob("*.py")), ids=name_of)
def test_a_measure_needs_no_more_than_frames(path):
    used = [module.split(".") for module in imported(path) if module.startswith("planbook.")]
    assert not {parts[1] for parts in used} & {"summaries", "tables", "project"}
    siblings = {parts[2] for parts in used if parts[1] == "measures" and len(parts) > 2}
    assert siblings <= SHARED_MEASURES or path.stem == "__init__"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_tables_and_summaries_know_the_engine(path):
    below = name_of(path).split("/")[0] in ("tables", "summaries")
    assert below or not {module.split(".")[0] for module in imported(path, typing=True)} & ENGINES


@pytest.mark.parametrize("folder", ["measures", "summaries"])
def test_nothing_that_reckons_looks_at_a_clock(folder):
    paths = [path for path in MODULES if name_of(path).split("/")[0] == folder]
    looks = [
        f"{place(path)}:{node.lineno}"
        for path in paths
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK
    ]
    assert looks == []


@pytest.mark.parametrize("path", CODE, ids=place)
def test_a_file_can_be_read_at_a_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_exports_knows_only_those_before_it(room):
    files = sorted((SOURCE / "tables" / "exports" / room).glob("*.py"))
    used = {match[1] for path in files for name in imported(path) if (match := re.search(r"exports\.(\w+)\.", name))}
    assert used <= set(ROOMS[: ROOMS.index(room) + 1])


@pytest.mark.parametrize("path", OURS, ids=place)
def test_a_function_fits_on_a_screen(path):
    assert [f.name for f in functions(path) if body_lines(f) > FUNCTION_LINES] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in COMMANDS], ids=name_of)
def test_what_is_given_by_place_is_given_briefly(path):
    assert [f.name for f in functions(path) if len(f.args.posonlyargs + f.args.args) > PARAMETERS] == []


@pytest.mark.parametrize("path", OURS, ids=place)
def test_a_module_says_what_it_is(path):
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_functions_say_what_they_do(path):
    top = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert [node.name for node in top if node.name[0] != "_" and not ast.get_docstring(node)] == []


def test_the_lock_names_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|^\s*-[^-]|--(?!hash)", text, re.MULTILINE) == []


def test_the_lock_keeps_the_engine_and_its_partners_apart_from_what_breaks_them():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^(ibis-framework|sqlglot|duckdb)==(\d+\.\d+)", text, re.MULTILINE))
    numbers = {name: tuple(map(int, version.split("."))) for name, version in locked.items()}
    assert numbers["ibis-framework"] == (12, 0)
    assert numbers["sqlglot"] < (30, 18)
    assert (1, 4) <= numbers["duckdb"] < (2, 0)


def test_every_hash_is_there():
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_answers_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for group in project["optional-dependencies"].values() for line in group)]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in asked} - {"planbook"}
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert names - locked == set()


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = [
        line
        for line in text.splitlines()
        if re.match(r'(  |pdf = \[|xlsx = \[|docx = \[)"[a-zA-Z][\w-]*(\[[\w,]+\])?[><=]', line)
    ]
    assert [line for line in lines if not re.search(r"# \w.{8,}", line)] == []
    assert len(lines) > 20
