"""Files are put in place in one step, and nothing is lost when that fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefs.model.errors import EngineError
from briefs.publish.write import make_ready, write_atomically

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.pdf", b"new")
    assert (tmp_path / "a" / "b.pdf").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.pdf"]


def test_what_stood_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "brief.pdf"
    target.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EngineError, match="No space left") as caught:
        write_atomically(target, b"new")
    assert "untouched" in caught.value.mend
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_a_file_is_an_error_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way")
    with pytest.raises(EngineError, match="cannot be written"):
        make_ready(tmp_path / "output" / "brief")
    assert (tmp_path / "output").read_text() == "in the way"


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    (tmp_path / ".writing-abc").write_bytes(b"half")
    (tmp_path / "kept.pdf").write_bytes(b"whole")
    make_ready(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.pdf"]


def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "brief.pdf"
    script = (
        "import sys; from pathlib import Path\n"
        "from briefs.publish.write import write_atomically\n"
        "number = 0\n"
        "while True:\n"
        "    number = (number + 1) % 10\n"
        "    write_atomically(Path(sys.argv[1]), str(number).encode() * 400_000)\n"
    )
    for attempt in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", script, target], env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        time.sleep(0.12 + attempt * 0.013)
        child.send_signal(signal.SIGKILL)
        child.wait()
        if target.exists():
            data = target.read_bytes()
            assert len(data) == 400_000
            assert len(set(data)) == 1
    assert target.exists()
