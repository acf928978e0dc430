"""One cell of a raw table: read as its column's type, and told without naming anyone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables.column import COUNT, DAY, FLAG, MONEY, NUMBER, TEXT, TIME, Column

SQL_TYPES = {TEXT: "VARCHAR", DAY: "DATE", TIME: "TIMESTAMP", MONEY: "DOUBLE", COUNT: "BIGINT", NUMBER: "DOUBLE"}
SQL_TYPES |= {FLAG: "BOOLEAN"}
FILE, ROW = "planbook_file", "planbook_row"
OFFSET = r"\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$"  # a time that names its zone
COLON = r"' ?([+-]\d{2}):?(\d{2})$', '\1:\2'"  # the one way in which the engine reads a zone
MAIL = r"[\w.+-]+@[\w-]+(\.[\w-]+)+"
MESSENGER = r"(?i:微信|加v|vx|v信|wechat|weixin|qq|telegram|whatsapp)[\s号:：]*[A-Za-z0-9_-]{5,}"
# what people write of themselves: mail addresses, numbers of seven digits and more, names on messengers
PRIVATE = rf"{MAIL}|\+?\d([ -]?\d){{6,}}|{MESSENGER}"
# of what a shop's own people note, where days, amounts and links stand beside numbers to call
MOBILE, LANDLINE = r"\b(86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}\b", r"\b0\d{2,3}[ -]\d{7,8}\b"
ABROAD = r"\+\d[\d -]{7,}\d"
CALLED = f"{MAIL}|{MOBILE}|{LANDLINE}|{ABROAD}|{MESSENGER}"
MASK = "***"


def discreet(column: Column, sql: str, shop: Shop, *, stored: bool) -> str:
    """Hash who a customer is (in the store that was done at import), and mask what free text tells of people."""
    if column.name == "customer_id" and not stored:
        return _hashed(sql, shop)
    hidden = PRIVATE if column.said else CALLED if column.written else ""
    return f"regexp_replace({sql}, '{hidden}', '{MASK}', 'g')" if hidden else sql


def _hashed(sql: str, shop: Shop) -> str:
    key = shop.project.key.replace("'", "''")
    return f"left(md5('{key}' || nullif(trim({sql}), '')), 16)"


def quoted(header: str) -> str:
    """Write a header as SQL has names."""
    return '"' + header.replace('"', '""') + '"'


def text_of(value: str) -> str:
    """Write a text as SQL has texts."""
    return "'" + value.replace("'", "''") + "'"


def cast(column: Column, header: str, types: Mapping[str, str], shop: Shop) -> str:
    """Write a cell of a raw table as a value of its column's type, times in the shop's zone."""
    cell, wanted = quoted(header), SQL_TYPES[column.type]
    zone = shop.settings.timezone.replace("'", "")
    if types[header] == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('{zone}', {cell})::{wanted}"
    if types[header] != "VARCHAR" or wanted == "VARCHAR":
        return f"{cell}::{wanted}"
    # cells of a file are checked one by one, with their row; elsewhere the engine itself refuses
    cast = "TRY_CAST" if FILE in types else "CAST"
    text = f"nullif(trim({cell}), '')"
    if column.type == FLAG:
        text = f"CASE {text} WHEN '是' THEN 'true' WHEN '否' THEN 'false' ELSE {text} END"
    if column.type != TIME:
        return f"{cast}({text} AS {wanted})"
    zoned = f"timezone('{zone}', {cast}(regexp_replace({text}, {COLON}) AS TIMESTAMPTZ))"
    return f"CASE WHEN regexp_matches({text}, '{OFFSET}') THEN {zoned} ELSE {cast}({text} AS TIMESTAMP) END"


def refuse_bad_values(engine: duckdb.DuckDBPyConnection, raw: str, casts: Mapping[Column, tuple[str, str]]) -> None:
    """Say where a cell cannot be read as its column's type, or is empty and may not be."""
    for column, (header, sql) in casts.items():
        text = f"nullif(trim({quoted(header)}), '')"
        bad = f"({sql}) IS NULL OR {text} IS NULL" if column.required else f"{text} IS NOT NULL AND ({sql}) IS NULL"
        query = f"SELECT {FILE}, {ROW}, {text} FROM {raw} WHERE {bad} ORDER BY {FILE}, {ROW} LIMIT 1"
        row = engine.execute(query).fetchone()
        if row is not None:
            said = "is empty" if row[2] is None else f"says {row[2]!r}, which is no {column.type}"
            raise DataError(
                f"{Path(row[0]).name}, row {row[1]}, column {header.strip()!r}: it {said}.",
                f"Mend the cell (an example: {column.example}), or leave the row out.",
            )
