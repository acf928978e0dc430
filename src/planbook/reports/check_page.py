"""``reports/check/<shop>.html``: what the data check found, as a page that people share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import planbook
from planbook import disk
from planbook.project import Shop
from planbook.reports import colors, doubts, files, render
from planbook.tables.findings import Finding

FOLDER = Path("reports", "check")


def write(shop: Shop, found: Sequence[Finding], language: str = "") -> Path:
    """Write the page of a shop, whole or not at all; tell where it lies.

    Parameters
    ----------
    found
        By ``checks.findings``.
    language
        Of the page; empty: the project's.
    """
    file = shop.project.root / FOLDER / f"{files.plain(shop.key)}.html"
    disk.write(file, page(shop, found, language))
    return file


def page(shop: Shop, found: Sequence[Finding], language: str = "") -> str:
    """Give the page: the conclusion, then each table with what was found and what to do."""
    from planbook.views import checks

    language = language or shop.project.language
    words = render.open_words(language, shop.currency)
    light, dark = colors.accents(shop.project.brand.color)
    told = [doubts.discreet(each, shop.project) for each in found]
    return render.template("check.html.j2").render(
        lang="zh-CN" if language == "zh" else "en",
        shop=shop.name(language),
        verdict=checks.verdict(told, words),
        groups=checks.groups(told, words),
        absent=checks.absent(told, words),
        style="\n".join(path.read_text(encoding="utf-8") for path in render.STYLES),
        accent={"light": light, "dark": dark},
        logo=render.logo(shop.project),
        say={
            "title": words("Data check"),
            "found": words("What was found"),
            "count": words("How often"),
            "example": words("Example"),
            "advice": words("What to do"),
            "made": words("Made by Planbook {version}", version=planbook.__version__),
        },
    )
