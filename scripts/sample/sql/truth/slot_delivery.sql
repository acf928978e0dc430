-- What each slot brought of the visitors that its platform promised, over the campaigns that ran.
SELECT platform || '/' || slot AS k, {'slots': count(*), 'promised_visitors': sum(promised_visitors)::BIGINT,
  'visitors': sum(visitors)::BIGINT, 'share': sum(visitors) / sum(promised_visitors)} AS v
FROM resources JOIN begun USING (campaign) WHERE ran AND status = 'granted' GROUP BY ALL ORDER BY k;
