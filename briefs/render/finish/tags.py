"""Finish the structure tree that WeasyPrint writes, in the objects of the PDF about to be written.

WeasyPrint 70.0 passes PDF/UA-1, but leaves wrong what no validator sees: running heads stand as
content outside of the tree instead of as artifacts, header cells have no scope, links are not
marked for print and are named by their raw anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

_PRINT_FLAG = 4
_PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})
_REFERENCE = re.compile(rb"(\d+) 0 R")


def finish(pdf: pydyf.PDF, link_names: Mapping[str, str]) -> None:
    """Put the tags of a tagged PDF right.

    Args:
        pdf: The PDF that is about to be written.
        link_names: What to call the links to an anchor, by the anchor's name.
    """
    root = object_at(pdf, pdf.catalog["StructTreeRoot"])
    in_tree = set(_numbers_below(pdf, root))
    _artifacts(pdf, root, in_tree)
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.get("S") == "/TH":
            row = object_at(pdf, item["P"])
            head = object_at(pdf, row["P"])["S"] == "/THead"
            item["A"]["Scope"] = "/Column" if head else "/Row"
        elif item.get("Subtype") == "/Link":
            item["F"] = _PRINT_FLAG
            name = _text(item.get("Contents"))
            if name in link_names:
                item["Contents"] = pydyf.String(link_names[name])


def _artifacts(pdf: pydyf.PDF, root: Any, in_tree: set[int]) -> None:
    """Make what margin boxes print artifacts, and take their elements out of the file."""
    numbers = object_at(pdf, root["ParentTree"])["Nums"]
    for page, reference in enumerate(pdf.page_references):
        owners = numbers[numbers.index(page) + 1]
        loose = {position for position, owner in enumerate(owners) if _number(owner) not in in_tree}
        if not loose:
            continue
        _mark_as_artifacts(object_at(pdf, object_at(pdf, reference)["Contents"]).stream, loose)
        for position in loose:
            owners[position] = "null"
    for item in pdf.objects:
        if (
            isinstance(item, pydyf.Dictionary)
            and item.get("Type") == "/StructElem"
            and item.number not in in_tree
        ):
            item.clear()  # a freed object would shift what pydyf's index says of all behind it


def _mark_as_artifacts(operations: list[Any], loose: set[int]) -> None:
    """Change ``/Span <</MCID n>> BDC`` in a page's operations, each an item of its own."""
    for index, operation in enumerate(operations):
        if operation != b"BDC":
            continue
        properties = operations[index - 1]
        if isinstance(properties, pydyf.Dictionary) and properties.get("MCID") in loose:
            operations[index - 2 : index] = [b"/Artifact", _PAGINATION]


def _numbers_below(pdf: pydyf.PDF, root: Any) -> Iterator[int]:
    """Numbers of all structure elements that the tree leads to."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element.number
        for kid in element.get("K", ()):
            if isinstance(kid, bytes):
                child = object_at(pdf, kid)
                if child.get("Type") == "/StructElem":
                    waiting.append(child)


def object_at(pdf: pydyf.PDF, reference: Any) -> Any:
    """The object of a PDF that a reference leads to."""
    return pdf.objects[_number(reference)]


def _number(reference: Any) -> int:
    match = _REFERENCE.fullmatch(reference) if isinstance(reference, bytes) else None
    return int(match[1]) if match else -1


def _text(value: Any) -> str:
    words = getattr(value, "string", value)
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words or "")
