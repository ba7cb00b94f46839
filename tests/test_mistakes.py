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


STANDS_AT = {
    "address-unverified": "pipes@example.org)",
    "attribution-missing": "People say that",
    "audience-unknown": '"residents"]',
    "derive-forbidden": '"= homes-north',
    "fact-audience": 'grant-max") }}.',
    "fact-form": 'start") }}.',
    "fact-held": 'start") }}.',
    "fact-unknown": 'def-led-pipe") }}',
    "figure-audience": 'homes") }}',
    "figure-fact": "start]",
    "figure-units": "homes-all]",
    "figure-unknown": 'home") }}',
    "file-missing": '"community"]',
    "file-unreadable": "not ours",
    "formula-invalid": '"= homes-north + (homes-south"',
    "id-duplicate": "homes",
    "key-missing": "grant-max",
    "key-unknown": "qualifer:",
    "locale-missing": "{es: ayuda",
    "message-unknown": 'as-off") }}',
    "number-unbound": "12 homes gets",
    "pair-missing": 'view-faster") }}',
    "parts-disagree": "12",
    "qualifier-dropped": 'grant-max").value',
    "quote-altered": '"Every home counts!"',
    "section-id": "## What comes next",
    "section-missing": "---",
    "section-unknown": 'mores") }}',
    "section-unused": "## Background",
    "source-unknown": "county-reports",
    "template-error": "Work on {{",
    "template-syntax": '{{ section("views" }}',
    "text-character": "\u202e for",
    "text-encoding": "\ufffdw County",
    "toml-syntax": "[publisher]",
    "topic-unknown": '"led-pipes"',
    "unit-unknown": "dollars",
    "value-invalid": "number",
    "yaml-duplicate-key": "title: Report on pipes",
    "yaml-feature": "&county",
    "yaml-syntax": ": on water pipes",
}
"""What stands in the file where the finding points to."""


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
def test_mistake_is_one_finding_at_the_very_character(mistake: str, tmp_path: Path) -> None:
    expected = (MISTAKES / mistake / "expected.txt").read_text("utf-8")
    named = re.findall(r"^(?:error|warning)\[([a-z-]+)\]: ", expected, re.MULTILINE)
    assert named == [mistake]
    project = project_of(mistake, tmp_path)
    place = PLACE.search(expected)
    assert place is not None
    text = (project / place["file"]).read_bytes().decode("utf-8", "replace")
    line = text.split("\n")[int(place["line"]) - 1]
    assert line[int(place["column"]) - 1 :].startswith(STANDS_AT[mistake])


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


def test_findings_of_six_files_are_all_shown_in_one_run_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    shutil.copytree(BASE, project)
    topic = "assets/topics/lead-pipes"
    for name, old, new in (
        ("briefs.toml", '["resident"]', '["resident", "residents"]'),
        (f"{topic}/facts.yaml", "value: 7", "value: 8"),
        (f"{topic}/facts.yaml", "Some residents say", "People say"),
        (f"{topic}/figures.yaml", "homes-south]", "start]"),
        (f"{topic}/sources.yaml", "kind: government", "kind: goverment"),
        (f"{topic}/text/resident.en.md", "a home gets", "each of 3 homes gets"),
        (f"{topic}/text/resident.en.md", "begins in", "begins after 4 weeks in"),
        ("templates/resident.html.j2", "pages: 2", "pages: 2\npage: 2"),
    ):
        path = project / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
    # The template of the only audience cannot be read, so its prose is judged with another one's.
    (project / "templates/neighbor.html.j2").write_bytes(
        (BASE / "templates/resident.html.j2").read_bytes()
    )
    (project / topic / "text/neighbor.en.md").write_bytes(
        (project / topic / "text/resident.en.md").read_bytes()
    )
    settings = (project / "briefs.toml").read_text("utf-8")
    (project / "briefs.toml").write_text(
        settings.replace('["resident", "res', '["neighbor", "resident", "res'), "utf-8"
    )
    code, _, shown = draft(project, capsys)
    findings = re.findall(r"error\[(.+)\]: .*\n  at (.+)\n", shown)
    assert findings == [
        ("parts-disagree", f"{topic}/facts.yaml:13:10"),
        ("attribution-missing", f"{topic}/facts.yaml:57:14"),
        ("figure-fact", f"{topic}/figures.yaml:3:24"),
        ("value-invalid", f"{topic}/sources.yaml:7:9"),
        ("number-unbound", f"{topic}/text/neighbor.en.md:8:54"),
        ("number-unbound", f"{topic}/text/neighbor.en.md:10:54"),
        ("audience-unknown", "briefs.toml:11:38"),
        ("key-unknown", "templates/resident.html.j2:4:1"),
    ]
    assert shown.endswith("8 errors; nothing was written\n")
    assert code == 1
