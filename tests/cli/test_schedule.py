"""``briefs schedule`` shows before it writes, and writes nothing but its own files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from briefs.cli.schedule import command
from briefs.model.errors import InputError, UsageError

ROOT = Path(__file__).resolve().parents[2]

BaseProject = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def project(base: BaseProject, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = base({})
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, standalone_mode=False)


def code(*arguments: str) -> int:
    result = run(*arguments)
    assert result.exception is None, result.exception
    return int(result.return_value)


def refusal(*arguments: str) -> UsageError:
    error = run(*arguments).exception
    assert isinstance(error, UsageError)
    assert error.mend
    return error


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


FILES = {"github": [".github/workflows/briefs.yml"], "gitlab": [".gitlab-ci.yml"]}


def test_our_own_workflow_is_what_the_command_writes() -> None:
    result = run("github", "--as-of", "2025-08-15", "--check", "--project", str(ROOT))
    assert result.exception is None
    assert result.return_value == 0, (
        f"{result.output}\nwrite it again: briefs schedule github --as-of 2025-08-15 --write"
    )


def test_our_own_workflow_installs_this_checkout() -> None:
    text = (ROOT / ".github/workflows/briefs.yml").read_text("utf-8")
    assert "--require-hashes -r requirements/run.txt" in text
    assert "briefs==" not in text


@pytest.mark.parametrize("target", ["github", "gitlab", "cron", "systemd"])
def test_nothing_is_written_unless_asked(target: str, project: Path) -> None:
    before = files_below(project)
    result = run(target)
    assert result.exception is None
    assert "briefs" in result.stdout
    assert files_below(project) == before


@pytest.mark.parametrize("target", FILES)
def test_what_is_written_is_what_was_shown_and_then_stands(target: str, project: Path) -> None:
    before = files_below(project)
    shown = run(target).stdout
    assert code(target, "--check") == 1
    assert code(target, "--write") == 0
    after = files_below(project)
    assert sorted(after.keys() - before.keys()) == FILES[target]
    assert after[FILES[target][0]].decode("utf-8") == shown
    assert code(target, "--check") == 0
    again = run(target)
    assert again.stdout == ""
    assert "is as this command writes it" in again.stderr


def test_systemd_gets_two_units_and_the_commands_to_install_them(project: Path) -> None:
    result = run("systemd", "--write")
    written = [path for path in files_below(project) if path.startswith("systemd/")]
    assert sorted(Path(name).suffix for name in written) == [".service", ".timer"]
    for name in written:
        assert (
            f"/{Path(name).name} " in result.stderr or f"--now {Path(name).name}" in result.stderr
        )
    assert code("systemd", "--check") == 0


def test_a_crontab_is_printed_and_its_remarks_apart(project: Path) -> None:
    result = run("cron")
    assert result.stdout.endswith("regenerate.log'\n")
    assert "crontab -e" in result.stderr
    refusal("cron", "--write")
    refusal("cron", "--check")


def test_a_later_run_shows_the_difference(project: Path) -> None:
    run("github", "--write")
    result = run("github", "--every", "17 4 * * MON-FRI")
    assert result.return_value == 0
    changed = [line for line in result.stdout.splitlines() if line[:1] in "+-"]
    assert '+    - cron: "17 4 * * MON-FRI"' in changed
    assert sum(line.startswith('-    - cron: "') for line in changed) == 1
    assert len(changed) < 12
    assert code("github", "--every", "17 4 * * MON-FRI", "--check") == 1


def test_a_changed_line_is_put_right_by_write(project: Path) -> None:
    run("github", "--write")
    path = project / FILES["github"][0]
    text = path.read_text("utf-8")
    path.write_text(text.replace("permissions: {}", "permissions: write-all"), "utf-8")
    assert "-permissions: write-all" in run("github").stdout.splitlines()
    run("github", "--write")
    assert path.read_text("utf-8") == text


def test_line_breaks_of_another_system_are_no_difference(project: Path) -> None:
    run("github", "--write")
    path = project / FILES["github"][0]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert code("github", "--check") == 0


def test_anothers_workflow_is_never_written_over(project: Path) -> None:
    path = project / FILES["github"][0]
    path.parent.mkdir(parents=True)
    path.write_text("name: Mine\n", "utf-8")
    assert "was not written by briefs schedule" in refusal("github", "--write").message
    assert path.read_text("utf-8") == "name: Mine\n"


def test_anothers_pipeline_is_asked_to_include_ours(project: Path) -> None:
    whole = project / ".gitlab-ci.yml"
    whole.write_text("stages: [test]\n", "utf-8")
    result = run("gitlab", "--write")
    assert "include: [{local: .gitlab/briefs.yml}]" in result.stderr
    assert whole.read_text("utf-8") == "stages: [test]\n"
    part = yaml.safe_load((project / ".gitlab/briefs.yml").read_text("utf-8"))
    assert all(
        name.startswith((".briefs", "briefs:")) for name in part
    )  # nothing of theirs changes
    whole.write_text("stages: [test]\ninclude: [{local: .gitlab/briefs.yml}]\n", "utf-8")
    assert "include:" not in run("gitlab", "--write").stderr


def test_a_project_in_a_folder_has_its_workflow_at_the_top(
    base: BaseProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = base({})
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    monkeypatch.chdir(root)
    assert code("github", "--write") == 0
    text = (tmp_path / FILES["github"][0]).read_text("utf-8")
    assert 'working-directory: "project"' in text
    assert '- "project/assets/**"' in text
    assert not (root / ".github").exists()


def test_a_folder_that_a_workflow_cannot_name_is_refused(
    base: BaseProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = base({}).rename(tmp_path / 'a "${{ folder }}"')
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    monkeypatch.chdir(root)
    assert "cannot be named" in refusal("github").message


def test_requirements_with_hashes_are_used(project: Path) -> None:
    assert "pip install briefs==" in run("github").stdout
    lock = project / "requirements.txt"
    lock.write_text("briefs==0.1.0\n", "utf-8")
    assert "pip install briefs==" in run("github").stdout
    lock.write_text("briefs==0.1.0 \\\n    --hash=sha256:00\n", "utf-8")
    shown = run("github").stdout
    assert "pip install --require-hashes -r requirements.txt" in shown
    assert '- "requirements.txt"' in shown


def test_a_name_of_several_lines_cannot_add_a_line(project: Path) -> None:
    settings = project / "briefs.toml"
    text = settings.read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("name"))
    evil = 'name = "Desk\\nname: evil"'
    settings.write_text(text.replace(name, evil), "utf-8")
    for target in ("github", "gitlab"):
        assert "evil" not in str(yaml.safe_load(run(target).stdout))


def test_settings_that_cannot_be_read_are_findings(project: Path) -> None:
    (project / "briefs.toml").write_text("publisher = [", "utf-8")
    assert isinstance(run("github").exception, InputError)


def test_the_full_hour_gets_a_hint(project: Path) -> None:
    assert "hint:" in run("github", "--every", "0 6 * * 1").stderr
    assert "hint:" not in run("github", "--every", "23 6 * * 1").stderr


def test_github_runs_nothing_every_minute(project: Path) -> None:
    assert "nothing more often" in refusal("github", "--every", "*/2 * * * *").message
    assert code("cron", "--every", "*/2 * * * *") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("cron", "--pages"),
        ("systemd", "--pages"),
        ("gitlab", "--keep-alive"),
        ("github", "--write", "--check"),
        ("github", "--python", "3.x"),
        ("github", "--every", "hourly"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], project: Path) -> None:
    refusal(*arguments)


def test_the_head_of_the_file_says_how_to_write_it_again(project: Path) -> None:
    asked = ("github", "--every", "17 4 * * 1", "--pages", "--keep-alive", "--python", "3.13")
    line = run(*asked, "--as-of", "2025-08-15").stdout.splitlines()[1]
    assert line == (
        "# Compare or write again: briefs schedule github --every '17 4 * * 1' "
        "--as-of 2025-08-15 --pages --keep-alive --python 3.13"
    )
