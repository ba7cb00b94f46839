"""Ways to tamper with an edition, each a small function: a file in, another file out.

Each says what is seen of it in words where whoever did it also makes the seal anew, so that it
fits the altered bytes again. Where nothing is seen then, only a ledger or a signature can tell.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdf

from briefs.model.attachment import CITATIONS, FIGURES, KINDS, RECORD, Attachment
from briefs.model.canonical import canonical_json
from briefs.model.data_scripts import carried_files, data_script
from briefs.model.read_back import DifferenceKind
from briefs.model.seal import UNSEALED, sealed
from tests.pdf.reading import _Font, elements_of, folded

ADDITION, ANNOTATION, ATTACHMENT, DAMAGE, FACT, LINK, METADATA, NUMBER, PAGES, TITLE = (
    DifferenceKind.ADDITION, DifferenceKind.ANNOTATION, DifferenceKind.ATTACHMENT,
    DifferenceKind.DAMAGE, DifferenceKind.FACT, DifferenceKind.LINK, DifferenceKind.METADATA,
    DifferenceKind.NUMBER, DifferenceKind.PAGES, DifferenceKind.TITLE,
)  # fmt: skip
THE_RECORD = DifferenceKind.RECORD


@dataclass(frozen=True)
class Desk:
    """What lies before a forger: an edition, and another one of the same topic."""

    data: bytes
    other: bytes


@dataclass(frozen=True)
class Tampering:
    """A way to tamper.

    Attributes:
        name: The function's name, in words.
        group: What of the file it is done to.
        what: What is done, in a sentence.
        do: Does it.
        seen: The kinds of difference that are named where the seal is made anew.
        closely: The kinds that are named besides where the seal is left as it was.
        unreadable: Whether the file cannot be opened any more.
        appended: Whether it leaves the bytes as they are and adds others behind their end: the
            seal need not be made anew.
    """

    name: str
    group: str
    what: str
    do: Callable[[Desk], bytes]
    seen: frozenset[DifferenceKind]
    closely: frozenset[DifferenceKind] = frozenset()
    unreadable: bool = False
    appended: bool = False


PDF: list[Tampering] = []
WEB: list[Tampering] = []

Doing = Callable[[Desk], bytes]


def tampering(
    group: str,
    *seen: DifferenceKind,
    closely: tuple[DifferenceKind, ...] = (),
    web: bool = False,
    unreadable: bool = False,
    appended: bool = False,
) -> Callable[[Doing], Doing]:
    """Notes a way to tamper."""

    def note(do: Doing) -> Doing:
        name = do.__name__.replace("_", " ").strip()
        what = " ".join((do.__doc__ or "").split()).removesuffix(".")
        (WEB if web else PDF).append(
            Tampering(
                name, group, what, do, frozenset(seen), frozenset(closely), unreadable, appended
            )
        )
        return do

    return note


# --- Tools ------------------------------------------------------------------------------------

_SEAL = re.compile(rb'(<briefs:seal>|name="briefs-seal" content=")[0-9a-f]{64}')


def resealed(data: bytes) -> bytes | None:
    """A file with its seal made anew; None where it has no place for one any more."""
    try:
        return sealed(_SEAL.sub(rb"\g<1>" + UNSEALED.encode(), data))
    except ValueError:
        return None


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    """A PDF with its objects edited and written anew, as a forger with a library does it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        out = io.BytesIO()
        pdf.save(out, **({"compress_streams": False} | options))
        return out.getvalue()


def reworded(data: bytes, old: str, new: str, *, most: int = 1_000) -> bytes:
    """A PDF with words of its text changed at some places, in the fonts that it has.

    Drawings stay as they are: they are set letter by letter.
    """
    left = most

    def change(pdf: pikepdf.Pdf, page: int, found: list[Any]) -> None:
        nonlocal left
        fonts = {name: _Font(one) for name, one in pdf.pages[page].Resources.Font.items()}
        font = _Font()
        for at, (operands, operator) in enumerate(found):
            if str(operator) == "Tf":
                font = fonts[str(operands[0])]
            elif str(operator) == "TJ" and left:
                text = folded("".join(font.read(part) for part in operands[0]))
                glyphs = font.write(text.replace(old, new)) if old in text else None
                if glyphs is not None:
                    found[at] = ([pikepdf.Array([pikepdf.String(glyphs)])], operator)
                    left -= 1

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in range(len(pdf.pages)):
            operations(pdf, page, lambda found, page=page: change(pdf, page, found))

    made = edited(data, edit)
    assert left < most, f"no text says {old}"
    return made


def embedded(data: bytes, name: str) -> bytes:
    """A file in a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content: bytes = pdf.attachments[name].obj.EF.F.read_bytes()
        return content


def with_file(data: bytes, name: str, content: bytes) -> bytes:
    """A PDF with another file in the place of one that is embedded."""

    def edit(pdf: pikepdf.Pdf) -> None:
        file = pdf.attachments[name].obj.EF.F
        file.write(content)
        file.Params.Size = len(content)
        file.Params.CheckSum = pikepdf.String(hashlib.md5(content).digest())

    return edited(data, edit)


def with_packet(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A PDF with its XMP packet changed."""

    def edit(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert change(packet) != packet
        pdf.Root.Metadata.write(change(packet))

    return edited(data, edit)


def with_record(data: bytes, change: Callable[[dict[str, Any]], None], *, named: bool) -> bytes:
    """A PDF with its record changed, and where wanted its hash in XMP as well."""
    record = json.loads(embedded(data, RECORD))
    change(record)
    return with_record_bytes(data, canonical_json(record), named=named)


def with_record_bytes(data: bytes, record: bytes, *, named: bool) -> bytes:
    """A PDF with another record, and where wanted its hash in XMP as well."""
    changed = with_file(data, RECORD, record)
    return with_packet(changed, lambda packet: _renamed(packet, record)) if named else changed


def _renamed(packet: bytes, record: bytes) -> bytes:
    digest = hashlib.sha256(record).hexdigest().encode()
    return re.sub(rb"(<briefs:record>)[0-9a-f]{64}", rb"\g<1>" + digest, packet)


def fact(record: dict[str, Any], name: str) -> dict[str, Any]:
    """A fact of a record."""
    found: dict[str, Any] = next(one for one in record["facts"] if one["id"] == name)
    return found


def appended(data: bytes, objects: Callable[[pikepdf.Pdf], dict[int, pikepdf.Object]]) -> bytes:
    """A PDF with a revision behind its end, in which objects are others."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        changed = objects(pdf)
        size, root = int(pdf.trailer.Size), pdf.trailer.Root.objgen[0]
        size = max(size, *(number + 1 for number in changed))
        info, ids = pdf.trailer.Info.objgen[0], pdf.trailer.ID.unparse(resolved=True)
        out, places = bytearray(data), {}
        for number, item in sorted(changed.items()):
            places[number] = len(out)
            body = item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream):
                content = item.read_raw_bytes()
                head = dict(item.stream_dict.items()) | {"/Length": len(content)}
                body = pikepdf.Dictionary(head).unparse(resolved=True)
                body += b"\nstream\n" + content + b"\nendstream"
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n"
        for number, place in places.items():
            out += b"%d 1\n%010d 00000 n \n" % (number, place)
        previous = int(data[data.rfind(b"startxref") :].split()[1])
        out += b"trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID %s /Prev %d>>\n" % (
            size, root, info, ids, previous,
        )  # fmt: skip
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)


def drawn_over(drawing: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Draws on the first page."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"q /Artifact BMC " + drawing + b" EMC Q")

    return edit


def operations(pdf: pikepdf.Pdf, page: int, change: Callable[[list[Any]], None]) -> None:
    """Change the operations of a page."""
    found = list(pikepdf.parse_content_stream(pdf.pages[page]))
    change(found)
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))


def shown_text(pdf: pikepdf.Pdf, page: int, words: str) -> bytes:
    """Drawing that shows words in the first font of a page that has their letters."""
    for name, font in pdf.pages[page].Resources.Font.items():
        glyphs = _Font(font).write(words)
        if glyphs is not None:
            return b"BT %s 9 Tf 1 0 0 1 60 30 Tm <%s> Tj ET" % (
                name.encode(),
                glyphs.hex().encode(),
            )
    raise AssertionError(f"no font has the letters of {words}")


# --- Text -------------------------------------------------------------------------------------


@tampering("text", NUMBER, FACT)
def a_digit_changed(desk: Desk) -> bytes:
    """A digit of an amount is changed wherever it stands in the text."""
    return reworded(desk.data, "$50,000", "$20,000")


@tampering("text", NUMBER, FACT)
def a_digit_changed_at_one_place(desk: Desk) -> bytes:
    """A digit of an amount is changed at the first of the places that print it."""
    return reworded(desk.data, "$50,000", "$20,000", most=1)


@tampering("text", FACT)
def a_qualifier_removed(desk: Desk) -> bytes:
    """“up to” is taken away from before an amount wherever the text has it."""
    return reworded(desk.data, "up to $50,000", "$50,000")


@tampering("text", FACT)
def a_qualifier_removed_at_one_place(desk: Desk) -> bytes:
    """“up to” is taken away at the first of the places that have it."""
    return reworded(desk.data, "up to $50,000", "$50,000", most=1)


@tampering("text", FACT)
def a_qualifier_turned_around(desk: Desk) -> bytes:
    """“at least” becomes “at most” before a goal."""
    return reworded(desk.data, "at least 10,000", "at most 10,000")


@tampering("text", closely=(FACT,))
def two_numbers_swapped(desk: Desk) -> bytes:
    """Two amounts of one page change places, qualifiers and all."""
    first = reworded(desk.data, "up to $50,000", "up to $60 000")
    second = reworded(first, "up to $60,000", "up to $50,000")
    return reworded(second, "up to $60 000", "up to $60,000")


@tampering("text", NUMBER, FACT)
def a_percentage_changed(desk: Desk) -> bytes:
    """A rate becomes another one."""
    return reworded(desk.data, "25%", "55%")


@tampering("text", FACT)
def a_unit_changed(desk: Desk) -> bytes:
    """Agreements are called applications."""
    return reworded(desk.data, "272 agreements", "272 applications")


@tampering("text", NUMBER, FACT)
def a_year_changed(desk: Desk) -> bytes:
    """The year of a goal becomes another one."""
    return reworded(desk.data, "2029", "2025")


@tampering("text", FACT)
def a_word_of_a_fact_changed(desk: Desk) -> bytes:
    """In the sentence of a view, “could” becomes “will”."""
    return reworded(desk.data, "officers could leave", "officers will leave")


@tampering("text", FACT)
def a_speaker_removed(desk: Desk) -> bytes:
    """A view stands without whose it is."""
    return reworded(desk.data, "Partner agencies say that the loss", "The loss")


@tampering("text", FACT)
def a_sentence_removed(desk: Desk) -> bytes:
    """A line of a fact's sentence is emptied."""
    old = " had a word on recruiting or"
    return reworded(desk.data, old, "")


@tampering("text")
def a_word_of_the_prose_changed(desk: Desk) -> bytes:
    """A word that is of no fact is changed."""
    return reworded(desk.data, "not averages", "averages")


@tampering("text", NUMBER)
def a_number_added(desk: Desk) -> bytes:
    """A line with a number is added to a page."""
    return edited(
        desk.data, lambda pdf: pdf.pages[0].contents_add(shown_text(pdf, 0, "up to 70,000"))
    )


@tampering("text")
def words_added(desk: Desk) -> bytes:
    """A line without a number is added to a page."""
    return edited(
        desk.data, lambda pdf: pdf.pages[0].contents_add(shown_text(pdf, 0, "as promised"))
    )


@tampering("text", NUMBER, FACT)
def the_text_layer_turned(desk: Desk) -> bytes:
    """A font maps a glyph to another digit: what is read out is not what is seen."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            letters = _Font(font).letters
            code = next((code for code, letter in letters.items() if letter == "5"), None)
            if code is not None:
                old, new = (b"<%04x> <%04x>" % (code, ord(digit)) for digit in "58")
                table = font.ToUnicode.read_bytes()
                assert old in table.lower()
                font.ToUnicode.write(re.sub(re.escape(old), new, table, flags=re.IGNORECASE))

    return edited(desk.data, edit)


# --- Pages ------------------------------------------------------------------------------------


@tampering("pages", PAGES)
def a_page_removed(desk: Desk) -> bytes:
    """The last page is taken out."""
    return edited(desk.data, lambda pdf: pdf.pages.__delitem__(-1))


@tampering("pages", PAGES)
def the_first_page_removed(desk: Desk) -> bytes:
    """The first page is taken out, the others move up."""
    return edited(desk.data, lambda pdf: pdf.pages.__delitem__(0))


@tampering("pages", PAGES)
def a_page_duplicated(desk: Desk) -> bytes:
    """A page is there twice."""
    return edited(desk.data, lambda pdf: pdf.pages.append(pdf.pages[0]))


@tampering("pages", PAGES)
def pages_reordered(desk: Desk) -> bytes:
    """Two pages change places."""
    return edited(
        desk.data, lambda pdf: pdf.pages.insert(0, pdf.pages.p(2)) or pdf.pages.__delitem__(2)
    )


def _from_the_other(desk: Desk, place: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> bytes:
    with pikepdf.open(io.BytesIO(desk.other)) as other:
        return edited(desk.data, lambda pdf: place(pdf, other.pages[0]))


@tampering("pages", PAGES)
def a_page_of_another_edition_added(desk: Desk) -> bytes:
    """A page of a brief for other readers is put in."""
    return _from_the_other(desk, lambda pdf, page: pdf.pages.append(page))


@tampering("pages", NUMBER, FACT)
def a_page_of_another_edition_instead(desk: Desk) -> bytes:
    """A page of a brief for other readers takes the place of one."""
    return _from_the_other(desk, lambda pdf, page: pdf.pages.__setitem__(1, page))


@tampering("pages", PAGES)
def a_blank_page_added(desk: Desk) -> bytes:
    """A blank page is put behind the last one."""
    return edited(desk.data, lambda pdf: pdf.add_blank_page(page_size=(612, 792)))


@tampering("pages", PAGES)
def a_page_cropped(desk: Desk) -> bytes:
    """The upper half of a page is cropped away."""
    return edited(desk.data, lambda pdf: setattr(pdf.pages[0], "CropBox", [0, 0, 612, 396]))


# --- Record -----------------------------------------------------------------------------------


@tampering("record", THE_RECORD)
def a_value_in_the_record(desk: Desk) -> bytes:
    """A value is edited in the record, and nothing else."""
    return with_record(
        desk.data,
        lambda record: fact(record, "signing-bonus-max").update(value="20000"),
        named=False,
    )


@tampering("record", THE_RECORD)
def a_qualifier_in_the_record(desk: Desk) -> bytes:
    """A qualifier is edited in the record."""
    return with_record(
        desk.data,
        lambda record: fact(record, "signing-bonus-max").update(qualifier="exactly"),
        named=False,
    )


@tampering("record", THE_RECORD)
def a_source_in_the_record(desk: Desk) -> bytes:
    """A source's publisher is edited in the record."""
    return with_record(
        desk.data, lambda record: record["sources"][0].update(publisher="The Census"), named=False
    )


@tampering("record", THE_RECORD)
def the_evidence_in_the_record(desk: Desk) -> bytes:
    """The words of the source are edited in the record."""
    return with_record(
        desk.data,
        lambda record: fact(record, "signing-bonus-max").update(evidence="$50,000 for all"),
        named=False,
    )


@tampering("record", THE_RECORD, METADATA)
def the_edition_number_in_the_record(desk: Desk) -> bytes:
    """The number of the edition is edited in the record."""
    return with_record(desk.data, lambda record: record.update(edition=7), named=False)


@tampering("record", THE_RECORD)
def the_pages_of_a_fact_in_the_record(desk: Desk) -> bytes:
    """A fact is said to stand on other pages; its words are there as well."""
    return with_record(
        desk.data, lambda record: fact(record, "hiring-horizon").update(pages=[]), named=False
    )


@tampering("record", THE_RECORD)
def a_fact_taken_out_of_the_record(desk: Desk) -> bytes:
    """A fact is deleted from the record."""
    return with_record(desk.data, lambda record: record["facts"].pop(1), named=False)


@tampering("record", THE_RECORD, FACT)
def words_in_the_record_and_its_hash(desk: Desk) -> bytes:
    """The words of a fact are edited in the record, and the hash in XMP with it."""
    return with_record(
        desk.data,
        lambda record: fact(record, "signing-bonus-max").update(shown=["up to $20,000"]),
        named=True,
    )


@tampering("record", METADATA)
def the_edition_number_and_the_hash(desk: Desk) -> bytes:
    """The number is edited in the record, and the record's hash in XMP with it."""
    return with_record(desk.data, lambda record: record.update(edition=7), named=True)


@tampering("record", NUMBER)
def the_numbers_in_the_record_and_its_hash(desk: Desk) -> bytes:
    """The numbers of a page are edited in the record, and the hash in XMP with it."""
    return with_record(desk.data, lambda record: record["pages"][0]["numbers"].pop(), named=True)


@tampering("record", THE_RECORD)
def a_value_in_the_record_and_its_hash(desk: Desk) -> bytes:
    """A bare value is edited in the record, its words not, and the hash in XMP with it."""
    return with_record(
        desk.data,
        lambda record: fact(record, "signing-bonus-max").update(value="20000"),
        named=True,
    )


@tampering("record", THE_RECORD, ATTACHMENT, PAGES, NUMBER, FACT, TITLE)
def the_record_of_another_edition(desk: Desk) -> bytes:
    """The record of a brief for other readers takes the place of its own."""
    return with_record_bytes(desk.data, embedded(desk.other, RECORD), named=False)


@tampering("record", ATTACHMENT, PAGES, NUMBER, FACT, TITLE)
def the_record_of_another_edition_and_its_hash(desk: Desk) -> bytes:
    """The same, with its hash in XMP."""
    return with_record_bytes(desk.data, embedded(desk.other, RECORD), named=True)


@tampering("record", THE_RECORD)
def the_record_removed(desk: Desk) -> bytes:
    """The record is taken out."""
    return edited(desk.data, lambda pdf: pdf.attachments.__delitem__(RECORD))


@tampering("record", THE_RECORD)
def the_record_is_no_record(desk: Desk) -> bytes:
    """The record is cut off in its middle."""
    record = embedded(desk.data, RECORD)
    return with_record_bytes(desk.data, record[: len(record) // 2], named=True)


# --- Files beside it, metadata -------------------------------------------------------------------


@tampering("embedded files", ATTACHMENT)
def the_data_of_the_figures_edited(desk: Desk) -> bytes:
    """A number is edited in the CSV file."""
    return with_file(desk.data, FIGURES, embedded(desk.data, FIGURES).replace(b"50000", b"20000"))


@tampering("embedded files", ATTACHMENT)
def the_citations_of_another_edition(desk: Desk) -> bytes:
    """The citations are those of a brief for other readers."""
    return with_file(desk.data, CITATIONS, embedded(desk.other, CITATIONS))


@tampering("embedded files", ATTACHMENT)
def the_data_of_the_figures_removed(desk: Desk) -> bytes:
    """The CSV file is taken out."""
    return edited(desk.data, lambda pdf: pdf.attachments.__delitem__(FIGURES))


@tampering("embedded files", ATTACHMENT)
def a_file_embedded(desk: Desk) -> bytes:
    """A file is embedded beside the others."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(pdf, b"bonus\n20000\n")

    return edited(desk.data, edit)


@tampering("metadata", METADATA)
def the_edition_number_in_the_metadata(desk: Desk) -> bytes:
    """The number of the edition is edited in XMP."""
    return with_packet(
        desk.data, lambda packet: re.sub(rb"(<briefs:edition>)\d+", rb"\g<1>7", packet)
    )


@tampering("metadata", THE_RECORD)
def the_hash_of_the_record_in_the_metadata(desk: Desk) -> bytes:
    """The hash of the record is edited in XMP."""
    return with_packet(desk.data, lambda packet: _renamed(packet, b"another one"))


@tampering("metadata", METADATA)
def the_hash_of_the_fact_base_removed(desk: Desk) -> bytes:
    """The hash of the fact base is taken out of XMP."""
    return with_packet(
        desk.data,
        lambda packet: re.sub(rb"<briefs:factBase>[0-9a-f]+</briefs:factBase>", b"", packet),
    )


@tampering("metadata", TITLE)
def the_title_in_the_metadata(desk: Desk) -> bytes:
    """The title that windows show is another one."""
    return edited(desk.data, lambda pdf: pdf.docinfo.__setitem__("/Title", "What ICE pays"))


@tampering("metadata", METADATA)
def the_language_in_the_metadata(desk: Desk) -> bytes:
    """The language is another one, so that the page is read out in a wrong voice."""
    return edited(desk.data, lambda pdf: setattr(pdf.Root, "Lang", pikepdf.String("es-US")))


@tampering("metadata")
def the_seal_removed(desk: Desk) -> bytes:
    """The seal is taken out of XMP; it cannot be made anew then."""
    return with_packet(
        desk.data, lambda packet: re.sub(rb"<briefs:seal>[0-9a-f]+</briefs:seal>", b"", packet)
    )


# --- What lies on the pages ------------------------------------------------------------------


@tampering("links", LINK)
def a_link_leads_elsewhere(desk: Desk) -> bytes:
    """The address of a source leads to another site."""

    def edit(pdf: pikepdf.Pdf) -> None:
        links = [
            one
            for page in pdf.pages
            for one in page.get("/Annots", ())
            if "/URI" in one.get("/A", {})
        ]
        assert links
        for link in links:
            link.A.URI = pikepdf.String("https://example.org/")

    return edited(desk.data, edit)


@tampering("links", LINK)
def the_links_removed(desk: Desk) -> bytes:
    """All links are taken off the pages."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Annots = pikepdf.Array()

    return edited(desk.data, edit)


def _note(pdf: pikepdf.Pdf, **more: Any) -> pikepdf.Object:
    look = pdf.make_stream(b"1 1 1 rg 0 0 200 20 re f", Type=pikepdf.Name.XObject,
                           Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 20])  # fmt: skip
    note = {
        "/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Square, "/Rect": [60, 600, 260, 620],
        "/F": 4, "/C": [1, 1, 1], "/AP": pikepdf.Dictionary(N=look),
    }  # fmt: skip
    return pdf.make_indirect(pikepdf.Dictionary({**note, **more}))


def _annotate(pdf: pikepdf.Pdf, **more: Any) -> None:
    page = pdf.pages[0]
    page.Annots = pikepdf.Array([*page.get("/Annots", ()), _note(pdf, **more)])


@tampering("annotations", ANNOTATION)
def an_annotation_over_a_number(desk: Desk) -> bytes:
    """A white square lies on a page as an annotation."""
    return edited(desk.data, _annotate)


@tampering("annotations", ANNOTATION)
def a_note_with_another_number(desk: Desk) -> bytes:
    """A text annotation says another number."""
    words = {"/Subtype": pikepdf.Name.FreeText, "/Contents": pikepdf.String("up to $20,000")}
    return edited(desk.data, lambda pdf: _annotate(pdf, **words))


@tampering("drawing")
def a_box_over_a_number(desk: Desk) -> bytes:
    """A white box is drawn over a number; the text layer still has it."""
    return edited(desk.data, drawn_over(b"1 1 1 rg 60 600 200 20 re f"))


@tampering("drawing")
def an_image_over_a_figure(desk: Desk) -> bytes:
    """A picture is laid over a figure."""

    def edit(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(b"\xff\xff\xff", Type=pikepdf.Name.XObject, Height=1, Width=1,
                                Subtype=pikepdf.Name.Image, ColorSpace=pikepdf.Name.DeviceRGB,
                                BitsPerComponent=8)  # fmt: skip
        pdf.pages[0].add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Cover"))
        drawn_over(b"200 0 0 60 60 300 cm /Cover Do")(pdf)

    return edited(desk.data, edit)


@tampering("drawing")
def a_bar_drawn_longer(desk: Desk) -> bytes:
    """A bar of a figure is drawn longer than its value."""

    def stretch(found: list[Any]) -> None:
        for at, (operands, operator) in enumerate(found):
            if str(operator) == "l" and at > 40:
                longer = [float(operands[0]) * 1.2, float(operands[1])]
                found[at] = (longer, operator)

    return edited(desk.data, lambda pdf: operations(pdf, 0, stretch))


@tampering("drawing", NUMBER, FACT)
def the_labels_of_a_figure_removed(desk: Desk) -> bytes:
    """The figures of a page lose their drawings, labels and all; the data tables stay."""

    def edit(pdf: pikepdf.Pdf) -> None:
        marks = {
            int(kid)
            for kind, element in elements_of(pdf)
            if kind == "Figure" and element.Pg.objgen == pdf.pages[0].objgen
            for kid in (element.K if isinstance(element.K, pikepdf.Array) else [element.K])
        }

        def strip(found: list[Any]) -> None:
            kept, inside, depth = [], False, 0
            for operands, operator in found:
                name = str(operator)
                if name in {"BDC", "BMC"} and not inside:
                    properties = operands[1] if len(operands) > 1 else {}
                    if (
                        isinstance(properties, pikepdf.Dictionary)
                        and properties.get("/MCID") in marks
                    ):
                        inside, depth = True, 0
                        kept.append((operands, operator))
                        continue
                if inside and name in {"BDC", "BMC"}:
                    depth += 1
                if inside and name == "EMC":
                    if depth == 0:
                        inside = False
                    depth -= 1
                if not inside or name in {"q", "Q"}:
                    kept.append((operands, operator))
            found[:] = kept

        operations(pdf, 0, strip)

    return edited(desk.data, edit)


@tampering("drawing")
def an_alt_text_changed(desk: Desk) -> bytes:
    """What is read out of a figure is another number."""

    def edit(pdf: pikepdf.Pdf) -> None:
        figure = next(element for kind, element in elements_of(pdf) if kind == "Figure")
        words = str(figure.Alt)
        assert "50,000" in words
        figure.Alt = pikepdf.String(words.replace("50,000", "20,000"))

    return edited(desk.data, edit)


# --- The file as a file -------------------------------------------------------------------------


@tampering("the file")
def saved_again_by_pikepdf(desk: Desk) -> bytes:
    """Another program opens it and saves it, and means no harm."""
    return edited(desk.data, lambda pdf: None)


@tampering("the file")
def made_fast_for_the_web(desk: Desk) -> bytes:
    """Another program puts its parts into another order (linearized)."""
    return edited(desk.data, lambda pdf: None, linearize=True)


@tampering("the file")
def saved_again_by_pypdf(desk: Desk) -> bytes:
    """A program that has another idea of a PDF saves it."""
    out = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(desk.data))
    writer.write(out)
    return out.getvalue()


@tampering("the file")
def packed_by_pikepdf(desk: Desk) -> bytes:
    """Another program packs it as small as it can."""
    with pikepdf.open(io.BytesIO(desk.data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
        return out.getvalue()


@tampering("the file", DAMAGE)
def encrypted(desk: Desk) -> bytes:
    """It is locked against copying, and opens without a password."""
    return edited(desk.data, lambda pdf: None, encryption=pikepdf.Encryption("owner", ""))


@tampering("the file", unreadable=True)
def locked(desk: Desk) -> bytes:
    """It is locked with a password."""
    return edited(desk.data, lambda pdf: None, encryption=pikepdf.Encryption("owner", "user"))


@tampering("the file", NUMBER, FACT, ADDITION, appended=True)
def a_revision_that_changes_a_page(desk: Desk) -> bytes:
    """A page is changed behind the end of the file, where the seal does not reach."""

    def change(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
        with pikepdf.open(io.BytesIO(reworded(desk.data, "$50,000", "$20,000"))) as forged:
            content = forged.pages[0].Contents.read_bytes()
        return {pdf.pages[0].Contents.objgen[0]: pikepdf.Stream(pdf, content)}

    return appended(desk.data, change)


@tampering("the file", ADDITION, appended=True)
def a_revision_that_covers_a_number(desk: Desk) -> bytes:
    """A white square is laid on a page behind the end of the file."""

    def change(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
        size = int(pdf.trailer.Size)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[60, 600, 260, 620], F=4,
            C=[1, 1, 1], IC=[1, 1, 1],
        )  # fmt: skip
        page = pikepdf.Dictionary(dict(pdf.pages[0].obj.items()))
        reference = pdf.make_indirect(note)
        page.Annots = pikepdf.Array([*page.get("/Annots", ()), reference])
        return {pdf.pages[0].objgen[0]: page, reference.objgen[0]: note} if size else {}

    return appended(desk.data, change)


@tampering("the file", THE_RECORD, ADDITION, appended=True)
def a_revision_that_changes_the_record(desk: Desk) -> bytes:
    """The record is changed behind the end of the file."""

    def change(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
        file = pdf.attachments[RECORD].obj.EF.F
        record = embedded(desk.data, RECORD).replace(b'"50000"', b'"20000"')
        return {file.objgen[0]: pikepdf.Stream(pdf, record)}

    return appended(desk.data, change)


@tampering("the file", ADDITION, appended=True)
def bytes_added_behind_the_end(desk: Desk) -> bytes:
    """Bytes that say nothing follow the end of the file."""
    return desk.data + b"% nothing\n" * 10


@tampering("the file")
def bytes_added_before_the_beginning(desk: Desk) -> bytes:
    """Bytes stand before the beginning of the file."""
    return b"\n\n" + desk.data


@tampering("the file")
def the_end_cut_off(desk: Desk) -> bytes:
    """The mark of its end is missing; readers find their way all the same."""
    return desk.data.removesuffix(b"%%EOF\n")


@tampering("the file", unreadable=True)
def a_hundred_bytes_cut_off(desk: Desk) -> bytes:
    """The last hundred bytes are missing."""
    return desk.data[:-100]


@tampering("the file", unreadable=True)
def cut_in_half(desk: Desk) -> bytes:
    """Half of the file is missing."""
    return desk.data[: len(desk.data) // 2]


def flipped(data: bytes, seed: int) -> bytes:
    """One byte of a file turned into another one."""
    chance = random.Random(seed)
    at = chance.randrange(len(data))
    changed = bytearray(data)
    changed[at] ^= chance.randrange(1, 256)
    return bytes(changed)


# --- All of it, with care ----------------------------------------------------------------------


def forged(desk: Desk) -> bytes:
    """A digit is changed in text, drawings, record and data, and every hash is made anew."""
    figures = embedded(desk.data, FIGURES).replace(b"50000", b"20000")

    def change(record: dict[str, Any]) -> None:
        found = fact(record, "signing-bonus-max")
        found["value"] = "20000"
        found["shown"] = [words.replace("50,000", "20,000") for words in found["shown"]]
        for page in record["pages"]:
            turned = ("20,000" if one == "50,000" else one for one in page["numbers"])
            page["numbers"] = sorted(turned)
        record["attachments"][FIGURES] = hashlib.sha256(figures).hexdigest()

    data = with_file(_digits_turned(desk.data), FIGURES, figures)
    made = resealed(with_record(data, change, named=True))
    assert made is not None
    return made


def _digits_turned(data: bytes) -> bytes:
    """A PDF that says $20,000 for $50,000 at every place, in drawings too."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in range(len(pdf.pages)):
            operations(pdf, page, lambda found, page=page: _turn(pdf, page, found))

    return edited(data, edit)


def _turn(pdf: pikepdf.Pdf, page: int, found: list[Any]) -> None:
    fonts = {name: _Font(font) for name, font in pdf.pages[page].Resources.get("/Font", {}).items()}
    font = _Font()
    letters: list[tuple[str, int, int, int, bytes]] = []
    for at, (operands, operator) in enumerate(found):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        elif str(operator) == "TJ":
            two = font.write("2") or b""
            for number, part in enumerate(operands[0]):
                read = font.read(part) if isinstance(part, pikepdf.String) else ""
                letters += [(one, at, number, 2 * index, two) for index, one in enumerate(read)]
    for match in re.finditer(r"\$50,000", "".join(letter[0] for letter in letters)):
        _, at, number, offset, two = letters[match.start() + 1]
        assert two, "the font has no 2"
        parts = list(found[at][0][0])
        codes = bytearray(bytes(parts[number]))
        codes[offset : offset + 2] = two
        parts[number] = pikepdf.String(bytes(codes))
        found[at] = ([pikepdf.Array(parts)], found[at][1])


# --- Web pages -----------------------------------------------------------------------------------


def replaced(data: bytes, old: str, new: str, *, most: int = -1) -> bytes:
    """A web page with words replaced, outside of the files that it carries."""
    head, mark, tail = data.partition(b'<script type="application/json" id="briefs-record"')
    assert old.encode() in head, f"no text says {old}"
    return head.replace(old.encode(), new.encode(), most) + mark + tail


def carrying(
    data: bytes, name: str, change: Callable[[bytes], bytes], *, named: bool = False
) -> bytes:
    """A web page with a file that it carries changed, and where wanted the record's hash."""
    content = carried_files(data)[name]
    old, new = (
        data_script(Attachment(name, KINDS[name], one)).text.encode()
        for one in (content, change(content))
    )
    assert old in data
    assert old != new
    data = data.replace(old, new)
    if not named:
        return data
    digest = hashlib.sha256(change(content)).hexdigest().encode()
    return re.sub(rb'(name="briefs-record" content=")[0-9a-f]{64}', rb"\g<1>" + digest, data)


def _of_record(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        record = json.loads(content)
        change(record)
        return canonical_json(record)

    return changed


_BONUS = '<span data-fact="signing-bonus-max">up\u00a0to\u00a0$50,000</span>'


@tampering("web text", FACT, web=True)
def _a_digit_changed(desk: Desk) -> bytes:
    """A digit of an amount is changed."""
    return replaced(desk.data, "up\u00a0to\u00a0$50,000", "up\u00a0to\u00a0$20,000")


@tampering("web text", FACT, web=True)
def _a_qualifier_removed_at_one_place(desk: Desk) -> bytes:
    """“up to” is taken away at the first of the places that have it."""
    return replaced(desk.data, _BONUS, _BONUS.replace("up\u00a0to\u00a0", ""), most=1)


@tampering("web text", FACT, web=True)
def _two_facts_swapped(desk: Desk) -> bytes:
    """Two amounts change places, but not the marks that say whose they are."""
    one, other = "up\u00a0to\u00a0$50,000</span>", "up\u00a0to\u00a0$60,000</span>"
    held = replaced(desk.data, one, "\ue000")
    return replaced(replaced(held, other, one), "\ue000", other)


@tampering("web text", FACT, web=True)
def _a_word_of_a_fact_changed(desk: Desk) -> bytes:
    """In the sentence of a view, “could” becomes “will”."""
    return replaced(desk.data, "could harm trust", "will harm trust")


@tampering("web text", FACT, web=True)
def _a_fact_unmarked(desk: Desk) -> bytes:
    """A value is no longer said to be of its fact, and another one stands there."""
    return re.sub(rb'<span data-fact="hiring-horizon">[^<]*</span>', b"2026", desk.data)


@tampering("web text", FACT, web=True)
def _a_fact_made_up(desk: Desk) -> bytes:
    """A value is said to be of a fact that the record does not have."""
    return replaced(desk.data, _BONUS, _BONUS.replace("signing-bonus-max", "made-up"), most=1)


@tampering("web text", web=True)
def _a_word_of_the_prose_changed(desk: Desk) -> bytes:
    """A word that is of no fact is changed."""
    return replaced(desk.data, "not an average", "an average")


@tampering("web text", web=True)
def _a_number_hidden_by_style(desk: Desk) -> bytes:
    """A style hides a number."""
    return replaced(desk.data, "</head>", "<style>[data-fact] { opacity: 0 }</style></head>")


@tampering("web record", THE_RECORD, web=True)
def _a_value_in_the_record(desk: Desk) -> bytes:
    """A value is edited in the record, and nothing else."""
    change = _of_record(lambda record: fact(record, "signing-bonus-max").update(value="20000"))
    return carrying(desk.data, RECORD, change)


@tampering("web record", THE_RECORD, FACT, web=True)
def _words_in_the_record_and_its_hash(desk: Desk) -> bytes:
    """The words of a fact are edited in the record, and the record's hash with it."""
    change = _of_record(lambda record: fact(record, "leap-rate").update(shown=["55%"]))
    return carrying(desk.data, RECORD, change, named=True)


@tampering("web record", THE_RECORD, web=True)
def _the_record_removed(desk: Desk) -> bytes:
    """The record is taken out."""
    return re.sub(rb'<script [^>]*id="briefs-record">.*?</script>', b"", desk.data, flags=re.DOTALL)


@tampering("web record", ATTACHMENT, FACT, web=True)
def _the_record_of_another_edition_and_its_hash(desk: Desk) -> bytes:
    """The record of a brief for other readers takes the place of its own, with its hash."""
    other = carried_files(desk.other)[RECORD]
    return carrying(desk.data, RECORD, lambda _: other, named=True)


@tampering("web record", THE_RECORD, DAMAGE, web=True)
def _two_records(desk: Desk) -> bytes:
    """A second record stands behind the first one."""
    script = re.search(rb'<script [^>]*id="briefs-record">.*?</script>', desk.data, re.DOTALL)
    assert script
    return desk.data.replace(script[0], script[0] + script[0])


@tampering("web embedded files", ATTACHMENT, web=True)
def _the_citations_edited(desk: Desk) -> bytes:
    """A source's name is edited in the citations."""
    return carrying(desk.data, CITATIONS, lambda content: content.replace(b"VisaVerge", b"Census"))


@tampering("web embedded files", THE_RECORD, web=True)
def _the_hash_of_the_record_edited(desk: Desk) -> bytes:
    """The hash of the record is edited in its meta element."""
    return re.sub(rb'(name="briefs-record" content=")[0-9a-f]{4}', rb"\g<1>beef", desk.data)


@tampering("web links", LINK, web=True)
def _a_link_leads_elsewhere(desk: Desk) -> bytes:
    """The address of the source leads to another site."""
    return re.sub(
        rb'href="https://www\.visaverge\.com[^"]*"', b'href="https://example.org/"', desk.data
    )


@tampering("web page", TITLE, web=True)
def _the_title_changed(desk: Desk) -> bytes:
    """The title that the browser's tab shows is another one."""
    return re.sub(rb"<title>[^<]*</title>", b"<title>What ICE pays</title>", desk.data)


@tampering("web page", web=True)
def _a_script_added(desk: Desk) -> bytes:
    """A script is added that changes the page when it is opened."""
    script = b"<script>document.body.innerText = 1</script></body>"
    return desk.data.replace(b"</body>", script)


@tampering("web page", web=True)
def _the_seal_removed(desk: Desk) -> bytes:
    """The seal is taken out; it cannot be made anew then."""
    return re.sub(rb'<meta name="briefs-seal"[^>]*>', b"", desk.data)


@tampering("web page", THE_RECORD, ATTACHMENT, web=True)
def _line_ends_changed(desk: Desk) -> bytes:
    """A mail program changes the ends of its lines."""
    return desk.data.replace(b"\n", b"\r\n")


@tampering("web page", FACT, web=True)
def _most_of_it_missing(desk: Desk) -> bytes:
    """Most of what is read is missing; the files that it carries are still there."""
    head, mark, tail = desk.data.partition(b'<script type="application/json" id="briefs-record"')
    return head[: head.index(b"<h2", head.index(b"<h2") + 1)] + mark + tail
