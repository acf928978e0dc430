-- The item's buyers are none from that day; the loss is what its part of the days' orders would have been, at its deal price.
WITH lost AS (
  SELECT campaign, platform, n, min(date) AS since, count(*) AS days, sum(orders * units_per_order * wanted_share) AS units,
    any_value(price) AS price
  FROM reviewed_items WHERE chosen AND NOT on_hand GROUP BY ALL
)
SELECT campaign, l.platform, sku, since::VARCHAR AS since,
       (SELECT max(ends) FROM stockouts o WHERE o.sku = i.sku AND o.starts = since)::VARCHAR AS until, days,
       (SELECT sum(units) FROM reviewed_items r WHERE r.n = l.n AND date >= since)::BIGINT AS units_sold,
       units AS loss_units, money(units * price) AS loss
FROM lost l JOIN products i USING (n);
