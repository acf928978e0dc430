-- One row a day: week, month, the stage of an event, and how far a festival is.
CREATE TABLE calendar AS
WITH dates AS (
  SELECT d::DATE AS date, (d::DATE - getvariable('first'))::INTEGER AS day, ((d::DATE - DATE '2023-10-30') // 7)::INTEGER AS week
  FROM range(getvariable('first')::TIMESTAMP, getvariable('last')::TIMESTAMP + INTERVAL 1 DAY, INTERVAL 1 DAY) t(d)
),
staged AS (
  SELECT date, arg_max(e, list_position(['warm-up', 'spot', 'deposit', 'return', 'burst'], stage)) AS e,
         bool_or(stage = 'balance') AS balance
  FROM dates JOIN events e ON date BETWEEN starts AND ends GROUP BY date
),
feasts AS (
  SELECT date, festival, date - day AS offset_days
  FROM (SELECT date FROM dates) JOIN festivals ON date - day BETWEEN -30 AND 14
)
SELECT dates.*, year(date) * 12 + month(date) - 1 AS month, e.event, e.year AS edition, e.wave, e.stage, e.strength,
       coalesce(balance, false) AS balance,
       date = e.starts AND e.stage = 'burst' AS opening,
       date = e.ends AND e.stage = 'burst' AND (e.wave = 2 OR e.event = 'black-friday') AS final,
       deposits.starts AS deposit_starts, deposits.ends AS deposit_ends, festival, offset_days
FROM dates LEFT JOIN staged USING (date)
LEFT JOIN events deposits ON balance AND deposits.stage = 'deposit' AND deposits.event = e.event AND deposits.year = e.year
LEFT JOIN feasts USING (date);
