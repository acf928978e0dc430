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

CREATE TABLE assortment AS SELECT * EXCLUDE (n, units) FROM assortment_sold ORDER BY campaign, platform, n;

-- Where orders name their creators, what they brought is what stands there; elsewhere the creators' own bills tell it.
CREATE TABLE creators_out AS
WITH brought AS (
  SELECT c.campaign, platform, creator, sum(s.paid) AS paid, sum(s.refund) AS refund
  FROM sum_creators s JOIN platforms USING (p) JOIN campaigns c USING (platform) WHERE s.date BETWEEN c.starts AND c.ends
    GROUP BY ALL
)
SELECT campaign, platform, creator, tier, slot_fee::DOUBLE AS slot_fee, commission, promised_posts, posts, promised_views, views,
       promised_paid::DOUBLE AS promised_paid, coalesce(f.paid, money(b.paid), 0)::DOUBLE AS paid,
       coalesce(f.refund, money(b.refund), 0)::DOUBLE AS refund
FROM read_csv(getvariable('facts') || 'placements.csv') f LEFT JOIN brought b USING (campaign, platform, creator)
WHERE shop = getvariable('key') ORDER BY campaign, platform, creator;

CREATE TABLE tasks AS
SELECT * EXCLUDE (shop) FROM read_csv(getvariable('facts') || 'tasks.csv')
  WHERE shop = getvariable('key') ORDER BY campaign, starts, task;

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
FROM targets UNION ALL BY NAME
SELECT period, kpi, platform, owner, value::DOUBLE AS value, '21_goal_setting' AS source, false AS locked
FROM read_csv(getvariable('facts') || 'goals.csv', types = {'period': 'VARCHAR'}) WHERE shop = getvariable('key')
ORDER BY period, kpi, platform;

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
