"""Every superseded edition gets its stamp, once, and the ledger says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefs.model.ledger import Entry, Event
from briefs.model.record import record_bytes
from briefs.model.seal import first_revision
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.sign import sign_files
from briefs.publish.editions.staging import issue
from briefs.publish.editions.stamp import stamp_superseded_editions, superseded_words
from briefs.publish.project import open_project
from briefs.render.append.sign import signatures_of
from briefs.render.append.signing_key import read_key
from briefs.render.append.stamp import stamps_of
from briefs.render.fonts import write_configuration
from briefs.render.pages import PageSetter
from tests.publish.editions.issuing import new, record, sha256
from tests.publish.editions.papers import issue_paper
from tests.render.keys import PASSPHRASE, certificate, new_key, p12

pytestmark = pytest.mark.pdf

ROOT = Path(__file__).resolve().parents[3]
FIRST, SECOND = (f"superseded/pipes/agency.en-US.{number}.pdf" for number in (1, 2))


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageSetter]:
    with PageSetter(write_configuration(tmp_path_factory.mktemp("fonts")), []) as warm:
        yield warm


def words(entry: Entry, number: int, on: date) -> str:
    return f"{entry.edition} gave way to {number} on {on}"


def said(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [stamp.words for stamp in stamps_of(pdf)]


def test_each_superseded_pdf_is_stamped_with_the_newest_number(
    setter: PageSetter, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path)
    issued = [issue_paper(setter, ledger, number) for number in (1, 2, 3)]
    before = (tmp_path / FIRST).read_bytes()
    done = stamp_superseded_editions(ledger, words, command="briefs correct")
    assert done.missing == ()
    day = issued[-1].at.date()
    for number, path in ((1, FIRST), (2, SECOND)):
        assert said(tmp_path / path) == [f"{number} gave way to 3 on {day}"]
    assert (tmp_path / FIRST).read_bytes().startswith(before)
    assert first_revision((tmp_path / FIRST).read_bytes()) == before
    assert said(tmp_path / "pipes/agency.en-US.pdf") == []
    assert [entry.event for entry in done.entries] == [Event.STAMPED] * 2
    first = done.entries[0]
    assert (first.edition, first.command, first.supersedes) == (1, "briefs correct", None)
    assert first.files == {FIRST: sha256((tmp_path / FIRST).read_bytes())}
    assert list(check_chain(tmp_path).faults) == []


def test_a_pdf_is_stamped_though_a_web_page_of_its_edition_was_made_last(
    setter: PageSetter, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path)
    issue_paper(setter, ledger, 1)
    printed, files = record(1, pages=[]), {"pipes/agency.en-US.html": b"<p>1"}
    issue(ledger, new(printed, files, Event.REBUILT), files, record_bytes(printed))
    newest = issue_paper(setter, ledger, 2)
    done = stamp_superseded_editions(ledger, words, command="briefs correct")
    assert [list(entry.files) for entry in done.entries] == [[FIRST]]
    assert said(tmp_path / FIRST) == [f"1 gave way to 2 on {newest.at.date()}"]


def test_what_is_stamped_is_not_stamped_again_until_there_is_a_newer_one(
    setter: PageSetter, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path)
    for number in (1, 2):
        issue_paper(setter, ledger, number)
    assert len(stamp_superseded_editions(ledger, words, command="a").entries) == 1
    assert stamp_superseded_editions(ledger, words, command="b").entries == ()
    issue_paper(setter, ledger, 3)
    assert len(stamp_superseded_editions(Ledger(tmp_path), words, command="c").entries) == 2
    (text,) = said(tmp_path / FIRST)
    assert text.startswith("1 gave way to 3")


def test_a_signed_edition_is_stamped_behind_its_signature(
    setter: PageSetter, tmp_path: Path
) -> None:
    key = new_key()
    signer = read_key(p12(key, certificate(key)), PASSPHRASE)
    ledger = Ledger(tmp_path)
    issue_paper(setter, ledger, 1)
    (signed,) = sign_files([tmp_path / "pipes/agency.en-US.pdf"], signer)
    assert signed.entry is not None
    issue_paper(setter, ledger, 2)
    (entry,) = stamp_superseded_editions(ledger, words, command="a").entries
    assert list(entry.files) == [FIRST]
    data = (tmp_path / FIRST).read_bytes()
    (state,) = signatures_of(data)
    assert state.holds
    assert not state.covers_all
    assert len(said(tmp_path / FIRST)) == 1


def test_large_print_and_other_series_go_by_themselves(setter: PageSetter, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for number in (1, 2):
        issue_paper(setter, ledger, number, large_print=True)
    issue_paper(setter, ledger, 1)
    (entry,) = stamp_superseded_editions(ledger, words, command="a").entries
    (path,) = entry.files
    assert path == "superseded/pipes/agency.en-US.large-print.1.pdf"
    with pikepdf.open(tmp_path / path) as pdf:
        (stamp,) = stamps_of(pdf)
    assert stamp.rect.top - stamp.rect.bottom == pytest.approx(18 * 1.6)


def test_files_that_are_gone_or_altered_are_told_and_left(
    setter: PageSetter, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path)
    for number in (1, 2, 3):
        issue_paper(setter, ledger, number)
    (tmp_path / FIRST).unlink()
    spoilt = (tmp_path / SECOND).read_bytes() + b"more"
    (tmp_path / SECOND).write_bytes(spoilt)
    done = stamp_superseded_editions(ledger, words, command="a")
    assert done.entries == ()
    assert done.missing == ("pipes/agency.en-US.pdf", "pipes/agency.en-US.pdf")
    assert (tmp_path / SECOND).read_bytes() == spoilt


def test_nothing_superseded_is_nothing_to_do(setter: PageSetter, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    issue_paper(setter, ledger, 1)
    assert stamp_superseded_editions(ledger, words, command="a").entries == ()
    assert stamp_superseded_editions(Ledger(tmp_path / "no"), words, command="a").entries == ()


def test_the_words_are_in_the_language_of_the_edition(setter: PageSetter, tmp_path: Path) -> None:
    project = open_project(ROOT).content
    entry = issue_paper(setter, Ledger(tmp_path), 1, topic="287g-recruitment")
    tell, day = superseded_words(project), date(2025, 9, 23)
    assert tell(entry, 2, day).replace("\u00a0", " ") == (
        "Superseded by edition 2 on September 23, 2025"
    )
    spanish = entry.model_copy(update={"locale": "es-US"})
    assert tell(spanish, 2, day).replace("\u00a0", " ") == (
        "Sustituida por la edición 2 el 23 de septiembre de 2025"
    )
    gone = entry.model_copy(update={"topic": "gone"})
    assert tell(gone, 2, day) == "Superseded by edition 2 on 2025-09-23"
