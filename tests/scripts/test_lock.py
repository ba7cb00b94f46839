"""The locks are in step with pyproject.toml, and a lock that is not is found."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.lock import EDITABLE, HEADER, ROOT, digest, faults, wanted

Project = dict[str, Any]


@pytest.fixture(scope="module")
def project() -> Project:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def write_locks(project: Project, folder: Path, body: str = "") -> None:
    for name, requirements in wanted(project).items():
        noted = digest(requirements, project["project"]["requires-python"])
        (folder / name).write_text(f"{HEADER}{noted}\n{body}", encoding="utf-8")


def test_committed_locks_are_in_step(project: Project) -> None:
    assert faults(project, ROOT / "requirements") == []


def test_test_lock_agrees_with_run_lock() -> None:
    run, test = (
        set((ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()[2:])
        for name in ("run.txt", "test.txt")
    )
    assert run <= test


def test_build_tools_are_locked(project: Project) -> None:
    assert {EDITABLE, *project["build-system"]["requires"]} <= set(wanted(project)["run.txt"])


@pytest.mark.parametrize(
    "change",
    [
        lambda project: project["project"]["dependencies"].append("new>=1"),
        lambda project: project["build-system"]["requires"].append("new>=1"),
        lambda project: project["project"].update({"requires-python": ">=3.12"}),
    ],
    ids=["dependency", "build tool", "oldest Python"],
)
def test_any_change_puts_both_locks_out_of_step(
    project: Project, change: Callable[[Project], None], tmp_path: Path
) -> None:
    changed = copy.deepcopy(project)
    write_locks(project, tmp_path)
    change(changed)
    assert faults(changed, tmp_path) == [
        "requirements/run.txt is not in step with pyproject.toml",
        "requirements/test.txt is not in step with pyproject.toml",
    ]


def test_change_of_test_tools_leaves_run_lock_in_step(project: Project, tmp_path: Path) -> None:
    changed = copy.deepcopy(project)
    write_locks(project, tmp_path)
    changed["dependency-groups"]["test"].append("new>=1")
    assert faults(changed, tmp_path) == ["requirements/test.txt is not in step with pyproject.toml"]


def test_missing_lock_is_a_fault(project: Project, tmp_path: Path) -> None:
    assert len(faults(project, tmp_path)) == 2


def test_address_in_a_lock_is_a_fault(project: Project, tmp_path: Path) -> None:
    write_locks(project, tmp_path, "--index-url https://mirror.example/simple\n")
    assert faults(project, tmp_path) == [
        "requirements/run.txt names an address; a lock must not",
        "requirements/test.txt names an address; a lock must not",
    ]
