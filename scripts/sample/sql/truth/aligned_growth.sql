WITH aligned AS (
  SELECT sum(paid) FILTER (date BETWEEN DATE '2026-10-11' AND DATE '2026-10-28') AS now, sum(paid)
    FILTER (date BETWEEN DATE '2025-10-10' AND DATE '2025-10-27') AS before FROM sum_days
)
SELECT 'double11' AS event, 1 AS wave, '2026-10-21' AS burst, '2025-10-20' AS burst_before, -10 AS from_day, 7 AS to_day,
  money(now) AS paid, money(before) AS paid_before, now / before - 1 AS realised FROM aligned;
