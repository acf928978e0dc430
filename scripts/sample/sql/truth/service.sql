-- Minutes to the first answer and bad reviews (one or two stars), by platform, in September and October.
WITH months AS (
  SELECT strftime(feedback."at", '%Y-%m') AS month, * FROM feedback WHERE brand IS NULL AND feedback."at" >= DATE '2026-09-01'
), figures AS (
  SELECT month, platform, {'tickets': count(*) FILTER (origin = 'ticket'), 'minutes_median': median(response_minutes),
    'minutes_mean': avg(response_minutes),
           'reviews': count(rating), 'bad_reviews': count(*) FILTER (rating <= 2),
             'bad_share': count(*) FILTER (rating <= 2) / count(rating)} AS found
  FROM months GROUP BY month, platform
), planted AS (
  SELECT platform, minutes_factor, unhappy_factor FROM voice_rates WHERE minutes_factor > 1
)
SELECT (SELECT platform FROM planted) AS platform, '2026-10-01' AS since, (SELECT minutes_factor FROM planted) AS planted_minutes,
       (SELECT unhappy_factor FROM planted) AS planted_bad,
       map_from_entries(list({'k': month, 'v': platforms} ORDER BY month)) AS months
FROM (SELECT month, map_from_entries(list({'k': platform, 'v': found} ORDER BY platform)) AS platforms FROM figures GROUP BY month);
