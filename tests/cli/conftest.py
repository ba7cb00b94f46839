"""What the tests of commands share: projects to be spoilt, and commands run in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.cli import main

BASE = Path(__file__).resolve().parents[1] / "mistakes" / "_base"


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """A project with texts of its files changed for others."""

    def change(*changes: tuple[str, str, str], project: Path = BASE) -> Path:
        root = tmp_path / "project"
        shutil.copytree(project, root)
        for name, old, new in changes:
            text = (root / name).read_text("utf-8")
            assert old in text, old
            (root / name).write_text(text.replace(old, new, 1), "utf-8")
        return root

    return change


@pytest.fixture
def in_process(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on a project: code, standard output, standard error."""

    def run(name: str, project: Path, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([name, *arguments, "--project", str(project)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return int(caught.value.code or 0), printed.out, printed.err

    return run
