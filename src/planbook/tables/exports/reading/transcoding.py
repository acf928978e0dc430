"""A text's bytes in UTF-8, a part at a time; also run as a program, so that parts are written side by side.

As a program it starts without Planbook: it may import nothing but the standard library's light parts.
"""

from __future__ import annotations

import codecs
import sys

CHUNK = 1 << 20  # larger ones do not fit into a processor's cache


def transcribe(source: str, target: str, encoding: str, span: tuple[int, int], lone: str) -> int:
    """Write a part of a text to a file that is there, in UTF-8 and with line ends alike.

    Parameters
    ----------
    span
        First byte of the part, and the byte behind it.
    lone
        What takes the place of a carriage return that no line feed follows.

    Returns
    -------
    int
        The byte that cannot be read; −1 when all can.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    at, stop = span
    kept = ""
    with open(source, "rb") as stream, open(target, "r+b") as copy:  # noqa: PTH123 (pathlib takes time to load)
        stream.seek(at)
        while chunk := stream.read(min(CHUNK, stop - at)):
            last = at + len(chunk) >= stop
            try:
                text = kept + decoder.decode(chunk, last)
                kept = "\r" if text.endswith("\r") and not last else ""
                copy.write(even(text[: len(text) - len(kept)], lone).encode())
            except UnicodeError as error:
                return at + int(getattr(error, "start", 0))
            at += len(chunk)
    return -1


def even(text: str, lone: str) -> str:
    r"""Make all line ends alike.

    Examples
    --------
    >>> even("a\r\nb\rc\n", " ")
    'a\nb c\n'
    """
    return text.replace("\r\n", "\n").replace("\r", lone) if "\r" in text else text


if __name__ == "__main__":
    _source, _target, _encoding, _first, _behind, _lone = sys.argv[1:]
    sys.stdout.write(str(transcribe(_source, _target, _encoding, (int(_first), int(_behind)), _lone)))
