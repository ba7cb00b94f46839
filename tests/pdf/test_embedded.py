"""The example's editions with their records inside: valid, readable, and true to the pages."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from pypdf import PdfReader

from briefs.compose.annexes import annexes
from briefs.compose.page import Page
from briefs.compose.record import record_of
from briefs.model.attachment import RECORD, Attachment
from briefs.model.edition import Edition
from briefs.model.issue import Issue
from briefs.model.project import Paper
from briefs.model.record import Record, read_record, record_bytes
from briefs.model.seal import first_revision
from briefs.model.text_numbers import numbers_in
from briefs.publish.check import calendar_of, check, fact_base_hash
from briefs.publish.clock import today
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from briefs.render.pages import Pdf
from briefs.render.versions import engine_versions
from tests.pdf.conftest import ROOT
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

BILINGUAL = ROOT / "tests" / "projects" / "bilingual"


@dataclass(frozen=True)
class Embedded:
    """An edition with its record, as it was given and as it came out."""

    edition: Edition
    page: Page
    given: bytes
    attachments: tuple[Attachment, ...]
    pdf: Pdf
    path: Path

    @property
    def record(self) -> Record:
        return read_record(self.pdf.record)

    def set_again(self, engines: Engines) -> Pdf:
        return set_page(engines, self.edition, self.page, self.given, self.attachments)


def set_page(
    engines: Engines,
    edition: Edition,
    page: Page,
    record: bytes | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Pdf:
    drawn = engines.svgs(page.drawings, str(edition))
    with engines.setter() as setter:
        return setter.pdf(
            page.html,
            page.css,
            drawn,
            page.link_names,
            str(edition),
            record=record,
            attachments=attachments,
        )


def embedded_of(
    engines: Engines, project: OpenProject, paper: Paper, folder: Path
) -> Iterator[Embedded]:
    content, day = project.content, today()
    for edition, page in check(project, Selection(paper=paper)).pages.items():
        topic = content.topics[edition.topic]
        calendar = calendar_of(content, topic, day)
        issue = Issue(7, fact_base_hash(topic), replaces=6, built_on=day)
        attachments = annexes(page, edition, content, calendar)
        given = record_bytes(
            record_of(
                page, edition, content, calendar, issue,
                content=sha256(page.html.encode()).hexdigest(), engines=engine_versions(),
                files={}, attachments=attachments,
            )
        )  # fmt: skip
        pdf = set_page(engines, edition, page, given, attachments)
        path = folder / f"{edition.audience}.{edition.locale}.{paper.value}.pdf"
        path.write_bytes(pdf.data)
        yield Embedded(edition, page, given, attachments, pdf, path)


@pytest.fixture(scope="module")
def embedded(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> list[Embedded]:
    """Every edition of the example on every paper, and those in Spanish."""
    folder = tmp_path_factory.mktemp("embedded")
    found: list[Embedded] = []
    for project, papers in (
        (example, list(Paper)),
        (open_project(BILINGUAL), [Paper.LETTER]),
    ):
        with open_engines(project, 1) as engines:
            for paper in papers:
                found += embedded_of(engines, project, paper, folder)
    assert Counter(one.edition.paper for one in found)[Paper.A4] == 8
    assert {"en-US", "es-US"} <= {one.edition.locale for one in found}
    return found


def page_texts(path: Path) -> list[str]:
    """The text of each page, read by another engine, without blanks."""
    command = ["pdftotext", "-enc", "UTF-8", path, "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [squeezed(text) for text in raw.removesuffix("\f").split("\f")]


def ends(words: str) -> tuple[str, ...]:
    """Short words, or the first and last of those that may run over lines, columns and pages."""
    return (words,) if len(words) < 40 else (words[:12], words[-12:])


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00a0\u202f\u2060\u00ad]", "", words)


def test_every_edition_with_its_record_is_ua_1_and_a_3a_at_once(embedded: list[Embedded]) -> None:
    assert validate([one.path for one in embedded]) == {one.path: [] for one in embedded}
    for one in embedded:
        found = page_validation.validate_pdf_bytes(one.pdf.data, profile="ua1").failures
        assert found == [], one.path.name
        assert first_revision(one.pdf.data) == one.pdf.data


def test_two_libraries_read_the_same_three_files_back(embedded: list[Embedded]) -> None:
    for one in embedded:
        expected = {RECORD: one.pdf.record, **{file.name: file.data for file in one.attachments}}
        assert len(expected) == 3
        with pikepdf.open(io.BytesIO(one.pdf.data)) as pdf:
            specs = dict(pdf.attachments.items())
            read = {name: spec.get_file().read_bytes() for name, spec in specs.items()}
            relations = {str(spec.obj.AFRelationship) for spec in specs.values()}
        assert (read, relations) == (expected, {"/Data"})
        other = {file.name: file for file in PdfReader(io.BytesIO(one.pdf.data)).attachment_list}
        assert {name: file.content for name, file in other.items()} == expected
        assert {str(file.associated_file_relationship) for file in other.values()} == {"/Data"}
        for name, digest in one.record.attachments.items():
            assert digest == sha256(read[name]).hexdigest()


def test_only_pages_are_filled_in_and_the_bytes_are_canonical(embedded: list[Embedded]) -> None:
    for one in embedded:
        record = one.record
        assert record_bytes(record) == one.pdf.record
        assert len(record.pages) == one.pdf.pages
        facts = tuple(fact.model_copy(update={"pages": ()}) for fact in record.facts)
        emptied = record.model_copy(update={"pages": (), "facts": facts})
        assert record_bytes(emptied) == one.given


def test_each_fact_stands_on_the_pages_that_the_record_names(embedded: list[Embedded]) -> None:
    several = 0
    for one in embedded:
        texts = page_texts(one.path)
        for fact in one.record.facts:
            assert fact.pages, f"{one.path.name}: {fact.id} stands on no page"
            shown = [squeezed(words) for words in fact.shown]
            for page in fact.pages:
                assert any(part in texts[page - 1] for words in shown for part in ends(words)), (
                    f"{one.path.name}: {fact.id} is not on page {page}"
                )
            elsewhere = set(range(1, len(texts) + 1)) - set(fact.pages)
            for words in shown:
                if len(words) > 40:  # a shorter one may be said of another fact too
                    assert not any(words in texts[page - 1] for page in elsewhere), fact.id
            several += len(fact.pages) > 1
    assert several, "no fact of the example stands on two pages"


def test_each_value_is_among_the_numbers_of_its_pages(embedded: list[Embedded]) -> None:
    """As often as text and figures say it, figures' labels drawn letter by letter too."""
    for one in embedded:
        record = one.record
        printed = Counter(place.fact for place in one.page.printed)
        drawn = {fact for shown in one.page.drawings.values() for fact in _facts_of(shown.spec)}
        assert drawn or not one.page.drawings
        counted: Counter[str] = Counter()
        for fact in record.facts:
            if fact.value is None or not re.search(r"\d", fact.shown[0]):
                continue
            for number in numbers_in(fact.shown[0]):
                counted[number] += printed[fact.id] + (fact.id in drawn)
        total = Counter(number for page in record.pages for number in page.numbers)
        assert counted <= total, f"{one.path.name}: {counted - total}"


def _facts_of(spec: object) -> Iterator[str]:
    """Ids of the facts that a drawing's data name."""
    if isinstance(spec, dict):
        if isinstance(spec.get("meta"), str):
            yield spec["meta"]
        for value in spec.values():
            yield from _facts_of(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _facts_of(value)


def test_the_same_record_gives_the_same_bytes_in_another_process(
    embedded: list[Embedded], example: OpenProject
) -> None:
    chosen = [one for one in embedded if one.path.name == "agency.en-US.letter.pdf"]
    assert len(chosen) == 1
    for one in chosen:
        with open_engines(example, 1) as engines:
            again = one.set_again(engines)
            assert (again.data, again.record) == (one.pdf.data, one.pdf.record)
            bare = set_page(engines, one.edition, one.page)
        assert bare.layout == one.pdf.layout
        assert first_revision(bare.data) is None
