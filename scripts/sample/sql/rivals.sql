-- What a team notes of its rivals once a week: prices, offers, sales, posts and where their visits come from.
CREATE TABLE rivals AS FROM read_csv(getvariable('facts') || 'rivals.csv') WHERE shop = getvariable('key');
CREATE TABLE rival_items AS
SELECT * FROM read_csv(getvariable('facts') || 'rival_items.csv', types = {'launched': 'DATE'}) WHERE shop = getvariable('key');
CREATE TABLE rival_moves AS
FROM read_csv(getvariable('facts') || 'rival_moves.csv', types = {'depth': 'DOUBLE'}) WHERE shop = getvariable('key');
CREATE TABLE rival_offers AS
FROM read_csv(getvariable('facts') || 'rival_offers.csv', types = {'event': 'VARCHAR'}) WHERE shop = getvariable('key');
CREATE TABLE bands AS FROM read_csv(getvariable('facts') || 'bands.csv') WHERE shop = getvariable('key');

-- One row a week and item, with the market's week and the deepest offer of the events in it.
CREATE TABLE rival_weeks AS
WITH mondays AS (
  SELECT w.week, w.monday, w.month, avg(d.market) AS market
  FROM weeks w JOIN days d ON d.week = w.week AND d.p = 1
  WHERE w.monday BETWEEN DATE '2025-09-01' AND DATE '2026-10-26' GROUP BY ALL
), offers AS (
  SELECT week, max(o.depth) AS depth, arg_max(o.promotion, o.depth) AS promotion
  FROM calendar JOIN rival_offers o USING (event, stage) GROUP BY week
)
SELECT m.week, m.monday, pow(m.market, 0.8) AS market, r.platform, i.*,
       r.rating, r.offer, s.season, low(seed(i.brand || i.sku || m.monday)) AS u, o.promotion AS event_offer,
       -- A brand joins an event a little more or less than the others do.
       o.depth * (0.85 + 0.3 * unit(low(seed(i.brand || 'offers')), 0, 8)) AS event_depth,
       CASE WHEN (m.week + length(i.brand)) % r.cadence = 0 THEN r.depth ELSE 0 END AS usual_depth
FROM mondays m CROSS JOIN rival_items i JOIN rivals r USING (brand) JOIN seasons s ON s.category = i.category AND s.month = m.month
LEFT JOIN offers o ON o.week = m.week
WHERE i.launched IS NULL OR m.monday >= i.launched;

-- Planted moves change a brand's or an item's price, offer or sales for as long as they last.
CREATE TABLE rival_prices AS
WITH moved AS (
  SELECT w.brand, w.sku, w.monday, product(v.price) AS price, product(v.units) AS units,
         arg_max(v.depth, v.starts) FILTER (v.depth IS NOT NULL) AS depth,
         arg_max(v.promotion, v.starts) FILTER (v.promotion IS NOT NULL) AS promotion,
         bool_or(v.truth = 'gap') AS gap, bool_or(v.truth = 'counter_reset') AS reset
  FROM rival_weeks w JOIN rival_moves v ON v.brand = w.brand AND coalesce(v.sku, w.sku) = w.sku
    AND w.monday BETWEEN v.starts AND v.ends
  GROUP BY ALL
), offered AS (
  SELECT w.*, coalesce(m.units, 1) AS moved_units, coalesce(gap, false) AS gap, coalesce(reset, false) AS reset,
         round(w.page_price * coalesce(m.price, 1) * 100 / getvariable('step')) * getvariable('step') / 100 AS page,
         coalesce(m.depth, greatest(coalesce(event_depth, 0), usual_depth)) AS depth,
         CASE WHEN m.promotion IS NOT NULL THEN m.promotion WHEN event_depth >= usual_depth THEN event_offer
              WHEN usual_depth > 0 THEN offer END AS promotion
  FROM rival_weeks w LEFT JOIN moved m USING (brand, sku, monday)
)
SELECT * EXCLUDE (promotion), promotion, round(page * (1 - depth) * 100 / getvariable('step')) * getvariable('step') / 100 AS deal
FROM offered;

CREATE TABLE rival_sales AS
WITH sold AS (
  -- A tenth off sells about a quarter more; a launch takes four weeks to be found.
  SELECT *, round(units * season * market * moved_units * pow(deal / page_price, -2.2)
    * CASE WHEN launched IS NULL THEN 1 ELSE least(1, 0.4 + 0.2 * (monday - launched) / 7) END
    * exp(0.10 * bell(u)))::BIGINT AS units_sold
  FROM rival_prices
), counted AS (
  SELECT *, sum(units_sold) OVER (PARTITION BY brand, sku, reset ORDER BY monday) AS since,
         CASE WHEN reset OR launched IS NOT NULL THEN 0
              ELSE units * (60 + 60 * unit(low(seed(brand || sku)), 0, 8)) END AS sold_before
  FROM sold
)
SELECT *, (sold_before + since)::BIGINT AS counter,
       -- A rank tells how an item stands in its week, whatever the week.
       greatest(1, round(9000 * market * season / greatest(units_sold, 1)
         * exp(0.05 * bell(high(seed(brand || sku || monday))))))::BIGINT AS rank
FROM counted;

CREATE TABLE competitor_items AS
SELECT monday AS date, platform, brand, sku, title, category, matches, page AS page_price, deal AS deal_price,
       round(page * 1.25, 0)::DOUBLE AS list_price, units_sold, counter, rank,
       round(rating + 0.1 * (unit(u, 32, 8) - 0.5), 1) AS rating, (counter * 0.07)::BIGINT AS reviews, promotion
FROM rival_sales WHERE NOT gap ORDER BY brand, sku, date;

-- Posts and lives of half a year, ours among them under no brand.
CREATE TABLE competitor_posts AS
WITH styles AS (
  SELECT *, sum(weight) OVER (ORDER BY platform, format) AS until FROM read_csv(getvariable('facts') || 'posts.csv')
  WHERE shop = getvariable('key')
), topics AS (
  SELECT *, sum(weight) OVER (ORDER BY topic) AS until, sum(ours) OVER (ORDER BY topic) AS until_ours
  FROM read_csv(getvariable('facts') || 'post_topics.csv')
), slots AS (
  SELECT brand, date, slot, low(seed(coalesce(brand, 'us') || date || 'post' || slot)) AS u,
         high(seed(coalesce(brand, 'us') || date || 'post' || slot)) AS v
  FROM (SELECT brand FROM rivals UNION ALL SELECT NULL) CROSS JOIN calendar CROSS JOIN range(2) t(slot)
  WHERE date >= DATE '2026-05-01'
), posted AS (
  -- About two posts a week and brand.
  FROM slots WHERE bits(u, 0, 8) < 37
)
SELECT date, s.platform, brand, strftime(date, '%y%m%d') || printf('%05d', (bits(v, 0, 16) * 2 + slot)::INT) AS post, format, topic,
       round(s.views * exp(0.7 * bell(v)))::BIGINT AS views,
       round(s.views * exp(0.7 * bell(v)) * s.engagement * t.engagement * exp(0.2 * bell(u)))::BIGINT AS engagement
FROM posted p
JOIN styles s ON unit(u, 8, 12) >= s.until - s.weight AND unit(u, 8, 12) < s.until
JOIN topics t ON unit(u, 20, 12) >= CASE WHEN brand IS NULL THEN until_ours - ours ELSE t.until - t.weight END
  AND unit(u, 20, 12) < CASE WHEN brand IS NULL THEN until_ours ELSE t.until END
ORDER BY date, brand NULLS FIRST, post;

-- Rivals' sources wobble around their shares; ours are those of our own traffic.
CREATE TABLE competitor_traffic AS
WITH months AS (
  SELECT DISTINCT month FROM calendar WHERE month >= 2026 * 12 + 7
), shares AS (
  UNPIVOT (SELECT brand, platform, search, recommendation, direct, search_ad, feed_ad, live FROM rivals)
    ON search, recommendation, direct, search_ad, feed_ad, live INTO NAME source VALUE share
), wobbled AS (
  SELECT month, platform, brand, source, share * exp(0.06 * bell(low(seed(brand || source || month)))) AS part
  FROM shares CROSS JOIN months
), ours AS (
  SELECT month, platform, NULL AS brand, source, sum(visitors) AS part
  FROM traffic JOIN calendar USING (date) JOIN months USING (month)
  WHERE platform = (SELECT platform FROM platforms WHERE p = 1) GROUP BY ALL
)
SELECT month_name_of(month) AS period, platform, brand, source, round(part / sum(part) OVER (PARTITION BY month, brand), 4) AS share
FROM (FROM wobbled UNION ALL BY NAME FROM ours) ORDER BY period, brand NULLS FIRST, source;
