"""The library in a real browser: for everybody, from any folder, with nothing from elsewhere."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from briefs.publish.project import open_project
from briefs.publish.site import publish_site
from tests.histories import with_history
from tests.web.axe import TAGS, violations
from tests.web.conftest import Opener, Trap
from tests.web.test_keyboard import walk

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

COUNCIL = "home-repairs/council.en-US"
SPANISH = "home-repairs/resident.es-US"
PAGES = [
    "index.html",
    "language.es-US.html",
    "audience.council.language.en-US.html",
    f"{COUNCIL}/index.html",
    f"{COUNCIL}/1/index.html",
    f"{SPANISH}/2/index.html",
    "404.html",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with two audiences, two languages, a changed fact and a correction."""
    root = with_history(tmp_path_factory.mktemp("library") / "project")
    settings = root / "briefs.toml"
    place = '\nplace = {en = "Alder County", es = "Condado de Alder"}\n'
    settings.write_text(settings.read_text("utf-8").rstrip() + place, "utf-8")
    return publish_site(open_project(root)).folder


@pytest.fixture(scope="session")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address on a server, below a path."""
    top = tmp_path_factory.mktemp("server")
    shutil.copytree(site, top / "some where" / "library")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

    handler = functools.partial(Quiet, directory=str(top))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/some%20where/library/"
        server.shutdown()
        thread.join()


@pytest.fixture
def visited(browser: Browser, served: str, trap: Trap) -> Iterator[Opener]:
    """Opens a page of the served site; whatever is asked of another host falls into the trap."""
    contexts: list[Any] = []
    complaints: list[str] = []
    proxy: Any = {"server": f"http://127.0.0.1:{trap.port}", "bypass": "127.0.0.1"}

    def visit(path: str, *, width: int = 1280, **settings: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, proxy=proxy, **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(served + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


def is_dressed(page: Page) -> bool:
    """Whether the site's style and fonts have come."""
    return bool(
        page.evaluate(
            """() => {
              const one = getComputedStyle(document.querySelector("h1"));
              return one.fontFamily.includes("IBM Plex Serif")
                && document.fonts.check("600 20px 'IBM Plex Serif'")
                && [...document.fonts].some((font) => font.status === "loaded")
                && getComputedStyle(document.querySelector(".masthead")).borderTopWidth !== "0px";
            }"""
        )
    )


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(path: str, scheme: str, width: int, visited: Opener) -> None:
    page = visited(path, width=width, color_scheme=scheme, bypass_csp=True)  # axe reads the style
    for details in page.locator("details").all():
        details.evaluate("(one) => one.open = true")
    assert (faults(page) if path == "404.html" else violations(page)) == []


def faults(page: Page) -> list[str]:
    """What axe-core holds against a page that has little on it: its rules."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    assert len(found["passes"]) > 15
    return [rule["id"] for rule in found["violations"]]


@pytest.mark.parametrize(
    ("pattern", "instead", "rule"),
    [
        (r'<html lang="[^"]*"', "<html", "html-has-lang"),
        (r'class="card" lang="es-US"', 'class="card" lang="spanisch"', "valid-lang"),
        (r"<main [^>]*>", "<div>", "region"),
        (r"(</h1>)", r"\1<h4>Too deep</h4>", "heading-order"),
        (r"(<h3><a href=\"[^\"]*\" hreflang=\"[^\"]*\">)[^<]*", r"\1", "link-name"),
    ],
)
def test_axe_sees_a_planted_fault(
    pattern: str, instead: str, rule: str, site: Path, tmp_path: Path, opened: Opener
) -> None:
    html = (site / "index.html").read_text("utf-8")
    html = re.sub(r'<meta http-equiv="[^"]*" content="[^"]*">', "", html, count=1)
    html = re.sub(r"<link [^>]*>", "", html)
    spoiled, count = re.subn(pattern, instead, html, count=1)
    assert count == 1
    (tmp_path / "spoiled.html").write_text(spoiled, "utf-8")
    page = opened(tmp_path / "spoiled.html")
    assert rule in faults(page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_of_another_host_and_no_script_is_run(
    path: str, visited: Opener, served: str, trap: Trap
) -> None:
    trap.caught.clear()
    page = visited(path, java_script_enabled=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    allowed = (served, "data:font/")
    assert [url for url in asked if not url.startswith(allowed)] == []
    assert any(url.startswith(served) for url in asked)
    assert trap.caught == []
    assert page.locator("script").count() == 0
    assert is_dressed(page)


@pytest.mark.parametrize("path", PAGES)
def test_it_looks_the_same_from_a_disk(path: str, site: Path, opened: Opener) -> None:
    assert is_dressed(opened(site / path))


def test_a_reader_finds_a_brief_and_what_it_said_before_without_scripts(
    visited: Opener, served: str
) -> None:
    page = visited("index.html", java_script_enabled=False)
    page.get_by_role("link", name="Members of the council", exact=True).click()
    page.get_by_role("link", name="English", exact=True).click()
    assert page.url == f"{served}audience.council.language.en-US.html"
    assert page.locator("h1").inner_text() == "Briefs: Members of the council · English"
    assert page.locator(".card").count() == 1
    page.locator(".card h3 a").click()
    assert page.url == f"{served}{COUNCIL}/index.html"
    assert page.get_by_role("heading", name="Correction").is_visible()
    page.get_by_role("row").nth(2).get_by_role("link").click()
    assert page.url == f"{served}{COUNCIL}/2/index.html"
    warning = page.locator(".warning").inner_text().replace("\u00a0", " ")
    assert warning.startswith("Superseded by edition 3 on March 27, 2026")
    page.get_by_role("link", name="Go to the current edition").click()
    assert page.url == f"{served}{COUNCIL}/index.html"
    page.get_by_role("link", name="Web page").click()
    assert page.title().startswith("Home repair grants in Alder County")
    assert page.get_by_text("Edition 3").first.is_visible()


def test_every_link_of_the_served_site_is_answered(visited: Opener, served: str) -> None:
    page = visited("index.html")
    seen: set[str] = set()
    waiting = [f"{served}index.html"]
    while waiting:
        url = waiting.pop().partition("#")[0]
        if url in seen or not url.startswith(served):
            continue
        seen.add(url)
        answer = page.request.get(url)
        assert answer.ok, url
        if (
            answer.headers["content-type"].startswith("text/html")
            and answer.text().find("site.css") > 0
        ):
            html = answer.text()
            waiting += page.evaluate(
                """([html, base]) => {
                  const one = new DOMParser().parseFromString(html, "text/html");
                  return [...one.querySelectorAll("[href]")]
                    .map((link) => new URL(link.getAttribute("href"), base).href);
                }""",
                [html, url],
            )
    kinds = {url.rpartition(".")[2] for url in seen}
    assert kinds == {"html", "pdf", "json", "xml", "css"}
    assert len(seen) > 60


@pytest.mark.parametrize("path", ["index.html", f"{COUNCIL}/1/index.html"])
def test_the_tab_key_reaches_every_link_and_shows_where_it_is(path: str, visited: Opener) -> None:
    page = visited(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.reload()
    stops = walk(page)
    links = page.locator("a[href]").count()
    assert len([one for one in stops if one["stop"] >= 0]) == links
    assert all(one["outline"] >= 2 and one["inside"] for one in stops)


@pytest.mark.parametrize("path", PAGES)
def test_enlarged_four_times_nothing_is_scrolled_sideways(path: str, visited: Opener) -> None:
    page = visited(path, width=320, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
        "word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_words_of_each_part_are_in_its_language(visited: Opener) -> None:
    page = visited("index.html")
    spanish = page.locator(".card[lang='es-US']").first
    assert "Para " in spanish.inner_text()
    assert "Documento PDF" in spanish.inner_text()
    assert page.locator("html").get_attribute("lang") == "en-US"
    assert page.locator(".picks [lang='es-US']").inner_text() == "Español"
    assert visited("language.es-US.html").locator("html").get_attribute("lang") == "es-US"


def test_printed_a_page_keeps_its_words_and_loses_its_buttons(visited: Opener) -> None:
    page = visited(f"{COUNCIL}/index.html", color_scheme="dark")
    page.emulate_media(media="print")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgba(0, 0, 0, 0)"
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(28, 39, 51)"
    assert not page.locator(".crumbs").is_visible()
    assert page.locator(".history").is_visible()
    index = visited("index.html")
    index.emulate_media(media="print")
    assert not index.locator(".picks").is_visible()
