"""``briefs build`` twice: what is said and done where nothing has changed, and where something has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.editions.issue import Action
from briefs.publish.project import open_project

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
FACTS = "assets/topics/lead-pipes/facts.yaml"

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "project"))


def run(root: Path, *options: str) -> tuple[int, str, str]:
    """A build in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "briefs", "build", *options],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BRIEFS_CACHE": str(root.parent / "cache"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


def row(out: str) -> list[str]:
    """The cells of the one file's row."""
    (line,) = (line for line in out.splitlines() if ".pdf" in line)
    return line.split()


def test_the_second_build_says_that_nothing_has_changed(root: Path) -> None:
    code, out, err = run(root)
    assert (code, err) == (0, "building 1 brief\n  done: lead-pipes · resident · en-US\n")
    assert row(out)[:2] == ["output/lead-pipes/resident.en-US.pdf", "1"]
    assert row(out)[-2:] == ["new", "edition"]
    code, again, err = run(root)
    assert (code, err) == (0, "")
    assert row(again)[1:3] == row(out)[1:3]
    assert row(again)[-1] == "unchanged"
    assert again.endswith("nothing has changed: the file stays as it is; --force builds it again\n")


def test_what_has_not_changed_is_answered_before_anything_is_imported(root: Path) -> None:
    run(root)
    script = (
        "import sys; from briefs.cli import main\n"
        "try:\n    main(['build'])\n"
        "finally:\n    print(sorted({'weasyprint', 'pydantic', 'jinja2', 'kaleido'} & {*sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BRIEFS_CACHE": str(root.parent / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.endswith("[]\n")


def test_a_changed_fact_makes_edition_two(root: Path) -> None:
    run(root)
    _change_a_fact(root)
    code, out, _ = run(root)
    assert code == 0
    assert row(out)[1] == "2"
    assert (root / "output" / "superseded" / "lead-pipes" / "resident.en-US.1.pdf").is_file()


def test_a_web_page_does_not_outlive_its_edition(root: Path) -> None:
    run(root, "--format", "html", "--format", "pdf")
    _change_a_fact(root)
    code, out, err = run(root)
    assert code == 0
    assert row(out)[1] == "2"
    assert err.splitlines()[-1] == (
        "output/lead-pipes/resident.en-US.html was of an edition that is replaced: it is kept in "
        "superseded/; briefs build --format html builds the new one"
    )
    folder = root / "output"
    assert [one.name for one in (folder / "lead-pipes").iterdir()] == ["resident.en-US.pdf"]
    assert (folder / "superseded" / "lead-pipes" / "resident.en-US.1.html").is_file()


def test_force_builds_again_and_says_so(root: Path) -> None:
    run(root)
    ledger = (root / "output" / "ledger.jsonl").read_bytes()
    code, out, err = run(root, "--force")
    assert (code, err) == (0, "building 1 brief\n  done: lead-pipes · resident · en-US\n")
    assert row(out)[-2:] == ["set", "again"]
    assert (root / "output" / "ledger.jsonl").read_bytes() == ledger


def test_warnings_come_again_though_nothing_is_read(root: Path) -> None:
    facts = root / FACTS
    facts.write_text(facts.read_text().replace("unit: USD", "unit: USD\n  review_by: 2025-08-10"))
    _, _, first = run(root)
    _, _, again = run(root)
    assert "warning[review-due]" in first
    assert first.partition("\n  at ")[0].rpartition("\n")[2] in again
    assert "warning[review-due]" in again


def test_a_draft_leaves_ledger_and_editions_alone(root: Path) -> None:
    run(root)
    before = {path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
    code, out, _ = run(root, "--draft")
    assert code == 0
    assert row(out)[0] == "output/drafts/lead-pipes/resident.en-US.pdf"
    assert row(out)[-1] == "draft"
    after = {path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
    assert before == {path: data for path, data in after.items() if "drafts" not in path.parts}


def test_a_changed_fact_rebuilds_exactly_the_editions_that_print_it(tmp_path: Path) -> None:
    root = tmp_path / "example"
    for name in ("assets", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "briefs.toml", root / "briefs.toml")
    build(open_project(root))
    facts = root / "assets" / "topics" / "287g-recruitment" / "facts.yaml"
    for name, old, new in (
        ("loan-repayment-max", "60000", "61000"),
        ("hiring-goal-fy2025", "2500", "2600"),
    ):
        before, entry, after = _parted(facts.read_text("utf-8"), name)
        assert f"value: {old}" in entry
        written = f"{int(old):,}", f"{int(new):,}"
        changed = entry.replace(f"value: {old}", f"value: {new}").replace(*written)
        facts.write_text(before + changed + after, "utf-8")
        project = open_project(root)
        checked = check(project)
        printing = {edition for edition, page in checked.pages.items() if name in page.facts}
        result = build(project)
        issued = {one.edition for one in result.written if one.action is Action.ISSUE}
        kept = {one.edition for one in result.written if one.action is Action.KEEP}
        assert issued == printing
        assert kept == {*checked.pages} - printing
        assert kept
        assert issued


def _change_a_fact(root: Path) -> None:
    facts = root / FACTS
    facts.write_text(facts.read_text().replace("4000", "4500").replace("4,000", "4,500"))


def _parted(text: str, name: str) -> tuple[str, str, str]:
    """A fact base before an entry, the entry, and the rest."""
    start = text.index(f"- id: {name}\n")
    end = text.index("\n- id: ", start + 1)
    return text[:start], text[start:end], text[end:]
