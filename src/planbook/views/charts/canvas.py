"""The sheet that charts are drawn on, and `Chart`.

A chart is 504 units wide. On a phone its column is about 350 px, so letters that shall be 11 px there are 16
units; on a wide column those would be 24 px. Therefore everything is measured and laid out with letters of 16
units, drawn with 11, and the style sheet sets 16 where the column is narrow: nothing can collide in either.
"""

from __future__ import annotations

import functools
import hashlib
import io
import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import pandas as pd
from markupsafe import Markup
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from planbook.views import tables
from planbook.views.charts.svg import follow_page
from planbook.views.display import Twin, bundle, lang
from planbook.views.words import Words

FONT = Path(__file__).parents[1] / "fonts/NotoSansSC-Regular.otf"
STACK = "system-ui, PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"
WIDTH, HEIGHT = 504, 288  # 7:4
LARGE, SMALL = 16, 11  # letters as measured, and as drawn
GAP = 6
WIDER = 1.15  # Latin letters get room for the widest font a reader is likely to have; Chinese ones are 1 em in all

# The light colours of style.css; a role has its own, so that the colour leads back to it.
INK, SOFT, RULE, GROUND = "#1d2125", "#59616a", "#d8dce1", "#ffffff"
ACCENT, SECOND, THIRD, FOURTH = "#0b6bb0", "#b45309", "#00796b", "#8e4585"
CONTEXT, LINE, TINT, EVENT = "#a9b1ba", "#8a929a", "#cfe3f3", "#f1ead9"
UP, DOWN = "#00796a", "#b45308"
ROLES = {
    INK: "ink", SOFT: "soft", RULE: "rule", GROUND: "ground", ACCENT: "accent", SECOND: "second", THIRD: "third",
    FOURTH: "fourth", CONTEXT: "context", LINE: "line", TINT: "tint", EVENT: "event", UP: "up", DOWN: "down",
}  # fmt: skip
CHINESE_COLOURS = {"up": "#c62828", "down": "#18794e"}

STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["Noto Sans SC", "DejaVu Sans"],
    "font.size": LARGE,
    "text.color": INK,
    "text.parse_math": False,  # a title may hold two dollar signs
    "svg.fonttype": "none",
    "path.simplify": True,
}


@dataclass(frozen=True)
class Chart:
    """A figure with the finding as its title, a text for who cannot see it, and its numbers as a table.

    ``subtitle`` names measure, unit and period; ``columns`` says how ``data`` is written, as `tables.table` has it.
    """

    figure: Figure
    title: str
    alt: str
    subtitle: str = ""
    data: pd.DataFrame | None = None
    columns: tables.Columns | None = None
    words: Words | None = None
    kind: str = "chart"

    @property
    def id(self) -> str:
        """A name of its own on the page, the same in every run."""
        return f"{self.kind}-{hashlib.sha256(f'{self.title}{self.alt}'.encode()).hexdigest()[:8]}"

    def svg(self) -> str:
        """Draw it: one pass, the same bytes each time."""
        buffer = io.StringIO()
        with mpl.rc_context({**STYLE, "svg.hashsalt": self.id}), warnings.catch_warnings():
            # a rare character that the packaged font lacks is live text: the reader's font has it
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
            FigureCanvasSVG(self.figure).print_svg(  # type: ignore[no-untyped-call]
                buffer, metadata=nothing
            )
        said = Markup('role="img" aria-label="{}" font-family="{}" font-size="{}"').format(self.alt, STACK, SMALL)
        chinese = self.words is not None and self.words.language == "zh"
        return follow_page(
            buffer.getvalue(),
            roles=ROLES,
            colours=CHINESE_COLOURS if chinese else {},
            attributes=said,
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        twin: Twin = {"charts": [{"id": self.id, "title": self.title, "alt": self.alt}]}
        table = Markup("")
        if self.data is not None and self.columns and self.words:
            shown = tables.describe(self.data, self.words, self.columns)
            table = tables.behind(self.data, shown, self.words, title=self.title)
            twin["tables"] = [tables.twin(self.data, shown, id=self.id, title=self.title)]
        drawing = Markup(self.svg())  # noqa: S704 texts in it are escaped by matplotlib
        html = Markup(
            '<figure class="pb-chart" id="{}" lang="{}"><figcaption>{}<span>{}</span></figcaption>{}{}</figure>'
        ).format(self.id, lang(self.words) if self.words else "en", self.title, self.subtitle, drawing, table)
        return bundle(html, twin, self.alt)


def sheet(*, left: float, right: float, top: float, bottom: float, height: float = HEIGHT) -> tuple[Figure, Axes]:
    """Make a figure with bare axes; margins and height in units, of which a sheet is 504 wide."""
    _register()
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        axes = figure.add_axes(
            (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, (height - top - bottom) / height)
        )
    figure.patch.set_visible(False)
    axes.set_axis_off()
    return figure, axes


def write(
    axes: Axes, x: float, y: float, text: str, *, at: str = "left", color: str = INK, frame: Any = "data",
    shift: tuple[float, float] = (0, 0),
) -> None:  # fmt: skip
    """Write a text; ``at`` names the side of it that ``x`` is, ``y`` is its middle, ``shift`` is in units."""
    with mpl.rc_context(STYLE):
        # a baseline instead of a centre: the browser's letters may be smaller than those measured here
        place = (shift[0], shift[1] - 0.36 * SMALL)
        axes.annotate(
            text, (x, y), place, xycoords=frame, textcoords="offset points", ha=at, va="baseline", color=color,
            annotation_clip=False,
        )  # fmt: skip


def length(text: str) -> float:
    """Measure a text in units, at the large size."""
    return sum(_advance(character) for character in text) * LARGE


def fitted(text: str, room: float) -> str:
    """Cut a text to a length, with an ellipsis.

    Examples
    --------
    >>> fitted("安溪铁观音特级浓香型", 100)
    '安溪铁观音…'
    """
    if length(text) <= room:
        return text
    while text and length(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


def finish(
    axes: Axes,
    words: Words,
    *,
    kind: str,
    title: str,
    subtitle: str,
    said: Iterable[tuple[str, str]],
    data: pd.DataFrame,
    columns: tables.Columns,
) -> Chart:
    """Make the chart of what was drawn; ``said`` are names and numbers for who cannot see it."""
    figure = cast("Figure", axes.figure)
    return Chart(figure, title, told(title, said, words), subtitle, data, columns, words, kind)


def told(title: str, pairs: Iterable[tuple[str, str]], words: Words, *, most: int = 10) -> str:
    """Say a chart in words: its title and its numbers."""
    pairs = list(pairs)
    listed = [words("{name}: {value}", name=name, value=value) for name, value in pairs[:most]]
    if len(pairs) > most:
        listed.append(words("and {n} more", n=len(pairs) - most))
    return words("{title} — {numbers}", title=title, numbers=words("; ").join(listed))


@functools.cache
def _register() -> None:
    font_manager.fontManager.addfont(FONT)


@functools.cache
def _face() -> Any:
    face = font_manager.get_font(FONT)
    face.set_size(100, 72)
    return face


if hasattr(os, "register_at_fork"):
    # an open font reads its file as it goes, and processes forked from this one would share the place in it
    os.register_at_fork(after_in_child=_face.cache_clear)


@functools.cache
def _advance(character: str) -> float:
    if not _face().get_char_index(ord(character)):
        return 1.0
    em = float(_face().load_char(ord(character)).linearHoriAdvance) / 65536 / 100
    return em if em > 0.95 else em * WIDER
