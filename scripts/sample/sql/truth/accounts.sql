WITH months AS (
  SELECT strftime(date, '%Y-%m') AS month, platform, account, {'impressions': sum(impressions)::BIGINT,
    'followers': arg_max(followers, date),
           'gained': sum(gained)::BIGINT, 'lost': sum(lost)::BIGINT} AS found
  FROM accounts WHERE date >= DATE '2026-09-01' OR strftime(date, '%Y-%m') = '2025-10' GROUP BY month, platform, account
)
SELECT platform AS k, {'account': account, 'months': map_from_entries(list({'k': month, 'v': found} ORDER BY month))} AS v
FROM months GROUP BY platform, account ORDER BY platform;
