-- A shelf is a stretch of days of one platform in which the same is for sale: a week, or what a campaign or a stock-out
-- that begins or ends within it leaves of it.
CREATE TABLE shelves AS
WITH changes AS (
  SELECT DISTINCT platform, unnest([starts, ends + 1]) AS date FROM campaigns JOIN planned_items USING (campaign, platform)
  UNION
  SELECT o.platform, unnest([starts, ends + 1]) FROM stockouts o WHERE o.platform <> 'all'
)
SELECT p, day, date, week, sum((day = 0 OR isodow(date) = 1 OR c.date IS NOT NULL)::INT) OVER (PARTITION BY p ORDER BY day) AS shelf
FROM calendar CROSS JOIN platforms LEFT JOIN changes c USING (platform, date);

-- One row a platform and day: how many visits and orders to expect, and what kind of day it is.
CREATE TABLE days AS
WITH moods AS (
  SELECT c.*, h.shelf::INTEGER AS shelf, p.p, p.platform, p.conversion AS conversion_rate, coalesce(g.discount, 0) AS discount,
         p.base * exp(p.growth * (date - DATE '2025-01-01') / 365.25) AS level,
         string_split(p.weekdays, ' ')[isodow(date)]::DOUBLE AS weekday,
         exp(0.05 * bell(low(seed(p.draw || 'weather' || date)))) AS weather,
         CASE getvariable('key')
           WHEN 'luming' THEN 1 + 0.04 * cos(2 * pi() * (dayofyear(date) - 330) / 365) + 0.07 * cos(4 * pi() * (dayofyear(date) - 105) / 365)
           ELSE 1 + 0.12 * cos(2 * pi() * (dayofyear(date) - 345) / 365) + 0.04 * cos(4 * pi() * (dayofyear(date) - 120) / 365)
         END AS year_shape,
         CASE WHEN getvariable('key') <> 'luming' OR festival IS NULL THEN 1
              WHEN festival = 'spring-festival' THEN
                CASE WHEN offset_days BETWEEN -26 AND -9 THEN 1 + 0.30 * sin(pi() * (offset_days + 27) / 20)
                     WHEN offset_days BETWEEN -4 AND 5 THEN 0.46 WHEN offset_days BETWEEN 6 AND 11 THEN 0.78 ELSE 1 END
              WHEN offset_days <= -2 THEN 1 + 0.56 * exp(-pow((offset_days + 6) / 4.5, 2))
              WHEN offset_days < 2 THEN 0.84 ELSE 0.95 END
           * CASE WHEN getvariable('key') = 'luming' AND month(date) = 10 AND day(date) <= 7 THEN 0.90 ELSE 1 END
           -- What was bought in the event is not bought in the two weeks after it.
           * CASE WHEN EXISTS (FROM events e WHERE e.stage = 'return' AND c.date BETWEEN e.ends + 1
             AND e.ends + 14) THEN 0.90 ELSE 1 END
           AS feast,
         pow(coalesce(g.visits, 1), coalesce(strength, 1))
           * CASE WHEN final THEN pow(2.4, strength)
                  WHEN opening AND c.wave = 1 AND event <> 'christmas' THEN pow(1.45, strength) ELSE 1 END AS stage_visits,
         pow(coalesce(g.conversion, 1), coalesce(strength, 1)) * CASE WHEN final THEN pow(1.25, strength)
           ELSE 1 END AS stage_conversion
  FROM calendar c CROSS JOIN platforms p JOIN (SELECT p, day, shelf FROM shelves) h ON h.p = p.p AND h.day = c.day
  LEFT JOIN stages g ON g.stage = c.stage AND g.wave = c.wave
),
boosts AS (
  SELECT p, date, product(visits) AS visits, product(conversion) AS conversion
  FROM (FROM (SELECT platform, starts, ends, visits, conversion FROM planted)
        UNION ALL SELECT platform, starts, ends, visits, conversion FROM campaigns)
  JOIN (SELECT p, platform FROM platforms) USING (platform) JOIN calendar ON date BETWEEN starts AND ends GROUP BY p, date
)
SELECT moods.*, weekday * year_shape * feast * stage_visits * stage_conversion AS market,
       -- On Douyin an event shows in visitors alone, so that its planted conversion break stands free.
       level * weekday * year_shape * feast * weather * coalesce(b.visits, 1)
         * CASE platform WHEN 'douyin' THEN pow(stage_visits * stage_conversion, 0.85) ELSE stage_visits END
         * coalesce(pushed, 1) AS visits,
       CASE platform WHEN 'douyin' THEN 1 ELSE stage_conversion END * coalesce(b.conversion, 1) AS conversion
FROM moods LEFT JOIN boosts b USING (p, date) LEFT JOIN pushes USING (p, date) ORDER BY p, day;

-- An event is a campaign too: from its first deposits or burst to its last return.
INSERT INTO campaigns BY NAME
SELECT event || '-' || year AS campaign, p.platform, min(starts) AS starts, max(ends) AS ends, 1 AS visits, 1 AS conversion,
       CASE event WHEN 'double11' THEN 'Double 11' WHEN 'black-friday' THEN 'Black Friday' WHEN 'christmas' THEN 'Christmas'
         ELSE event END
         || ' ' || year AS text_en,
       CASE event WHEN 'double11' THEN '双11' WHEN 'black-friday' THEN '黑五' WHEN 'christmas' THEN '圣诞季'
         ELSE event END || ' ' || year AS text_zh
FROM events e CROSS JOIN platforms p
WHERE stage <> 'warm-up' AND event || '-' || year NOT IN (SELECT campaign FROM campaigns) GROUP BY event, year, p.platform;

CREATE TABLE campaign_days AS
SELECT p, date, arg_min(campaign, ends - starts) AS campaign
FROM campaigns JOIN platforms USING (platform) JOIN calendar ON date BETWEEN starts AND ends GROUP BY p, date;
