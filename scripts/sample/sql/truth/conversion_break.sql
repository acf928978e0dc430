WITH parts AS (
  SELECT date >= DATE '2026-10-12' AS after, sum(buyers) AS buyers, sum(visitors) AS visitors, count(DISTINCT date) AS days
  FROM traffic WHERE platform = 'douyin' AND date >= DATE '2026-09-01' GROUP BY ALL
)
SELECT 'douyin' AS platform, '2026-10-12' AS day, -0.35 AS planted, b.buyers / b.visitors / (a.buyers / a.visitors) - 1 AS realised,
       a.buyers / a.visitors AS conversion_before, b.buyers / b.visitors AS conversion_after, a.buyers::BIGINT AS buyers_before,
         b.buyers::BIGINT AS buyers_after,
       a.visitors::BIGINT AS visitors_before, b.visitors::BIGINT AS visitors_after, '2026-09-01' AS before_starts,
         '2026-10-31' AS after_ends
FROM parts a, parts b WHERE NOT a.after AND b.after;
