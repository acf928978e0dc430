"""``batch.json`` and ``index.html``: what a command did, written down while it does it.

A command that is killed leaves an account that says so: its state is still ``running``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from planbook import disk
from planbook.reports import files, portal
from planbook.reports.job import Job, Terms
from planbook.reports.result import Result

Outcome = Literal["waiting", "running", "ran", "reused", "failed", "stopped"]
SCHEMA = 1


class Done(NamedTuple):
    """How a job came out: its result, whether that was made now, and why it was or was not."""

    result: Result
    outcome: Outcome
    because: str = ""
    attempts: int = 1


class Account:
    """What has become of each job of a command."""

    def __init__(self, jobs: Sequence[Job], terms: Terms) -> None:
        self.terms = terms
        self.done: dict[str, Done] = {}
        self._running: set[str] = set()
        self._jobs = jobs

    def begin(self, job: Job) -> None:
        """Note that a job is being run."""
        self._running.add(job.id)

    def end(self, job: Job, done: Done) -> None:
        """Note how it came out."""
        self._running.discard(job.id)
        self.done[job.id] = done._replace(result=done.result.brief())
        if done.outcome != "reused":
            self.write("running")

    def usual(self, job: Job) -> float:
        """Tell how many seconds runs of a job's notebook have taken; one of which nothing is known counts most."""
        taken = [d.result.seconds for d in self.done.values() if d.result.notebook == job.notebook.name]
        return sum(taken) / len(taken) if taken else math.inf

    def write(self, state: Literal["running", "done", "stopped"]) -> None:
        """Write ``batch.json``, and at the end the page that leads to all reports."""
        base = self.terms.base
        told = {
            "schema": SCHEMA,
            "batch": base.name,
            "state": state,
            "runs": [self._line(job, state) for job in self._jobs],
        }
        with disk.locked(base / files.WORK / "account.lock"):
            for name in ("batch.json", "index.html"):
                disk.swept(base / name)
            disk.write(base / "batch.json", json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            if state != "running":
                results = [done.result for done in self.done.values()]
                disk.write(base / "index.html", portal.page(base, self.terms.project, done=results))

    def _line(self, job: Job, state: str) -> dict[str, Any]:
        if job.id not in self.done:
            outcome = "stopped" if state == "stopped" else "running" if job.id in self._running else "waiting"
            return {"run": job.id, "outcome": outcome, "params": dict(job.params)}
        result, outcome, because, attempts = self.done[job.id]
        return {
            "run": job.id,
            "outcome": outcome,
            "params": dict(job.params),
            "status": result.status,
            "why": result.error.message if result.error else "",
            "because": because,
            "incomplete": [doubt.text for doubt in result.incomplete],
            "attempts": attempts,
            "seconds": result.seconds,
            "peak_mb": result.peak_mb,
        }
