-- The baseline is the plan without the campaign; the same weekdays around it are what an analyst would see.
SELECT campaign, platform, min(starts)::VARCHAR AS starts, max(ends)::VARCHAR AS ends, any_value(factor) - 1 AS planted,
       sum(orders) / sum(baseline) - 1 AS realised, sum(orders)::BIGINT AS orders, sum(baseline) AS orders_baseline
FROM reviewed GROUP BY campaign, platform;
