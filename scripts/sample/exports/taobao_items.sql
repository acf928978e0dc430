-- 价格 is the list's; what a line costs after its discounts is 买家应付货款.
SELECT '="' || order_id || '-' || line || '"' AS "子订单编号", '="' || order_id || '"' AS "主订单编号", product AS "标题",
       money(list_price) AS "价格", quantity::VARCHAR AS "购买数量", '' AS "外部系统编号", '规格：标准装' AS "商品属性",
       '' AS "套餐信息",
       CASE status WHEN 'unpaid' THEN '等待买家付款' WHEN 'paid' THEN '交易成功' ELSE '交易关闭' END AS "订单状态",
       sku AS "商家编码", '="26' || substr(order_id, 2) || '"' AS "支付单号", money(quantity * unit_price) AS "买家应付货款",
       money(CASE WHEN status = 'paid' THEN quantity * unit_price ELSE 0 END) AS "买家实付金额",
       CASE WHEN refund > 0 THEN '退款成功' ELSE '没有申请退款' END AS "退款状态",
       CASE WHEN refund > 0 AND line = 1 THEN money(refund) ELSE '无退款申请' END AS "退款金额",
       moment(ordered_at) AS "订单创建时间", moment(paid_at) AS "订单付款时间", '' AS "确认收货时间",
       '="' || item_id || '"' AS "商品ID", '' AS "分阶段信息", '' AS "物流单号", '' AS "物流公司", '0' AS "店铺ID", '鹿鸣茶旗舰店' AS "店铺名称"
FROM lines WHERE platform = 'tmall' ORDER BY ordered_at DESC, order_id, line;
