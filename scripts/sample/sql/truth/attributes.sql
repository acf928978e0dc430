SELECT coalesce(brand, '') AS k, map_from_entries(list({'k': attribute, 'v': {'importance': importance, 'performance': performance}}
  ORDER BY attribute)) AS v
FROM read_csv(getvariable('facts') || 'attributes.csv') WHERE shop = getvariable('key') GROUP BY k ORDER BY k;
