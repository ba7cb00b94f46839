"""Make an exported SVG safe and plain: what WeasyPrint draws right, and nothing that acts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_KEPT = frozenset({
    "svg", "g", "defs", "clipPath", "path", "rect", "circle", "ellipse", "line", "polygon",
    "polyline", "text", "tspan", "use", "title", "desc",
})  # fmt: skip
_NOT_SET = frozenset({
    "pattern", "image", "linearGradient", "radialGradient", "mask", "filter", "marker", "symbol",
    "textPath",
})  # fmt: skip
_TEXTS = frozenset({f"{{{_SVG}}}text", f"{{{_SVG}}}tspan"})
_STYLES_DROPPED = ("white-space", "vector-effect", "pointer-events", "cursor", "text-shadow")
_LINK = re.compile(r"url\((?!['\"]?#)", re.IGNORECASE)


class SvgError(ValueError):
    """The text is no SVG that we would set."""


def sanitise(svg: bytes, font: str) -> bytes:
    """The SVG without anything that loads, links, acts or confuses WeasyPrint.

    Args:
        svg: As Plotly exported it.
        font: The family to name at the root; a page's CSS does not reach an SVG's text.

    Raises:
        SvgError: If it is not an SVG, or refers to something outside of it.
    """
    root = _parsed(svg)
    if root.tag != f"{{{_SVG}}}svg":
        raise SvgError("the export is not an SVG")
    _clean(root)
    root.attrib.pop("style", None)
    root.attrib.pop("class", None)
    root.set("font-family", font)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    data: bytes = ET.tostring(root, encoding="utf-8")
    return data


def _parsed(svg: bytes) -> ET.Element:
    if not svg.lstrip().startswith(b"<svg"):
        raise SvgError("the export is not an SVG")
    if b"<!DOCTYPE" in svg or b"<!ENTITY" in svg:
        raise SvgError("the export has a document type, which may hide entities")
    try:
        return ET.fromstring(svg.decode("utf-8"))  # noqa: S314 - no document type, no entities
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise SvgError(f"the export is broken: {error}") from error


def _clean(element: ET.Element) -> None:
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2].lower()
        if local.startswith("on") or local.startswith("data-") or local == "class":
            del element.attrib[name]
        elif (local == "href" and not value.startswith("#")) or _LINK.search(value):
            raise SvgError(f"the export refers to {value[:60]}")
        elif local == "style":
            element.set(name, _plain_style(value))
    for child in list(element):
        local = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if local == "a":
            child.tag = f"{{{_SVG}}}{'tspan' if element.tag in _TEXTS else 'g'}"
            child.attrib.clear()
        elif local in _NOT_SET:
            raise SvgError(f"the export holds a <{local}>, which the page would lose")
        elif local not in _KEPT:
            _remove(element, child)
    for child in list(element):
        local = child.tag.rpartition("}")[2]
        _clean(child)
        if local == "tspan" and element.tag == f"{{{_SVG}}}tspan" and (child.tail or "").strip():
            tail = ET.Element(f"{{{_SVG}}}tspan")  # WeasyPrint loses text behind a tspan
            tail.text, child.tail = child.tail, None
            element.insert(list(element).index(child) + 1, tail)
        if local == "g" and not len(child) and not (child.text or "").strip():
            _remove(element, child)


def _plain_style(style: str) -> str:
    parts = (part.strip() for part in style.split(";"))
    return "; ".join(part for part in parts if part and not part.startswith(_STYLES_DROPPED))


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Remove an element, and leave the text behind it."""
    if child.tail:
        position = list(parent).index(child)
        if position:
            before = parent[position - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)
