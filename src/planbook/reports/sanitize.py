"""What may stand on a page: our own views as they are, anything else only after a wash.

A report is one file that loads nothing and runs nothing. Titles, tables and texts from data are escaped by our
views; this module is for the rest, and the second look at the views.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import count, zip_longest
from typing import Any

from planbook.reports.result import TWIN

_TAGS = """a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td
    tfoot th thead time tr u ul var wbr"""
_ATTRIBUTES = "alt class colspan dir height id lang open role rowspan scope start title width"
_STYLES = """background-color border border-bottom border-left border-right border-top color font-size font-style
    font-weight height margin max-width min-width padding text-align vertical-align white-space width"""
_FORBIDDEN = "script iframe object embed link base form input button meta frame applet"
TAGS, ATTRIBUTES, STYLES, FORBIDDEN = (frozenset(x.split()) for x in (_TAGS, _ATTRIBUTES, _STYLES, _FORBIDDEN))

_OPENS = re.compile(r"<[a-zA-Z/]")
_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_EVENT = re.compile(r"\bon\w+\s*=", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:src|srcset|href|action|poster|data)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_OUTSIDE_STYLE = re.compile(r"@import|url\(\s*[\"']?(?!#|data:)|expression\(", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style|template|title|noscript|textarea)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\b[^>]*?\bhref=\"(?:https?:)?//([^\"]*)\"[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NUMBER = re.compile(r"[-+−]?[\d,.]+(?:e[-+]?\d+)?\s*%?|NaN|NaT|None|&lt;NA&gt;|inf|-inf")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])>(.*?)</t[dh]>", re.DOTALL)


def safe(text: str) -> bool:
    """Tell whether HTML neither runs nor loads anything.

    Examples
    --------
    >>> safe('<p title="onclick=1">fine</p>'), safe('<p onclick="x()">'), safe('<img src="//far.example/x.png">')
    (True, False, False)
    """
    found = _TAG.findall(text)
    if len(found) != len(_OPENS.findall(text)):
        return False  # a tag that is not whole may hide anything
    for name, attributes in found:
        if name.lower() in FORBIDDEN or _EVENT.search(_QUOTED.sub('""', attributes)):
            return False
        for value in _ADDRESS.findall(attributes):
            if not value.strip("\"' ").startswith(("#", "data:image/")):
                return False
    return not _OUTSIDE_STYLE.search(text)


def wash(text: str) -> str:
    """Keep text, tables and simple marks of foreign HTML; drop whatever runs or loads something."""
    told = _LINK.sub(_address, _SILENT.sub("", text))
    return str(_cleaner().clean(told))


def output(data: Mapping[str, Any], kind: str) -> str:
    """Make HTML of one output of a cell: ``kind`` is the mimetype that is shown of ``data``."""
    value = data[kind]
    value = "".join(value) if isinstance(value, list) else value
    if kind == "text/html":
        return _from_html(str(value), trusted=TWIN in data)
    if kind.startswith("image/"):
        return _picture(kind, value, str(data.get("text/plain", "")))
    return plain(str(value))


def plain(text: str) -> str:
    """Show text as it stands."""
    return f'<pre class="pb-text">{html.escape(_COLOUR.sub("", text).rstrip())}</pre>'


def _from_html(text: str, *, trusted: bool) -> str:
    if trusted:
        text = re.sub(r"<style class=\"pb-style\">.*?</style>", "", text, flags=re.DOTALL)  # the page has it already
        if safe(text):
            return text
    clean = _TABLE.sub(_readable, wash(text))
    opened = '<div class="pb-table"><div class="pb-scroll" tabindex="0"><table'
    return clean.replace("<table", opened).replace("</table>", "</table></div></div>")


def _readable(found: re.Match[str]) -> str:
    """Set the columns of numbers of a plain frame to the right, head and all."""
    rows = [_CELL.findall(row) for row in _ROW.findall(found[0])]
    cells = [[text if kind == "td" else "" for kind, text in row] for row in rows]
    numbers = {at for at, column in enumerate(zip_longest(*cells, fillvalue="")) if _numeric(column)}
    return _ROW.sub(lambda row: _aligned(row[0], numbers), found[0]).replace("<th></th>", "<td></td>")


def _numeric(column: Iterable[str]) -> bool:
    filled = [text.strip() for text in column if text.strip()]
    return bool(filled) and all(_NUMBER.fullmatch(text) for text in filled)


def _aligned(row: str, numbers: set[int]) -> str:
    at = count()
    return _CELL.sub(lambda cell: cell[0].replace(">", ' class="pb-num">', 1) if next(at) in numbers else cell[0], row)


def _picture(kind: str, value: str, alt: str) -> str:
    # an SVG inside <img> can neither run nor load anything; inline it could
    coded = base64.b64encode(value.encode()).decode() if kind == "image/svg+xml" else re.sub(r"\s", "", value)
    if not re.fullmatch(r"[A-Za-z0-9+/=]*", coded):
        return ""
    told = "" if re.match(r"<.*>$|Figure\(", alt) else alt  # a Python repr describes nothing
    return f'<figure class="pb-picture"><img src="data:{kind};base64,{coded}" alt="{html.escape(told)}"></figure>'


def _address(found: re.Match[str]) -> str:
    address, text = found[1], found[2]
    bare = re.sub(r"^https?://", "", text.strip())
    return bare if bare == address.rstrip("/") else f'{text} <span class="pb-address">({address})</span>'


def _allowed(tag: str, name: str, value: str) -> bool:
    if name in ("href", "src"):
        return value.startswith("#") if tag == "a" else bool(re.match(r"data:image/(png|jpeg|gif|webp);", value))
    return name in ATTRIBUTES or name.startswith("aria-") or (name == "style" and "url(" not in value.lower())


@cache
def _cleaner() -> Any:
    from bleach.css_sanitizer import CSSSanitizer
    from bleach.sanitizer import Cleaner

    styles = CSSSanitizer(allowed_css_properties=STYLES, allowed_svg_properties=[])
    return Cleaner(TAGS, _allowed, protocols=["data"], strip=True, css_sanitizer=styles)
