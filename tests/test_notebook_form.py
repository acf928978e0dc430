"""Every notebook keeps the form of docs/notebooks.md, and the checker tells those that do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from check_notebooks import canonical, notebooks, problems
from notebook_rules import rules

ROOT = Path(__file__).parents[1]

PARAMETERS = """\
workspace: str = "."  # folder
shop: str = ""  # shop
period: str = "latest"  # when
language: str = ""  # zh or en"""
ENGLISH = "# T\n\n**Question** Q?\n\n**You need** orders.\n\n**You get** figures."
CHINESE = "# 题\n\n**问题** 问？\n\n**需要** 订单。\n\n**得到** 数字。"

Cell = dict[str, Any]


def code(source: str, *tags: str) -> Cell:
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}


def say(source: str, *tags: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source}


def told(*more: Cell, start: int = 0) -> list[str]:
    head = [say(ENGLISH, "lang-en"), say(CHINESE, "lang-zh"), code(PARAMETERS, "parameters"), code("import planbook")]
    return rules([*head[start:], *more], skeleton=True)


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_notebook_keeps_the_form(path):
    assert problems(path) == []


def test_a_short_notebook_in_form_has_no_problem():
    assert told(say("## A", "lang-en", "first"), say("## 甲", "lang-zh", "first"), code("planbook")) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("def f(): ...", "cell 5, defines something: put it into the package"),
        ("class A: ...", "cell 5, defines something: put it into the package"),
        ("f = lambda x: x", "cell 5, defines something: put it into the package"),
        ("pd.Timestamp.now()", "cell 5, looks at the clock by .now"),
        ("pd.read_csv(name)", "cell 5, reads or writes a file by .read_csv"),
        ('open_it("data/a.csv")', "cell 5, holds the path 'data/a.csv'"),
        ('open_it("/tmp")', "cell 5, holds the path '/tmp'"),
        ("\n" * 15 + "1", "cell 5 has more than 15 lines"),
        ("", "cell 5 is empty"),
        ("for", "cell 5, line 1 is not Python"),
    ],
)
def test_code_that_a_notebook_may_not_hold_is_told(source, problem):
    assert problem in told(code(source))


@pytest.mark.parametrize("module", ["warnings", "pathlib", "datetime", "os.path"])
def test_modules_that_lead_outside_are_told(module):
    found = rules(
        [say(ENGLISH, "lang-en"), say(CHINESE, "lang-zh"), code(PARAMETERS, "parameters"), code(f"import {module}")]
    )
    assert f"cell 4, imports {module}" in found


def test_an_import_further_down_is_told():
    assert "the fourth cell, and no other, must hold the imports" in told(code("import numpy"))


@pytest.mark.parametrize(
    "cells",
    [
        [say("alone", "lang-en")],
        [say("alone", "lang-en"), code("1")],
        [say("## one", "lang-en"), say("one", "lang-zh")],
        [say("one", "lang-en", "first"), say("one", "lang-zh")],
    ],
    ids=["at the end", "before code", "another heading", "another tag"],
)
def test_english_without_its_chinese_is_told(cells):
    assert any("no Chinese cell" in problem for problem in told(*cells))


def test_markdown_without_a_language_is_told():
    assert "cell 5 must be tagged lang-en, or follow its English cell as lang-zh" in told(say("text"))


def test_a_second_title_is_told():
    assert "there are 2 titles ('# ') in en, there must be one" in told(say("# B", "lang-en"), say("# 乙", "lang-zh"))


def test_an_opening_that_lacks_a_line_is_told():
    cells = [say("# T\n\n**Question** Q?", "lang-en"), say(CHINESE, "lang-zh")]
    assert "the opening in en lacks **You need**, **You get**" in rules(cells, skeleton=True)


def test_parameters_without_the_common_ones_are_told():
    cells = [say(ENGLISH, "lang-en"), say(CHINESE, "lang-zh"), code('shop: str = ""  # shop', "parameters")]
    assert any(problem.startswith("the parameters must begin with workspace") for problem in rules(cells))


def test_a_tag_that_means_nothing_is_told():
    assert "cell 5 has the unknown tag 'frist'" in told(code("1", "frist"))


def test_a_notebook_too_short_to_follow_is_told():
    found = rules([say(ENGLISH, "lang-en"), say(CHINESE, "lang-zh")])
    assert "it has 1 steps, 20 to 45 are right" in found


def test_what_a_run_leaves_is_stripped():
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {"papermill": {}},
        "source": ["1\n"],
        "outputs": [1],
        "execution_count": 3,
    }
    (kept,) = json.loads(canonical({"cells": [cell], "metadata": {"widgets": {}}}))["cells"]
    assert kept == {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": ["1"],
        "outputs": [],
        "execution_count": None,
    }


def test_ids_are_kept_and_given_where_they_lack_or_double():
    content = {"cells": [{**code("1"), "id": "a"}, {**code("1"), "id": "a"}, code("1")]}
    ids = [cell["id"] for cell in json.loads(canonical(content))["cells"]]
    assert ids[0] == "a"
    assert len(set(ids)) == 3


def test_the_canonical_form_is_stable():
    once = canonical({"cells": [say("# T\ntext  \n\n", "lang-en")]})
    assert canonical(json.loads(once)) == once


def test_jupyterlab_writes_the_same_bytes():
    nbformat = pytest.importorskip("nbformat")
    once = canonical({"cells": [code("a = 1\nb = '茶'"), say("# T", "lang-en")]})
    assert nbformat.writes(nbformat.reads(once, as_version=4)).rstrip("\n") + "\n" == once
