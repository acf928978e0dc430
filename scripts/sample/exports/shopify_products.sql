-- A row an item, and one a further picture of it, which has a handle and nothing to sell.
WITH told AS (
  SELECT *, 1 AS row FROM shelf
  UNION ALL BY NAME
  SELECT sku, 2 AS row FROM shelf WHERE item_id::BIGINT % 3 = 0
)
SELECT lower(sku) AS "Handle", coalesce(product, '') AS "Title",
       CASE row WHEN 1 THEN '<p>From a small garden, picked by hand.' || chr(10) || 'Keep it cool, dry and "dark".</p>' END AS "Body (HTML)",
       CASE row WHEN 1 THEN 'Luming Tea' END AS "Vendor", category AS "Type", '' AS "Tags",
       CASE row WHEN 1 THEN 'true' END AS "Published", CASE row WHEN 1 THEN 'Title' END AS "Option1 Name",
       CASE row WHEN 1 THEN 'Default Title' END AS "Option1 Value", '' AS "Option2 Name", '' AS "Option2 Value",
       '' AS "Option3 Name", '' AS "Option3 Value", CASE row WHEN 1 THEN sku END AS "Variant SKU",
       CASE row WHEN 1 THEN '120' END AS "Variant Grams",
       CASE row WHEN 1 THEN 'shopify' END AS "Variant Inventory Tracker", stock::VARCHAR AS "Variant Inventory Qty",
       CASE row WHEN 1 THEN 'deny' END AS "Variant Inventory Policy",
       CASE row WHEN 1 THEN 'manual' END AS "Variant Fulfillment Service",
       CASE row WHEN 1 THEN money(floor_price) END AS "Variant Price",
       CASE row WHEN 1 THEN money(list_price) END AS "Variant Compare At Price",
       CASE row WHEN 1 THEN 'true' END AS "Variant Requires Shipping",
       CASE row WHEN 1 THEN 'true' END AS "Variant Taxable", '' AS "Variant Barcode",
       'https://shop.example/' || sku || '-' || row || '.jpg' AS "Image Src", row::VARCHAR AS "Image Position",
       '' AS "Image Alt Text", CASE row WHEN 1 THEN 'false' END AS "Gift Card", '' AS "SEO Title",
       '' AS "SEO Description", '' AS "Google Shopping / Google Product Category", '' AS "Google Shopping / Gender",
       '' AS "Google Shopping / Age Group", '' AS "Google Shopping / MPN", '' AS "Google Shopping / AdWords Grouping",
       '' AS "Google Shopping / AdWords Labels", '' AS "Google Shopping / Condition",
       '' AS "Google Shopping / Custom Product", '' AS "Google Shopping / Custom Label 0",
       '' AS "Google Shopping / Custom Label 1", '' AS "Google Shopping / Custom Label 2",
       '' AS "Google Shopping / Custom Label 3", '' AS "Google Shopping / Custom Label 4", '' AS "Variant Image",
       CASE row WHEN 1 THEN 'g' END AS "Variant Weight Unit", '' AS "Variant Tax Code",
       CASE row WHEN 1 THEN money(unit_cost) END AS "Cost per item"
FROM told ORDER BY sku, row;
