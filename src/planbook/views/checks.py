"""The data check on a page: the conclusion in a sentence, and each finding with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from planbook.tables.findings import ERROR, NO_TABLE, NOTE, SEVERITIES, WARNING, Finding
from planbook.views.vocabulary import msg
from planbook.views.words import Words

TABLES = {
    "orders": msg("orders"),
    "order_items": msg("order lines"),
    "products": msg("items"),
    "refunds": msg("refunds"),
    "settlements": msg("settlements"),
    "customers": msg("buyers"),
    "traffic": msg("traffic"),
    "item_traffic": msg("traffic of items"),
    "ad_spend": msg("advertising"),
    "accounts": msg("accounts"),
    "lives": msg("live sessions"),
    "messages": msg("messages"),
    "crowds": msg("crowds"),
    "feedback": msg("reviews and tickets"),
    "survey": msg("survey"),
    "answers": msg("answers"),
    "category": msg("category"),
    "competitor_items": msg("rivals’ items"),
    "competitor_posts": msg("rivals’ posts"),
    "competitor_traffic": msg("rivals’ traffic"),
    "events": msg("events"),
    "campaigns": msg("campaigns"),
    "targets": msg("targets"),
    "assortment": msg("assortment"),
    "creators": msg("creators’ placements"),
    "resources": msg("platform slots"),
    "tasks": msg("tasks"),
    "actions": msg("actions"),
    "lessons": msg("lessons"),
    "benchmarks": msg("benchmarks"),
    "brief": msg("the campaign’s brief"),
    "offers": msg("offers"),
    "layers": msg("people collected"),
    "calendar": msg("content calendar"),
    "risks": msg("risks"),
    "ratings": msg("ratings of attributes"),
    "lift_tests": msg("lift tests"),
    "bounds": msg("bounds"),
    "market_log": msg("market log"),
    "ab_tests": msg("A/B tests"),
    "entries": msg("cells of documents"),
}
NAMING = ("other", "table")  # values of a finding that name a table
WORDS = {ERROR: msg("error"), WARNING: msg("warning"), NOTE: msg("note")}


def verdict(found: Iterable[Finding], words: Words) -> str:
    """Say in a sentence how the data are.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> verdict([Finding("orders", "paid", "below {limit}", ERROR, 1, "-5", "", {"limit": "0"})], open_words("en"))
    '1 error: figures of orders would be wrong.'
    """
    kinds = {severity: [each for each in found if each.severity == severity] for severity in (ERROR, WARNING)}
    errors = words.plural("{n} error", "{n} errors", len(kinds[ERROR]))
    warnings = words.plural("{n} warning", "{n} warnings", len(kinds[WARNING]))
    tables = listed((table(each.table, words) for each in kinds[ERROR] or kinds[WARNING]), words)
    if kinds[ERROR] and kinds[WARNING]:
        return words(
            "{errors} and {warnings}: figures of {tables} would be wrong.",
            errors=errors,
            warnings=warnings,
            tables=tables,
        )
    if kinds[ERROR]:
        return words("{errors}: figures of {tables} would be wrong.", errors=errors, tables=tables)
    if kinds[WARNING]:
        return words("No errors, {warnings}: look at {tables}.", warnings=warnings, tables=tables)
    return words("Nothing is wrong, late or at odds.")


def groups(found: Sequence[Finding], words: Words) -> list[dict[str, Any]]:
    """Gather findings by table, the table with the worst first; tables that are not there are left to `absent`.

    Returns
    -------
    list of dict
        ``table`` (its name in planbook.yml), ``name`` and ``rows``: ``severity``, ``said`` (the severity in words),
        ``column``, ``what``, ``count`` (empty: not counted), ``example`` and ``advice``, all texts as they are.
    """
    tables: dict[str, list[Finding]] = {}
    for each in found:
        if not _is_absent(each):
            tables.setdefault(each.table, []).append(each)

    def worst(rows: Iterable[Finding]) -> int:
        return min(SEVERITIES.index(each.severity) for each in rows)

    return [
        {"table": code, "name": heading(code, words), "rows": [_row(each, words) for each in rows]}
        for code, rows in sorted(tables.items(), key=lambda item: worst(item[1]))
    ]


def absent(found: Iterable[Finding], words: Words) -> str:
    """Name the tables that the shop does without; empty when there are none."""
    names = listed((table(each.table, words) for each in found if _is_absent(each)), words)
    return words("Not in the data: {tables}. Sections that need them say so.", tables=names) if names else ""


def sentence(finding: Finding, words: Words) -> str:
    """Say a finding in one line: where, what, how often and an example.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> found = Finding("orders", "paid", "below {limit}", ERROR, 3, "-5", "", {"limit": "0"})
    >>> sentence(found, open_words("en")), sentence(found, open_words("zh"))
    ('Orders, paid: below 0 (3; such as -5)', '订单 paid：小于 0（3 处，如 -5）')
    """
    name = heading(finding.table, words)
    place = words("{table}, {column}", table=name, column=finding.column) if finding.column else name
    said = {"place": place, "what": what(finding, words), "count": _count(finding, words), "example": finding.example}
    if finding.rows and finding.example:
        return words("{place}: {what} ({count}; such as {example})", **said)
    if finding.rows or finding.example:
        return words("{place}: {what} ({more})", **said, more=said["count"] or finding.example)
    return words("{place}: {what}", **said)


def what(finding: Finding, words: Words) -> str:
    """Say what was found."""
    return words(finding.check, **_values(finding, words))


def advice(finding: Finding, words: Words) -> str:
    """Say what to do."""
    return words(finding.advice, **_values(finding, words))


def table(code: str, words: Words) -> str:
    """Name a table within a sentence."""
    return words(TABLES[code]) if code in TABLES else code


def listed(names: Iterable[str], words: Words) -> str:
    """Say names one after the other, each once; in Chinese they are parted by a mark of their own."""
    return ("、" if words.language == "zh" else ", ").join(dict.fromkeys(names))


def heading(code: str, words: Words) -> str:
    """Name a table at the beginning of a line."""
    name = table(code, words)
    return name[:1].upper() + name[1:]


def _row(finding: Finding, words: Words) -> dict[str, str]:
    return {
        "severity": finding.severity,
        "said": words(WORDS[finding.severity]),
        "column": finding.column,
        "what": what(finding, words),
        "count": _count(finding, words),
        "example": finding.example,
        "advice": advice(finding, words),
    }


def _count(finding: Finding, words: Words) -> str:
    return words.value(finding.rows, "count") if finding.rows else ""


def _values(finding: Finding, words: Words) -> dict[str, str]:
    return {name: table(text, words) if name in NAMING else text for name, text in finding.values.items()}


def _is_absent(finding: Finding) -> bool:
    return finding.check == NO_TABLE and finding.severity == NOTE
