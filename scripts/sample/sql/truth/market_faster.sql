WITH weeks AS (
  SELECT week, sum(sales_index) AS index FROM category WHERE platform = 'tmall' GROUP BY week
), market AS (
  SELECT sum(now.index) / sum(before.index) - 1 AS growth FROM weeks now JOIN weeks before ON before.week = now.week - 364
    WHERE now.week BETWEEN DATE '2026-10-05' AND DATE '2026-10-26'
)
SELECT 'tmall' AS platform, '2026-10' AS period, '2025-10' AS year_ago, 0.20 AS planted, market.growth AS realised,
       sum(paid) FILTER (month = 2026 * 12 + 9) / sum(paid) FILTER (month = 2025 * 12 + 9) - 1 AS shop_growth
FROM sum_months, market WHERE p = 1 GROUP BY market.growth;
