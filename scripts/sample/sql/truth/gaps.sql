-- Weeks without a row, of brands that have one in other weeks.
SELECT brand AS k, list(DISTINCT monday::VARCHAR ORDER BY monday::VARCHAR) AS v FROM rival_sales WHERE gap
  GROUP BY brand ORDER BY brand;
