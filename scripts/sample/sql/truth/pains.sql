-- What our own buyers complain of, as it was planted, by persona.
WITH ours AS (
  SELECT feedback_id, p.name AS persona, unnest([topic, other_topic]) AS topic, unnest([kind, other_kind]) AS kind
  FROM feedback f JOIN personas p ON p.persona = f.persona WHERE brand IS NULL
), sizes AS (
  SELECT p.name AS persona, count(*) AS texts FROM feedback f JOIN personas p ON p.persona = f.persona WHERE brand IS NULL
    GROUP BY p.name
), counted AS (
  SELECT persona, topic, {'mentions': count(*), 'good': count(*) FILTER (kind = 'praise'),
    'bad': count(*) FILTER (kind = 'complaint')} AS found,
         count(*) FILTER (kind = 'complaint') AS bad
  FROM ours WHERE topic IS NOT NULL GROUP BY persona, topic
)
SELECT (SELECT count(*) FROM feedback WHERE brand IS NULL AND origin = 'review') AS reviews,
       (SELECT count(*) FROM feedback WHERE brand IS NULL AND origin = 'ticket') AS tickets,
       (SELECT map_from_entries(list({'k': topic, 'v': {'mentions': mentions, 'bad': bad}} ORDER BY topic))
        FROM (SELECT topic, count(*) AS mentions, count(*) FILTER (kind = 'complaint') AS bad FROM ours WHERE topic IS NOT NULL
          GROUP BY topic)) AS topics,
       map_from_entries(list({'k': persona, 'v': {'texts': texts, 'most': most, 'topics': topics}} ORDER BY persona)) AS personas
FROM (SELECT persona, arg_max(topic, bad) AS most, map_from_entries(list({'k': topic, 'v': found} ORDER BY topic)) AS topics
  FROM counted GROUP BY persona)
JOIN sizes USING (persona);
