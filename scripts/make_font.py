"""Cut the packaged Chinese font down to what a report writes.

Matplotlib needs a font with Chinese glyphs to measure text while it draws, and to write PDF and pictures. The
whole Noto Sans SC is 8.3 MB; GB2312 (6,763 characters, nearly all that a shop writes) with Latin, punctuation
and currency signs is a third of that. Charts on a page carry live text, so a character that is not in the cut
is still shown by the reader's own font.

The font comes from a package that nothing else needs, so this runs outside the project's environment:

    uv run --no-project --with pylopdf-fonts-zh-cn==0.1.1 --with fonttools scripts/make_font.py
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools import subset

FONTS = Path(__file__).parents[1] / "src/planbook/views/fonts"
RANGES = (
    (0x20, 0x24F),  # Latin, also of names in other languages
    (0x2010, 0x205E),  # dashes, quotation marks, ellipsis
    (0x20A0, 0x20BF),  # currency signs
    (0x2190, 0x2199),  # arrows of the cards
    (0x2200, 0x22A5),  # minus, ≤, ≥, ≈, ×
    (0x25A0, 0x25FF),  # marks and dots
    (0x3000, 0x301F),  # Chinese punctuation
    (0xFF00, 0xFFEF),  # full-width forms
)


def gb2312() -> set[int]:
    """Code points of GB2312, read from Python's own codec."""
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(character) for pair in pairs for character in pair.decode("gb2312", errors="ignore")}


def main() -> None:
    """Write the cut font and its licence beside each other."""
    options = subset.Options(layout_features=["kern"], hinting=False, desubroutinize=False, name_IDs=["*"])
    font = subset.load_font(pylopdf_fonts_zh_cn.sans_path(), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=gb2312() | {code for first, last in RANGES for code in range(first, last + 1)})
    cutter.subset(font)
    subset.save_font(font, FONTS / "NotoSansSC-Regular.otf", options)
    licence = importlib.metadata.distribution("pylopdf-fonts-zh-cn").read_text("licenses/LICENSE")
    (FONTS / "OFL.txt").write_text(licence or "", encoding="utf-8")


if __name__ == "__main__":
    main()
