"""The web page and the PDF print the same facts; printed from a browser, the page is the PDF."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.web.conftest import AUDIENCES, Opener, Twin

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

_FACTS = """() => [...document.querySelectorAll("[data-fact]")]
  .map((one) => [one.dataset.fact, one.textContent])"""


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_fact_stands_on_both(audience: str, twins: dict[str, Twin], opened: Opener) -> None:
    twin = twins[audience]
    page = opened(twin.web)
    shown = page.evaluate(_FACTS)
    blank = opened(twin.web, quiet=False)
    blank.goto("about:blank")
    blank.set_content(twin.composed.html)
    assert shown == blank.evaluate(_FACTS)
    assert len(shown) >= len(twin.composed.facts) > 3
    assert {name for name, _ in shown} == set(twin.composed.facts)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_printed_from_a_browser_it_has_the_pages_and_words_of_the_pdf(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    twin = twins[audience]
    page = opened(twin.web, color_scheme="dark")
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    own = PdfReader(twin.pdf)
    assert len(printed.pages) == len(own.pages) == twin.pages
    assert printed.pages[0].mediabox == own.pages[0].mediabox
    for theirs, ours in zip(printed.pages, own.pages, strict=True):
        pair = [sorted(_words(one.extract_text())) for one in (theirs, ours)]
        assert SequenceMatcher(None, *pair, autojunk=False).ratio() > 0.95
    whole = _squeezed("".join(one.extract_text() for one in printed.pages))
    for _, text in page.evaluate(_FACTS):
        if len(text) < 40:  # a longer one may run over a column or a page
            assert _squeezed(text) in whole


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+", text)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u2060\u00ad]", "", text)
