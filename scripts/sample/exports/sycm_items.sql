-- Every cell is text: commas in numbers, percent signs, - where there is nothing.
SELECT strftime(date, '%Y-%m-%d') AS "统计日期", item_id AS "商品ID", product AS "商品名称", item_id AS "主商品ID", '普通商品' AS "商品类型",
       sku AS "货号", '当前在线' AS "商品状态", '-' AS "商品标签", commas(visitors) AS "商品访客数", commas(visitors * 2) AS "商品浏览量",
       '41.20' AS "平均停留时长", '52.30%' AS "商品详情页跳出率", commas(favorites) AS "商品收藏人数",
       commas(cart_adders + units // 4) AS "商品加购件数", commas(cart_adders) AS "商品加购人数", commas(buyers) AS "下单买家数",
       commas(units) AS "下单件数", yuan(paid) AS "下单金额", percent(buyers / visitors) AS "下单转化率", commas(buyers) AS "支付买家数",
       commas(units) AS "支付件数", yuan(paid) AS "支付金额", percent(buyers / visitors) AS "商品支付转化率",
       commas(buyers - buyers // 3) AS "支付新买家数", commas(buyers // 3) AS "支付老买家数", '-' AS "老买家支付金额", '-' AS "聚划算支付金额",
       yuan(paid / visitors) AS "访客平均价值", yuan(refund) AS "成功退款金额", '-' AS "竞争力评分", '-' AS "年累计支付金额", '-' AS "月累计支付金额",
       '-' AS "月累计支付件数", '-' AS "搜索引导支付转化率", commas(visitors // 3) AS "搜索引导访客数", '-' AS "搜索引导支付买家数",
       '-' AS "结构化详情引导转化率", '-' AS "结构化详情引导成交占比"
FROM seen WHERE platform = 'tmall' ORDER BY date, item_id;
