WITH changes AS (
  SELECT n, sum(cents) FILTER (month(date) = 9) AS before, sum(cents) FILTER (month(date) = 10) AS after,
         sum(cents) FILTER (month(date) = 9 AND p = 1) AS tmall_before, sum(cents) FILTER (month(date) = 10
           AND p = 1) AS tmall_after
  FROM sum_items WHERE date BETWEEN DATE '2026-09-01' AND DATE '2026-10-31' GROUP BY n
), ranked AS (
  SELECT sku, product, money(coalesce(before, 0)) AS paid_before, money(coalesce(after, 0)) AS paid_after, money(coalesce(after,
    0) - coalesce(before, 0)) AS change,
         money(tmall_before) AS tmall_before, money(tmall_after) AS tmall_after, rank() OVER (ORDER BY coalesce(after,
           0) - coalesce(before, 0)) AS place,
         lead(money(coalesce(after, 0) - coalesce(before, 0))) OVER (ORDER BY coalesce(after, 0) - coalesce(before,
           0)) AS change_of_next
  FROM changes JOIN products USING (n)
)
SELECT 'tmall' AS platform, sku, product, '2026-10' AS period, '2026-09' AS previous, '2026-10-05' AS starts,
  '2026-10-31' AS ends, place AS rank, change AS realised,
       paid_before, paid_after, tmall_before, tmall_after, change_of_next FROM ranked WHERE sku = 'LM-TGY-250';
