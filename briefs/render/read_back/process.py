"""The process that reads files of whatever origin: bytes in, what they say out.

A PDF or a web page from an inbox can make a library hang, crash or take all memory. Here it takes
this process only, whose memory is bounded and whose deadline is its parent's.
"""

from __future__ import annotations

import contextlib
import logging
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict

import pikepdf.settings

from briefs.model.read_back import Unreadable
from briefs.render.process import Message, serve
from briefs.render.read_back.pdf import MAX_STREAM, read_pdf
from briefs.render.read_back.web import read_web

MEMORY = 2 << 30

_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Readers of PDF look for its mark in so many bytes."""


def read(_: Message, blobs: tuple[bytes, ...]) -> tuple[Message, Sequence[bytes]]:
    """What a file says.

    Args:
        blobs: The file, then certificates to trust.

    Raises:
        Unreadable: If nothing can be read.
    """
    data, *trust = blobs
    if _PDF in data[:_PDF_WITHIN]:
        found = read_pdf(data, trust)
    elif b"<html" in data.lower():
        found = read_web(data)
    else:
        raise Unreadable("it is neither a PDF nor a web page")
    plain = asdict(found)
    record = plain.pop("record")
    return {"read": plain}, [] if record is None else [record]


def _warm_up() -> None:
    logging.disable()
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM,
        png_max_memory=MAX_STREAM,
        tiff_max_memory=MAX_STREAM,
        run_length_max_memory=MAX_STREAM,
        dct_max_memory=MAX_STREAM,
        parser_max_container_size=1_000_000,
        doc_max_warnings=1_000,
        max_stream_filters=5,
    )
    with contextlib.suppress(ValueError, OSError):
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    serve(read, _warm_up)
