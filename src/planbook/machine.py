"""What this machine has and lacks: ``planbook doctor``."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import planbook

FONT = Path(planbook.__file__).parent / "views" / "fonts" / "NotoSansSC-Regular.otf"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
LIBRARIES = ("papermill", "nbconvert", "ipykernel", "pandas", "duckdb", "ibis", "matplotlib", "jupyterlab")


@dataclass(frozen=True)
class Finding:
    """One thing looked for; ``needed`` is what no report can be made without."""

    what: str
    ok: bool
    found: str
    advice: str = ""
    needed: bool = False


def examine() -> list[Finding]:
    """Look for everything that Planbook can use."""
    return [_python(), _libraries(), _font(), _git(), browser_finding(), pdf_finding(), _xlsx(), _docx(), _writable()]


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def browser() -> str | None:
    """Find a Chromium: ``$CHROMIUM`` first, then the usual names."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in (named, *BROWSERS) if name and (path := shutil.which(name))), None)


def browser_finding() -> Finding:
    """Say whether there is a browser that can make PDF files."""
    path = browser()
    return Finding(
        "Chromium", path is not None, path or "none", "" if path else "A second way to PDF: install Chromium."
    )


def pdf_finding() -> Finding:
    """Say whether WeasyPrint and its library are there."""
    pango = ctypes.util.find_library("pango-1.0")
    if importlib.util.find_spec("weasyprint") is None:
        return Finding("PDF by WeasyPrint", False, "not installed", "pip install 'planbook[pdf]'")
    advice = "" if pango else "Install the library pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0)."
    return Finding("PDF by WeasyPrint", pango is not None, pango or "pango is not there", advice)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    enough = sys.version_info >= (3, 11)
    return Finding("Python", enough, version, "" if enough else "Planbook needs 3.11 or later.", needed=True)


def _libraries() -> Finding:
    lacking = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    found = f"{', '.join(lacking)} not installed" if lacking else "all installed"
    return Finding("libraries", not lacking, found, "Run: make install" if lacking else "", needed=True)


def _font() -> Finding:
    return Finding("Chinese font", FONT.exists(), FONT.name if FONT.exists() else "not there", "", needed=True)


def _git() -> Finding:
    path = shutil.which("git")
    return Finding(
        "git", path is not None, path or "none", "" if path else "To follow Planbook's changes: install git."
    )


def _xlsx() -> Finding:
    there = importlib.util.find_spec("xlsxwriter") is not None
    return Finding(
        "Excel files",
        there,
        "XlsxWriter" if there else "not installed",
        "" if there else "pip install 'planbook[xlsx]'",
    )


def _docx() -> Finding:
    there = importlib.util.find_spec("docx") is not None
    return Finding(
        "Word files",
        there,
        "python-docx" if there else "not installed",
        "" if there else "pip install 'planbook[docx]'",
    )


def _writable() -> Finding:
    compiled = not sys.dont_write_bytecode
    advice = "" if compiled else "Unset PYTHONDONTWRITEBYTECODE: imports are up to ten times slower without .pyc files."
    return Finding("compiled Python files", compiled, "kept" if compiled else "not kept", advice)
