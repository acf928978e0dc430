"""Export the sample shop as its platforms would: ``python scripts/export_sample.py --to DIR [--shape taobao …]``."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from sample.exports.making import export
from sample.exports.shapes import SHAPES
from sample.exports.writers import Span
from sample.shops import FIRST, LAST

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def main() -> None:
    """Write a folder of files for each shape."""
    parser = argparse.ArgumentParser(
        description="Export the sample shop as its platforms would; the same files always."
    )
    parser.add_argument("--to", type=Path, required=True, help="folder in which each shape gets a folder of its own")
    parser.add_argument("--shape", nargs="+", choices=SHAPES, default=list(SHAPES), help="only these")
    parser.add_argument("--shop", choices=sorted({shape.shop for shape in SHAPES.values()}), help="only its shapes")
    parser.add_argument("--since", type=dt.date.fromisoformat, default=FIRST, help="first day, such as 2026-08-01")
    parser.add_argument("--until", type=dt.date.fromisoformat, default=LAST, help="last day")
    asked = parser.parse_args()
    for shape in (name for name in asked.shape if asked.shop in (None, SHAPES[name].shop)):
        files = export(SAMPLE, asked.to / shape, shape, Span(asked.since, asked.until))
        print(f"{shape}: {len(files)} files of {SHAPES[shape].shop} in {asked.to / shape}")


if __name__ == "__main__":
    main()
