"""Engine processes: what they start they end, and a deadline holds whatever the child does."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from briefs.render.process import (
    EngineDied,
    EngineProcess,
    EngineRefused,
    EngineTimeout,
    clean_environment,
)

CHILD = """
import os, signal, struct, subprocess, sys, time
time.sleep(float(os.environ.get("BRIEFS_TEST_IMPORT", "0")))
from briefs.render.process import serve

STRAY = (
    "import subprocess as s, sys; print(s.Popen(['sleep', '600'], start_new_session=True, "
    "pass_fds=[int(sys.argv[1])], stdout=s.DEVNULL, stderr=s.DEVNULL).pid)"
)

def handle(message, blobs):
    match message["do"]:
        case "echo":
            return {"said": message["text"]}, [blob[::-1] for blob in blobs]
        case "refuse":
            raise ValueError("not this one")
        case "die":
            print("last words", file=sys.stderr, flush=True)
            os._exit(3)
        case "sleep":
            time.sleep(message["seconds"])
        case "freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "spawn":
            helper = subprocess.Popen(["sleep", "600"])
            stray = subprocess.Popen(["sleep", "600"], start_new_session=True)
            os.kill(helper.pid, signal.SIGSTOP)
            return {"pids": [helper.pid, stray.pid]}, ()
        case "stray with the line":
            line = int(sys.argv[1])
            command = [sys.executable, "-c", STRAY, str(line)]
            pid = subprocess.run(command, pass_fds=[line], capture_output=True).stdout
            return {"pids": [int(pid)]}, ()
        case "break off":
            os.write(int(sys.argv[1]), struct.pack("!i", 5_000_000) + b"{")
            time.sleep(message["seconds"])
        case "environment":
            return {"environment": dict(os.environ)}, ()
    return {}, ()

if __name__ == "__main__":
    serve(handle, lambda: time.sleep(float(os.environ.get("BRIEFS_TEST_WARM_UP", "0"))))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "engine_child.py").write_text(CHILD, "utf-8")
    clean = clean_environment({})
    return clean | {"PYTHONPATH": f"{clean['PYTHONPATH']}{os.pathsep}{modules}"}


@pytest.fixture
def engine(environment: dict[str, str]):
    with EngineProcess("engine_child", environment, name="the child", start_seconds=10) as child:
        yield child


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until_gone(pids: list[int], seconds: float) -> list[int]:
    end = time.monotonic() + seconds
    while (left := [pid for pid in pids if lives(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def folder_of(engine: EngineProcess) -> Path:
    answer = engine.call({"do": "environment"}, seconds=5)
    return Path(answer.message["environment"]["TMPDIR"])


def test_message_and_bytes_come_back(engine: EngineProcess) -> None:
    reply = engine.call({"do": "echo", "text": "año"}, [b"abc", b"", b"x" * 3_000_000], seconds=5)
    assert reply.message == {"said": "año"}
    assert reply.blobs == (b"cba", b"", b"x" * 3_000_000)


def test_a_refusal_leaves_the_child_alive(engine: EngineProcess) -> None:
    engine.call({"do": "echo", "text": ""}, seconds=5)
    before = engine.pid
    with pytest.raises(EngineRefused, match="not this one") as caught:
        engine.call({"do": "refuse"}, seconds=5)
    assert caught.value.kind == "ValueError"
    engine.call({"do": "echo", "text": ""}, seconds=5)
    assert engine.pid == before


def test_a_death_is_told_with_the_last_words(engine: EngineProcess) -> None:
    with pytest.raises(EngineDied) as caught:
        engine.call({"do": "die"}, seconds=5)
    assert "last words" in caught.value.log
    assert engine.call({"do": "echo", "text": "again"}, seconds=5).message == {"said": "again"}


@pytest.mark.parametrize("do", ["sleep", "freeze", "break off"])
def test_the_deadline_ends_a_child_that_is_busy_frozen_or_stuck_in_its_answer(
    engine: EngineProcess, do: str
) -> None:
    engine.call({"do": "echo", "text": ""}, seconds=5)
    pid = engine.pid
    began = time.monotonic()
    with pytest.raises(EngineTimeout):
        engine.call({"do": do, "seconds": 60}, seconds=0.5)
    assert time.monotonic() - began < 3
    assert pid is not None
    assert not lives(pid)
    assert engine.call({"do": "echo", "text": "again"}, seconds=5).message == {"said": "again"}


def test_the_deadline_ends_what_the_child_started(engine: EngineProcess) -> None:
    folder = folder_of(engine)
    pids = engine.call({"do": "spawn"}, seconds=5).message["pids"]
    with pytest.raises(EngineTimeout, match=r"the child did not answer within 0\.5 s"):
        engine.call({"do": "sleep", "seconds": 60}, seconds=0.5)
    assert not [pid for pid in pids if lives(pid)]
    assert not folder.exists()


def test_the_deadline_holds_though_a_stray_keeps_the_line_open(engine: EngineProcess) -> None:
    """It left the session and its parent is gone: nobody can find it, or see the child's death."""
    (stray,) = engine.call({"do": "stray with the line"}, seconds=5).message["pids"]
    began = time.monotonic()
    try:
        with pytest.raises((EngineTimeout, EngineDied)):
            engine.call({"do": "die"}, seconds=1)
        assert time.monotonic() - began < 4
        assert engine.call({"do": "echo", "text": "x"}, seconds=5).message == {"said": "x"}
    finally:
        os.kill(stray, signal.SIGKILL)


def test_closing_ends_the_call_of_another_thread_and_starts_nothing(
    engine: EngineProcess,
) -> None:
    engine.call({"do": "echo", "text": ""}, seconds=5)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(engine.call, {"do": "sleep", "seconds": 60}, seconds=60)
        time.sleep(0.3)
        began = time.monotonic()
        engine.close()
        with pytest.raises(EngineDied):
            waiting.result(5)
        assert time.monotonic() - began < 3
    with pytest.raises(EngineDied, match="the child is closed"):
        engine.call({"do": "echo", "text": ""}, seconds=5)
    assert engine.pid is None


def test_a_slow_start_has_a_deadline_of_its_own(environment: dict[str, str]) -> None:
    environment["BRIEFS_TEST_WARM_UP"] = "60"
    engine = EngineProcess("engine_child", environment, name="the child", start_seconds=1)
    began = time.monotonic()
    with pytest.raises(EngineTimeout, match="start"):
        engine.call({"do": "echo", "text": ""}, seconds=30)
    assert time.monotonic() - began < 4


class GaveUp(BaseException):
    """The test's own alarm: no engine may take it for one of its errors."""


def test_the_deadline_holds_while_a_frozen_child_does_not_read(engine: EngineProcess) -> None:
    engine.call({"do": "echo", "text": ""}, seconds=5)
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGSTOP)

    def give_up(*_: object) -> None:
        raise GaveUp

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(4)
    try:
        with pytest.raises((EngineTimeout, EngineDied)):
            engine.call({"do": "echo", "text": ""}, [b"x" * 5_000_000], seconds=0.5)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_an_interrupted_call_does_not_answer_the_next(engine: EngineProcess) -> None:
    engine.call({"do": "echo", "text": ""}, seconds=5)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            engine.call({"do": "sleep", "seconds": 1}, seconds=5)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert engine.call({"do": "echo", "text": "mine"}, seconds=5).message == {"said": "mine"}


def test_kill_ends_stopped_helpers_and_strays_and_the_folder(engine: EngineProcess) -> None:
    folder = folder_of(engine)
    assert folder.is_dir()
    pids = engine.call({"do": "spawn"}, seconds=5).message["pids"]
    assert all(lives(pid) for pid in pids)
    engine.kill()
    assert not [pid for pid in pids if lives(pid)]
    assert not folder.exists()
    engine.kill()


def test_kill_ends_the_helpers_of_a_child_that_is_dead_already(engine: EngineProcess) -> None:
    folder = folder_of(engine)
    helper, stray = engine.call({"do": "spawn"}, seconds=5).message["pids"]
    os.kill(stray, signal.SIGKILL)  # it left the session, and its parent is about to go
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    assert not until_gone([engine.pid], 5)
    engine.kill()
    assert not lives(helper)
    assert not folder.exists()


def test_no_child_outlives_the_interpreter(environment: dict[str, str]) -> None:
    script = (
        "import os, json\n"
        "from briefs.render.process import EngineProcess\n"
        "engine = EngineProcess('engine_child', dict(os.environ), name='x', start_seconds=10)\n"
        "folder = engine.call({'do': 'environment'}, seconds=5).message['environment']['TMPDIR']\n"
        "pids = engine.call({'do': 'spawn'}, seconds=5).message['pids']\n"
        "print(json.dumps([engine.pid, *pids]), folder)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    pids, folder = done.stdout.strip().rsplit(" ", 1)
    assert not until_gone([int(pid) for pid in pids.strip("[]").split(",")], 1)
    assert not Path(folder).exists()


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_a_child_ends_when_its_parent_is_killed(environment: dict[str, str], busy: bool) -> None:
    script = (
        "import os, sys\n"
        "from briefs.render.process import EngineProcess\n"
        "engine = EngineProcess('engine_child', dict(os.environ), name='x', start_seconds=10)\n"
        "folder = engine.call({'do': 'environment'}, seconds=5).message['environment']['TMPDIR']\n"
        "print(engine.pid, folder, flush=True)\n"
        "if sys.argv[1] == 'True':\n"
        "    engine.call({'do': 'sleep', 'seconds': 600}, seconds=600)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(busy)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        time.sleep(0.3)
        parent.kill()
    left = until_gone([int(pid)], 3)
    for orphan in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(orphan, signal.SIGKILL)
    assert not left
    assert not Path(folder).exists()


def test_a_child_ends_when_its_parent_is_killed_before_it_is_up(
    environment: dict[str, str], tmp_path: Path
) -> None:
    script = (
        "import os, sys\n"
        "from briefs.render.process import EngineProcess\n"
        "engine = EngineProcess('engine_child', dict(os.environ), name='x', start_seconds=10)\n"
        "engine.start()\n"
        "print(engine.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    folders = tmp_path / "folders"
    folders.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment
        | {"BRIEFS_TEST_IMPORT": "0.5", "BRIEFS_TEST_WARM_UP": "60", "TMPDIR": str(folders)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert len(list(folders.iterdir())) == 1
        parent.kill()
    assert not until_gone([pid], 5)
    assert not list(folders.iterdir())


def test_the_environment_carries_no_proxy_and_no_secret(
    engine: EngineProcess, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "http_proxy", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "canary")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("BRIEFS_NOTE", "2")
    clean = clean_environment({"FONTCONFIG_FILE": "3"})
    assert "canary" not in clean.values()
    wanted = {"SOURCE_DATE_EPOCH": "1", "BRIEFS_NOTE": "2", "FONTCONFIG_FILE": "3"}
    assert wanted.items() <= clean.items()
    engine.environment = {**clean, "PYTHONPATH": environment["PYTHONPATH"]}
    seen = engine.call({"do": "environment"}, seconds=5).message["environment"]
    assert "canary" not in seen.values()


def test_a_module_in_the_working_folder_is_not_run(
    engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "psutil.py").write_text(f"open({str(project / 'ran')!r}, 'w').close()\n", "utf-8")
    monkeypatch.chdir(project)
    with contextlib.suppress(EngineDied):
        engine.call({"do": "echo", "text": ""}, seconds=5)
    assert not (project / "ran").exists()
