"""What a profile's SQL may call, beside DuckDB's own functions."""

from __future__ import annotations

import duckdb

# where an order stands, from the platform's word and its money
_STANDING = """
    CREATE OR REPLACE MACRO standing(word, paid_time, paid, refund) AS CASE
        WHEN paid_time IS NULL THEN CASE WHEN word IN ('cancelled', 'refunded') THEN 'cancelled' ELSE 'unpaid' END
        WHEN paid > 0 AND coalesce(refund, 0) >= paid - 0.005 THEN 'refunded'
        ELSE 'paid' END
"""
# what was paid back: as the export says, or what is lacking to the total where the amount paid is net of it
_GIVEN_BACK = """
    CREATE OR REPLACE MACRO given_back(total, actual, refund, net_of_refunds) AS
        coalesce(refund, CASE WHEN net_of_refunds THEN total - actual END)
"""
# what was to be paid, from the columns that a seller chose to export
_DUE = """
    CREATE OR REPLACE MACRO due(total, goods, freight, actual, refund, net_of_refunds) AS coalesce(
        total, goods + coalesce(freight, 0), actual + CASE WHEN net_of_refunds THEN coalesce(refund, 0) ELSE 0 END)
"""
# Shopify's test and draft orders are paid without a time: the day they were placed stands in
_SHOPIFY = """
    CREATE OR REPLACE MACRO shopify_paid(financial, paid_time, created) AS coalesce(
        paid_time, CASE WHEN financial IN ('paid', 'partially_refunded', 'refunded', 'partially_paid') THEN created END)
"""
# a survey's own number, so that answers of two surveys do not meet; a number that comes again is another person
_RESPONDENT = r"""
    CREATE OR REPLACE MACRO respondent(file_name, number, nth) AS
        coalesce(nullif(regexp_extract(file_name, '^\d+'), ''), regexp_replace(file_name, '[-_ (\d).]+$', ''))
        || '/' || number || CASE WHEN nth > 1 THEN '-' || nth ELSE '' END;
    CREATE OR REPLACE MACRO gender_word(word) AS CASE
        WHEN lower(word) IN ('女', '女性', '女士', 'female', 'woman') THEN 'female'
        WHEN lower(word) IN ('男', '男性', '男士', 'male', 'man') THEN 'male' WHEN word IS NOT NULL THEN 'other' END
"""
# Pinduoduo's order numbers begin with the day: 260517-…
_PINDUODUO = r"""
    CREATE OR REPLACE MACRO pdd_day(number) AS try_strptime(regexp_extract(number, '^(\d{6})-', 1), '%y%m%d')
"""
# the days of a cell such as 2026-03-01~2026-03-31; of a single day, that day twice
_DAY = r"(\d{4})[^\d~]?(\d{1,2})[^\d~]?(\d{1,2})"
_RANGE = rf"""
    CREATE OR REPLACE MACRO day_in(cell, nth) AS
        try_cast(regexp_replace(regexp_extract_all(cell, '{_DAY}')[nth], '{_DAY}', '\1-\2-\3') AS DATE);
    CREATE OR REPLACE MACRO range_start(cell) AS day_in(cell, 1);
    CREATE OR REPLACE MACRO range_end(cell) AS coalesce(day_in(cell, 2), day_in(cell, 1));
    CREATE OR REPLACE MACRO beyond(starts, ends) AS CASE WHEN ends > starts THEN ends END
"""


def register(engine: duckdb.DuckDBPyConnection) -> None:
    """Let an engine know all of them."""
    for macro in (_STANDING, _GIVEN_BACK, _DUE, _SHOPIFY, _RESPONDENT, _PINDUODUO, _RANGE):
        engine.execute(macro)
