-- What the exports are made of: rows of the days asked for, ways of writing a cell, and people, whom the sample has not.
CREATE VIEW shelf AS
SELECT *, (620000000000 + 7919 * row_number() OVER (ORDER BY sku))::VARCHAR AS item_id FROM products;

CREATE VIEW placed AS
SELECT *, discount_shop + discount_platform + discount_creator AS discount,
       -- how long ago it was paid when the export was made, for where the parcel is
       date_diff('day', paid_at, getvariable('last') + INTERVAL 1 DAY) AS age
FROM orders WHERE ordered_at::DATE BETWEEN getvariable('since') AND getvariable('until');

CREATE VIEW lines AS
SELECT p.*, i.* EXCLUDE (order_id), s.list_price, s.item_id,
       row_number() OVER (PARTITION BY p.order_id ORDER BY i.sku) AS line
FROM placed p JOIN order_items i USING (order_id) JOIN shelf s USING (sku);

CREATE VIEW visits AS FROM traffic WHERE date BETWEEN getvariable('since') AND getvariable('until');
CREATE VIEW seen AS
SELECT t.*, s.product, s.item_id FROM item_traffic t JOIN shelf s USING (sku)
WHERE date BETWEEN getvariable('since') AND getvariable('until');
CREATE VIEW spent AS FROM ad_spend WHERE date BETWEEN getvariable('since') AND getvariable('until');

CREATE MACRO money(x) AS printf('%.2f', x);
CREATE MACRO commas(x) AS format('{:,}', x::BIGINT);
CREATE MACRO yuan(x) AS format('{:,.2f}', x);
CREATE MACRO percent(x) AS printf('%.2f%%', 100 * x);
CREATE MACRO moment(x) AS strftime(x, '%Y-%m-%d %H:%M:%S');

-- No real person is called 甄 + such a number, has these telephone numbers or lives in these streets: a test finds them.
CREATE MACRO draw(id, n) AS ('0x' || substr(id, n, 4))::INTEGER;
CREATE MACRO account(id) AS '甄' || id;
CREATE MACRO full_name(id) AS '甄' || substr('安宁静远清和明月松风云鹤', 1 + draw(id, 1) % 11, 2);
CREATE MACRO phone(id) AS printf('1390000%04d', draw(id, 5) % 10000);
CREATE MACRO mail(id) AS id || '@private.example';
CREATE MACRO street(id) AS '隐私路' || (1 + draw(id, 9) % 900) || '号';
CREATE MACRO province(region) AS region || CASE WHEN region IN ('北京', '上海') THEN '市' ELSE '省' END;

-- Of what is told of several entries together: a quarter, the three others, or all of it.
CREATE MACRO part(n, quarters) AS CASE quarters WHEN 1 THEN n // 4 WHEN 3 THEN n - n // 4 ELSE n END;
CREATE MACRO channel_group(source) AS CASE source WHEN 'search' THEN 'Organic Search' WHEN 'direct' THEN 'Direct'
  WHEN 'e-mail' THEN 'Email' WHEN 'search_ad' THEN 'Paid Search' WHEN 'feed_ad' THEN 'Paid Social'
  WHEN 'creator' THEN 'Influencer' END;
CREATE MACRO once(line, x) AS CASE line WHEN 1 THEN x END;
CREATE MACRO zoned(x) AS strftime(timezone('America/New_York', x), '%Y-%m-%d %H:%M:%S %z') || '00';
SET TimeZone = 'America/New_York'; -- in which the engine writes zoned times
