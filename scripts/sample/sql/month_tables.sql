-- The tables of weeks, months and plans.
CREATE TABLE category AS
WITH sizes AS (
  FROM (VALUES ('oolong', 820), ('green', 940), ('black', 760), ('puer', 610), ('white', 540), ('scented', 480), ('gift', 700),
    ('teaware', 660))
  s(category, size)
),
markets AS (
  FROM (VALUES ('tmall', 1.5, 0.14), ('jd', 0.8, 0.04), ('douyin', 1.2, 0.18), ('shopify', 0.6, 0.10)) m(platform, share, growth)
),
weekly AS (
  SELECT platform, monday, month, gift, share, avg(market) * exp(growth * min(day) / 365.25) AS market
  FROM (SELECT platform, week, market, day FROM days) JOIN weeks USING (week) JOIN markets USING (platform)
  WHERE isodow(monday) = 1 GROUP BY platform, monday, month, gift, share, growth
),
indexed AS (
  SELECT platform, monday, category, low(seed(platform || category || monday || 'index')) AS u,
         market * share * size * season * CASE category WHEN 'gift' THEN 1 + 1.2 * gift ELSE 1 END
           * exp(0.03 * bell(low(seed(platform || category || monday)))) AS index
  FROM weekly JOIN (SELECT category, month, season FROM seasons) USING (month) JOIN sizes USING (category)
),
-- In October 2026 the Tmall market is steered to stand a fifth above the same weeks of the year before.
october AS (
  SELECT 1.20 * sum(index) FILTER (monday BETWEEN DATE '2025-10-06' AND DATE '2025-10-27') / sum(index)
    FILTER (monday >= DATE '2026-10-05') AS factor
  FROM indexed WHERE platform = 'tmall'
),
steered AS (
  SELECT i.* REPLACE (CASE WHEN platform = 'tmall' AND monday >= DATE '2026-10-05' THEN index * factor ELSE index END AS index)
  FROM indexed i, october
)
-- One category is searched for more from week to week, before anything is sold.
SELECT monday AS week, platform, category, round(index, 1) AS sales_index, round(index * (0.94 + 0.08 * unit(u, 0, 8))
         * coalesce(pow(weekly, greatest(0, 1 + (monday - t.starts) // 7)), 1), 1) AS search_index,
       round(index * (0.97 + 0.06 * unit(u, 8, 8)), 1) AS visitors_index, round(2000 + 1.9 * index + 90 * unit(u, 16,
         8))::BIGINT AS sellers
FROM steered LEFT JOIN market_turns t USING (platform, category) ORDER BY platform, category, week;

-- Goals stood near what came; October's are set so that the shop misses or passes them as planned.
CREATE TABLE targets AS
WITH months AS (
  SELECT platform, owner, target_factor, month, paid / 100.0 AS paid FROM sum_months JOIN platforms USING (p)
),
october AS (
  SELECT sum(paid) / sum(paid * target_factor) / getvariable('attainment') AS level FROM months WHERE month = 2026 * 12 + 9
),
planned AS (
  SELECT month, platform, owner, CASE month WHEN 2026 * 12 + 9 THEN paid * target_factor * level
           ELSE paid * (0.94 + 0.11 * unit(low(seed(platform || month || 'target')), 0, 16)) END AS value
  FROM months, october WHERE month >= 2026 * 12
  UNION ALL
  SELECT month + 12, platform, owner, paid * 1.12 FROM months WHERE month IN (2025 * 12 + 10, 2025 * 12 + 11)
)
SELECT month_name_of(month) AS period, 'paid' AS kpi, platform, owner, round(value, -2)::DOUBLE AS value,
  '21_goal_setting' AS source, false AS locked
FROM planned ORDER BY period, platform;

CREATE TABLE products_out AS
SELECT sku, product, category, role, money(cost_cents) AS unit_cost, money(list_cents) AS list_price,
  money(floor_cents) AS floor_price, launched,
       ceil(stock_days * coalesce(daily, 0))::BIGINT AS stock
FROM products
LEFT JOIN (SELECT n, sum(units) / 92.0 AS daily FROM sum_items WHERE date > getvariable('last') - 92
  GROUP BY n) USING (n) ORDER BY products.n;

CREATE TABLE crowds_out AS SELECT * EXCLUDE (cents), money(cents) AS paid FROM crowds ORDER BY period, platform, dimension, bucket;
CREATE TABLE events_out AS SELECT * EXCLUDE (strength) FROM events ORDER BY event, year, wave, starts, stage;
CREATE TABLE campaigns_out AS SELECT campaign, platform, starts, ends, text_en, text_zh,
       budget::DOUBLE AS budget, cost::DOUBLE AS cost FROM campaigns ORDER BY starts, campaign,
  platform;
