-- Figures of each month, by platform and for the whole shop.
WITH visits AS (
  SELECT platform, year(date) * 12 + month(date) - 1 AS month, sum(visitors) AS visitors FROM traffic GROUP BY ALL
)
SELECT month_name_of(month) AS month, coalesce(platform, 'all') AS platform, money(sum(paid)) AS paid,
  money(sum(refund)) AS refund, money(sum(paid) - sum(refund)) AS net,
       sum(orders)::BIGINT AS orders, sum(buyers)::BIGINT AS buyers, sum(visitors)::BIGINT AS visitors
FROM sum_months JOIN platforms USING (p) JOIN visits USING (platform, month) GROUP BY GROUPING SETS ((month), (month,
  platform)) ORDER BY month, platform;
