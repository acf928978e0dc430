SELECT topic AS k, {'engagement_rate': sum(engagement) / sum(views), 'posts': count(*)} AS v FROM competitor_posts
  GROUP BY topic ORDER BY topic;
