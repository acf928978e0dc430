-- What reviews of each rival speak of, as it was planted; a text may name a topic once.
WITH named AS (
  SELECT feedback_id, brand, unnest([topic, other_topic]) AS topic, unnest([kind, other_kind]) AS kind FROM feedback
  WHERE origin = 'review' AND brand IS NOT NULL
), sizes AS (
  SELECT brand, count(*) AS reviews FROM feedback WHERE origin = 'review' AND brand IS NOT NULL GROUP BY brand
), counted AS (
  SELECT brand, topic, {'mentions': count(*), 'good': count(*) FILTER (kind = 'praise'),
    'bad': count(*) FILTER (kind = 'complaint'),
           'reviews': any_value(sizes.reviews), 'planted': {'praise': any_value(coalesce(r.praise, 1)),
             'complaint': any_value(coalesce(r.complaint, 1))}} AS found
  FROM named JOIN sizes USING (brand) LEFT JOIN rival_voices r USING (brand, topic) WHERE topic IS NOT NULL GROUP BY brand, topic
)
SELECT brand AS k, map_from_entries(list({'k': topic, 'v': found} ORDER BY topic)) AS v FROM counted GROUP BY brand ORDER BY brand;
