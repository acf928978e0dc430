"""One small file of each export, with its traps, and what it becomes: table → columns → rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

D, T = "2026-11-01", "2026-11-01 10:01:00"


class Case(NamedTuple):
    """A file of an export: its rows, how it is written, and what stands in each table afterwards."""

    export: str
    rows: list[dict[str, str]]
    tables: dict[str, tuple[str, list[tuple[Any, ...]]]]
    lists: tuple[str, ...] = ()
    name: str = "file.csv"
    how: Mapping[str, Any] = MappingProxyType({})


ORDER = "order_id paid_at status paid refund"
LINE = "order_id sku quantity unit_price"
SPEND = "date tool campaign creative impressions clicks spend conversions paid basis"
VISITS = "date ends source visitors buyers"
ITEM = "date ends sku visitors units paid"

CASES = [
    # 买家实际支付金额 has the refunds taken off; what was paid is 总金额
    Case("taobao_order_list_legacy", [
        {"订单编号": '="1001"', "总金额": "100.00", "买家实际支付金额": "70.00", "订单状态": "交易成功", "订单创建时间": T, "订单付款时间": T},
        {"订单编号": '="1002"', "总金额": "50.00", "买家实际支付金额": "0", "订单状态": "交易关闭", "订单创建时间": T},
    ], {"orders": (f"{ORDER} region", [("1001", T, "paid", 100.0, None, "浙江"), ("1002", None, "cancelled", 50.0, None, "浙江")])},
        name="ExportOrderList202611052310.csv", how={"encoding": "gb18030"}),
    Case("taobao_order_list_qianniu", [
        {"订单编号": "1001", "总金额": "100.00", "买家实付金额": "70.00", "退款金额": "30.00", "订单状态": "交易成功", "订单付款时间": T},
        {"订单编号": "1002", "总金额": "50.00", "买家实付金额": "0", "退款金额": "无退款申请", "订单状态": "等待买家付款"},
        {"订单编号": "1003", "总金额": "40.00", "买家实付金额": "0", "退款金额": "40.00", "订单状态": "交易关闭", "订单付款时间": T},
    ], {"orders": (ORDER, [("1001", T, "paid", 100.0, 30.0), ("1002", None, "unpaid", 50.0, None), ("1003", T, "refunded", 40.0, 40.0)])},
        name="orders.xlsx"),
    Case("taobao_item_detail_legacy", [{"订单编号": '="1001"', "标题": "铁观音", "价格": "45.00", "购买数量": "2", "外部系统编号": "LM-1"}],
        {"order_items": (LINE, [("1001", "LM-1", 2, 45.0)])}, how={"encoding": "gb18030"}),
    Case("taobao_item_detail_qianniu", [
        {"子订单编号": "1", "主订单编号": "1001", "标题": "铁观音", "价格": "60.00", "购买数量": "2", "商家编码": "LM-1", "买家应付货款": "90.00"},
        {"子订单编号": "2", "主订单编号": "1001", "标题": "茶具", "价格": "60.00", "购买数量": "1", "商品ID": "9", "买家应付货款": "60.00"},
    ], {"order_items": (LINE, [("1001", "LM-1", 2, 45.0), ("1001", "9", 1, 60.0)])}),
    Case("taobao_refund", [
        {"订单编号": "1001", "退款编号": "R1", "退款申请时间": T, "退款完结时间": T, "退款总额": "30", "退给买家金额": "30.00", "退款状态": "退款成功"},
        {"订单编号": "1002", "退款编号": "R2", "退款申请时间": T, "退款总额": "9", "退款状态": "买家已经申请退款，等待卖家同意"},
    ], {"refunds": ("refund_id order_id refunded_at amount status", [("R1", "1001", T, 30.0, "done"), ("R2", "1002", None, 9.0, "open")])},
        name="退款.xlsx"),
    # a line for each item, on which the order's amounts are repeated
    Case("jd_order", [
        {"订单号": "'3001\t", "商品ID": "77", "商品名称": "茶", "订购数量": "2", "下单时间": T, "京东价": "50.00", "订单金额": "130.00", "应付金额": "120.00",
         "订单状态": "完成", "运费金额": "0.00", "付款确认时间": T},
        {"订单号": "'3001\t", "商品ID": "78", "商品名称": "杯", "订购数量": "1", "下单时间": T, "京东价": "30.00", "订单金额": "130.00", "应付金额": "120.00",
         "订单状态": "完成", "运费金额": "0.00", "付款确认时间": T},
        {"订单号": "3002", "商品ID": "78", "商品名称": "杯", "订购数量": "1", "下单时间": T, "京东价": "30.00", "订单金额": "30.00", "应付金额": "30.00",
         "订单状态": "已取消", "运费金额": "0.00"},
    ], {"orders": (f"{ORDER} discount_shop region", [("3001", T, "paid", 120.0, None, 10.0, "广东"), ("3002", None, "cancelled", 30.0, None, 0.0, "广东")]),
        "order_items": (LINE, [("3001", "77", 2, 50.0), ("3001", "78", 1, 30.0), ("3002", "78", 1, 30.0)])}, how={"encoding": "gb18030"}),
    Case("jd_settlement", [
        {"订单编号": "3001", "费用名称": "货款", "应结金额": "120.00", "收支方向": "收入", "到账时间": T},
        {"订单编号": "3001", "费用名称": "佣金", "应结金额": "9.60", "收支方向": "支出", "账单生成时间": T},
        {"订单编号": "3001", "费用名称": "佣金", "应结金额": "9.60", "收支方向": "支出", "账单生成时间": T},
    ], {"settlements": ("order_id at kind amount", [("3001", T, "货款", 120.0), ("3001", T, "佣金", -9.6), ("3001", T, "佣金", -9.6)])}),
    Case("pdd_order", [
        {"订单成交时间": T, "商品": "茶", "订单号": "261101-123\t", "订单状态": "已收货", "商品总价(元)": "100", "邮费(元)": "0", "店铺优惠折扣(元)": "10",
         "平台优惠折扣(元)": "5", "用户实付金额(元)": "85", "商家实收金额(元)": "90", "商品数量(件)": "2", "商家编码-规格维度": "LM-1", "售后状态": "无售后或售后取消"},
        {"商品": "茶", "订单号": "261102-124", "订单状态": "已发货，退款成功", "商品总价(元)": "50", "用户实付金额(元)": "50", "商品数量(件)": "1", "商品id": "5",
         "售后状态": "退款成功"},
        {"商品": "茶", "订单号": "261102-125", "订单状态": "待支付", "商品总价(元)": "50", "用户实付金额(元)": "50", "商品数量(件)": "1", "商品id": "5"},
    ], {"orders": (ORDER, [("261101-123", T, "paid", 85.0, 0.0), ("261102-124", "2026-11-02", "refunded", 50.0, None), ("261102-125", None, "unpaid", 50.0, None)]),
        "order_items": (LINE, [("261101-123", "LM-1", 2, 45.0), ("261102-124", "5", 1, 50.0), ("261102-125", "5", 1, 50.0)])}),
    Case("pdd_settlement", [
        {"商户订单号": "261101-123", "发生时间": T, "收入金额（+元）": "85.00", "支出金额（-元）": "0", "账务类型": "交易收入"},
        {"商户订单号": "261101-123", "发生时间": T, "收入金额（+元）": "", "支出金额（-元）": "-1.50", "账务类型": "技术服务费"},
    ], {"settlements": ("order_id kind amount", [("261101-123", "交易收入", 85.0), ("261101-123", "技术服务费", -1.5)])},
        how={"above": "对账单\r\n\r\n时间,2026-11\r\n#\r\n"}),
    Case("douyin_order", [
        {"主订单编号": "\t6910001", "选购商品": "茶", "商品数量": "1", "商家编码": "LM-1", "商品单价": "100.00", "商品金额": "100.00", "订单应付金额": "85.00", "运费": "0.00",
         "收件人": "##密文", "订单提交时间": T, "支付完成时间": T, "订单状态": "已完成", "售后状态": "-", "商家实际承担优惠金额": "10.00", "平台实际承担优惠金额": "5.00"},
        {"主订单编号": "\t6910002", "选购商品": "赠品", "商品数量": "1", "商品ID": "89", "商品单价": "0.00", "商品金额": "0.00", "订单应付金额": "0.00",
         "订单提交时间": T, "订单状态": "已关闭"},
    ], {"orders": (f"{ORDER} discount_shop discount_platform", [("6910001", T, "paid", 85.0, None, 10.0, 5.0), ("6910002", None, "cancelled", 0.0, None, None, None)]),
        "order_items": (LINE, [("6910001", "LM-1", 1, 85.0), ("6910002", "89", 1, 0.0)])},
        name="1793500000_abc.csv", how={"encoding": "utf-8-sig"}),
    # row 2 tells how the columns are reckoned
    Case("douyin_settlement", [{"结算金额": "收入+支出"}, {"结算时间": T, "订单号": "'6910001", "结算金额": "80.75", "结算单类型": "已结算"}],
        {"settlements": ("order_id at kind amount", [("6910001", T, "已结算", 80.75)])}, how={"encoding": "utf-8-sig"}),
    Case("douyin_settlement", [{"动账时间": T, "动帐流水号": "F1", "动账方向": "出账", "动账金额": "3.00", "动账场景": "佣金", "订单号": "6910001"}],
        {"settlements": ("line_id kind amount", [("F1", "佣金", -3.0)])}, lists=("cashflow",)),
    Case("xhs_order", [{"订单号": "P1", "订单状态": "已完成", "支付时间": T, "商品名称": "茶", "SKU件数": "2", "商品总价(元)": "90",
                        "商家应收金额(元)（支付金额）": "88", "商家编码": "LM-1"}],
        {"orders": (ORDER, [("P1", T, "paid", 88.0, None)]), "order_items": (LINE, [("P1", "LM-1", 2, 45.0)])}, name="orders.xlsx"),
    Case("wechat_channels_order", [{"订单号": "W1", "订单状态": "已完成", "商品名称": "茶", "商品数量": "2", "商品实际价格(单件)": "45",
                                    "订单实际支付金额": "96", "商品已退款金额": "0", "订单运费": "6"}],
        {"orders": (ORDER, [("W1", None, "paid", 96.0, 0.0)]), "order_items": (LINE, [("W1", "茶", 2, 45.0)])}),
    # an order's own cells stand on its first line only; times name their zone
    Case("shopify_orders", [
        {"Name": "#1", "Financial Status": "paid", "Paid at": "2026-11-01 10:00:00 -0500", "Currency": "CNY", "Subtotal": "90", "Shipping": "5", "Taxes": "2",
         "Total": "97", "Discount Amount": "10", "Created at": "2026-11-01 09:59:00 -0500", "Lineitem quantity": "1", "Lineitem name": "Tea", "Lineitem price": "60",
         "Lineitem sku": "LG-1", "Shipping Province": "NY", "Refunded Amount": "0"},
        {"Name": "#1", "Lineitem quantity": "2", "Lineitem name": "Cup", "Lineitem price": "20", "Created at": "2026-11-01 09:59:00 -0500"},
        {"Name": "#2", "Financial Status": "pending", "Currency": "CNY", "Subtotal": "9", "Shipping": "0", "Taxes": "0", "Total": "9", "Discount Amount": "0",
         "Created at": "2026-11-01 09:59:00 -0500", "Lineitem quantity": "1", "Lineitem name": "Tea", "Lineitem price": "9"},
    ], {"orders": (f"{ORDER} gross tax region", [("#1", "2026-11-01 23:00:00", "paid", 97.0, 0.0, 100.0, 2.0, "NY"), ("#2", None, "unpaid", 9.0, None, 9.0, 0.0, None)]),
        "order_items": (LINE, [("#1", "LG-1", 1, 60.0), ("#1", "Cup", 2, 20.0), ("#2", "Tea", 1, 9.0)])}),
    Case("shopify_customers", [{"Customer ID": "'9999", "Total Spent": "10.0", "Total Orders": "2", "Accepts Email Marketing": "yes", "Accepts SMS Marketing": "no"}],
        {"customers": ("orders paid accepts_email accepts_sms", [(2, 10.0, True, False)])}),
    Case("shopify_products", [
        {"Handle": "tea", "Title": 'Tea, "fine"', "Body (HTML)": "<p>a,\nb</p>", "Variant SKU": "LG-1", "Variant Price": "29", "Variant Compare At Price": "35",
         "Variant Inventory Qty": "4", "Cost per item": "11"},
        {"Handle": "tea", "Option1 Value": "200g", "Variant Price": "50", "Variant Inventory Qty": "-2"},
        {"Handle": "tea", "Image Src": "http://x"},
    ], {"products": ("sku product list_price unit_cost stock", [("LG-1", 'Tea, "fine"', 35.0, 11.0, 4), ("tea / 200g", "tea", 50.0, None, 0)])}),
    Case("woocommerce_analytics_orders", [{"Date": T, "Order #": "12", "N. Revenue (formatted)": "¥1,120.00", "Status": "completed"}],
        {"orders": (f"{ORDER} basis", [("12", T, "paid", 1120.0, None, "net_revenue")])}),
    Case("amazon_all_orders", [
        {"amazon-order-id": "111-1", "purchase-date": "2026-11-01T10:00:00+00:00", "order-status": "Shipped", "product-name": "Tea", "sku": "LG-1", "quantity": "2",
         "currency": "CNY", "item-price": "60", "item-tax": "3", "shipping-price": "5", "item-promotion-discount": "6", "ship-state": "NY"},
        {"amazon-order-id": "111-2", "purchase-date": "2026-11-01T10:00:00+00:00", "order-status": "Cancelled", "product-name": "Tea", "sku": "LG-1", "quantity": "0"},
    ], {"orders": (f"{ORDER} region", [("111-1", "2026-11-01 18:00:00", "paid", 62.0, None, "NY"), ("111-2", None, "cancelled", 0.0, None, None)]),
        "order_items": (LINE, [("111-1", "LG-1", 2, 27.0)])}, name="orders.txt", how={"mark": "\t"}),
    Case("etsy_order_items", [{"Sale Date": "11/14/26", "Item Name": "Tea", "Quantity": "2", "Price": "$12.00", "Discount Amount": "2.00", "Transaction ID": "9",
                               "Order ID": "3001", "SKU": "LG-1"}],
        {"order_items": (LINE, [("3001", "LG-1", 2, 11.0)])}),
    Case("etsy_orders", [{"Sale Date": "11/14/26", "Order ID": "#3001", "Currency": "CNY", "Order Value": "24,00", "Discount Amount": "2,00", "Shipping": "5,00",
                          "Sales Tax": "1,50", "Order Total": "28,50", "Adjusted Order Total": "0", "Ship State": "NY"}],
        {"orders": (ORDER, [("#3001", "2026-11-14", "paid", 27.0, None)])}),
    # a row for October is no day; blanks, commas and dashes
    Case("sycm_item", [
        {"统计日期": D, "商品ID": "7", "货号": "LM-1", "商品访客数": "1,234", "商品收藏人数": "-", "支付件数": "17", "支付金额": "1,938.00"},
        {"统计日期": "2026-10-01~2026-10-31", "商品ID": "8", "商品访客数": "9", "支付金额": "1"},
    ], {"item_traffic": (ITEM, [(D, None, "LM-1", 1234, 17, 1938.0), ("2026-10-01", "2026-10-31", "8", 9, None, 1.0)])},
        name="【生意参谋平台】商品_全部.xlsx", how={"above": [["生意参谋"], ["说明：…"], [], ["x"]]}),
    Case("sycm_shop_daily_2019", [{"统计日期": D, "访客数": "1,000", "浏览量": "3000", "跳失率": "12.34%", "平均停留时长": "74.5", "支付买家数": "58", "直通车消耗": "100.00",
                                   "钻石展位消耗": "0", "淘宝客佣金": "12"}],
        {"traffic": (f"{VISITS} bounces seconds", [(D, None, "all", 1000, 58, 123, 74.5)]),
         "ad_spend": ("tool spend basis", [("关键词推广", 100.0, "shop_total"), ("淘宝客", 12.0, "shop_total")])}, name="shop.xlsx"),
    # the parent row holds its children; the day stands in the file's name only
    Case("sycm_traffic_source", [
        {"流量来源": "淘内免费", "来源明细": "汇总", "访客数": "100"},
        {"流量来源": "淘内免费", "来源明细": "手淘搜索", "访客数": "60", "支付买家数": "3", "访客数变化": "1%"},
        {"流量来源": "淘内免费", "来源明细": "手淘拍立淘", "访客数": "30", "支付买家数": "1"},
        {"流量来源": "付费流量", "来源明细": "直通车", "访客数": "20", "支付买家数": "1"},
    ], {"traffic": (VISITS, [(D, None, "search", 90, 4), (D, None, "search_ad", 20, 1)])},
        name="【生意参谋平台】无线店铺流量来源-2026-11-01_2026-11-01.xlsx", how={"sheet": "无线流量来源", "above": [["a"], ["b"], ["c"], ["d"]]}),
    Case("wxt_item_report", [
        {"日期": D, "主体ID": "7", "主体名称": "茶", "展现量": "1000", "点击量": "30", "花费": "45.5", "点击率": "0.03", "总成交笔数": "3", "总成交金额": "300"},
        {"日期": D, "主体ID": "7", "主体名称": "茶", "展现量": "10", "点击量": "1", "花费": "4.5"},
    ], {"ad_spend": (SPEND, [(D, "万相台", None, "茶", 1010, 31, 50.0, 3, 300.0, "by_item")])},
        name="商品报表_20261102_101010.csv", how={"encoding": "gb18030"}),
    Case("wxt_item_report", [{"日期": D, "场景名字": "关键词推广(原直通车)", "计划ID": "5", "计划名字": "oolong", "主体ID": "7", "花费": "45.5"}],
        {"ad_spend": (SPEND, [(D, "关键词推广", "oolong", "7", None, None, 45.5, None, None, None)])},
        lists=("prefix_when_split_by_plan", "columns"), how={"encoding": "gb18030"}),
    Case("dmp_item_day", [{"日期": "20261101.0", "宝贝ID": "7", "支付金额": "100"}, {"日期": "总计", "宝贝ID": "-", "支付金额": "100"}],
        {"item_traffic": (ITEM, [(D, None, "7", None, None, 100.0)])}, how={"encoding": "utf-8-sig"}),
    Case("jd_shangzhi_shop", [{"时间": D, "店铺访客数": "500", "成交客户数": "5"}], {"traffic": (VISITS, [(D, None, "all", 500, 5)])}, name="shop.xlsx"),
    Case("jd_shangzhi_shop", [{"日期": "20261101", "浏览量": "500", "访客数": "50", "成交人数": "5"}],
        {"traffic": (VISITS, [(D, None, "all", 50, 5)])}, lists=("older",), name="shop.xlsx"),
    Case("jd_shangzhi_item", [{"时间": D, "SKU": "77", "SKU名称": "茶", "商品访客数": "5", "成交商品件数": "1", "成交金额": "9"}, {"时间": "合计", "成交金额": "9"}],
        {"item_traffic": (ITEM, [(D, None, "77", 5, 1, 9.0)])}, name="items.xlsx"),
    Case("jd_shangzhi_item", [{"商品ID": "77", "商品名称": "茶", "访客数": "5"}], {"item_traffic": (ITEM, [(D, None, "77", 5, None, None)])},
        lists=("older",), name="商品明细_2026-11-01_2026-11-01.xlsx"),
    Case("jd_ads", [{"日期": D, "推广计划": "p", "跟单SKU ID": "77", "花费": "10", "展现数": "1000", "点击数": "20", "总订单行": "2", "总订单金额": "99"}],
        {"ad_spend": (SPEND, [(D, "京准通", "p", "77", 1000, 20, 10.0, 2, 99.0, None)])}),
    Case("jd_ads", [{"日期": D, "商品计划名称": "p", "花费": "10", "全站交易额": "99", "全站订单行": "1"}],
        {"ad_spend": (SPEND, [(D, "京东全站营销", "p", None, None, None, 10.0, 1, 99.0, None)])}, lists=("full_site",)),
    # the total holds 2 more than the rows: 全店托管
    Case("pdd_ads", [
        {"日期": D, "商品ID": "5", "商品名称": "茶", "推广场景": "商品推广", "推广名称": "n", "总花费(元)": "10", "交易额(元)": "50", "曝光量": "1000", "点击量": "20"},
        {"日期": "总计", "商品ID": "-", "总花费(元)": "12", "交易额(元)": "60"},
    ], {"ad_spend": (SPEND, [(D, "商品推广", "n", "茶", 1000, 20, 10.0, None, 50.0, None), (D, "全店托管", None, None, None, None, 2.0, None, 10.0, None)])},
        name="ads.xlsx", how={"above": [["注：数据…"]]}),
    Case("pdd_ads", [{"日期": D, "花费(元)": "10", "交易额(元)": "50", "成交笔数": "2"}],
        {"ad_spend": (SPEND, [(D, "多多推广", None, None, None, None, 10.0, 2, 50.0, "account_total")])}, lists=("account_daily",)),
    Case("douyin_compass_live", [{"主播昵称": "鹿鸣茶", "直播开始时间": "2026-11-01 20:00", "直播时长(分钟)": "180", "直播间观看人数": "9120", "人均观看时长(分钟)": "1.2",
                                  "直播间成交人数": "196", "直播间用户支付金额": "28,400.00", "新增粉丝数": "1.2万"}],
        {"lives": ("started_at account minutes viewers seconds gained buyers paid", [("2026-11-01 20:00:00", "鹿鸣茶", 180.0, 9120, 72.0, 12000, 196, 28400.0)])},
        name="lives.xlsx"),
    Case("qianchuan_global", [
        {"素材ID": "全部", "日期": "-", "整体消耗": "100.00"},
        {"素材ID": "1", "素材视频名称": "v", "日期": D, "整体展示次数": "1000", "整体点击次数": "10", "整体点击率": "1.00%", "整体消耗": "￥100.00", "整体成交订单数": "2",
         "整体成交金额": "￥300.00"},
    ], {"ad_spend": (SPEND, [(D, "千川", None, "v", 1000, 10, 100.0, 2, 300.0, "by_video")])}, how={"encoding": "gbk"}),
    Case("qianchuan_global", [{"商品ID": "1", "商品名称": "茶", "日期": D, "整体消耗": "10"}],
        {"ad_spend": (SPEND, [(D, "千川", None, "茶", None, None, 10.0, None, None, "by_item")])}, lists=("product_file",), how={"encoding": "gbk"}),
    Case("qianchuan_global", [{"计划名称": "p", "计划ID": "1", "日期": D, "整体消耗": "10"}],
        {"ad_spend": (SPEND, [(D, "千川", "p", None, None, None, 10.0, None, None, None)])}, lists=("plan_file",), how={"encoding": "gbk"}),
    Case("qianchuan_global", [{"整体消耗(元)": "10", "整体成交金额(元)": "20", "展示次数": "8", "点击次数": "1", "直接成交订单数": "1"}],
        {"ad_spend": (SPEND, [(D, "千川", None, None, 8, 1, 10.0, 1, 20.0, "account_total")])}, lists=("with_unit",),
        name="全域推广数据-视频-2026-11-01 00_00_00-2026-11-01.csv"),
    Case("xhs_juguang", [{"时间": "2026-11-01 00:00:00", "计划名称": "p", "创意名称": "c", "消费": "10", "展现量": "1000", "点击量": "20", "点击率": "2%"},
                         {"时间": "合计", "消费": "10"}],
        {"ad_spend": (SPEND, [(D, "聚光", "p", "c", 1000, 20, 10.0, None, None, None)])}, how={"encoding": "utf-8-sig"}),
    Case("amazon_business_report_child", [
        {"(Parent) ASIN": "P1", "(Child) ASIN": "C1", "Sessions - Total": "1,000", "Units Ordered": "10", "Ordered Product Sales": "MX$2,000.00"},
        {"(Parent) ASIN": "P2", "(Child) ASIN": "C1", "Sessions - Total": "10", "Units Ordered": "1", "Ordered Product Sales": "$20.00"},
    ], {"item_traffic": (f"{ITEM} basis", [(D, None, "C1", 1010, 11, 2020.0, "sessions")])},
        name="BusinessReport-2026-11-01.csv", how={"encoding": "utf-8-sig"}),
    Case("amazon_business_report_child", [{"Date": "8/13/26", "Ordered Product Sales": "₹38,165.00", "Units Ordered": "3", "Sessions - Total": "100"}],
        {"traffic": (VISITS, [("2026-08-13", None, "all", 100, None)])}, lists=("daily",)),
    Case("ga4_csv", [{"Session default channel group": "Organic Search", "Users": "90", "Sessions": "120"}, {"Session default channel group": "Direct", "Users": "10"}],
        {"traffic": (f"{VISITS} basis", [("2026-11-01", "2026-11-30", "search", 90, None, "users"), ("2026-11-01", "2026-11-30", "direct", 10, None, "users")])},
        name="data-export.csv", how={"above": "# ----\r\n# Account: x\r\n# Start date: 20261101\r\n# End date: 20261130\r\n"}),
    Case("ga4_bigquery", [
        {"event_date": "20261101", "event_timestamp": "1", "event_name": "page_view", "user_pseudo_id": "a", "traffic_source.source": "google", "traffic_source.medium": "organic"},
        {"event_date": "20261101", "event_timestamp": "1", "event_name": "page_view", "user_pseudo_id": "a", "traffic_source.source": "google", "traffic_source.medium": "organic"},
        {"event_date": "20261101", "event_timestamp": "2", "event_name": "purchase", "user_pseudo_id": "b", "traffic_source.source": "google", "traffic_source.medium": "organic"},
    ], {"traffic": ("date source visitors page_views buyers", [(D, "google / organic", 2, 1, 1)])}),
    Case("google_ads_campaign", [
        {"Campaign": "c", "Currency code": "CNY", "Impr.": "25,881", "Clicks": "1,934", "CTR": "< 10%", "Cost": "1661.67", "Conversions": "15.00", "Budget name": " --"},
        {"Campaign status": "Total: Campaigns", "Campaign": " --", "Impr.": "25,881", "Cost": "1661.67"},
    ], {"ad_spend": ("date ends tool campaign impressions clicks spend conversions",
                     [("2025-07-08", "2025-07-31", "Google Ads", "c", 25881, 1934, 1661.67, 15)])},
        name="Campaign report.csv", how={"encoding": "utf-16", "mark": "\t", "above": 'Campaign report\r\n"July 8, 2025 - July 31, 2025"\r\n'}),
    Case("meta_ads", [{"Reporting starts": D, "Reporting ends": D, "Campaign name": "c", "Attribution setting": "7-day click", "Results": "3",
                       "Result indicator": "actions:offsite_conversion.fb_pixel_purchase", "Impressions": "1000", "Amount spent (USD)": "10.5"},
                      {"Reporting starts": D, "Reporting ends": D, "Campaign name": "d", "Results": "50", "Result indicator": "reach", "Amount spent (USD)": "1"}],
        {"ad_spend": ("date campaign impressions spend conversions attribution_days", [(D, "c", 1000, 10.5, 3, 7), (D, "d", None, 1.0, None, None)])},
        how={"currency": "USD"}),
    # <5 is a bound, and stays one
    Case("tiktok_ads", [{"By Day": D, "Campaign name": "c", "Currency": "CNY", "Cost": "10", "Impressions": "1000", "Clicks (destination)": "<5"},
                        {"By Day": "-", "Campaign name": "Total of 1 result", "Cost": "10"}],
        {"ad_spend": (SPEND, [(D, "TikTok Ads", "c", None, 1000, None, 10.0, None, None, None)]),
         "bounds": ("table column low high text", [("ad_spend", "clicks", None, 5.0, "<5")])}, name="ads.xlsx"),
    Case("klaviyo_campaigns", [{"Campaign Name": "c", "Subject": "a\nb {{ x }}", "List": "all", "Send Time": T, "Total Recipients": "64517.0", "Open Rate": "0.07%",
                                "Unique Placed Order": "5", "Revenue": "100"}],
        {"messages": ("sent_at medium message recipients sent orders paid", [(T, "e-mail", "c", "all", 64517, 5, 100.0)])}),
]  # fmt: skip
