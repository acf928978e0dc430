-- One day, which the file's name alone tells. A group's own row (汇总) has fewer visitors than its parts, for they
-- overlap; what is one source to us may be several entries of the platform.
WITH entries(source, first, second, quarters) AS (VALUES
  ('search', '淘内免费', '手淘搜索', 3), ('search', '淘内免费', '手淘拍立淘', 1), ('recommendation', '淘内免费', '手淘推荐', 4),
  ('live', '淘内免费', '淘宝直播', 4), ('direct', '自主访问', '我的淘宝', 4), ('search_ad', '付费流量', '直通车', 4),
  ('feed_ad', '付费流量', '引力魔方', 4)
), parts AS (
  SELECT first, second, second AS third, part(visitors, quarters) AS visitors, part(new_visitors, quarters) AS fresh,
         part(page_views, quarters) AS views, part(bounces, quarters) AS bounces, part(cart_adders, quarters) AS carts,
         part(buyers, quarters) AS buyers
  FROM visits JOIN entries USING (source) WHERE platform = 'tmall'
), told AS (
  SELECT *, 1 AS level FROM parts
  UNION ALL BY NAME
  SELECT first, '汇总' AS second, '汇总' AS third, sum(visitors) * 9 // 10 AS visitors, sum(fresh) AS fresh,
  sum(views) AS views,
         sum(bounces) * 8 // 10 AS bounces, sum(carts) AS carts, sum(buyers) AS buyers, 0 AS level
  FROM parts GROUP BY first
)
SELECT first AS "一级流量来源", second AS "二级流量来源", third AS "三级流量来源", commas(visitors) AS "访客数", '-' AS "访客数变化",
       percent(buyers / visitors) AS "支付转化率", '-' AS "支付转化率变化", commas(buyers) AS "下单买家数", '-' AS "下单买家数变化",
       commas(buyers) AS "支付买家数", '-' AS "支付买家数变化", commas(fresh) AS "新访客", '+1.20%' AS "新访客变化",
       commas(views) AS "浏览量", '-' AS "浏览量变化", commas(carts) AS "加购人数", '-' AS "加购人数变化",
       percent(bounces / visitors) AS "跳失率", '-' AS "跳失率变化"
FROM told ORDER BY first, level, second;
