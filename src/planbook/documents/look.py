"""How documents look: colours, fonts, and what each says of itself."""

from __future__ import annotations

import datetime as dt

CREATED = dt.datetime(2026, 1, 1)  # the same bytes on any day
INK, DIM, LINE = "#1F2A24", "#7A857F", "#B9C4BE"
ACCENT, PALE, NEEDED = "#2F6F4F", "#E7F0EB", "#FFF1CC"
FONTS = {"zh": "微软雅黑", "en": "Calibri"}  # Office takes its own where one is not there
EAST = FONTS["zh"]
GREY_LINE = {
    "zh": "灰色小字一行是导入用的列名，请不要改；带 * 的列每行必填。",
    "en": "An import knows the columns by the small grey line: leave it. Columns with * need a value in each row.",
}


def subtitle(*parts: str) -> str:
    """Join what is known of shop, campaign and days."""
    return " · ".join(part for part in parts if part)
