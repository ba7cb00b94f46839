"""``briefs site``: words in, a folder out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.cli import COMMANDS
from briefs.model.project import Format
from tests.histories import with_history

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

Run = Callable[..., tuple[int, str, str]]

NAME = "home-repairs/resident.en-US"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_history(tmp_path_factory.mktemp("history") / "project", ["resident"], [Format.PDF])


@pytest.fixture
def root(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(COMMANDS, "site", "Build a site of all editions.")
    return Path(shutil.copytree(built, tmp_path / "project"))


def test_it_says_what_it_did(root: Path, in_process: Run) -> None:
    code, said, wrong = in_process("site", root)
    assert (code, wrong) == (0, "")
    assert said.strip().endswith("output/site: 2 briefs, 6 editions; files: 30 written")
    assert (root / "output" / "site" / "index.html").is_file()
    code, said, _ = in_process("site", root)
    assert said.strip().endswith("6 editions; files: 30 as they were")


def test_it_goes_where_it_is_told_and_reads_from_where_it_is_told(
    root: Path, tmp_path: Path, in_process: Run
) -> None:
    moved = shutil.move(root / "output", tmp_path / "built")
    public = tmp_path / "public"
    options = ("--from", str(moved), "--output", str(public), "--address", "https://example.org/b")
    code, said, _ = in_process("site", root, *options)
    assert (code, "2 briefs" in said) == (0, True)
    assert "https://example.org/b/feed.xml" in (public / "feed.xml").read_text("utf-8")
    assert not (root / "output").exists()


def test_it_says_which_old_file_is_gone(root: Path, in_process: Run) -> None:
    for path in (root / "output" / "superseded").rglob("resident.en-US.1*.pdf"):
        path.unlink()
    code, _, wrong = in_process("site", root)
    assert code == 0
    assert wrong == f"not there any more as it was issued: {NAME}.pdf (edition 1)\n"


@pytest.mark.parametrize(
    ("spoil", "expected", "words"),
    [
        (lambda root: shutil.rmtree(root / "output"), 2, "run briefs build first"),
        (lambda root: (root / "output" / f"{NAME}.pdf").unlink(), 3, "not there as it was issued"),
        (
            lambda root: (root / "output" / "ledger.jsonl").write_bytes(b"{}\n"),
            3,
            "ledger.jsonl:1 is broken",
        ),
        (lambda root: (root / "assets" / "brand.yml").write_text("color: ["), 1, "brand.yml"),
    ],
    ids=["nothing issued", "file gone", "ledger broken", "brand broken"],
)
def test_what_is_wrong_has_its_code_and_its_mend(
    root: Path, in_process: Run, spoil: Callable[[Path], object], expected: int, words: str
) -> None:
    spoil(root)
    code, said, wrong = in_process("site", root)
    assert (code, said) == (expected, "")
    assert words in wrong
    assert not (root / "output" / "site").exists()


def test_an_address_that_is_none_is_wrong_usage(root: Path, in_process: Run) -> None:
    code, _, wrong = in_process("site", root, "--address", "example.org/briefs")
    assert code == 2
    assert "mend: write it in full: https://example.org/briefs/" in wrong
