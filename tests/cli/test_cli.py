"""The command line as a person meets it: words, exit codes, nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"


def run(*arguments: str, cwd: Path = ROOT, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    return subprocess.run(
        [sys.executable, "-m", "briefs", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("briefs ")
    shown = run("--help").stdout
    for name in ("build", "list", "doctor"):
        assert name in shown
        assert run(name, "--help").returncode == 0


def test_list_names_briefs_audiences_locales_and_figures() -> None:
    shown = run("list").stdout
    for word in ("287g-recruitment", "agency, community", "en-US", "hiring-goals (bars)"):
        assert word in shown


def test_list_as_json() -> None:
    outline = json.loads(run("list", "--json").stdout)
    brief = outline["briefs"][0]
    assert brief["audiences"] == [
        "agency",
        "community",
        "legislator",
        "press",
        "service",
        "officer",
    ]
    assert {"id": "incentives", "kind": "bars"} in brief["figures"]


def test_list_says_which_locales_are_for_whom(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "project")
    settings = (root / "briefs.toml").read_text("utf-8")
    more = 'audiences = ["resident", "press"]\nlocales = {resident = ["en-US", "es-US"]}'
    settings = settings.replace('audiences = ["resident"]', more)
    (root / "briefs.toml").write_text(settings, "utf-8")
    shown = run("list", cwd=root).stdout
    assert "locales    en-US, es-US for resident; en-US for press" in shown


def test_list_of_a_broken_project_says_where(tmp_path: Path) -> None:
    (tmp_path / "briefs.toml").write_text("[[brief]\n")
    result = run("list", cwd=tmp_path)
    assert result.returncode == 1
    assert "briefs.toml:1:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], 'did you mean "build"'),
        (["build", "287g-recruitmant"], 'did you mean "287g-recruitment"'),
        (["build", "--audience", "agncy"], 'did you mean "agency"'),
        (["build", "--locale", "en-UX"], "en-US"),
        (["build", "--paper", "a5"], "letter"),
        (["build", "--project", "/"], "is not a project"),
    ],
)
def test_wrong_usage_is_code_2_with_a_guess(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_outside_of_a_project_it_says_what_to_do(tmp_path: Path) -> None:
    result = run("build", cwd=tmp_path)
    assert result.returncode == 2
    assert "--project" in result.stderr


@pytest.mark.chrome
@pytest.mark.pdf
def test_build_prints_plain_lines_and_a_table_where_there_is_no_terminal(tmp_path: Path) -> None:
    result = run("build", "--project", str(BASE), "--output", str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert "building 1 brief" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr
    header, row = result.stdout.splitlines()[:2]
    assert header.split() == ["file", "edition", "pages", "size", "time", "outcome"]
    assert Path(row.split()[0]).is_file()


@pytest.mark.chrome
def test_a_missing_chrome_is_code_3_and_names_the_cure(tmp_path: Path) -> None:
    result = run(
        "build", "--project", str(BASE), "--output", str(tmp_path),
        BROWSER_PATH="/nonexistent", BRIEFS_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert result.returncode == 3
    assert "BROWSER_PATH" in result.stderr
    assert "mend:" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unwritable_output_is_code_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("build", "--project", str(BASE), "--output", str(tmp_path / "file" / "below"))
    assert result.returncode == 3
    assert "cannot be written" in result.stderr


@pytest.mark.chrome
@pytest.mark.pdf
def test_doctor_finds_everything_here() -> None:
    result = run("doctor", "--json")
    report = json.loads(result.stdout)
    assert result.returncode == 0, result.stdout
    assert {"Chrome", "fonts", "figures", "pages (Pango)"} <= {
        finding["name"] for finding in report["findings"]
    }


def test_doctor_without_chrome_gives_the_command(tmp_path: Path) -> None:
    result = run("doctor", BROWSER_PATH="/nonexistent")
    assert result.returncode == 3
    assert "missing" in result.stdout
    assert "mend:" in result.stdout


def test_the_shell_completes_audiences() -> None:
    result = run(
        _BRIEFS_COMPLETE="bash_complete", COMP_WORDS="briefs build --audience a", COMP_CWORD="3"
    )
    assert "agency" in result.stdout
