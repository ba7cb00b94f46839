"""Files of whatever origin: what they say, or in words why they cannot be read. Nothing hangs."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest

from briefs.model.attachment import RECORD
from briefs.model.errors import UsageError
from briefs.model.project import Format
from briefs.model.read_back import Note, ReadBack, Unreadable
from briefs.render.pages import PageSetter
from briefs.render.read_back import pdf as read_pdf
from briefs.render.read_back import reader as read_back
from briefs.render.read_back.reader import FileReader
from briefs.render.read_back.web import read_web
from tests.render.papers import BODY, FORM, paper

pytestmark = pytest.mark.pdf

MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as one:
        yield one


@pytest.fixture(scope="module")
def edition(setter: PageSetter) -> bytes:
    return paper(setter, BODY + FORM)


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], Any], **options: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        out = io.BytesIO()
        pdf.save(out, **options)
        return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, packed: one packed megabyte over and over."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (megabytes - 1) + packer.flush()


def packed(pdf: pikepdf.Pdf, data: bytes, **keys: Any) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, data, **keys)
    stream.Filter = pikepdf.Name.FlateDecode
    return stream


def test_an_edition_is_read_whole(reader: FileReader, edition: bytes) -> None:
    read = reader.read(edition)
    assert read.form is Format.PDF
    assert read.intact
    assert read.sha256 == read.original_sha256
    assert set(read.marks) == {"edition", "factBase", "record", "seal"}
    assert read.record is not None
    assert read.record.startswith(b"{")
    assert read.titles == ("Lead pipes", "Lead pipes")
    assert read.language == "en"
    assert read.page_count == len(read.pages) == 3
    assert "up to" in read.pages[0]
    assert read.links == ("https://example.org/pipes",)
    assert (read.notes, read.additions, read.signatures) == ((), (), ())
    assert (read.damage, read.unread) == ((), ())


def test_what_another_program_did_is_seen(reader: FileReader, edition: bytes) -> None:
    def annotate(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Square, Rect=[0, 0, 9, 9])
        pdf.pages[1].Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.attachments["more.txt"] = pikepdf.AttachedFileSpec(pdf, b"more")

    read = reader.read(edited(edition, annotate))
    assert not read.intact
    assert read.sealed
    assert read.notes == (Note(2, "Square"),)
    assert set(read.attachments) == {"more.txt"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is neither a PDF nor a web page"),
        (b"\x00" * 100_000, "it is neither a PDF nor a web page"),
        (b"PK\x03\x04 a word processor's file", "it is neither a PDF nor a web page"),
        (b"%PDF-1.7\n", "it is damaged, or no PDF at all"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 400, "it is damaged, or no PDF at all"),
        (b"<html>\xff\xfe", "it is damaged, or no web page at all"),
    ],
)
def test_what_is_no_brief_is_told_in_words(reader: FileReader, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        reader.read(data)


def test_a_file_that_is_too_large_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_back, "MAX_FILE", MEGABYTE)
    with pytest.raises(Unreadable, match="larger than"):
        FileReader().read(bytes(2 * MEGABYTE))


def test_half_a_file(reader: FileReader, edition: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        reader.read(edition[: len(edition) // 2])


def test_a_locked_file(reader: FileReader, edition: bytes) -> None:
    locked = edited(edition, lambda pdf: None, encryption=pikepdf.Encryption("a", "b"))
    with pytest.raises(Unreadable, match="protected by a password"):
        reader.read(locked)
    open_ = edited(edition, lambda pdf: None, encryption=pikepdf.Encryption("a", ""))
    assert reader.read(open_).damage == ("it is encrypted, which an edition never is",)


def test_a_gigabyte_packed_into_an_embedded_file(reader: FileReader, edition: bytes) -> None:
    def swell(pdf: pikepdf.Pdf) -> None:
        file = pdf.attachments[RECORD].obj
        file.EF.F = file.EF.UF = pdf.make_indirect(packed(pdf, bomb(1024)))

    data = edited(edition, swell, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(data) < 2 * MEGABYTE + len(edition)
    read = reader.read(data)
    assert read.record is None
    assert read.damage == ('the embedded file "record.json" cannot be unpacked',)


def test_a_record_that_is_larger_than_any(reader: FileReader, edition: bytes) -> None:
    def swell(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[RECORD].obj.EF.F.write(b" " * (3 * MEGABYTE))

    read = reader.read(edited(edition, swell))
    assert read.record is None
    assert read.damage == ("its record is larger than any record",)


def test_parts_that_are_no_such_parts(reader: FileReader, edition: bytes) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names = 7
        pdf.Root.Lang = pikepdf.Array([1])
        pdf.pages[0].Annots = 7
        pdf.docinfo["/Title"] = pikepdf.Array([])

    read = reader.read(edited(edition, spoil))
    assert read.record is None
    assert read.damage
    assert len(read.pages) == 3


def test_a_gigabyte_packed_into_a_page(edition: bytes) -> None:
    def swell(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_indirect(packed(pdf, bomb(1024)))

    data = edited(edition, swell, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with FileReader() as reader:
        told = _told(reader, data)
        assert told == "" or "memory" in told or "to read" in told
        assert reader.read(edition).intact  # whatever became of the process


def _told(reader: FileReader, data: bytes) -> str:
    try:
        reader.read(data)
    except Unreadable as error:
        return str(error)
    return ""


def test_ten_thousand_pages_are_counted_and_not_read(reader: FileReader) -> None:
    with pikepdf.new() as pdf:
        for _ in range(10_000):
            pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    read = reader.read(out.getvalue())
    assert read.page_count == 10_000
    assert read.pages == ()
    assert read.unread == ("the text of 10000 pages: no more than 500 are read",)


def test_pages_that_lead_to_themselves(reader: FileReader, edition: bytes) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids = pikepdf.Array([pdf.Root.Pages])

    with pytest.raises(Unreadable):
        reader.read(edited(edition, turn))


def test_many_files_many_names(reader: FileReader, edition: bytes) -> None:
    def embed_many(pdf: pikepdf.Pdf) -> None:
        for number in range(60):
            name = f"{number}" + "x" * 5_000
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"x")

    read = reader.read(edited(edition, embed_many))
    assert len(read.attachments) <= read_pdf.MAX_FILES
    assert all(len(name) <= read_pdf.MAX_NAME for name in read.attachments)
    assert "it has more than 20 files embedded" in read.damage


def test_a_process_that_hangs_is_ended(edition: bytes) -> None:
    with FileReader(seconds=0) as reader:
        with pytest.raises(Unreadable, match="more than 0 s to read"):
            reader.read(edition)
        reader.seconds = 60
        assert reader.read(edition).intact


def test_certificates_that_are_none(reader: FileReader, edition: bytes) -> None:
    from briefs.render.append.sign import sign
    from briefs.render.append.signing_key import read_key
    from tests.render.keys import certificate, new_key, p12

    key = new_key()
    signed = sign(edition, read_key(p12(key, certificate(key), passphrase=None), None, []))
    read = reader.read(signed)
    assert read.intact
    assert [(one.signer, one.holds, one.trusted) for one in read.signatures] == [
        ("Example Policy Desk", True, None)
    ]
    assert [one.kind for one in read.additions] == ["signature"]
    with pytest.raises(UsageError):
        reader.read(signed, [b"no certificate"])


# --- Web pages -----------------------------------------------------------------------------------


def page_of(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()


def test_a_web_page_is_read_as_a_browser_finds_it() -> None:
    read = read_web(
        page_of(
            '<p data-fact="bonus">up to <b>$50,000</b><sup class="cite">1</sup></p>'
            '<p data-fact="view">Some say <span data-fact="bonus">up to $50,000</span></p>'
            '<a href="https://example.org/">a</a><a href="#b">b</a>'
            '<script type="application/json" id="briefs-record">{"a":"\\u003c"}</script>',
            '<title>Pipes</title><meta name="briefs-record" content="beef">',
        )
    )
    assert read.texts == (
        ("bonus", "up to $50,000"),
        ("view", "Some say up to $50,000"),
        ("bonus", "up to $50,000"),
    )
    assert read.record == b'{"a":"<"}'
    assert read.marks == {"record": "beef"}
    assert (read.titles, read.language) == (("Pipes",), "en")
    assert read.links == ("https://example.org/",)
    assert read.words == "Pipesup to $50,000Some say up to $50,000ab"
    assert not read.intact


def test_a_web_page_that_carries_two_records() -> None:
    script = '<script type="application/json" id="briefs-record">{}</script>'
    read = read_web(page_of(script * 2))
    assert read.record is None
    assert read.damage


def test_a_web_page_nested_without_end(reader: FileReader) -> None:
    data = page_of('<div data-fact="a">' * 100_000)
    with FileReader(seconds=3) as impatient:
        told = _told(impatient, data)
    assert told == "" or "to read" in told or "memory" in told
    assert isinstance(reader.read(page_of("<p>")), ReadBack)
