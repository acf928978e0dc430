"""Measure the persona notebook on many customers: ``python scripts/benchmark_customers.py [--customers N] [--whole]``.

Rows as ``summaries.customers`` gives them are made up, one a customer, and every measure of the notebook that takes
them is timed on them, with the largest resident memory of this process. With ``--whole`` a shop with as many customers
is made, its orders and lines too, and ``planbook run 12_persona_building`` is timed on it from a cold start.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from benchmarks import turns

from planbook import summaries
from planbook.absence import missing
from planbook.measures import claims, clusters, customer_card, lifecycle, personas, rfm, segments

UNTIL, THEN = date(2026, 10, 31), date(2026, 7, 31)
CATEGORIES = ("black", "gift", "green", "oolong", "puer", "scented", "teaware", "white")
LIMIT = pd.DataFrame({"lapse_days": [400.0], "low": [395.0], "high": [405.0]})
ORDERS = """
  COPY (WITH drawn AS (SELECT n, CASE WHEN n < {customers} THEN n ELSE (hash(n) % {customers})::BIGINT END AS who,
      (hash(n, 2) % 400)::INT AS a, (hash(n, 3) % 40)::INT AS b, (hash(n, 4) % 60)::INT AS c FROM range({orders}) t(n))
    SELECT 'T' || n AS order_id, left(md5(who::VARCHAR), 16) AS customer_id, 'paid' AS status, 50.0 + a AS gross,
      TIMESTAMP '2023-11-01' + to_seconds((hash(n, 1) % 94608000)::BIGINT) AS paid_at, b::DOUBLE AS discount_shop,
      50.0 + a - b AS paid, 0.0 AS refund, ['tmall', 'jd', 'douyin'][1 + c % 3] AS platform,
      'region ' || c % 20 AS region
    FROM drawn) TO '{file}' (FORMAT parquet)
"""
LINES = """
  COPY (WITH drawn AS (SELECT n, (hash(n % {customers}, 9) % 8)::INT AS taste, (hash(n, 8) % 8)::INT AS other
      FROM range({orders}) t(n))
    SELECT 'T' || n AS order_id, 'S' || n % 40 AS sku, 1 + n % 3 AS quantity, 60.0 AS unit_price,
      [{categories}][1 + CASE WHEN other < 6 THEN taste // 2 * 2 ELSE other END] AS category
    FROM drawn) TO '{file}' (FORMAT parquet)
"""


def made_up(count: int) -> pd.DataFrame:
    """Make rows of customers who bought one to many times, each with a taste."""
    rng = np.random.default_rng(7)
    orders, last = rng.geometric(0.55, count).astype("int32"), rng.integers(0, 1090, count)
    first = np.minimum(last + rng.integers(0, 500, count) * (orders > 1), 1094)
    days = np.datetime64(UNTIL, "D")
    taste = rng.dirichlet(np.full(len(CATEGORIES), 0.3), count).astype("float32")
    net, earlier = orders * rng.lognormal(5.5, 0.8, count), last > 92
    return pd.DataFrame({
        "customer_id": pd.Series([f"{n:016x}" for n in range(count)]), "sampled": rng.random(count) < 20_000 / count,
        "first_order": (days - first).astype("datetime64[us]"), "last_order": (days - last).astype("datetime64[us]"),
        "orders": orders, "monetary": net, "net_year": np.where(last < 365, net / 2, 0.0), "creator": last % 20 == 0,
        "discount_share": rng.random(count).astype("float32"), "units": orders * np.float32(2.0),
        "unit_price": rng.lognormal(4.5, 0.5, count).astype("float32"),
        "platform": pd.Categorical.from_codes(last % 3, ["tmall", "jd", "douyin"]),
        "platform_next": pd.Categorical.from_codes(np.where(orders > 1, last % 3, -1), ["tmall", "jd", "douyin"]),
        "region": pd.Categorical.from_codes(last % 20, [f"region {n}" for n in range(20)]),
        "last_before": np.where(earlier, days - last, np.datetime64("NaT")).astype("datetime64[us]"),
        "orders_before": np.where(earlier, orders, 0).astype("int32"), "monetary_before": np.where(earlier, net, 0.0),
        **{f"share_{name}": taste[:, at] for at, name in enumerate(CATEGORIES)},
    })  # fmt: skip


def steps(customers: pd.DataFrame) -> None:
    """Time each measure of the notebook that takes rows of customers."""
    scored = timed("scores", lambda: rfm.rfm(customers, as_of=UNTIL))
    timed("groups", lambda: segments.sizes(segments.joined(customers, scored, column="rfm_group"), by="rfm_group"))
    bounds = lifecycle.thresholds(LIMIT, customers)
    staged = timed("states", lambda: lifecycle.states(customers, bounds, as_of=UNTIL, then=THEN))
    timed("moves", lambda: segments.transitions(staged))
    timed("shift", lambda: segments.shift(staged, now="state", before="state_before"))
    found = timed("clusters", lambda: clusters.find(staged, as_of=UNTIL))
    told = timed("assigned", lambda: clusters.assign(staged, found, as_of=UNTIL))
    profile = timed("profile", lambda: clusters.profile(told, found, as_of=UNTIL))
    people = timed("named", lambda: personas.label(told, personas.names(profile)))
    timed("sizes", lambda: segments.sizes(people, by="persona"))
    before = summaries.quarter_before(THEN)
    timed("quarters", lambda: segments.in_quarters(people, by="persona", then=THEN, earlier=before))
    timed("claims", lambda: claims.from_orders(people))
    timed("card", lambda: customer_card.card(people, missing("survey"), missing("crowds")))


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Do it, and say how long it took."""
    started = time.perf_counter()
    answer = work()
    print(f"{name:>10} {time.perf_counter() - started:6.1f} s", flush=True)
    return answer


def whole(count: int, scratch: Path) -> turns.Run:
    """Run the notebook from a cold start on a shop with as many customers."""
    orders = round(count * 2.2)
    store = scratch / "data" / turns.SHOP
    tables = {}
    for name, query in (("orders", ORDERS), ("order_items", LINES)):
        file = store / name / "all.parquet"
        file.parent.mkdir(parents=True)
        named = ", ".join(f"'{category}'" for category in CATEGORIES)
        duckdb.sql(query.format(customers=count, orders=orders, categories=named, file=file))
        tables[name] = {"files": [f"{name}/all.parquet"], "rows": orders, "sha256": name}
    (store / "manifest.json").write_text(json.dumps({"schema": 1, "tables": tables}), encoding="utf-8")
    command = [turns.COMMANDS / "planbook", "run", "12_persona_building", "--language", "en"]
    return turns.taken([command], turns.workspace(scratch / "shop", scratch / "data"))


def main() -> None:
    """Make the rows, time every step, and the whole where it is asked for."""
    parser = argparse.ArgumentParser(description="Measure the persona notebook on many customers.")
    parser.add_argument("--customers", type=int, default=4_000_000)
    parser.add_argument("--whole", action="store_true", help="run the notebook on a shop with as many customers")
    asked = parser.parse_args()
    customers = made_up(asked.customers)
    print(f"{len(customers):,} customers, {customers.memory_usage(deep=False).sum() / 1e6:,.0f} MB")
    started = time.perf_counter()
    steps(customers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"{'all':>10} {time.perf_counter() - started:6.1f} s, at most {peak / 1e6:,.0f} MB")
    if asked.whole:
        del customers
        with tempfile.TemporaryDirectory() as scratch:
            run = whole(asked.customers, Path(scratch))
        print(f"the notebook from a cold start: {run.seconds:.1f} s, at most {run.memory / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
