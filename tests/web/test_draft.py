"""A draft's web page: its stamp is always in view, covers nothing, and is printed on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefs.model.project import Format
from briefs.publish.build import build
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.render.read_back.text_layer import page_texts
from tests.web.axe import violations
from tests.web.conftest import Opener, Twin

pytestmark = [pytest.mark.chrome]

STAMP = "Draft – not for publication"


@pytest.fixture(scope="module")
def draft(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The officers' page as a draft: it has figures, boxes to tick and a long foot."""
    output = tmp_path_factory.mktemp("draft")
    selection = Selection(audiences=["officer"], locales=["en"], large_print=False)
    result = build(example, selection, output=output, formats=[Format.HTML], draft=True)
    (written,) = result.written
    assert written.path.relative_to(output).parts[0] == "drafts"
    return written.path


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(draft: Path, width: int, scheme: str, opened: Opener) -> None:
    assert violations(opened(draft, width=width, color_scheme=scheme)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_stamp_is_in_view_wherever_a_reader_is_and_covers_nothing(
    draft: Path, width: int, opened: Opener
) -> None:
    page = opened(draft, width=width)
    stamp = page.locator(".draft-stamp")
    assert stamp.inner_text().casefold() == STAMP.casefold()
    for place in ("0", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {place})")
        box = stamp.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] == pytest.approx(900, abs=1)
        assert box["width"] == pytest.approx(width, abs=1)
    last = page.locator("body > footer, body > [role=region]").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= box["y"]


def test_what_is_reached_by_keyboard_is_not_behind_the_stamp(draft: Path, opened: Opener) -> None:
    page = opened(draft, width=320)
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement.getBoundingClientRect().bottom"
            " <= document.querySelector('.draft-stamp').getBoundingClientRect().top"
        )
        assert inside, page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


def test_title_says_first_that_it_is_a_draft(
    draft: Path, twins: dict[str, Twin], opened: Opener
) -> None:
    title = opened(twins["officer"].web).title()
    assert opened(draft).title() == f"{STAMP}: {title}"


def test_stamp_is_printed_on_every_page_and_moves_none(
    draft: Path, twins: dict[str, Twin], opened: Opener, tmp_path: Path
) -> None:
    pages = []
    for name, path in (("draft", draft), ("final", twins["officer"].web)):
        file = tmp_path / f"{name}.pdf"
        opened(path).pdf(path=file, prefer_css_page_size=True, print_background=True)
        pages.append(page_texts(file.read_bytes()))
    drafted, issued = pages
    assert len(drafted) == len(issued)
    for one, other in zip(drafted, issued, strict=True):
        assert STAMP.upper() in re.sub(r"\s+", " ", one)
        assert STAMP.upper() not in re.sub(r"\s+", " ", other)


def test_an_edition_has_no_stamp(twins: dict[str, Twin]) -> None:
    for twin in twins.values():
        html = twin.web.read_text("utf-8")
        assert STAMP not in html
        assert 'class="draft-stamp"' not in html
