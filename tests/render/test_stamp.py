"""The stamp of a superseded edition: behind its end, on blank paper, read out, always the newest."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from briefs.model.errors import EngineError
from briefs.model.seal import first_revision
from briefs.render.append.increment import Increment, NotUpdatable
from briefs.render.append.paper import Rect
from briefs.render.append.revisions import later_changes
from briefs.render.append.stamp import stamp_superseded, stamps_of
from briefs.render.pages import PageSetter
from briefs.render.read_back.text_layer import page_texts
from tests.render.papers import BODY, FORM, is_only_stamp, paper

pytestmark = pytest.mark.pdf

WORDS = "Superseded by edition 2 on September\u00a023, 2025"
DAY = date(2025, 9, 23)


@pytest.fixture(scope="module")
def plain(setter: PageSetter) -> bytes:
    return paper(setter)


@pytest.fixture(scope="module")
def form(setter: PageSetter) -> bytes:
    return paper(setter, BODY + FORM + '<p class="wide">Sideways</p>')


@pytest.fixture(params=["plain", "form"])
def data(request: pytest.FixtureRequest) -> bytes:
    found: bytes = request.getfixturevalue(request.param)
    return found


def stamped(data: bytes, words: str = WORDS, **options: Any) -> bytes:
    return stamp_superseded(data, words, DAY, **options)


def picture(data: bytes, page: int, scale: float = 2, *, stamps: bool = True) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        drawn: Image.Image = document[page].render(scale=scale, draw_annots=stamps).to_pil()
        return drawn.convert("RGB")


def rects(data: bytes) -> list[Rect]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [stamp.rect for stamp in stamps_of(pdf)]


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def test_the_edition_stays_as_it_is_byte_for_byte(data: bytes) -> None:
    after = stamped(data)
    assert after.startswith(data)
    assert len(after) - len(data) < 12_000
    assert first_revision(after) == data
    assert is_only_stamp(data, after)


def test_the_same_stamp_has_the_same_bytes(data: bytes) -> None:
    assert stamped(data) == stamped(data)


def test_the_file_keeps_the_rules_and_its_own_index(data: bytes) -> None:
    after = stamped(data)
    assert page_validation.validate_pdf_bytes(after, profile="ua1").failures == []
    with pikepdf.open(io.BytesIO(after), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert int(pdf.trailer.Prev) == int(data[data.rfind(b"startxref") :].split()[1])
        with pikepdf.open(io.BytesIO(data)) as before:
            assert pdf.trailer.ID[0] == before.trailer.ID[0]
            assert pdf.trailer.ID[1] != before.trailer.ID[1]
            assert pdf.docinfo["/Title"] == before.docinfo["/Title"]


def test_every_page_says_so_in_words_and_is_printed(data: bytes) -> None:
    with pikepdf.open(io.BytesIO(stamped(data))) as pdf:
        assert [stamp.page for stamp in stamps_of(pdf)] == list(range(len(pdf.pages)))
        for page in pdf.pages:
            (stamp,) = [one for one in page.Annots if one.Subtype == "/Stamp"]
            assert str(stamp.Contents) == WORDS
            assert int(stamp.F) & 4
            assert not int(stamp.F) & (1 | 2 | 32)  # invisible, hidden, not viewed
            assert str(stamp.M) == "D:20250923000000Z"
            assert page.Tabs == "/S"
            font = stamp.AP.N.Resources.Font.F
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font


def test_what_is_drawn_is_what_is_said(plain: bytes, tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    path.write_bytes(stamped(plain))
    ran = subprocess.run(
        ["pdftotext", "-f", "2", "-l", "2", str(path), "-"], capture_output=True, check=True
    )
    assert WORDS.replace("\u00a0", " ") in ran.stdout.decode().replace("\u00a0", " ")


def test_the_text_of_the_pages_is_read_as_before(data: bytes) -> None:
    assert page_texts(stamped(data)) == page_texts(data)


def test_it_stands_on_blank_paper_in_the_top_margin(data: bytes) -> None:
    after = stamped(data)
    for page, rect in enumerate(rects(after)):
        old, new = picture(data, page), picture(after, page)
        box = ImageChops.difference(old, new).getbbox()
        assert box is not None
        left, top, right, bottom = (edge / 2 for edge in box)
        height = old.height / 2
        assert left == pytest.approx(rect.left, abs=1)
        assert right == pytest.approx(rect.right, abs=1)
        assert height - bottom == pytest.approx(rect.bottom, abs=1)
        assert 8 < top < bottom < 17 / 25.4 * 72
        blank = old.crop(box).getextrema()
        assert all(low == high for low, high in blank)
        assert new.crop(box).convert("L").getextrema()[0] < 80  # dark words on white, in grey too


def test_it_is_at_one_place_on_all_pages_of_a_size(form: bytes) -> None:
    first, second, third, wide = rects(stamped(form))
    assert first == second == third
    assert wide.right - wide.left == pytest.approx(first.right - first.left)
    assert wide.top < first.top


def elements(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    found = [element] if element.get("/S") is not None else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += elements(kid)
    return found


def test_it_is_read_out_before_all_else_of_its_page(form: bytes) -> None:
    with pikepdf.open(io.BytesIO(stamped(form))) as pdf:
        root = pdf.Root.StructTreeRoot
        parents = pikepdf.NumberTree(root.ParentTree)
        for page in pdf.pages:
            own = [
                one
                for one in elements(root)
                if one.get("/Pg") is not None and one.Pg.objgen == page.obj.objgen
            ]
            (stamp,) = [one for one in page.Annots if one.Subtype == "/Stamp"]
            # ahead of it only what began on the page before
            first = next(one for one in own if one.P.S == "/Document")
            assert first.S == "/Annot"
            assert first.K[0].Obj.objgen == stamp.objgen
            assert parents[int(stamp.StructParent)].objgen == first.objgen


def test_the_newest_stamp_wins(data: bytes) -> None:
    first = stamped(data)
    second = stamped(first, "Superseded by edition 13")
    assert second.startswith(first)
    with pikepdf.open(io.BytesIO(second)) as pdf:
        assert {stamp.words for stamp in stamps_of(pdf)} == {"Superseded by edition 13"}
        assert len(stamps_of(pdf)) == len(pdf.pages)
        assert pdf.check_pdf_syntax() == []
    assert is_only_stamp(data, second)
    assert is_only_stamp(first, second)
    assert (
        picture(second, 0).tobytes()
        == picture(stamped(data, "Superseded by edition 13"), 0).tobytes()
    )


def test_what_it_says_already_is_not_said_again(data: bytes) -> None:
    after = stamped(data)
    assert stamp_superseded(after, WORDS, date(2026, 1, 1)) == after


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("Sustituida por la edición 2 el 23 de septiembre de 2025", "FiraSans"),
        ("Заменено изданием 2", "FiraSans"),
    ],
)
def test_words_of_other_languages_have_their_letters(plain: bytes, words: str, family: str) -> None:
    with pikepdf.open(io.BytesIO(stamped(plain, words))) as pdf:
        (stamp, *_) = [one for one in pdf.pages[0].Annots if one.Subtype == "/Stamp"]
        assert family in str(stamp.AP.N.Resources.Font.F.BaseFont)
        assert str(stamp.Contents) == words


def test_letters_that_no_font_has_are_told_and_not_left_out(plain: bytes) -> None:
    with pytest.raises(EngineError, match="no packaged font has all characters"):
        stamped(plain, "版 2 に置き換え")


def test_large_print_has_a_large_stamp(plain: bytes) -> None:
    (rect, *_) = rects(stamped(plain, size=18))
    assert rect.top - rect.bottom == pytest.approx(28.8)


def test_where_the_head_is_full_it_goes_to_the_foot(setter: PageSetter) -> None:
    head = "position: fixed; top: -17mm; left: -17mm; width: 216mm; height: 40mm; overflow: hidden"
    full = f'<div style="{head}; font-size: 7pt">{"number " * 900}</div>'
    data = paper(setter, f"{full}<p style='margin-top: 30mm'>Text</p>")
    after = stamped(data)
    assert all(rect.top < 60 for rect in rects(after))
    assert is_only_stamp(data, after)


def test_a_full_head_of_one_page_takes_no_other_page_to_the_foot(setter: PageSetter) -> None:
    none = "@top-left { content: none } @top-right { content: none }"
    css = f"@page :nth(2) {{ margin: 5mm 0 30mm; {none} }} h2 {{ margin: 0 }}"
    body = BODY.replace("</h2>", f"{' number' * 90}</h2>")
    first, second = rects(stamped(paper(setter, body, css)))
    assert first.bottom > 740
    assert second.top < 60


def test_where_all_is_full_it_is_stamped_and_told_that_text_is_covered(
    setter: PageSetter,
) -> None:
    data = paper(setter, f"<p>{'number ' * 5000}</p>", "@page { margin: 0 } p { margin: 0 }")
    after = stamped(data)
    assert len(rects(after)) == len(page_texts(data)) > 1
    assert rects(after)[0].top == 792
    assert not is_only_stamp(data, after)
    (covering, *_) = later_changes(data, after)
    assert covering.words.startswith("page 1: a stamp was added that covers a part of it")


def test_a_band_of_colour_is_no_text(setter: PageSetter) -> None:
    data = paper(
        setter,
        BODY,
        "@page { background: linear-gradient(#14466B, #14466B) 0 0 / 300% 20mm no-repeat }",
    )
    after = stamped(data)
    assert is_only_stamp(data, after)
    assert all(rect.bottom > 730 for rect in rects(after))


def test_a_dark_page_gets_a_light_box(setter: PageSetter) -> None:
    data = paper(setter, BODY, "@page { background: #111 } html { color: white }")
    (rect, *_) = rects(after := stamped(data))
    found = picture(after, 0, 1).getpixel((int(rect.left) + 4, int(792 - rect.top) + 3))
    assert found == (255, 255, 255)


def test_a_page_whose_paper_does_not_begin_at_nought(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        for page in pdf.pages:
            page.MediaBox = [-50, -50, 700, 850]
            page.CropBox = [20, 30, 612, 792]
        data = saved(pdf)
    for rect in rects(after := stamped(data)):
        assert 20 < rect.left < rect.right < 612
        assert 750 < rect.bottom < rect.top < 792
    assert is_only_stamp(data, after)


def odd_forms(pdf: pikepdf.Pdf, name: str) -> dict[str, Any]:
    """Make a PDF as other programs do."""
    root = pdf.Root.StructTreeRoot
    if name == "untagged":
        del pdf.Root.StructTreeRoot
    elif name == "annotations apart":
        for page in pdf.pages:
            page.Annots = pdf.make_indirect(page.get("/Annots", pikepdf.Array()))
    elif name == "no tabs":
        for page in pdf.pages:
            del page.Tabs
    elif name == "tree of parents with branches":
        leaf = pdf.make_indirect(pikepdf.Dictionary(Nums=root.ParentTree.Nums, Limits=[0, 90]))
        root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Kids=[leaf]))
        root.ParentTreeNextKey = 91
    elif name == "several parts":
        root.K = pikepdf.Array(list(root.K[0].K))
        for kid in root.K:
            kid.P = root
    elif name == "one part alone":
        root.K = root.K[0]
    elif name == "table of objects":
        return {"object_stream_mode": pikepdf.ObjectStreamMode.disable}
    return {}


@pytest.mark.parametrize(
    "name",
    [
        "untagged", "annotations apart", "no tabs", "tree of parents with branches",
        "several parts", "one part alone", "table of objects",
    ],
)  # fmt: skip
def test_files_of_other_programs_are_stamped_too(plain: bytes, name: str) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        options = odd_forms(pdf, name)
        data = saved(pdf, **options).rstrip(b"\n")
    after = stamped(data)
    assert is_only_stamp(data, after)
    assert after[len(data) :].startswith(b"\n")
    tail = after[len(data) :]
    assert (b"trailer" in tail) == (name == "table of objects")
    with pikepdf.open(io.BytesIO(after), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        if name != "untagged":
            found = [one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Annot"]
            assert len(found) == len(pdf.pages)
    again = stamped(after, "Superseded by edition 3")
    assert is_only_stamp(data, again)


def encrypted(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="o", user=""))


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (encrypted, "encrypted"),
        (lambda data: data[: len(data) // 2], "damaged"),
        (lambda data: data.replace(b"startxref", b"startxerf"), "damaged"),
        (lambda data: b"junk\n" + data, "damaged"),
        (lambda _: b"<html></html>", "no PDF"),
        (lambda _: b"", "no PDF"),
    ],
)
def test_what_cannot_be_appended_to_is_refused(plain: bytes, spoilt: Any, words: str) -> None:
    with pytest.raises(NotUpdatable, match=words):
        stamped(spoilt(plain))


def test_an_increment_without_objects_changes_nothing(plain: bytes) -> None:
    assert Increment(plain).updated() == plain
