"""The process that owns WeasyPrint: a page's HTML in, a PDF/A-3a and PDF/UA-1 file out.

Started warm, with one font configuration and each style sheet parsed once; what a page leaves in
memory is tidied up once its PDF is handed back. Every error that WeasyPrint only logs, every
refused resource and every missing glyph fails the page: a PDF with a hole in it is never handed
back.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import re
import resource
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import page as page_validation
import PIL.Image
import pydyf
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from briefs.model.attachment import Attachment
from briefs.model.seal import sealed
from briefs.render.custom_properties import resolved
from briefs.render.fetcher import ProjectFetcher
from briefs.render.finish import forms, layout, tags
from briefs.render.finish.embed import embed
from briefs.render.finish.fact_pages import fact_pages
from briefs.render.finish.written import write_once
from briefs.render.finish.xmp import Metadata
from briefs.render.process import Message, serve

MEMORY = 4 << 30
MAX_HTML = 5_000_000

_STYLES = re.compile(r"<(?:style|link)\b|\bstyle\s*=", re.IGNORECASE)
"""What a page holds that has styles of its own."""


class PageError(Exception):
    """A page cannot be set; the words say why, one reason a line."""


class _Complaints(logging.Handler):
    """What WeasyPrint logs while a page is set."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.fatal: list[str] = []
        self.minor: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        fatal = record.levelno >= logging.ERROR or "notdef" in words
        (self.fatal if fatal else self.minor).append(words)


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=16)
def _style(css: str, folders: tuple[str, ...], *, alone: bool = True) -> CSS:
    """A style sheet, parsed once; one that lacks a file is parsed, and refused, every time.

    Args:
        css: The style sheet.
        folders: Folders whose files it may name.
        alone: Whether no other one could set its custom properties to something else.
    """
    fetcher = ProjectFetcher([Path(folder) for folder in folders], {})
    with _listening() as complaints:
        try:
            text = resolved(css) if alone else css
            style = CSS(string=text, font_config=_fonts(), url_fetcher=fetcher)
        except FatalURLFetchingError as error:
            raise PageError("\n".join(fetcher.refused) or str(error)) from error
    if reasons := [*fetcher.refused, *complaints.fatal]:
        raise PageError("\n".join(dict.fromkeys(reasons)))
    return style


def lay_out(html: str, css: str, fetcher: ProjectFetcher) -> Document:
    """The page's layout.

    Raises:
        PageError: If the HTML is too long to be a brief.
    """
    if len(html) > MAX_HTML:
        raise PageError(f"the page has more than {MAX_HTML // 1_000_000} MB of HTML")
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    alone = not (_STYLES.search(html) or "@import" in css)
    styles = [_style(forms.STYLE, ()), _style(css, tuple(fetcher.folders), alone=alone)]
    return document.render(stylesheets=styles, font_config=_fonts())


def write(
    document: Document,
    link_names: dict[str, str],
    record: bytes = b"",
    attachments: Sequence[Attachment] = (),
) -> tuple[bytes, bytes]:
    """The PDF of a layout, and the record as it is embedded in it.

    Args:
        document: The layout.
        link_names: What links to an anchor are called, by the anchor's name.
        record: The record as JSON, without pages; empty: none, the PDF embeds nothing.
        attachments: The files beside it.
    """
    embedded = b""

    def finish(_: Document, file: pydyf.PDF) -> None:
        nonlocal embedded
        tags.finish(file, link_names)
        forms.finish(file)
        write_once(file)
        if record:
            embedded = embed(file, record, attachments, fact_pages(document))

    document.metadata.__class__ = Metadata
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a", finisher=finish)
    return (sealed(pdf) if record else pdf), embedded


def render(
    message: Message,
    resources: dict[str, tuple[bytes, str]],
    record: bytes = b"",
    attachments: Sequence[Attachment] = (),
) -> tuple[Message, bytes, bytes]:
    """A PDF with how its pages came out and WeasyPrint's minor complaints, and its record.

    Args:
        message: The page with its styles.
        resources: Contents and MIME types by address.
        record: The record to embed, without pages; empty: none.
        attachments: The files beside it.

    Raises:
        PageError: If anything is missing on the page or wrong with the file.
    """
    fetcher = ProjectFetcher([Path(folder) for folder in message["folders"]], resources)
    with _listening() as complaints, layout.counted_passes() as passes:
        try:
            document = lay_out(message["html"], message["css"], fetcher)
            laid_out = layout.judge(document, passes)
            pdf, embedded = write(document, message["link_names"], record, attachments)
        except PageError:
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            reasons = [*fetcher.refused, *complaints.fatal]
            words = "\n".join(dict.fromkeys(reasons)) or f"{type(error).__name__}: {error}"
            raise PageError(words) from error
    reasons = [*fetcher.refused, *complaints.fatal, *_unaccessible(pdf)]
    if reasons:
        raise PageError("\n".join(dict.fromkeys(reasons)))
    return {"layout": asdict(laid_out), "complaints": complaints.minor}, pdf, embedded


def _unaccessible(pdf: bytes) -> Iterator[str]:
    """What an independent validator says against the file as PDF/UA-1."""
    for failure in page_validation.validate_pdf_bytes(pdf, profile="ua1").failures:
        yield f"PDF/UA-1 {failure.rule_id}: {failure.message}"


@contextlib.contextmanager
def _listening() -> Iterator[_Complaints]:
    logger = logging.getLogger("weasyprint")
    complaints = _Complaints()
    logger.addHandler(complaints)
    try:
        yield complaints
    finally:
        logger.removeHandler(complaints)


def _warm_up() -> None:
    PIL.Image.MAX_IMAGE_PIXELS = 25_000_000
    warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
    logger = logging.getLogger("weasyprint")
    logger.handlers.clear()
    logger.propagate = False
    with contextlib.suppress(ValueError, OSError):
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _fonts()
    gc.collect()
    gc.freeze()
    gc.disable()


def _answer(message: Message, blobs: tuple[bytes, ...]) -> tuple[Message, Sequence[bytes]]:
    record, rest = blobs[0], iter(blobs[1:])
    given = {url: (next(rest), kind) for url, kind in message["resources"]}
    attachments = [Attachment(data=next(rest), **words) for words in message["attachments"]]
    reply, pdf, embedded = render(message, given, record, attachments)
    return reply, [pdf, embedded]


if __name__ == "__main__":
    serve(_answer, _warm_up, gc.collect)
