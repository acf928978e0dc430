"""The brand's colour, made readable on a light and on a dark ground (WCAG 2.2, contrast 4.5 : 1)."""

from __future__ import annotations

import colorsys
import re

LIGHT, DARK = "#ffffff", "#15181c"  # the grounds of a page
ENOUGH = 4.5
FALLBACK = "#2f6f4f"


def accents(brand: str) -> tuple[str, str]:
    """Find the nearest shades of a colour that can be read on a light and on a dark page.

    Examples
    --------
    >>> accents("#2F6F4F")
    ('#2f6f4f', '#3d8f66')
    """
    brand = brand.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", brand) else FALLBACK
    return _until_readable(brand, LIGHT, -0.01), _until_readable(brand, DARK, 0.01)


def contrast(one: str, other: str) -> float:
    """Reckon the contrast of two colours by WCAG's formula, from 1 to 21.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _until_readable(color: str, ground: str, step: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(color))
    while contrast(color, ground) < ENOUGH and 0 < light + step < 1:
        light += step
        red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, light, saturation))
        color = f"#{red:02x}{green:02x}{blue:02x}"
    return color


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(color: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
