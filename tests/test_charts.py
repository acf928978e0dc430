"""Charts: plotted numbers, labels, and an SVG that follows the page. Never pixels."""

import math
import re
from datetime import date
from xml.etree import ElementTree as ET

import matplotlib.colors as mcolors
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.views import charts
from planbook.views.charts import axis, canvas, layout
from planbook.views.display import TWIN, Absent
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
NAN = math.nan
STEPS = pd.DataFrame({"factor": ["visitors", "conversion"], "effect": [120.0, -420.0]})
TOOLS = pd.DataFrame({"tool": ["万相台", "千川"], "roas": [3.4, 1.2], "low": [3.1, 0.9], "high": [3.8, 1.6]})
DAYS = pd.DataFrame(
    {"douyin": [0.031, NAN, 0.022], "tmall": [0.033, 0.032, 0.034]}, index=pd.date_range("2026-10-11", periods=3)
)
PAIRS = pd.DataFrame({"platform": ["tmall", "jd"], "previous": [0.033, 0.03], "current": [0.034, 0.02]})
CURVE = pd.DataFrame(
    {"value": [0.0, 0.05, 0.08], "low": [0.0, 0.04, 0.07], "high": [0.0, 0.06, 0.09]}, index=[0, 7, 30]
)
MIX = pd.DataFrame(
    {"rate_before": [0.04, 0.01], "rate_after": [0.041, 0.011], "share_before": [0.8, 0.2], "share_after": [0.5, 0.5]},
    index=["search", "feed_ad"],
)
SPENT = pd.DataFrame({
    "where": ["tmall+search_ads"] * 4 + ["jd+feed_ads"] * 4, "spend": [0.0, 50.0, 100.0, 150.0] * 2,
    "value": [0.0, 80.0, 120.0, 130.0] * 2, "low": [0.0, 70.0, 100.0, 100.0] * 2,
    "high": [0.0, 90.0, 140.0, 160.0] * 2, "part": ["seen", "today", "seen", "beyond"] * 2,
})  # fmt: skip
EVERY = {
    "responses": lambda words: charts.responses(SPENT, words, title="T"),
    "waterfall": lambda words: charts.waterfall(STEPS, words, title="T", before=3480.0, after=3180.0),
    "bars": lambda words: charts.bars(
        TOOLS, words, title="T", unit="ratio", label="tool", value="roas", low="low", high="high",
        mark="千川", reference=("break-even", 2.1),
    ),
    "trend": lambda words: charts.trend(DAYS, words, title="T", unit="share", highlight="douyin"),
    "dumbbell": lambda words: charts.dumbbell(
        PAIRS, words, title="T", unit="share", label="platform", before="previous", after="current"
    ),
    "maturity": lambda words: charts.maturity(CURVE, words, title="T", mark=12),
    "rate_mix": lambda words: charts.rate_mix(MIX, words, title="T", rate="conversion", share="S", total=(0.03, 0.02)),
    "spread": lambda words: charts.spread(PAIRS, words, title="T", unit="share", by="platform", value="current"),
}  # fmt: skip
every_chart = pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)


def texts(chart):
    return [each.get_text() for axes in chart.figure.axes for each in axes.texts]


@every_chart
def test_every_chart_is_a_small_picture_with_live_text_and_a_table(draw):
    page = draw(ZH)._repr_mimebundle_()["text/html"]
    svg = re.search(r"<svg.*</svg>", page, re.DOTALL)[0]
    assert len(svg.encode()) < 25_000
    assert ET.fromstring(svg).get("aria-label").startswith("T。")
    assert "<text" in svg
    assert '<details class="pb-data"><summary>查看图表数据' in page


@every_chart
def test_every_chart_is_the_same_each_time_and_its_colours_follow_the_page(draw):
    svg = draw(EN).svg()
    assert svg == draw(EN).svg()
    drawn = set(re.findall(r'(?:fill|stroke)="(#\w+)"', svg))
    assert drawn <= set(canvas.ROLES)
    assert "style=" not in svg


@every_chart
def test_every_chart_keeps_its_text_on_the_sheet(draw):
    svg = ET.fromstring(draw(EN).svg())
    for text in svg.iter("text"):
        width, x = canvas.length(text.text), float(text.get("x"))
        start = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
        assert start > -9
        assert start + width < canvas.WIDTH + 9


@every_chart
def test_the_twin_names_the_chart_and_holds_its_numbers(draw):
    twin = draw(EN)._repr_mimebundle_()[TWIN]
    assert twin["charts"][0]["title"] == "T"
    assert twin["tables"][0]["id"] == twin["charts"][0]["id"]
    assert twin["tables"][0]["rows"]


@every_chart
def test_nothing_in_a_chart_refers_to_an_id_that_another_could_have(draw):
    assert not re.search(r"\bid=|url\(|href", draw(EN).svg())


def test_a_waterfall_adds_up_from_before_to_after():
    (axes,) = EVERY["waterfall"](EN).figure.axes
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert bars == [(3480.0, 3600.0), (3600.0, 3180.0)]
    assert texts(EVERY["waterfall"](EN))[-4:] == ["¥3,480", "+¥120", "−¥420", "¥3,180"]


def test_bars_mark_one_and_draw_intervals_and_the_reference():
    chart = EVERY["bars"](EN)
    (axes,) = chart.figure.axes
    assert [mcolors.to_hex(bar.get_facecolor()) for bar in axes.patches] == [canvas.CONTEXT, canvas.ACCENT]
    lines = [list(line.get_xdata()) for line in axes.lines]
    assert [3.1, 3.8] in lines
    assert [2.1, 2.1] in lines
    assert "break-even 2.10" in texts(chart)


def test_a_response_is_full_where_it_was_seen_and_dashed_beyond():
    panels = charts.responses(SPENT, EN, title="T").figure.axes
    lines = [line for line in panels[0].lines if len(line.get_xdata()) > 1 and line.get_linewidth() >= 2]
    assert [(line.get_xdata().tolist(), line.get_linestyle()) for line in lines] == [
        ([0.0, 50.0, 100.0], "-"), ([100.0, 150.0], "--"),
    ]  # fmt: skip
    dots = [line.get_xydata().tolist() for panel in panels for line in panel.lines if line.get_marker() == "o"]
    assert dots == [[[50.0, 80.0]]] * 2


def test_a_number_that_would_lie_on_the_reference_stands_beyond_it():
    near = pd.DataFrame({"tool": ["a", "b"], "roas": [0.95, 0.3]})
    chart = charts.bars(near, EN, title="T", unit="ratio", label="tool", value="roas", reference=("even", 1.0))
    (axes,) = chart.figure.axes
    places = {each.get_text(): each.xy[0] for each in axes.texts}
    assert places["0.95"] > 1.0 > places["0.30"]


def test_a_panel_of_a_curve_has_its_scales():
    panel = charts.responses(SPENT, EN, title="T").figure.axes[0]
    written = [each.get_text() for each in panel.texts]
    assert {"0", "50", "100", "150"} <= set(written)


def test_a_curves_figures_are_money_and_called_so():
    chart = charts.responses(SPENT, ZH, title="T")
    assert chart.columns["value"] == ("expected_margin", "money")
    assert "毛利率" not in chart._repr_mimebundle_()["text/html"]


def test_a_trend_along_something_else_than_time_says_so_and_draws_its_level():
    lines = pd.DataFrame({"search_ads": [2.0, 0.5]}, index=["50%", "100%"])
    chart = charts.trend(lines, EN, title="T", unit="ratio", reference=("comes back", 1.0), along="Of today’s spend")
    assert chart.columns["_when"] == ("Of today’s spend", "text")
    assert "comes back" in texts(chart)
    assert any(list(line.get_ydata()) == [1.0, 1.0] for line in chart.figure.axes[0].lines)


def test_a_name_at_the_end_of_a_line_is_kept_whole_before_its_number():
    lines = pd.DataFrame({"xiaohongshu+creators": [2.0, 0.5], "jd+feed_ads": [1.0, 0.4]}, index=["50%", "100%"])
    written = texts(charts.trend(lines, EN, title="T", unit="ratio"))
    assert "Xiaohongshu, creators" in written
    assert not [text for text in written if text.endswith("…")]


def test_bars_leave_out_rows_without_a_number():
    frame = pd.DataFrame({"tool": ["a", "b"], "roas": [NAN, -1.0]})
    (axes,) = charts.bars(frame, EN, title="T", unit="ratio", label="tool", value="roas").figure.axes
    assert [bar.get_width() for bar in axes.patches] == [-1.0]


def test_the_table_behind_bars_calls_its_columns_as_people_do():
    frame = pd.DataFrame({"offer": ["a"], "effect": [-9.0], "low": [-12.0], "high": [-6.0]})
    said = {"title": "T", "unit": "money", "label": "offer", "value": "effect", "low": "low", "high": "high"}
    (told,) = charts.bars(frame, ZH, **said, kpi="offer_effect")._repr_mimebundle_()[TWIN]["tables"]
    assert [column["label"] for column in told["columns"]] == ["优惠", "毛利变动（元）", "下限（元）", "上限（元）"]


def test_bars_of_money_say_no_cents_beside_a_wide_interval():
    frame = pd.DataFrame({"offer": ["a"], "effect": [-217.24], "low": [-615.7], "high": [248.2]})
    said = {"title": "T", "unit": "money", "label": "offer", "value": "effect"}
    assert "−¥217" in texts(charts.bars(frame, EN, **said, low="low", high="high"))
    assert "−¥217.24" in texts(charts.bars(frame, EN, **said))


def test_an_unknown_reference_is_no_line():
    chart = charts.bars(TOOLS, EN, title="T", unit="ratio", label="tool", value="roas", reference=("break-even", NAN))
    assert not any("break-even" in text for text in texts(chart))


def test_long_titles_stand_above_their_bars_in_full():
    title = "安溪铁观音特级浓香型 2026 新茶 250g 礼盒装 $5 <b>"
    frame = pd.DataFrame({"item": [title, "b"], "x": [1.0, 2.0]})
    chart = charts.bars(frame, ZH, title="T", unit="money", label="item", value="x")
    assert title in texts(chart)
    assert "&lt;b&gt;" in chart.svg()


def test_a_trend_colours_one_line_and_breaks_at_gaps():
    (axes,) = EVERY["trend"](EN).figure.axes
    accent = [line for line in axes.lines if line.get_color() == canvas.ACCENT]
    assert [math.isnan(y) for y in accent[0].get_ydata()] == [False, True, False]
    assert [text for text in texts(EVERY["trend"](EN)) if "Douyin" in text] == ["Douyin 2.20%"]


def test_events_are_named_bands_and_those_outside_are_left_out():
    days = [(date(2026, 6, 1), date(2026, 6, 18)), (date(2026, 10, 12), date(2026, 10, 20))]
    events = pd.DataFrame(days, columns=["start", "end"]).assign(name=["618", "Double 11"])
    chart = charts.trend(DAYS, EN, title="T", unit="share", events=events)
    assert len(chart.figure.axes[0].patches) == 1
    assert "Double 11" in texts(chart)
    assert "618" not in texts(chart)


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["2025-11", "2025-12", "2026-01", "2026-02"], ["Nov", "Dec", "2026", "Feb"]),
        (["2026-W41", "2026-W42"], ["5 Oct", "12 Oct"]),
        (["前", "后"], ["前", "后"]),
    ],
    ids=["months", "weeks", "names"],
)
def test_the_time_axis_says_what_its_labels_are(labels, wanted):
    chart = charts.trend(pd.DataFrame({"paid": range(len(labels))}, index=labels), EN, title="T", unit="count")
    assert texts(chart)[-len(wanted) :] == wanted


def test_maturity_begins_at_zero_and_says_where_we_are():
    chart = EVERY["maturity"](EN)
    assert chart.figure.axes[0].get_ylim()[0] == 0
    assert "now: 12 days" in texts(chart)


def test_rate_and_mix_stand_beside_each_other_with_their_differences():
    chart = EVERY["rate_mix"](EN)
    assert len(chart.figure.axes) == 2
    assert {"+0.1", "−1.0", "−30.0", "+30.0"} <= set(texts(chart))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.trend(DAYS.iloc[:0], EN, title="T", unit="share"),
        lambda: charts.waterfall(STEPS.iloc[:0], EN, title="T", before=1.0, after=1.0),
        lambda: charts.waterfall(STEPS, EN, title="T", before=NAN, after=1.0),
        lambda: charts.bars(TOOLS.iloc[:0], EN, title="T", unit="ratio", label="tool", value="roas"),
        lambda: charts.maturity(missing("orders"), EN, title="T"),
    ],
)
def test_nothing_to_draw_is_said_and_not_drawn(draw):
    assert isinstance(draw(), Absent)


def test_one_point_is_drawn():
    one = pd.DataFrame({"paid": [0.0]}, index=["2026-10"])
    assert "<svg" in charts.trend(one, EN, title="T", unit="money").svg()


def test_a_sign_that_the_packaged_font_lacks_warns_nobody():
    frame = pd.DataFrame({"item": ["茶 🍵 堃"], "x": [1.0]})
    assert "🍵" in charts.bars(frame, ZH, title="T", unit="money", label="item", value="x").svg()


def test_the_packaged_font_has_what_reports_are_written_with():
    assert [
        sign for sign in "鹿鸣茶（）：；，。！？、《》¥€£$−–—…↑↓→·％" if not canvas._face().get_char_index(ord(sign))
    ] == []


def test_labels_move_apart_and_stay_on_the_sheet():
    assert axis.apart([90, 95, 99], 20, 100) == [60, 80, 100]


def test_a_scale_leaves_room_for_labels_on_both_sides():
    low, high = layout.limits([(-10, -50), (10, 50), (0, 1), (0, -1)], 200)
    assert (low, high) == (-20.0, 20.0)


def test_charts_do_not_change_their_input():
    before = DAYS.copy()
    EVERY["trend"](EN).svg()
    pd.testing.assert_frame_equal(DAYS, before)
