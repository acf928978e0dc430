"""How the data of a batch's shops are: checked once a shop, remembered while they stay the same, told to each job."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Literal

from planbook.absence import DataError, PlanbookError
from planbook.project import Project
from planbook.reports.doubts import discreet, may_matter
from planbook.reports.job import Job
from planbook.reports.kernels import workers
from planbook.reports.memory import Memory
from planbook.reports.unchanged import Ground
from planbook.tables.findings import ERROR, Finding, read
from planbook.tables.schema import TABLES

How = Literal["ignore", "mark", "stop"]
KNOWN = "checked.json"
MOST = 3  # errors that a stopped run names


def all_checked(jobs: Iterable[Job], ground: Ground, how: How) -> list[Job]:
    """Give each job what the check of its shop found; with ``stop`` a shop's errors are its jobs' ``trouble``.

    A job without a shop is left as it is.
    """
    jobs = list(jobs)
    if how == "ignore":
        return jobs
    found = findings(dict.fromkeys(str(job.params["shop"]) for job in jobs if "shop" in job.params), ground)
    return [_with(job, found[str(job.params["shop"])], how) if "shop" in job.params else job for job in jobs]


def findings(shops: Iterable[str], ground: Ground) -> dict[str, list[Finding]]:
    """Check shops, several at a time, or remember what the check of the same data found."""
    memory = Memory(ground, KNOWN)
    told = {shop: memory.known(shop) for shop in shops}
    rest = [shop for shop, known in told.items() if known is None]
    if rest:
        with ThreadPoolExecutor(2) as pool:
            asked = pool.map(lambda shop: _asked(ground.project, shop), rest)
            for shop, answer in zip(rest, asked, strict=True):
                told[shop] = [each.data() for each in answer]
                memory.learn(shop, told[shop], [f"{shop}/{name}" for name in TABLES])
        memory.save()
    return {shop: [read(each) for each in known] for shop, known in told.items()}


def _asked(project: Project, shop: str) -> list[Finding]:
    found: list[Finding] = workers.ask(_check, project, shop) if workers.possible() else _check(project, shop)
    return found


def _check(project: Project, shop: str) -> list[Finding]:
    from planbook.tables import checks
    from planbook.tables.store import open_shop

    try:
        return [discreet(each, project) for each in checks.findings(open_shop(project.shop(shop)))]
    except PlanbookError:  # such as a manifest that cannot be read: each run of the shop will say so
        return []


def _with(job: Job, found: Iterable[Finding], how: How) -> Job:
    errors = [each for each in found if each.severity == ERROR]
    if how == "stop" and errors and job.trouble is None:
        return replace(job, trouble=_trouble(errors, str(job.params.get("language", "en"))))
    return replace(job, findings=tuple(each for each in found if may_matter(each)))


def _trouble(errors: list[Finding], language: str) -> DataError:
    from planbook.views import checks
    from planbook.views.words import open_words

    words = open_words(language)
    first = words("; ").join(checks.sentence(each, words) for each in errors[:MOST])
    advice = words("Run planbook check, mend what it names, and run the batch again.")
    return DataError(words("{verdict} {first}.", verdict=checks.verdict(errors, words), first=first), advice)
