"""Batch files: which notebooks run for which shops, periods and languages.

A file is checked whole, and every run that it makes, before the first one starts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from planbook.absence import ConfigError, ParameterError
from planbook.project import Project
from planbook.reports import contract, gallery, meaning, soundness
from planbook.reports.job import Job
from planbook.reports.soundness import How
from planbook.reports.unchanged import Ground

AXES = ("shop", "period", "language")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Matrix(_Model):
    """Every shop × period × language makes a run of every notebook; an empty text is the workspace's default."""

    shop: Texts = [""]
    period: Texts = ["latest"]
    language: Texts = [""]


class Entry(_Model):
    """A notebook of the batch, with parameters of its own and the notebooks that go before it."""

    notebook: str
    name: str = ""
    params: dict[str, str] = {}
    needs: Texts = []

    @property
    def label(self) -> str:
        """What ``needs`` and run ids call it."""
        stem = self.notebook.removesuffix(".ipynb")
        return f"{stem}@{self.name}" if self.name else stem


class Extra(Entry):
    """One more run, outside the matrix."""

    shop: str = ""
    period: str = "latest"
    language: str = ""


class Match(_Model):
    """Which runs of the matrix to leave out: those that are equal in everything that is said."""

    notebook: str | None = None
    shop: str | None = None
    period: str | None = None
    language: str | None = None


def _entry(value: object) -> object:
    return {"notebook": value} if isinstance(value, str) else value


class Batch(_Model):
    """A batch file."""

    matrix: Matrix = Matrix()
    notebooks: list[Annotated[Entry, BeforeValidator(_entry)]] = Field(min_length=1)
    include: list[Extra] = []
    exclude: list[Match] = []
    outputs: list[Literal["html", "pdf", "xlsx", "ics"]] = ["html"]
    check: How = "ignore"


def read(path: Path) -> Batch:
    """Read and check a batch file; every value stays the text that was written, until a parameter's type is known."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        return Batch.model_validate(content)
    except FileNotFoundError as error:
        raise ConfigError(f"There is no batch file {path}.", "Planbook's own stand in templates/batches.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is not readable as YAML: {error}", "Mend the line it names.") from error
    except ValidationError as error:
        found = error.errors()[0]
        place = " → ".join(str(part) for part in found["loc"]) or "top level"
        raise ConfigError(
            f"{path.name}, {place}: {found['msg']}.", "templates/batches/monthly.yml shows how."
        ) from error


def expand(batch: Batch, ground: Ground, over: Mapping[str, str] | None = None) -> list[Job]:
    """List the runs that a batch makes, in the order of their needs.

    Parameters
    ----------
    ground
        The workspace, and what its data are now.
    over
        Values that hold for all runs, from ``-p``; ``period=2026-10`` takes the place of the matrix's periods.

    Returns
    -------
    list of Job
        All parameters checked, ``latest`` resolved once for each shop; where a shop's data do not tell what it
        is, its jobs keep the text and have ``trouble``; with what the data check found, as the batch wants it.

    Raises
    ------
    ParameterError, ConfigError
        Before anything runs: a wrong value, two runs with one id, needs that nothing meets or that go in a circle.
    """
    over, project = dict(over or {}), ground.project
    _check_needs(batch)
    jobs = [_job(entry, where, project, over) for entry, where in _cells(batch, project, over)]
    for name in over:
        if not any(name in job.notebook.parameters for job in jobs):
            raise ParameterError(f"No notebook of this batch has a parameter {name!r}.")
    jobs = meaning.all_resolved(jobs, ground)
    _check_ids(jobs)
    jobs = soundness.all_checked(jobs, ground, batch.check)
    return in_order([replace(job, needs=_needed(job, jobs)) for job in jobs])


def in_order(jobs: Iterable[Job]) -> list[Job]:
    """Put each job behind those that it needs, and otherwise leave them as they are."""
    waiting, done, ordered = list(jobs), set[str](), list[Job]()
    while waiting:
        ready = next(job for job in waiting if done.issuperset(job.needs))
        waiting.remove(ready)
        done.add(ready.id)
        ordered.append(ready)
    return ordered


def _cells(batch: Batch, project: Project, over: Mapping[str, str]) -> Iterable[tuple[Entry, dict[str, str]]]:
    axes = [[over[axis]] if axis in over else getattr(batch.matrix, axis) for axis in AXES]
    for values in itertools.product(*axes):
        where = dict(zip(AXES, values, strict=True))
        where["shop"] = where["shop"] and project.shop(where["shop"]).key
        for entry in batch.notebooks:
            if not any(_matches(rule, entry, where, project) for rule in batch.exclude):
                yield entry, where
    for extra in batch.include:
        yield extra, {axis: over.get(axis, getattr(extra, axis)) for axis in AXES}


def _matches(rule: Match, entry: Entry, where: Mapping[str, str], project: Project) -> bool:
    here = {
        "notebook": {entry.label, entry.notebook},
        "shop": {where["shop"], project.shop(where["shop"]).key},
        "period": {where["period"]},
        "language": {where["language"], where["language"] or project.language},
    }
    return all(value in here[key] for key, value in rule.model_dump(exclude_none=True).items())


def _job(entry: Entry, where: Mapping[str, str], project: Project, over: Mapping[str, str]) -> Job:
    notebook = gallery.read(gallery.find(entry.notebook, project.root))
    given = {axis: value for axis, value in where.items() if axis in notebook.parameters and value}
    taken = {name: value for name, value in over.items() if name in notebook.parameters}
    params = contract.check(notebook, {**given, **entry.params, **taken}, project)
    return Job(notebook, params, entry.name, tuple(entry.needs))


def _check_needs(batch: Batch) -> None:
    entries = [*batch.notebooks, *batch.include]
    labels = {entry.label for entry in entries} | {entry.notebook for entry in entries}
    for entry in entries:
        for need in entry.needs:
            if need not in labels:
                raise ConfigError(
                    f"{entry.label} needs {need!r}, which is not in the batch.", "Add it, or drop the need."
                )
    after: dict[str, set[str]] = {entry.label: set(entry.needs) for entry in entries}
    while free := [label for label, needs in after.items() if not needs & after.keys()]:
        for label in free:
            del after[label]
    if after:
        raise ConfigError(f"These notebooks need each other in a circle: {', '.join(after)}.", "Drop one need.")


def _check_ids(jobs: list[Job]) -> None:
    seen: set[str] = set()
    for job in jobs:
        if job.id in seen:
            raise ConfigError(f"Two runs of this batch have the id {job.id}.", "Give one of them a name: in the file.")
        seen.add(job.id)


def _needed(job: Job, jobs: list[Job]) -> tuple[str, ...]:
    same = [other for other in jobs if _peer(other) == _peer(job) and other is not job]
    return tuple(other.id for other in same if {other.label, other.notebook.name} & set(job.needs))


def _peer(job: Job) -> tuple[object, object]:
    return job.params.get("shop"), job.params.get("language")
