-- Small sums of a slice, from which the day tables and the truth are made.
CREATE TABLE IF NOT EXISTS sum_sources (p TINYINT, date DATE, source VARCHAR, buyers BIGINT);
CREATE TABLE IF NOT EXISTS sum_items (p TINYINT, date DATE, n TINYINT, buyers BIGINT, units BIGINT, cents BIGINT, refund BIGINT);
CREATE TABLE IF NOT EXISTS sum_ads (p TINYINT, date DATE, ad TINYINT, conversions BIGINT, cents BIGINT, net BIGINT);
CREATE TABLE IF NOT EXISTS sum_days (p TINYINT, date DATE, paid BIGINT, refund BIGINT, orders BIGINT, gross BIGINT,
                                     discount_shop BIGINT, discount_platform BIGINT, discount_creator BIGINT);
CREATE TABLE IF NOT EXISTS sum_months (p TINYINT, month INTEGER, paid BIGINT, refund BIGINT, refund_final BIGINT, orders BIGINT,
                                       buyers BIGINT, new_buyers BIGINT);
CREATE TABLE IF NOT EXISTS sum_creators (p TINYINT, date DATE, creator VARCHAR, paid BIGINT, refund BIGINT);
CREATE TABLE IF NOT EXISTS crowds (period VARCHAR, platform VARCHAR, dimension VARCHAR, bucket VARCHAR, buyers BIGINT, cents BIGINT);

CREATE OR REPLACE TEMP VIEW bought AS
SELECT * FROM wide JOIN (SELECT p, gives_ids FROM platforms) USING (p) WHERE NOT unpaid;

INSERT INTO sum_sources
SELECT p, date, source, CASE WHEN any_value(gives_ids) THEN count(DISTINCT i) ELSE count(*) END FROM bought GROUP BY p, date, source;

INSERT INTO sum_items
WITH lines AS (
  SELECT p, date, i, paid, refund, unnest([n0, n1, n2]) AS n, unnest([q0, q1, q2]) AS quantity, unnest([unit0, unit1, unit2]) AS unit
  FROM bought
)
SELECT p, date, n, count(DISTINCT i), sum(quantity), sum(quantity * unit), sum(round(refund * (quantity * unit / paid))::BIGINT)
FROM lines WHERE n IS NOT NULL GROUP BY p, date, n;

INSERT INTO sum_ads
SELECT p, date, ad, count(*), sum(paid), sum(paid - refund)
FROM bought JOIN ad_picks k USING (p) WHERE k.source = claimed_as AND k.bucket = ad_bucket GROUP BY p, date, ad;

INSERT INTO sum_days
SELECT p, date, sum(paid), sum(refund), count(*), sum(gross), sum(discount_shop), sum(discount_platform), sum(discount_creator)
FROM bought GROUP BY p, date;

INSERT INTO sum_creators
SELECT p, date, creator, sum(paid), sum(refund) FROM bought WHERE creator IS NOT NULL GROUP BY p, date, creator;

INSERT INTO sum_months
SELECT p, month, sum(paid), sum(refund), sum(refund_final), count(*),
       CASE WHEN any_value(gives_ids) THEN count(DISTINCT i) ELSE count(*) END, count(DISTINCT i) FILTER (k = 0)
FROM bought GROUP BY p, month;

-- Every platform tells age and gender of a month's buyers; the one without ids also what its buyers' own rows would tell.
INSERT INTO crowds
WITH monthly AS (
  SELECT month, platform, i, any_value(gives_ids) AS known, sum(paid) AS cents, min(k) = 0 AS is_new,
         any_value(region) AS region, any_value(age) AS age, any_value(female) AS female
  FROM bought GROUP BY month, platform, i
),
described AS (
  SELECT *, age_name(age) AS age_band, CASE WHEN female THEN 'female' ELSE 'male' END AS gender,
         CASE WHEN is_new THEN 'new' ELSE 'old' END AS new_or_old,
         CASE WHEN cents < 20000 THEN 'low' WHEN cents < 60000 THEN 'middle' ELSE 'high' END AS spending_level
  FROM monthly
),
grouped AS (
  SELECT month, platform, known, cents, unnest(['age', 'gender', 'region', 'new_or_old', 'spending_level']) AS dimension,
         unnest([age_band, gender, region, new_or_old, spending_level]) AS bucket
  FROM described
)
SELECT month_name_of(month), platform, dimension, bucket, count(*), sum(cents)
FROM grouped WHERE NOT known OR dimension IN ('age', 'gender') GROUP BY ALL;
