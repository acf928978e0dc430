-- Slot fees stand within the cost; commissions and advertising come on top, discounts are told apart.
WITH campaign AS (
  SELECT c.* FROM campaigns c JOIN (SELECT DISTINCT campaign, platform FROM assortment) USING (campaign, platform) JOIN begun USING (campaign) WHERE ran
), spent AS (
  SELECT sum(spend) AS advertising FROM ad_spend a JOIN campaign c ON c.platform = a.platform AND a.date BETWEEN c.starts AND c.ends
), given AS (
  SELECT money(sum(discount_shop)) AS discount_shop FROM sum_days s JOIN platforms USING (p)
  JOIN campaign c ON c.platform = platforms.platform AND s.date BETWEEN c.starts AND c.ends
), placed AS (
  SELECT sum(slot_fee) AS slot_fees, sum((paid - refund) * commission) AS commissions FROM creators_out JOIN begun USING (campaign) WHERE ran
)
SELECT campaign, platform, budget::DOUBLE AS budget, cost::DOUBLE AS cost, round(advertising, 2) AS advertising, slot_fees,
       round(commissions, 2) AS commissions, discount_shop, round(cost + advertising + commissions, 2) AS total
FROM campaign, spent, given, placed;
