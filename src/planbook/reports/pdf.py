"""``report.pdf`` from the page: by WeasyPrint, or by a Chromium where that is not there.

Neither may fetch anything: WeasyPrint gets a fetcher that knows our font and nothing else, Chromium no names.
"""

from __future__ import annotations

import base64
import logging
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from planbook.machine import FONT, browser
from planbook.reports.files import SkippedError

HOW = "install pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0) and planbook[pdf], or Chromium"
SECONDS = 120


def write(page: str, path: Path) -> None:
    """Write a page as PDF, on A4.

    Raises
    ------
    SkippedError
        When this machine has neither engine; says what to install.
    """
    if not _by_weasyprint(page, path) and not _by_chromium(page, path):
        raise SkippedError(f"no PDF engine on this machine; {HOW}")


def _by_weasyprint(page: str, path: Path) -> bool:
    try:
        import weasyprint
    except (ImportError, OSError):  # OSError: its library pango is not there
        return False
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # tells of every rule meant for screens
    weasyprint.HTML(string=_with_font(page, FONT.as_uri()), url_fetcher=_fetcher()).write_pdf(path)
    return True


def _by_chromium(page: str, path: Path) -> bool:
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="planbook-") as folder:
        source = Path(folder, "report.html")
        coded = base64.b64encode(FONT.read_bytes()).decode()
        source.write_text(_with_font(page, f"data:font/otf;base64,{coded}"), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
        ]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--print-to-pdf={path}", source.as_uri()]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
        try:
            subprocess.run(  # noqa: S603 - a browser that this machine has
                command, check=True, capture_output=True, timeout=SECONDS
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise SkippedError(f"Chromium failed ({type(error).__name__}); {HOW}") from error
    return path.exists()


def _with_font(page: str, address: str) -> str:
    """Let the last family of the page's font stack be the packaged font, where the machine has none."""
    face = f'<style>@font-face {{ font-family: "Noto Sans SC"; src: url("{address}"); }}</style></head>'
    return page.replace("</head>", face, 1)


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    class OnlyOurFont(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url != FONT.as_uri() and not url.startswith("data:"):
                raise ValueError(f"a report loads nothing, and here it asked for {url}")
            return super().fetch(url, headers)

    return OnlyOurFont()
