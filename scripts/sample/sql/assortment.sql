-- What sells in which week on which platform, and the lookups that turn a slice of a hash into a choice.
CREATE TABLE weeks AS
WITH counted AS (
  SELECT week, min(date) AS monday, max(date) AS sunday, month(min(date) + 3) AS month,
         avg((coalesce(festival, '') = 'mid-autumn' AND offset_days BETWEEN -22 AND -2)::INT) AS moon,
         avg((coalesce(festival, '') = 'spring-festival' AND offset_days BETWEEN -28 AND -5)::INT) AS spring,
         avg((month(date) = 12 AND day(date) <= 20 OR coalesce(stage, '') = 'burst' AND month(date) = 11)::INT) AS christmas,
         avg((coalesce(stage, '') = 'burst')::INT) AS burst
  FROM calendar GROUP BY week
)
SELECT *, CASE getvariable('key') WHEN 'luming' THEN greatest(moon, spring) ELSE christmas END AS gift FROM counted;

CREATE TABLE weights AS
WITH stretches AS (
  SELECT p, shelf, any_value(week) AS week, min(date) AS first, max(date) AS last FROM shelves GROUP BY p, shelf
), favours AS (
  SELECT platform, sku, starts, ends, favour, deal FROM planned_items JOIN campaigns USING (campaign, platform)
)
SELECT p, shelf, products.n, weight * CASE platforms.platform WHEN 'tmall' THEN tmall_weight ELSE 1 END * season
       * CASE WHEN launched = getvariable('first') THEN 1 ELSE least(1, 0.35 + 0.65 * (monday - launched) / 70) END
       * CASE category WHEN 'gift' THEN 1 + 1.2 * gift ELSE 1 END
       * CASE gift_for WHEN 'mid-autumn' THEN 0.12 + 2.2 * moon WHEN 'spring-festival' THEN 0.08 + 2.6 * spring
              WHEN 'christmas' THEN 0.4 + 1.6 * christmas ELSE 1 END
       * CASE role WHEN 'hero' THEN 1 + 0.3 * burst ELSE 1 END AS usual,
       usual * coalesce(f.favour, 1) * coalesce(m.favour, 1) AS wanted, coalesce(f.deal, 0) + coalesce(m.deal, 0) AS deal,
       NOT EXISTS (FROM stockouts o WHERE o.sku = products.sku AND o.platform IN ('all', platforms.platform)
                   AND o.starts <= last AND o.ends >= first) AS on_hand
FROM stretches JOIN weeks USING (week) JOIN platforms USING (p) CROSS JOIN products JOIN seasons USING (category, month)
LEFT JOIN favours f ON f.platform = platforms.platform AND f.sku = products.sku AND f.starts <= last AND f.ends >= first
LEFT JOIN price_moves m ON m.n = products.n AND monday BETWEEN m.starts AND m.ends
WHERE launched <= monday;

-- What a persona likes better than the others do, item by item; over all orders that comes to one.
CREATE TABLE likings AS
WITH affinities AS (
  UNPIVOT (FROM read_csv(getvariable('facts') || 'affinities.csv'))
    ON gift_givers, daily_drinkers, explorers, collectors INTO NAME name VALUE affinity
), raw AS (
  SELECT persona, n, orders, c.affinity * r.affinity AS liking
  FROM products CROSS JOIN personas
  JOIN affinities c ON c.kind = 'category' AND c.trait = category AND c.name = personas.name
  JOIN affinities r ON r.kind = 'role' AND r.trait = role AND r.name = personas.name
)
SELECT persona, n, liking * sum(orders) OVER (PARTITION BY n) / sum(orders * liking) OVER (PARTITION BY n) AS liking FROM raw;

CREATE TABLE picks AS
WITH liked AS (
  SELECT persona, p, shelf, n, deal, wanted * liking AS wanted FROM weights JOIN likings USING (n) WHERE on_hand
), shares AS (
  SELECT persona, p, shelf, n, deal, wanted / sum(wanted) OVER shown AS share,
         sum(wanted) OVER (shown ORDER BY n) / sum(wanted) OVER shown AS until
  FROM liked WINDOW shown AS (PARTITION BY persona, p, shelf)
)
-- One key, for four joins would be multiplied with one another.
SELECT (((persona * 8 + p) * 256 + shelf) * 512 + bucket)::INTEGER AS key, n, deal FROM shares,
  unnest(range(round((until - share) * 512)::INT, round(until * 512)::INT)) t(bucket);

CREATE TABLE source_shares AS
WITH shares AS (
  SELECT p, date, day, source, share * coalesce(response, 1)
           * CASE WHEN platform = 'shopify' AND source = 'feed_ad' AND date >= DATE '2026-10-01' THEN 2.3 ELSE 1 END AS share
  FROM sources CROSS JOIN calendar LEFT JOIN ad_responses USING (p, source, date)
), summed AS (
  SELECT *, sum(share) OVER one_day AS total, sum(share) OVER (one_day ORDER BY source) AS until FROM shares WINDOW one_day AS (PARTITION BY p, date)
)
-- A slice of a hash, of 1,024, falls between the bounds of one source.
SELECT p, date, day, source, share / total AS share, round((until - share) / total * 1024)::INT AS since, round(until / total * 1024)::INT AS until
FROM summed;

CREATE TABLE ad_picks AS
WITH shares AS (SELECT *, sum(weight) OVER (PARTITION BY p, source ORDER BY ad) AS until, sum(weight) OVER (PARTITION BY p,
  source) AS total FROM ads)
SELECT p, source, bucket::SMALLINT AS bucket, ad FROM shares, unnest(range(round((until - weight) / total * 64)::INT,
  round(until / total * 64)::INT)) t(bucket);

CREATE TABLE region_picks AS
WITH shares AS (SELECT *, sum(weight) OVER (ORDER BY region) AS until, sum(weight) OVER () AS total FROM regions)
SELECT bucket::SMALLINT AS bucket, region, tax FROM shares, unnest(range(round((until - weight) / total * 256)::INT,
  round(until / total * 256)::INT)) t(bucket);

-- A buyer keeps the persona for life: it hangs on the quarter of the buying rates and on a slice of the buyer's hash.
CREATE TABLE persona_picks AS
WITH shares AS (
  SELECT persona, unnest([q1, q2, q3, q4]) AS share, unnest(range(4)) AS quarter FROM personas
), placed AS (
  SELECT *, sum(share) OVER (PARTITION BY quarter ORDER BY persona) AS until FROM shares
)
SELECT (quarter * 64 + bucket)::SMALLINT AS key, persona, more, longer, below_25, below_35, below_45, female AS female_share
FROM placed JOIN personas USING (persona), unnest(range(round((until - share) * 64)::INT, round(until * 64)::INT)) t(bucket);

CREATE TABLE creator_picks AS
WITH shares AS (SELECT *, sum(weight) OVER (ORDER BY creator) AS until, sum(weight) OVER () AS total FROM creators)
SELECT bucket::SMALLINT AS bucket, creator FROM shares, unnest(range(round((until - weight) / total * 64)::INT,
  round(until / total * 64)::INT)) t(bucket);

CREATE TABLE hour_picks AS
WITH profiles AS (
  FROM (VALUES
    ('ordinary', [12, 7, 4, 3, 3, 5, 12, 22, 35, 48, 55, 52, 50, 48, 47, 48, 50, 50, 53, 66, 88, 92, 78, 50]),
    ('opening', [9, 4, 2, 2, 2, 3, 7, 12, 18, 24, 27, 26, 25, 24, 23, 24, 26, 28, 34, 52, 380, 150, 82, 46]),
    ('final', [190, 60, 22, 9, 5, 6, 12, 22, 34, 44, 50, 46, 42, 40, 38, 38, 40, 42, 46, 60, 110, 100, 96, 88])
  ) v(profile, weights)
), shares AS (
  SELECT profile, hour, weights[hour + 1] AS weight, sum(weights[hour + 1]) OVER (PARTITION BY profile ORDER BY hour) AS until,
    list_sum(weights) AS total
  FROM profiles, unnest(range(24)) t(hour)
)
SELECT profile, bucket::SMALLINT AS bucket, hour::TINYINT AS hour FROM shares,
  unnest(range(round((until - weight) / total * 1024)::INT, round(until / total * 1024)::INT)) t(bucket);
