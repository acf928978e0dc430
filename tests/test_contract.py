"""A notebook's parameters are read as text and checked before a kernel starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from notebook_factory import PARAMETERS, code, notebook, text, workspace

from planbook import project
from planbook.absence import ConfigError, ParameterError
from planbook.project import Project
from planbook.reports import contract, gallery
from planbook.reports.gallery import Notebook


@pytest.fixture
def tiny(tmp_path: Path) -> tuple[Notebook, Project]:
    root = workspace(tmp_path)
    return gallery.read(root / "notebooks" / "tiny.ipynb"), project.load(root)


def test_a_parameter_has_a_name_a_type_a_default_and_a_help() -> None:
    found = contract.parameters('period: str = "latest"  # which month\ntop: int = 10')
    assert found["period"] == contract.Parameter("period", "str", "latest", "which month")
    assert found["top"] == contract.Parameter("top", "int", 10, "")


@pytest.mark.parametrize(
    "line",
    ["top = 10", "top: int", "top: list = []", "top: int = 1.5", "top: int = twice(5)", "import os", "x: int = None"],
)
def test_a_line_of_another_form_is_an_error_that_shows_it(line: str) -> None:
    with pytest.raises(ConfigError, match="name: type = literal"):
        contract.parameters(line)


def test_a_negative_default_is_a_literal() -> None:
    assert contract.parameters("shift: int = -3")["shift"].default == -3


def test_an_unknown_parameter_names_the_nearest(tiny: tuple[Notebook, Project]) -> None:
    with pytest.raises(ParameterError, match="Did you mean 'period'"):
        contract.check(tiny[0], {"perod": "2026-10"}, tiny[1])


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        pytest.param("code", "007", "007", id="a text keeps its zeros"),
        pytest.param("top", "7", 7, id="a whole number"),
        pytest.param("share", "0.25", 0.25, id="a number"),
        pytest.param("share", 1, 1.0, id="a whole number where a number may stand"),
        pytest.param("deep", "true", True, id="true"),
        pytest.param("deep", "No", False, id="no"),
        pytest.param("period", "double11-2026", "double11-2026", id="an event"),
        pytest.param("period", "latest-week", "latest-week", id="the last week"),
        pytest.param("shop", "mugs", "mugs", id="a shop"),
        pytest.param("language", "zh", "zh", id="a language"),
    ],
)
def test_a_value_is_read_by_the_declared_type(
    tiny: tuple[Notebook, Project], name: str, given: object, expected: object
) -> None:
    assert contract.check(tiny[0], {name: given}, tiny[1])[name] == expected


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        pytest.param("top", "ten", "a whole number, not 'ten'", id="a word for a number"),
        pytest.param("top", 1.5, "a whole number, not 1.5", id="a fraction for a whole number"),
        pytest.param("top", True, "a whole number, not True", id="a truth for a number"),
        pytest.param("share", "nan", "a number, not 'nan'", id="no number"),
        pytest.param("deep", "maybe", "true or false", id="neither true nor false"),
        pytest.param("code", 7, "a text, not 7", id="a number for a text"),
        pytest.param("period", "2026-13", "not in the calendar", id="a month that is not"),
        pytest.param("period", "last month", "Write 2026-10", id="a period in words"),
        pytest.param("language", "fr", "Allowed: zh, en", id="a language that is not there"),
        pytest.param("shop", "/../x", "no shop '/../x'", id="a path for a shop"),
        pytest.param("shop", "teaa", "Did you mean 'tea'", id="a shop misspelt"),
        pytest.param("workspace", "/tmp", "--workspace", id="a workspace"),
    ],
)
def test_a_wrong_value_says_what_is_allowed(
    tiny: tuple[Notebook, Project], name: str, given: object, says: str
) -> None:
    with pytest.raises((ParameterError, ConfigError), match=says):
        contract.check(tiny[0], {name: given}, tiny[1])


def test_defaults_are_resolved_to_the_first_shop_and_the_workspace_language(tiny: tuple[Notebook, Project]) -> None:
    found = contract.check(tiny[0], {}, tiny[1])
    assert (found["shop"], found["language"], found["workspace"]) == ("tea", "en", ".")


def test_a_title_and_a_question_are_told_in_each_language(tmp_path: Path) -> None:
    pair = [text("# Review\n\n**Question** Why?", "lang-en"), text("# 复盘\n\n**问题**:为什么?", "lang-zh")]
    book = {**notebook(), "cells": [*pair, code(PARAMETERS, "parameters")]}
    (tmp_path / "pair.ipynb").write_text(json.dumps(book), encoding="utf-8")
    found = gallery.read(tmp_path / "pair.ipynb")
    assert [(found.title(code), found.question(code)) for code in ("en", "zh")] == [
        ("Review", "Why?"),
        ("复盘", "为什么?"),
    ]


def test_the_imports_of_a_notebook_are_known_before_it_runs(tmp_path: Path) -> None:
    root = workspace(tmp_path, code("import duckdb\nfrom planbook.views import cards"), code("%magic"))
    assert gallery.read(root / "notebooks" / "tiny.ipynb").imports == ("duckdb", "planbook.views")


def test_a_notebook_of_the_workspace_comes_before_one_of_planbook(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    assert gallery.find("tiny", root) == root / "notebooks" / "tiny.ipynb"


@pytest.mark.parametrize("name", ["../tiny", "/etc/passwd", "notebooks/../../tiny", "", "tinny"])
def test_a_name_that_is_no_notebook_of_the_gallery_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="There is no notebook"):
        gallery.find(name, workspace(tmp_path))


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[1]", '{"cells": 3}', '{"cells": [], "nbformat": 3}'],
    ids=["empty", "no cells", "a list", "a number", "old"],
)
def test_a_file_that_is_no_notebook_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.ipynb is not a notebook"):
        gallery.read(path)


def test_two_parameters_cells_are_an_error(tmp_path: Path) -> None:
    root = workspace(tmp_path, code("x: int = 1", "parameters"))
    with pytest.raises(ConfigError, match="2 cells tagged 'parameters'"):
        gallery.read(root / "notebooks" / "tiny.ipynb")
