WITH sums AS (
  SELECT source, sum(buyers) FILTER (month(date) = 9) AS b0, sum(visitors) FILTER (month(date) = 9) AS v0,
         sum(buyers) FILTER (month(date) = 10) AS b1, sum(visitors) FILTER (month(date) = 10) AS v1
  FROM traffic WHERE platform = 'shopify' AND date BETWEEN DATE '2026-09-01' AND DATE '2026-10-31' GROUP BY source
),
changes AS (
  SELECT source, b0, v0, b1, v1, {
    'planted': rise - 1, 'realised': b1 / v1 / (b0 / v0) - 1, 'visitors_before': v0::BIGINT, 'visitors_after': v1::BIGINT,
    'buyers_before': b0::BIGINT, 'buyers_after': b1::BIGINT
  } AS change
  FROM sums JOIN (SELECT source, rise FROM sources) USING (source)
)
SELECT 'shopify' AS platform, '2026-10' AS period, '2026-09' AS previous, 'feed_ad' AS source,
       sum(b1) / sum(v1) / (sum(b0) / sum(v0)) - 1 AS realised,
       sum(b0) / sum(v0) AS conversion_before, sum(b1) / sum(v1) AS conversion_after,
       map_from_entries(list({'k': source, 'v': change} ORDER BY source)) AS sources
FROM changes;
