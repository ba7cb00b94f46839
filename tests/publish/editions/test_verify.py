"""A file beside a project and a ledger: whether it was issued, and what became of it since."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from briefs.model.errors import UsageError
from briefs.model.ledger import Event
from briefs.model.read_back import DifferenceKind
from briefs.model.record import ChangeKind
from briefs.publish.build import build
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.verdict import State, Verdict
from briefs.publish.editions.verify import verify
from briefs.publish.engines import Engines, open_engines
from briefs.publish.project import open_project
from briefs.render.read_back.reader import MAX_FILE
from tests.pdf.tampering import resealed, reworded, with_record, with_record_bytes
from tests.publish.editions.issuing import issue_one

ROOT = Path(__file__).resolve().parents[3]
BASE = ROOT / "tests" / "mistakes" / "_base"
FACTS = "assets/topics/lead-pipes/facts.yaml"
TODAY = date(2025, 8, 15)
LATER = date(2025, 9, 15)
STALE = date(2025, 12, 15)
NAME = "lead-pipes/resident.en-US.pdf"

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    with open_engines(open_project(BASE), 1) as warm:
        yield warm


@pytest.fixture(scope="module")
def issued(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with its first edition."""
    root = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("issued") / "project"))
    build(open_project(root), today=TODAY, engines=engines)
    return root


@pytest.fixture
def root(issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to be changed; the file itself lies in an inbox, where we are."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    monkeypatch.chdir(inbox)
    shutil.copy(issued / "output" / NAME, inbox / "brief.pdf")
    return Path(shutil.copytree(issued, tmp_path / "project"))


def judged(
    *,
    project: Path | None = None,
    output: Path | None = None,
    today: date = TODAY,
    path: Path = Path("brief.pdf"),
) -> Verdict:
    (verdict,) = verify([path], project=project, output=output, today=today)
    return verdict


def change(root: Path, old: str, new: str, file: str = FACTS) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text, old
    (root / file).write_text(text.replace(old, new, 1), "utf-8")


def became(verdict: Verdict) -> list[tuple[str, ChangeKind]]:
    return [(one.fact, one.kind) for one in verdict.since.changes]


def test_with_nothing_at_hand_it_says_what_it_could_not_look_at(root: Path) -> None:
    verdict = judged()
    assert verdict.state is State.INTACT
    assert verdict.state.good
    assert verdict.sentence == "brief.pdf is as it was issued"
    assert [words.partition(":")[0] for words in verdict.not_seen] == [
        "whether its facts have changed since",
        "whether it was issued, and whether a newer edition was",
    ]


def test_with_project_and_ledger_at_hand_it_is_current(root: Path) -> None:
    verdict = judged(project=root)
    assert verdict.state is State.CURRENT
    assert verdict.entry is not None
    assert verdict.entry.event is Event.ISSUED
    assert verdict.not_seen == ()


def test_the_project_above_the_current_folder_is_at_hand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy("brief.pdf", root / "assets")
    monkeypatch.chdir(root / "assets")
    assert judged().state is State.CURRENT


def test_a_ledger_alone_tells_that_it_was_issued(root: Path) -> None:
    verdict = judged(output=root / "output")
    assert verdict.state is State.INTACT
    assert verdict.entry is not None
    assert [words.partition(":")[0] for words in verdict.not_seen] == [
        "whether its facts have changed since"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fact", "kind"),
    [
        ("value: 4000", "value: 5000", "grant-max", ChangeKind.UPDATED),
        ("unit: USD", "unit: EUR", "grant-max", ChangeKind.UPDATED),
        ("qualifier: up to", "qualifier: about", "grant-max", ChangeKind.UPDATED),
        ("should go faster", "should go on", "view-faster", ChangeKind.UPDATED),
        ("as_of: 2025-08-02", "as_of: 2025-08-03", "", None),
        (
            "  evidence: \"up to $4,000\"",
            "  evidence: \"up to $4,000\"\n  status: withdrawn\n  reason: the county said so",
            "grant-max",
            ChangeKind.WITHDRAWN,
        ),
        (
            "  evidence: \"up to $4,000\"",
            "  evidence: \"up to $4,000\"\n  status: held\n  reason: the county said so",
            "grant-max",
            ChangeKind.DROPPED,
        ),
        ("- id: grant-max", "- id: grant-most", "grant-max", ChangeKind.DROPPED),
    ],
)  # fmt: skip
def test_what_became_of_a_fact(
    root: Path, old: str, new: str, fact: str, kind: ChangeKind | None
) -> None:
    change(root, old, new)
    verdict = judged(project=root)
    if kind is None:
        assert verdict.state is State.CURRENT
        return
    assert verdict.state is State.OUTDATED
    assert became(verdict) == [(fact, kind)]
    assert verdict.differences == ()
    assert verdict.sentence.endswith("but 1 fact in it has changed since")
    reason = verdict.since.changes[0].reason
    assert reason == ("the county said so" if "reason" in new else None)


def test_another_source_is_a_change(root: Path) -> None:
    change(root, "source: county-report", "source: other")
    source = (
        "\n- id: other\n  title: Another report\n  publisher: Marlow Water\n  kind: research\n"
        "  published: 2025-08-02\n  retrieved: 2025-08-10\n"
    )
    path = root / "assets/topics/lead-pipes/sources.yaml"
    path.write_text(path.read_text("utf-8") + source, "utf-8")
    verdict = judged(project=root)
    assert became(verdict) == [("grant-max", ChangeKind.UPDATED)]
    assert verdict.since.new_sources["other"].publisher == "Marlow Water"


def test_facts_that_have_come_due(root: Path) -> None:
    due = [("homes-all", ChangeKind.STALE), ("homes-north", ChangeKind.STALE)]
    due.append(("homes-south", ChangeKind.STALE))
    for verdict in (judged(today=LATER), judged(today=LATER, project=root)):
        assert verdict.state is State.OUTDATED
        assert became(verdict) == due
        assert verdict.sentence.endswith("3 facts in it are due for review")
    text = (root / FACTS).read_text("utf-8")
    (root / FACTS).write_text(text.replace("as_of: 2025-08-02", "as_of: 2025-09-14"), "utf-8")
    assert judged(today=LATER, project=root).state is State.CURRENT  # somebody looked again


def test_facts_that_were_printed_past_their_review_are_due_still(
    root: Path, engines: Engines
) -> None:
    (made,) = build(open_project(root), today=STALE, allow_stale=True, engines=engines).written
    verdict = judged(project=root, path=made.path, today=STALE)
    assert verdict.state is State.OUTDATED
    assert verdict.differences == ()
    assert ("grant-max", ChangeKind.STALE) in became(verdict)
    text = (root / FACTS).read_text("utf-8")
    (root / FACTS).write_text(text.replace("as_of: 2025-08-02", "as_of: 2025-12-01"), "utf-8")
    assert judged(project=root, path=made.path, today=STALE).state is State.CURRENT


def test_a_newer_edition(root: Path, engines: Engines) -> None:
    change(root, "value: 4000", "value: 5000")
    change(root, "up to $4,000", "up to $5,000")
    build(open_project(root), today=TODAY, engines=engines)
    old = judged(output=root / "output")
    assert old.state is State.OUTDATED
    assert old.since.newer == 2
    assert old.sentence.endswith("but edition 2 has replaced it")
    new = judged(project=root, path=root / "output" / NAME)
    assert new.state is State.CURRENT
    assert new.record is not None
    assert [one.fact for one in new.record.changes] == ["grant-max"]


def test_a_correction_is_told_with_its_reason(root: Path) -> None:
    ledger = Ledger(root / "output")
    (entry,) = ledger.entries()
    fields = entry.model_dump(exclude={"line", "previous", "at", "seal", "files", "event"})
    line = (
        type(entry)
        .__mro__[1]
        .model_validate(
            {
                **fields,
                "event": "corrected",
                "files": {},
                "facts": ("grant-max",),
                "reason": "misread",
            }
        )
    )
    ledger.append([line])
    alone = judged(output=root / "output")
    assert became(alone) == [("grant-max", ChangeKind.CORRECTED)]
    change(root, "value: 4000", "value: 5000")
    beside = judged(project=root)
    assert became(beside) == [("grant-max", ChangeKind.CORRECTED)]
    assert beside.since.changes[0].reason == "misread"
    assert beside.since.changes[0].new is not None


def test_a_file_that_the_ledger_does_not_know(root: Path, tmp_path: Path) -> None:
    issue_one(Ledger(tmp_path / "other"), 1)
    verdict = judged(output=tmp_path / "other")
    assert verdict.state is State.UNKNOWN
    assert not verdict.state.good
    assert verdict.sentence == "brief.pdf is whole, but the ledger does not know it"


def test_another_file_of_an_edition_that_the_ledger_knows(root: Path) -> None:
    data = resealed(reworded(Path("brief.pdf").read_bytes(), "lead", "load"))
    assert data is not None
    Path("brief.pdf").write_bytes(data)
    verdict = judged(output=root / "output")
    assert verdict.state is State.ALTERED
    assert DifferenceKind.LEDGER in {one.kind for one in verdict.differences}


def test_an_edition_of_a_number_that_was_never_issued(root: Path) -> None:
    data = with_record(
        Path("brief.pdf").read_bytes(), lambda record: record.update(edition=7), named=True
    )
    Path("brief.pdf").write_bytes(resealed(data) or b"")
    words = [one.words for one in judged(output=root / "output").differences]
    assert "the ledger has no edition 7 of lead-pipes/resident.en-US" in words


def test_a_broken_ledger_vouches_for_nothing(root: Path) -> None:
    path = root / "output" / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"edition":1', b'"edition":2'))
    verdict = judged(project=root)
    assert verdict.state is State.CURRENT
    assert verdict.entry is None
    assert any("is broken" in words for words in verdict.not_seen)


@pytest.mark.parametrize(
    ("file", "words"),
    [(FACTS, "cannot be read whole"), ("briefs.toml", "cannot be read as a project")],
)
def test_a_project_that_cannot_be_read_is_not_compared_with(
    root: Path, file: str, words: str
) -> None:
    (root / file).write_text("[[[", "utf-8")
    verdict = judged(project=root)
    assert verdict.state is State.INTACT
    assert any(words in one for one in verdict.not_seen)


def test_a_project_of_another_topic(root: Path) -> None:
    verdict = judged(project=ROOT, output=root / "output")
    assert verdict.state is State.INTACT
    assert any('has no topic "lead-pipes"' in one for one in verdict.not_seen)


def test_a_record_of_a_newer_form_is_not_called_altered(root: Path) -> None:
    data = with_record(
        Path("brief.pdf").read_bytes(), lambda record: record.update(record=2), named=True
    )
    Path("brief.pdf").write_bytes(resealed(data) or b"")
    verdict = judged()
    assert verdict.state is State.UNREADABLE
    assert "newer briefs" in verdict.sentence


@pytest.mark.parametrize("record", [b"[" * 100_000, b"{" * 100_000, b"\xff", b"null", b"{}"])
def test_a_record_that_is_none(root: Path, record: bytes) -> None:
    data = with_record_bytes(Path("brief.pdf").read_bytes(), record, named=True)
    Path("brief.pdf").write_bytes(resealed(data) or b"")
    verdict = judged()
    assert verdict.state is State.ALTERED
    assert verdict.sentence.endswith("its record cannot be read")


def test_a_file_without_a_record(root: Path) -> None:
    Path("page.html").write_text("<html><body>A page</body></html>", "utf-8")
    verdict = judged(path=Path("page.html"))
    assert verdict.state is State.NO_RECORD
    assert "not made by briefs, or its record was taken out" in verdict.sentence


def test_what_cannot_be_read(root: Path) -> None:
    Path("letter.docx").write_bytes(b"PK\x03\x04")
    assert judged(path=Path("letter.docx")).state is State.UNREADABLE
    with Path("huge.pdf").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    assert "larger than" in judged(path=Path("huge.pdf")).sentence


def test_several_files_have_a_verdict_each_in_their_order(root: Path) -> None:
    Path("no.pdf").write_bytes(b"%PDF-1.7")
    verdicts = list(verify([Path("brief.pdf"), Path("no.pdf"), Path("brief.pdf")]))
    assert [one.state for one in verdicts] == [State.INTACT, State.UNREADABLE, State.INTACT]


def test_what_is_not_there_is_wrong_usage(root: Path) -> None:
    for path, words in ((Path("gone.pdf"), "not there"), (Path(), "a folder")):
        with pytest.raises(UsageError, match=words):
            judged(path=path)
    with pytest.raises(UsageError, match="not a project"):
        judged(project=Path("nowhere"))


def test_a_large_record_is_compared_in_time(root: Path) -> None:
    """Nothing in a record makes the comparison endless: words are found in one pass each."""

    def swell(record: dict[str, object]) -> None:
        (first, *_) = record["facts"]  # type: ignore[misc]
        record["facts"] = [
            {**first, "id": f"f-{number}", "shown": ["a " * 400 + "b"]} for number in range(500)
        ]

    data = with_record(Path("brief.pdf").read_bytes(), swell, named=True)
    Path("brief.pdf").write_bytes(resealed(data) or b"")
    assert judged().state is State.ALTERED


def test_the_words_of_the_ledger_are_those_of_the_file(root: Path) -> None:
    """What is hashed in the ledger is the file as it was issued, not the one with additions."""
    line = json.loads((root / "output" / "ledger.jsonl").read_text("utf-8"))
    assert re.fullmatch(r"[0-9a-f]{64}", line["files"][NAME])
    verdict = judged(output=root / "output")
    assert verdict.entry is not None
    assert verdict.entry.files[NAME] == line["files"][NAME]
