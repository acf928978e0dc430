-- The assortment and, beside it, all other items of the platform, against the units and money of the days without the campaign.
WITH sides AS (
  SELECT CASE WHEN chosen THEN 'assortment' ELSE 'others' END AS side, sum(units) AS units, sum(cents) AS cents,
         sum(baseline * units_per_order * usual_share) AS units_baseline,
         sum(baseline * units_per_order * usual_share * price) AS cents_baseline,
         sum(baseline * factor * units_per_order * shown_share) AS units_planned
  FROM reviewed_items GROUP BY chosen
)
SELECT any_value(campaign) AS campaign, any_value(platform) AS platform,
       (SELECT map_from_entries(list({'k': side, 'v': {'planted': units_planned / units_baseline - 1,
         'realised': units / units_baseline - 1, 'units': units::BIGINT,
          'units_baseline': units_baseline, 'paid': money(cents), 'paid_baseline': money(cents_baseline)}} ORDER BY side))
            FROM sides) AS sides
FROM reviewed;
