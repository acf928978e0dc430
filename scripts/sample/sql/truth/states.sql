-- The states of customers on the last day, by the shop's own limits.
WITH limits AS (
  SELECT 400 AS lapse_days, CASE getvariable('key') WHEN 'luming' THEN 1000 ELSE 150 END AS vip_from
), known_orders AS (
  SELECT customer_id, paid_at::DATE AS date, paid, refund FROM read_parquet(getvariable('shelf') || 'orders/*.parquet')
  WHERE customer_id IS NOT NULL
), customers AS (
  SELECT customer_id, max(date) FILTER (paid > 0) AS last, count(*) FILTER (date IS NOT NULL AND paid > 0) AS orders,
         sum(paid - refund) FILTER (date IS NOT NULL) AS net
  FROM known_orders GROUP BY customer_id
), placed AS (
  SELECT CASE WHEN coalesce(orders, 0) = 0 THEN 'potential' WHEN getvariable('last')::DATE - last > lapse_days THEN 'lapsed'
              WHEN net >= vip_from THEN 'vip' WHEN orders >= 2 THEN 'repeat' ELSE 'first' END AS state
  FROM customers CROSS JOIN limits
)
SELECT any_value(limits) AS "limit", map_from_entries(list({'k': state, 'v': many} ORDER BY state)) AS customers
FROM (SELECT state, count(*) AS many FROM placed GROUP BY state) CROSS JOIN limits;
