-- The wishes for the next campaign beside what its last edition brought on the same platform.
SELECT w.period || '/' || w.kpi || '/' || w.platform AS k, {'value': any_value(value)::DOUBLE, 'last_edition': money(sum(s.paid))} AS v
FROM read_csv(getvariable('facts') || 'wishes.csv', types = {'period': 'VARCHAR'}) w
LEFT JOIN campaigns c ON c.platform = w.platform AND c.campaign = regexp_replace(w.period, '\d{4}$', '')
  || (try_cast(right(w.period, 4) AS INTEGER) - 1)
LEFT JOIN platforms ON platforms.platform = c.platform
LEFT JOIN sum_days s ON s.p = platforms.p AND s.date BETWEEN c.starts AND c.ends
WHERE w.shop = getvariable('key') GROUP BY w.period, w.kpi, w.platform ORDER BY k;
