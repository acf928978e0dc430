"""Make the sample shop: ``python scripts/make_sample_data.py [--scale N --out DIR --memory 2GB]``."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from sample.build import Size, build_shop
from sample.shops import SHOPS
from sample.truth import shop_truth
from sample.write import Shelf, write_json

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def main() -> None:
    """Write both shops and, beside them, the truth that was planted."""
    parser = argparse.ArgumentParser(description="Make the sample shop; the same rows at every scale.")
    parser.add_argument("--out", type=Path, default=SAMPLE, help="folder to write; without it the committed sample")
    parser.add_argument("--scale", type=int, default=1, help="how many times the buyers and visitors")
    parser.add_argument("--memory", default="2GB", help="what DuckDB may take")
    parser.add_argument("--shop", choices=[shop.key for shop in SHOPS], help="only this one")
    asked = parser.parse_args()
    if asked.out == SAMPLE and (asked.shop or asked.scale > 1):
        parser.error("the committed sample is both shops at scale 1: say --out DIR for another")
    truth = {}
    for shop in (shop for shop in SHOPS if asked.shop in (None, shop.key)):
        started = time.perf_counter()
        shelf = Shelf(asked.out / shop.key, level=19 if asked.scale == 1 else 3)
        size = Size(asked.scale, asked.memory)
        with tempfile.TemporaryDirectory() as staging:
            con = build_shop(shop, shelf=shelf, staging=Path(staging), size=size)
            truth[shop.key] = shop_truth(con, shop)
            con.close()
        print(f"{shop.key}: {time.perf_counter() - started:.1f} s")
    write_json(asked.out / "truth.json", {"schema": 1, "shops": truth})


if __name__ == "__main__":
    main()
