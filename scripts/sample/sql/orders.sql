-- One slice of time: every order with all that is known of it, also what the tables do not show.
CREATE OR REPLACE TEMP TABLE wide AS
WITH slice AS (
  SELECT p, i, k, day, letter, draw, seed(draw || i) AS buyer, seed(draw || i || ':' || k) AS h
  FROM read_parquet(getvariable('purchases'), hive_partitioning = false) JOIN (SELECT p, letter, draw FROM platforms) USING (p)
),
-- About six in a hundred orders are never paid: they stand beside a real one and draw their own numbers.
twinned AS (
  SELECT *, false AS unpaid FROM slice
  UNION ALL BY NAME
  SELECT p, i, (k + 32)::TINYINT AS k, day, letter, draw, seed(draw || i || ':' || (k + 32)) AS h, true AS unpaid,
         CASE WHEN bits(high(h), 56, 1) = 0 THEN buyer ELSE seed(draw || 'x' || i || ':' || k) END AS buyer
  FROM slice WHERE bits(high(h), 48, 8) < 16
),
-- Every slice of a hash is used once: a and b for the order, l and m for its lines, c for the buyer.
drawn AS (
  SELECT t.* EXCLUDE (h, buyer), low(h) AS a, high(h) AS b, high(buyer) AS c,
         bits(low(buyer), 42, 2) * 64 + bits(high(buyer), 58, 6) AS persona_key, unit(low(buyer), 56, 8) AS gender_draw,
         low(seed(draw || i || '/' || k)) AS l, high(seed(draw || i || '/' || k)) AS m
  FROM twinned t
),
timed AS (
  SELECT d.*, y.date, y.month, y.event, y.edition, y.balance, y.deposit_starts, y.deposit_ends, y.discount,
         coalesce(y.stage, '') = 'burst' AS burst,
         date::TIMESTAMP + to_seconds(hour * 3600 + floor(unit(a, 10, 16) * 3600)::INT) AS moment,
         ((w.persona * 8 + y.p) * 256 + y.shelf) * 512 AS shelf, w.persona, more, longer,
         gender_draw < w.female_share AS female,
         ((unit(c, 50, 8) > below_25)::INT + (unit(c, 50, 8) > below_35)::INT + (unit(c, 50, 8) > below_45)::INT)::TINYINT AS age,
         -- One buyer comes by one source a day, so that buyers of the sources add up.
         (bits(c, 32, 10)::INT + d.day::INT * 619) % 1024 AS source_bucket
  FROM drawn d JOIN days y ON y.p = d.p AND y.day = d.day
  JOIN persona_picks w ON w.key = d.persona_key::SMALLINT
  JOIN hour_picks hours ON hours.bucket = bits(a, 0, 10)::SMALLINT
    AND hours.profile = CASE WHEN y.final THEN 'final' WHEN y.opening THEN 'opening' ELSE 'ordinary' END
),
filled AS (
  SELECT t.* EXCLUDE (source_bucket, shelf, discount), s.source, r.region, r.tax, g.creator,
         p0.n AS n0, p1.n AS n1, p2.n AS n2, p0.deal AS deal0, p1.deal AS deal1, p2.deal AS deal2,
         1 + (unit(l, 0, 10) > 0.52 - 0.08 * burst::INT - longer)::INT
           + (unit(l, 0, 10) > 0.84 - 0.06 * burst::INT - 0.6 * longer)::INT AS lines,
         units(unit(m, 0, 8), more) AS q0, units(unit(m, 8, 8), more) AS q1, units(unit(m, 16, 8), more) AS q2,
         0.15 + t.discount + 0.08 * (unit(l, 40, 12) - 0.5) AS depth
  FROM timed t
  JOIN source_shares s ON s.p = t.p AND s.day = t.day AND t.source_bucket >= s.since AND t.source_bucket < s.until
  JOIN region_picks r ON r.bucket = bits(c, 42, 8)::SMALLINT
  JOIN creator_picks g ON g.bucket = bits(a, 26, 6)::SMALLINT
  JOIN picks p0 ON p0.key = t.shelf + bits(l, 10, 9)::INT
  JOIN picks p1 ON p1.key = t.shelf + bits(l, 19, 9)::INT
  JOIN picks p2 ON p2.key = t.shelf + bits(l, 28, 9)::INT
),
-- An item that was picked twice stands on one line.
distinct_lines AS (
  SELECT * REPLACE (
    CASE WHEN lines >= 2 AND n1 <> n0 THEN n1 END AS n1,
    CASE WHEN lines >= 3 AND n2 <> n0 AND n2 <> n1 THEN n2 END AS n2
  ) FROM filled
),
priced AS (
  SELECT o.*, a0.category, a0.list_cents AS list0, a1.list_cents AS list1, a2.list_cents AS list2,
         rounded(a0.list_cents * (1 - depth - deal0)) AS unit0, rounded(a1.list_cents * (1 - depth - deal1)) AS unit1,
         rounded(a2.list_cents * (1 - depth - deal2)) AS unit2
  FROM distinct_lines o
  JOIN products a0 ON a0.n = n0 LEFT JOIN products a1 ON a1.n = n1 LEFT JOIN products a2 ON a2.n = n2
),
summed AS (
  SELECT *, q0 * list0 + coalesce(q1 * list1, 0) + coalesce(q2 * list2, 0) AS gross,
         q0 * unit0 + coalesce(q1 * unit1, 0) + coalesce(q2 * unit2, 0) AS goods
  FROM priced
),
charged AS (
  SELECT *, CASE WHEN goods >= getvariable('free_from') THEN 0 ELSE getvariable('postage') END AS shipping,
         round(goods * tax)::INTEGER AS tax_cents,
         (gross - goods) * CASE WHEN source = 'creator' THEN 0.20 + 0.12 * unit(b, 0, 8) ELSE 0 END AS by_creator,
         (gross - goods) * platform_discount * CASE WHEN burst THEN 1.3 ELSE 1 END AS by_platform
  FROM summed JOIN (SELECT p, platform, platform_discount, refund_rate, gives_ids, presale FROM platforms) USING (p)
),
paying AS (
  SELECT *, goods + shipping + tax_cents AS paid,
         round(by_creator / 10)::INTEGER * 10 AS discount_creator, round(by_platform / 10)::INTEGER * 10 AS discount_platform,
         balance AND edition > 2023 AND NOT unpaid AND unit(b, 8, 8) < presale AS is_presale,
         -- The wave sells less of what is often sent back: 2.3 times the chance makes about 2.2 times the rate.
         refund_rate * refund_factor
           * CASE WHEN burst AND date BETWEEN DATE '2025-11-08' AND DATE '2025-11-11' THEN 2.3 WHEN burst THEN 1.2
             ELSE 1 END AS chance
  FROM charged JOIN (SELECT DISTINCT category, refund_factor FROM seasons) USING (category)
),
returned AS (
  SELECT *, CASE WHEN unpaid OR unit(b, 16, 16) >= chance THEN 0 WHEN unit(a, 32, 8) < 0.82 THEN paid
                 ELSE rounded(paid * (0.12 + 0.5 * unit(a, 40, 8))) END AS refund_final,
         -- Seven days without a reason, half of them within five; the rest within forty-five.
         CASE WHEN unit(a, 48, 8) < 0.78 THEN least(45, 5 * exp(0.32 * ln(unit(b, 32, 16) / (1 - unit(b, 32, 16)))))
              ELSE 8 + 37 * pow(unit(b, 32, 16), 1.4) END * 86400 AS refund_delay,
         8 + CASE WHEN unit(m, 24, 8) < 0.93 THEN 150 * pow(unit(m, 32, 16), 3) ELSE 14000 * pow(unit(m, 32, 16),
           2) END AS pay_delay
  FROM paying
),
dated AS (
  SELECT *, CASE WHEN refund_final > 0 AND moment + to_seconds(refund_delay::INT) < getvariable('last') + INTERVAL 1 DAY
                 THEN moment + to_seconds(refund_delay::INT) END AS refunded_at
  FROM returned
)
SELECT o.p, o.platform, o.i, o.k, o.month, o.date, o.source, o.region, o.unpaid, o.moment,
       letter || strftime(moment, '%y%m%d') || printf('%07d', i * 64::BIGINT + k) AS order_id,
       CASE WHEN gives_ids THEN printf('%016x', c) END AS customer_id,
       CASE WHEN unpaid THEN moment
            WHEN is_presale THEN deposit_starts::TIMESTAMP
              + to_seconds(72000 + floor(unit(m, 24, 24) * (deposit_ends - deposit_starts) * 86400)::INT)
            ELSE greatest(getvariable('first')::TIMESTAMP, moment - to_seconds(pay_delay::INT)) END AS ordered_at,
       CASE WHEN NOT unpaid THEN moment END AS paid_at,
       gross, discount_platform, discount_creator, gross - goods - discount_platform - discount_creator AS discount_shop,
       shipping, tax_cents AS tax, paid, refund_final,
       CASE WHEN refunded_at IS NULL THEN 0 ELSE refund_final END AS refund, refunded_at,
       CASE WHEN is_presale THEN round(paid / 1000)::INTEGER * 100 ELSE 0 END AS deposit,
       CASE WHEN source = 'creator' THEN creator END AS creator, campaign, n0, n1, n2, q0, q1, q2, unit0, unit1, unit2,
       -- A tool also claims some orders that would have come without it.
       CASE WHEN list_contains(bought, source) THEN source WHEN bits(b, 57, 4) < 1 THEN bought[1] END AS claimed_as,
       bits(m, 48, 6)::SMALLINT AS ad_bucket, persona, age, female
FROM dated o LEFT JOIN campaign_days USING (p, date)
LEFT JOIN (SELECT p, list_sort(list(DISTINCT source)) AS bought FROM ads GROUP BY p) USING (p);
