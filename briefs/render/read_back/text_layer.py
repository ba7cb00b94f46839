"""Read the text of a PDF's pages back, as a reader's program finds it, by PDFium.

PDFium is not to be used by two threads at once.
"""

from __future__ import annotations

import re

import pypdfium2
import pypdfium2.raw as pdfium

_WITHIN_NUMBER = re.compile(r"\d(?=\d)")


def page_texts(data: bytes) -> tuple[str, ...]:
    r"""The text of each page of a PDF.

    Lines end with ``\n``. Where digits of two sizes meet, such as a value and the number of its
    citation, a space is put between them.

    Raises:
        ValueError: If the file cannot be read as a PDF.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            return tuple(_text(page) for page in document)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"the PDF cannot be read: {error}") from error


def _text(page: pypdfium2.PdfPage) -> str:
    layer = page.get_textpage()
    text: str = layer.get_text_range()
    cuts = [match.end() for match in _WITHIN_NUMBER.finditer(text)]
    cuts = [cut for cut in cuts if _size(layer, text, cut - 1) != _size(layer, text, cut)]
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    return " ".join(parts).replace("\r\n", "\n")


def _size(layer: pypdfium2.PdfTextPage, text: str, at: int) -> float:
    """The type size of a character, in the units of its text object."""
    unit = len(text[:at].encode("utf-16-le")) // 2
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(layer, unit)
    size: float = pdfium.FPDFText_GetFontSize(layer, index)
    return size
