"""Regenerating with real engines: on which days there is a new edition, and who is to look."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from briefs.model.digests import fact_hash
from briefs.model.project import Format
from briefs.publish import build as building
from briefs.publish.build import build
from briefs.publish.check import fact_base_hash
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.issued import list_editions
from briefs.publish.editions.ledger import Ledger
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from briefs.publish.regeneration import regenerate as regenerating
from briefs.publish.regeneration.regenerate import Regenerated, regenerate

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
TOPIC = "assets/topics/lead-pipes"
FACTS, SOURCES, PROSE = (
    f"{TOPIC}/{name}" for name in ("facts.yaml", "sources.yaml", "text/resident.en.md")
)
COUNTS = ["homes-all", "homes-north", "homes-south"]
OTHERS = ["grant-max", "view-faster", "view-slower", "start"]

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    with open_engines(open_project(BASE), 1) as warm:
        yield warm


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "project"))


class Desk:
    """Edits the files of a project as people do."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.root / file).read_text("utf-8")
        assert old in text, old
        (self.root / file).write_text(text.replace(old, new), "utf-8")

    def review(self, ids: Sequence[str], day: str, until: str = "") -> None:
        """Look at facts again on a day."""
        entries = (self.root / FACTS).read_text("utf-8").split("\n\n")
        for number, entry in enumerate(entries):
            if re.match(rf"- id: ({'|'.join(ids)})\n", entry):
                bare = re.sub(r"\n  review_by: .*", "", entry)
                said = f"as_of: {day}" + (f"\n  review_by: {until}" if until else "")
                entries[number] = re.sub(r"as_of: .*", said, bare)
        (self.root / FACTS).write_text("\n\n".join(entries), "utf-8")
        text = (self.root / SOURCES).read_text("utf-8")
        (self.root / SOURCES).write_text(re.sub(r"retrieved: .*", f"retrieved: {day}", text))

    def on(self, day: str) -> None:
        """What is edited on a day of the year."""
        match day:
            case "2025-08-25":
                (self.root / "README.md").write_text("Nothing that a brief is made from.")
            case "2025-09-10":
                self.replace(FACTS, "value: 12\n", "value: 13\n")
                self.replace(FACTS, '"12 homes"', '"13 homes"')
                self.replace(FACTS, "value: 7\n", "value: 8\n")
                self.replace(FACTS, '"7 in the north"', '"8 in the north"')
                self.review(COUNTS, "2025-09-09")
            case "2025-09-20":
                self.replace(FACTS, "- id: grant-max", "# Ask the county again.\n- id: grant-max")
            case "2025-10-21":
                self.replace(FACTS, "# Ask the county again.\n", "")
                self.review([*COUNTS, *OTHERS], "2025-10-20", "2026-03-31")
            case "2025-12-01":
                self.replace(PROSE, "Work on", "The work on")
            case "2026-01-15":
                self.replace(FACTS, "4000", "4500")
                self.replace(FACTS, "$4,000", "$4,500")
            case "2026-05-10":
                self.review([*COUNTS, *OTHERS], "2026-05-09", "2026-12-31")
            case "2026-06-01":
                self.replace(f"{TOPIC}/topic.yaml", "terms:", "owner: The water desk\nterms:")


ISSUED = [
    "2025-08-15",  # the first one
    "2025-09-02",  # counts are past their thirty days
    "2025-09-10",  # counted again
    "2025-10-02",  # amounts and views are past their sixty days
    "2025-10-10",  # the new counts are past their thirty days
    "2025-10-21",  # all looked at again
    "2025-12-01",  # other words
    "2026-01-15",  # another amount
    "2026-04-01",  # all past the day that was set
    "2026-05-10",  # looked at again, after they had stopped the brief
    "2026-08-03",  # definition and quote are past their year
]
WANTED = [
    ("2025-09-02", "2025-09-09"),
    ("2025-10-02", "2025-10-20"),
    ("2026-04-01", "2026-05-09"),
    ("2026-08-03", "2026-08-14"),
]
STOPPED = ("2026-05-01", "2026-05-09")


def test_in_a_year_there_is_a_new_edition_whenever_something_changed_or_came_due_and_never_else(
    project: Path, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_engines(*_: object, **__: object) -> NoReturn:
        raise AssertionError("an engine is started for nothing")

    desk, output = Desk(project), project / "output"
    issued, wanted, stopped, changed = [], [], [], {}
    for number in range(365):
        day = date(2025, 8, 15) + timedelta(days=number)
        desk.on(f"{day}")
        before = sorted(output.rglob("*"))
        with monkeypatch.context() as patch:
            if f"{day}" not in ISSUED:
                patch.setattr(building, "open_engines", no_engines)
                patch.setattr(regenerating, "open_engines", no_engines)
            warm = engines if f"{day}" in ISSUED else None
            done = regenerate(open_project(project), today=day, engines=warm)
        assert not done.failures
        if done.changed:
            issued.append(f"{day}")
            (new,) = done.new
            changed[f"{day}"] = {one.fact for one in new.changes.changes} if new.changes else set()
        else:
            assert sorted(output.rglob("*")) == before
        if done.wants_somebody:
            wanted.append(f"{day}")
        if done.stopped:
            stopped.append(f"{day}")
    assert issued == ISSUED
    assert wanted == [day for first, last in WANTED for day in days(first, last)]
    assert stopped == days(*STOPPED)
    assert changed["2025-09-02"] == set(COUNTS)
    assert changed["2025-09-10"] == {"homes-all", "homes-north"}
    assert changed["2025-12-01"] == set()
    assert changed["2026-01-15"] == {"grant-max"}
    proof = check_chain(output)
    assert not proof.faults
    assert proof.lines == proof.files == len(ISSUED)
    editions = list_editions(Ledger(output))
    assert [one.number for one in editions] == list(range(1, len(ISSUED) + 1))


def days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [f"{start + timedelta(days=number)}" for number in range((end - start).days + 1)]


def test_an_overdue_fact_stops_its_brief_and_no_other(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BILINGUAL, tmp_path / "project"))
    facts = root / "assets/topics/home-repairs/facts.yaml"
    entries = facts.read_text("utf-8").split("\n\n")
    (number,) = (n for n, entry in enumerate(entries) if "- id: grant-mean\n" in entry)
    entries[number] = re.sub(r"\n  review_by: .*", "", entries[number])
    entries[number] += "\n  review_by: 2026-03-17"
    facts.write_text("\n\n".join(entries), "utf-8")
    sheet = root / "assets/topics/home-repairs/topic.yaml"
    sheet.write_text(f"owner: The housing desk\n{sheet.read_text('utf-8')}", "utf-8")
    done = regenerate(open_project(root), today=date(2026, 5, 20))
    assert list(done.stopped) == ["home-repairs/council"]
    assert {one.code for one in done.stopped["home-repairs/council"] if one in done.errors} == {
        "review-overdue"
    }
    assert {one.entry.series.name for one in done.new} == {
        "home-repairs/resident.en-US",
        "home-repairs/resident.es-US",
    }
    assert not done.failures
    assert done.wants_somebody
    (due,) = done.due
    assert (due.state.fact.id, due.state.owner) == ("grant-mean", "The housing desk")
    assert {name.partition(".")[0] for name in due.printed_in} == {"home-repairs/council"}
    again = regenerate(open_project(root), today=date(2026, 5, 21))
    assert not again.changed
    assert set(again.left) == {
        one.path.relative_to(again.folder).as_posix() for one in done.written
    }


def test_a_fact_that_cannot_be_read_leaves_what_readers_have(
    project: Path, engines: Engines
) -> None:
    day = date(2025, 8, 15)
    regenerate(open_project(project), today=day, engines=engines)
    before = (project / "output/lead-pipes/resident.en-US.pdf").read_bytes()
    Desk(project).replace(FACTS, "kind: amount", "kind: amunt")
    done = regenerate(open_project(project), today=day, engines=engines)
    assert list(done.stopped) == ["lead-pipes/resident"]
    assert done.left == ("lead-pipes/resident.en-US.pdf",)
    assert [one.code for one in done.errors if one.place.file == FACTS] == ["value-invalid"]
    assert (project / "output/lead-pipes/resident.en-US.pdf").read_bytes() == before


def test_what_was_issued_once_is_kept_right_though_no_setting_asks_for_it(
    project: Path, engines: Engines
) -> None:
    day, later = date(2025, 8, 15), date(2025, 8, 16)
    build(open_project(project), today=day, engines=engines, formats=list(Format))
    large = Selection(large_print=True)
    build(open_project(project), large, today=day, engines=engines)
    folder = project / "output" / "lead-pipes"
    names = sorted(one.name for one in folder.iterdir())
    assert names == ["resident.en-US.html", "resident.en-US.large-print.pdf", "resident.en-US.pdf"]
    assert not regenerate(open_project(project), today=day, engines=engines).changed
    Desk(project).replace(FACTS, "4000", "4500")
    Desk(project).replace(FACTS, "$4,000", "$4,500")
    done = regenerate(open_project(project), today=later, engines=engines)
    assert sorted(one.path.name for one in done.written if one.number == 2) == names
    assert done.retired == ()
    assert "4,500" in (folder / "resident.en-US.html").read_text("utf-8")
    (folder / "resident.en-US.large-print.pdf").unlink()  # nobody wants it any more
    Desk(project).replace(FACTS, "4500", "4600")
    Desk(project).replace(FACTS, "$4,500", "$4,600")
    done = regenerate(open_project(project), today=later, engines=engines)
    assert sorted(one.path.name for one in done.written) == [names[0], names[2]]
    assert not check_chain(project / "output").faults


def test_a_file_that_is_missing_is_made_again_and_is_no_change(
    project: Path, engines: Engines
) -> None:
    day = date(2025, 8, 15)
    regenerate(open_project(project), today=day, engines=engines)
    ledger = (project / "output/ledger.jsonl").read_bytes()
    (project / "output/lead-pipes/resident.en-US.pdf").unlink()
    done = regenerate(open_project(project), today=date(2025, 8, 16), engines=engines)
    assert not done.changed
    assert [one.path.name for one in done.restored] == ["resident.en-US.pdf"]
    assert (project / "output/ledger.jsonl").read_bytes() == ledger


def test_what_was_issued_since_a_line_is_told_as_one_change(
    project: Path, engines: Engines
) -> None:
    desk = Desk(project)
    for number, value in enumerate(("4000", "4100", "4200")):
        if number:
            desk.replace(FACTS, f"4{number - 1}00", value)
            desk.replace(FACTS, f"$4,{number - 1}00", f"$4,{number}00")
        regenerate(open_project(project), today=date(2025, 8, 15), engines=engines)
    done = regenerate(open_project(project), today=date(2025, 8, 15), since=1)
    (new,) = done.new
    assert (new.entry.edition, new.former_entry and new.former_entry.edition) == (3, 1)
    (change,) = done.comparison.changes
    assert (change.old and change.old.value, change.new and change.new.value) == ("4000", "4200")


def test_two_at_once_leave_output_and_ledger_whole(project: Path) -> None:
    for number in (1, 2):
        if number > 1:
            Desk(project).replace(FACTS, "value: 4000", "value: 4100")
            Desk(project).replace(FACTS, "$4,000", "$4,100")
        both = [
            subprocess.Popen(
                [sys.executable, "-c", _COMMAND, "--project", str(project), "--report",
                 str(project / f"{name}.md")],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("one", "two")
        ]  # fmt: skip
        said = [process.communicate(timeout=100) for process in both]
        assert [process.returncode for process in both] == [0, 0], said
        proof = check_chain(project / "output")
        assert not proof.faults
        assert proof.lines == number
        assert [one.number for one in list_editions(Ledger(project / "output"))] == list(
            range(1, number + 1)
        )
    left = [path.name for path in (project / "output").rglob(".*")]
    assert left == [".ledger.lock"]


_COMMAND = """
import sys
from briefs import cli
cli.COMMANDS.setdefault("regenerate", "")
cli.main(["regenerate", *sys.argv[1:]])
"""


def test_another_owner_changes_no_hash_and_no_edition(project: Path, engines: Engines) -> None:
    day = date(2025, 8, 15)
    before = open_project(project)
    regenerate(before, today=day, engines=engines)
    Desk(project).replace(SOURCES, "  kind: government", "  kind: government\n  owner: Ana")
    after = open_project(project)
    assert not regenerate(after, today=day).changed
    old, new = (one.content.topics["lead-pipes"] for one in (before, after))
    assert new.sources["county-report"].owner == "Ana"
    assert fact_base_hash(old) == fact_base_hash(new)
    assert fact_hash(old, old.facts["grant-max"]) == fact_hash(new, new.facts["grant-max"])


def test_everything_is_said_of_a_project_that_was_never_built(project: Path) -> None:
    done = Regenerated(date(2025, 8, 15), project / "output")
    assert (done.changed, done.wants_somebody, done.restored) == (False, False, ())
    assert not done.comparison.groups
