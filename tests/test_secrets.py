"""What the environment keeps secret stands in nothing that a run leaves or says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from notebook_factory import add, code, twin, workspace

from planbook import project
from planbook.absence import ParameterError
from planbook.reports import contract, gallery, redact

PASSWORD = 'p@ss"<w>ord&1\\n'  # what HTML, JSON, addresses and tracebacks each write in their own way
ADDRESS = "postgresql://ana:p%40ss%22%3Cw%3Eord%261%5Cn@db.example/shop"
HOOK = "https://hooks.example/T012/not-for-you"
SETTINGS = """\
language: en
shops:
  tea:
    currency: CNY
    sources: {traffic: {url_env: SHOP_DB, table: traffic}}
"""
TWIN = twin("<p>x</p>", findings=[{"id": "f", "text": "TEXT"}]).replace("'TEXT'", "hook")
SHOWS = f"""\
import os, sys
from html import escape
from IPython.display import HTML, display
from urllib.parse import unquote, urlsplit
address, hook = os.environ["SHOP_DB"], os.environ["TEAM_WEBHOOK"]
password = unquote(urlsplit(address).password)
print(address, hook, password)
print(hook, file=sys.stderr)
display(HTML("<p title=" + repr(escape(password)) + ">" + escape(hook + password) + "</p>"))
{TWIN}
[password, hook]"""
FAILS = "import os\npassword = os.environ['SHOP_DB']\nraise ValueError(f'no access by {password!r}')"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_DB", ADDRESS)
    monkeypatch.setenv("TEAM_WEBHOOK", HOOK)
    made = workspace(tmp_path, code(SHOWS))
    add(made, code(FAILS), name="bad")
    (made / "planbook.yml").write_text(SETTINGS, encoding="utf-8")
    (made / "pack.yml").write_text("matrix: {period: 2026-10}\nnotebooks: [tiny, bad]\noutputs: [html, xlsx]")
    return made


def said(root: Path, *words: str) -> bytes:
    command = [str(Path(sys.executable).with_name("planbook")), *words, "-w", str(root)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    return done.stdout + done.stderr


@pytest.mark.parametrize("way", [(), ("--plain-kernels",)], ids=["warm", "plain"])
def test_a_secret_stands_in_no_byte_that_a_batch_leaves_or_says(root: Path, way: tuple[str, ...]) -> None:
    told = said(root, "batch", str(root / "pack.yml"), *way)
    left = [path for folder in ("reports", ".planbook") for path in (root / folder).rglob("*") if path.is_file()]
    everything = told + b"".join(path.read_bytes() for path in left)
    assert {"report.html", "report.ipynb", "report.xlsx", "result.json", "batch.json"} <= {path.name for path in left}
    assert b"1 of 2 reports made" in told
    assert redact.HIDDEN.encode() in everything
    assert not [part for part in (b"p@ss", b"p%40ss", b"ord&1", b"ord&amp;1", b"not-for-you") if part in everything]


def test_a_parameter_may_not_hold_a_secret(root: Path) -> None:
    settings = project.load(root)
    book = gallery.read(root / "notebooks" / "tiny.ipynb")
    with pytest.raises(ParameterError, match="'code' holds a secret"):
        contract.check(book, {"code": HOOK}, settings)


def test_a_short_value_is_no_secret_since_words_would_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEA_PASSWORD", "tea")
    assert "tea" not in redact.secrets(project.load(workspace(tmp_path)))


def test_the_environment_of_these_tests_is_not_taken_for_secret() -> None:
    assert "PATH" in os.environ
    assert os.environ["PATH"] not in redact.secrets(project.load("."))
