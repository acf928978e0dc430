-- What the last months' orders have given back so far, and what they will.
SELECT month_name_of(month) AS month, money(sum(paid)) AS paid, money(sum(refund)) AS refund_seen,
  money(sum(refund_final)) AS refund_final
FROM sum_months WHERE month >= 2026 * 12 + 7 GROUP BY month ORDER BY month;
