"""What the ledger knows of an edition whose files were not all made by one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefs.model.ledger import Event
from briefs.model.record import record_bytes
from briefs.publish.editions.issued import IssuedEdition, list_editions
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import issue
from tests.publish.editions.issuing import issue_one, new, pdf, record, sha256

FILE = "pipes/agency.en-US.pdf"
WEB = "pipes/agency.en-US.html"


def add(ledger: Ledger, path: str, data: bytes, **fields: object) -> None:
    """Make a file of the first edition again."""
    printed = record(1, **fields)
    files = {path: data}
    issue(ledger, new(printed, files, Event.REBUILT), files, record_bytes(printed))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The ledger of an edition of which the PDF was made first, and a web page later."""
    ledger = Ledger(tmp_path)
    issue_one(ledger, 1)
    add(ledger, WEB, b"<p>1", pages=[])
    return ledger


def edition(ledger: Ledger) -> IssuedEdition:
    (found,) = list_editions(ledger)
    return found


def test_it_has_the_files_of_all_its_lines(ledger: Ledger) -> None:
    made = edition(ledger).files_made
    assert {path: entry.line for path, entry in made.items()} == {FILE: 1, WEB: 2}
    add(ledger, FILE, pdf(2))
    made = edition(ledger).files_made
    assert {path: entry.line for path, entry in made.items()} == {FILE: 3, WEB: 2}
    assert edition(ledger).issued.line == 1


def test_its_record_is_that_of_its_pdf_which_knows_the_pages(ledger: Ledger) -> None:
    assert edition(ledger).made.record != edition(ledger).record
    assert edition(ledger).record == sha256(record_bytes(record(1)))


def test_the_record_of_a_web_page_stands_where_there_is_no_pdf(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    printed = record(1, pages=[])
    files = {WEB: b"<p>1"}
    issue(ledger, new(printed, files), files, record_bytes(printed))
    assert edition(ledger).record == sha256(record_bytes(printed))
