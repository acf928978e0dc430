"""In which encoding a text is, when nobody tells.

UTF-8 proves itself. What is not UTF-8 is GB18030 where its high bytes come in pairs, and Western where they stand
alone. charset-normalizer was tried: short Chinese lists became Korean, Müller in Köln Polish.
"""

from __future__ import annotations

import codecs
import re

from planbook.absence import DataError

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BY_CHANCE = 0.001  # share of lines in GB18030 that may read as Chinese in UTF-8 too
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_TOGETHER = re.compile(rb"[\x80-\xff]{2,}")
_EAST_ASIAN = re.compile("[\u2e80-\ud7a3\uff00-\uffef]")


def decoded(content: bytes, name: str) -> str:
    """Decode a whole text.

    Raises
    ------
    DataError
        When it is in no encoding that is known, or in two; it names the line.

    Examples
    --------
    >>> decoded("订单编号,金额".encode("gbk"), "orders.csv"), decoded("Müller,3".encode("cp1252"), "orders.csv")
    ('订单编号,金额', 'Müller,3')
    """
    encoding = encoding_of(content, name)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise mixed(name, content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise no_text(name)
    return text


def encoding_of(content: bytes, name: str) -> str:
    """Tell the encoding of a text, or of some whole lines of it.

    Raises
    ------
    DataError
        When it is in no encoding that is known, or in two.
    """
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    if b"\0" in content:
        return _of_two_bytes(content, name)
    if _reads(content, "utf-8"):
        return "utf-8"
    other = b"\n".join(line for line in content.split(b"\n") if not _reads(line, "utf-8"))
    alone, together = len(_ALONE.findall(other)), len(_TOGETHER.findall(other))
    encoding = "cp1252" if alone > together and _reads(content, "cp1252") else "gb18030"
    _refuse_cut(content, name)
    _refuse_mixed(content, name, encoding)
    if not _reads(content, encoding):
        raise no_text(name)
    return encoding


def mixed(name: str, line: int) -> DataError:
    """Say that a text changes its encoding."""
    return DataError(
        f"{name}, near line {line}: the text is damaged, or in another encoding than the rest.",
        "Were files put together that differ, or was one cut? Export them again, and import each by itself.",
    )


def _of_two_bytes(content: bytes, name: str) -> str:
    """Tell UTF-16 without a mark by the empty halves of its commas and line ends."""
    low, high = content[1::2].count(0), content[::2].count(0)
    encoding = "utf-16-le" if low > high else "utf-16-be"
    even = content[: len(content) // 2 * 2]
    if min(low, high) * 20 > max(low, high) or not _reads(even, encoding) or "\n" not in even.decode(encoding):
        raise no_text(name)
    return encoding


def _refuse_cut(content: bytes, name: str) -> None:
    """See that it is not UTF-8 whose last character has lost a byte."""
    for lost in range(1, min(4, len(content) + 1)):
        whole = content[:-lost]
        if content[-lost] >= 0xC0 and _reads(whole, "utf-8") and _EAST_ASIAN.search(whole.decode()):
            raise mixed(name, content.count(b"\n") + 1)


def _refuse_mixed(content: bytes, name: str, encoding: str) -> None:
    lines = [(at, line) for at, line in enumerate(content.split(b"\n"), 1) if not line.isascii()]
    like_utf8 = {at for at, line in lines if _like_utf8(line, encoding)}
    if len(like_utf8) > BY_CHANCE * len(lines):
        first = lines[0][0] in like_utf8
        raise mixed(name, next((at for at, _ in lines if (at in like_utf8) != first), lines[0][0]))
    for at, line in lines:
        if not _reads(line, encoding):
            raise mixed(name, at)


def _like_utf8(line: bytes, other: str) -> bool:
    if not _reads(line, "utf-8"):
        return False
    return other == "cp1252" or _EAST_ASIAN.search(line.decode()) is not None


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def no_text(name: str) -> DataError:
    """Say that a file is no text."""
    return DataError(f"{name} is no text that can be read.", "Export it again as CSV in UTF-8, or as .xlsx.")
