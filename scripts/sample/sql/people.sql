-- The survey: who answers leans to the young and to women, what is answered follows persona and age.
CREATE TABLE answers AS
WITH shop AS (SELECT getvariable('key') = 'luming' AS chinese)
SELECT question, CASE WHEN chinese THEN zh ELSE en END AS word, persona, chance, young, old,
       row_number() OVER (ORDER BY question, en) AS place
FROM (UNPIVOT (FROM read_csv(getvariable('facts') || 'answers.csv'))
        ON gift_givers, daily_drinkers, explorers, collectors INTO NAME name VALUE chance)
JOIN personas USING (name) CROSS JOIN shop;

-- What each of those asked would answer, so that the truth knows also those who do not.
CREATE TABLE people AS
WITH buyers AS (
  SELECT p, i, any_value(customer_id) AS customer_id, any_value(persona) AS persona, any_value(age) AS age,
         any_value(female) AS female, any_value(region) AS region, sum(cents) AS cents,
         low(seed('asked' || p || ':' || i)) AS u, high(seed('asked' || p || ':' || i)) AS v
  FROM asked GROUP BY p, i
), leanings AS (
  SELECT b.*, respondents, [below_25, below_35, below_45, over_45][age + 1] * CASE WHEN b.female THEN s.female ELSE s.male END AS lean
  FROM buyers b CROSS JOIN (FROM read_csv(getvariable('facts') || 'survey.csv') WHERE shop = getvariable('key')) s
), scored AS (
  SELECT l.*, spending, unit(u, 0, 24) < respondents * lean / sum(lean) OVER () AS responds, unit(v, 0, 16) AS mood,
         -- The young recommend less, the old more.
         promoters + CASE age WHEN 0 THEN -0.10 WHEN 3 THEN 0.06 ELSE 0 END AS promoters,
         detractors + CASE age WHEN 0 THEN 0.06 WHEN 3 THEN -0.03 ELSE 0 END AS detractors
  FROM leanings l JOIN personas USING (persona)
)
SELECT *, CASE WHEN mood < promoters THEN 9 + bits(v, 16, 1)::INT WHEN mood > 1 - detractors THEN (bits(v, 17, 8) % 7)::INT
            ELSE 7 + bits(v, 25, 1)::INT END::BIGINT AS nps
FROM scored;

CREATE TABLE choices AS
SELECT p, i, question, string_agg(word, ';' ORDER BY place) AS words
FROM people JOIN answers USING (persona)
WHERE unit(low(seed('answer' || p || ':' || i || question || place)), 0, 16)
      < chance + CASE age WHEN 0 THEN young WHEN 3 THEN old ELSE 0 END
GROUP BY p, i, question;

CREATE TABLE survey AS
WITH answered AS (
  SELECT p, i, max(words) FILTER (question = 'needs') AS needs, max(words) FILTER (question = 'pains') AS pains,
         max(words) FILTER (question = 'interests') AS interests, max(words) FILTER (question = 'media') AS media
  FROM choices GROUP BY p, i
), sent AS (
  SELECT *, TIMESTAMP '2026-08-03 09:00:00' + to_seconds((unit(u, 24, 24) * 84 * 86400)::INT) AS moment,
         -- Three in ten answer without the link that names them.
         CASE WHEN unit(v, 44, 8) < 0.7 THEN customer_id END AS known_as
  FROM people LEFT JOIN answered USING (p, i) WHERE responds
)
SELECT printf('S%04d', row_number() OVER (ORDER BY moment, p, i)) AS respondent_id, moment AS at, known_as AS customer_id,
       platform, nps, age_name(age) AS age_band, CASE WHEN female THEN 'female' ELSE 'male' END AS gender, region,
       CASE WHEN unit(v, 32, 12) < spending * 0.6 THEN 'high'
            WHEN unit(v, 32, 12) < 0.35 + spending * 0.7 THEN 'middle' ELSE 'low' END AS income_band,
       interests, media, needs, pains
FROM sent JOIN (SELECT p, platform FROM platforms) USING (p) ORDER BY respondent_id;

-- Six in ten rate what weighs for them and how well we do it, and of the rivals those that they know.
CREATE TABLE ratings AS
WITH wanted AS (
  SELECT respondent_id, brand, attribute, a.importance, a.performance, low(seed('rated' || respondent_id || coalesce(brand, '') || attribute)) AS u,
         low(seed('weighed' || respondent_id || attribute)) AS w, brand IS NULL AS ours
  FROM survey CROSS JOIN read_csv(getvariable('facts') || 'attributes.csv') a
  WHERE a.shop = getvariable('key') AND unit(low(seed('rates' || respondent_id)), 0, 16) < 0.6
    AND (brand IS NULL OR unit(low(seed('knows' || respondent_id || brand)), 0, 16) < 0.45)
)
SELECT respondent_id, brand, attribute,
       CASE WHEN ours THEN greatest(1, least(5, round(importance + 0.8 * bell(w))))::DOUBLE END AS importance,
       greatest(1, least(5, round(performance + 0.9 * bell(u))))::DOUBLE AS performance
FROM wanted ORDER BY respondent_id, brand NULLS FIRST, attribute;
