-- Of the whole period: people who came on several days count once, so that it is fewer than the days together.
SELECT channel_group(source) AS "Session primary channel group (Default channel group)",
       (sum(visitors) * 7 // 10)::VARCHAR AS "Active users", (sum(visitors) * 11 // 10)::VARCHAR AS "Sessions",
       sum(buyers)::VARCHAR AS "Key events"
FROM visits WHERE platform = 'shopify' GROUP BY source ORDER BY sum(visitors) DESC, source;
