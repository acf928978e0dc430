-- What was bought in the campaign is not bought in the week after it.
SELECT d.platform, l.starts::VARCHAR AS starts, l.ends::VARCHAR AS ends, any_value(l.visits * l.conversion) - 1 AS planted,
       sum(s.orders) / (sum(d.visits * d.conversion) * getvariable('scale') / any_value(l.visits * l.conversion)) - 1 AS realised,
       sum(s.orders)::BIGINT AS orders,
       sum(d.visits * d.conversion) * getvariable('scale') / any_value(l.visits * l.conversion) AS orders_baseline
FROM planted l JOIN days d ON d.platform = l.platform AND d.date BETWEEN l.starts AND l.ends
  JOIN sum_days s ON s.p = d.p AND s.date = d.date
WHERE l.truth = 'pull_forward' GROUP BY ALL;
