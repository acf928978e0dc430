SELECT format AS k, {'engagement_rate': sum(engagement) / sum(views), 'posts': count(*)} AS v FROM competitor_posts
  GROUP BY format ORDER BY format;
