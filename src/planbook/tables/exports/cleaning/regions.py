"""Where a buyer lives, no nearer than the province."""

from __future__ import annotations

# as a pattern
PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_BEGINS = rf"^(?:中国)?[\s,，]*({PROVINCES})"
# towns have streets and districts that are called like provinces: 河南中路 lies in Shanghai, 河北区 in Tianjin
_STREET = (
    r"(?:[东西南北中]?[一二三]?大?(?:路|街|道|巷|弄|里|村|镇|乡|县|区|胡同)|[藏蒙回彝]古?族自治[州县]|州|大厦|广场)"
)
_LETTERS = r"[\p{Latin}\p{M} .''’()-]{1,40}|[\p{Cyrillic} .-]{2,40}|[\p{Greek} .-]{2,40}|\p{Hangul}{2,8}"
_STATE = rf"{_LETTERS}|\p{{Han}}{{2,3}}[都府県]|北海道"
_ADDRESS = (
    r"(?i)\b(?:street|str|road|rd|avenue|ave|lane|drive|boulevard|blvd|apartment|apt|flat|suite|floor|building)\b"
)

# the province that an address begins with; a state in letters stays as it is, unless it looks like a street
REGION = rf"""
    CREATE OR REPLACE MACRO pb_region(x) AS CASE
        WHEN regexp_matches(x, '{_BEGINS}')
            THEN CASE WHEN NOT regexp_matches(x, '{_BEGINS}{_STREET}') THEN regexp_extract(x, '{_BEGINS}', 1) END
        WHEN regexp_full_match(x, '{_STATE}') AND NOT regexp_matches(x, '{_ADDRESS}') THEN x END
"""
