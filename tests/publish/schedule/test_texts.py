"""Workflows and units are judged by those who know: zizmor, schemas, actionlint, systemd."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefs.publish.schedule import cron, github, gitlab, systemd
from briefs.publish.schedule.plan import Machine, Plan
from briefs.publish.schedule.when import parse_when

ROOT = Path(__file__).resolve().parents[3]
OWN = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

Program = Callable[[str], str]


def judged(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def workflow(plan: Plan, tmp_path: Path) -> Path:
    path = tmp_path / github.FILE
    path.parent.mkdir(parents=True)
    path.write_text(github.workflow(plan), "utf-8")
    return path


@pytest.fixture
def pipeline(plan: Plan, tmp_path: Path) -> Path:
    path = tmp_path / gitlab.FILE
    path.write_text(gitlab.pipeline(plan), "utf-8")
    return path


def zizmor(program: Program, path: Path) -> None:
    judged(program("zizmor"), "--offline", "--no-config", "--persona=pedantic", path)


def schema(program: Program, name: str, path: Path) -> None:
    judged(program("check-jsonschema"), "--builtin-schema", f"vendor.{name}", path)


def test_zizmor_finds_nothing(workflow: Path, program: Program) -> None:
    zizmor(program, workflow)


def test_the_workflow_has_githubs_schema(workflow: Path, program: Program) -> None:
    schema(program, "github-workflows", workflow)


def test_actionlint_finds_nothing(workflow: Path, program: Program) -> None:
    judged(program("actionlint"), workflow)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_own_workflows_are_judged_too(path: Path, program: Program) -> None:
    zizmor(program, path)
    schema(program, "github-workflows", path)


def test_the_pipeline_has_gitlabs_schema(pipeline: Path, program: Program) -> None:
    schema(program, "gitlab-ci", pipeline)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "v7"),
        ("persist-credentials: false", "fetch-tags: false"),
        ("permissions: {}", "permissions: write-all"),
        ('"$BRANCH"', '"${{ needs.build.outputs.branch }}"'),
    ],
)
def test_zizmor_sees_a_planted_fault(old: str, new: str, workflow: Path, program: Program) -> None:
    text = workflow.read_text("utf-8")
    assert old in text
    workflow.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(AssertionError):
        zizmor(program, workflow)


def test_a_schema_sees_a_planted_fault(pipeline: Path, program: Program) -> None:
    text = pipeline.read_text("utf-8")
    pipeline.write_text(text.replace("when: always", "when: sometimes"), "utf-8")
    with pytest.raises(AssertionError):
        schema(program, "gitlab-ci", pipeline)


def jobs_of(workflow: Path) -> dict[str, Any]:
    return yaml.safe_load(workflow.read_text("utf-8"))["jobs"]  # type: ignore[no-any-return]


def test_shellcheck_finds_nothing_in_the_pipelines_scripts(
    pipeline: Path, program: Program, tmp_path: Path
) -> None:
    for name, job in yaml.safe_load(pipeline.read_text("utf-8")).items():
        lines = [
            *job.get("before_script", []),
            *job.get("script", []),
            *job.get("after_script", []),
        ]
        path = tmp_path / f"{name.strip('.').replace(':', '-')}.sh"
        path.write_text(
            "\n".join(["#!/bin/bash", "set -eo pipefail", *map(str, lines), ""]), "utf-8"
        )
        judged(program("shellcheck"), "--severity=warning", path)


def test_no_token_stays_behind_after_a_checkout(workflow: Path) -> None:
    for job in jobs_of(workflow).values():
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_only_the_job_that_proposes_can_write(workflow: Path) -> None:
    jobs = jobs_of(workflow)
    writing = {
        name: {scope for scope, right in job["permissions"].items() if right == "write"}
        for name, job in jobs.items()
    }
    assert writing.pop("propose") == {"contents", "pull-requests"}
    assert writing.pop("keep-alive", {"actions"}) == {"actions"}
    assert writing.pop("publish", {"pages", "id-token"}) == {"pages", "id-token"}
    assert writing == {"check": set(), "build": set()}
    runs = " ".join(step.get("run", "") for step in jobs["propose"]["steps"])
    assert not re.search(
        r"\b(briefs (?!is)|pip|python)\b", runs
    )  # nothing of the project runs there


def test_every_action_is_pinned_by_commit(workflow: Path) -> None:
    used = re.findall(r"uses: (.+)", workflow.read_text("utf-8"))
    assert used
    for one in used:
        assert re.fullmatch(r"[a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)


def test_every_job_ends_by_itself(workflow: Path) -> None:
    assert all(0 < job["timeout-minutes"] <= 60 for job in jobs_of(workflow).values())


@pytest.mark.parametrize("make", [github.workflow, gitlab.pipeline])
def test_each_step_is_explained_beside_it(make: Callable[[Plan], str], plan: Plan) -> None:
    text = make(plan)
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert len(comments) > 30
    assert "UTC" in text
    assert all(len(line) <= 100 for line in text.splitlines() if "uses:" not in line)
    assert "@<" not in text
    assert "%@" not in text


def test_the_same_plan_gives_the_same_text(plan: Plan) -> None:
    assert github.workflow(plan) == github.workflow(replace(plan))


@pytest.mark.parametrize("event", ["push", "pull_request"])
def test_everything_that_a_brief_is_made_of_starts_it(
    event: str, workflow: Path, plan: Plan
) -> None:
    triggers = yaml.safe_load(workflow.read_text("utf-8"))[True]  # YAML 1.1 reads `on` so
    paths = triggers[event]["paths"]
    names = ("briefs.toml", "approvals.yaml", "assets/**", "templates/**")
    assert set(paths) >= {plan.prefix + name for name in names} | {github.FILE}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine whose paths need care: blanks, quotes and percent signs."""
    project = tmp_path / "it's 100% a desk"
    project.mkdir()
    program = tmp_path / "a bin" / "briefs"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$PWD: $*"\ntest ! -e fail\n', "utf-8")
    program.chmod(0o755)
    return Machine(str(project), (str(program),), "daemon")


def test_systemd_takes_the_units(
    plan: Plan, machine: Machine, tmp_path: Path, program: Program
) -> None:
    analyze = program("systemd-analyze")
    for name, text in systemd.units(plan, machine).items():
        (tmp_path / name).write_text(text, "utf-8")
    paths = sorted(tmp_path.glob("briefs-*"))
    assert [path.suffix for path in paths] == [".service", ".timer"]
    done = subprocess.run([analyze, "verify", *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr, done.stderr
    service = paths[0]
    service.write_text(
        service.read_text("utf-8").replace("ProtectSystem=strict", "ProtectSystem=no-such")
    )
    done = subprocess.run([analyze, "verify", *paths], capture_output=True, text=True, check=False)
    assert f"{service}:" in done.stderr


def entry_of(plan: Plan, machine: Machine) -> tuple[str, str]:
    lines = [line for line in cron.line(plan, machine).splitlines() if not line.startswith("#")]
    assert len(lines) == 1
    when, command = lines[0][: len(plan.when.cron)], lines[0][len(plan.when.cron) + 1 :]
    assert not re.search(r"(?<!\\)%", command)  # cron would end the line there
    return when, command.replace(r"\%", "%")


def run(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
    )


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is not installed")
def test_the_crontabs_line_says_nothing_while_all_is_well(plan: Plan, machine: Machine) -> None:
    when, command = entry_of(plan, machine)
    assert parse_when(when, "").cron == plan.when.cron
    done = run(command)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    log = Path(machine.project, "output/regenerate.log").read_text("utf-8")
    assert log == f"{machine.project}: regenerate{plan.day} --report output/report.md\n"


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is not installed")
def test_the_crontabs_line_mails_the_log_of_a_failure(plan: Plan, machine: Machine) -> None:
    Path(machine.project, "fail").touch()
    assert "regenerate" in run(entry_of(plan, machine)[1]).stdout


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is not installed")
def test_a_second_run_at_once_leaves_in_silence(plan: Plan, machine: Machine) -> None:
    command = entry_of(plan, machine)[1]
    with subprocess.Popen(
        ["flock", machine.project, "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin
        assert other.stdout
        other.stdin.write(b"held\n")
        other.stdin.flush()
        assert other.stdout.readline() == b"held\n"
        done = run(command)
        other.stdin.close()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not Path(machine.project, "output/regenerate.log").exists()
