"""Pictures of pages: those that differ, before and after."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from briefs.render.pictures import changed_pages


def pdf(*colours: str) -> bytes:
    """A PDF with a square of a colour on each page."""
    made = pikepdf.new()
    for colour in colours:
        page = made.add_blank_page(page_size=(72, 144))
        page.Contents = made.make_stream(f"{colour} rg 10 10 50 50 re f".encode())
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


RED, BLUE = "1 0 0", "0 0 1"


def test_pages_that_look_the_same_are_left_out() -> None:
    assert list(changed_pages(pdf(RED, BLUE), pdf(RED, BLUE))) == []
    (pair,) = changed_pages(pdf(RED, BLUE, RED), pdf(RED, RED, RED))
    assert pair.page == 2


def test_a_picture_is_of_the_page_as_it_is_and_of_the_size_of_a_screen() -> None:
    (pair,) = changed_pages(pdf(RED), pdf(BLUE))
    assert pair.before is not None
    assert pair.after is not None
    for data, colour in ((pair.before, (255, 0, 0)), (pair.after, (0, 0, 255))):
        image = Image.open(io.BytesIO(data)).convert("RGB")
        assert image.size == (96, 192)
        assert image.getpixel((40, 150)) == colour
        assert image.getpixel((40, 20)) == (255, 255, 255)


def test_pages_that_are_new_or_gone_have_one_picture() -> None:
    (new,) = changed_pages(pdf(RED), pdf(RED, BLUE))
    assert (new.page, new.before) == (2, None)
    (gone,) = changed_pages(pdf(RED, BLUE), pdf(RED))
    assert (gone.page, gone.after) == (2, None)
    assert [one.before for one in changed_pages(None, pdf(RED, BLUE))] == [None, None]


def test_what_is_no_pdf_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        list(changed_pages(None, b"no PDF"))
