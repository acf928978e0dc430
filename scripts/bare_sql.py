"""The rival of ``scripts/benchmark.py``: what the KPI review of October 2026 asks of a shop's data, as bare SQL.

Usage: ``python scripts/bare_sql.py FOLDER MEMORY THREADS``, the folder being that of a shop in a store. By hand, as an
analyst would: periods as literals, so that whole files can be skipped; each customer's first order reckoned once.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

SPANS = """
CREATE TEMP TABLE spans AS
FROM (VALUES ('current', DATE '2026-10-01', DATE '2026-11-01'), ('previous', '2026-09-01', '2026-10-01'),
  ('year_ago', '2025-10-01', '2025-11-01'), ('event', '2026-10-11', '2026-10-29'),
  ('aligned', '2025-10-10', '2025-10-28')) named(period, starts, after);
CREATE TEMP TABLE months AS
SELECT strftime(m, '%Y-%m') AS period, m::DATE AS starts, (m + INTERVAL 1 MONTH)::DATE AS after
FROM range(TIMESTAMP '2025-10-01', TIMESTAMP '2026-11-01', INTERVAL 1 MONTH) line(m);
CREATE TEMP TABLE firsts AS
SELECT customer_id, min(paid_at) AS first FROM orders
WHERE paid_at IS NOT NULL AND customer_id IS NOT NULL AND NOT (paid = 0 AND coalesce(refund, 0) > 0) GROUP BY ALL;
CREATE VIEW sold AS
SELECT *, paid = 0 AND coalesce(refund, 0) > 0 AS note FROM orders LEFT JOIN firsts USING (customer_id);
CREATE VIEW visits AS
SELECT *, coalesce(paid_source, source IN ('search_ad', 'feed_ad', 'creator')) AS bought,
  CASE WHEN source = 'all' THEN 'total'
    WHEN platform IN (SELECT platform FROM traffic WHERE source = 'all') THEN 'part' ELSE 'both' END AS role
FROM traffic;
"""
KIND = "CASE WHEN first IS NULL THEN 'unknown' WHEN first >= DATE '{0}' THEN 'new' ELSE 'repeat' END"
SALES = """
SELECT {by} AS segment, sum(gross), sum(discount_shop + discount_platform + discount_creator), sum(shipping), sum(tax),
  sum(paid), sum(refund), count(*), count(*) FILTER (note), count(*) FILTER (customer_id IS NULL AND NOT note),
  count(DISTINCT customer_id), count(DISTINCT customer_id) FILTER (NOT note AND first >= DATE '{0}'),
  count(DISTINCT customer_id) FILTER (NOT note AND first < DATE '{0}')
FROM sold WHERE paid_at >= TIMESTAMP '{0}' AND paid_at < TIMESTAMP '{1}' GROUP BY ALL ORDER BY ALL;
"""
TRAFFIC = """
SELECT period, {by} AS segment, sum(visitors), sum(new_visitors), sum(page_views), sum(bounces), sum(cart_adders),
  sum(inquirers), sum(buyers), sum(silent_buyers), sum(seconds * visitors) / sum(visitors) FILTER (seconds IS NOT NULL)
FROM visits JOIN {spans} ON date >= starts AND date < after WHERE role IN {roles} GROUP BY ALL ORDER BY ALL;
"""
ADS = """
SELECT period, {by} AS segment, sum(impressions), sum(clicks), sum(spend), sum(conversions), sum(paid), sum(net_paid),
  max(attribution_days) FROM ad_spend JOIN {spans} ON date >= starts AND date < after GROUP BY ALL ORDER BY ALL;
"""
OTHERS = """
SELECT paid_at::DATE, greatest(refunded_at::DATE - paid_at::DATE, 0), sum(refund) FROM orders
WHERE paid_at >= DATE '2026-10-01' - 400 AND paid > 0 AND refund > 0 AND refunded_at IS NOT NULL GROUP BY ALL;
SELECT paid_at::DATE, sum(paid) FROM orders WHERE paid_at >= DATE '2026-10-01' - 400 GROUP BY ALL;
SELECT paid_at::DATE, platform, sum(paid), count(*) FILTER (NOT (paid = 0 AND coalesce(refund, 0) > 0)) FROM orders
WHERE paid_at >= TIMESTAMP '2026-08-02' AND paid_at < TIMESTAMP '2026-11-01' GROUP BY ALL;
SELECT date, platform, sum(visitors), sum(buyers) FROM visits
WHERE date >= DATE '2026-08-02' AND role IN ('total', 'both') GROUP BY ALL;
SELECT period, sku, sum(quantity), sum(quantity * unit_price), max(product) FILTER (unit_price > 0),
  max(category) FILTER (unit_price > 0) FROM order_items
JOIN (SELECT order_id, paid_at FROM orders WHERE paid_at >= TIMESTAMP '2025-10-01') USING (order_id)
JOIN spans ON paid_at >= starts AND paid_at < after GROUP BY ALL;
SELECT period, sku, sum(visitors), sum(buyers) FROM item_traffic JOIN spans ON date >= starts AND date < after
GROUP BY ALL;
SELECT sku, product, category, role, stock FROM products;
SELECT platform, sum(quantity * unit_price), sum(quantity * unit_cost) FROM order_items
JOIN (SELECT order_id, platform FROM orders WHERE paid_at >= TIMESTAMP '2025-11-01'
  AND paid_at < TIMESTAMP '2026-11-01') USING (order_id) WHERE unit_cost IS NOT NULL GROUP BY ALL;
SELECT platform, sum(paid), sum(refund) FROM orders WHERE paid_at >= TIMESTAMP '2025-11-01'
  AND paid_at < TIMESTAMP '2026-11-01' GROUP BY ALL;
SELECT date, platform, tool, sum(spend), sum(paid) FROM ad_spend
WHERE date BETWEEN DATE '2026-10-01' AND DATE '2026-10-31' GROUP BY ALL;
SELECT period, platform, category, sum(sales_index * (least(week + 7, after) - greatest(week, starts)))
  / sum(least(week + 7, after) - greatest(week, starts)) FROM category
JOIN spans ON week < after AND week + 7 > starts GROUP BY ALL;
SELECT kpi, platform, owner, value FROM targets WHERE period = '2026-10';
SELECT * FROM campaigns WHERE starts <= DATE '2026-10-31' AND ends >= DATE '2026-10-01';
SELECT event, min(starts), max(ends) FROM events WHERE stage = 'burst' AND ends >= DATE '2026-08-02' GROUP BY ALL;
"""
COVERAGE = {
    "orders": ", min(paid_at), max(paid_at), max(refunded_at), count(DISTINCT customer_id)",
    "category": ", min(week), max(week)",
    **dict.fromkeys(("traffic", "item_traffic", "ad_spend"), ", min(date), max(date)"),
}


def main(folder: Path, memory: str, threads: str) -> None:
    """Run every query and fetch each result."""
    config = {"memory_limit": memory, "threads": threads, "temp_directory": tempfile.gettempdir()}
    con = duckdb.connect(config=config)
    for table in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        con.execute(f"CREATE VIEW {table} AS FROM '{folder}/{table}/*.parquet'")
        con.execute(f"SELECT count(*) {COVERAGE.get(table, '')} FROM {table}").fetchall()
    con.execute(SPANS)
    total, part = "('total', 'both')", "('part', 'both')"
    spans, months = (con.execute(f"SELECT starts, after FROM {which}").fetchall() for which in ("spans", "months"))
    asked = [SALES.format(*span, by=by.format(*span)) for by in ("''", "platform", KIND) for span in spans]
    asked += [SALES.format(*span, by="''") for span in months]
    asked += [TRAFFIC.format(by=by, spans="spans", roles=total) for by in ("''", "platform")]
    asked += [TRAFFIC.format(by=by, spans="spans", roles=part) for by in ("bought", "source")]
    asked += [ADS.format(by=by, spans="spans") for by in ("''", "platform || tool")]
    asked += [ADS.format(by="''", spans="months")]
    asked += [TRAFFIC.format(by=by, spans="months", roles=roles) for by, roles in (("''", total), ("bought", part))]
    for query in "".join((*asked, OTHERS)).split(";")[:-1]:
        con.execute(query).fetchall()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
