"""From matplotlib's SVG to one that follows the page.

Colours become classes, so that the style sheet can turn them for the dark and for the language, and stay as
attributes, for readers that know no style sheet (WeasyPrint, a mail client). Groups and clip paths go, dots are
drawn where they stand and not referred to: a chart weighs 2–15 KB, and without ids many stand on one page.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SPACE = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
KEPT = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "opacity",
    "fill-opacity",
    "text-anchor",
)
_NUMBER = re.compile(r"-?\d+\.\d+")
_DOT = re.compile(r"M 0 ([\d.]+) C")  # matplotlib's round marker begins at its top
_DULL = {"stroke-linecap": "butt", "opacity": "1", "fill-opacity": "1", "text-anchor": "start"}


def follow_page(source: str, *, roles: dict[str, str], colours: dict[str, str], attributes: str) -> str:
    """Rewrite an SVG.

    Parameters
    ----------
    source
        What matplotlib wrote.
    roles
        Colour as drawn → role, which becomes the class ``f-role`` or ``s-role``.
    colours
        Role → colour to stand as attribute, where it is another than the one drawn.
    attributes
        Attributes of the root, ready to print.
    """
    root = ET.fromstring(source)  # noqa: S314 it was written by matplotlib a moment ago
    for node in root.iter():
        node.tag = node.tag.removeprefix(SPACE)
        _dress(node, roles, colours)
    shapes = {f"#{path.get('id')}": path.get("d", "") for path in root.iter("path") if path.get("id")}
    for node in list(root.iter("use")):
        _place(node, shapes[node.attrib.pop(LINK)])
    _flatten(root)
    body = "".join(ET.tostring(child, encoding="unicode") for child in root)
    return f'<svg viewBox="{root.get("viewBox")}" {attributes}>{body}</svg>'


def _dress(node: ET.Element, roles: dict[str, str], colours: dict[str, str]) -> None:
    style = dict(part.split(": ", 1) for part in node.attrib.pop("style", "").split("; ") if ": " in part)
    classes = []
    for key in KEPT:
        value = style.get(key, "").rstrip(";")
        if key in ("fill", "stroke") and value in roles:
            classes.append(f"{key[0]}-{roles[value]}")
            value = colours.get(roles[value], value)
        if value and _DULL.get(key) != value:
            node.set(key, _short(value))
    if classes:
        node.set("class", " ".join(classes))
    for key in ("d", "x", "y", "transform"):
        if key in node.attrib:
            node.set(key, _short(" ".join(node.attrib[key].split())))
    if node.get("transform", "").startswith(("rotate(-0", "rotate(0")):
        del node.attrib["transform"]


def _place(node: ET.Element, shape: str) -> None:
    # a style sheet does not reach into what <use> refers to, so each shape stands where it is used
    x, y = node.attrib.pop("x"), node.attrib.pop("y")
    if dot := _DOT.match(shape):
        node.tag = "circle"
        node.attrib.update(cx=x, cy=y, r=dot[1])
    else:
        node.tag = "path"
        node.attrib.update(d=shape, transform=f"translate({x} {y})")


def _flatten(node: ET.Element) -> None:
    children: list[ET.Element] = []
    for child in list(node):
        _flatten(child)
        if child.tag in ("metadata", "defs") or (child.tag == "g" and len(child) == 0):
            continue
        for name in ("id", "clip-path"):
            child.attrib.pop(name, None)
        children.extend(child if child.tag == "g" and not child.attrib else [child])
    node[:] = children
    node.tail = None
    if node.tag != "text":
        node.text = None


def _short(text: str) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), text)
