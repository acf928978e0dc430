-- One line an item; what is told of the order stands on each of its lines. 京东价 is the list's; an order that was taken
-- back after delivery is 完成 all the same, one that was cancelled before it left is (删除).
SELECT '''' || order_id || chr(9) AS "订单号", '''' || item_id || chr(9) AS "商品ID", product AS "商品名称",
       quantity::VARCHAR AS "订购数量",
       '在线支付' AS "支付方式", moment(ordered_at) AS "下单时间", money(list_price) AS "京东价", money(gross) AS "订单金额",
       money(paid) AS "结算金额", '0.00' AS "余额支付", money(paid) AS "应付金额",
       CASE WHEN status = 'unpaid' THEN '等待付款' WHEN status = 'cancelled' THEN '已取消'
         WHEN status = 'refunded' AND refunded_at < paid_at + INTERVAL 1 DAY THEN '(删除)等待出库' WHEN age < 2 THEN '等待出库'
         WHEN age < 8 THEN '等待确认收货' ELSE '完成' END AS "订单状态",
       'SOP' AS "订单类型", account(customer_id) AS "下单帐号", full_name(customer_id) AS "客户姓名",
       province(region) || '安心市隐私区' || street(customer_id) AS "客户地址", phone(customer_id) AS "联系电话",
       CASE WHEN draw(customer_id, 1) % 40 = 0 THEN '请电' || phone(customer_id) END AS "订单备注", '电子发票' AS "发票类型",
       full_name(customer_id) AS "发票抬头", '明细' AS "发票内容", '' AS "商家备注", '' AS "商家备注等级（等级1-5为由高到低）",
       money(shipping) AS "运费金额", moment(paid_at) AS "付款确认时间", '' AS "增值税发票", sku AS "货号", '' AS "订单完成时间",
       'APP' AS "订单来源", '京东' AS "订单渠道"
FROM lines WHERE platform = 'jd' ORDER BY ordered_at DESC, order_id, line;
