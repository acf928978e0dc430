"""Sheets that people fill in by hand, as profiles: made from the schema, in the form in which YAML files say them.

The workbooks of ``templates/inputs/`` are such sheets, and so is any file whose header has the schema's own names.
"""

from __future__ import annotations

from typing import Any

from planbook.tables import chinese, named
from planbook.tables.cells import quoted
from planbook.tables.column import TEXT, TIME, Column, Table
from planbook.tables.schema import TABLES

# what only imports write
MADE = ("settlements", "answers", "bounds", "entries")
FILLED_IN: dict[str, Table] = {name: table for name, table in TABLES.items() if name not in MADE}
HELP, EXAMPLES, LISTS = "说明 help", "示例 examples", "选项 lists"
BESIDE = (HELP, EXAMPLES, LISTS)  # sheets of a workbook that hold no data
OWN = ":"  # before the name of a column of a document's own table
REGION, PERSON = "region", "customer_id"
CODES = ("sku", "matches", "post")  # besides those that end with _id: text that a spreadsheet may take for a number
# what a rating may be; another one is refused
RATED = """CASE WHEN try_cast(answer AS DOUBLE) BETWEEN 1 AND 5 THEN answer::DOUBLE
    ELSE error('refused: ' || question || ' says ' || answer || ', which is not 1 to 5') END"""
# a spreadsheet makes the month's first day of 2026-10
MONTH = r"CASE WHEN regexp_full_match({0}, '\d{{4}}-\d\d-01') THEN left({0}, 7) ELSE {0} END"


def profiles() -> dict[str, dict[str, Any]]:
    """Describe the sheet of each table that people fill in, as a profile's YAML file would."""
    own = {"sheet_questionnaire": _questionnaire(), "sheet_entries": _entries()}
    return {name_of(table): _profile(table) for table in FILLED_IN.values()} | own


def name_of(table: Table) -> str:
    """Name the profile of a table's sheet."""
    return f"sheet_{table.name}"


def is_code(column: Column) -> bool:
    """Tell whether a column holds text that names a thing, and may look like a number."""
    return column.type == TEXT and (column.name in CODES or column.name.endswith("_id"))


def _profile(table: Table) -> dict[str, Any]:
    return {
        "title": {"en": f"A sheet filled in by hand: {table.name}", "zh": f"手工填写表：{chinese.title(table.name)}"},
        "files": [f"{table.name}*"],
        "needs": list(table.required),
        "strict": True,
        "fields": {column.name: _field(table, column) for column in table.columns},
        "tables": {table.name: {"columns": {column.name: _sql(column) for column in table.columns}}},
    }


def _questionnaire() -> dict[str, Any]:
    """Describe a sheet of answers: a respondent's own columns, then one for each rating that was asked."""
    survey = _profile(FILLED_IN["survey"])
    kinds = {name: f"CASE WHEN question LIKE '{name}|%' THEN {RATED} END" for name in ("importance", "performance")}
    parts = {"attribute": "split_part(question, '|', 2)", "brand": "nullif(split_part(question, '|', 3), '')"}
    rated = " OR ".join(f"question LIKE '{name}|%'" for name in kinds)
    columns = {"respondent_id": "respondent_id"} | parts | kinds
    return survey | {
        "title": {"en": "A questionnaire's answers: survey and ratings", "zh": "问卷答卷：问卷与属性评分"},
        "files": ["questionnaire*"],
        "questions": r"^(importance|performance)\|",
        "tables": survey["tables"] | {"ratings": {"answers": True, "add": True, "where": rated, "columns": columns}},
    }


def own_name(column: str, *place: str) -> str:
    """Name a column of a document's own table; the place (document, part, campaign) stands in one of them.

    Examples
    --------
    >>> own_name("owner"), own_name("how", "launch_checklist", "eve", "white-dew-2026")
    (':owner', ':how:launch_checklist:eve:white-dew-2026')
    """
    return OWN.join(("", column, *filter(None, place)))


def is_own(header: str, *, placed: bool = False) -> bool:
    """Tell whether a header is such a name, and one that says the place."""
    return header.startswith(OWN) and (header.count(OWN) > 1 or not placed)


def _entries() -> dict[str, Any]:
    """Describe a document's own table, every cell of which is told (see `own_name`)."""
    of = {"document": f"split_part(placed, '{OWN}', 3)", "part": f"split_part(placed, '{OWN}', 4)"}
    of |= {"campaign": f"nullif(array_to_string(str_split(placed, '{OWN}')[5:], '{OWN}'), '')"}
    cell = of | {"piece": "piece", "line": "line", "place": "planbook_row"}
    answered = {"answers": True, "columns": cell | {"column": f"split_part(question, '{OWN}', 2)", "text": "answer"}}
    return {
        "title": {"en": "A table of a document's own", "zh": "文档自己的表格"},
        "needs": ["line"],
        "strict": True,
        "own": True,
        "questions": f"^{OWN}",
        "fields": {"line": {"written": "line"}, "piece": {"written": "piece"}},
        "tables": {"entries": [answered, {"columns": cell | {"column": "'line'", "text": "line"}}]},
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    limits = {"at_least": column.at_least, "at_most": column.at_most}
    return {_kind(column): column.name, "as": _words(table, column)} | limits


def _kind(column: Column) -> str:
    if column.one_of:
        return "words"
    if column.type != TEXT:
        return column.type
    if column.name == PERSON:
        return "person"
    if column.name == REGION:
        return "region"
    return "said" if column.said else "written" if column.written else "id" if is_code(column) else "text"


def _words(table: Table, column: Column) -> dict[str, str]:
    """Take the words of a column as they are, and as they are said; of one that takes any text its known names."""
    few = {said: word for word in column.one_of for said in (word, chinese.word(word, table.name))}
    return few or (named.codes(table.name, column.name) if _kind(column) == "text" else {})


def _sql(column: Column) -> str:
    if column.type == TIME:
        return quoted(column.name)  # `at` is a word of SQL
    return MONTH.format(column.name) if column.name == "period" else column.name
