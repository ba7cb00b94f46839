"""``briefs regenerate``: what it says, how it exits, and the report that it writes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from briefs import cli

TOPIC = "assets/topics/lead-pipes"
FACTS, PROSE = f"{TOPIC}/facts.yaml", f"{TOPIC}/text/resident.en.md"
Change = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]
OWNER = (f"{TOPIC}/topic.yaml", "terms:", "owner: The water desk\nterms:")

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


@pytest.fixture
def run(in_process: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``briefs regenerate``: code, standard output, standard error."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.setitem(cli.COMMANDS, "regenerate", "")
    return partial(in_process, "regenerate")


def edit(project: Path, file: str, old: str, new: str) -> None:
    text = (project / file).read_text("utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new), "utf-8")


def test_where_nothing_changed_one_line_says_so_and_a_report_is_written(
    run: Run, changed: Change, tmp_path: Path
) -> None:
    project, report = changed(), tmp_path / "report.md"
    run(project)
    code, out, err = run(project, "--report", str(report))
    assert (code, err) == (0, "")
    assert out == (
        "nothing changed: the file stays as it is; homes-all comes due next, on 2025-09-01\n"
    )
    text = report.read_text("utf-8")
    assert text.startswith("# Briefs of 2025-08-15: nothing changed\n\nEvery edition stays")
    assert "- `lead-pipes/resident.en-US.pdf`" in text
    assert [path.name for path in tmp_path.iterdir() if path != project] == ["report.md"]


def test_the_report_says_what_changed_why_and_what_is_to_review(
    run: Run, changed: Change, tmp_path: Path
) -> None:
    project, report = changed(OWNER), tmp_path / "out" / "report.md"
    code, out, _ = run(project, "--report", str(report))
    assert code == 0
    assert "Briefs of 2025-08-15: 1 new edition" in out
    assert "| `lead-pipes/resident.en-US` | 1 | the first one |" in report.read_text("utf-8")
    assert [one.name for one in sorted((tmp_path / "out" / "report-pages").iterdir())] == [
        "lead-pipes.resident.en-US.1-after.png"
    ]
    edit(project, FACTS, "4000", "4100")
    edit(project, FACTS, "$4,000", "$4,100")
    edit(project, PROSE, "what people say", "what residents say")
    code, out, err = run(project, "--report", str(report), "--as-of", "2025-09-02")
    assert code == 1
    for line in (
        "homes-all    The water desk  2025-09-01  2025-10-02    "
        "assets/topics/lead-pipes/facts.yaml:11:7",
        "Briefs of 2025-09-02: 1 new edition, 3 facts to review",
    ):
        assert line in out
    assert "review-due" not in err
    text = report.read_text("utf-8")
    for words in (
        "**4 facts changed (1 updated, 3 stale)**",
        "| up to 4,000 USD | up to 4,100 USD |",
        "| 2, replaces 1 | changed: `grant-max`, `homes-all`, `homes-north`, `homes-south`<br>"
        "words and looks: `assets/topics/lead-pipes/text/resident.en.md` |",
        "| 2025-09-01 | `homes-all`<br>`assets/topics/lead-pipes/facts.yaml:11:7` | The water desk "
        "| 12 homes | [Marlow County, Report on water pipes](<https://example.org/report>) "
        "| 2025-10-02 | `lead-pipes/resident.en-US` |",
        "| 2025-10-01 | `grant-max`",
        "## Left alone\n\nNothing.",
    ):
        assert words in text
    pictures = re.findall(r"!\[[^\]]+\]\(<([^>]+)>\)", text)
    assert pictures == [
        f"report-pages/lead-pipes.resident.en-US.1-{side}.png" for side in ("before", "after")
    ]
    assert all((report.parent / name).read_bytes().startswith(b"\x89PNG") for name in pictures)
    run(project, "--report", str(report), "--as-of", "2025-09-03")
    assert not list((report.parent / "report-pages").iterdir())


def test_overdue_facts_stop_the_brief_and_are_listed_once(
    run: Run, changed: Change, tmp_path: Path
) -> None:
    project, report = changed(OWNER), tmp_path / "report.md"
    code, out, err = run(project, "--as-of", "2025-10-02", "--report", str(report))
    assert code == 1
    assert out.count("homes-all") == 1
    assert "no new edition, 6 facts to review, 1 brief not built" in out
    assert "error" not in err
    text = report.read_text("utf-8")
    assert "| **2025-09-01** | `homes-all`" in text
    assert "| 2025-10-01 | `grant-max`" in text
    assert "`lead-pipes/resident`: the editions that readers have stay" in text
    assert not (project / "output" / "lead-pipes" / "resident.en-US.pdf").exists()


def test_facts_without_an_owner_say_so(run: Run, changed: Change) -> None:
    assert "nobody named" in run(changed(), "--as-of", "2025-10-02")[1]


def test_due_facts_and_findings_are_annotations_at_their_line(run: Run, changed: Change) -> None:
    project = changed((PROSE, "## What people say", "## What 7 people say"))
    code, out, _ = run(project, "--format", "github", "--as-of", "2025-10-02")
    assert code == 1
    lines = [line for line in out.splitlines() if line.startswith("::")]
    found = {re.sub(r"::(\w+) file=([^,]+),line=(\d+),.*title=([\w-]+)::.*", r"\1 \2:\3 \4", one)
             for one in lines}  # fmt: skip
    assert f"error {FACTS}:16 review-overdue" in found
    assert f"warning {FACTS}:7 review-due" in found
    assert f"error {PROSE}:14 number-unbound" in found


def test_settings_that_cannot_be_read_are_reported(
    run: Run, changed: Change, tmp_path: Path
) -> None:
    project, report = changed(), tmp_path / "report.md"
    run(project)
    edit(project, "briefs.toml", "[[brief]]", "[[brief]")
    code, out, err = run(project, "--report", str(report))
    assert code == 1
    assert "error[toml-syntax]" in err
    assert "1 error" in out
    text = report.read_text("utf-8")
    assert "`toml-syntax` `briefs.toml:9" in text
    assert "Nobody knows" in text
    assert "- `lead-pipes/resident.en-US.pdf`" in text


def test_the_summary_of_a_step_is_added_to(
    run: Run, changed: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("Said before.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run(changed(), "--report", str(tmp_path / "report.md"))
    text = summary.read_text("utf-8")
    assert text.startswith("Said before.\n# Briefs of 2025-08-15: 1 new edition\n")
    assert "| none | `report-pages/lead-pipes.resident.en-US.1-after.png` |" in text
    assert "![" not in text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "nowhere" / "summary.md"))
    code, _, err = run(tmp_path / "project")
    assert code == 3
    assert "GITHUB_STEP_SUMMARY" in err


def test_a_failed_engine_is_code_3(
    run: Run, changed: Change, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nonexistent/chrome")
    monkeypatch.setenv("BRIEFS_CACHE", str(tmp_path / "empty"))
    report = tmp_path / "report.md"
    code, out, err = run(changed(), "--report", str(report))
    assert code == 3
    assert "BROWSER_PATH" in err
    assert "1 edition failed" in out
    assert "BROWSER\\_PATH" in report.read_text("utf-8")


def test_a_brief_that_does_not_exist_is_wrong_usage(run: Run, changed: Change) -> None:
    code, _, err = run(changed(), "lead-pips")
    assert code == 2
    assert 'did you mean "lead-pipes"' in err


# --- --propose ---------------------------------------------------------------------------------


@pytest.fixture
def repository(changed: Change, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a repository of its own, which keeps ledger and records."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A. Editor")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "editor@example.org")
    root = changed(OWNER)
    (root / ".gitignore").write_text("/output/*\n!/output/ledger.jsonl\n!/output/records/\n")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "A project")
    return root


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all", "--", ".", ":(exclude)output")
    git(root, "commit", "--quiet", "--message", message)


def test_a_change_is_proposed_reviewed_and_merged(run: Run, repository: Path) -> None:
    code, out, _ = run(repository, "--propose")
    assert code == 0
    (first,) = re.findall(r"proposed on the branch (briefs/2025-08-15-[0-9a-f]{8}):", out)
    git(repository, "checkout", "--quiet", "--force", "-B", "main", first)
    assert run(repository, "--propose", "--as-of", "2025-08-16")[1].splitlines() == [
        "nothing changed: the file stays as it is; homes-all comes due next, on 2025-09-01",
        "nothing to propose: the commit that is checked out has it all",
    ]
    edit(repository, FACTS, "4000", "4100")
    edit(repository, FACTS, "$4,000", "$4,100")
    code, _, err = run(repository, "--propose")
    assert code == 2
    assert f"{FACTS} is not as committed" in err
    assert len((repository / "output" / "ledger.jsonl").read_text().splitlines()) == 1
    commit(repository, "Another amount")
    code, out, _ = run(repository, "--propose", "--as-of", "2025-09-02")
    assert code == 1  # three facts have come due; what changed is proposed all the same
    (second,) = re.findall(r"proposed on the branch (briefs/2025-09-02-[0-9a-f]{8}):", out)
    message = git(repository, "log", "-1", "--format=%B", second)
    assert message.startswith("Briefs of 2025-09-02: 1 new edition, 3 facts to review\n\n## What")
    assert "| up to 4,000 USD | up to 4,100 USD |" in message
    assert "The water desk" in message
    assert "## Pages before and after" not in message
    assert git(repository, "rev-parse", "--abbrev-ref", "HEAD") == "main"
    code, out, _ = run(repository, "--propose", "--as-of", "2025-09-03")
    assert code == 1
    assert f"proposed before, on the branch {second}\n" in out
    assert "Briefs of 2025-09-03: 1 new edition, 3 facts to review" in out
    assert len(git(repository, "branch", "--list", "briefs/*").splitlines()) == 2
