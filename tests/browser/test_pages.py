"""Pages in a browser: nothing fails, loads, overflows or keeps anyone out, on a desk, on a phone, in the dark."""

from __future__ import annotations

import re
import shutil
import zlib

import pytest

from planbook import disk, project
from planbook.machine import BROWSERS
from planbook.reports import pdf, portal

BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
SMALLEST = 11  # CSS pixels
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MISSING = "[...document.images].filter(image => !image.complete || !image.naturalWidth).length"
# letters of a chart are as large as its drawing is scaled
LETTERS = """[...document.querySelectorAll('.pb-chart svg text')].map(text =>
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
REPORTS = [("luming", "zh"), ("luming", "en"), ("luming-global", "en")]
PAGES = ["-".join(names) for names in REPORTS]

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]
needs_browser = pytest.mark.skipif(BROWSER is None, reason=f"no browser on this machine: none of {', '.join(BROWSERS)}")


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=BROWSER, args=options)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open a file on a screen, with all that a browser complains of."""
    contexts = []

    def opened(path, screen="desktop"):
        contexts.append(chromium.new_context(**SCREENS[screen]))
        page = contexts[-1].new_page()
        page.complaints = []
        page.on(
            "console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: page.complaints.append(request.url) if outside(request.url) else None)
        page.goto(path.as_uri(), wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def outside(address):
    return not address.startswith(("file:", "data:"))


@pytest.fixture(scope="module")
def pages(reports):
    """All reports, by shop and language, and the index that leads to them."""
    made = {names: reports(*names[:1], language=names[1]) for names in REPORTS}
    base = made[REPORTS[0]].folder.parents[3]
    disk.write(base / "index.html", portal.page(base, project.load(base)))
    return {"index": base / "index.html"} | {"-".join(names): r.folder / "report.html" for names, r in made.items()}


def barriers(page):
    """What axe-core finds serious: rule, impact, first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["target"]) for each in found if each["impact"] in ("serious", "critical")]


@needs_browser
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["index", *PAGES])
def test_a_page_is_whole_fits_and_can_be_used_by_all(name, screen, pages, visit):
    page = visit(pages[name], screen)
    assert page.complaints == []
    assert page.evaluate(MISSING) == 0
    assert page.evaluate(WIDER) <= 0
    assert barriers(page) == []


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_letters_of_charts_can_be_read_on_a_phone(name, pages, visit):
    letters = visit(pages[name], "phone").evaluate(LETTERS)
    assert len(letters) > 50
    assert min(letters) >= SMALLEST


@needs_browser
def test_the_dark_page_is_dark(pages, visit):
    ground = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    assert (
        max(visit(pages["luming-en"], "dark").evaluate(ground)) < 60 < min(visit(pages["luming-en"]).evaluate(ground))
    )


@needs_browser
def test_filters_of_the_index_leave_the_chosen_rows(pages, visit):
    page = visit(pages["index"])
    rows = page.locator("tbody tr:visible")
    before = rows.count()
    page.select_option("select[name=shop]", "luming-global")
    chosen = {rows.nth(at).get_attribute("data-shop") for at in range(rows.count())}
    assert chosen == {"luming-global"}
    page.select_option("select[name=shop]", "")
    assert rows.count() == before >= 3


@needs_browser
def test_the_index_leads_to_a_report(pages, visit):
    page = visit(pages["index"])
    page.locator("tbody tr:visible a").first.click()
    assert page.url.endswith("/report.html")
    assert page.locator(".pb-card").count() == 6


@needs_browser
def test_on_paper_what_is_folded_lies_open(pages, visit):
    page = visit(pages["luming-en"])
    folded = page.locator(".pb-more > :not(summary), .pb-about > :not(summary)")
    assert folded.count() > 1
    page.emulate_media(media="print")
    assert all(folded.nth(at).is_visible() for at in range(folded.count()))


def test_a_pdf_has_a4_pages_with_chinese_text(reports, tmp_path):
    pytest.importorskip("weasyprint", exc_type=OSError, reason="WeasyPrint's library pango is not on this machine")
    pdf.write(reports("luming", language="zh").page, tmp_path / "report.pdf")
    written = unpacked((tmp_path / "report.pdf").read_bytes())
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox ?\[([\d. ]+)\]", written)}
    letters = {chr(int(code, 16)) for code in re.findall(rb"<[0-9a-f]{4}> ?<([0-9a-f]{4})>", written)}
    assert [round(side) for box in boxes for side in box] == [0, 0, 595, 842]
    assert set("复盘支付金额") <= letters


def unpacked(written):
    """The objects of a PDF, streams unpacked: pages, and the letters that each font's codes stand for."""
    packed = re.findall(rb"stream\r?\n(\x78.*?)\r?\nendstream", written, re.DOTALL)
    return written + b"\n".join(map(zlib.decompress, packed))
