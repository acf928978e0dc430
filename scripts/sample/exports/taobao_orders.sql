-- 买家实际支付金额 has the refunds taken off already; some headers end with a blank; telephone numbers begin with '.
SELECT '="' || order_id || '"' AS "订单编号", account(customer_id) AS "买家会员名", mail(customer_id) AS "买家支付宝账号",
       money(gross - discount) AS "买家应付货款", money(shipping) AS "买家应付邮费", '0' AS "买家支付积分",
       money(paid) AS "总金额", '0' AS "返点积分",
       money(CASE WHEN paid_at IS NULL THEN 0 ELSE paid - refund END) AS "买家实际支付金额", '0' AS "买家实际支付积分",
       CASE WHEN status = 'unpaid' THEN '等待买家付款' WHEN status IN ('cancelled', 'refunded') THEN '交易关闭'
         WHEN age < 2 THEN '买家已付款，等待卖家发货' WHEN age < 12 THEN '卖家已发货，等待买家确认' ELSE '交易成功' END AS "订单状态",
       CASE WHEN draw(customer_id, 1) % 40 = 0 THEN '送货前请打 ' || phone(customer_id) END AS "买家留言",
       full_name(customer_id) AS "收货人姓名",
       province(region) || ' 安心市 隐私区 ' || street(customer_id) AS "收货地址 ",
       '快递' AS "运送方式", '' AS "联系电话 ", '''' || phone(customer_id) AS "联系手机",
       moment(ordered_at) AS "订单创建时间", moment(paid_at) AS "订单付款时间 ",
       titles AS "宝贝标题 ", kinds::VARCHAR AS "宝贝种类 ", 'No:SF' || substr(order_id, 2) AS "物流单号 ", '顺丰速运' AS "物流公司",
       CASE WHEN draw(customer_id, 5) % 40 = 0 THEN full_name(customer_id) || '要发票' END AS "订单备注",
       pieces::VARCHAR AS "宝贝总数量", '0' AS "店铺Id", '鹿鸣茶旗舰店' AS "店铺名称",
       CASE status WHEN 'cancelled' THEN '买家未付款' WHEN 'refunded' THEN '退款' ELSE '订单未关闭' END AS "订单关闭原因",
       '0' AS "卖家服务费", '0' AS "买家服务费", full_name(customer_id) AS "发票抬头", '手机订单' AS "是否手机订单",
       CASE WHEN deposit > 0 THEN '阶段1：定金' || money(deposit) END AS "分阶段订单信息", '' AS "特权订金订单id",
       '' AS "定金排名", '' AS "修改后的sku", '' AS "修改后的收货地址", '' AS "异常信息", '' AS "天猫卡券抵扣", '' AS "集分宝抵扣",
       '否' AS "是否是O2O交易", CASE WHEN refund > 0 THEN money(refund) ELSE '无退款申请' END AS "退款金额"
FROM placed JOIN (SELECT order_id, string_agg(product, '；' ORDER BY line) AS titles, count(*) AS kinds,
                         sum(quantity) AS pieces FROM lines GROUP BY order_id) USING (order_id)
WHERE platform = 'tmall' ORDER BY ordered_at DESC, order_id;
