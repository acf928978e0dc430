"""Where a buyer lives, no nearer than the province."""

from __future__ import annotations

PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
]

# the province that an address begins with; a state or a city in Latin letters stays when it holds no number,
# anything else might be a street
REGION = rf"""
    CREATE OR REPLACE MACRO pb_region(x) AS CASE
        WHEN regexp_matches(x, '^(中国)?\s*({"|".join(PROVINCES)})') THEN regexp_extract(x, '^(?:中国)?\s*({"|".join(PROVINCES)})', 1)
        WHEN regexp_full_match(x, '[\p{{Latin}} .''-]{{2,30}}') THEN x END
"""
