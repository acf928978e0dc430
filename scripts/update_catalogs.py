"""Gather the texts of code and notebooks, update ``planbook.po`` and compile it.

python scripts/update_catalogs.py            # then translate what is empty or fuzzy, and run it again
python scripts/update_catalogs.py --check    # what a test asks: is anything untranslated or out of step?
"""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "src/planbook/views/locale/zh_CN/LC_MESSAGES/planbook.po"
# words("…") says a text, words.plural(one, many, n) counts, msg("…") marks one that is said later
KEYWORDS = {"words": None, "plural": (1, 2), "msg": None}
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def source(path: Path) -> io.BytesIO:
    """Give the Python of a module, or of a notebook's code cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return io.BytesIO(text.encode())


def gathered() -> Catalog:
    """Collect every text; where it is said is left out, so that moving code changes nothing here."""
    catalog = Catalog(project="planbook", fuzzy=False)
    for path in sorted([*ROOT.glob("src/planbook/**/*.py"), *ROOT.glob("notebooks/**/*.ipynb")]):
        for _, message, _, _ in extract("python", source(path), keywords=KEYWORDS, options={"encoding": "utf-8"}):
            catalog.add(message)
    return catalog


def updated() -> Catalog:
    """Give the catalog on disk with today's texts; what is no longer said is dropped."""
    if PO.exists():
        with PO.open("rb") as file:
            catalog = read_po(file, locale="zh_CN")
    else:
        catalog = Catalog(locale="zh_CN", fuzzy=False)
    catalog.update(gathered(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """Write the catalog as .po and .mo; without dates, so that the same texts give the same bytes."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, omit_header=False, sort_output=True, no_location=True, width=110)
    dull = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Language-Team')
    lines = [line for line in po.getvalue().splitlines(keepends=True) if not line.startswith((*dull, b"# "))]
    text = b"".join(lines)
    compiled = read_po(io.BytesIO(text), locale="zh_CN")
    compiled.creation_date = compiled.revision_date = UNDATED  # Babel would write the minute of today
    write_mo(mo, compiled)
    return text, mo.getvalue()


def _told(text: str | tuple[str, ...]) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def main() -> int:
    """Update the catalog, or with ``--check`` say what is out of step."""
    catalog = updated()
    empty = [m.id for m in catalog if m.id and (m.fuzzy or not _told(m.string))]  # what is fuzzy is left out of the .mo
    po, mo = written(catalog)
    if "--check" in sys.argv:
        stale = PO.read_bytes() != po or PO.with_suffix(".mo").read_bytes() != mo
        sys.stdout.write("".join(f"not translated: {each}\n" for each in empty) + ("out of step\n" if stale else ""))
        return int(bool(empty) or stale)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    PO.with_suffix(".mo").write_bytes(mo)
    sys.stdout.write("".join(f"not translated: {each!r}\n" for each in empty))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
