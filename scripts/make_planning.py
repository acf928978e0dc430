"""Write the blank documents that people fill in, ``templates/planning/``: ``make_planning.py [--check]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from make_inputs import settled

from planbook.documents import making, spec

FOLDER = Path(__file__).parents[1] / "templates" / "planning"


def main() -> int:
    """Write the documents that are not as they should be; with ``--check`` name them and answer 1."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="only say which are out of step")
    return settled("templates/planning", FOLDER, wanted(), check=parser.parse_args().check)


def wanted() -> dict[Path, bytes]:
    """Give each document as it should be, in both languages."""
    return {
        FOLDER / making.file_name(name, language): making.blank(name, language)
        for name in spec.names()
        for language in making.LANGUAGES
    }


if __name__ == "__main__":
    raise SystemExit(main())
