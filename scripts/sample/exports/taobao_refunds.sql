-- Also refunds that the shop refused: they are asked for and never paid.
WITH asked AS (
  SELECT *, refund AS amount, refunded_at AS ended, '退款成功' AS state FROM placed WHERE refund > 0
  UNION ALL BY NAME
  SELECT *, paid AS amount, paid_at + INTERVAL 4 DAY AS ended, '退款关闭' AS state FROM placed
  WHERE status = 'paid' AND refund = 0 AND draw(customer_id, 13) % 64 = 0
)
SELECT order_id AS "订单编号", 'R' || substr(order_id, 2) AS "退款编号", '2026' || substr(order_id, 2) AS "支付宝交易号",
       moment(paid_at) AS "订单付款时间", '' AS "商品sku信息", moment(ended) AS "退款完结时间", money(paid) AS "买家实际支付金额",
       money(amount) AS "退款总额", '' AS "宝贝标题", '手工退款' AS "手工退款/系统退款",
       moment(greatest(paid_at, ended - INTERVAL 2 DAY)) AS "退款申请时间", '' AS "超时时间", state AS "退款状态",
       '买家已收到货' AS "货物状态", '' AS "退货物流信息", '' AS "发货物流信息", '未申请' AS "客服介入状态",
       province(region) || street(customer_id) AS "卖家退货地址", '000000' AS "卖家邮编", '' AS "卖家电话",
       phone(customer_id) AS "卖家手机", '' AS "退货物流单号", '' AS "退货物流公司", '七天无理由' AS "买家退款原因",
       '我是' || full_name(customer_id) || '，电话' || phone(customer_id) AS "买家退款说明", '' AS "买家退货时间",
       '' AS "责任方", '售后' AS "售中或售后", '' AS "备注标签", '' AS "商家备注",
       CASE WHEN amount = paid THEN '全额退款' ELSE '部分退款' END AS "部分退款/全额退款", '' AS "审核操作人", '' AS "举证超时时间",
       '否' AS "是否零秒响应", account(customer_id) AS "退款操作人", '' AS "退款原因标签", '' AS "业务类型", '' AS "代客发起",
       '' AS "代客发起操作子账号", '' AS "小额收款", '' AS "淘特订单", '退货退款' AS "售后类型", '' AS "商品id", money(amount) AS "退给买家金额",
       '0.00' AS "退给平台金额", '' AS "换新商品信息", full_name(customer_id) AS "卖家真实姓名", '' AS "发货物流单号", '' AS "发货物流公司",
       '' AS "商家自动退策略", '' AS "商家自动退模板", '' AS "商家编码"
FROM asked WHERE platform = 'tmall' ORDER BY ended DESC, order_id;
