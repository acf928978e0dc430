SELECT '2026-10' AS period, money(sum(gross)) AS gross, money(sum(discount_shop)) AS shop,
  money(sum(discount_platform)) AS platform, money(sum(discount_creator)) AS creator,
       sum(discount_shop) / sum(gross - goods) AS share_shop, sum(discount_platform) / sum(gross - goods) AS share_platform,
         sum(discount_creator) / sum(gross - goods) AS share_creator
FROM (SELECT sum(gross) AS gross, sum(gross) - sum(discount_shop + discount_platform + discount_creator) AS goods,
  sum(discount_shop) AS discount_shop, sum(discount_platform) AS discount_platform, sum(discount_creator) AS discount_creator
      FROM sum_days WHERE date >= DATE '2026-10-01');
