-- The day tables: visits from the plan, buyers and amounts from the orders.
CREATE TABLE expected_traffic AS
SELECT d.date, d.month, d.platform, s.*, inquiry_share, high(seed(d.platform || s.source || d.date)) AS u, coalesce(b.buyers,
  0) AS buyers,
       d.visits * h.share / s.conversion * exp(0.07 * bell(low(seed(d.platform || s.source || d.date)))) * getvariable('scale') AS expected
FROM days d JOIN (SELECT * EXCLUDE (platform, share) FROM sources) s ON s.p = d.p
JOIN source_shares h ON h.p = d.p AND h.date = d.date AND h.source = s.source
JOIN (SELECT p, inquiry_share FROM platforms) i ON i.p = d.p
LEFT JOIN sum_sources b ON b.p = d.p AND b.date = d.date AND b.source = s.source;

-- September and October 2026 of the sister shop are steered to their planned conversion, source by source.
CREATE TABLE steered AS
SELECT platform, source, month, sum(buyers) / sum(expected)
         / (any_value(conversion) * CASE month WHEN 2026 * 12 + 9 THEN any_value(rise) ELSE 1 END) AS steer
FROM expected_traffic WHERE platform = 'shopify' AND month IN (2026 * 12 + 8, 2026 * 12 + 9) GROUP BY platform, source, month;

CREATE TABLE traffic AS
WITH visited AS (
  SELECT r.*, greatest(round(expected * coalesce(steer, 1))::BIGINT, buyers + (buyers > 0)::INT) AS visitors,
         floor(buyers * (1 - inquiry_share) + unit(u, 40, 8))::BIGINT AS silent_buyers
  FROM expected_traffic r LEFT JOIN steered USING (platform, source, month)
)
SELECT date, platform, source, visitors,
       round(visitors * new_share * (0.95 + 0.1 * unit(u, 0, 8)))::BIGINT AS new_visitors,
       greatest(visitors, round(visitors * pages * (0.93 + 0.14 * unit(u, 8, 8))))::BIGINT AS page_views,
       least(visitors - buyers, round(visitors * bounce * (0.95 + 0.1 * unit(u, 16, 8))))::BIGINT AS bounces,
       round(stay * (0.92 + 0.16 * unit(u, 24, 8)))::DOUBLE AS seconds,
       greatest(buyers, round(visitors * cart * (0.9 + 0.2 * unit(u, 32, 8))))::BIGINT AS cart_adders,
       greatest(buyers - silent_buyers, round(visitors * (0.02 + 0.12 * inquiry_share) * (0.85 + 0.3 * unit(u, 48,
         8))))::BIGINT AS inquirers,
       buyers, silent_buyers, paid_source
FROM visited ORDER BY platform, source, date;

CREATE TABLE item_traffic AS
WITH looked AS (
  -- Dear items are looked at more often for each one sold; a stock-out does not keep anyone from looking.
  SELECT p, shelf, n, wanted * CASE role WHEN 'image' THEN 1.9 WHEN 'profit' THEN 1.15 WHEN 'traffic' THEN 0.75 ELSE 1 END AS looks
  FROM weights JOIN products USING (n)
),
views AS (
  SELECT d.p, d.platform, d.date, w.n, looks / sum(looks) OVER (PARTITION BY d.p, d.day) AS share,
         d.visits / d.conversion_rate AS shop_visits, low(seed(d.platform || w.n || d.date)) AS u
  FROM days d JOIN looked w ON w.p = d.p AND w.shelf = d.shelf
  WHERE d.platform IN ('tmall', 'jd', 'douyin', 'shopify') AND d.date >= getvariable('items_from')
),
counted AS (
  SELECT v.*, coalesce(b.buyers, 0) AS buyers, coalesce(b.units, 0) AS units, coalesce(b.cents, 0) AS cents, coalesce(b.refund,
    0) AS refund,
         greatest(round(shop_visits * share * 1.25 * exp(0.08 * bell(u)) * getvariable('scale'))::BIGINT, coalesce(b.buyers,
           0)) AS visitors
  FROM views v LEFT JOIN sum_items b ON b.p = v.p AND b.date = v.date AND b.n = v.n
)
SELECT date, platform, sku, visitors * (9 + bits(u, 2, 2)::INT) AS impressions, visitors,
  round(visitors * 0.05)::BIGINT AS favorites,
       greatest(buyers, round(visitors * (0.07 + 0.02 * unit(u, 10, 4))))::BIGINT AS cart_adders,
       buyers, units, money(cents) AS paid, money(refund) AS refund
FROM counted JOIN products USING (n) WHERE visitors > 0 ORDER BY platform, sku, date;

-- A tool is paid by the visit: what a visit costs follows from the ROAS its advertisement has in ordinary times, and
-- rises when more is spent than usual.
CREATE TABLE ad_spend AS
WITH bills AS (
  SELECT t.date, a.*, s.conversion, r.level / r.response AS dearer, low(seed(a.tool || a.ad || t.date)) AS u,
         t.visitors * 1.06 * weight / sum(weight) OVER (PARTITION BY t.date, t.platform, t.source) AS clicks
  FROM traffic t JOIN ads a USING (platform, source) JOIN sources s USING (platform, source)
  JOIN ad_responses r ON r.p = a.p AND r.source = a.source AND r.date = t.date
),
worths AS (
  SELECT p, sum(paid) / sum(orders) / 100 AS paid_per_order FROM sum_months GROUP BY p
)
SELECT b.date, NULL::INTEGER AS hour, b.platform, b.tool, b.campaign, b.creative, b.audience,
       round(clicks * (16 + 50 / roas + 4 * unit(u, 0, 8)))::BIGINT AS impressions, greatest(round(clicks)::BIGINT, 1) AS clicks,
       round(clicks / 1.06 * dearer * b.conversion * paid_per_order / roas * (0.94 + 0.12 * unit(u, 8, 8))
         * CASE WHEN b.tool = '千川' AND b.date >= DATE '2026-10-01' THEN 1.2 ELSE 1 END, 2) AS spend,
       coalesce(k.conversions, 0) AS conversions, money(coalesce(k.cents, 0)) AS paid, money(coalesce(k.net, 0)) AS net_paid,
         attribution_days
FROM bills b JOIN worths w ON w.p = b.p LEFT JOIN sum_ads k ON k.p = b.p AND k.ad = b.ad AND k.date = b.date
ORDER BY b.platform, b.tool, b.campaign, b.creative, b.date;
