"""What ``latest`` and the name of an event or campaign mean in a shop's data: known before a kernel starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

from planbook.absence import DataError, Missing, ParameterError, PlanbookError
from planbook.project import Project
from planbook.reports import contract, memory
from planbook.reports.job import Job
from planbook.reports.kernels import workers
from planbook.reports.unchanged import Ground

Answer = tuple[str, str] | PlanbookError  # period and campaign
KNOWN = "latest.json"
NEXT = "next"  # the default of ``campaign`` in a notebook that plans


class Asked(NamedTuple):
    """What a job asks of its shop's data: a period and a campaign, as they are written; empty: it takes none.

    ``ahead`` is the word for the next campaign where the notebook plans one, so that one may be named that has not
    begun; empty where it reviews one.
    """

    shop: str
    period: str
    campaign: str
    ahead: str = ""

    @property
    def settled(self) -> bool:
        """Tell whether no look at the data is needed."""
        return not self.campaign and (not self.period or re.match(r"\d{4}-", self.period) is not None)

    @property
    def named(self) -> bool:
        """Tell whether a person named something, so that it can be wrong."""
        return bool({self.period, self.campaign} - {"", NEXT, *contract.LATEST})


def resolved(job: Job, project: Project) -> Job:
    """Put names in place of ``latest``, and check events and campaigns, which takes a look at the data.

    Raises
    ------
    ParameterError
        When the shop knows no such event or campaign.
    DataError
        When its data cannot be read.
    """
    asked = _asked(job)
    return job if asked.settled else _with(job, meant(project, *asked))


def all_resolved(jobs: Iterable[Job], ground: Ground) -> list[Job]:
    """Resolve many jobs, asking each thing once; a shop whose data do not tell leaves its jobs with ``trouble``.

    Raises
    ------
    ParameterError
        When a name is one that no shop knows: a mistake in the batch file. One that some shops lack is a matter of
        their data.
    """
    jobs = list(jobs)
    open_ = [asked for asked in dict.fromkeys(map(_asked, jobs)) if not asked.settled]
    answers = Memory(ground).answers(open_)
    for wanted in {asked[1:] for asked in answers if asked.named}:
        told = [answer for asked, answer in answers.items() if asked[1:] == wanted]
        if all(isinstance(answer, ParameterError) for answer in told):
            raise next(answer for answer in told if isinstance(answer, ParameterError))
    return [_with(job, answers[_asked(job)]) if _asked(job) in answers else job for job in jobs]


def meant(project: Project, shop: str, period: str, campaign: str, ahead: str = "") -> tuple[str, str]:
    """Name the period and the campaign that texts mean in a shop's data (see `Asked`); an empty text stays empty."""
    from planbook import summaries
    from planbook.tables.store import open_shop

    tables = open_shop(project.shop(shop))
    spans = summaries.calendar(tables, period or "latest")
    if isinstance(spans, Missing):
        raise DataError(
            f"{shop} has no data from which to tell what {period!r} is.",
            "Put its orders into data/ or the store, or say which period: -p period=2026-10",
        )
    look_up = summaries.planned if ahead else summaries.campaign
    found = look_up(tables, campaign, spans["current"]) if campaign else None
    # without a table of campaigns the notebook says what it needs
    key = campaign if found is None or isinstance(found, Missing) else found.key
    return (str(spans["current"].name) if period else ""), key


class Memory(memory.Memory):
    """What was answered before; ``.planbook/latest.json`` keeps it."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, KNOWN)

    def answers(self, asked: Sequence[Asked]) -> dict[Asked, Answer]:
        """Answer from memory where that holds, and otherwise ask the data, several shops at a time."""
        told = {one: self.known("|".join(one)) for one in asked}
        found: dict[Asked, Answer] = {one: (answer[0], answer[1]) for one, answer in told.items() if answer}
        rest = [one for one in asked if one not in found]
        if rest:
            with ThreadPoolExecutor(2) as pool:
                for one, (answer, read) in zip(rest, pool.map(self._ask, rest), strict=True):
                    found[one] = answer
                    if isinstance(answer, PlanbookError):
                        self.forget("|".join(one))
                    else:
                        self.learn("|".join(one), answer, read)
            self.save()
        return found

    def _ask(self, asked: Asked) -> tuple[Answer, list[str]]:
        project = self.ground.project
        return workers.ask(_answer, project, asked) if workers.possible() else _answer(project, asked)


def _asked(job: Job) -> Asked:
    shop, period, campaign = (str(job.params.get(name, "")) for name in ("shop", "period", "campaign"))
    takes = job.notebook.parameters.get("campaign")
    ahead = NEXT if takes is not None and takes.default == NEXT else ""
    return Asked(shop, period, campaign, ahead)


def _answer(project: Project, asked: Asked) -> tuple[Answer, list[str]]:
    """Ask a shop's data, and tell which tables that took."""
    from planbook.tables.store import ASKED

    try:
        return meant(project, *asked), sorted(ASKED)
    except PlanbookError as error:
        return error, []


def _with(job: Job, answer: Answer) -> Job:
    if isinstance(answer, PlanbookError):
        return replace(job, trouble=answer)
    names = dict(zip(("period", "campaign"), answer, strict=True))
    return replace(job, params={**job.params, **{name: text for name, text in names.items() if text}})
