"""Find blank paper: look at a page as a reader's program draws it.

PDFium is not to be used by two threads at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image

_SCALE = 2


class Rect(NamedTuple):
    """A rectangle on a page in points, from the lower left corner of what is seen of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Rect:
        """The rectangle with some more around it."""
        return Rect(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Sheet:
    """A page as it is drawn, upright and without its annotations.

    Args:
        page: A page of PDFium's.
        scale: Pixels a point.
    """

    def __init__(self, page: pypdfium2.PdfPage, scale: float = _SCALE) -> None:
        page.set_rotation(0)
        self.width, self.height = page.get_size()
        self._scale = scale
        drawn = page.render(scale=scale, draw_annots=False, may_draw_forms=False)
        self._image: Image.Image = drawn.to_pil().convert("RGB")

    def is_blank(self, rect: Rect) -> bool:
        """Whether a rectangle lies on the page and all of it has one colour."""
        if rect.left < 0 or rect.bottom < 0 or rect.right > self.width or rect.top > self.height:
            return False
        edges = (rect.left, self.height - rect.top, rect.right, self.height - rect.bottom)
        left, top, right, bottom = (round(edge * self._scale) for edge in edges)
        found = self._image.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
        bands: Any = found.getextrema()
        return all(low == high for low, high in bands)


def sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every page of a PDF as it is drawn."""
    with pypdfium2.PdfDocument(data) as document:
        return tuple(Sheet(page) for page in document)


def drawn(data: bytes, page: int, rect: Rect) -> bytes:
    """The pixels of a part of a page, with its annotations.

    Args:
        data: A PDF.
        page: Its page, from 0.
        rect: The part.
    """
    with pypdfium2.PdfDocument(data) as document:
        shown = document[page]
        shown.set_rotation(0)
        width, height = shown.get_size()
        crop = (rect.left, rect.bottom, width - rect.right, height - rect.top)
        pixels: bytes = shown.render(scale=3, crop=crop, may_draw_forms=False).to_pil().tobytes()
        return pixels


def free_place(pages: Sequence[Sheet], places: Iterable[Rect], clear: float) -> Rect | None:
    """The first of some places that is blank on all of some pages.

    Args:
        pages: The pages.
        places: The places, the best first.
        clear: How much around one must be blank too.
    """
    for rect in places:
        if all(page.is_blank(rect.grown(clear)) for page in pages):
            return rect
    return None


_EDGES = (12, 11, 10, 9)  # from the paper's edge: nearer, and printers lose it
_DEEPER = (14, 18, 22, 26, 30, 34, 38)
_STEP = 12


def in_head(page: Sheet, width: float, height: float) -> Iterator[Rect]:
    """Places for a box in the top margin of a page, in the middle before the sides."""
    for edges in (_EDGES, _DEEPER):
        for left in _lefts(page.width, width):
            for edge in edges:
                top = page.height - edge
                yield Rect(left, top - height, left + width, top)


def in_foot(page: Sheet, width: float, height: float) -> Iterator[Rect]:
    """Places for a box in the bottom margin of a page, in the middle before the sides."""
    for left in _lefts(page.width, width):
        for edge in _EDGES:
            yield Rect(left, edge, left + width, edge + height)


def _lefts(across: float, width: float) -> list[float]:
    middle = (across - width) / 2
    shifts = range(_STEP, max(_STEP, int(middle) - _EDGES[0] + 1), _STEP)
    return [middle, *(middle + side * shift for shift in shifts for side in (-1, 1))]
