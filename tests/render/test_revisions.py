"""What was added to a PDF is told object by object: nothing hides behind a stamp or a signature."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from briefs.render.append.increment import Increment
from briefs.render.append.revisions import (
    LaterChangeKind,
    count_signatures,
    later_changes,
)
from briefs.render.append.stamp import stamp_superseded, stamps_of
from briefs.render.pages import PageSetter
from tests.render.papers import BODY, FORM, is_only_stamp, paper

pytestmark = pytest.mark.pdf

WORDS = "Superseded by edition 2"
DAY = date(2025, 9, 23)
Tampering = Callable[[Increment, Any], None]


@pytest.fixture(scope="module")
def original(setter: PageSetter) -> bytes:
    return paper(setter, BODY + FORM)


@pytest.fixture(scope="module")
def stamped(original: bytes) -> bytes:
    return stamp_superseded(original, WORDS, DAY)


def changed(data: bytes, *tamperings: Tampering) -> bytes:
    increment = Increment(data)
    for tamper in tamperings:
        tamper(increment, increment.pdf)
    return increment.updated()


def box(increment: Increment, drawn: bytes = b"1 1 1 rg 0 0 200 40 re f", **keys: Any) -> Any:
    """An annotation that draws over the text of the page."""
    look = increment.stream(
        drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 40])
    )
    kind = {"Type": Name.Annot, "Subtype": Name.Square, "F": 4, "Rect": Array([40, 680, 240, 720])}
    values = {f"/{key}": value for key, value in (kind | keys).items()}
    return increment.add(Dictionary({**values, "/AP": Dictionary(N=look)}))


def put(increment: Increment, pdf: Any, annotation: Any, page: int = 0) -> None:
    holder = pdf.pages[page].obj
    holder.Annots.append(annotation)
    increment.touch(holder, holder.Annots)


def field_of(pdf: Any) -> Any:
    return pdf.Root.AcroForm.Fields[0]


# --- What alters an edition ----------------------------------------------------------------------


def text(increment: Increment, pdf: Any) -> None:
    page = pdf.pages[0].obj
    words = page.Contents.read_bytes()
    page.Contents = increment.stream(words + b"\nq 0 0 100 100 re f Q")
    increment.change(page)


def text_in_place(increment: Increment, pdf: Any) -> None:
    contents = pdf.pages[0].obj.Contents
    contents.write(contents.read_bytes().replace(b"Tj", b"Tj "))
    increment.change(contents)


def text_added(increment: Increment, pdf: Any) -> None:
    page = pdf.pages[0].obj
    page.Contents = Array([page.Contents, increment.stream(b"0 0 m 9 9 l S")])
    increment.change(page)


def font(increment: Increment, pdf: Any) -> None:
    """Let a letter look like another one."""
    found = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    descriptor = found.DescendantFonts[0].FontDescriptor
    descriptor.FontFile2 = increment.stream(descriptor.FontFile2.read_bytes()[::-1])
    increment.change(descriptor)


def letters(increment: Increment, pdf: Any) -> None:
    """Let a letter be read as another one."""
    found = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    found.ToUnicode.write(found.ToUnicode.read_bytes() + b"\n")
    increment.change(found.ToUnicode)


def page_out(increment: Increment, pdf: Any) -> None:
    del pdf.Root.Pages.Kids[1]
    pdf.Root.Pages.Count = 2
    increment.change(pdf.Root.Pages)


def page_in(increment: Increment, pdf: Any) -> None:
    copy = increment.add(Dictionary(dict(pdf.pages[0].obj.items())))
    pdf.Root.Pages.Kids.append(copy)
    pdf.Root.Pages.Count = 4
    increment.change(pdf.Root.Pages)


def page_order(increment: Increment, pdf: Any) -> None:
    kids = pdf.Root.Pages.Kids
    first, second = kids[0], kids[1]
    kids[0], kids[1] = second, first
    increment.change(pdf.Root.Pages)


def page_twin(increment: Increment, pdf: Any) -> None:
    """Put a page in place of another one."""
    twin = increment.add(Dictionary(dict(pdf.pages[0].obj.items())))
    pdf.Root.Pages.Kids[0] = twin
    increment.change(pdf.Root.Pages)


def page_tree(increment: Increment, pdf: Any) -> None:
    """Leave the old tree of pages alone and use another one."""
    twin = increment.add(Dictionary(dict(pdf.pages[0].obj.items())))
    tree = increment.add(Dictionary(Type=Name.Pages, Count=1, Kids=Array([twin])))
    twin.Parent = tree
    pdf.Root.Pages = tree
    increment.change(pdf.Root)


def page_size(increment: Increment, pdf: Any) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 300, 612, 792])
    increment.change(pdf.pages[0].obj)


def page_cut(increment: Increment, pdf: Any) -> None:
    pdf.Root.Pages.CropBox = Array([0, 400, 612, 792])
    increment.change(pdf.Root.Pages)


def page_turned(increment: Increment, pdf: Any) -> None:
    pdf.pages[0].obj.Rotate = 180
    increment.change(pdf.pages[0].obj)


def page_action(increment: Increment, pdf: Any) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    increment.change(pdf.pages[0].obj)


def cover(increment: Increment, pdf: Any) -> None:
    put(increment, pdf, box(increment))


def note(increment: Increment, pdf: Any) -> None:
    put(increment, pdf, box(increment, Subtype=Name.FreeText, Contents="$60,000"))


def false_stamp(increment: Increment, pdf: Any) -> None:
    """Cover text with what calls itself a stamp of ours."""
    put(increment, pdf, _stamp(increment, Rect=Array([40, 680, 240, 693.6])))


def stamp_of_other_words(increment: Increment, pdf: Any) -> None:
    """Show another thing than it says."""
    put(increment, pdf, _stamp(increment, Rect=Array([200, 766, 310, 779.6])))


def _stamp(increment: Increment, **keys: Any) -> Any:
    named = {"Subtype": Name.Stamp, "NM": String("briefs-superseded"), "Contents": String(WORDS)}
    return box(increment, F=708, M=String("D:20250923000000Z"), **named, **keys)


def link(increment: Increment, pdf: Any) -> None:
    found = next(one for one in pdf.pages[0].Annots if "/A" in one)
    found.A.URI = String("https://example.com/other")
    increment.touch(found, found.A)


def link_out(increment: Increment, pdf: Any) -> None:
    page = pdf.pages[0].obj
    del page.Annots[0]
    increment.touch(page, page.Annots)


def tag(increment: Increment, pdf: Any) -> None:
    """Let a heading be read out as another one."""
    heading = pdf.Root.StructTreeRoot.K[0].K[0]
    heading.ActualText = String("Lead pipes in 2026")
    increment.change(heading)


def tag_order(increment: Increment, pdf: Any) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    last = len(document.K) - 1
    document.K[last], document.K[0] = document.K[0], document.K[last]
    increment.touch(document, document.K)


def tag_in(increment: Increment, pdf: Any) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K.append(
        increment.add(
            Dictionary(Type=Name.StructElem, S=Name.P, P=document, K=Array([]), Alt="$60,000")
        )
    )
    increment.touch(document, document.K)


def tag_tree(increment: Increment, pdf: Any) -> None:
    del pdf.Root.StructTreeRoot
    increment.change(pdf.Root)


def tag_parents(increment: Increment, pdf: Any) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree
    tree.Nums[1] = tree.Nums[3]
    increment.touch(pdf.Root.StructTreeRoot, tree, tree.Nums)


def language(increment: Increment, pdf: Any) -> None:
    pdf.Root.Lang = String("fr")
    increment.change(pdf.Root)


def action(increment: Increment, pdf: Any) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    increment.change(pdf.Root)


def script(increment: Increment, pdf: Any) -> None:
    run = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), run]))
    increment.touch(pdf.Root, pdf.Root.Names)


def layers(increment: Increment, pdf: Any) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())
    increment.change(pdf.Root)


def record(increment: Increment, pdf: Any) -> None:
    file = pdf.attachments["record.json"].obj.EF.F
    file.write(file.read_bytes().replace(b"50000", b"60000"))
    increment.change(file)


def record_swapped(increment: Increment, pdf: Any) -> None:
    holder = pdf.attachments["record.json"].obj
    holder.EF = Dictionary(F=increment.stream(b"{}"))
    increment.change(holder)


def file_in(increment: Increment, pdf: Any) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    file = increment.stream(b"a", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F="b.txt", UF="b.txt", EF=Dictionary(F=file))
    names.extend(Array([String("b.txt"), increment.add(spec)]))
    increment.touch(pdf.Root, pdf.Root.Names, pdf.Root.Names.EmbeddedFiles, names)


def files_out(increment: Increment, pdf: Any) -> None:
    del pdf.Root.Names.EmbeddedFiles
    increment.touch(pdf.Root, pdf.Root.Names)


def title(increment: Increment, pdf: Any) -> None:
    pdf.trailer.Info.Title = String("Lead pipes in 2026")
    increment.change(pdf.trailer.Info)


def xmp(increment: Increment, pdf: Any) -> None:
    packet = pdf.Root.Metadata
    packet.write(packet.read_bytes().replace(b">1</briefs:edition>", b">9</briefs:edition>"))
    increment.change(packet)


def xmp_spoilt(increment: Increment, pdf: Any) -> None:
    pdf.Root.Metadata.write(b"<not xml")
    increment.change(pdf.Root.Metadata)


def outline(increment: Increment, pdf: Any) -> None:
    first = pdf.Root.Outlines.First
    first.Title = String("Lead pipes in 2026")
    increment.change(first)


def field_in(increment: Increment, pdf: Any) -> None:
    fields = pdf.Root.AcroForm.Fields
    new = box(increment, Subtype=Name.Widget, FT=Name.Tx, T=String("more"))
    fields.append(new)
    increment.touch(pdf.Root, pdf.Root.AcroForm, fields)
    put(increment, pdf, new)


def field_moved(increment: Increment, pdf: Any) -> None:
    """Let a field that can be filled in cover the text of the page."""
    field = field_of(pdf)
    field.Rect = Array([40, 680, 240, 720])
    increment.change(field)


def field_renamed(increment: Increment, pdf: Any) -> None:
    field_of(pdf).TU = String("Sworn officers left")
    increment.change(field_of(pdf))


def field_out(increment: Increment, pdf: Any) -> None:
    pdf.Root.AcroForm.Fields = Array([])
    increment.touch(pdf.Root, pdf.Root.AcroForm)


def field_script(increment: Increment, pdf: Any) -> None:
    run = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    field_of(pdf).AA = Dictionary(K=run)
    increment.change(field_of(pdf))


def xfa(increment: Increment, pdf: Any) -> None:
    pdf.Root.AcroForm.XFA = increment.stream(b"<xdp/>")
    increment.touch(pdf.Root, pdf.Root.AcroForm)


def form_font(increment: Increment, pdf: Any) -> None:
    """Let what is filled in look like something else."""
    fonts = pdf.Root.AcroForm.DR.Font
    found = fonts[next(iter(fonts.keys()))]
    found.Encoding = Name.MacRomanEncoding
    increment.change(found)


def signature_over_text(increment: Increment, pdf: Any) -> None:
    fields = pdf.Root.AcroForm.Fields
    new = box(increment, Subtype=Name.Widget, FT=Name.Sig, T=String("Signature1"))
    fields.append(new)
    increment.touch(pdf.Root, pdf.Root.AcroForm, fields)
    put(increment, pdf, new)


def signature_script(increment: Increment, pdf: Any) -> None:
    fields = pdf.Root.AcroForm.Fields
    run = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    flat = Array([0, 0, 0, 0])
    new = box(
        increment, Subtype=Name.Widget, FT=Name.Sig, T=String("S"), Rect=flat, AA=Dictionary(E=run)
    )
    fields.append(new)
    increment.touch(pdf.Root, pdf.Root.AcroForm, fields)
    put(increment, pdf, new)


ALTERED = {
    "text": (text, LaterChangeKind.PAGE, "page 1: its text or drawing was changed"),
    "text in place": (text_in_place, LaterChangeKind.PAGE, "page 1: its text or drawing"),
    "text added": (text_added, LaterChangeKind.PAGE, "page 1: its text or drawing"),
    "font": (font, LaterChangeKind.PAGE, "its fonts, images or colours were changed"),
    "letters": (letters, LaterChangeKind.PAGE, "its fonts, images or colours were changed"),
    "page out": (page_out, LaterChangeKind.PAGE, "page 2: the page was taken out"),
    "page in": (page_in, LaterChangeKind.PAGE, "page 4: the page was put in"),
    "page order": (page_order, LaterChangeKind.PAGE, "the pages were put into another order"),
    "page twin": (page_twin, LaterChangeKind.PAGE, "page 1: the page was taken out"),
    "page tree": (page_tree, LaterChangeKind.PAGE, "page 3: the page was taken out"),
    "page size": (page_size, LaterChangeKind.PAGE, "page 1: its size was changed"),
    "page cut": (page_cut, LaterChangeKind.PAGE, "page 2: its size was changed"),
    "page turned": (page_turned, LaterChangeKind.PAGE, "page 1: it was turned"),
    "page action": (page_action, LaterChangeKind.PAGE, 'page 1: its "AA" was changed'),
    "cover": (cover, LaterChangeKind.ANNOTATION, "page 1: an annotation (Square) was added"),
    "note": (note, LaterChangeKind.ANNOTATION, "page 1: an annotation (FreeText) was added"),
    "false stamp": (false_stamp, LaterChangeKind.ANNOTATION, "page 1: a stamp was added that"),
    "other words": (stamp_of_other_words, LaterChangeKind.ANNOTATION, "is not what it says"),
    "link": (link, LaterChangeKind.ANNOTATION, "page 1: an annotation (Link) was changed"),
    "link out": (link_out, LaterChangeKind.ANNOTATION, "page 1: an annotation was taken out"),
    "tag": (tag, LaterChangeKind.TAGS, "the tags that a screen reader goes by were changed"),
    "tag order": (tag_order, LaterChangeKind.TAGS, "the tags"),
    "tag in": (tag_in, LaterChangeKind.TAGS, "the tags"),
    "tag tree": (tag_tree, LaterChangeKind.TAGS, "the tags"),
    "tag parents": (tag_parents, LaterChangeKind.TAGS, "the tags"),
    "language": (language, LaterChangeKind.OTHER, 'the document\'s "Lang" was changed'),
    "action": (action, LaterChangeKind.OTHER, 'the document\'s "OpenAction" was changed'),
    "script": (script, LaterChangeKind.OTHER, 'the document\'s "Names" was changed'),
    "layers": (layers, LaterChangeKind.OTHER, 'the document\'s "OCProperties" was changed'),
    "record": (record, LaterChangeKind.EMBEDDED, '"record.json" was changed'),
    "record swapped": (record_swapped, LaterChangeKind.EMBEDDED, '"record.json" was changed'),
    "file in": (file_in, LaterChangeKind.EMBEDDED, '"b.txt" was put in'),
    "files out": (files_out, LaterChangeKind.EMBEDDED, '"record.json" was taken out'),
    "title": (title, LaterChangeKind.METADATA, 'says of itself was changed: "Title"'),
    "xmp": (xmp, LaterChangeKind.METADATA, 'says of itself was changed: "edition"'),
    "xmp spoilt": (xmp_spoilt, LaterChangeKind.METADATA, 'says of itself was changed: "XMP"'),
    "outline": (outline, LaterChangeKind.OTHER, 'the document\'s "Outlines" was changed'),
    "field in": (field_in, LaterChangeKind.FIELD, 'the field "more" was added'),
    "field moved": (field_moved, LaterChangeKind.FIELD, 'the field "Sworn officers" was changed'),
    "field renamed": (field_renamed, LaterChangeKind.FIELD, '"Sworn officers" was changed'),
    "field out": (field_out, LaterChangeKind.FIELD, 'the field "Sworn officers" was taken out'),
    "field script": (field_script, LaterChangeKind.FIELD, '"Sworn officers" was changed'),
    "xfa": (xfa, LaterChangeKind.OTHER, "the form was changed"),
    "form font": (form_font, LaterChangeKind.OTHER, "the form was changed"),
    "signature over text": (
        signature_over_text,
        LaterChangeKind.ANNOTATION,
        "page 1: the box of a signature covers a part of the page",
    ),
    "signature script": (signature_script, LaterChangeKind.SIGNATURE, "a place for a signature"),
}


@pytest.mark.parametrize("name", ALTERED)
@pytest.mark.parametrize("where", ["alone", "before a stamp", "behind a stamp"])
def test_what_alters_an_edition_is_told(
    original: bytes, stamped: bytes, name: str, where: str
) -> None:
    tamper, kind, words = ALTERED[name]
    if where == "before a stamp" and name in {"false stamp", "other words"}:
        healed = stamp_superseded(changed(original, tamper), WORDS, DAY)
        assert is_only_stamp(original, healed)  # the true one took its place
        return
    if where == "alone":
        after = changed(original, tamper)
    elif where == "behind a stamp":
        after = changed(stamped, tamper)
    else:
        after = stamp_superseded(changed(original, tamper), WORDS, DAY)
    assert after.startswith(original)
    assert len(after) > len(original)
    found = later_changes(original, after)
    told = [change for change in found if change.kind is kind and words in change.words]
    assert told, found
    assert not told[0].allowed
    assert not found[0].allowed  # what alters it comes first
    assert not is_only_stamp(original, after)


def test_a_stamp_is_no_cover_for_a_link_that_it_took_the_number_of(original: bytes) -> None:
    def tamper(increment: Increment, pdf: Any) -> None:
        found = pdf.pages[0].Annots[0]
        for key, value in _stamp(increment, Rect=Array([200, 766, 310, 779.6])).items():
            found[key] = value
        increment.change(found)

    (first, *_) = later_changes(original, changed(original, tamper))
    assert first.words == "page 1: an annotation (Stamp) was changed"


@pytest.mark.parametrize(
    "keys",
    [
        {"A": Dictionary(S=Name.URI, URI="https://example.com")},
        {"F": 4},
        {"OC": Dictionary(Type=Name.OCG, Name="a")},
    ],
    ids=["action", "not locked", "layer"],
)
def test_a_stamp_that_does_more_than_ours_is_none(
    original: bytes, stamped: bytes, keys: dict[str, Any]
) -> None:
    def tamper(increment: Increment, pdf: Any) -> None:
        found = next(one for one in pdf.pages[1].Annots if one.Subtype == "/Stamp")
        for key, value in keys.items():
            found[f"/{key}"] = value
        increment.change(found)

    after = changed(stamped, tamper)
    assert not is_only_stamp(original, after)
    assert any(change.page == 2 and not change.allowed for change in later_changes(original, after))


def test_a_stamp_moved_from_blank_paper_is_told(original: bytes, stamped: bytes) -> None:
    def tamper(increment: Increment, pdf: Any) -> None:
        found = next(one for one in pdf.pages[0].Annots if one.Subtype == "/Stamp")
        left, bottom, right, top = (float(edge) for edge in found.Rect)
        found.Rect = Array([48, bottom - 50, 48 + right - left, top - 50])
        increment.change(found)

    (first, *_) = later_changes(original, changed(stamped, tamper))
    assert first.words == (
        "page 1: a stamp was added that covers a part of it or is not what it says"
    )


def test_a_stamp_that_shows_another_number_is_told(original: bytes, stamped: bytes) -> None:
    other = stamp_superseded(original, "Superseded by edition 3", DAY)

    def tamper(increment: Increment, pdf: Any) -> None:
        with pikepdf.open(io.BytesIO(other)) as source:
            look = next(one for one in source.pages[0].Annots if one.Subtype == "/Stamp").AP.N
            found = next(one for one in pdf.pages[0].Annots if one.Subtype == "/Stamp")
            font = pdf.copy_foreign(look.Resources.Font.F)
            for part in (font, font.ToUnicode, font.DescendantFonts[0]):
                increment.change(part)
            descriptor = font.DescendantFonts[0].FontDescriptor
            increment.change(descriptor)
            increment.change(descriptor.FontFile2)
            found.AP.N = increment.stream(
                look.read_bytes(),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array(list(look.BBox)),
                Resources=Dictionary(Font=Dictionary(F=font)),
            )
            increment.touch(found, found.AP)

    after = changed(stamped, tamper)
    (first, second) = later_changes(original, after)
    assert (first.page, first.allowed) == (1, False)
    assert second.words == f'a stamp was added on page 2, 3: "{WORDS}"'


def test_bytes_that_say_nothing_are_told(original: bytes, stamped: bytes) -> None:
    for after in (original + b"\n% a note\n", stamped + b"\nmore", stamped + original):
        assert not is_only_stamp(original, after)
        assert later_changes(original, after)[0].kind is LaterChangeKind.DAMAGE


def test_another_file_is_no_later_revision(original: bytes, stamped: bytes) -> None:
    for after in (stamped[1:], original[:-10], stamped[: len(original) + 900], b""):
        (change,) = later_changes(original, after)
        assert (change.kind, change.allowed) == (LaterChangeKind.DAMAGE, False)


# --- What does not --------------------------------------------------------------------------------


def filled_in(increment: Increment, pdf: Any) -> None:
    field = field_of(pdf)
    field.V = String("1,482")
    look = increment.stream(b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    field.AP = Dictionary(N=look)
    increment.change(field)
    pdf.Root.AcroForm.DR.Font.Helv = Dictionary(Type=Name.Font, Subtype=Name.Type1)
    pdf.Root.AcroForm.NeedAppearances = True
    increment.touch(pdf.Root, pdf.Root.AcroForm, pdf.Root.AcroForm.DR, pdf.Root.AcroForm.DR.Font)


def noted(increment: Increment, pdf: Any) -> None:
    pdf.trailer.Info.ModDate = String("D:20260101000000Z")
    increment.change(pdf.trailer.Info)
    packet = pdf.Root.Metadata
    said = b"<xmp:ModifyDate xmlns:xmp='http://ns.adobe.com/xap/1.0/'>2026-01-01</xmp:ModifyDate>"
    before = packet.read_bytes()
    assert before.count(b"</rdf:Description>") > 1
    packet.write(before.replace(b"</rdf:Description>", said + b"</rdf:Description>", 1))
    increment.change(packet)


def test_nothing_added_is_no_change(original: bytes) -> None:
    assert later_changes(original, original) == ()
    assert not is_only_stamp(original, original)


def test_a_field_filled_in_alters_nothing(original: bytes) -> None:
    (change,) = later_changes(original, changed(original, filled_in))
    assert change.allowed
    assert change.words == 'the field "Sworn officers" was filled in: "1,482"'
    assert change.kind is LaterChangeKind.FIELD


def test_when_it_was_last_changed_may_be_noted(original: bytes) -> None:
    found = later_changes(original, changed(original, filled_in, noted))
    assert [change.allowed for change in found] == [True, True]
    assert found[1].words == "when and by what it was last changed was noted"


def test_stamps_are_told_with_their_words(original: bytes, stamped: bytes) -> None:
    (change,) = later_changes(original, stamped)
    assert change.words == f'a stamp was added on every page: "{WORDS}"'
    assert change.kind is LaterChangeKind.STAMP
    again = stamp_superseded(changed(stamped, filled_in), "Superseded by edition 3", DAY)
    found = later_changes(original, again)
    assert [one.words for one in found] == [
        'a stamp was added on every page: "Superseded by edition 3"',
        'the field "Sworn officers" was filled in: "1,482"',
    ]
    assert not is_only_stamp(original, again)


def test_places_for_signatures_are_no_signatures(original: bytes) -> None:
    assert count_signatures(changed(original, signature_over_text)) == 0


def test_stamps_are_only_found_by_their_name(original: bytes) -> None:
    def tamper(increment: Increment, pdf: Any) -> None:
        put(increment, pdf, box(increment, Subtype=Name.Stamp, NM=String("other")))

    with pikepdf.open(io.BytesIO(changed(original, tamper))) as pdf:
        assert stamps_of(pdf) == ()
