"""The steps of workflow and pipeline, read out of the YAML, run as they stand.

Each runs in a fresh clone with an empty environment, but for what GitHub or GitLab set themselves.
Steps that install packages are left out: what they would install is here. ``gh`` is a stand-in
that writes down how it was called, and the remote is a repository on this disk.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefs.publish.schedule.files import Target, Wishes, make_schedule

ROOT = Path(__file__).resolve().parents[3]
BASE = ROOT / "tests" / "mistakes" / "_base"
DAY = "2025-08-15"
FOLDER = "policy desk"

GH = """\
#!/bin/sh
echo "gh $*" >> "$GH_CALLS"
case "$1 $2" in
  "pr list") cat "$GH_OPEN" ;;
  "pr create") echo 7 > "$GH_OPEN"; cp "$RUNNER_TEMP/body.md" "$GH_OPEN.body" ;;
esac
"""


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@localhost"]
    command = ["git", *who, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@dataclass
class Runner:
    """A machine of GitHub's or GitLab's, as far as the steps look at it.

    Attributes:
        folder: Where it keeps everything.
        remote: The repository that is cloned and pushed to.
        package: The folder that ``briefs`` is imported from; default: that of these tests.
    """

    folder: Path
    remote: Path
    package: Path = ROOT
    ran: list[str] = field(default_factory=list)

    def clone(self, *how: str) -> Path:
        """A fresh clone: all branches, or the last commit only (GitLab, as GIT_DEPTH says)."""
        work = self.folder / f"clone-{len(list(self.folder.glob('clone-*')))}"
        command = ["git", "clone", "--quiet", *how, self.remote.as_uri(), str(work)]
        subprocess.run(command, check=True)
        return work

    def shallow(self) -> Path:
        """A clone as GitLab makes it: the last commit of one branch, and no branch of its own."""
        work = self.clone("--depth=1")
        git(work, "checkout", "--quiet", "--detach")
        git(work, "branch", "--quiet", "--delete", "--force", "main")
        return work

    def shell(
        self, script: str, work: Path, own: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """A script in an empty environment."""
        programs = self.folder / "bin"
        programs.mkdir(exist_ok=True)
        command = f'exec env PYTHONPATH={self.package} {sys.executable} -m briefs "$@"'
        for name, text in (("briefs", f"#!/bin/sh\n{command}\n"), ("gh", GH)):
            (programs / name).write_text(text, "utf-8")
            (programs / name).chmod(0o755)
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        calls = {"GH_CALLS": self.folder / "gh-calls", "GH_OPEN": self.folder / "gh-open"}
        for path in calls.values():
            path.touch()
        values = {
            "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(home),
            **{name: str(path) for name, path in calls.items()},
            **own,
        }
        path = self.folder / "script.sh"
        path.write_text(script, "utf-8")
        given = [f"{name}={value}" for name, value in values.items()]
        return subprocess.run(
            ["env", "-i", *given, "bash", "-e", str(path)],
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        return (self.folder / "gh-calls").read_text("utf-8").splitlines()


@dataclass
class Job:
    """What became of a job: whether it went well, its outputs, what its steps printed."""

    well: bool
    outputs: dict[str, str]
    printed: str
    summary: str


def github_job(
    runner: Runner, workflow: dict[str, Any], name: str, work: Path, **context: str
) -> Job:
    """Run the steps of a job in order, as GitHub would."""
    job = workflow["jobs"][name]
    temp = runner.folder / "temp"
    temp.mkdir(exist_ok=True)
    folder = workflow.get("defaults", {}).get("run", {}).get("working-directory", ".")
    summary = runner.folder / "summary.md"
    summary.write_text("", "utf-8")
    outcome = Job(True, {}, "", "")
    for step in job["steps"]:
        script = step.get("run")
        if script is None or step["name"].startswith(("Install", "Switch")):
            continue
        if not outcome.well and "!cancelled()" not in step.get("if", ""):
            continue
        if "'skipped'" in step.get("if", "") and "Regenerate" not in runner.ran:
            continue
        out = runner.folder / "output"
        out.write_text("", "utf-8")
        assert "${{" not in script  # a value goes into a script through the environment only
        done = runner.shell(
            script,
            work / folder,
            {
                "GITHUB_OUTPUT": str(out),
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_SHA": git(work, "rev-parse", "HEAD"),
                "GITHUB_WORKSPACE": str(work),
                "RUNNER_TEMP": str(temp),
                **{key: _value(value, context) for key, value in step.get("env", {}).items()},
            },
        )
        runner.ran.append(step["name"])
        outcome.well = outcome.well and done.returncode == 0
        outcome.printed += f"== {step['name']}\n{done.stdout}{done.stderr}"
        outcome.outputs |= dict(line.split("=", 1) for line in out.read_text("utf-8").splitlines())
    outcome.summary = summary.read_text("utf-8")
    return outcome


def _value(value: str, context: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: context[match[1].split(".")[-1]], value)


@pytest.fixture(params=["", FOLDER])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project of a user's with its workflow, committed; at the top or in a folder."""
    top = tmp_path / "source"
    root: Path = top / request.param
    shutil.copytree(BASE, root)
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(top))
    (root / ".gitignore").write_text(
        "/output/*\n!/output/ledger.jsonl\n!/output/records/\n", "utf-8"
    )
    for target in (Target.GITHUB, Target.GITLAB):
        for file in make_schedule(root, target, Wishes(as_of=DAY, pages=True)).files:
            file.write()
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "The project")
    git(tmp_path, "clone", "--quiet", "--bare", str(top), str(tmp_path / "remote.git"))
    return root


def workflow_of(work: Path) -> dict[str, Any]:
    text = (work / ".github/workflows/briefs.yml").read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def merge(runner: Runner, branch: str) -> None:
    """Accept a proposal, as its reviewer does."""
    work = runner.clone()
    git(work, "merge", "--quiet", f"origin/{branch}")
    git(work, "push", "--quiet", "origin", "main", f":{branch}")
    (runner.folder / "gh-open").write_text("", "utf-8")
    shutil.rmtree(runner.folder / "temp")


@pytest.mark.chrome
@pytest.mark.pdf
@pytest.mark.parametrize("repository", [FOLDER], indirect=True)
def test_the_workflow_proposes_once_what_changed_and_then_is_silent(
    repository: Path, tmp_path: Path
) -> None:
    runner = Runner(tmp_path, tmp_path / "remote.git")
    work = runner.clone()
    workflow = workflow_of(work)
    checked = github_job(runner, workflow, "check", work)
    assert checked.well, checked.printed

    work = runner.clone()
    built = github_job(runner, workflow, "build", work, base_url="https://desk.invalid/")
    assert built.well, built.printed
    branch = built.outputs["branch"]
    assert branch.startswith(f"briefs/{DAY}-")
    assert built.summary  # the report is on the page of the run
    assert "pages" not in built.outputs  # nothing is published while a proposal waits

    work = runner.clone()
    own = {"branch": branch, "default_branch": "main", "token": "-"}
    proposed = github_job(runner, workflow, "propose", work, **own)
    assert proposed.well, proposed.printed
    assert branch in git(runner.remote, "branch", "--list", branch)
    assert any(
        call.startswith(f"gh pr create --base main --head {branch}") for call in runner.calls()
    )
    assert (tmp_path / "gh-open.body").read_text("utf-8").strip()

    again = github_job(runner, workflow, "build", runner.clone(), base_url="")
    assert again.well, again.printed
    assert again.outputs["branch"] == ""  # proposed before, and not twice
    assert "pages" not in again.outputs

    merge(runner, branch)
    silent = github_job(runner, workflow, "build", runner.clone(), base_url="https://desk.invalid/")
    assert silent.well, silent.printed
    assert silent.outputs == {"branch": "", "pages": "true"}
    assert "nothing changed" in silent.printed
    assert "Nothing is proposed." in silent.printed
    assert (tmp_path / "temp/library/index.html").is_file()


@pytest.mark.chrome
@pytest.mark.pdf
def test_a_broken_fact_base_fails_with_a_place_and_proposes_nothing(
    repository: Path, tmp_path: Path
) -> None:
    runner = Runner(tmp_path, tmp_path / "remote.git")
    work = runner.clone()
    facts = next(work.rglob("facts.yaml"))
    facts.write_text(facts.read_text("utf-8") + "- id: broken\n", "utf-8")
    git(work, "commit", "--quiet", "--all", "--message", "Break it")
    git(work, "push", "--quiet", "origin", "main")
    checked = github_job(runner, workflow_of(work), "check", work)
    assert not checked.well
    name = facts.relative_to(work).as_posix()
    assert re.search(
        rf"^::error file={re.escape(name)},line=\d+,col=\d+", checked.printed, re.MULTILINE
    )
    built = github_job(runner, workflow_of(work), "build", runner.clone(), base_url="")
    assert not built.well
    assert built.summary
    assert built.outputs["branch"] == ""


def test_nothing_but_the_branch_of_a_proposal_is_pushed(repository: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, tmp_path / "remote.git")
    work = runner.clone()
    (tmp_path / "temp/report").mkdir(parents=True)
    git(work, "checkout", "--quiet", "-b", "release")
    git(work, "commit", "--quiet", "--allow-empty", "--message", "Not to be pushed")
    (tmp_path / "temp/report/report.md").touch()
    bundle = str(tmp_path / "temp/report/proposal.bundle")
    git(work, "bundle", "create", bundle, "main..release")
    own = {"branch": "release", "default_branch": "main", "token": "-"}
    refused = github_job(runner, workflow_of(work), "propose", runner.clone(), **own)
    assert not refused.well
    assert "release is no branch for a proposal" in refused.printed
    assert git(runner.remote, "branch", "--list", "--format=%(refname:short)") == "main"
    assert runner.calls() == []


def gitlab_job(runner: Runner, name: str, work: Path) -> subprocess.CompletedProcess[str]:
    """Run the scripts of a job, as GitLab would: before and script in one shell, then after."""
    pipeline = yaml.safe_load((work / ".gitlab-ci.yml").read_text("utf-8"))
    job = pipeline[name]
    own = {
        "CI_PROJECT_DIR": str(work),
        "CI_COMMIT_SHA": git(work, "rev-parse", "HEAD"),
        "CI_DEFAULT_BRANCH": "main",
        "CI_PROJECT_URL": str(runner.remote).removesuffix(".git"),
        "CI_PAGES_URL": "https://desk.invalid/",
        "CI_JOB_TOKEN": "-",
        **{key: value for key, value in job.get("variables", {}).items() if "GIT_" in key},
    }
    before = [line for line in job.get("before_script", []) if line.startswith("cd ")]
    done = runner.shell("\n".join(["set -o pipefail", *before, *job["script"]]), work, own)
    after = "\n".join(job.get("after_script", []))
    late = runner.shell(after, work, own)
    assert late.returncode == 0, late.stderr
    done.stdout += late.stdout
    return done


@pytest.mark.chrome
@pytest.mark.pdf
@pytest.mark.parametrize("repository", [FOLDER], indirect=True)
def test_the_pipeline_does_the_same(repository: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path, tmp_path / "remote.git")
    git(runner.remote, "config", "receive.advertisePushOptions", "true")
    hook = runner.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\nset | grep "^GIT_PUSH_OPTION_" > "$GIT_DIR/pushed-with"\n', "utf-8")
    hook.chmod(0o755)
    assert gitlab_job(runner, "briefs:check", runner.shallow()).returncode == 0

    work = runner.shallow()
    built = gitlab_job(runner, "briefs:build", work)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (work / "report/report.md").is_file()
    assert not (work / "library").exists()
    proposed = gitlab_job(runner, "briefs:propose", work)
    assert proposed.returncode == 0, proposed.stdout + proposed.stderr
    branch = git(runner.remote, "branch", "--list", "--format=%(refname:short)", "briefs/*")
    assert branch.startswith(f"briefs/{DAY}-")
    options = (runner.remote / "pushed-with").read_text("utf-8")
    assert "merge_request.create" in options
    assert "merge_request.target=main" in options

    again = gitlab_job(runner, "briefs:build", runner.shallow())
    assert "Nothing is proposed." in again.stdout  # proposed before, and not twice

    (tmp_path / "temp").mkdir()
    merge(runner, branch)
    work = runner.shallow()
    silent = gitlab_job(runner, "briefs:build", work)
    assert silent.returncode == 0, silent.stdout + silent.stderr
    assert "nothing changed" in silent.stdout
    assert (work / "library/index.html").is_file()
    assert "Nothing is proposed." in gitlab_job(runner, "briefs:propose", work).stdout
    assert gitlab_job(runner, "briefs:pages", work).returncode == 0


@pytest.fixture
def own_clone(tmp_path: Path) -> Runner:
    """This repository as it stands, committed to another one."""
    source = tmp_path / "source"
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(source))
    git(source, "add", "--all")
    git(source, "commit", "--quiet", "--message", "As it stands")
    git(tmp_path, "clone", "--quiet", "--bare", str(source), str(tmp_path / "remote.git"))
    return Runner(tmp_path, tmp_path / "remote.git")


@pytest.mark.chrome
@pytest.mark.pdf
def test_our_own_workflow_runs_in_a_fresh_clone(own_clone: Runner) -> None:
    work = own_clone.clone()
    own_clone.package = work
    workflow = workflow_of(work)
    checked = github_job(own_clone, workflow, "check", work)
    assert checked.well, checked.printed
    built = github_job(own_clone, workflow, "build", work)
    assert built.well, built.printed
    assert built.outputs["branch"].startswith("briefs/")
    assert own_clone.ran == ["Check", "Look at the engines", "Regenerate", "Pack the proposal"]
