"""Microsoft's file in a file, which old workbooks are: whether its chains of sectors end.

calamine follows a chain that runs in a circle until memory is full, and makes room for a cell however far out it is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise

HEADER = struct.Struct("<8s16x2x2xHHH6xIIIIIIIII")  # up to where the first sectors of chains are listed
LAST = 0xFFFFFFFA  # the greatest number of a sector; those above it are marks
CELLS = {0x06, 0x201, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xBE, 0xD6, 0xFD}  # records that begin with row and column
WIDEST = 256  # columns of a sheet of the old kind
DEEPEST = 0x4000  # columns that a damaged number may give
LOCKED = "EncryptedPackage"


class Compound:
    """A file in which streams lie, each as a chain of sectors.

    Raises
    ------
    ValueError
        When it is damaged.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._open(content)
        except (struct.error, IndexError) as error:
            raise ValueError("it was cut") from error

    def _open(self, content: bytes) -> None:
        _, _, order, shift, fats, _, _, _, small, small_count, more, _ = self._header(content)
        if order != 0xFFFE or shift not in (9, 12):
            raise ValueError("its header says so")
        self._content, self._size = content, 1 << shift
        self._most = len(content) // self._size + 1
        if max(fats, small_count) > self._most:
            raise ValueError("it lists more sectors than it has")
        self._next = self._numbers(self._listed(more))
        root = self._header(content)[6]
        self.streams = dict(self._entries(b"".join(map(self._sector, self._chain(root, self._next)))))
        for at in self._chain(small, self._next) if small_count else ():
            self._sector(at)
        self._small = self._numbers(self._chain(small, self._next)) if small_count else []
        for kind, start, size in self.streams.values():
            if size > len(content):
                raise ValueError("a stream is longer than the file")
            list(self._chain(start, self._small if kind == 2 and size < 4096 else self._next) if size else ())

    def _header(self, content: bytes) -> tuple[int, ...]:
        mark, order, shift, _, dirs, fats, root, _, _, small, smalls, more, mores = HEADER.unpack_from(content)
        return (len(mark), dirs, order, shift, fats, dirs, root, mores, small, smalls, more, 0)
