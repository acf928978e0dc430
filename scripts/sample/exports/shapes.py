"""The shapes in which the sample shop can be exported: which files each has, and how they are made."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sample.exports import writers
from sample.exports.spans import before_it, daily, last_month, monthly, whole
from sample.exports.writers import Span, Writer


class Export(NamedTuple):
    """A kind of file: its name, the SQL of its tables, how it is written, and of which days each one is."""

    name: str
    tables: tuple[str, ...]
    write: Writer
    spans: Callable[[Span], Iterator[Span]] = whole


class Shape(NamedTuple):
    """What a platform gives of a shop."""

    shop: str
    exports: tuple[Export, ...]


_TAOBAO = writers.text(encoding="gb18030", quoting=csv.QUOTE_NONE)
_ABOVE = ("【生意参谋平台】", "数据口径以平台为准", "仅供店铺内部使用", " ")  # so that the header stands in row 5

TAOBAO = (
    Export("ExportOrderList{stamp}.csv", ("taobao_orders",), _TAOBAO),
    Export("ExportItemList{stamp}.csv", ("taobao_items",), _TAOBAO),
    Export("退款售后{stamp}.xlsx", ("taobao_refunds",), writers.workbook(sheet="export")),
)
SYCM = (
    Export(
        "【生意参谋平台】商品_全部_{since}_{until}.xls",
        ("sycm_items",),
        writers.workbook(sheet="【生意参谋平台】1", above=_ABOVE),
        monthly,
    ),
    Export(
        "【生意参谋平台】无线店铺流量来源-{since}_{until}.xls",
        ("sycm_sources",),
        writers.workbook(sheet="无线流量来源", above=_ABOVE),
        daily,
    ),
)
JD = (
    Export("京东订单{stamp}.csv", ("jd_orders",), writers.text(encoding="gb18030"), before_it),
    Export("京东订单{stamp}.xlsx", ("jd_orders",), writers.page, last_month),
    Export("商品明细_{since}_{until}.xlsx", ("jd_items",), writers.workbook(sheet="商品明细"), monthly),
    Export("京准通_{since}_{until}.csv", ("jd_ads",), writers.text(encoding="utf-8-sig")),
)
DOUYIN = (Export("{epoch}_7d1c.csv", ("douyin_orders",), writers.text(encoding="utf-8-sig", quoting=csv.QUOTE_ALL)),)
SHOPIFY = (
    Export("orders_export_1.csv", ("shopify_orders",), writers.text()),
    Export("products_export_1.csv", ("shopify_products",), writers.text()),
)
GA4 = (
    Export(
        "Traffic_acquisition_{since}_{until}.csv", ("ga4_people", "ga4_views", "ga4_period"), writers.remarked, monthly
    ),
)
SHAPES = {
    "taobao": Shape("luming", TAOBAO),
    "sycm": Shape("luming", SYCM),
    "jd": Shape("luming", JD),
    "douyin": Shape("luming", DOUYIN),
    "shopify": Shape("luming-global", SHOPIFY),
    "ga4": Shape("luming-global", GA4),
}
