-- By day and channel; the days are counted from the report's first.
SELECT printf('%04d', date_diff('day', getvariable('since'), date)) AS "Nth day",
       channel_group(source) AS "Session primary channel group (Default channel group)",
       visitors::VARCHAR AS "Active users",
       new_visitors::VARCHAR AS "New users", (bounces / visitors)::VARCHAR AS "Bounce rate"
FROM visits WHERE platform = 'shopify' ORDER BY date, visitors DESC, source;
