"""The worksheet as a form: it can be filled in, and a filled copy is as valid as the empty one."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf.form import DefaultAppearanceStreamGenerator, Form, TextField
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter

from tests.pdf.conftest import Built
from tests.pdf.reading import elements_of, pictures_of, text_of
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

DOTS = 100
MM = 72 / 25.4
FIRST = "worksheet-authorized-sworn-positions-your-figure"
SECOND = "worksheet-authorized-sworn-positions-date-or-source"
FIGURE, SOURCE = "1,482", "Nómina de año, “A” €"


@pytest.fixture(scope="module")
def worksheets(built: list[Built]) -> list[Path]:
    return [one.path for one in built if one.edition.audience == "agency"]


def filled_by_pypdf(path: Path, folder: Path) -> Path:
    writer = PdfWriter(clone_from=path)
    values = {FIRST: FIGURE, SECOND: SOURCE}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    filled = folder / f"pypdf-{path.name}"
    writer.write(filled)
    return filled


def filled_by_pikepdf(path: Path, folder: Path) -> Path:
    filled = folder / f"pikepdf-{path.name}"
    with pikepdf.open(path) as pdf:
        form = Form(pdf, DefaultAppearanceStreamGenerator)
        for name, value in ((FIRST, FIGURE), (SECOND, SOURCE)):
            field = form[name]
            assert isinstance(field, TextField)
            field.value = value
        pdf.save(filled)
    return filled


@pytest.fixture(scope="module")
def filled(worksheets: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The first worksheet, filled in by two libraries."""
    folder = tmp_path_factory.mktemp("filled")
    path = worksheets[0]
    return [filled_by_pypdf(path, folder), filled_by_pikepdf(path, folder)]


def test_every_blank_of_a_page_is_a_field_and_the_only_kind_of_blank(built: list[Built]) -> None:
    for one in built:
        blanks = one.page.html.count("<input ")
        fields = PdfReader(one.path).get_fields() or {}
        assert len(fields) == blanks, one.name
        with pikepdf.open(one.path) as pdf:
            assert [kind for kind, _ in elements_of(pdf)].count("Form") == blanks
            assert ("/AcroForm" in pdf.Root) == bool(blanks)
    counts = {one.edition.audience: one.page.html.count("<input ") for one in built}
    assert counts["agency"] == 36
    assert counts["press"] == 0


def test_a_worksheet_s_fields_say_row_and_column(worksheets: list[Path]) -> None:
    for path in worksheets:
        fields = PdfReader(path).get_fields()
        assert fields
        names = {name: str(field["/TU"]) for name, field in fields.items()}
        assert names[FIRST] == "Authorized sworn positions: Your figure"
        assert len(set(names.values())) == len(names)
        assert all(": " in words for words in names.values())


def test_boxes_are_high_enough_to_write_in(worksheets: list[Path]) -> None:
    for path in worksheets:
        with pikepdf.open(path) as pdf:
            for field in pdf.Root.AcroForm.Fields:
                left, bottom, right, top = (float(side) for side in field.Rect)
                assert top - bottom > 8 * MM - 2  # its lines are drawn within the 8 mm
                assert right - left > 30 * MM


def test_an_empty_form_looks_empty_on_paper(worksheets: list[Path], tmp_path: Path) -> None:
    for path in worksheets:
        page, boxes = fields_of(path, tmp_path)
        for box in boxes:
            assert is_blank(page.crop(box))
        left, _, right, bottom = boxes[0]
        assert not is_blank(page.crop((left, bottom - 2, right, bottom + 4))), "no line"


def test_filled_copies_are_read_back_and_shown(
    filled: list[Path], worksheets: list[Path], tmp_path: Path
) -> None:
    empty, _ = fields_of(worksheets[0], tmp_path)
    for path in filled:
        fields = PdfReader(path).get_fields()
        assert fields
        assert (fields[FIRST]["/V"], fields[SECOND]["/V"]) == (FIGURE, SOURCE)
        assert FIGURE in text_of(path)
        assert SOURCE in text_of(path)
        page, boxes = fields_of(path, tmp_path)
        assert [is_blank(page.crop(box)) for box in boxes[:4]] == [False, False, True, True]
        changed = ImageChops.difference(page, empty).getbbox()
        assert changed is not None
        (left, top, _, _), (_, _, right, bottom) = boxes[0], boxes[1]
        assert left - 2 <= changed[0] < changed[2] <= right + 2
        assert top - 2 <= changed[1] < changed[3] <= bottom + 2


def test_filled_copies_stay_ua_1_and_a_3a(filled: list[Path]) -> None:
    assert validate(filled) == {path: [] for path in filled}


def test_nothing_in_a_form_acts(built: list[Built]) -> None:
    for one in built:
        with pikepdf.open(one.path) as pdf:
            keys = {
                key
                for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary)
                for key in item.keys()  # noqa: SIM118 - it is no mapping
            }
        assert not {"/AA", "/JS", "/XFA", "/NeedAppearances"} & keys


def fields_of(path: Path, folder: Path) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """The last page as a picture, and where on it the fields are, without their edges."""
    picture = pictures_of(path, folder, DOTS)[-1]
    scale = DOTS / 72
    with pikepdf.open(path) as pdf:
        high = float(pdf.pages[-1].MediaBox[3])
        boxes = []
        for field in pdf.Root.AcroForm.Fields:
            left, bottom, right, top = (float(side) for side in field.Rect)
            sides = (left + 1, high - top + 1, right - 1, high - bottom - 1)
            boxes.append(tuple(round(side * scale) for side in sides))
    return picture, boxes  # type: ignore[return-value]


def is_blank(picture: Image.Image) -> bool:
    low, high = picture.getextrema()
    return bool(high - low < 30)
