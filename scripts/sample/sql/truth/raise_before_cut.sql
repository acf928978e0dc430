WITH moves AS (
  SELECT brand, min(starts) AS raised, max(starts) AS cut, max(price) - 1 AS planted,
    arg_max(depth, starts) AS claimed
  FROM rival_moves WHERE truth = 'raise_before_cut' GROUP BY brand
)
SELECT brand, raised::VARCHAR AS raised, cut::VARCHAR AS cut, planted, claimed, count(DISTINCT sku) AS items,
       avg(page_price) FILTER (date BETWEEN raised AND raised + 27)
         / avg(page_price) FILTER (date BETWEEN raised - 28 AND raised - 1) - 1 AS raise,
       -- What the buyer gains on the cheapest week of the thirty days before.
       avg(deal_price) FILTER (date >= cut) / avg(deal_price) FILTER (date BETWEEN cut - 30 AND cut - 1) - 1 AS real_cut
FROM competitor_items JOIN moves USING (brand) GROUP BY ALL;
