SELECT brand, sku, min(date)::VARCHAR AS week, arg_min(deal_price, date) AS deal_price FROM competitor_items
JOIN (SELECT brand, sku FROM rival_items WHERE launched IS NOT NULL) USING (brand, sku) GROUP BY ALL;
