"""What WeasyPrint alone takes for a page: the yardstick, warm, in a process like our own."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefs.render.process import Message, serve

FONTS = FontConfiguration()
STYLES: dict[str, CSS] = {}


class Resources(URLFetcher):
    """Serves a page's figures and nothing else."""

    def __init__(self, resources: dict[str, bytes]) -> None:
        super().__init__()
        self.resources = resources

    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, self.resources[url], {"Content-Type": "image/svg+xml"})


def answer(message: Message, blobs: tuple[bytes, ...]) -> tuple[Message, Sequence[bytes]]:
    """Render the page once and say how long it took."""
    begun = time.perf_counter()
    css = message["css"]
    if css not in STYLES:
        STYLES[css] = CSS(string=css, font_config=FONTS)
    fetcher = Resources(dict(zip(message["urls"], blobs, strict=True)))
    HTML(string=message["html"], url_fetcher=fetcher).write_pdf(
        stylesheets=[STYLES[css]], font_config=FONTS, pdf_variant=message["variant"]
    )
    return {"seconds": time.perf_counter() - begun}, ()


if __name__ == "__main__":
    serve(answer, lambda: None)
    os._exit(0)
