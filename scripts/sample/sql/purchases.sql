-- Buyers from..until of one platform: when they come and buy again (BG/NBD in the platform's own clock).
COPY (
  WITH buyers AS (
    SELECT i, seed(getvariable('draw') || i) AS h FROM range(getvariable('start')::BIGINT, getvariable('stop')::BIGINT) t(i)
  ), placed AS (
    SELECT i, h, unit(low(h), 0, 32) * getvariable('clock_end') AS x FROM buyers
  ), arrived AS (
    SELECT i, h, x, c.day + (x >= c.boundary)::INT AS day FROM placed
    JOIN cells c ON c.p = getvariable('p') AND c.kind = 'new' AND c.cell = floor(x * 16)::INT
  ), firsts AS (
    SELECT i, a.day, r.start + (x - f.start) / f.width * r.width AS tau, rates.rate, dropouts.dropout, unit(high(h), 0, 32) AS stay
    FROM arrived a
    JOIN clocks f ON f.p = getvariable('p') AND f.kind = 'new' AND f.day = a.day
    JOIN clocks r ON r.p = getvariable('p') AND r.kind = 'repeat' AND r.day = a.day
    JOIN mixture rates ON rates.bucket = bits(low(h), 32, 12)::INT
    JOIN mixture dropouts ON dropouts.bucket = bits(low(h), 44, 12)::INT
  ), expected AS (
    SELECT *, rate * (getvariable('clock_end') - tau) / 7 AS many FROM firsts
  ), steps AS (
    SELECT i, k, tau, (-7e6 * ln(unit(low(seed(getvariable('draw') || i || '+' || k)), 0, 48)) / rate)::BIGINT AS gap
    FROM expected, unnest(range(1, 1 + least(31, 1 + floor(least(ln(stay) / ln(1 - dropout), 99))::INT,
      ceil(many + 4 * sqrt(many) + 3)::INT))) t(k)
    WHERE many > 1e-6
  ), repeats AS (
    SELECT i, k, tau + sum(gap) OVER (PARTITION BY i ORDER BY k) / 1e6 AS x FROM steps
  ), everything AS (
    SELECT i, 0 AS k, day FROM firsts
    UNION ALL
    SELECT i, k, c.day + (x >= c.boundary)::INT FROM repeats
    JOIN cells c ON c.p = getvariable('p') AND c.kind = 'repeat' AND c.cell = floor(x * 16)::INT WHERE x < getvariable('clock_end')
  )
  SELECT getvariable('p')::TINYINT AS p, i::INTEGER AS i, k::TINYINT AS k, day::SMALLINT AS day, month FROM everything
    JOIN calendar USING (day)
) TO (getvariable('staging')) (FORMAT parquet, PARTITION_BY (month), APPEND, FILENAME_PATTERN 'part_{uuid}');
