-- What the shop tried in quiet times: more and less advertising, prices up and down, two weeks at a time.
CREATE TABLE quiet AS
SELECT week // 2 AS block, min(date) AS starts, max(date) AS ends FROM calendar GROUP BY block
HAVING count(stage) = 0 AND starts >= DATE '2024-02-05' AND ends <= DATE '2025-08-24';

-- How much is spent of what is usual, day by day: in waves, and as the lift tests wanted it.
CREATE TABLE ad_levels AS
WITH bought AS (
  SELECT DISTINCT p, platform, source, kappa, carry FROM ads JOIN read_csv(getvariable('facts') || 'responses.csv') USING (platform, source)
), waves AS (
  SELECT p, source, starts, ends, [0.5, 0.7, 1.0, 1.0, 1.4, 1.8][1 + (low(seed(platform || source || starts || 'wave')) % 6)::INT] AS level
  FROM bought CROSS JOIN quiet
)
SELECT b.*, c.date, day, coalesce(t.level, w.level, 1) AS level
FROM bought b CROSS JOIN calendar c LEFT JOIN lift_plans t ON t.platform = b.platform AND t.source = b.source AND c.date BETWEEN t.starts AND t.ends
LEFT JOIN waves w ON w.p = b.p AND w.source = b.source AND c.date BETWEEN w.starts AND w.ends;

-- A day's advertising goes on working on the days after it; twice as much of it does not bring twice as many.
CREATE TABLE ad_responses AS
WITH carried AS (
  SELECT n.p, n.source, n.date, any_value(n.level) AS level, any_value(n.kappa) AS kappa, any_value(n.carry) AS carry,
         sum(b.level * pow(n.carry, n.day - b.day)) / sum(pow(n.carry, n.day - b.day)) AS stock
  FROM ad_levels n JOIN ad_levels b ON b.p = n.p AND b.source = n.source AND b.day BETWEEN n.day - 27 AND n.day
  GROUP BY n.p, n.source, n.date
)
SELECT *, (1 - exp(-kappa * stock)) / (1 - exp(-kappa)) AS response FROM carried;

CREATE TABLE pushes AS
SELECT p, date, 1 + sum(share * (response - 1)) AS pushed FROM ad_responses JOIN sources USING (p, source) GROUP BY p, date;

-- Prices of single items, as a share of the list price taken off; what is cheaper sells more by its category's elasticity.
CREATE TABLE price_moves AS
WITH drawn AS (
  SELECT n, starts, ends, high(seed(sku || starts || 'price')) AS u FROM products CROSS JOIN quiet
  WHERE getvariable('key') = 'luming' AND gift_for IS NULL
), tried AS (
  SELECT n, starts, ends, [-0.05, 0.06, 0.10, 0.14][1 + bits(u, 0, 2)::INT] AS deal FROM drawn WHERE unit(u, 8, 16) < 0.22
), asked AS (
  SELECT n, q.starts, q.ends, deal FROM price_plans JOIN products USING (sku) JOIN quiet q ON price_plans.starts = q.starts
)
SELECT n, coalesce(a.starts, t.starts) AS starts, coalesce(a.ends, t.ends) AS ends, coalesce(a.deal, t.deal) AS deal,
       pow((0.85 - coalesce(a.deal, t.deal)) / 0.85, elasticity) AS favour
FROM tried t FULL JOIN asked a USING (n, starts) JOIN products USING (n)
JOIN read_csv(getvariable('facts') || 'elasticities.csv') USING (category);
