-- One line a sub-order with its own part of each amount; ids have a tab before them, people are enciphered.
WITH weighed AS (
  SELECT *, quantity * (list_price - unit_price) AS off, sum(quantity * (list_price - unit_price)) OVER upto AS off_upto
  FROM lines WHERE platform = 'douyin'
  WINDOW upto AS (PARTITION BY order_id ORDER BY line)
), parts AS (
  -- to the cent, and so that the parts of an amount add up to it
  SELECT *,
  round(discount_platform * off_upto / discount, 2) - round(discount_platform * (off_upto - off) / discount, 2)
              AS by_platform,
         round(discount_creator * off_upto / discount, 2) - round(discount_creator * (off_upto - off) / discount, 2)
              AS by_creator,
         CASE line WHEN 1 THEN shipping ELSE 0 END AS freight
  FROM weighed
)
SELECT chr(9) || order_id AS "主订单编号", chr(9) || order_id || line AS "子订单编号", product AS "选购商品", '标准装' AS "商品规格",
       quantity::VARCHAR AS "商品数量", chr(9) || item_id AS "商品ID", sku AS "商家编码", money(list_price) AS "商品单价",
       money(quantity * list_price) AS "商品金额", money(quantity * unit_price + freight) AS "订单应付金额",
       money(freight) AS "运费",
       '0.00' AS "手续费", '##' || full_name(customer_id) || '##' AS "收件人", '$$' || phone(customer_id) || '$$' AS "收件人手机号",
       region || '##' || street(customer_id) || '##' AS "详细地址", moment(ordered_at) AS "订单提交时间",
       coalesce(moment(paid_at), '-') AS "支付完成时间", CASE WHEN paid_at IS NULL THEN '-' ELSE '抖音支付' END AS "支付方式",
       '-' AS "订单完成时间",
       CASE WHEN status = 'unpaid' THEN '待支付' WHEN status IN ('cancelled', 'refunded') THEN '已关闭' WHEN age < 2 THEN '待发货'
         WHEN age < 12 THEN '已发货' ELSE '已完成' END AS "订单状态",
       -- part of the money came back for one of the items
       CASE WHEN status = 'refunded' OR (refund > 0 AND line = 1) THEN '退款成功' ELSE '-' END AS "售后状态",
       CASE status WHEN 'cancelled' THEN '超时未支付' ELSE '-' END AS "取消原因", '-' AS "发货时间", '-' AS "承诺发货时间",
       'SF' || substr(order_id, 2) || '-顺丰速运,' AS "快递信息",
       CASE WHEN creator IS NULL THEN '0' ELSE chr(9) || '9' || substr(order_id, 2) END AS "达人ID",
       coalesce(creator, '-') AS "达人昵称",
       money(quantity * unit_price) AS "商家收入金额", money(by_platform) AS "平台实际承担优惠金额",
       money(off - by_platform - by_creator) AS "商家实际承担优惠金额", money(by_creator) AS "达人实际承担优惠金额",
       CASE WHEN draw(customer_id, 1) % 40 = 0 THEN full_name(customer_id) || ' ' || phone(customer_id) ELSE '-' END AS "商家备注",
       '普通订单' AS "订单类型"
FROM parts ORDER BY ordered_at DESC, order_id, line;
