SELECT printf('%04d', date_diff('day', getvariable('since'), date)) AS "Nth day",
       channel_group(source) AS "Session primary channel group (Default channel group)", page_views::VARCHAR AS "Views",
       seconds::VARCHAR AS "Average session duration"
FROM visits WHERE platform = 'shopify' ORDER BY date, page_views DESC, source;
