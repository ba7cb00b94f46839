"""A request is remembered for as long as nothing that could change its answer has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.publish import memory
from briefs.publish.memory import Request

BASE = Path(__file__).resolve().parents[1] / "mistakes" / "_base"
FINDING = Diagnostic("review-due", "it is due", Place("facts.yaml", 3, 5), "look", Severity.WARNING)


@pytest.fixture
def request_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    """A request whose answer is remembered: one file, one finding."""
    monkeypatch.setenv("BRIEFS_CACHE", str(tmp_path / "cache"))
    root = Path(shutil.copytree(BASE, tmp_path / "project"))
    target = root / "output"
    target.mkdir()
    (target / "a.pdf").write_bytes(b"%PDF")
    (target / "ledger.jsonl").write_text("{}\n")
    asked = Request(root, target, "2025-08-15", [["resident"], None, False])
    memory.remember(asked, [(target / "a.pdf", 3, 2)], [FINDING])
    return asked


def test_the_answer_comes_back_whole(request_of: Request) -> None:
    known = memory.recall(request_of)
    assert known is not None
    assert known.files == ((request_of.target / "a.pdf", 3, 2),)
    assert known.findings == (FINDING,)


def append(name: str) -> Callable[[Request], Request]:
    def change(asked: Request) -> Request:
        path = asked.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
        return asked

    return change


CHANGES: dict[str, Callable[[Request], Request]] = {
    "settings": append("briefs.toml"),
    "a fact": append("assets/topics/lead-pipes/facts.yaml"),
    "a source": append("assets/topics/lead-pipes/sources.yaml"),
    "a figure": append("assets/topics/lead-pipes/figures.yaml"),
    "prose": append("assets/topics/lead-pipes/text/resident.en.md"),
    "a template": append("templates/resident.html.j2"),
    "a new partial": append("templates/partials/new.html.j2"),
    "a new style sheet": append("assets/styles/new.css"),
    "a new font": append("assets/fonts/new.ttf"),
    "a new image": append("assets/logo.svg"),
    "a new locale": append("assets/locales/fr.yaml"),
    "a brand": append("assets/brand.yml"),
    "a roster": append("assets/rosters/counties.csv"),
    "an approval": append("approvals.yaml"),
    "the ledger": append("output/ledger.jsonl"),
    "the file itself": append("output/a.pdf"),
    "the day": lambda asked: replace(asked, day="2025-08-16"),
    "an option": lambda asked: replace(asked, options=[["resident"], None, True]),
    "another output": lambda asked: replace(asked, target=asked.root),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_is_noticed(request_of: Request, name: str) -> None:
    assert memory.recall(CHANGES[name](request_of)) is None


def test_a_file_that_is_gone_is_noticed(request_of: Request) -> None:
    (request_of.target / "a.pdf").unlink()
    assert memory.recall(request_of) is None


@pytest.mark.parametrize("engine", ["weasyprint", "pydyf", "plotly", "kaleido", "pango", "babel"])
def test_another_engine_is_noticed(
    request_of: Request, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {**memory.engine_versions(), engine: "0.0.1"}
    monkeypatch.setattr(memory, "engine_versions", lambda: versions)
    assert memory.recall(request_of) is None


def test_a_new_file_of_our_own_code_is_noticed(
    request_of: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "briefs"
    (package / "publish").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setattr(memory, "__file__", str(package / "publish" / "memory.py"))
    memory.remember(request_of, [], [])
    assert memory.recall(request_of) is not None
    (package / "new.py").write_text("x = 1\n")
    assert memory.recall(request_of) is None


def test_what_another_project_does_changes_nothing(request_of: Request, tmp_path: Path) -> None:
    other = Path(shutil.copytree(request_of.root, tmp_path / "other"))
    memory.remember(replace(request_of, root=other, target=other / "output"), [], [])
    assert memory.recall(request_of) is not None


@pytest.mark.parametrize("kept", [b"", b"[]", b'{"fingerprint": 1}', b"\xff", b"null"])
def test_a_spoilt_memory_is_none(request_of: Request, kept: bytes, tmp_path: Path) -> None:
    (path,) = (tmp_path / "cache" / "builds").glob("*.json")
    path.write_bytes(kept)
    assert memory.recall(request_of) is None


def test_a_memory_that_cannot_be_written_is_no_failure(
    request_of: Request, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BRIEFS_CACHE", str(tmp_path / "file"))
    memory.remember(request_of, [], [])
    assert memory.recall(request_of) is None
