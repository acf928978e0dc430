-- One item far below its usual price: more is paid for it, and less is left.
WITH weeks AS (
  SELECT m.starts IS NOT NULL AS cut, s.date, sum(s.units) AS units, sum(s.cents) AS cents, any_value(cost_cents) AS cost, any_value(floor_cents) AS floor
  FROM sum_items s JOIN products USING (n) LEFT JOIN price_plans m ON m.sku = products.sku AND s.date BETWEEN m.starts AND m.starts + 13
  WHERE products.sku IN (SELECT sku FROM price_plans) AND s.date BETWEEN DATE '2024-06-24' AND DATE '2025-08-24' GROUP BY ALL
)
SELECT (SELECT min(sku) FROM price_plans) AS sku, 0.85 - (SELECT min(deal) FROM price_plans) AS planted_of_list,
       sum(units) FILTER (cut) / count(*) FILTER (cut) AS units_a_day, sum(units) FILTER (NOT cut) / count(*) FILTER (NOT cut) AS units_a_day_usual,
       sum(cents) FILTER (cut) / sum(units) FILTER (cut) / 100 AS price, sum(cents) FILTER (NOT cut) / sum(units) FILTER (NOT cut) / 100 AS price_usual,
       money(any_value(cost)) AS unit_cost, money(any_value(floor)) AS floor_price, (SELECT list(starts::VARCHAR ORDER BY starts) FROM price_plans) AS starts
FROM weeks;
