SELECT '2026-10' AS period, 'BG/NBD' AS model, 'week' AS unit, getvariable('mixture') AS parameters,
  sum(new_buyers)::BIGINT AS new_buyers, sum(buyers - new_buyers)::BIGINT AS repeat_buyers
FROM sum_months JOIN platforms USING (p) WHERE gives_ids AND month = 2026 * 12 + 9;
