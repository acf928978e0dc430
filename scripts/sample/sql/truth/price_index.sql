-- Rivals' deal prices of the matched items against what our buyers paid for one, in the current month: the geometric mean.
WITH ours AS (
  SELECT sku, sum(cents) / sum(units) / 100 AS price FROM sum_items JOIN products USING (n)
  WHERE p = 1 AND date >= DATE '2026-10-01' GROUP BY sku
), theirs AS (
  SELECT brand, sku, matches, avg(deal_price) AS price FROM competitor_items
  WHERE matches IS NOT NULL AND date >= DATE '2026-10-01' GROUP BY ALL
), relatives AS (
  SELECT t.brand, t.sku, t.price / o.price AS relative FROM theirs t JOIN ours o ON o.sku = t.matches
)
SELECT '2026-10' AS period, exp(avg(ln(relative))) AS index, count(*) AS items,
       (SELECT map_from_entries(list({'k': brand, 'v': index} ORDER BY brand))
        FROM (SELECT brand, exp(avg(ln(relative))) AS index FROM relatives GROUP BY brand)) AS brands
FROM relatives;
