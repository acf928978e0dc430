"""``result.json``: what a run was, how it ended, and the figures that left the notebook.

It is the one source of truth of a run; nothing is inferred from the notebook's own metadata. The figures come
from the JSON twins that views put beside their HTML in a cell's outputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

TWIN = "application/vnd.planbook+json"
SCHEMA = 1

Status = Literal["ok", "failed", "timed_out", "kernel_died", "out_of_memory", "data_check_failed", "cancelled"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class Figure(_Model):
    """A number that a report states; ``history`` ends with it."""

    id: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    previous: float | None = None
    target: float | None = None
    history: list[float | None] = []


class Finding(_Model):
    """A sentence that a report states."""

    id: str
    text: str
    effect: float | None = None
    grade: str | None = None
    action: str | None = None
    owner: str | None = None


class Row(_Model):
    """A row for a table of ``plans/``."""

    table: str
    row: dict[str, Any]


class Absent(_Model):
    """A table, or columns of it, that a section would have needed."""

    table: str
    columns: list[str] = []
    reason: str = "absent"


class Input(_Model):
    """A table that came in: a fingerprint of its content, its rows and its first and last day."""

    table: str
    sha256: str | None = None
    rows: int | None = None
    first: str | None = None
    last: str | None = None


class Doubt(_Model):
    """What the data check says against a report; ``text`` says it in the report's language."""

    table: str
    column: str = ""
    check: str
    severity: str
    rows: int = 0
    example: str = ""
    text: str = ""


class Origin(_Model):
    """What a report was made from, as fingerprints.

    ``tables`` are those that it read, as ``shop/table``; ``files`` what it read besides, from the workspace's root.
    An empty fingerprint is that of nothing; null, of what nobody can tell but a database.
    """

    notebook: str
    library: str
    settings: str
    outputs: list[str] = []
    tables: dict[str, str | None] = {}
    files: dict[str, str] = {}


class Problem(_Model):
    """Why a run did not end well, in words: where, what, and what to do."""

    section: str = ""
    cell: int | None = None
    kind: str
    message: str
    advice: str = ""


class Result(_Model):
    """One run, whole."""

    schema_: int = Field(SCHEMA, alias="schema")
    run: str
    notebook: str
    title: str = ""
    headline: str = ""
    params: dict[str, str | int | float | bool]
    status: Status
    error: Problem | None = None
    figures: list[Figure] = []
    findings: list[Finding] = []
    rows: list[Row] = []
    missing: list[Absent] = []
    incomplete: list[Doubt] = []
    inputs: list[Input] = []
    outputs: dict[str, str] = {}
    versions: dict[str, str] = {}
    made_from: Origin | None = None
    seconds: float = 0.0
    peak_mb: float | None = None

    def brief(self) -> Result:
        """Give what an index tells of it, so that a thousand of them take little memory."""
        rest: dict[str, Any] = {name: [] for name in ("findings", "rows", "missing", "inputs")}
        return self.model_copy(update={**rest, "figures": self.figures[:1], "made_from": None, "versions": {}})

    def text(self) -> str:
        """Write it as JSON; a number that is not one becomes null."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"


def twins(notebook: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield the JSON twins of a notebook's outputs in the order of the page: cells tagged ``first`` come first."""
    for cell in sorted(notebook["cells"], key=lambda cell: "first" not in cell["metadata"].get("tags", ())):
        for output in cell.get("outputs", ()):
            twin = output.get("data", {}).get(TWIN)
            if isinstance(twin, Mapping):
                yield dict(twin)


def collect(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what the twins of an executed notebook say, also of one that stopped half-way.

    Returns
    -------
    dict
        ``headline``, ``figures``, ``findings``, ``rows``, ``missing`` and ``inputs`` as `Result` takes them; of
        figures, findings and missing tables with one identity the first counts.
    """
    found: dict[str, list[Any]] = {"figures": [], "findings": [], "rows": [], "missing": [], "inputs": []}
    headline = ""
    for twin in twins(notebook):
        for key, gathered in found.items():
            gathered.extend(item for item in twin.get(key) or () if item not in gathered)
        headline = headline or str((twin.get("page") or {}).get("headline") or "")
    found["figures"] = _first_by_id(found["figures"])
    found["findings"] = _first_by_id(found["findings"])
    return {"headline": headline, **found}


def _first_by_id(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    firsts: dict[str, dict[str, Any]] = {}
    for item in items:
        firsts.setdefault(str(item.get("id")), item)
    return list(firsts.values())
