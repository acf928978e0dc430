-- Normal are the orders of 2025 outside every event.
WITH rates AS (
  SELECT sum(refund) FILTER (date BETWEEN DATE '2025-11-08' AND DATE '2025-11-11') / sum(paid)
    FILTER (date BETWEEN DATE '2025-11-08' AND DATE '2025-11-11') AS wave,
         sum(refund) FILTER (stage IS NULL AND year(date) = 2025) / sum(paid) FILTER (stage IS NULL
           AND year(date) = 2025) AS normal,
         sum(refund) FILTER (date BETWEEN DATE '2024-11-08' AND DATE '2024-11-11') / sum(paid)
           FILTER (date BETWEEN DATE '2024-11-08' AND DATE '2024-11-11') AS year_ago,
         sum(orders) FILTER (date BETWEEN DATE '2025-11-08' AND DATE '2025-11-11') AS orders
  FROM sum_days JOIN (SELECT DISTINCT date, stage FROM calendar) USING (date)
)
SELECT '2025-11-08' AS starts, '2025-11-11' AS ends, 2.2 AS planted, wave / normal AS realised, wave AS refund_rate,
  normal AS refund_rate_normal, year_ago AS refund_rate_year_ago, orders::BIGINT AS orders FROM rates;
