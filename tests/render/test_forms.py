"""The form fields of a real PDF: in their cells, with a look and a font, and without scripts."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from briefs.render.fonts import font_file, write_configuration
from briefs.render.pages import PageSetter

pytestmark = pytest.mark.pdf

WINANSI = "".join(
    bytes([code]).decode("cp1252", "ignore") for code in range(32, 256) if code != 0x7F
)


def row(name: str, words: str) -> str:
    field = f'<input type="text" name="{name}" title="{words}" aria-label="{words}" />'
    return f'<tr><th scope="row">{words}</th><td class="blank">{field}</td><td>5</td></tr>'


def page(rows: str, rest: str = "") -> str:
    return f"""<html lang="es"><head><meta charset="utf-8"><title>T</title></head><body>
<h1>Hoja</h1><table><thead><tr><th scope="col">Qué</th><th scope="col">Cifra</th>
<th scope="col">Meta</th></tr></thead><tbody>{rows}</tbody></table>{rest}</body></html>"""


ROWS = [
    ("hoja-vacantes", "Vacantes: cifra"),
    ("hoja-años", "Años (A+B): “cifra”"),
    ("hoja-fin", "Después: cifra"),
]
HTML = page(
    "".join(row(*names) for names in ROWS[:2]),
    f"<h2 style='break-before: page'>Fin</h2><table><tbody>{row(*ROWS[2])}</tbody></table>",
)
CSS = """html { font: 9pt Fira Sans; color: #1C2733 } h1, h2, th { font-weight: 600 }
@page { @bottom-right { content: "FOLIO " counter(page) } }
input { height: 8mm; border: .4pt solid; padding: 0 1mm }"""


def set_page(setter: PageSetter, html: str = HTML, css: str = CSS) -> bytes:
    return setter.pdf(html, css, {}, {}, "the page").data


@pytest.fixture(scope="module")
def data(setter: PageSetter) -> bytes:
    return set_page(setter)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def fields(pdf: pikepdf.Pdf) -> list[Any]:
    return list(pdf.Root.AcroForm.Fields)


def own_font(pdf: pikepdf.Pdf) -> tuple[str, Any]:
    ((name, font),) = pdf.Root.AcroForm.DR.Font.items()
    return name, font


def printed(data: bytes) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def test_fields_have_their_names_and_say_what_they_are(pdf: pikepdf.Pdf) -> None:
    assert [(str(field.T), str(field.TU)) for field in fields(pdf)] == ROWS
    assert {str(field.FT) for field in fields(pdf)} == {"/Tx"}


def test_each_field_is_in_the_tree_within_its_cell(pdf: pikepdf.Pdf) -> None:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip((int(key) for key in numbers[::2]), numbers[1::2], strict=True))
    for field in fields(pdf):
        element = owners[int(field.StructParent)]
        assert element.S == "/Form"
        (reference,) = element.K
        assert (reference.Type, reference.Obj.objgen) == ("/OBJR", field.objgen)
        assert element.Pg.objgen == field.P.objgen
        around = element.P
        while around.S == "/NonStruct":
            assert element.objgen in {kid.objgen for kid in around.K}
            element, around = around, around.P
        assert around.S == "/TD"
        assert len(list(around.A.Headers)) >= 1


def test_tab_goes_from_field_to_field_in_reading_order(pdf: pikepdf.Pdf) -> None:
    assert [str(one.Tabs) for one in pdf.pages] == ["/S", "/S"]
    on_pages = [[str(note.T) for note in one.Annots] for one in pdf.pages]
    assert on_pages == [[name for name, _ in ROWS[:2]], [ROWS[2][0]]]
    for one in pdf.pages:
        assert all(note.P.objgen == one.objgen for note in one.Annots)


def test_the_look_of_a_field_is_not_left_to_the_viewer(pdf: pikepdf.Pdf) -> None:
    assert set(pdf.Root.AcroForm.keys()) == {"/Fields", "/DR"}
    looks = set()
    for field in fields(pdf):
        left, bottom, right, top = (float(side) for side in field.Rect)
        assert right - left >= 6 * 72 / 25.4
        assert bottom < top
        look = field.AP.N
        assert (look.Type, look.Subtype) == ("/XObject", "/Form")
        box = [float(side) for side in look.BBox]
        assert box == pytest.approx([0, 0, right - left, top - bottom], abs=0.01)
        assert box[3] == pytest.approx(8 * 72 / 25.4 - 0.8, abs=0.1)  # 8 mm less the border
        assert look.read_bytes().split() == [b"/Tx", b"BMC", b"EMC"]
        looks.add(look.objgen)
        assert int(field.F) == 4
        assert not {"/V", "/A", "/AA", "/MK"} & set(field.keys())
    assert len(looks) == len(ROWS), "or writing in one field would show in all"


def test_fields_type_in_the_colour_and_size_of_the_page(pdf: pikepdf.Pdf) -> None:
    name, _ = own_font(pdf)
    for field in fields(pdf):
        text = str(field.DA).split()
        assert text[:3] == [name, "9", "Tf"]
        assert [float(part) for part in text[3:6]] == pytest.approx([0.11, 0.153, 0.2], abs=0.001)
        assert text[6:] == ["rg"]


def test_fields_type_in_an_embedded_font_that_has_western_characters(pdf: pikepdf.Pdf) -> None:
    _, font = own_font(pdf)
    assert (font.Subtype, font.Encoding) == ("/TrueType", "/WinAnsiEncoding")
    embedded = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
    glyphs = embedded.getBestCmap()
    missing = {letter for letter in WINANSI if ord(letter) not in glyphs}
    assert missing <= {"\xa0", "\xad"}  # the encoding has a space and a hyphen in their places
    widths = [float(width) for width in font.Widths]
    assert len(widths) == 256 - 32
    for letter in "A1$ñ€ ":
        width = embedded["hmtx"][glyphs[ord(letter)]][0] * 1000 / embedded["head"].unitsPerEm
        assert widths[letter.encode("cp1252")[0] - 32] == pytest.approx(width, abs=0.01)
    characters = font.ToUnicode.read_bytes()
    assert characters.count(b"<20ac>") == 1
    assert int(font.FontDescriptor.Flags) == 32


def test_no_whole_font_is_left_in_the_file(
    data: bytes, pdf: pikepdf.Pdf, setter: PageSetter
) -> None:
    name, _ = own_font(pdf)
    in_text = pdf.pages[0].Resources.Font
    assert name not in in_text
    fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    named = [font for font in fonts if str(font.get("/BaseFont", "")).startswith(f"{name}+")]
    assert [str(font.Subtype) for font in named] == ["/TrueType"]
    plain = set_page(setter, HTML.replace("<input", "<i").replace(" />", "></i>"))
    assert len(data) - len(plain) < 20_000


def test_a_page_without_fields_has_no_form(setter: PageSetter) -> None:
    plain = set_page(setter, page('<tr><th scope="row">A</th><td></td><td>5</td></tr>'))
    with pikepdf.open(io.BytesIO(plain)) as opened:
        assert "/AcroForm" not in opened.Root


def test_text_in_the_family_of_the_fields_keeps_its_font(setter: PageSetter) -> None:
    style = f"{CSS} p, input {{ font-weight: 400; font-variation-settings: 'wght' 400 }}"
    data = set_page(setter, page(row(*ROWS[0]), "<p>Zwölf Äpfel</p>"), style)
    with pikepdf.open(io.BytesIO(data)) as opened:
        name, _ = own_font(opened)
        assert name not in opened.pages[0].Resources.Font
    assert "Zwölf Äpfel" in printed(data)


def test_the_same_page_has_the_same_bytes_at_any_time(
    data: bytes, configuration: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    with PageSetter(configuration, [project]) as another:
        assert set_page(another) == data
        assert set_page(another) == data


def otf(path: Path) -> None:
    """Write a font with PostScript outlines, called Own Sans."""
    font = TTFont(font_file("Fira Sans"))
    cut = Subsetter()
    cut.populate(unicodes=[ord(letter) for letter in WINANSI])
    cut.subset(font)
    shapes, metrics = font.getGlyphSet(), font["hmtx"]
    drawn = {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(metrics[name][0], shapes)
        shapes[name].draw(pen)
        drawn[name] = pen.getCharString()
    for table in ("glyf", "loca"):
        del font[table]
    builder = FontBuilder(font=font)
    builder.setupCFF("OwnSans", {}, drawn, {})
    builder.setupMaxp()
    builder.setupNameTable({"familyName": "Own Sans", "styleName": "Regular"})
    font.sfntVersion = "OTTO"
    builder.save(path)


def test_a_font_with_postscript_outlines_will_do(tmp_path: Path) -> None:
    otf(tmp_path / "own.otf")
    configuration = write_configuration(tmp_path, [tmp_path])
    with PageSetter(configuration, []) as setter:
        data = set_page(setter, css=CSS.replace("Fira Sans", "Own Sans").replace("600", "400"))
    with pikepdf.open(io.BytesIO(data)) as opened:
        _, font = own_font(opened)
        assert font.Subtype == "/Type1"
        file = font.FontDescriptor.FontFile3
        assert file.Subtype == "/OpenType"
        assert ord("€") in TTFont(io.BytesIO(file.read_bytes())).getBestCmap()
