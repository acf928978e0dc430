-- Delivered over promised.
SELECT creator AS k, {'campaign': campaign, 'platform': platform, 'posts': posts / promised_posts, 'views': views / promised_views,
  'paid': paid / promised_paid, 'commission': round((paid - refund) * commission, 2), 'slot_fee': slot_fee} AS v
FROM creators_out JOIN begun USING (campaign) WHERE ran ORDER BY creator;
