-- Personas among all who ever bought, where the platform gives ids, and what each buys.
WITH lines AS (
  SELECT * FROM read_parquet(getvariable('shelf') || 'order_items/*.parquet')
), orders AS (
  SELECT order_id, customer_id, paid, paid_at FROM read_parquet(getvariable('shelf') || 'orders/*.parquet')
  WHERE paid_at IS NOT NULL AND customer_id IS NOT NULL
), bought AS (
  SELECT name, customer_id, order_id, paid FROM orders JOIN known USING (customer_id)
), sizes AS (
  SELECT name, count(DISTINCT customer_id) AS buyers, count(*) AS orders, sum(paid) AS paid FROM bought GROUP BY name
), shares AS (
  SELECT name, category, sum(quantity * unit_price) / sum(sum(quantity * unit_price)) OVER (PARTITION BY name) AS share
  FROM bought JOIN lines USING (order_id) GROUP BY name, category
), mixes AS (
  SELECT name, map_from_entries(list({'k': category, 'v': share} ORDER BY category)) AS categories FROM shares GROUP BY name
)
SELECT name AS k, {'planted': planted, 'share': buyers / total, 'buyers': buyers, 'orders_per_buyer': orders / buyers,
  'paid_per_order': paid / orders, 'categories': categories} AS v
FROM sizes JOIN mixes USING (name) JOIN (SELECT name, (q1 + q2 + q3 + q4) / 4 AS planted FROM personas) USING (name)
CROSS JOIN (SELECT sum(buyers) AS total FROM sizes) ORDER BY name;
