"""The ledger: a line for whatever happened to an edition, each bound to the line before.

It is only ever added to. Several runs, and several threads of one, may read and write it at once:
who writes holds a lock, and reads first what the others have written.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from briefs.model.errors import EngineError
from briefs.model.ledger import FIRST, Entry, Event, NewEntry, Series
from briefs.model.output_folder import LEDGER, SUPERSEDED
from briefs.publish import clock
from briefs.publish.editions.disk import changing, digest, sync_folder
from briefs.publish.editions.lines import faults, split, written

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".ledger.lock"

_PATIENCE = 120
"""Seconds to wait for another run, which holds the lock for a fraction of one."""

_POLL = 0.01


class Overtaken(Exception):
    """Another run has issued an edition of the same series meanwhile.

    Attributes:
        latest: The line of its latest edition.
    """

    def __init__(self, latest: Entry | None) -> None:
        self.latest = latest
        super().__init__("another run has issued an edition of this series meanwhile")


@dataclass(slots=True)
class _Known:
    """What was read of a ledger so far.

    Attributes:
        file: Tells a file from another one that took its place.
        size: How many of its bytes.
        ended: Whether they end with a line break.
        previous: SHA-256 of the last line.
        entries: Its entries, the oldest first.
    """

    file: tuple[int, int] | None = None
    size: int = 0
    ended: bool = True
    previous: str = FIRST
    entries: list[Entry] = field(default_factory=list)
    series: dict[Series, list[Entry]] = field(default_factory=dict)
    latest: dict[Series, Entry] = field(default_factory=dict)
    paths: dict[str, list[Entry]] = field(default_factory=dict)
    files: dict[str, Entry] = field(default_factory=dict)

    def add(self, entry: Entry, line: bytes) -> None:
        """Take in a line."""
        self.previous = digest(line)
        self.entries.append(entry)
        self.series.setdefault(entry.series, []).append(entry)
        if entry.numbers:
            self.latest[entry.series] = entry
        for path, file in entry.files.items():
            self.paths.setdefault(path, []).append(entry)
            self.files[file] = entry


class Ledger:
    """The ledger of an output folder. Threads may share it.

    A ledger that is broken is neither read nor added to: whatever asks gets an EngineError that
    names the line.

    Args:
        folder: The output folder.
        now: Says what time it is, in UTC.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = clock.now) -> None:
        self.folder = folder
        self.path = folder / LEDGER
        self._now = now
        self._known = _Known()
        self._reading = threading.RLock()
        self._writing = threading.RLock()

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, the oldest first."""
        with self._read() as known:
            return tuple(known.entries)

    def of(self, series: Series) -> tuple[Entry, ...]:
        """Every entry of a series, the oldest first."""
        with self._read() as known:
            return tuple(known.series.get(series, ()))

    def latest(self, series: Series) -> Entry | None:
        """The line by which the latest edition of a series was issued, or built again."""
        with self._read() as known:
            return known.latest.get(series)

    def issued(self, series: Series, number: int) -> Entry | None:
        """The line by which an edition was issued, or built again the last time."""
        found = (one for one in reversed(self.of(series)) if one.numbers)
        return next((one for one in found if one.edition == number), None)

    def about(self, path: str) -> tuple[Entry, ...]:
        """Every entry that gives the file at a path a hash, the oldest first.

        Args:
            path: Below the folder, with slashes.
        """
        with self._read() as known:
            return tuple(known.paths.get(path, ()))

    def holding(self, path: str) -> Entry | None:
        """The last entry that gives the file at a path a hash."""
        return next(reversed(self.about(path)), None)

    def outdated(self) -> tuple[str, ...]:
        """The paths of files whose edition was replaced by one that has no such file."""
        with self._read() as known:
            return tuple(
                path
                for path, entries in known.paths.items()
                if entries[-1].edition < known.latest[entries[-1].series].edition
                and not path.startswith(f"{SUPERSEDED}/")
            )

    def with_file(self, name: str) -> Entry | None:
        """The last entry that gives any file a SHA-256."""
        with self._read() as known:
            return known.files.get(name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from writing, to read, decide and write as one. May be nested.

        Raises:
            EngineError: If another run does not let go, or the folder cannot be written to.
        """
        with self._writing:
            self._acquire()
            try:
                yield
            finally:
                self._lock.release()

    def confirm(self, new: NewEntry) -> None:
        """See that an edition still has the number that it would be given now.

        Raises:
            Overtaken: If another run was faster.
        """
        latest = self.latest(new.series)
        if not _follows(new, latest):
            raise Overtaken(latest)

    def append(self, new: Sequence[NewEntry]) -> tuple[Entry, ...]:
        """Write entries, all at once; on the disk when this returns.

        Raises:
            Overtaken: If one of them has a number that its series has gone past; none is written.
            EngineError: If they cannot be written; the ledger is as it was.
        """
        with self.locked(), self._read() as known:
            latest = dict(known.latest)
            previous, at = known.previous, self._now()
            lines: list[tuple[Entry, bytes]] = []
            for number, one in enumerate(new, len(known.entries) + 1):
                if not _follows(one, latest.get(one.series)):
                    raise Overtaken(latest.get(one.series))
                entry, line = written(one, number, previous, at)
                lines.append((entry, line))
                previous = digest(line)
                if entry.numbers:
                    latest[entry.series] = entry
            try:
                self._write(b"".join(line + b"\n" for _, line in lines))
                for entry, line in lines:
                    known.add(entry, line)
            except BaseException:
                self._known = _Known()  # whatever was written is read anew
                raise
            return tuple(entry for entry, _ in lines)

    @cached_property
    def _lock(self) -> BaseFileLock:
        from filelock import FileLock  # here, since who only reads needs none

        return FileLock(self.folder / LOCK, timeout=_PATIENCE, poll_interval=_POLL)

    def _acquire(self) -> None:
        from filelock import Timeout

        with changing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire()
            except Timeout:
                raise EngineError(
                    f"another run has held {self.folder / LOCK} for {_PATIENCE} seconds",
                    "wait until that run is done, or end it: the lock goes with it",
                ) from None

    @contextmanager
    def _read(self) -> Iterator[_Known]:
        with self._reading:
            try:
                self._refresh()
            except OSError as error:
                raise EngineError(
                    f"{self.path} cannot be read: {error.strerror or error}",
                    "see to its permissions",
                ) from error
            yield self._known

    def _refresh(self) -> None:
        """Take in what was added since the last time; all of it if the file is another one."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            self._known = _Known()
            return
        with file:
            status = os.fstat(file.fileno())
            identity = (status.st_dev, status.st_ino)
            if self._known.file != identity or status.st_size < self._known.size:
                self._known = _Known(identity)
            if status.st_size > self._known.size:
                file.seek(self._known.size)
                self._take(file.read())

    def _take(self, data: bytes) -> None:
        known = self._known
        if not known.ended and data.startswith(b"\n"):
            data, known.size, known.ended = data[1:], known.size + 1, True
        lines, whole = split(data)
        for line in lines:
            number = len(known.entries) + 1
            entry, wrong = faults(line, number, known.previous)
            if entry is None or wrong:
                raise EngineError(
                    f"{self.path}:{number} is broken: {wrong[0]}",
                    "briefs editions check tells all that is wrong; put back a copy of the ledger",
                )
            known.add(entry, line)
            known.ended = whole > len(line)
            known.size += len(line) + known.ended
            whole -= len(line) + known.ended

    def _write(self, data: bytes) -> None:
        """Add lines behind what was read; what stands there is the torn end of a killed run."""
        known = self._known
        start = known.size
        data = data if known.ended else b"\n" + data
        with changing(self.path), self.path.open("ab", buffering=0) as file:
            file.truncate(start)
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except BaseException:
                with suppress(OSError):
                    file.truncate(start)
                raise
            status = os.fstat(file.fileno())
        if not start:
            sync_folder(self.folder)
        known.file = (status.st_dev, status.st_ino)
        known.size, known.ended = start + len(data), True


def _follows(new: NewEntry, latest: Entry | None) -> bool:
    """Whether an edition follows the latest one of its series."""
    if latest is None or not new.numbers:
        return True
    if new.event is Event.REBUILT:
        return (new.edition, new.content) == (latest.edition, latest.content)
    return new.edition > latest.edition and new.supersedes == latest.edition
