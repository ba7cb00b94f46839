"""Every mistake that an author can make is shown by its name, at its place, with its mend.

``mistakes/_base`` is a small project that builds without findings: a second topic, whose audience
has a template of its own. Each other folder is named after a code and holds the files that differ,
``links.txt`` for symbolic links, and what ``briefs`` prints on standard error in ``expected.txt``.
"""

from __future__ import annotations

import filecmp
import re
import shutil
from pathlib import Path

import pytest

from briefs.cli import main
from briefs.model.codes import Code

MISTAKES = Path(__file__).parent / "mistakes"
BASE = MISTAKES / "_base"
NOT_OF_THE_PROJECT = {"expected.txt", "links.txt"}
WARNINGS_ONLY = {"section-unused"}
FOLDERS = sorted(folder.name for folder in MISTAKES.iterdir() if folder.name != BASE.name)

PLACE = re.compile(r"^  at (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$", re.MULTILINE)


def project_of(mistake: str, target: Path) -> Path:
    """The base project with the files of a mistake over it, in a folder."""
    project = target / "project"
    shutil.copytree(BASE, project)
    overlay = MISTAKES / mistake
    shutil.copytree(
        overlay, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOT_OF_THE_PROJECT)
    )
    links = overlay / "links.txt"
    for line in links.read_text("utf-8").splitlines() if links.is_file() else []:
        name, _, leads_to = line.partition(" -> ")
        (project / name).unlink()
        (project / name).symlink_to(leads_to)
        (project / name).parent.joinpath(leads_to).resolve().write_text("not ours\n", "utf-8")
    return project


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def draft(project: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run ``briefs build --draft``; the exit code, and what is printed on both channels."""
    with pytest.raises(SystemExit) as caught:
        main(["build", "--draft", "--project", str(project)])
    printed = capsys.readouterr()
    return int(caught.value.code or 0), printed.out, printed.err


@pytest.mark.parametrize("mistake", FOLDERS)
def test_mistake_is_named_and_placed(
    mistake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    project = project_of(mistake, tmp_path)
    before = files_below(tmp_path)
    code, _, shown = draft(project, capsys)
    expected = MISTAKES / mistake / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")
    assert code == (0 if mistake in WARNINGS_ONLY else 1)
    assert "Traceback" not in shown
    assert files_below(tmp_path) == before


@pytest.mark.parametrize("mistake", FOLDERS)
def test_expected_findings_are_of_one_kind_and_lie_within_their_files(
    mistake: str, tmp_path: Path
) -> None:
    expected = (MISTAKES / mistake / "expected.txt").read_text("utf-8")
    named = set(re.findall(r"^(?:error|warning)\[([a-z-]+)\]: ", expected, re.MULTILINE))
    assert named == {mistake}
    project = project_of(mistake, tmp_path)
    for place in PLACE.finditer(expected):
        path = project / place["file"]
        if not path.is_file() or not path.resolve().is_relative_to(project):
            continue
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
        assert int(place["line"]) <= len(lines)
        assert int(place["column"]) <= len(lines[int(place["line"]) - 1]) + 1


def test_every_code_has_a_mistake_and_every_mistake_is_a_code() -> None:
    assert sorted(code.value for code in Code) == FOLDERS


@pytest.mark.parametrize("mistake", FOLDERS)
def test_mistake_holds_only_files_that_differ(mistake: str) -> None:
    for path in (MISTAKES / mistake).rglob("*"):
        base = BASE / path.relative_to(MISTAKES / mistake)
        if path.is_file() and path.name not in NOT_OF_THE_PROJECT and base.is_file():
            assert not filecmp.cmp(path, base, shallow=False), f"{path} is the same as the base's"


def test_second_topic_builds_without_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(BASE, project)
    before = files_below(tmp_path)
    code, out, err = draft(project, capsys)
    assert (code, err) == (0, "building 1 brief\n")
    assert out.endswith("draft: no findings; nothing was written\n")
    assert files_below(tmp_path) == before
