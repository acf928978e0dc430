SELECT sku AS k, {'campaign': campaign, 'platform': platform, 'stock': stock, 'units': units, 'target_units': target_units,
  'rate': units / stock} AS v
FROM assortment_sold JOIN begun USING (campaign) WHERE ran ORDER BY n;
