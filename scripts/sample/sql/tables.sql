-- What the tables show of a slice.
CREATE OR REPLACE TEMP VIEW orders_out AS
SELECT order_id, customer_id, ordered_at, paid_at,
       CASE WHEN unpaid THEN CASE WHEN moment >= getvariable('last')::TIMESTAMP THEN 'unpaid' ELSE 'cancelled' END
         WHEN refund >= paid THEN 'refunded' ELSE 'paid' END AS status,
       money(gross) AS gross, money(discount_shop) AS discount_shop, money(discount_platform) AS discount_platform,
         money(discount_creator) AS discount_creator,
       money(shipping) AS shipping, money(tax) AS tax, money(paid) AS paid, money(refund) AS refund, refunded_at,
         money(deposit) AS deposit,
       getvariable('currency') AS currency, platform, creator, campaign, region
FROM wide ORDER BY moment, order_id;

CREATE OR REPLACE TEMP VIEW order_items_out AS
WITH lines AS (
  SELECT moment, order_id, unnest([n0, n1, n2]) AS n, unnest([q0, q1, q2]) AS quantity, unnest([unit0, unit1, unit2]) AS unit,
    unnest([0, 1, 2]) AS line FROM wide
)
SELECT order_id, sku, product, category, quantity, money(unit) AS unit_price, money(cost_cents) AS unit_cost
FROM lines JOIN products USING (n) ORDER BY moment, order_id, line;
