-- Where rivals sell much with few items, in the current month, by deal price.
WITH rows AS (
  SELECT deal_price >= low AND deal_price < high AS inside, units_sold, low, high FROM competitor_items CROSS JOIN bands
    WHERE date >= DATE '2026-10-01'
)
SELECT '2026-10' AS period, any_value(low) AS low, any_value(high) AS high, sum(units_sold) FILTER (inside)
  / sum(units_sold) AS demand_share,
       count(*) FILTER (inside) / count(*) AS supply_share,
       sum(units_sold) FILTER (inside) / sum(units_sold) / (count(*) FILTER (inside) / count(*)) AS opportunity
FROM rows;
