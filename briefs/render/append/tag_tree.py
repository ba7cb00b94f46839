"""Tie new annotations into the structure tree of a PDF that is appended to.

A reader's program that speaks meets them there: before the first part of their page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from briefs.render.append.increment import Increment

_DEPTH = 100


class TagTree:
    """The structure tree of a PDF; one that has none takes nothing in.

    Args:
        increment: Where changes go.
    """

    def __init__(self, increment: Increment) -> None:
        self._increment = increment
        self._pages = {page.obj.objgen: at for at, page in enumerate(increment.pdf.pages)}
        self._root: Any = increment.pdf.Root.get("/StructTreeRoot")
        self._next = max(_keys(self._root), default=-1) + 1 if self._root is not None else 0

    def tie(self, annotation: pikepdf.Object, page: pikepdf.Object) -> None:
        """Give an annotation an element of its own.

        Args:
            annotation: An object of its own; it gets its key in the tree.
            page: Its page.
        """
        if self._root is None:
            return
        parent = self._parent()
        element = self._increment.add(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem,
                S=pikepdf.Name.Annot,
                P=parent,
                Pg=page,
                K=pikepdf.Array(
                    [pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=page, Obj=annotation)]
                ),
            )
        )
        self._insert(parent, element, self._pages[page.objgen])
        annotation.StructParent = self._next
        self._increment.change(annotation)
        self._register(element)

    def _parent(self) -> pikepdf.Object:
        """The element of the whole document, or the root where there is no single one."""
        kids = _listed(self._root.get("/K"))
        return kids[0] if len(kids) == 1 else self._root

    def _insert(self, parent: pikepdf.Object, element: pikepdf.Object, page: int) -> None:
        kids = parent.get("/K")
        if not isinstance(kids, pikepdf.Array):
            parent.K = kids = pikepdf.Array(_listed(kids))
        places = (at for at, kid in enumerate(kids) if self._page(kid) >= page)
        kids.insert(next(places, len(kids)), element)
        self._increment.touch(parent, kids)

    def _page(self, kid: pikepdf.Object, depth: int = 0) -> int:
        """The page on which a part begins; -1 where it does not say."""
        if not isinstance(kid, pikepdf.Dictionary) or depth > _DEPTH:
            return -1
        if "/Pg" in kid:
            return self._pages.get(kid.Pg.objgen, -1)
        inner = (self._page(below, depth + 1) for below in _listed(kid.get("/K")))
        return next((page for page in inner if page >= 0), -1)

    def _register(self, element: pikepdf.Object) -> None:
        """Note under the next key which element an annotation belongs to."""
        tree = self._root.ParentTree
        entry: list[Any] = [self._next, element]
        if "/Kids" in tree:
            leaf = pikepdf.Dictionary(
                Limits=pikepdf.Array([self._next, self._next]), Nums=pikepdf.Array(entry)
            )
            tree.Kids.append(self._increment.add(leaf))
            self._increment.touch(self._root, tree, tree.Kids)
        else:
            tree.Nums.extend(pikepdf.Array(entry))
            self._increment.touch(self._root, tree, tree.Nums)
        self._next += 1
        if "/ParentTreeNextKey" in self._root:
            self._root.ParentTreeNextKey = self._next
            self._increment.change(self._root)


def _listed(kids: pikepdf.Object | None) -> Sequence[pikepdf.Object]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _keys(root: pikepdf.Object) -> Iterator[int]:
    """Every key that is taken, or was promised, in the tree of parents."""
    if "/ParentTreeNextKey" in root:
        yield int(root.ParentTreeNextKey) - 1
    waiting = [(root.ParentTree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield from (int(key) for key in list(node.get("/Nums", []))[::2])
        if depth < _DEPTH:
            waiting += [(kid, depth + 1) for kid in node.get("/Kids", [])]
