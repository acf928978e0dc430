-- The baseline is the plan without the campaign; the same weekdays around it are what an analyst would see.
WITH campaign AS (
  SELECT sum(orders) AS orders, sum(planned) / 1.35 AS baseline FROM sum_days JOIN (SELECT p, date,
    visits * conversion * getvariable('scale') AS planned FROM days) USING (p, date)
  WHERE p = 1 AND date BETWEEN DATE '2026-09-09' AND DATE '2026-09-13'
)
SELECT 'white-dew-2026' AS campaign, 'tmall' AS platform, '2026-09-09' AS starts, '2026-09-13' AS ends, 0.35 AS planted,
  orders / baseline - 1 AS realised, orders::BIGINT AS orders, baseline AS orders_baseline FROM campaign;
