-- The last four weeks against the four before the turn: searches rise, sales do not yet.
SELECT platform, category, t.starts::VARCHAR AS since, t.weekly - 1 AS planted_weekly,
       avg(search_index) FILTER (week >= DATE '2026-10-05')
         / avg(search_index) FILTER (week BETWEEN t.starts - 28 AND t.starts - 1) - 1 AS search_realised,
       avg(sales_index) FILTER (week >= DATE '2026-10-05')
         / avg(sales_index) FILTER (week BETWEEN t.starts - 28 AND t.starts - 1) - 1 AS sales_realised,
       avg(search_index / sales_index) FILTER (week >= DATE '2026-10-05')
         / avg(search_index / sales_index) FILTER (week BETWEEN t.starts - 28 AND t.starts - 1) - 1 AS search_over_sales
FROM category JOIN market_turns t USING (platform, category) GROUP BY ALL;
