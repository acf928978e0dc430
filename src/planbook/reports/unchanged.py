"""Is a report still what its inputs make of it? Then it is not made again, and in any case it is said why.

A report is made from its notebook, its parameters, the library, planbook.yml and the content of the tables that it
read; what they were stands in its ``result.json`` (`Origin`) and is held against what they are.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import planbook
from planbook import settings
from planbook.project import Project
from planbook.reports import doubts
from planbook.reports.job import Job
from planbook.reports.result import Origin, Result
from planbook.tables import plans
from planbook.tables.places import Contents
from planbook.tables.schema import TABLES

PACKAGE = Path(planbook.__file__).parent
PAGES = PACKAGE.parents[1] / "templates" / "report"
SETTINGS = (*settings.FILES, ".planbook/key")
KNOWN = Path(".planbook", "contents.json")


class Ground:
    """What the runs of one command stand on: the workspace's settings, the library, and the content of the tables."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.contents = Contents(project.root / KNOWN)

    @cached_property
    def library(self) -> str:
        """Fingerprint Planbook's own code and the versions of everything that is installed beside it."""
        own = sorted(path for folder in (PACKAGE, PAGES) for path in folder.rglob("*") if _is_code(path))
        site = [Path(entry) for entry in sys.path if entry.endswith("-packages")]
        others = sorted(info.name for folder in site for info in folder.glob("*.dist-info"))
        return _sha([platform.python_version(), *others, *map(self.contents.of_file, own)])

    @cached_property
    def settings(self) -> str:
        """Fingerprint planbook.yml and what it leads to: codebook, offers, planning, words, the key, the logo."""
        logo = [self.project.brand.logo] if self.project.brand.logo else []
        return _sha(self.contents.of_file(self.project.root / name) for name in (*SETTINGS, *logo))

    def origin(self, job: Job, outputs: Iterable[str], before: Origin | None = None) -> Origin:
        """Tell what a job would now be made from.

        It may read every table of its shop; of the other files those count that it read ``before``.
        """
        read = before.files if before else {}
        return Origin(
            notebook=self.contents.of_file(job.notebook.path),
            library=self.library,
            settings=self.settings,
            outputs=sorted(outputs),
            tables={f"{key}/{name}": self._seen(job, key, name) for key in self._shops(job) for name in TABLES},
            files={name: self.contents.of_file(self.project.root / name) for name in read},
        )

    def _seen(self, job: Job, shop: str, name: str) -> str | None:
        """Fingerprint a table as a job sees it: without the rows of the plan that the job itself writes."""
        where = self.project.shop(shop)
        scope = {n: str(v) for n, v in job.params.items() if n in ("campaign", "period")}
        own = plans.written_by(where, name, source=job.notebook.name, scope=scope) if name in plans.KEPT else None
        return self.content(shop, name, besides=own)

    def content(self, shop: str, name: str, *, besides: Mapping[str, str] | None = None) -> str | None:
        """Fingerprint a table (`planbook.tables.places.Contents.of_table`)."""
        return self.contents.of_table(self.project.shop(shop), name, besides=besides)

    def _shops(self, job: Job) -> list[str]:
        return [str(job.params["shop"])] if "shop" in job.params else list(self.project.shops)


def why(before: Result | None, now: Origin, job: Job) -> str:
    """Say why a job is to be run; empty when its report is still what it would be made again.

    Parameters
    ----------
    before
        What lies there.
    now
        What the job would be made from.
    """
    if before is None:
        return "It has not been made yet."
    if before.status != "ok":
        return "It did not end well last time."
    was = before.made_from
    if was is None or dict(job.params) != before.params:
        return "Its parameters are others." if was else "It was made by an older Planbook."
    told = {
        "Its notebook has changed.": was.notebook != now.notebook,
        "Planbook or a library has changed.": was.library != now.library,
        "planbook.yml or what belongs to it has changed.": was.settings != now.settings,
        "Other outputs are asked for.": was.outputs != now.outputs,
    }
    return next((said for said, changed in told.items() if changed), "") or _data(was, now) or _doubts(before, was, job)


def _data(before: Origin, today: Origin) -> str:
    was, now = {**before.tables, **before.files}, {**today.tables, **today.files}
    unknown = [name for name, content in was.items() if content is None or now.get(name) is None]
    changed = [name for name, content in was.items() if content != now.get(name)]
    if changed:
        return f"Data have changed: {_names(changed)}."
    return f"Whether these have changed cannot be told: {_names(unknown)}." if unknown else ""


def _doubts(before: Result, was: Origin, job: Job) -> str:
    same = doubts.unchanged(before.incomplete, doubts.touching(job, was.tables))
    return "" if same else "The data check says other things of its data."


def _names(tables: Iterable[str]) -> str:
    return ", ".join(sorted(name.rpartition("/")[2] for name in tables))


def _is_code(path: Path) -> bool:
    return path.is_file() and path.suffix in (".py", ".yml", ".css", ".mo", ".j2", ".json")


def _sha(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
