"""Reports of the sample shop for all test modules: each is made once in a whole test run, by whoever needs it first."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from planbook import disk
from planbook.project import load
from planbook.reports import single
from planbook.reports.job import Terms
from planbook.reports.publish import read_result
from planbook.reports.result import Result, twins
from planbook.tables.exports.reading import text

ROOT = Path(__file__).parents[1]
SECONDS = 300


@dataclass(frozen=True)
class Report:
    """A report in its folder."""

    folder: Path

    @cached_property
    def result(self) -> Result:
        """What ``result.json`` says."""
        found = read_result(self.folder)
        assert found is not None
        return found

    @cached_property
    def page(self) -> str:
        """The page that people share."""
        return (self.folder / "report.html").read_text(encoding="utf-8")

    @cached_property
    def notebook(self) -> dict[str, Any]:
        """The executed notebook."""
        return json.loads((self.folder / "report.ipynb").read_text(encoding="utf-8"))

    @cached_property
    def listed(self) -> list[dict[str, Any]]:
        """Every table on the page, in its order."""
        return [table for twin in twins(self.notebook) for table in twin.get("tables", ())]

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of each table by its id."""
        heads = {table["id"]: [column["name"] for column in table["columns"]] for table in self.listed}
        rows = {table["id"]: table["rows"] for table in self.listed}
        return {name: [dict(zip(heads[name], row, strict=True)) for row in rows[name]] for name in rows}

    def row(self, table: str, **where: Any) -> dict[str, Any]:
        """The one row of a table that has these values."""
        (found,) = [row for row in self.tables[table] if where.items() <= row.items()]
        return found

    @cached_property
    def figures(self) -> dict[str, dict[str, Any]]:
        """The figures of ``result.json`` by id."""
        return {figure.id: figure.model_dump() for figure in self.result.figures}

    @cached_property
    def findings(self) -> dict[str, dict[str, Any]]:
        """The findings of ``result.json`` by id."""
        return {finding.id: finding.model_dump() for finding in self.result.findings}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace over the sample shop's data, with the notebook skeleton among its notebooks."""
    base = tmp_path_factory.getbasetemp()
    # under xdist the workers' folders lie in one that they share
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    with made_once(root / "planbook.yml"):
        if not (root / "planbook.yml").exists():
            (root / "notebooks").mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "templates/notebook.ipynb", root / "notebooks/51_skeleton.ipynb")
            settings = (ROOT / "planbook.yml").read_text(encoding="utf-8")
            disk.write(root / "planbook.yml", settings.replace("data/sample", str(ROOT / "data/sample"), 1))
    return root


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    """What is planted in each sample shop, and how large it turned out."""
    return json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))["shops"]


@pytest.fixture(scope="session")
def reports(sample: Path) -> Callable[..., Report]:
    """Make a report: ``reports("luming", "2026-10", "en")``; other parameters by name (``campaign="618-2026"``)."""

    def made(
        shop: str, period: str = "2026-10", language: str = "en", notebook: str = "41_kpi_review", **more: str
    ) -> Report:
        base = sample / "reports" / "-".join(["single", *more.values()])
        folder = base / notebook / shop / period / language
        params = {"shop": shop, "language": language, **more} | ({} if period == "2026-10" else {"period": period})
        with made_once(folder):
            if read_result(folder) is None:
                single.make(notebook, params, Terms(load(sample), base, keeps=False))
        return Report(folder)

    return made


@contextlib.contextmanager
def made_once(path: Path) -> Iterator[None]:
    """Let one process at a time work at a path."""
    lock = path.with_name(f".{path.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + SECONDS
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            assert time.monotonic() < end, f"{lock} was never released"
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.rmdir()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each text of an export be a large one."""
    monkeypatch.setattr(text, "SMALL", 0)
