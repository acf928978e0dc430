"""Write the workbooks that people fill in by hand, ``templates/inputs/*.xlsx``: ``make_inputs.py [--check]``.

They are made from the schema, so that a new column is in the next workbook.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

from inputs import book

from planbook.tables.exports.recognising.handmade import FILLED_IN

FOLDER = Path(__file__).parents[1] / "templates" / "inputs"


def main() -> int:
    """Write the workbooks that are not as they should be; with ``--check`` name them and answer 1."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="only say which are out of step")
    return settled("templates/inputs", FOLDER, wanted(), check=parser.parse_args().check)


def wanted() -> dict[Path, bytes]:
    """Give each workbook as it should be."""
    return {FOLDER / f"{name}.xlsx": book.written(table) for name, table in FILLED_IN.items()}


def settled(place: str, folder: Path, wanted: dict[Path, bytes], *, check: bool) -> int:
    """Let a folder hold the files that are wanted and no others, or name those out of step; ``place`` is its name."""
    stale = {file: content for file, content in wanted.items() if not _says(file, content)}
    strange = sorted(set(folder.glob("*")) - wanted.keys())
    if check:
        lines = [f"out of step, run make fix: {place}/{each.name}\n" for each in [*stale, *strange]]
        print("".join(lines), end="")
        return int(bool(lines))
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in stale.items():
        file.write_bytes(content)
    for file in strange:
        file.unlink()
    return 0


def _says(file: Path, content: bytes) -> bool:
    """Tell whether a workbook says the same, however it is packed: that is another matter on each machine."""
    return file.exists() and _parts(file.read_bytes()) == _parts(content)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


if __name__ == "__main__":
    raise SystemExit(main())
