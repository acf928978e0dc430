-- Every random number is a slice of an md5, so that any engine and any scale draws the same.
CREATE MACRO low(h) AS (h & 18446744073709551615::UHUGEINT)::UBIGINT;
CREATE MACRO high(h) AS (h >> 64)::UBIGINT;
CREATE MACRO bits(h, shift, n) AS (h >> shift) & ((1::UBIGINT << n) - 1);
CREATE MACRO unit(h, shift, n) AS (bits(h, shift, n)::DOUBLE + 0.5) / (1::UBIGINT << n)::DOUBLE;
CREATE MACRO seed(words) AS md5_number(getvariable('salt') || words);
-- Four uniforms make a bell good enough for daily noise.
CREATE MACRO bell(h) AS (unit(h, 0, 16) + unit(h, 16, 16) + unit(h, 32, 16) + unit(h, 48, 16) - 2) * 1.7320508;
CREATE MACRO money(cents) AS round(cents / 100.0, 2);
CREATE MACRO units(u, more) AS 1 + (u > 0.60 - more)::INT + (u > 0.85 - 0.6 * more)::INT + (u > 0.945 - 0.3 * more)::INT;
CREATE MACRO rounded(cents) AS round(cents / getvariable('step'))::INTEGER * getvariable('step')::INTEGER;
CREATE MACRO month_name_of(month) AS printf('%d-%02d', month // 12, month % 12 + 1);
CREATE MACRO age_name(age) AS ['18-24', '25-34', '35-44', '45+'][age + 1];
