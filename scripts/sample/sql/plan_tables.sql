-- Which campaigns have begun by the end of the data: the others are planned.
CREATE TABLE begun AS SELECT campaign, min(starts) <= getvariable('last') AS ran FROM campaigns GROUP BY campaign;

-- The plan's own rows: goals of campaigns, what they sell and cost, who did what, and what was learned before.
CREATE TABLE assortment_sold AS
WITH sold AS (
  SELECT c.campaign, s.p, s.n, sum(s.units)::BIGINT AS units
  FROM sum_items s JOIN platforms USING (p) JOIN campaigns c USING (platform) WHERE s.date BETWEEN c.starts AND c.ends
  GROUP BY ALL
)
-- An item without a stock in the facts is the one that sells out: what was on hand is what was sold.
SELECT campaign, a.platform, products.n, a.sku, a.role, money(rounded(list_cents * (0.85 - deal))) AS deal_price,
       target_units * getvariable('scale') AS target_units, coalesce(s.units, 0) AS units,
       CASE stock WHEN 0 THEN coalesce(s.units, 0) ELSE stock * getvariable('scale') END::BIGINT AS stock
FROM planned_items a JOIN products USING (sku) JOIN platforms USING (platform) LEFT JOIN sold s USING (campaign, p, n);

CREATE TABLE assortment AS SELECT * EXCLUDE (n, units), NULL::VARCHAR AS source, false AS locked FROM assortment_sold
ORDER BY campaign, platform, n;

-- Where orders name their creators, what they brought is what stands there; elsewhere the creators' own bills tell it.
CREATE TABLE creators_out AS
WITH brought AS (
  SELECT c.campaign, platform, creator, sum(s.paid) AS paid, sum(s.refund) AS refund
  FROM sum_creators s JOIN platforms USING (p) JOIN campaigns c USING (platform) WHERE s.date BETWEEN c.starts AND c.ends
    GROUP BY ALL
)
SELECT campaign, platform, creator, tier, booked, slot_fee::DOUBLE AS slot_fee, commission, promised_posts, posts, promised_views, views,
       promised_paid::DOUBLE AS promised_paid, CASE WHEN ran THEN coalesce(f.paid, money(b.paid), 0)::DOUBLE END AS paid,
       CASE WHEN ran THEN coalesce(f.refund, money(b.refund), 0)::DOUBLE END AS refund
FROM read_csv(getvariable('facts') || 'placements.csv') f JOIN begun USING (campaign) LEFT JOIN brought b USING (campaign, platform, creator)
WHERE shop = getvariable('key') ORDER BY campaign, platform, creator;

-- Slots of platforms: what earlier ones brought is in the facts, as a platform's own report gives it.
CREATE TABLE resources AS
SELECT campaign, platform, slot, stage, starts, ends, book_by, status, price::DOUBLE AS price, promised_visitors, visitors, owner,
       text_en, text_zh, NULL::VARCHAR AS source, false AS locked
FROM read_csv(getvariable('facts') || 'resources.csv') WHERE shop = getvariable('key') ORDER BY campaign, platform, slot;

CREATE TABLE tasks AS
SELECT * EXCLUDE (shop) REPLACE (optimistic::DOUBLE AS optimistic, likely::DOUBLE AS likely, pessimistic::DOUBLE AS pessimistic,
       hours::DOUBLE AS hours), NULL::VARCHAR AS source, false AS locked
FROM read_csv(getvariable('facts') || 'tasks.csv') WHERE shop = getvariable('key') ORDER BY campaign, starts, task;

CREATE TABLE actions AS
SELECT * EXCLUDE (shop, effect, text_en, text_zh), effect::DOUBLE AS effect, text_en, text_zh, '44_post_mortem' AS source,
  false AS locked
FROM read_csv(getvariable('facts') || 'actions.csv') WHERE shop = getvariable('key') ORDER BY opened, action;

CREATE TABLE lessons AS
SELECT * EXCLUDE (shop, effect, text_en, text_zh), effect::DOUBLE AS effect, text_en, text_zh, '44_post_mortem' AS source,
  false AS locked
FROM read_csv(getvariable('facts') || 'lessons.csv') WHERE shop = getvariable('key') ORDER BY campaign, lesson;

-- Goals of campaigns, and of the last two months for other figures than money.
CREATE TABLE targets_out AS
SELECT *, NULL::VARCHAR AS channel, NULL::VARCHAR AS sku FROM targets UNION ALL BY NAME
SELECT period, kpi, platform, owner, value::DOUBLE AS value, '21_goal_setting' AS source, false AS locked
FROM read_csv(getvariable('facts') || 'goals.csv', types = {'period': 'VARCHAR'}) WHERE shop = getvariable('key')
UNION ALL BY NAME
SELECT period, kpi, platform, owner, value::DOUBLE AS value, NULL AS source, false AS locked
FROM read_csv(getvariable('facts') || 'wishes.csv', types = {'period': 'VARCHAR'}) WHERE shop = getvariable('key')
ORDER BY period, kpi, platform;

-- The next campaign as people have planned it so far: ideas, the people collected, what goes out when, what may go wrong.
CREATE TABLE brief AS
SELECT campaign, NULL::VARCHAR AS period, 'theme' AS part, line, rank, NULL::DOUBLE AS value, NULL::DOUBLE AS low, NULL::DOUBLE AS high,
       NULL::BIGINT AS n, text_en, text_zh, NULL::VARCHAR AS source, false AS locked
FROM read_csv(getvariable('facts') || 'themes.csv') WHERE shop = getvariable('key') ORDER BY campaign, rank;
CREATE TABLE layers AS
SELECT * EXCLUDE (shop) FROM read_csv(getvariable('facts') || 'layers.csv') WHERE shop = getvariable('key') ORDER BY ALL;
CREATE TABLE risks AS
SELECT * EXCLUDE (shop, impact_low, impact, impact_high), impact_low::DOUBLE AS impact_low, impact::DOUBLE AS impact,
       impact_high::DOUBLE AS impact_high, NULL::VARCHAR AS source, false AS locked
FROM read_csv(getvariable('facts') || 'risks.csv') WHERE shop = getvariable('key') ORDER BY campaign, risk;
CREATE TABLE contents AS
SELECT * EXCLUDE (shop, hours), hours::DOUBLE AS hours, 'planned' AS status, NULL::VARCHAR AS source, false AS locked
FROM read_csv(getvariable('facts') || 'calendar.csv') WHERE shop = getvariable('key') ORDER BY campaign, date, platform, format;
CREATE TABLE benchmarks AS
SELECT * EXCLUDE (shop) FROM read_csv(getvariable('facts') || 'benchmarks.csv') WHERE shop = getvariable('key') ORDER BY kpi, platform;

-- What the tests of advertising measured: what it added, as far as chance let it be seen.
CREATE TABLE lift_truth AS
WITH worths AS (
  SELECT p, sum(paid) / sum(orders) / 100 AS paid_per_order FROM sum_months GROUP BY p
), added AS (
  SELECT t.test, t.channel, t.platform, t.starts, t.ends, t.level,
         sum(d.visits * d.conversion / h.pushed * s.share * (r.response - 1) * getvariable('scale') * paid_per_order) AS lift
  FROM lift_plans t JOIN platforms USING (platform) JOIN days d ON d.p = platforms.p AND d.date BETWEEN t.starts AND t.ends + 7
  JOIN ad_responses r ON r.p = d.p AND r.source = t.source AND r.date = d.date
  JOIN pushes h ON h.p = d.p AND h.date = d.date JOIN sources s ON s.p = d.p AND s.source = t.source
  JOIN worths w ON w.p = d.p
  WHERE d.date <= t.ends GROUP BY ALL
), spent AS (
  SELECT t.test, sum(spend * (level - 1) / level) AS spend_change
  FROM lift_plans t JOIN ads USING (platform, source) JOIN ad_spend a ON a.platform = t.platform AND a.tool = ads.tool
    AND a.campaign = ads.campaign AND a.creative = ads.creative AND a.date BETWEEN t.starts AND t.ends
  GROUP BY t.test
)
SELECT *, lift * (1 + 0.12 * bell(low(seed(test || 'lift')))) AS seen FROM added JOIN spent USING (test);
CREATE TABLE lift_tests AS
SELECT test, channel, platform, starts, ends, round(spend_change, 2) AS spend_change, round(seen, 2) AS lift,
       round(seen - 1.2816 * 0.12 * abs(lift), 2) AS low, round(seen + 1.2816 * 0.12 * abs(lift), 2) AS high
FROM lift_truth ORDER BY starts, test;

-- For the truth: the campaign that has an assortment, day by day, with and without what it was planned to lift.
CREATE TABLE reviewed AS
SELECT c.campaign, c.platform, d.p, d.date, d.shelf, c.starts, c.ends,
       c.visits * c.conversion * coalesce(l.visits * l.conversion, 1) AS factor,
       d.visits * d.conversion * getvariable('scale') / factor AS baseline, s.orders
FROM campaigns c JOIN days d ON d.platform = c.platform AND d.date BETWEEN c.starts AND c.ends
JOIN sum_days s ON s.p = d.p AND s.date = d.date
LEFT JOIN planted l ON l.truth = 'campaign_lift' AND l.platform = c.platform AND l.starts = c.starts
WHERE c.campaign IN (SELECT campaign FROM planned_items);

-- What an item's part in the units of such a day is: as usual, as the campaign has it, and if all were on hand.
CREATE TABLE reviewed_items AS
WITH before AS (
  SELECT p, sum(units) / any_value(o.orders) AS units_per_order
  FROM sum_items JOIN (
    SELECT p, sum(orders) AS orders FROM sum_days WHERE date BETWEEN DATE '2026-07-01' AND DATE '2026-08-31' GROUP BY p
  ) o USING (p)
  WHERE date BETWEEN DATE '2026-07-01' AND DATE '2026-08-31' GROUP BY p
)
SELECT r.*, w.n, w.on_hand, a.sku IS NOT NULL AS chosen, units_per_order, i.list_cents * (0.85 - coalesce(a.deal, 0)) AS price,
       usual / sum(usual) OVER one_day AS usual_share, wanted / sum(wanted) OVER one_day AS wanted_share,
       wanted * on_hand::INT / sum(wanted * on_hand::INT) OVER one_day AS shown_share,
       coalesce(s.units, 0) AS units, coalesce(s.cents, 0) AS cents
FROM reviewed r JOIN weights w ON w.p = r.p AND w.shelf = r.shelf JOIN products i USING (n) JOIN before b ON b.p = r.p
LEFT JOIN planned_items a ON a.sku = i.sku AND a.campaign = r.campaign
LEFT JOIN sum_items s ON s.p = r.p AND s.date = r.date AND s.n = w.n
WINDOW one_day AS (PARTITION BY r.date);

-- What the shop saw on its market: what still waits, what was seen to, and what is of other platforms.
CREATE TABLE market_log AS
SELECT date, platform, subject, kind, text_en, text_zh, NULL::VARCHAR AS found_at, meaning, urgency, to_do_en, to_do_zh, owner, due,
       outcome
FROM read_csv(getvariable('facts') || 'market_log.csv') WHERE shop = getvariable('key') ORDER BY date, platform, subject;
