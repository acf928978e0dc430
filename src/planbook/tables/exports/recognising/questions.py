"""The questions of a survey: columns that no field names, each with its question and, of a matrix, its line."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from planbook.tables.exports.reading.blocks import Block
from planbook.tables.exports.recognising.handmade import is_own
from planbook.tables.exports.recognising.headers import normalised
from planbook.tables.exports.recognising.profile import Profile

_NUMBERED = re.compile(r"^(\d+)[、.．]\s*(.*)$", re.DOTALL)
_MATRIX = re.compile(r"^(.*?)[：:]?\s*[—–-]{1,2}\s*(.+)$", re.DOTALL)  # 7、题干：—第一行
_TAG = re.compile(r"<[^>]*>")
PLAIN = ("response", "open-ended response")
# questions that ask who somebody is: their answers stay behind
_PERSONAL = re.compile(
    r"姓名|您的名字|怎么称呼|手机号|电话号|联系电话|联系方式|微信号|QQ号|身份证|邮箱|(您的|收货|家庭|详细|联系|居住)地?[地住]址"
    r"|\b(your|first|last|full) name\b|\bphone number\b|\be-?mail address\b|\byour e-?mail\b"
    r"|\b(street|home|postal) address\b",
    re.IGNORECASE,
)


class Question(NamedTuple):
    """A column of answers."""

    at: int
    question: str
    item: str


def questions(profile: Profile, block: Block, named: set[int]) -> list[Question]:
    """List the columns of answers: those that are neither a field nor known to be something else.

    A header that stands empty belongs to the question before it; with two rows of headers, the second tells the choice
    or the line. ``7、题干：—第一行`` opens a matrix, and ``7、第二行`` is its next line. A document's own table
    has a mark before each of its columns.
    """
    if profile.own:
        return [Question(at, text, "") for at, text in enumerate(map(str.strip, block.header)) if is_own(text)]
    second = block.grid.head[block.header_row] if profile.header_rows == 2 else []
    found: list[Question] = []
    stems: dict[str, str] = {}
    before = ""
    for at, header in enumerate(block.header):
        text = _bare(header)
        before = text or before
        if at in named or (text and normalised(text).name in profile.headers) or not before:
            continue
        choice = _bare(second[at]) if at < len(second) else ""
        question, item = (before, "" if choice.lower() in PLAIN else choice) if second else _parted(text, stems)
        if question:
            found.append(Question(at, question, item))
    return found


def is_personal(question: Question) -> bool:
    """Tell whether a question asks who somebody is.

    Examples
    --------
    >>> [is_personal(Question(0, text, "")) for text in ("5、您的姓名：", "Your e-mail address?", "喜欢哪种包装？")]
    [True, True, False]
    """
    return _PERSONAL.search(f"{question.question} {question.item}") is not None


def _parted(header: str, stems: dict[str, str]) -> tuple[str, str]:
    numbered = _NUMBERED.match(header)
    if numbered is None:
        return header, ""
    number, text = numbered[1], numbered[2]
    if number in stems:
        return f"{number}、{stems[number]}", text
    matrix = _MATRIX.match(text) if "—" in text else None
    if matrix is None:
        return header, ""
    stems[number] = matrix[1]
    return f"{number}、{matrix[1]}", matrix[2]


def _bare(header: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", header)).split())
