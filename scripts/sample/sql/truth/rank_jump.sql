SELECT brand, sku, v.starts::VARCHAR AS week, max(rank) FILTER (date = v.starts - 7) AS from_rank,
  max(rank) FILTER (date = v.starts) AS to_rank,
       v.units AS planted
FROM competitor_items JOIN rival_moves v USING (brand, sku) WHERE v.truth = 'rank_jump' GROUP BY ALL;
