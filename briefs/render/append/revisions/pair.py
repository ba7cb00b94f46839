"""An older and a newer revision of one PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf

from briefs.render.append.paper import Sheet, sheets
from briefs.render.append.revisions.form import fields_of
from briefs.render.append.revisions.same import ObjGen, Same, number
from briefs.render.append.revisions.tree import elements_of

Objects = dict[ObjGen, pikepdf.Object]


@dataclass(frozen=True)
class Pair:
    """Both revisions.

    Attributes:
        old: The older one.
        new: The newer one.
        old_data: The bytes of the older one.
        new_data: The bytes of the newer one, which begin with those.
    """

    old: pikepdf.Pdf
    new: pikepdf.Pdf
    old_data: bytes
    new_data: bytes

    @cached_property
    def same(self) -> Same:
        """Compares objects; pages, annotations, fields and tags are compared on their own."""
        apart = [self.old_fields, self.new_fields, self.old_elements, self.new_elements]
        listed = [_heads(self.old), _heads(self.new), self.old_annotations, _annotations(self.new)]
        return Same(number for numbers in (*apart, *listed) for number in numbers)

    @cached_property
    def pages(self) -> dict[int, tuple[pikepdf.Object, pikepdf.Object]]:
        """Each page that both have, old and new, by its place among the old ones, from 0."""
        new = {page.obj.objgen: page.obj for page in self.new.pages}
        return {
            at: (page.obj, new[page.obj.objgen])
            for at, page in enumerate(self.old.pages)
            if page.obj.objgen in new
        }

    @property
    def same_pages(self) -> bool:
        """Whether both have the same pages in the same order."""
        old, new = ([page.obj.objgen for page in pdf.pages] for pdf in (self.old, self.new))
        return old == new

    @cached_property
    def old_fields(self) -> Objects:
        """Fields of the older form by their number."""
        return fields_of(self.old)

    @cached_property
    def new_fields(self) -> Objects:
        """Fields of the newer form by their number."""
        return fields_of(self.new)

    @cached_property
    def old_elements(self) -> Objects:
        """Elements of the older tag tree by their number."""
        return elements_of(self.old)

    @cached_property
    def new_elements(self) -> Objects:
        """Elements of the newer tag tree by their number."""
        return elements_of(self.new)

    @cached_property
    def old_annotations(self) -> frozenset[ObjGen]:
        """Numbers of the older revision's annotations."""
        return frozenset(_annotations(self.old))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The older one's pages as they are drawn."""
        return sheets(self.old_data)


def _heads(pdf: pikepdf.Pdf) -> Iterator[ObjGen]:
    """Numbers of the pages, the catalog and the root of the tag tree."""
    heads = [page.obj for page in pdf.pages] + [pdf.Root, pdf.Root.get("/StructTreeRoot")]
    yield from (found for head in heads if (found := number(head)) is not None)


def _annotations(pdf: pikepdf.Pdf) -> Iterator[ObjGen]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            if (found := number(annotation)) is not None:
                yield found
