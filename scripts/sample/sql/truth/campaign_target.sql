-- By campaign: the goal, what came from the first day to the last, and the one over the other.
WITH came AS (
  SELECT c.campaign, c.platform, money(sum(s.paid)) AS paid, sum(s.orders)::DOUBLE AS orders
  FROM campaigns c JOIN platforms USING (platform) JOIN sum_days s ON s.p = platforms.p AND s.date BETWEEN c.starts AND c.ends
    GROUP BY ALL
), goals AS (
  SELECT t.period AS campaign, t.platform, kpi, value, CASE kpi WHEN 'paid' THEN paid ELSE orders END AS actual
  FROM targets_out t JOIN came ON came.campaign = t.period AND came.platform = t.platform WHERE kpi IN ('paid', 'orders')
)
SELECT campaign AS k, map_from_entries(list({'k': kpi, 'v': {'target': value, 'actual': actual,
  'attainment': actual / value}} ORDER BY kpi)) AS v
FROM goals GROUP BY campaign ORDER BY campaign;
