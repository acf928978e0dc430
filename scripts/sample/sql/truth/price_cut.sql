-- The last four weeks' pages against those of the four weeks before the cut.
SELECT brand, v.starts::VARCHAR AS starts, v.price - 1 AS planted, count(DISTINCT i.sku) AS items,
       avg(page_price) FILTER (date >= v.starts)
         / avg(page_price) FILTER (date BETWEEN v.starts - 28 AND v.starts - 1) - 1 AS realised
FROM competitor_items i JOIN rival_moves v USING (brand) WHERE v.truth = 'price_cut' GROUP BY ALL;
