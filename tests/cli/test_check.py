"""``briefs check`` as a person or a program meets it: exit codes, formats, order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
Change = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]

WARNING = (f"{TOPIC}/facts.yaml", "pair_with: view-faster", "pair_with: view-faster\n\n- id: spare\n"
           "  kind: date\n  value: \"2025\"\n  label: {en: year}\n  as_of: 2025-08-02\n"
           "  source: county-report\n  evidence: \"2025\"")  # fmt: skip
ERRORS = [
    (f"{TOPIC}/text/resident.en.md", "a home gets", "each of 3 homes gets"),
    (f"{TOPIC}/text/resident.en.md", "begins in", "begins after 4 weeks in"),
    (f"{TOPIC}/facts.yaml", "Some residents say", "People say"),
    ("briefs.toml", '["resident"]', '["resident", "residents"]'),
]


@pytest.fixture
def run(in_process: Run) -> Run:
    """Runs ``briefs check``: code, standard output, standard error."""
    return partial(in_process, "check")


def test_nothing_wrong_is_code_0_and_says_so(changed: Change, run: Run) -> None:
    project = changed()
    assert run(project) == (0, "no findings\n", "")
    assert run(project, "--strict") == (0, "no findings\n", "")


def test_warning_is_code_0_and_code_1_where_checks_are_strict(changed: Change, run: Run) -> None:
    project = changed(WARNING)
    code, out, err = run(project)
    assert (code, out) == (0, "1 warning\n")
    assert "warning[fact-unused]" in err
    assert run(project, "--strict") == (1, out, err)


def test_error_is_code_1(changed: Change, run: Run) -> None:
    code, out, err = run(changed(ERRORS[0]))
    assert (code, out) == (1, "1 error\n")
    assert "error[number-unbound]" in err
    assert "nothing was written" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lead-pipe"], 'did you mean "lead-pipes"'),
        (["nonsense"], "choose from lead-pipes"),
        (["--format", "xml"], "sarif"),
        (["--as-of", "tomorrow"], '"tomorrow" is no day: write one as 2025-08-31'),
        (["--as-of", "2025-02-30"], "2025-02-30"),
        (["--sources", "/nonexistent"], "/nonexistent"),
    ],
)
def test_wrong_usage_is_code_2(changed: Change, run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run(changed(), *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_bad_epoch_is_code_2_with_a_mend_and_a_day_does_without_it(
    changed: Change, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    project = changed()
    code, _, err = run(project)
    assert code == 2
    assert "SOURCE_DATE_EPOCH" in err
    assert "mend:" in err
    assert run(project, "--as-of", "2025-08-15")[0] == 0


def test_stale_facts_stop_the_check_unless_they_are_allowed(changed: Change, run: Run) -> None:
    project = changed()
    assert run(project, "--as-of", "2026-01-01")[0] == 1
    assert run(project, "--as-of", "2026-01-01", "--allow-stale")[0] == 0
    assert run(project, "--as-of", "2026-01-01", "--allow-stale", "--strict")[0] == 1


def test_findings_are_sorted_by_place_in_every_format(changed: Change, run: Run) -> None:
    project = changed(*ERRORS)
    _, out, _ = run(project, "--format", "json")
    report = json.loads(out)
    places = [(one["file"], one["line"], one["column"]) for one in report["findings"]]
    assert len(places) == report["errors"] == len(ERRORS)
    assert places == sorted(places)
    _, _, err = run(project)
    shown = [line.removeprefix("  at ") for line in err.splitlines() if line.startswith("  at ")]
    assert shown == [":".join(map(str, place)) for place in places]
    _, out, _ = run(project, "--format", "github")
    lines = out.splitlines()
    assert len(lines) == len(ERRORS)
    for line, (file, number, column) in zip(lines, places, strict=True):
        assert line.startswith("::error file=")
        assert f"{file},line={number},col={column}," in line
    _, out, _ = run(project, "--format", "sarif")
    (log,) = json.loads(out)["runs"]
    assert [one["ruleId"] for one in log["results"]] == [one["code"] for one in report["findings"]]


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_a_report_is_all_that_is_printed(changed: Change, run: Run, form: str) -> None:
    code, out, err = run(changed(ERRORS[0]), "--format", form)
    assert (code, err) == (1, "")
    assert "number-unbound" in out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_format_is_honoured_where_the_settings_cannot_be_read(
    changed: Change, run: Run, form: str
) -> None:
    code, out, err = run(changed(("briefs.toml", "[[brief]]", "[[brief]")), "--format", form)
    assert code == 1
    if form == "text":
        assert out == "1 error\n"
        assert "error[toml-syntax]" in err
    else:
        assert err == ""
        assert "toml-syntax" in (out if form == "github" else json.dumps(json.loads(out)))


def test_malformed_file_does_not_hide_the_findings_of_others(changed: Change, run: Run) -> None:
    broken = (f"{TOPIC}/figures.yaml", "facts: [homes-north", "facts: {homes-north")
    _, out, _ = run(changed(broken, *ERRORS[2:]), "--format", "json")
    codes = [one["code"] for one in json.loads(out)["findings"]]
    assert sorted(codes) == ["attribution-missing", "audience-unknown", "yaml-syntax"]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_closed_pipe_gives_no_traceback(changed: Change, form: str) -> None:
    project = changed(*ERRORS)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "briefs", "check", "--format", form],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.stderr == b""
