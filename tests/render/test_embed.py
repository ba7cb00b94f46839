"""A PDF carries its record, what goes with it and its seal; without one it is as it always was."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree as ET

import page as page_validation
import pikepdf
import pytest
from pypdf import PdfReader

from briefs.model.attachment import CITATIONS, FIGURES, KINDS, NAMESPACE, RECORD, Attachment
from briefs.model.canonical import canonical_json
from briefs.model.errors import EngineError
from briefs.model.seal import UNSEALED, first_revision, seal_of
from briefs.model.text_numbers import numbers_in
from briefs.render.pages import PageSetter, Pdf
from briefs.render.read_back.text_layer import page_texts

pytestmark = pytest.mark.pdf

CSS = """html { font: 12px "Fira Sans" } sup { font-size: 8px }
@page { size: 300px 300px; margin: 30px; @bottom-right { content: counter(page) } }"""
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" font-family="Fira Sans" '
    b'font-size="12"><path d="M0,0h9v9z"/><text x="5" y="20">at least 10,000</text></svg>'
)
BODY = """<p>A bonus of <span data-fact="bonus">up to $50,000</span><sup><a href="#s1">1</a></sup></p>
<p>The law of July 29, 2025<sup>12</sup></p>
<div class="figure"><img alt="A bar" src="figure:a"></div>
<h2 id="s1" style="break-before: page">Sources</h2><p data-fact="law">The law</p>
<p><label>Ours <input name="ours"></label></p>"""
DATA = [
    Attachment(FIGURES, KINDS[FIGURES], b"fact,value\nbonus,50000\n", "Data of the figures"),
    Attachment(CITATIONS, KINDS[CITATIONS], '[{"title":"Año < 1"}]'.encode(), "Sources"),
]


def record(**more: Any) -> bytes:
    facts = [{"id": name, "pages": [], "shown": [name]} for name in ("bonus", "law", "absent")]
    plain = {"built_on": "2025-08-15", "edition": 3, "fact_base": "f" * 64, "facts": facts}
    return canonical_json({**plain, "pages": [], "title": "Año", **more})


def set_page(setter: PageSetter, body: str = BODY, **more: Any) -> Pdf:
    head = '<head><meta charset="utf-8"><title>Pay &lt;briefs:seal></title></head>'
    html = f'<html lang="en">{head}<body><h1>Pay</h1>{body}</body></html>'
    return setter.pdf(html, CSS, {"figure:a": DRAWING}, {"s1": "Source 1"}, "page 7", **more)


@pytest.fixture(scope="module")
def pdf(setter: PageSetter) -> Pdf:
    return set_page(setter, record=record(), attachments=DATA)


def test_the_files_are_embedded_as_data_of_the_whole_document(pdf: Pdf) -> None:
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        names = [str(name) for name in list(opened.Root.Names.EmbeddedFiles.Names)[::2]]
        assert names == sorted(names), "a name tree is sorted, or viewers do not find all"
        assert sorted(opened.attachments) == sorted([RECORD, FIGURES, CITATIONS])
        files = {name: spec.get_file() for name, spec in opened.attachments.items()}
        assert files[RECORD].read_bytes() == pdf.record
        for one in DATA:
            assert files[one.name].read_bytes() == one.data
            assert opened.attachments[one.name].description == one.description
        day = datetime(2025, 8, 15, tzinfo=UTC)
        for name, file in files.items():
            assert file.mime_type == KINDS[name]
            assert (file.creation_date, file.mod_date) == (day, day)
        associated = list(opened.Root.AF)
        assert len(associated) == 3
        assert {str(one.AFRelationship) for one in associated} == {"/Data"}
        assert {str(one.UF) for one in associated} == set(files)


def test_another_library_finds_the_same_files(pdf: Pdf) -> None:
    found = {one.name: one for one in PdfReader(io.BytesIO(pdf.data)).attachment_list}
    assert {name: one.content for name, one in found.items()} == {
        RECORD: pdf.record,
        **{one.name: one.data for one in DATA},
    }
    assert {str(one.associated_file_relationship) for one in found.values()} == {"/Data"}
    assert {one.size for one in found.values()} == {
        len(pdf.record), *(len(one.data) for one in DATA)
    }  # fmt: skip


def test_the_record_gets_its_pages_and_is_canonical(pdf: Pdf) -> None:
    plain = json.loads(pdf.record)
    assert canonical_json(plain) == pdf.record
    assert {fact["id"]: fact["pages"] for fact in plain["facts"]} == {
        "bonus": [1], "law": [2], "absent": []
    }  # fmt: skip
    given = json.loads(record())
    assert {name for name in plain if plain[name] != given[name]} == {"facts", "pages"}


def test_the_numbers_are_those_that_a_reader_sees(pdf: Pdf) -> None:
    first, second = (page["numbers"] for page in json.loads(pdf.record)["pages"])
    assert first == ["1", "1", "10,000", "12", "2025", "29", "50,000"]  # citations told apart
    assert second == ["2"]
    assert [list(numbers_in(text)) for text in page_texts(pdf.data)] == [first, second]


def test_xmp_says_which_edition_it_is_and_can_be_read_in_the_bytes(pdf: Pdf) -> None:
    (packet,) = re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf.data, re.DOTALL)
    said = {
        element.tag.partition("}")[2]: element.text
        for element in ET.fromstring(packet).iter()
        if element.tag.startswith(f"{{{NAMESPACE}}}")
    }
    assert said == {
        "edition": "3",
        "factBase": "f" * 64,
        "record": sha256(pdf.record).hexdigest(),
        "seal": seal_of(pdf.data),
    }
    with pikepdf.open(io.BytesIO(pdf.data)) as opened, opened.open_metadata() as metadata:
        assert metadata[f"{{{NAMESPACE}}}edition"] == "3"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Pay <briefs:seal>"


def test_the_seal_is_of_the_bytes_and_survives_an_addition(pdf: Pdf) -> None:
    assert seal_of(pdf.data) != UNSEALED
    assert first_revision(pdf.data) == pdf.data
    assert pdf.data.endswith(b"%%EOF\n")
    assert first_revision(pdf.data + b"1 0 obj\n<<>>\nendobj\n%%EOF\n") == pdf.data
    assert first_revision(pdf.data.replace(b"WeasyPrint", b"WeasyPrunt")) is None


def test_it_is_accessible_and_the_same_every_time(setter: PageSetter, pdf: Pdf) -> None:
    assert page_validation.validate_pdf_bytes(pdf.data, profile="ua1").failures == []
    again = set_page(setter, record=record(), attachments=DATA)
    assert (again.data, again.record) == (pdf.data, pdf.record)
    other = set_page(setter, record=record(built_on="2025-08-16"), attachments=DATA)
    assert other.data != pdf.data


def test_without_a_record_nothing_is_embedded(setter: PageSetter) -> None:
    plain = set_page(setter)
    assert plain.record == b""
    assert seal_of(plain.data) is None
    assert b"<x:xmpmeta" not in plain.data
    with pikepdf.open(io.BytesIO(plain.data)) as opened:
        assert len(opened.attachments) == 0
        assert "/AF" not in opened.Root
        assert NAMESPACE.encode() not in opened.Root.Metadata.read_bytes()


def test_embedding_leaves_the_pages_as_they_are(setter: PageSetter, pdf: Pdf) -> None:
    plain = set_page(setter)
    assert plain.layout == pdf.layout
    assert page_texts(plain.data) == page_texts(pdf.data)
    with (
        pikepdf.open(io.BytesIO(plain.data)) as without,
        pikepdf.open(io.BytesIO(pdf.data)) as with_record,
    ):
        pages = list(zip(without.pages, with_record.pages, strict=True))
        assert pages
        for one, other in pages:
            assert one.Contents.read_bytes() == other.Contents.read_bytes()


def test_a_record_that_is_none_is_an_error_and_the_process_goes_on(setter: PageSetter) -> None:
    with pytest.raises(EngineError, match="page 7 cannot be set"):
        set_page(setter, record=b"not a record")
    assert set_page(setter).pages == 2


def test_the_facts_of_each_page_are_in_the_order_of_its_text(pdf: Pdf) -> None:
    first, second = (page["facts"] for page in json.loads(pdf.record)["pages"])
    assert (first, second) == (["bonus", "law"], ["law"])
