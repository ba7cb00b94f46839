"""Every mistake that an author can make is shown by its name, at its place, with its mend.

``mistakes/_base`` is a small project that builds without findings: a second topic, whose audience
has a template of its own. Each other folder is named after a code and holds the files that differ,
``links.txt`` for symbolic links, ``arguments.txt`` for a command line other than
``build --dry-run``, and what ``briefs`` prints on standard error in ``expected.txt``.
"""

from __future__ import annotations

import filecmp
import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol

import pytest
from _pytest.mark import ParameterSet

from briefs.cli import main
from briefs.model.codes import Code

MISTAKES = Path(__file__).parent / "mistakes"
BASE = MISTAKES / "_base"
NOT_OF_THE_PROJECT = {"arguments.txt", "expected.txt", "links.txt"}
WARNINGS_ONLY = {
    "approval-expired",
    "approval-unknown",
    "approval-void",
    "copy-missing",
    "evidence-qualifier",
    "fact-unused",
    "figure-unused",
    "link-dead",
    "page-budget",
    "page-empty",
    "page-heading",
    "page-overflow",
    "page-split",
    "page-widow",
    "review-due",
    "section-unused",
    "source-unused",
    "title-verdict",
    "translation-behind",
    "word-loaded",
}
ANSWERS = "project/output/links.json"
"""Where ``check --links`` notes what it was answered."""
PDF = "project/output/lead-pipes/resident.en-US.pdf"
NOTED = re.compile(r"project/output/(\.ledger\.lock|ledger\.jsonl|records/\w+\.json)$")
"""What a build notes beside the files that it writes."""
"""What ``build`` writes where it is not stopped."""
FOLDERS = sorted(folder.name for folder in MISTAKES.iterdir() if folder.name != BASE.name)

PLACE = re.compile(r"^  at (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$", re.MULTILINE)


STANDS_AT = {
    "address-unverified": "pipes@example.org)",
    "approval-expired": "2025-08-12",
    "approval-missing": '"facts"',
    "approval-unknown": "fact:grant-maximum",
    "approval-void": '"0b4f8a90c2d1"',
    "attribution-missing": "People say that",
    "audience-unknown": '"residents"]',
    "contact-missing": "---",
    "brand-contrast": '"#6F97BC"',
    "contact-unverified": 'water-office") }}.',
    "copy-altered": "14941efab207",
    "copy-missing": "county-report",
    "date-impossible": "2025-08-12",
    "derive-forbidden": '"= homes-north',
    "evidence-missing": '"up to $4,000 a home"',
    "evidence-qualifier": "about",
    "evidence-value": "4500",
    "fact-audience": 'grant-max") }}.',
    "fact-form": 'start") }}.',
    "fact-held": 'start") }}.',
    "fact-unknown": 'def-led-pipe") }}',
    "fact-unused": "grant-max",
    "figure-audience": 'homes") }}',
    "figure-fact": "start]",
    "figure-units": "homes-all]",
    "figure-unknown": 'home") }}',
    "figure-unused": "homes",
    "file-missing": '"community"]',
    "file-unreadable": "not ours",
    "formula-invalid": '"= homes-north + (homes-south"',
    "id-duplicate": "homes",
    "key-missing": "grant-max",
    "key-unknown": "qualifer:",
    "link-dead": "https://127.0.0.1:9/",
    "locale-missing": "{es: ayuda",
    "message-unknown": 'as-off") }}',
    "number-unbound": "12 homes gets",
    "pair-missing": 'view-faster") }}',
    "pair-unequal": "Other residents say",
    "page-budget": "1",
    "page-empty": "---",
    "page-heading": "## What people say",
    "page-overflow": "## What people say",
    "page-split": "## What people say",
    "page-widow": "## What is new",
    "parts-disagree": "12",
    "placeholder": "TBD.",
    "qualifier-dropped": 'grant-max").value',
    "quote-altered": '"Every home counts!"',
    "quotes-unbalanced": 'quote-mayor") }}',
    "reading-level": "---",
    "review-due": "2025-09-01",
    "review-overdue": "2025-06-01",
    "section-id": "## What comes next",
    "section-missing": "---",
    "section-unknown": 'mores") }}',
    "section-unused": "## Background",
    "source-unknown": "county-reports",
    "source-unused": "county-letter",
    "sources-disagree": 'homes-all").counted',
    "template-error": "Work on {{",
    "template-syntax": '{{ section("views" }}',
    "text-character": "\u202e for",
    "text-encoding": "\ufffdw County",
    "title-verdict": "crisis in",
    "toml-syntax": "[publisher]",
    "topic-unknown": '"led-pipes"',
    "translation-behind": "0f1e2d3c4b5a",
    "unit-unknown": "dollars",
    "value-invalid": "number",
    "vanity-altered": '"202-555-01PI"',
    "view-as-fact": 'view-faster") }}',
    "word-loaded": "long-overdue work",
    "words-over": "---",
    "yaml-duplicate-key": "title: Report on pipes",
    "yaml-feature": "&county",
    "yaml-syntax": ": on water pipes",
}
"""What stands in the file where the finding points to."""
AND_AT = {"reading-level": ["Subsequent to"]}
"""The same of more findings: a page that is too hard to read is named with its hardest sentences."""


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


def arguments_of(mistake: str) -> list[str]:
    """The command line that finds a mistake."""
    path = MISTAKES / mistake / "arguments.txt"
    return path.read_text("utf-8").split() if path.is_file() else ["build", "--dry-run"]


def is_set(mistake: str) -> bool:
    """Whether a mistake is found on the pages as they are set, which ``check`` does not do."""
    return arguments_of(mistake) == ["build"]


def marked(mistakes: Iterable[str]) -> list[ParameterSet]:
    """Mistakes to run as parameters, those that set pages marked as such."""
    return [pytest.param(one, marks=[pytest.mark.pdf] if is_set(one) else []) for one in mistakes]


class Run(Protocol):
    """Run ``briefs`` in a project; the exit code, and what is printed on both channels."""

    def __call__(self, project: Path, *arguments: str) -> tuple[int, str, str]: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run_in(project: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(project)
        with pytest.raises(SystemExit) as caught:
            main([*arguments, "--project", "."])
        printed = capsys.readouterr()
        return int(caught.value.code or 0), printed.out, printed.err

    return run_in


@pytest.mark.parametrize("mistake", marked(FOLDERS))
def test_mistake_is_named_and_placed(
    mistake: str, tmp_path: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    project = project_of(mistake, tmp_path)
    before = files_below(tmp_path)
    arguments = arguments_of(mistake)
    code, _, shown = run(project, *arguments)
    expected = MISTAKES / mistake / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")
    assert code == (0 if mistake in WARNINGS_ONLY else 1)
    assert "Traceback" not in shown
    after = files_below(tmp_path)
    written = {PDF} if is_set(mistake) else {ANSWERS} if "--links" in arguments else set()
    added = {name for name in set(after) - set(before) if not NOTED.match(name)}
    assert added == written
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize("mistake", [one for one in sorted(WARNINGS_ONLY) if not is_set(one)])
def test_warning_fails_a_strict_check_and_no_other(mistake: str, tmp_path: Path, run: Run) -> None:
    options = [word for word in arguments_of(mistake)[1:] if word != "--dry-run"]
    project = project_of(mistake, tmp_path)
    lenient, _, shown = run(project, "check", *options)
    strict, _, shown_strictly = run(project, "check", "--strict", *options)
    assert (lenient, strict) == (0, 1)
    assert shown == shown_strictly
    assert f"warning[{mistake}]: " in shown


@pytest.mark.parametrize("mistake", FOLDERS)
def test_mistake_is_one_finding_at_the_very_character(mistake: str, tmp_path: Path) -> None:
    expected = (MISTAKES / mistake / "expected.txt").read_text("utf-8")
    named = re.findall(r"^(?:error|warning)\[([a-z-]+)\]: ", expected, re.MULTILINE)
    stands_at = [STANDS_AT[mistake], *AND_AT.get(mistake, [])]
    assert named == [mistake] * len(stands_at)
    project = project_of(mistake, tmp_path)
    for place, words in zip(PLACE.finditer(expected), stands_at, strict=True):
        text = (project / place["file"]).read_bytes().decode("utf-8", "replace")
        line = text.split("\n")[int(place["line"]) - 1]
        assert line[int(place["column"]) - 1 :].startswith(words)


def test_every_code_has_a_mistake_and_every_mistake_is_a_code() -> None:
    assert sorted(code.value for code in Code) == FOLDERS


@pytest.mark.parametrize("mistake", FOLDERS)
def test_mistake_holds_only_files_that_differ(mistake: str) -> None:
    for path in (MISTAKES / mistake).rglob("*"):
        base = BASE / path.relative_to(MISTAKES / mistake)
        if path.is_file() and path.name not in NOT_OF_THE_PROJECT and base.is_file():
            assert not filecmp.cmp(path, base, shallow=False), f"{path} is the same as the base's"


def test_second_topic_builds_without_findings(tmp_path: Path, run: Run) -> None:
    project = tmp_path / "project"
    shutil.copytree(BASE, project)
    before = files_below(tmp_path)
    code, out, err = run(project, "build", "--dry-run")
    assert (code, err) == (0, "")
    assert out.endswith("dry run: no findings; nothing was written\n")
    assert files_below(tmp_path) == before


def test_findings_of_six_files_are_all_shown_in_one_run_in_order(tmp_path: Path, run: Run) -> None:
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
    code, _, shown = run(project, "build", "--dry-run")
    findings = re.findall(r"error\[(.+)\]: .*\n  at (.+)\n", shown)
    assert findings == [
        ("parts-disagree", f"{topic}/facts.yaml:13:10"),
        ("attribution-missing", f"{topic}/facts.yaml:57:14"),
        ("figure-fact", f"{topic}/figures.yaml:3:24"),
        ("value-invalid", f"{topic}/sources.yaml:7:9"),
        ("number-unbound", f"{topic}/text/resident.en.md:8:54"),
        ("number-unbound", f"{topic}/text/resident.en.md:10:54"),
        ("audience-unknown", "briefs.toml:11:26"),
        ("key-unknown", "templates/resident.html.j2:4:1"),
    ]
    assert shown.endswith("8 errors; nothing was written\n")
    assert code == 1


def test_a_fact_without_its_value_is_one_finding_at_the_fact(tmp_path: Path, run: Run) -> None:
    project = Path(shutil.copytree(BASE, tmp_path / "project"))
    facts = project / "assets/topics/lead-pipes/facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("  value: 4000\n", ""), "utf-8")
    _, _, shown = run(project, "build", "--dry-run")
    assert re.findall(r"error\[(.+)\]: .*\n  at (.+)\n", shown) == [
        ("key-missing", "assets/topics/lead-pipes/facts.yaml:1:7")
    ]


def test_a_contact_that_only_a_template_prints_is_told_at_the_fact(
    tmp_path: Path, run: Run
) -> None:
    project = project_of("contact-unverified", tmp_path)
    prose = project / "assets/topics/lead-pipes/text/resident.en.md"
    text = prose.read_text("utf-8")
    call = re.search(r'[^.\n]*\{\{ fact\("water-office"\) \}\}\.', text)
    assert call is not None
    prose.write_text(text.replace(call[0], ""), "utf-8")
    template = project / "templates/resident.html.j2"
    printed = template.read_text("utf-8").replace(
        '{{ section("views") }}', '{{ section("views") }}<p>Ask {{ fact("water-office") }}</p>'
    )
    template.write_text(printed, "utf-8")
    _, _, shown = run(project, "build", "--dry-run")
    (place,) = re.findall(r"error\[contact-unverified\]: .*\n  at (.+)\n", shown)
    file, line, _ = place.rsplit(":", 2)
    assert file == "assets/topics/lead-pipes/facts.yaml"
    assert "water-office" in (project / file).read_text("utf-8").split("\n")[int(line) - 1]


@pytest.mark.parametrize(
    ("old", "new"), [('topic = "', 'topics = "'), ("[publisher]", "[publisher")]
)
def test_broken_settings_hide_nothing_that_is_wrong_in_a_topic(
    tmp_path: Path, run: Run, old: str, new: str
) -> None:
    project = Path(shutil.copytree(BASE, tmp_path / "project"))
    for name, before, after in (
        ("briefs.toml", old, new),
        ("assets/topics/lead-pipes/sources.yaml", "kind: government", "kind: goverment"),
        ("assets/topics/lead-pipes/text/resident.en.md", "{{ fact(", "{{ fact)("),
    ):
        path = project / name
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")
    code, _, shown = run(project, "check")
    files = set(re.findall(r"^  at (.+):\d+:\d+$", shown, re.MULTILINE))
    assert code == 1
    assert {PurePosixPath(one).name for one in files} == {
        "briefs.toml",
        "sources.yaml",
        "resident.en.md",
    }
