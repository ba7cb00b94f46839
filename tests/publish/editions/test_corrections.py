"""A correction reaches every edition that printed the wrong value, and its readers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest

from briefs.model.errors import InputError, UsageError
from briefs.model.ledger import Event
from briefs.model.project import Format
from briefs.model.record import ChangeKind
from briefs.model.seal import first_revision
from briefs.publish.build import build
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.corrections import ANY, correct, recall
from briefs.publish.editions.issue import Action
from briefs.publish.editions.ledger import Ledger
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from tests.issued import record_in

ROOT = Path(__file__).resolve().parents[3]
BASE = ROOT / "tests" / "mistakes" / "_base"
FACTS = "assets/topics/lead-pipes/facts.yaml"
DAYS = [date(2025, 8, day) for day in (15, 16, 17, 18)]
REASON = {ANY: "the report was misread"}

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    with open_engines(open_project(BASE), 1) as warm:
        yield warm


@pytest.fixture
def root(tmp_path: Path, engines: Engines) -> Path:
    """The small project with its first edition."""
    root = Path(shutil.copytree(BASE, tmp_path / "project"))
    issued(root, 0, engines)
    return root


def issued(root: Path, day: int, engines: Engines) -> Action | None:
    (one,) = build(open_project(root), today=DAYS[day], engines=engines).written
    return one.action


def edited(root: Path, old: str = "4000", new: str = "4500") -> None:
    text = (root / FACTS).read_text("utf-8")
    assert f"value: {old}" in text
    evidence = f"{int(old):,}", f"{int(new):,}"
    (root / FACTS).write_text(text.replace(old, new).replace(*evidence), "utf-8")


def words_of(path: Path) -> str:
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_the_wrong_edition_is_marked_and_its_successor_tells_the_reader(
    root: Path, engines: Engines
) -> None:
    edited(root)
    done = correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    assert [(one.edition.number, one.change.kind) for one in done.wrong] == [
        (1, ChangeKind.CORRECTED)
    ]
    (written,) = done.built.written
    assert (written.number, written.action) == (2, Action.ISSUE)
    (change,) = record_in(written.path).changes
    assert (change.kind, change.reason) == (ChangeKind.CORRECTED, "The report was misread")
    assert change.old is not None
    assert change.new is not None
    assert (change.old.value, change.new.value) == ("4000", "4500")
    said = words_of(written.path)
    assert "Correction" in said
    assert "up to $4,500. An earlier edition said up to $4,000." in said.replace("\u00a0", " ")
    events = [entry.event for entry in Ledger(root / "output").entries()]
    assert events == [Event.ISSUED, Event.CORRECTED, Event.ISSUED, Event.STAMPED]


def test_a_superseded_file_is_stamped_and_its_record_stays(root: Path, engines: Engines) -> None:
    first = (root / "output" / "lead-pipes" / "resident.en-US.pdf").read_bytes()
    edited(root)
    correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    old = root / "output" / "superseded" / "lead-pipes" / "resident.en-US.1.pdf"
    assert old.read_bytes().startswith(first)
    assert first_revision(old.read_bytes()) == first
    assert first_revision(first) == first
    assert record_in(old).edition == 1
    assert not check_chain(root / "output").faults


def test_without_the_stamp_the_old_file_stays_as_it_was(root: Path, engines: Engines) -> None:
    first = (root / "output" / "lead-pipes" / "resident.en-US.pdf").read_bytes()
    edited(root)
    correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines, stamp=False)
    old = root / "output" / "superseded" / "lead-pipes" / "resident.en-US.1.pdf"
    assert old.read_bytes() == first


def test_readers_are_told_though_an_edition_in_between_had_it_right(
    root: Path, engines: Engines
) -> None:
    edited(root)
    assert issued(root, 1, engines) is Action.ISSUE  # as an update, with no word of a mistake
    done = correct(open_project(root), "grant-max", REASON, today=DAYS[2], engines=engines)
    assert [one.edition.number for one in done.wrong] == [1]
    (written,) = done.built.written
    assert written.number == 3
    (change,) = record_in(written.path).changes
    assert change.kind is ChangeKind.CORRECTED
    assert change.old is not None
    assert change.old.value == "4000"


def test_it_is_told_once(root: Path, engines: Engines) -> None:
    edited(root)
    correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    assert issued(root, 2, engines) is Action.KEEP
    text = (root / FACTS).read_text("utf-8")
    (root / FACTS).write_text(text.replace("work should go faster", "work must go faster"), "utf-8")
    assert issued(root, 3, engines) is Action.ISSUE
    changes = record_in(root / "output" / "lead-pipes" / "resident.en-US.pdf").changes
    assert [(one.fact, one.kind) for one in changes] == [("view-faster", ChangeKind.UPDATED)]


def test_the_same_correction_again_does_nothing(root: Path, engines: Engines) -> None:
    edited(root)
    first = correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    before = Ledger(root / "output").entries()
    again = correct(open_project(root), "grant-max", REASON, today=DAYS[2], engines=engines)
    assert (first.marked, again.marked) == (1, 0)
    assert [one.action for one in again.built.written] == [Action.KEEP]
    assert Ledger(root / "output").entries() == before


def test_every_format_that_was_issued_is_corrected(root: Path, engines: Engines) -> None:
    web = build(open_project(root), today=DAYS[0], engines=engines, formats=[Format.HTML])
    assert [one.action for one in web.written] == [Action.ADD]
    edited(root)
    done = correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    assert sorted(one.path.suffix for one in done.built.written) == [".html", ".pdf"]
    assert [one.number for one in done.built.written] == [2, 2]
    assert "4,500" in (root / "output/lead-pipes/resident.en-US.html").read_text("utf-8")


def test_briefs_in_two_languages_need_two_reasons(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "bilingual", root)
    day, resident = date(2026, 3, 20), Selection(audiences=["resident"])
    with open_engines(open_project(root), 1) as warm:
        build(open_project(root), resident, today=day, engines=warm)
        facts = root / "assets/topics/home-repairs/facts.yaml"
        text = facts.read_text("utf-8").replace("4500", "4800").replace("4,500", "4,800")
        facts.write_text(text, "utf-8")
        lines = len(Ledger(root / "output").entries())
        for reasons, lacking in ((REASON, ["en", "es"]), ({**REASON, "en": "misread"}, ["es"])):
            with pytest.raises(UsageError, match="need the reason in their language") as caught:
                correct(open_project(root), "grant-max", reasons, today=day, engines=warm)
            assert [one for one in ("en", "es") if f"--reason {one}=" in caught.value.mend] == (
                lacking
            )
        assert len(Ledger(root / "output").entries()) == lines
        both = {"en": "the report was misread", "es": "se leyó mal el informe"}
        done = correct(open_project(root), "grant-max", both, today=day, engines=warm)
        assert done.marked == len(done.built.written) == 2


def test_a_correction_that_was_interrupted_is_told_by_the_next_build(
    root: Path, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(root)

    def stopped(*_: object, **how: object) -> object:
        if how.get("dry_run"):
            return build(*_, **how)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("briefs.publish.editions.corrections.build", stopped)
        correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    assert issued(root, 1, engines) is Action.ISSUE
    changes = record_in(root / "output" / "lead-pipes" / "resident.en-US.pdf").changes
    assert [one.kind for one in changes] == [ChangeKind.CORRECTED]


def test_nothing_is_marked_where_the_fact_base_says_what_was_printed(
    root: Path, engines: Engines
) -> None:
    with pytest.raises(UsageError, match="says what the fact base says") as caught:
        correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    assert "facts.yaml first" in caught.value.mend
    assert len(Ledger(root / "output").entries()) == 1


def test_nothing_is_marked_where_the_project_cannot_be_built(root: Path, engines: Engines) -> None:
    edited(root)
    text = (root / FACTS).read_text("utf-8")
    (root / FACTS).write_text(text.replace("source: county-report", "source: nowhere", 1), "utf-8")
    with pytest.raises(InputError):
        correct(open_project(root), "grant-max", REASON, today=DAYS[1], engines=engines)
    assert len(Ledger(root / "output").entries()) == 1


@pytest.mark.parametrize(
    ("reasons", "match"),
    [
        ({ANY: "it was $4,000 instead"}, "a number that no fact stands behind"),
        ({ANY: "it was four thousand"}, "a number that no fact stands behind"),
        ({ANY: "  "}, "need the reason in their language"),
        ({"es": "se leyó mal"}, "need the reason in their language"),
        ({ANY: "a line\nbreak"}, "one line of plain text"),
        ({ANY: "turned \u202e around"}, "one line of plain text"),
    ],
)
def test_a_reason_that_may_not_be_printed_is_refused(
    root: Path, engines: Engines, reasons: dict[str, str], match: str
) -> None:
    edited(root)
    with pytest.raises(UsageError, match=match):
        correct(open_project(root), "grant-max", reasons, today=DAYS[1], engines=engines)
    assert len(Ledger(root / "output").entries()) == 1


def test_a_fact_that_no_edition_printed_gets_a_guess(root: Path) -> None:
    with pytest.raises(UsageError, match="no edition printed") as caught:
        recall(root / "output", "grant-mx")
    assert "grant-max" in caught.value.mend


def test_recall_lists_every_edition_and_changes_nothing(root: Path, engines: Engines) -> None:
    edited(root)
    issued(root, 1, engines)
    before = {path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
    found, unknown = recall(root / "output", "grant-max")
    assert [(one.edition.number, one.fact.value) for one in found] == [(1, "4000"), (2, "4500")]
    assert not unknown
    assert before == {
        path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()
    }
