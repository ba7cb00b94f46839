"""The text of a PDF's pages, read back as a reader's program finds it."""

from __future__ import annotations

import pytest

from briefs.render.pages import PageSetter
from briefs.render.read_back.text_layer import page_texts

pytestmark = pytest.mark.pdf

CSS = 'html { font: 12px "Fira Sans" } sup { font-size: 8px }'


def texts_of(setter: PageSetter, body: str) -> tuple[str, ...]:
    head = '<head><meta charset="utf-8"><title>T</title></head>'
    html = f'<html lang="en">{head}<body>{body}</body></html>'
    return page_texts(setter.pdf(html, CSS, {}, {}, "a page").data)


def test_pages_are_told_apart_and_lines_end_alike(setter: PageSetter) -> None:
    body = '<h1>Año</h1><p>one<br>two</p><h2 style="break-before: page">Next</h2>'
    assert texts_of(setter, body) == ("Año\none\ntwo", "Next")


def test_a_value_is_told_from_the_number_of_its_citation(setter: PageSetter) -> None:
    body = "<h1>In 2029<sup>12</sup>, 22</h1><p>up to $50,000<sup>3</sup></p><p>1<b>1</b></p>"
    assert texts_of(setter, body) == ("In 2029 12, 22\nup to $50,000 3\n11",)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        page_texts(data)
