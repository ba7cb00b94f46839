"""The example's web pages in a real browser, whose only way out is a trap."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from briefs.compose.page import Page as Composed
from briefs.model.edition import Edition
from briefs.model.project import Format
from briefs.publish.build import Written, build
from briefs.publish.project import OpenProject, open_project
from briefs.render.chrome import find_chrome
from tests.issued import issued_page

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Twin:
    """An edition's two files, and the page that both were made of."""

    audience: str
    web: Path
    pdf: Path
    pages: int
    composed: Composed


@dataclass
class Trap:
    """A proxy that answers nothing and notes who came."""

    port: int
    caught: list[str] = field(default_factory=list)


BROWSERS_OWN = re.compile(r"\.google(?:apis)?\.com\b|duckduckgo\.com")
"""Hosts that Chromium itself asks for, whatever page it shows; no page of ours names one."""

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def example() -> OpenProject:
    return open_project(ROOT)


@pytest.fixture(scope="session")
def twins(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Twin]:
    """Every edition of the example as PDF and as web page, by audience, in English.

    Those in another language by audience and locale: ``community.es-US``.
    """

    def name_of(edition: Edition) -> str:
        english = edition.locale == "en-US"
        return edition.audience if english else f"{edition.audience}.{edition.locale}"

    result = build(example, output=tmp_path_factory.mktemp("twins"), formats=list(Format))
    assert not result.failures
    files: dict[str, dict[str, Written]] = {}
    for one in result.written:
        files.setdefault(name_of(one.edition), {})[one.path.suffix] = one
    composed = {
        name_of(one.edition): issued_page(example, one.edition, one.path)
        for one in result.written
        if one.path.suffix == ".pdf"
    }
    return {
        name: Twin(name, made[".html"].path, made[".pdf"].path, made[".pdf"].pages, composed[name])
        for name, made in files.items()
    }


@pytest.fixture(scope="session")
def trap() -> Iterator[Trap]:
    caught: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode("latin-1").strip()
            if not BROWSERS_OWN.search(line):
                caught.append(line)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Trap(server.server_address[1], caught)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(trap: Trap) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chrome()),
            args=["--no-sandbox"],
            proxy={"server": f"http://127.0.0.1:{trap.port}", "bypass": "<-loopback>"},
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens a page in a context of its own; fails if it complains on its console."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(path: Path, *, width: int = 1280, quiet: bool = True, **settings: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        contexts.append(context)
        page = context.new_page()
        if quiet:
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


AUDIENCES = (
    "agency", "community", "legislator", "press", "service", "officer",
    "community.es-US", "service.es-US",
)  # fmt: skip
