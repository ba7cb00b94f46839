"""A child process that we start warm, talk to, watch and kill.

Neither WeasyPrint nor Kaleido can be stopped from within: both swallow exceptions, and Chrome may
freeze. So each runs in a process of its own, the deadline belongs to the parent, and it ends in a
kill of the whole session. What the engines are asked and how they answer is left to the modules
that own them.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

import psutil

Message = dict[str, Any]
Handler = Callable[[Message, tuple[bytes, ...]], tuple[Message, Sequence[bytes]]]

_LIVE: weakref.WeakSet[EngineProcess] = weakref.WeakSet()
_PASSED_ON = (
    "PATH", "HOME", "VIRTUAL_ENV", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "SOURCE_DATE_EPOCH",
    "BROWSER_PATH", "XDG_CACHE_HOME", "DYLD_FALLBACK_LIBRARY_PATH", "LD_LIBRARY_PATH",
)  # fmt: skip


class EngineFailure(Exception):
    """A child could not do its work and is gone. ``log`` is the end of what it printed."""

    def __init__(self, message: str, log: str = "") -> None:
        self.log = log
        super().__init__(message)


class EngineTimeout(EngineFailure):
    """The child did not answer within its deadline and was killed."""


class EngineDied(EngineFailure):
    """The child ended by itself."""


class EngineRefused(Exception):
    """The child refused this piece of work and goes on: the error's type and words."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text
        super().__init__(f"{kind}: {text}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child answered: plain data, and bytes beside it."""

    message: Message
    blobs: tuple[bytes, ...]


def clean_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of an engine: no proxy, no secret, one locale, our own package."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {name: value for name, value in os.environ.items() if name.startswith("BRIEFS_")}
    package = str(Path(__file__).resolve().parents[2])
    return {**environment, "LC_ALL": "C.UTF-8", "PYTHONPATH": package, **extra}


class EngineProcess:
    """One child, started when first needed, and anew after a kill.

    Args:
        module: The module that serves in the child, run with ``python -m``.
        environment: The child's environment (:func:`clean_environment`).
        name: What the child is called in messages.
        start_seconds: How long it may take to warm up.
    """

    def __init__(
        self, module: str, environment: Mapping[str, str], *, name: str, start_seconds: float
    ) -> None:
        self.module = module
        self.environment = dict(environment)
        self.name = name
        self.start_seconds = start_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._folder: Path | None = None
        self._ready = False
        self._closed = False
        _LIVE.add(self)

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, if it is running."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start the child and return at once; it warms up meanwhile."""
        if self._child is not None:
            return
        if self._closed:
            raise EngineDied(f"{self.name} is closed")
        ours, theirs = socket.socketpair()
        self._folder = Path(tempfile.mkdtemp(prefix="briefs-"))
        with theirs, (self._folder / "log").open("wb") as log:
            self._child = subprocess.Popen(  # noqa: S603 - our own module
                # -P: what lies in the working folder is the project's, not to be imported
                [sys.executable, "-P", "-m", self.module, str(theirs.fileno()), str(os.getpid())],
                env={**self.environment, "TMPDIR": str(self._folder)},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._line = Connection(ours.detach())
        self._ready = False

    def call(self, message: Message, blobs: Sequence[bytes] = (), *, seconds: float) -> Reply:
        """Ask the child, and wait for its answer no longer than the deadline.

        Raises:
            EngineTimeout: If it was killed at the deadline.
            EngineDied: If it ended by itself.
            EngineRefused: If it refused this piece of work; it is still there.
        """
        self.start()
        if not self._ready:
            with self._deadline(self.start_seconds, "start") as line:
                self._receive(line)
                self._ready = True
        with self._deadline(seconds, "answer") as line:
            _send(line, message, blobs)
            reply = self._receive(line)
            received = tuple(line.recv_bytes() for _ in range(reply.pop("blobs", 0)))
        if "refused" in reply:
            raise EngineRefused(*reply["refused"])
        return Reply(reply, received)

    def close(self) -> None:
        """End the child for good."""
        self._closed = True
        self.kill()

    def kill(self) -> None:
        """End the child, all that it started, and its temporary folder; a call starts it anew."""
        child, self._child = self._child, None
        if child is not None:
            _kill_session(child.pid)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(10)
        if self._line is not None:
            _hang_up(self._line)
            self._line.close()
            self._line = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    @contextlib.contextmanager
    def _deadline(self, seconds: float, what: str) -> Iterator[Connection]:
        """Talk to the child; at the deadline it is killed, which ends the talk at any point.

        A frozen child neither reads what is sent nor finishes an answer that it began. A talk
        that broke off, by an interrupt too, leaves no child whose answer the next call would get.
        """
        child, line = self._child, self._line
        if child is None or line is None:
            raise EngineDied(f"{self.name} is closed")
        late = threading.Event()

        def end() -> None:
            late.set()
            _kill_session(child.pid)
            _hang_up(line)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield line
        except (EOFError, OSError) as error:
            timer.cancel()
            timer.join()  # if it is killing, until all are gone
            log = self._log()
            self.kill()
            if late.is_set():
                message = f"{self.name} did not {what} within {seconds:g} s"
                raise EngineTimeout(message, log) from error
            raise EngineDied(f"{self.name} ended unexpectedly", log) from error
        except BaseException:
            timer.cancel()
            timer.join()
            self.kill()
            raise
        finally:
            timer.cancel()

    @staticmethod
    def _receive(line: Connection) -> Message:
        message: Message = json.loads(line.recv_bytes())
        return message

    def _log(self) -> str:
        """The end of what the child printed."""
        if self._folder is None:
            return ""
        with contextlib.suppress(OSError):
            return (self._folder / "log").read_text("utf-8", "replace")[-2000:].strip()
        return ""


def serve(
    handler: Handler,
    warm_up: Callable[[], None],
    tidy_up: Callable[[], object] = lambda: None,
) -> NoReturn:
    """The child's side: warm up, then answer until the parent is gone.

    An exception of the handler is an answer too; the child goes on. Raise SystemExit to end.

    Args:
        handler: Answers a question.
        warm_up: Called before the first question.
        tidy_up: Called after each answer was sent, while nobody waits for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    parent = int(sys.argv[2])
    threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()
    try:
        warm_up()
        _answer_all(Connection(int(sys.argv[1])), handler, tidy_up)
        _end_session()
    finally:
        if os.getppid() != parent:
            _end_session()


def _answer_all(line: Connection, handler: Handler, tidy_up: Callable[[], object]) -> None:
    """Answer until the line is cut."""
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _send(line, {"ready": True}, ())
        while True:
            message = json.loads(line.recv_bytes())
            blobs = tuple(line.recv_bytes() for _ in range(message.pop("blobs", 0)))
            try:
                reply, answer = handler(message, blobs)
            except Exception as error:  # noqa: BLE001 - it is the answer
                reply, answer = {"refused": [type(error).__name__, str(error)]}, ()
            _send(line, reply, answer)
            del reply, answer, message, blobs
            tidy_up()


def _outlive_nobody(parent: int) -> None:
    """Once the parent is gone, end this session, Chrome included, whatever it is doing."""
    while os.getppid() == parent:
        time.sleep(0.5)
    _end_session()


def _end_session() -> NoReturn:
    """End all that this process started, then its folder, then itself: the parent is gone."""
    leader = os.getpid()
    _kill_session(leader, but=leader)
    folder = Path(os.environ["TMPDIR"])
    for _ in range(20):  # the other thread may still be writing to it
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(0.05)
    os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _send(line: Connection, message: Message, blobs: Sequence[bytes]) -> None:
    line.send_bytes(json.dumps({**message, "blobs": len(blobs)}).encode())
    for blob in blobs:
        line.send_bytes(blob)


def _hang_up(line: Connection) -> None:
    """Wake whoever is talking on the line, though a stray should still hold its other end."""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(line.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)


def _kill_session(leader: int, but: int | None = None) -> None:
    """Kill every process of a session, stopped ones too, and what descends from its leader."""
    for _ in range(20):
        doomed = [process for process in _session(leader) if process.pid != but]
        if not doomed:
            return
        for process in doomed:
            with contextlib.suppress(psutil.Error):
                process.kill()
        end = time.monotonic() + 0.5  # in a container nobody may collect the dead: look, not wait
        while any(_alive(process) for process in doomed) and time.monotonic() < end:
            time.sleep(0.01)


def _session(leader: int) -> Sequence[psutil.Process]:
    found: dict[int, psutil.Process] = {}
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(leader)
        found = {child.pid: child for child in process.children(recursive=True)}
        found[leader] = process
    for pid in psutil.pids():
        with contextlib.suppress(OSError, psutil.Error):
            if os.getsid(pid) == leader:
                found[pid] = psutil.Process(pid)
    return [process for process in found.values() if _alive(process)]


def _alive(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


@atexit.register
def _kill_all() -> None:
    for engine in list(_LIVE):
        engine.close()
