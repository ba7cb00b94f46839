"""A new audience is one template file and its prose: three files of a project, no Python.

The files of ``tests/projects/seventh`` are put over a topic that knows nothing of them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from briefs.cli import group, main
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.project import open_project

ROOT = Path(__file__).resolve().parents[2]
SEVENTH = ROOT / "tests" / "projects" / "seventh"
TOPIC = "assets/topics/lead-pipes"
TEMPLATE = "templates/teacher.html.j2"
FILES = {"briefs.toml", TEMPLATE, f"{TOPIC}/text/teacher.en.md"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The three files, with facts, sources and figures of another project."""
    root = Path(shutil.copytree(SEVENTH, tmp_path / "project"))
    for path in (ROOT / "tests/mistakes/_base" / TOPIC).glob("*.yaml"):
        shutil.copy(path, root / TOPIC)
    return root


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What ``briefs`` prints; it succeeds."""
    with pytest.raises(SystemExit) as caught:
        main([*arguments])
    printed = capsys.readouterr()
    assert not caught.value.code, printed.err
    return printed.out


def test_three_files_are_all_that_it_takes() -> None:
    files = {path.relative_to(SEVENTH).as_posix() for path in SEVENTH.rglob("*") if path.is_file()}
    assert files == FILES


@pytest.mark.parametrize("folder", ["briefs", "templates", "assets"])
def test_nothing_of_ours_knows_the_audience(folder: str) -> None:
    texts = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".j2", ".css"}]
    assert texts
    assert [path.name for path in texts if "teacher" in path.read_text("utf-8")] == []


def test_it_is_checked_and_composed_like_any_other(project: Path) -> None:
    checked = check(open_project(project))
    assert checked.findings == ()
    (page,) = checked.pages.values()
    assert [str(edition) for edition in checked.pages] == ["lead-pipes · teacher · en-US"]
    assert "for teachers" in page.html.lower()
    for words in ("What to do in class", "up to $4,000", "12 homes", "Every home counts."):
        assert words in page.html.replace("\u00a0", " ")
    assert page.html.index('id="lesson"') < page.html.index('id="news"')


def test_its_template_is_the_law_for_its_prose(project: Path) -> None:
    template = project / TEMPLATE
    text = template.read_text("utf-8").replace("views, lesson]", "views, lesson, homework]")
    template.write_text(text.replace("reading: {en: 8}", "reading: {en: 1}"), "utf-8")
    codes = {found.code for found in check(open_project(project)).findings}
    assert codes == {"section-missing"}
    template.write_text(text.replace(", homework", "").replace("en: 8", "en: 1"), "utf-8")
    assert {found.code for found in check(open_project(project)).findings} == {"reading-level"}


def test_facts_may_be_meant_for_it_and_kept_from_it(project: Path) -> None:
    facts = project / TOPIC / "facts.yaml"
    text = facts.read_text("utf-8")
    for meant_for, codes in (("teacher", set()), ("tacher", {"audience-unknown", "fact-audience"})):
        line = f"unit: USD\n  audiences: [{meant_for}]"
        facts.write_text(text.replace("unit: USD", line), "utf-8")
        found = check(open_project(project)).findings
        assert {one.code for one in found} == codes
        assert all('"teacher"' in one.mend for one in found if one.code == "audience-unknown")


def test_it_is_listed_and_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--project", str(project))
    lines = [line.split() for line in said(capsys, "audiences", *where).splitlines()]
    assert ["teacher", "teachers", "2", "en", "8", "plain", "lead-pipes"] in [
        words[:7] for words in lines
    ]
    listed = json.loads(said(capsys, "audiences", "--json", *where))
    (teacher,) = (one for one in listed if one["id"] == "teacher")
    assert teacher["briefs"] == ["lead-pipes"]
    outline = json.loads(said(capsys, "audiences", "show", "teacher", "--json", *where))
    sections = [one["id"] for one in outline["outline"]]
    assert sections == ["lesson", "news", "reading-list", "views"]
    assert "audiences  teacher" in said(capsys, "list", *where)
    assert "teacher" in said(capsys, "list", *where).splitlines()[-1]
    assert "grant-max" in said(capsys, "facts", "list", "--audience", "teacher", *where)


@pytest.mark.parametrize("before", [["build", "--audience"], ["audiences", "show"]], ids=" ".join)
def test_the_shell_completes_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, before: list[str]
) -> None:
    monkeypatch.chdir(project)
    shell = ShellComplete(group, {}, "briefs", "_BRIEFS_COMPLETE")
    assert [one.value for one in shell.get_completions(before, "te")] == ["teacher"]


@pytest.mark.chrome
@pytest.mark.pdf
def test_it_is_built(project: Path) -> None:
    result = build(open_project(project))
    (written,) = result.written
    assert written.path == project / "output/lead-pipes/teacher.en-US.pdf"
    assert written.path.read_bytes().startswith(b"%PDF-1.7")
    assert 1 <= written.pages <= 2
