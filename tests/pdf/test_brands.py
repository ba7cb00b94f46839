"""An organisation re-brands without touching CSS: an ordinary brand, and a dark and awkward one."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from briefs.model.colour import channels, contrast, luminance
from briefs.publish.project import OpenProject, open_project
from tests.pdf.conftest import BRANDS, Built
from tests.pdf.looking import DOTS, assert_looks_as_kept
from tests.pdf.reading import elements_of, pictures_of, text_of
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


def of(brand: str, editions: list[Built]) -> list[Built]:
    found = [one for one in editions if one.brand == brand]
    assert len(found) == 12
    return found


def test_every_edition_of_every_brand_is_ua_1_and_a_3a(branded: list[Built]) -> None:
    assert len(branded) == 24
    assert validate([one.path for one in branded]) == {one.path: [] for one in branded}


def test_every_edition_of_every_brand_keeps_its_page_budget(
    branded: list[Built], example: OpenProject
) -> None:
    for one in branded:
        with pikepdf.open(one.path) as pdf:
            budget = example.content.audiences[one.edition.audience].sheet.pages
            assert len(pdf.pages) == budget, one.name


def test_the_logo_heads_each_brief_with_its_alt_text(branded: list[Built]) -> None:
    for one in branded:
        project = open_project(BRANDS / one.brand).content
        assert project.brand.logo is not None
        with pikepdf.open(one.path) as pdf:
            figures = [element for kind, element in elements_of(pdf) if kind == "Figure"]
        assert len(figures) == len(one.page.drawings) + 1
        with pikepdf.open(one.path) as pdf:
            first = next(element for kind, element in elements_of(pdf) if kind == "Figure")
            assert str(first.Alt) == project.brand.logo.alt, one.name


def test_a_long_name_is_printed_whole(branded: list[Built]) -> None:
    name = open_project(BRANDS / "night").content.settings.publisher.name
    assert len(name) > 80
    for one in of("night", branded):
        assert name in text_of(one.path), one.name


def test_dark_pages_are_dark_to_their_edges_and_light_in_their_text(
    branded: list[Built], tmp_path: Path
) -> None:
    colour = open_project(BRANDS / "night").content.brand.color
    red, green, blue = channels(colour.background)
    grey = round(0.299 * red + 0.587 * green + 0.114 * blue)
    for one in of("night", branded):
        for page in pictures_of(one.path, tmp_path, DOTS):
            right, bottom = page.width - 3, page.height - 3
            corners = [
                page.getpixel(at) for at in ((2, 2), (right, 2), (2, bottom), (right, bottom))
            ]
            assert all(abs(int(corner) - grey) <= 2 for corner in corners), one.name  # type: ignore[arg-type]
            counts = page.histogram()
            assert sum(counts[: grey + 40]) > 0.75 * page.width * page.height, one.name
            assert sum(counts[200:]) > 0, one.name
    assert luminance(colour.background) < 0.02
    assert contrast(colour.foreground, colour.background) > 10


def test_headings_are_set_in_the_font_that_the_brand_names(branded: list[Built]) -> None:
    wanted = {"harbor": "Fira", "night": "Atkinson"}
    for one in branded:
        if one.edition.audience == "community":
            continue  # which is in the font for plain language throughout
        with pikepdf.open(one.path) as pdf:
            fonts = {
                str(font.BaseFont)
                for page in pdf.pages
                for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
            }
        assert any(wanted[one.brand] in font for font in fonts), one.name
        assert not any("Plex" in font for font in fonts), one.name


def test_pages_of_every_brand_look_as_they_did(
    branded: list[Built], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    update = request.config.getoption("--update-golden")
    for one in branded:
        assert_looks_as_kept(one.name, one.path, tmp_path, update=update)
