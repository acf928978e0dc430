"""Numbers as people and platforms write them: 1,234.56 · 1 234,56 · ¥598.00 · 598.00元 · 1.2万 · 12% · 1分20秒."""

from __future__ import annotations

# what may stand around the digits: minus or bracket, a currency, a unit
_SIGN = r"[¥￥$₹€£฿]"
_PARTS = (
    rf"^([-−(]?)\s?\+?(?:[A-Z]{{0,3}}{_SIGN}|[A-Z]{{3}} )?\s?(-?)([\d., '']*\d\.?)\s?(万|亿|千)?\s?(%?)"
    rf"(?:元|件|个|人|次|单|笔|{_SIGN})?\s?([-)]?)$"
)
_NAMES = "['minus', 'after', 'digits', 'ten', 'percent', 'closed']"

MACROS = rf"""
CREATE OR REPLACE MACRO pb_narrow(x) AS translate(x, '０１２３４５６７８９．，％－＋（）：＜＞～', '0123456789.,%-+():<>~');
-- digits with their thousands parted, and the decimal mark last
CREATE OR REPLACE MACRO pb_digits(x, comma) AS CASE
    WHEN comma AND regexp_full_match(x, '\d{{1,3}}([. '']?\d{{3}})*(,\d+)?|\d+(,\d+)?')
        THEN TRY_CAST(replace(regexp_replace(x, '[. '']', '', 'g'), ',', '.') AS DOUBLE)
    WHEN NOT comma AND regexp_full_match(x, '\d{{1,3}}([, '']?\d{{3}})*(\.\d*)?|\d+(\.\d*)?|\.\d+')
        THEN TRY_CAST(regexp_replace(x, '[, '']', '', 'g') AS DOUBLE) END;
CREATE OR REPLACE MACRO pb_ten(word) AS CASE word WHEN '万' THEN 1e4 WHEN '亿' THEN 1e8 WHEN '千' THEN 1e3 ELSE 1 END;
-- a list of one, so that the parts are found once and looked at several times
CREATE OR REPLACE MACRO pb_written(x, comma) AS list_transform(
    [regexp_extract(regexp_replace(pb_narrow(x), '[\s\x{{a0}}\x{{202f}}]+', ' ', 'g'), '{_PARTS}', {_NAMES})],
    lambda p: pb_digits(p.digits, comma) * pb_ten(p.ten) * CASE WHEN p.percent = '%' THEN 0.01 ELSE 1 END
        * CASE WHEN p.minus <> '' OR p.after <> '' OR p.closed = '-' THEN -1 ELSE 1 END)[1];
CREATE OR REPLACE MACRO pb_finite(x) AS CASE WHEN isfinite(x) THEN x END;
CREATE OR REPLACE MACRO pb_number(x, comma) AS coalesce(
    CASE WHEN NOT comma OR NOT contains(x, '.') THEN pb_finite(TRY_CAST(x AS DOUBLE)) END, pb_written(x, comma));
CREATE OR REPLACE MACRO pb_part(x, unit) AS coalesce(TRY_CAST(regexp_extract(x, '([\d.]+)' || unit, 1) AS DOUBLE), 0);
CREATE OR REPLACE MACRO pb_clock(x) AS CASE
    WHEN regexp_full_match(x, '(\d+:)?\d+:\d\d') THEN list_reduce(string_split(x, ':')::DOUBLE[], lambda a, b: a * 60 + b)
    WHEN regexp_full_match(x, '(\d+(小时|时))?(\d+分钟?)?(\d+(\.\d+)?秒)?')
        THEN pb_part(x, '(?:小时|时)') * 3600 + pb_part(x, '分') * 60 + pb_part(x, '秒') END;
"""
