SELECT period, platform, max(share) FILTER (brand IS NULL) AS live_us, avg(share) FILTER (brand IS NOT NULL) AS live_rivals,
       map_from_entries(list({'k': brand, 'v': share} ORDER BY brand) FILTER (brand IS NOT NULL)) AS brands
FROM competitor_traffic WHERE source = 'live' AND period = '2026-10' GROUP BY ALL;
