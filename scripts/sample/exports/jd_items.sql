-- A row that sums up all others ends it.
SELECT strftime(date, '%Y-%m-%d') AS "时间", item_id AS "SKU", sku AS "货号", product AS "SKU名称", '食品饮料' AS "一级类目",
       '茗茶' AS "二级类目", '茗茶' AS "三级类目", yuan(paid) AS "成交金额", commas(units) AS "成交商品件数", commas(buyers) AS "成交单量",
       commas(buyers) AS "成交客户数", commas(visitors) AS "商品访客数", commas(visitors * 2) AS "商品浏览量", '-' AS "搜索曝光次数",
       '-' AS "搜索点击次数", commas(impressions) AS "商品曝光次数", '-' AS "商品曝光人数", commas(cart_adders) AS "加购客户数",
       yuan(paid) AS "下单金额", commas(buyers) AS "下单单量", commas(buyers) AS "下单客户数", yuan(refund) AS "取消及售后退款金额",
       commas(favorites) AS "商品关注数"
FROM seen WHERE platform = 'jd'
UNION ALL
SELECT '合计', '', '', '', '', '', '', yuan(sum(paid)), commas(sum(units)), '', '', commas(sum(visitors)), '', '', '',
       '', '', '', '', '', '', yuan(sum(refund)), ''
FROM seen WHERE platform = 'jd' HAVING count(*) > 0
ORDER BY "时间", "SKU";
