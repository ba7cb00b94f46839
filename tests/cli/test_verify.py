"""``briefs verify``: what a person reads, what a program reads, and the exit code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.cli import main
from briefs.publish.build import build
from briefs.publish.project import open_project
from tests.pdf.tampering import reworded

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
FACTS = "assets/topics/lead-pipes/facts.yaml"

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with its first edition."""
    root = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("issued") / "project"))
    build(open_project(root))
    return root


@pytest.fixture
def inbox(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no project, with the edition in it."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(project / "output" / "lead-pipes" / "resident.en-US.pdf", tmp_path / "brief.pdf")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], inbox: Path) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(["verify", *arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return int(caught.value.code or 0), printed.out, printed.err

    return call


def test_a_file_alone(run: Run) -> None:
    code, out, _ = run("brief.pdf")
    assert code == 0
    assert out.splitlines() == [
        "intact: brief.pdf is as it was issued",
        "  brief     New pipes for Marlow County",
        "  edition   1 of lead-pipes/resident.en-US, on letter",
        "  built     on 2025-08-15 by briefs 0.1.0",
        "  as of     2025-08-02: the days that its facts are of",
        "  not seen  whether its facts have changed since: no project is at hand",
        "            whether it was issued, and whether a newer edition was: no ledger is at hand",
    ]


def test_a_file_beside_its_project(run: Run, project: Path) -> None:
    code, out, _ = run("brief.pdf", "--project", str(project))
    assert code == 0
    assert out.startswith("current: brief.pdf is as it was issued, and its facts have not changed")
    assert "  ledger    line 1: issued on 20" in out
    assert "not seen" not in out


def test_each_change_of_a_fact_has_a_line(run: Run, project: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(project, tmp_path / "changed"))
    text = (changed / FACTS).read_text("utf-8")
    (changed / FACTS).write_text(text.replace("value: 4000", "value: 5000"), "utf-8")
    code, out, _ = run("brief.pdf", "--project", str(changed))
    assert code == 1
    assert "updated   grant for a new pipe (grant-max): up to 4,000 USD → up to 5,000 USD" in out


def test_facts_that_are_due_are_said_to_be_due(run: Run) -> None:
    code, out, _ = run("brief.pdf", "--as-of", "2025-09-15")
    assert code == 1
    assert out.startswith("outdated: brief.pdf is as it was issued, but 3 facts in it are due for")
    assert "due       homes on the list (homes-all): a new look was due by 2025-09-01" in out


def test_an_altered_file_says_what_differs_and_where(run: Run, inbox: Path) -> None:
    data = (inbox / "brief.pdf").read_bytes()
    (inbox / "brief.pdf").write_bytes(reworded(data, "up to $4,000", "$4,000"))
    code, out, _ = run("brief.pdf")
    assert code == 1
    first, *_ = out.splitlines()
    assert first == "altered: brief.pdf is not as it was issued: 2 differences"
    assert "differs   its seal does not hold: its bytes are not those that were issued" in out
    assert 'page 1: grant for a new pipe (grant-max) is "up to $4,000"' in out


def test_a_file_that_is_not_there_is_wrong_usage(run: Run) -> None:
    code, out, err = run("gone.pdf")
    assert (code, out, err) == (2, "", "error: gone.pdf is not there\n")
    code, out, err = run("gone.pdf", "brief.pdf")  # the others are judged all the same
    assert (code, err) == (2, "error: gone.pdf is not there\n")
    assert out == run("brief.pdf")[1]
    assert run()[0] == 2


def test_what_is_no_brief(run: Run, inbox: Path) -> None:
    (inbox / "page.html").write_text("<html><body>A page", "utf-8")
    (inbox / "letter.docx").write_bytes(b"PK\x03\x04")
    code, out, _ = run("page.html", "letter.docx")
    assert code == 1
    assert out.splitlines() == [
        "no record: page.html has no record in it: not made by briefs, or its record was taken out",
        "",
        "unreadable: letter.docx cannot be read: it is neither a PDF nor a web page",
    ]


def test_nothing_in_a_file_reaches_the_terminal_as_an_escape(run: Run, inbox: Path) -> None:
    name = "a\x1b[2Kb.pdf"
    shutil.copy(inbox / "brief.pdf", inbox / name)
    _, out, _ = run(name)
    assert "\x1b[2K" not in out
    assert "a\\x1b[2Kb.pdf" in out


def test_many_differences_are_cut_short_in_text_and_whole_in_json(run: Run, inbox: Path) -> None:
    data = (inbox / "brief.pdf").read_bytes()
    for word in ("should", "Every", "home", "pipe", "the"):
        data = reworded(data, word, word[::-1].lower() if word == "the" else "to")
    (inbox / "brief.pdf").write_bytes(data)
    _, out, _ = run("brief.pdf")
    _, printed, _ = run("--json", "brief.pdf")
    differences = json.loads(printed)["files"][0]["differences"]
    told = [line for line in out.splitlines() if "page 1:" in line or "seal" in line]
    assert len(told) == min(len(differences), 12)


def test_json_has_a_form_that_stays(run: Run, inbox: Path) -> None:
    (inbox / "letter.docx").write_bytes(b"PK\x03\x04")
    code, out, _ = run("--json", "brief.pdf", "letter.docx", "--as-of", "2025-09-15")
    assert code == 1
    data = json.loads(out)
    assert out.isascii()
    assert (data["form"], data["good"]) == (1, False)
    brief, letter = data["files"]
    keys = {
        "file", "state", "good", "sentence", "edition", "differences", "additions", "signatures",
        "ledger", "newer", "changes", "not_seen",
    }  # fmt: skip
    assert set(brief) == set(letter) == keys
    assert letter["edition"] is None
    assert brief["edition"]["edition"] == 1
    assert brief["edition"]["title"] == "New pipes for Marlow County"
    first = brief["changes"][0]
    assert set(first) == {"fact", "kind", "words", "reason", "old", "new"}
    assert (first["fact"], first["kind"]) == ("homes-all", "due")
