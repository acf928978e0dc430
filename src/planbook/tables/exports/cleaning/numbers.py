"""Numbers as people and platforms write them: 1,234.56 · 1 234,56 · ¥598.00 · 598.00元 · 1.2万 · 12% · 1分20秒."""

from __future__ import annotations

_SIGN = r"[¥$₹€£₩₽฿₫₱₺]"
_CODES = (
    "CNY|RMB|USD|EUR|GBP|JPY|HKD|TWD|KRW|SGD|MYR|THB|VND|IDR|PHP|INR|AUD|CAD|NZD|MXN|BRL|COP|CHF|SEK|NOK|DKK|PLN|CZK"
    "|TRY|ZAR|AED|SAR|EGP|人民币|kr|Rs"
)
# what may stand around the digits: a minus or a bracket, a currency, a unit
_PARTS = (
    rf"^([-+(]?)\s?(?:[A-Z]{{0,3}}{_SIGN}|(?:{_CODES})\.?)?\s?([-+]?)\s?([\d., '']*\d\.?)\s?(万|亿|千|[wWkK])?\s?(%?)"
    rf"(?:元|件|个|人|次|单|笔|{_SIGN}| ?(?:{_CODES}))?\s?([-)]?)$"
)
_NAMES = "['open', 'sign', 'digits', 'ten', 'percent', 'close']"
# thousands are parted in one way from the first to the last, and never behind a nought: 0,125 is no 125
_THOUSANDS = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+|[1-9]\d{{0,2}}(?:''\d{{3}})+"
_POINT = rf"(?:{_THOUSANDS.format(',')}|[1-9]\d?(?:,\d\d)+,\d{{3}}|\d+)(?:\.\d*)?|\.\d+"
_COMMA = rf"(?:{_THOUSANDS.format('[.]')}|\d+)(?:,\d*)?"
_LENGTH = r"(?:\d+(?:\.\d+)?(?:小时|时|h))?(?:\d+(?:\.\d+)?(?:分钟|分|min|m))?(?:\d+(?:\.\d+)?(?:秒|sec|s))?"

MACROS = rf"""
CREATE OR REPLACE MACRO pb_narrow(x) AS CASE WHEN strlen(x) = length(x) THEN x ELSE
    translate(x, '０１２３４５６７８９．，％－−﹣＋（）：＜＞～￥＄’', '0123456789.,%---+():<>~¥$''') END;
CREATE OR REPLACE MACRO pb_finite(x) AS CASE WHEN isfinite(x) THEN x END;
CREATE OR REPLACE MACRO pb_digits(x, comma) AS CASE
    WHEN comma AND regexp_full_match(x, '{_COMMA}')
        THEN TRY_CAST(replace(regexp_replace(x, '[. '']', '', 'g'), ',', '.') AS DOUBLE)
    WHEN NOT comma AND regexp_full_match(x, '{_POINT}')
        THEN TRY_CAST(regexp_replace(x, '[, '']', '', 'g') AS DOUBLE) END;
CREATE OR REPLACE MACRO pb_ten(word) AS CASE lower(word)
    WHEN '万' THEN 1e4 WHEN 'w' THEN 1e4 WHEN '亿' THEN 1e8 WHEN '千' THEN 1e3 WHEN 'k' THEN 1e3 ELSE 1 END;
-- 1.13万 is 11300 people, not 11299.999999999998
CREATE OR REPLACE MACRO pb_times(x, word) AS CASE WHEN word = '' THEN x ELSE round(x * pb_ten(word), 4) END;
CREATE OR REPLACE MACRO pb_sign(p) AS CASE
    WHEN p.open = '(' AND p.close = ')' AND p.sign = '' THEN -1
    WHEN p.open = '(' OR p.close = ')' OR length(p.open || p.sign || p.close) > 1 THEN NULL
    WHEN contains(p.open || p.sign || p.close, '-') THEN -1 ELSE 1 END;
CREATE OR REPLACE MACRO pb_parts(x) AS
    regexp_extract(regexp_replace(pb_narrow(x), '[\s\x{{a0}}\x{{2009}}\x{{202f}}]+', ' ', 'g'), '{_PARTS}', {_NAMES});
-- lists of one, so that what is found is found once; 1.2万 has a point in every language
CREATE OR REPLACE MACRO pb_written(x, comma, share) AS list_transform(list_transform([pb_parts(x)], lambda p: CASE
    WHEN p.percent = '' THEN pb_times(pb_digits(p.digits, comma AND p.ten = ''), p.ten)
    WHEN share THEN pb_digits(p.digits, comma) / 100 END * pb_sign(p)), lambda number: pb_finite(number))[1];
CREATE OR REPLACE MACRO pb_plain_number(x, comma) AS
    CASE WHEN NOT contains(x, '_') AND (NOT comma OR NOT contains(x, '.')) THEN pb_finite(TRY_CAST(x AS DOUBLE)) END;
CREATE OR REPLACE MACRO pb_number(x, comma, share) AS coalesce(pb_plain_number(x, comma), pb_written(x, comma, share));
CREATE OR REPLACE MACRO pb_part(x, unit) AS coalesce(TRY_CAST(regexp_extract(x, '([\d.]+)' || unit, 1) AS DOUBLE), 0);
CREATE OR REPLACE MACRO pb_long(x) AS CASE
    WHEN regexp_full_match(x, '\d+:[0-5]?\d(:[0-5]\d)?(\.\d+)?')
        THEN list_reduce(TRY_CAST(string_split(x, ':') AS DOUBLE[]), lambda a, b: a * 60 + b)
    WHEN regexp_full_match(x, '{_LENGTH}')
        THEN pb_part(x, '(?:小时|时|h)') * 3600 + pb_part(x, '(?:分|m)') * 60 + pb_part(x, '(?:秒|s)') END;
CREATE OR REPLACE MACRO pb_clock(x) AS list_transform(list_transform(
    [lower(regexp_replace(pb_narrow(x), '\s', '', 'g'))], lambda told: pb_long(told)),
    lambda number: pb_finite(number))[1];
"""
