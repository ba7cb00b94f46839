"""Pictures of pages as a reader's program draws them, and which pages of two files differ.

PDFium is not to be used by two threads at once.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

import pypdfium2
from PIL import Image

_SCALE = 96 / 72
"""Pixels a point: a page as wide as it is on a screen."""


class PagePair(NamedTuple):
    """A page that does not look as it did.

    Attributes:
        page: Its number, from 1.
        before: PNG of the page as it was; None where there was none.
        after: PNG of the page as it is; None where there is none any more.
    """

    page: int
    before: bytes | None
    after: bytes | None


def changed_pages(old: bytes | None, new: bytes) -> Iterator[PagePair]:
    """The pages that look different in two PDF files, in order.

    Args:
        old: The former file; None where there is none to compare with.
        new: The newer file.

    Raises:
        ValueError: If one of them cannot be read as a PDF.
    """
    former = _drawn(old) if old is not None else []
    for number, (before, after) in enumerate(zip_longest(former, _drawn(new)), 1):
        if before is None or after is None or not _same(before, after):
            yield PagePair(number, _png(before), _png(after))


def _drawn(data: bytes) -> list[Image.Image]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            return [page.render(scale=_SCALE).to_pil().convert("RGB") for page in document]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"the PDF cannot be read: {error}") from error


def _same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


def _png(image: Image.Image | None) -> bytes | None:
    if image is None:
        return None
    written = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


_COLOURS = 128
"""Enough for a page of text and flat figures, at a third of the size."""
