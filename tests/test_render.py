"""A page is one file: conclusion first, in one language, nothing that runs or loads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from notebook_factory import SETTINGS, code, notebook, text

from planbook import project
from planbook.reports import colors, render, sanitize
from planbook.reports.result import Problem, Result

TWIN = "application/vnd.planbook+json"


def shows(html: str = "", *tags: str, twin: bool = True, **data: Any) -> dict[str, Any]:
    data = {("image/png" if key == "png" else key.replace("_", "/")): value for key, value in data.items()}
    bundle = {"text/plain": "", **({"text/html": html} if html else {}), **({TWIN: {}} if twin else {}), **data}
    return {
        **code("hidden_code()", *tags),
        "outputs": [{"output_type": "display_data", "data": bundle, "metadata": {}}],
    }


def page(folder: Path, *cells: dict[str, Any], language: str = "en", error: Problem | None = None) -> str:
    (folder / "planbook.yml").write_text(SETTINGS, encoding="utf-8")
    params: dict[str, str] = {"shop": "tea", "period": "2026-10", "language": language}
    status = "failed" if error else "ok"
    told = Result(run="tiny/tea", notebook="tiny", title="Tiny <review>", params=params, status=status, error=error)
    return render.page(notebook(*cells), told, project.load(folder))


def body(html: str) -> str:
    return html.split("<body>")[1]


def test_cells_tagged_first_stand_before_the_contents_and_the_sections(tmp_path: Path) -> None:
    cells = [text("## Sales"), shows("<p>evidence</p>"), shows("<p>headline</p>", "first"), text("## Items")]
    html = body(page(tmp_path, *cells))
    order = [html.index(mark) for mark in ("<h1>", "headline", 'class="pb-contents"', 'id="sales"', "evidence")]
    assert order == sorted(order)


def test_the_appendix_comes_last(tmp_path: Path) -> None:
    cells = [text("## Methods", "appendix"), shows("<p>diagnosis</p>"), text("## Sales"), shows("<p>evidence</p>")]
    html = body(page(tmp_path, *cells))
    assert html.index("evidence") < html.index("Methods</") < html.index("diagnosis") or html.index(
        "evidence"
    ) < html.index("diagnosis")


def test_only_the_language_of_the_run_is_shown(tmp_path: Path) -> None:
    cells = [text("## Sales", "lang-en"), text("## 销售", "lang-zh")]
    html = page(tmp_path, *cells, language="zh")
    assert "销售" in html
    assert "Sales" not in html
    assert '<html lang="zh-CN">' in html
    assert "茶馆 · 2026 年 10 月" in html


def test_code_prompts_warnings_and_tracebacks_are_not_shown(tmp_path: Path) -> None:
    cell = shows("<p>shown</p>")
    cell["outputs"] += [
        {"output_type": "stream", "name": "stderr", "text": "careless warning"},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["wild traceback"]},
        {"output_type": "stream", "name": "stdout", "text": "<b>said</b>"},
    ]
    html = body(page(tmp_path, cell))
    assert "&lt;b&gt;said&lt;/b&gt;" in html
    assert not [trace for trace in ("hidden_code", "careless", "wild", "In [", "workspace: str") if trace in html]


def test_sections_have_anchors_and_a_list_of_contents(tmp_path: Path) -> None:
    html = page(tmp_path, text("## What moved?"), text("## 商品 & items"), text("## What moved?"))
    assert re.findall(r'<li><a href="#([^"]+)">', html)[:3] == ["what-moved", "商品-items", "what-moved-3"]
    assert re.findall(r'<h2 id="([^"]+)"', html) == ["what-moved", "商品-items", "what-moved-3"]


def test_a_plain_frame_becomes_a_readable_table(tmp_path: Path) -> None:
    import pandas as pd

    html = body(page(tmp_path, shows(pd.DataFrame({"item": ["a<b"], "paid": [3.5]})._repr_html_(), twin=False)))
    assert 'class="pb-scroll"' in html
    assert '<td class="pb-num">3.5</td>' in html
    assert "a&lt;b" in html
    assert "dataframe thead" not in html


@pytest.mark.parametrize("twin", [True, False], ids=["beside a twin", "alone"])
@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<img src="http://far.example/x.png">',
        '<link rel="stylesheet" href="//far.example/x.css">',
        '<svg><script>alert(1)</script><image href="https://far.example/x"/></svg>',
        "<style>@import 'https://far.example/x.css'</style>",
        '<p style="background:url(https://far.example/x)">x</p>',
        '<iframe src="https://far.example"></iframe>',
        '<form action="https://far.example"><input></form>',
        '<img src="data:text/html,<script>alert(1)</script>">',
    ],
)
def test_what_runs_or_loads_never_reaches_the_page(tmp_path: Path, html: str, twin: bool) -> None:
    shown = body(page(tmp_path, shows(html, twin=twin), text(html)))
    assert not re.search(r"<script|onclick=|javascript:|far\.example/|<iframe|<form|@import|url\(|data:text", shown)


def test_nothing_on_a_page_has_an_outside_address(tmp_path: Path) -> None:
    html = page(tmp_path, text("See [the method](https://doi.org/10.1000/x)."), shows("<p>x</p>"))
    assert not re.search(r"https?://|//\w+\.", html)
    assert "the method" in html
    assert "doi.org/10.1000/x" in html


def test_a_picture_is_embedded_and_an_svg_can_run_nothing(tmp_path: Path) -> None:
    svg = shows(twin=False, **{"image/svg+xml": "<svg xmlns='x'><script>alert(1)</script></svg>"})
    html = body(page(tmp_path, svg, shows(twin=False, png="aGVsbG8=")))
    assert 'src="data:image/svg+xml;base64,' in html
    assert 'src="data:image/png;base64,aGVsbG8="' in html
    assert "<svg" not in html


def test_the_style_of_the_views_stands_once_on_the_page(tmp_path: Path) -> None:
    from planbook.views.display import opening

    cell = shows()
    cell["outputs"][0]["data"] = opening()._repr_mimebundle_()
    assert page(tmp_path, cell).count(".pb-card dt {") == 1


def test_text_from_outside_is_shown_as_text(tmp_path: Path) -> None:
    html = page(tmp_path, shows(twin=False, **{"text/plain": "<img src=x onerror=alert(1)>"}))
    assert "Tiny &lt;review&gt;" in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_failed_run_shows_what_finished_and_then_says_why_in_words(tmp_path: Path) -> None:
    error = Problem(section="Items", cell=4, kind="KeyError", message="'sku' <none>", advice="")
    cells = [text("## Items"), shows("<p>finished</p>"), shows("<p>never ran</p>")]
    html = body(page(tmp_path, *cells, error=error))
    assert html.index("finished") < html.index('id="stopped"') < html.index("&#39;sku&#39; &lt;none&gt;")
    assert "never ran" not in html
    assert "Run planbook check" in html


def test_the_page_around_the_cells_is_small(tmp_path: Path) -> None:
    assert len(page(tmp_path).encode()) < 40_000


def test_a_page_forbids_whatever_is_outside(tmp_path: Path) -> None:
    assert "default-src 'none'" in page(tmp_path)
    assert 'name="viewport"' in page(tmp_path)


@pytest.mark.parametrize("brand", ["#ffee00", "#000000", "#ffffff", "#2F6F4F", "red; } body { display: none"])
def test_the_brand_colour_can_be_read_on_both_grounds(brand: str) -> None:
    light, dark = colors.accents(brand)
    assert colors.contrast(light, colors.LIGHT) >= colors.ENOUGH
    assert colors.contrast(dark, colors.DARK) >= colors.ENOUGH


@pytest.mark.parametrize("logo", ["brand.svg", "../outside.svg", "page.html", "none.png"])
def test_a_logo_is_embedded_only_from_the_workspace(tmp_path: Path, logo: str) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    for path in (root / "brand.svg", tmp_path / "outside.svg", root / "page.html"):
        path.write_text("<svg/>", encoding="utf-8")
    (root / "planbook.yml").write_text(f"{SETTINGS}brand: {{logo: '{logo}'}}\n", encoding="utf-8")
    assert bool(render.logo(project.load(root))) == (logo == "brand.svg")


def test_a_second_look_at_our_own_views_finds_what_runs() -> None:
    assert sanitize.safe('<svg viewBox="0 0 1 1"><use href="#a"/><text>on=1 <!-- --></text></svg>')
    assert not sanitize.safe("<p title='x' onmouseover = go()>")
