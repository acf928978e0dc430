-- Lines of a year's orders as two platforms export them: two an order, the newest first, as many on each day. Who buys
-- what for how much is drawn from the order's number, so that each time the same bytes come out.
CREATE MACRO draw(number, nth, most) AS (hash(number * 16 + nth) % most)::INT;
CREATE MACRO one_of(number, nth, many) AS many[1 + draw(number, nth, len(many))];
CREATE MACRO money(amount) AS printf('%.2f', amount::DOUBLE);
CREATE MACRO moment(told) AS strftime(told, '%Y-%m-%d %H:%M:%S');
CREATE MACRO lines(many) AS TABLE
    SELECT *, printf('%d', 4000000000000000000 + number * 1000003) AS order_id, printf('SKU%04d', article) AS sku,
           printf('%d', 600000000000 + article) AS item, 9.9 + article AS price,
           one_of(article, 7, ['明前龙井茶叶礼盒250g', '高山云雾绿茶散装500g', '白毫银针老白茶饼350g', '桂花乌龙茶包24枚装']) AS product,
           CASE WHEN fate >= 60 THEN ordered_at + to_seconds(draw(number, 5, 900)) END AS paid_at
    FROM (SELECT range AS line, range // 2 AS number, draw(number, 1, 1000) AS fate, draw(number, 2, many // 5 + 1) AS buyer,
                 draw(range, 3, 400) AS article, 1 + draw(range, 4, 3) AS quantity,
                 one_of(number, 6, ['浙江省杭州市西湖区', '广东省深圳市南山区', '上海市浦东新区', '四川省成都市武侯区']) AS town,
                 TIMESTAMP '2026-10-31 23:59:59' - to_seconds((number * 63_072_000 // many)::BIGINT) AS ordered_at
          FROM range(many));

CREATE MACRO taobao(many) AS TABLE
    SELECT '="' || order_id || line % 2 || '"' AS "子订单编号", '="' || order_id || '"' AS "主订单编号", product AS "标题",
           money(price) AS "价格", quantity::VARCHAR AS "购买数量", NULL AS "外部系统编号", '颜色分类:红;规格:标准装' AS "商品属性", NULL AS "套餐信息",
           CASE WHEN fate < 40 THEN '等待买家付款' WHEN fate < 120 THEN '交易关闭' WHEN fate < 200 THEN '卖家已发货，等待买家确认'
             ELSE '交易成功' END AS "订单状态",
           sku AS "商家编码", '="26' || order_id || '"' AS "支付单号", money(price * quantity * 0.9) AS "买家应付货款",
           money(CASE WHEN fate < 120 THEN 0 ELSE price * quantity * 0.9 END) AS "买家实付金额",
           CASE WHEN fate BETWEEN 60 AND 119 THEN '退款成功' ELSE '没有申请退款' END AS "退款状态",
           CASE WHEN fate BETWEEN 60 AND 119 THEN money(price * quantity * 0.9) ELSE '无退款申请' END AS "退款金额",
           moment(ordered_at) AS "订单创建时间", moment(paid_at) AS "订单付款时间", NULL AS "确认收货时间", '="' || item || '"' AS "商品ID",
           NULL AS "分阶段信息", 'No:SF' || order_id AS "物流单号", '顺丰速运' AS "物流公司", '0' AS "店铺ID", '鹿鸣茶旗舰店' AS "店铺名称"
    FROM lines(many);

-- what is told of the order stands on each of its lines
CREATE MACRO jd(many) AS TABLE
    SELECT '''' || order_id || chr(9) AS "订单号", '''' || item || chr(9) AS "商品ID", product AS "商品名称", quantity::VARCHAR AS "订购数量",
           '在线支付' AS "支付方式", moment(ordered_at) AS "下单时间", money(price) AS "京东价", money(50 + fate) AS "订单金额",
           money(45 + fate) AS "结算金额", '0.00' AS "余额支付", money(45 + fate) AS "应付金额",
           CASE WHEN fate < 40 THEN '等待付款' WHEN fate < 60 THEN '已取消' WHEN fate < 120 THEN '(删除)等待出库' ELSE '完成' END AS "订单状态",
           'SOP' AS "订单类型", 'jd_' || buyer AS "下单帐号", '张' || buyer AS "客户姓名", town || '隐私路' || buyer % 500 || '号' AS "客户地址",
           printf('139%08d', buyer) AS "联系电话", NULL AS "订单备注", '电子发票' AS "发票类型", '张' || buyer AS "发票抬头", '明细' AS "发票内容",
           NULL AS "商家备注", NULL AS "商家备注等级（等级1-5为由高到低）", '0.00' AS "运费金额", moment(paid_at) AS "付款确认时间", NULL AS "增值税发票",
           sku AS "货号", NULL AS "订单完成时间", 'APP' AS "订单来源", '京东' AS "订单渠道"
    FROM lines(many);
