"""What the data check says against a report: `Doubt`s, which its page, its result and the index tell."""

from __future__ import annotations

from collections.abc import Collection

from planbook import periods
from planbook.absence import ParameterError
from planbook.project import Project
from planbook.reports import redact
from planbook.reports.job import Job
from planbook.reports.result import Doubt
from planbook.tables.findings import ERROR, WARNING, Finding


def may_matter(finding: Finding) -> bool:
    """Tell whether a finding can be held against a report: an error, or a warning about certain days."""
    return finding.severity == ERROR or (finding.severity == WARNING and bool(finding.days))


def touching(job: Job, read: Collection[str]) -> list[Finding]:
    """Pick what touches a report: findings about tables that it has read, and about days of its period.

    Parameters
    ----------
    job
        With all ``findings`` of its shop that may matter. A period that is an event's name has unknown days: then all
        days count.
    read
        The tables, as ``shop/table``.
    """
    shop = str(job.params.get("shop", ""))
    return [each for each in job.findings if f"{shop}/{each.table}" in read and _in_period(each, job)]


def unchanged(before: Collection[Doubt], now: Collection[Finding]) -> bool:
    """Tell whether a report has told the same findings, in whatever words."""
    return [doubt.model_copy(update={"text": ""}) for doubt in before] == [_doubt(each, "") for each in now]


def told(found: Collection[Finding], language: str) -> list[Doubt]:
    """Say findings in a report's language."""
    if not found:
        return []
    from planbook.views import checks, words

    spoken = words.open_words(language)
    return [_doubt(each, checks.sentence(each, spoken)) for each in found]


def discreet(finding: Finding, project: Project) -> Finding:
    """Hide secrets and paths in what a finding quotes, such as an engine's message."""
    values = {name: redact.redacted(text, project) for name, text in finding.values.items()}
    return finding._replace(example=redact.redacted(finding.example, project), values=values)


def _doubt(finding: Finding, text: str) -> Doubt:
    same = {name: getattr(finding, name) for name in ("table", "column", "severity", "rows", "example")}
    return Doubt(**same, check=finding.what, text=text)


def _in_period(finding: Finding, job: Job) -> bool:
    if not finding.days or "period" not in job.params:
        return True
    try:
        period = periods.parse(str(job.params["period"]))
    except ParameterError:
        return True
    first, last = period.start.isoformat(), period.end.isoformat()
    return any(start <= last and end >= first for start, end in finding.days)
