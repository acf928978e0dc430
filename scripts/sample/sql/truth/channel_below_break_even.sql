-- Margin is over paid, after the platform's fee; refunds are those of the last twelve months' orders in the end.
WITH margins AS (
  SELECT i.p, sum(cents) AS cents, sum(cents - units * cost_cents) / sum(cents) AS margin FROM sum_items i
    JOIN products USING (n) WHERE date BETWEEN DATE '2025-11-01' AND DATE '2026-10-31' GROUP BY i.p
), fees AS (
  FROM (VALUES ('tmall', 0.05), ('jd', 0.08), ('douyin', 0.05), ('xiaohongshu', 0.05), ('wechat', 0.006), ('shopify',
    0.03)) f(platform, fee)
), refunds AS (
  SELECT p, sum(refund_final) / sum(paid) AS refund_rate FROM sum_months WHERE month BETWEEN 2025 * 12 + 10
    AND 2026 * 12 + 9 GROUP BY p
), even AS (
  SELECT platform, cents, margin, fee, refunds.refund_rate, 1 / ((margin - fee) * (1 - refunds.refund_rate)) AS break_even
    FROM margins JOIN (SELECT p, platform FROM platforms) USING (p) JOIN fees USING (platform) JOIN refunds USING (p)
), tools AS (
  SELECT platform, tool, source, sum(spend) AS spend, sum(paid) AS paid, sum(paid) / sum(spend) AS roas FROM ad_spend
    JOIN (SELECT DISTINCT platform, tool, source, campaign FROM ads) USING (platform, tool, campaign)
  WHERE date >= DATE '2026-10-01' GROUP BY ALL
)
SELECT '2026-10' AS period, sum(cents) * 1.0 / sum(cents / break_even) AS break_even_roas_shop,
       map_from_entries(list({'k': platform, 'v': {'margin': margin, 'fee': fee, 'refund_rate': refund_rate,
         'break_even_roas': break_even}} ORDER BY platform)) AS platforms,
       (SELECT list({'platform': platform, 'tool': tool, 'source': source, 'spend': round(spend, 2), 'paid': round(paid, 2),
         'roas': roas} ORDER BY platform, tool, source) FROM tools) AS tools
FROM even;
