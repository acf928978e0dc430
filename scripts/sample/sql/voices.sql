-- From a slice: who might answer the survey, and which orders are spoken of.
CREATE TABLE IF NOT EXISTS voice_rates AS
SELECT p, v.* FROM read_csv(getvariable('facts') || 'voices.csv') v JOIN platforms USING (platform)
  WHERE v.shop = getvariable('key');
CREATE TABLE IF NOT EXISTS asked (p TINYINT, i INTEGER, customer_id VARCHAR, persona TINYINT, age TINYINT, female BOOLEAN,
                                  region VARCHAR, orders BIGINT, cents BIGINT);
CREATE TABLE IF NOT EXISTS voices (p TINYINT, platform VARCHAR, order_id VARCHAR, customer_id VARCHAR, persona TINYINT, n TINYINT,
                                   moment TIMESTAMP, origin VARCHAR, u UBIGINT, v UBIGINT);

CREATE TABLE IF NOT EXISTS known (customer_id VARCHAR, name VARCHAR);

-- For the truth alone: which persona stands behind an id.
INSERT INTO known
SELECT customer_id, any_value(name) FROM wide JOIN personas USING (persona)
WHERE NOT unpaid AND customer_id IS NOT NULL AND k = 0 GROUP BY customer_id;

-- The survey went to all who had bought in the year before August 2026.
INSERT INTO asked
SELECT p, i, any_value(customer_id), any_value(persona), any_value(age), any_value(female), any_value(region), count(*), sum(paid)
FROM wide WHERE NOT unpaid AND date BETWEEN DATE '2025-08-01' AND DATE '2026-07-31' GROUP BY p, i;

-- So many in a hundred orders get a review, so many a question to the service desk, at any scale as many in all.
INSERT INTO voices
WITH drawn AS (
  SELECT w.*, r.reviews, r.tickets, low(seed('voice' || order_id)) AS u, high(seed('spoken' || order_id)) AS v
  FROM wide w JOIN voice_rates r USING (p) WHERE NOT unpaid AND w.date >= DATE '2025-09-01'
), spoken AS (
  SELECT *, unit(u, 0, 24) * getvariable('scale') AS draw FROM drawn
)
SELECT p, platform, order_id, customer_id, persona, n0,
       -- A review comes when the tea has been drunk, a question from the hour of the order on.
       CASE WHEN draw < reviews THEN moment + to_seconds((3 + 14 * unit(u, 24, 12)) * 86400)
            ELSE moment + to_seconds(pow(unit(u, 24, 12), 2) * 6 * 86400) END AS moment,
       CASE WHEN draw < reviews THEN 'review' ELSE 'ticket' END, u, v
FROM spoken WHERE draw < reviews + tickets;
