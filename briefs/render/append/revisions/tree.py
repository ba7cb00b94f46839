"""Walk the tag tree of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from briefs.render.append.revisions.same import ObjGen, number


def kids_of(element: pikepdf.Object) -> list[pikepdf.Object]:
    """What an element of the tag tree holds, in order."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def elements_of(pdf: pikepdf.Pdf) -> dict[ObjGen, pikepdf.Object]:
    """Every element of the tag tree that has a number, in the order of the tree."""
    found: dict[ObjGen, pikepdf.Object] = {}
    root = pdf.Root.get("/StructTreeRoot")
    waiting = kids_of(root)[::-1] if root is not None else []
    while waiting:
        element = waiting.pop()
        own = number(element)
        if own is None or own in found or not is_element(element):
            continue
        found[own] = element
        waiting += kids_of(element)[::-1]
    return found


def is_element(kid: object) -> bool:
    """Whether what an element holds is an element itself, and no mark of the page's content."""
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def parents_of(root: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Each entry of the tree that leads from content to its element."""
    waiting, seen = [root.get("/ParentTree")], set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or number(node) in seen:
            continue
        if number(node) is not None:
            seen.add(number(node))
        row = list(node.get("/Nums", []))
        yield from ((int(key), value) for key, value in zip(row[::2], row[1::2], strict=False))
        waiting += list(node.get("/Kids", []))
