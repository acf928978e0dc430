-- The shop's own facts, one table a file in facts/.
CREATE TABLE platforms AS
SELECT (row_number() OVER ())::TINYINT AS p, * EXCLUDE (shop) FROM read_csv(getvariable('facts') || 'platforms.csv')
  WHERE shop = getvariable('key');
CREATE TABLE products AS
SELECT (row_number() OVER ())::TINYINT AS n, * EXCLUDE (shop, list_price, unit_cost, floor_price),
       (list_price * 100)::INTEGER AS list_cents, (unit_cost * 100)::INTEGER AS cost_cents,
         (floor_price * 100)::INTEGER AS floor_cents
FROM read_csv(getvariable('facts') || 'products.csv') WHERE shop = getvariable('key');
CREATE TABLE sources AS
SELECT p, s.* FROM read_csv(getvariable('facts') || 'sources.csv') s JOIN platforms USING (platform);
CREATE TABLE ads AS
SELECT (row_number() OVER ())::TINYINT AS ad, p, a.* FROM read_csv(getvariable('facts') || 'ads.csv') a
  JOIN platforms USING (platform);
CREATE TABLE events AS
SELECT e.* EXCLUDE (shop), strength FROM read_csv(getvariable('facts') || 'events.csv', types = {'event': 'VARCHAR'}) e
JOIN read_csv(getvariable('facts') || 'strengths.csv', types = {'event': 'VARCHAR'}) USING (event) WHERE shop = getvariable('key');
CREATE TABLE campaigns AS FROM read_csv(getvariable('facts') || 'campaigns.csv') WHERE shop = getvariable('key');
CREATE TABLE planted AS FROM read_csv(getvariable('facts') || 'planted.csv') WHERE shop = getvariable('key');
CREATE TABLE stages AS FROM read_csv(getvariable('facts') || 'stages.csv') WHERE shop = getvariable('key');
CREATE TABLE regions AS FROM read_csv(getvariable('facts') || 'regions.csv') WHERE shop = getvariable('key');
CREATE TABLE creators AS FROM read_csv(getvariable('facts') || 'creators.csv') WHERE shop = getvariable('key');
CREATE TABLE stockouts AS FROM read_csv(getvariable('facts') || 'stockouts.csv') WHERE shop = getvariable('key');
-- Who buys: four kinds of people, whose shares differ by how often a buyer buys (q1 seldom .. q4 often).
CREATE TABLE personas AS
SELECT (row_number() OVER ())::TINYINT AS persona, * RENAME (persona AS name) FROM read_csv(getvariable('facts') || 'personas.csv');
CREATE TABLE market_turns AS FROM read_csv(getvariable('facts') || 'market_turns.csv') WHERE shop = getvariable('key');
CREATE TABLE planned_items AS FROM read_csv(getvariable('facts') || 'assortment.csv') WHERE shop = getvariable('key');
CREATE TABLE festivals AS FROM read_csv(getvariable('facts') || 'festivals.csv');
CREATE TABLE seasons AS UNPIVOT (SELECT * FROM read_csv(getvariable('facts') || 'seasons.csv')) ON jan, feb, mar, apr, may, jun,
  jul, aug, sep, oct, nov, dec INTO NAME month_name VALUE season;
ALTER TABLE seasons ADD COLUMN month INTEGER;
UPDATE seasons SET month = list_position(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  month_name);
-- What was tried: tests of advertising, and prices that were set by hand.
CREATE TABLE lift_plans AS FROM read_csv(getvariable('facts') || 'lift_tests.csv') WHERE shop = getvariable('key');
CREATE TABLE price_plans AS FROM read_csv(getvariable('facts') || 'price_plans.csv', types = {'deal': 'DOUBLE'}) WHERE shop = getvariable('key');
