SELECT strftime(date, '%Y%m%d') AS "日期", '''' || (70000 + dense_rank() OVER (ORDER BY campaign)) AS "计划ID",
       campaign AS "推广计划", '-' AS "跟单SKU ID", creative AS "跟单SKU名称", money(spend) AS "花费",
       impressions::VARCHAR AS "展现数", clicks::VARCHAR AS "点击数", conversions::VARCHAR AS "总订单行", money(paid) AS "总订单金额",
       '0' AS "下单新客"
FROM spent WHERE platform = 'jd' ORDER BY date DESC, campaign;
