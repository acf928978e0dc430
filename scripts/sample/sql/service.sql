-- What is said of our items and of rivals', sentence by sentence, and what the shop's accounts are followed by.
CREATE TABLE sentences AS
SELECT *, row_number() OVER (PARTITION BY topic, kind ORDER BY line) - 1 AS place, count(*) OVER (PARTITION BY topic, kind) AS many
FROM (SELECT row_number() OVER () AS line, topic, kind, coalesce(sentence, '') AS sentence
      FROM read_csv(getvariable('facts') || 'sentences.csv') WHERE shop = getvariable('key'));
CREATE TABLE rival_voices AS FROM read_csv(getvariable('facts') || 'rival_voices.csv') WHERE shop = getvariable('key');

-- Chinese sentences are joined by commas, English ones by points.
CREATE TABLE joints AS
SELECT * FROM (VALUES ('luming', '', '，', '，就是', '。'), ('luming-global', ' ', '. ', ', but ', '.')) t(shop, gap, also, but, stop)
WHERE shop = getvariable('key');

-- Which topics a persona praises and complains of, as stretches of a hash; rivals have their own strengths.
CREATE TABLE topic_picks AS
WITH weights AS (
  UNPIVOT (FROM read_csv(getvariable('facts') || 'topics.csv'))
    ON gift_givers, daily_drinkers, explorers, collectors INTO NAME name VALUE weight
), everyone AS (
  SELECT '' AS whose, persona, topic, kind, weight::DOUBLE AS weight FROM weights JOIN personas USING (name)
  UNION ALL
  SELECT b.brand, 0, w.topic, w.kind,
         avg(w.weight) * any_value(coalesce(CASE w.kind WHEN 'praise' THEN s.praise ELSE s.complaint END, 1))
  FROM weights w CROSS JOIN (SELECT DISTINCT brand FROM rival_voices) b
  LEFT JOIN rival_voices s ON s.brand = b.brand AND s.topic = w.topic GROUP BY b.brand, w.topic, w.kind
), placed AS (
  SELECT *, sum(weight) OVER (PARTITION BY whose, persona, kind ORDER BY topic) AS until,
         sum(weight) OVER (PARTITION BY whose, persona, kind) AS total FROM everyone
)
SELECT whose, persona, kind, topic, (until - weight) / total AS since, until / total AS until FROM placed;

-- Everyone who speaks: buyers of ours, and buyers of six rivals.
CREATE TABLE speakers AS
WITH items AS (
  SELECT brand, platform, list(sku ORDER BY sku) AS skus
  FROM rival_items JOIN rivals USING (brand) WHERE launched IS NULL GROUP BY ALL
), rivals_said AS (
  SELECT brand, platform, unhappy, brand || turn AS said_by, skus[1 + turn % len(skus)] AS sku,
         low(seed('voice' || brand || turn)) AS u, high(seed('voice' || brand || turn)) AS v
  FROM (SELECT DISTINCT brand, reviews, unhappy FROM rival_voices) JOIN items USING (brand), unnest(range(reviews)) t(turn)
)
SELECT v.p, v.platform, NULL AS brand, p.sku, v.customer_id, v.persona, v.moment, v.origin, v.order_id AS said_by, u, v,
       unit(v, 0, 12) < CASE origin WHEN 'ticket' THEN 0.82
         ELSE unhappy * CASE WHEN v.moment >= steps_from THEN unhappy_factor ELSE 1 END END AS unhappy
FROM voices v JOIN products p USING (n) JOIN voice_rates USING (p) WHERE v.moment < getvariable('last') + INTERVAL 1 DAY
UNION ALL BY NAME
SELECT platform, brand, sku, 0 AS persona, 'review' AS origin, said_by, u, v, unit(v, 0, 12) < unhappy AS unhappy,
       TIMESTAMP '2025-09-01 08:00:00' + to_seconds(unit(u, 0, 24) * 425 * 86400) AS moment
FROM rivals_said;

-- One topic or two; of the unhappy one in three also praises; one happy review in eight says nothing at all.
CREATE TABLE said AS
WITH drawn AS (
  SELECT *, coalesce(brand, '') AS whose, unit(v, 12, 8) AS luck, unit(v, 20, 14) AS pick, unit(v, 34, 14) AS other_pick FROM speakers
), moods AS (
  SELECT *, CASE WHEN origin = 'ticket' AND NOT unhappy THEN 'question'
                 WHEN origin = 'ticket' THEN CASE WHEN luck < 0.12 THEN 'two' ELSE 'one' END
                 WHEN unhappy THEN CASE WHEN luck < 0.34 THEN 'mixed' WHEN luck < 0.46 THEN 'two' ELSE 'one' END
                 ELSE CASE WHEN luck < 0.13 THEN 'none' WHEN luck < 0.40 THEN 'two' ELSE 'one' END END AS shape
  FROM drawn
), kinds AS (
  SELECT *, CASE WHEN unhappy THEN 'complaint' ELSE 'praise' END AS mood,
         CASE WHEN shape = 'mixed' THEN 'praise' ELSE mood END AS kind, shape NOT IN ('none', 'question') AS has_topic
  FROM moods
), topics AS (
  SELECT m.* EXCLUDE (luck, pick, other_pick), t.topic,
         CASE WHEN shape IN ('two', 'mixed') AND o.topic <> t.topic THEN o.topic END AS other_topic, mood AS other_kind
  FROM kinds m
  LEFT JOIN topic_picks t ON has_topic AND t.whose = m.whose AND t.persona = m.persona AND t.kind = m.kind
    AND pick >= t.since AND pick < t.until
  LEFT JOIN topic_picks o ON has_topic AND o.whose = m.whose AND o.persona = m.persona AND o.kind = m.mood
    AND other_pick >= o.since AND other_pick < o.until
)
-- Praise and complaint of one topic in one breath would be a contradiction: what hurts stays.
SELECT * REPLACE (CASE WHEN shape = 'mixed' AND other_topic IS NULL THEN 'complaint' ELSE kind END AS kind) FROM topics;

-- A text is an opening, a sentence on each topic, and an ending that fits.
CREATE TABLE feedback AS
WITH parts AS (
  SELECT d.*, s.sentence AS one, t.sentence AS two, o.sentence AS opening, e.sentence AS ending
  FROM said d
  JOIN sentences s ON coalesce(s.topic, '') = coalesce(d.topic, '') AND s.kind = CASE WHEN has_topic THEN d.kind ELSE shape END
    AND s.place = bits(u, 36, 10) % s.many
  LEFT JOIN sentences t ON t.topic = d.other_topic AND t.kind = d.other_kind AND t.place = bits(u, 46, 10) % t.many
  JOIN sentences o ON o.kind = CASE origin WHEN 'ticket' THEN 'ticket' ELSE 'opening' END AND o.place = bits(u, 56, 8) % o.many
  JOIN sentences e ON e.place = bits(v, 48, 8) % e.many
    AND e.kind = CASE WHEN origin = 'ticket' THEN 'asking' WHEN unhappy THEN 'ending_bad' ELSE 'ending_good' END
), joined AS (
  SELECT p.*, gap, stop, CASE WHEN two IS NULL THEN '' WHEN shape <> 'mixed' THEN also || two
         -- What follows "but" begins small, where letters can.
         WHEN starts_with(two, 'I ') THEN but || two ELSE but || lower(two[1]) || two[2:] END AS more
  FROM parts p CROSS JOIN joints
), told AS (
  SELECT *, CASE WHEN has_topic THEN concat_ws(gap, nullif(opening, ''), one || more || stop, nullif(ending, '')) ELSE one END AS text
  FROM joined
), everything AS (
  SELECT CASE origin WHEN 'review' THEN 'R' ELSE 'T' END || strftime(moment, '%y%m%d')
           || printf('%05d', row_number() OVER (PARTITION BY moment::DATE ORDER BY moment, said_by)) AS feedback_id,
         moment AS at, origin, platform, brand, sku,
         CASE WHEN origin <> 'review' THEN NULL WHEN shape = 'mixed' THEN 3
              WHEN unhappy THEN 1 + (unit(v, 56, 8) > 0.5)::INT + (unit(v, 56, 8) > 0.85)::INT
              WHEN shape = 'one' AND unit(v, 56, 8) < 0.2 THEN 4 ELSE 5 END::DOUBLE AS rating,
         text, customer_id,
         CASE WHEN origin = 'ticket' THEN round(minutes * CASE WHEN moment >= steps_from THEN minutes_factor ELSE 1 END
           * exp(0.75 * bell(low(seed('answer' || said_by)))), 1) END AS response_minutes,
         persona, topic, kind, other_topic, other_kind
  FROM told LEFT JOIN (SELECT p, minutes, steps_from, minutes_factor FROM voice_rates) USING (p)
  -- Texts as people also write them: a script, a formula, a telephone number.
  UNION ALL BY NAME
  SELECT feedback_id, moment AS at, origin, platform, sku, rating::DOUBLE AS rating, text, minutes::DOUBLE AS response_minutes
  FROM read_csv(getvariable('facts') || 'odd_voices.csv', types = {'minutes': 'DOUBLE'}) WHERE shop = getvariable('key')
)
FROM everything ORDER BY everything.at, feedback_id;

CREATE TABLE feedback_out AS SELECT * EXCLUDE (persona, topic, kind, other_topic, other_kind), 'all' AS collected FROM feedback;

-- Followers of each day: those of the day before, and who came and went.
CREATE TABLE accounts AS
WITH drawn AS (
  SELECT date, a.*, low(seed(account || date)) AS u, coalesce(strength, 0) AS busy, date >= changes_from AS changed
  FROM read_csv(getvariable('facts') || 'accounts.csv') a CROSS JOIN calendar
  WHERE shop = getvariable('key') AND date >= DATE '2025-09-01'
), moved AS (
  SELECT *, round(gained * (1 + 0.4 * busy) * CASE WHEN changed THEN gained_factor ELSE 1 END * exp(0.18 * bell(u)))::BIGINT AS won,
         round(lost * (0.8 + 0.4 * unit(u, 20, 8)))::BIGINT AS gone
  FROM drawn
)
SELECT date, platform, account,
       round(impressions * (1 + 0.3 * busy) * CASE WHEN changed THEN impressions_factor ELSE 1 END
         * exp(0.10 * bell(high(seed(account || date)))))::BIGINT AS impressions,
       -- The facts tell the followers of the last day.
       (followers - sum(won - gone) OVER whole + sum(won - gone) OVER (whole ORDER BY date))::BIGINT AS followers,
       won AS gained, gone AS lost
FROM moved WINDOW whole AS (PARTITION BY account) ORDER BY platform, account, date;
