"""Compare the XMP of two revisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import pikepdf

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_REFERENCE = f"{_RDF}resource"
_OF_THE_LAST_CHANGE = (
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://www.w3.org/XML/1998/namespace}lang",
    "{adobe:ns:meta/}xmptk",
)


def differing_properties(old: pikepdf.Object | None, new: pikepdf.Object | None) -> set[str]:
    """Names of the properties that two packets do not have alike.

    Text in RDF's own elements goes by the name around them. What tells only when and by what a
    file was last changed is left out. A packet that cannot be read differs by its name, XMP.
    """
    try:
        before, after = Counter(_properties(old)), Counter(_properties(new))
    except (ElementTree.ParseError, pikepdf.PdfError):
        return {"XMP"}
    return {
        name.rpartition("}")[2]
        for name, _ in (before - after) + (after - before)
        if name not in _OF_THE_LAST_CHANGE
    }


def _properties(packet: pikepdf.Object | None) -> Iterator[tuple[str, str]]:
    """Each name with its text, whether it is written as an element or as an attribute."""
    if packet is None:
        return
    waiting = [(ElementTree.fromstring(packet.read_bytes()), "")]  # noqa: S314
    while waiting:
        element, above = waiting.pop()
        name = above if element.tag.startswith(_RDF) else element.tag
        if element.text and element.text.strip():
            yield name, element.text.strip()
        for key, value in element.items():
            if key == _REFERENCE:
                yield name, value
            elif not key.startswith(_RDF):
                yield key, value
        waiting += [(child, name) for child in element]
