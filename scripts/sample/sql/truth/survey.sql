-- All who were asked against those who answered; the weights of raking lie between the two.
WITH sides AS (
  SELECT *, 'population' AS side FROM people UNION ALL SELECT *, 'raw' AS side FROM people WHERE responds
), scores AS (
  SELECT side, count(*) AS people, (count(*) FILTER (nps >= 9) - count(*) FILTER (nps <= 6)) / count(*) AS nps,
         avg(female::INT) AS female, avg((age = 0)::INT) AS young FROM sides GROUP BY side
), named AS (
  SELECT side, question, unnest(string_split(words, ';')) AS word FROM sides JOIN choices USING (p, i)
), shares AS (
  SELECT side, question, word, count(*) / any_value(people) AS share FROM named JOIN scores USING (side) GROUP BY ALL
), questions AS (
  SELECT side, question, map_from_entries(list({'k': word, 'v': share} ORDER BY word)) AS words FROM shares GROUP BY ALL
), answers_of AS (
  SELECT side, map_from_entries(list({'k': question, 'v': words} ORDER BY question)) AS answers FROM questions GROUP BY side
)
SELECT map_from_entries(list({'k': side, 'v': {'people': people, 'nps': nps, 'female': female, 'below_25': young,
  'answers': answers}} ORDER BY side)) AS sides,
       (SELECT map_from_entries(list({'k': name, 'v': nps} ORDER BY name))
        FROM (SELECT name, (count(*) FILTER (nps >= 9) - count(*) FILTER (nps <= 6)) / count(*) AS nps
              FROM people JOIN (SELECT persona, name FROM personas) USING (persona) GROUP BY name)) AS nps_by_persona
FROM scores JOIN answers_of USING (side);
