"""Editions made of a few bytes, and programs that issue them until they are killed."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefs.model.errors import EngineError
from briefs.model.ledger import Entry, Event, NewEntry
from briefs.model.record import Record, record_bytes
from briefs.publish.editions.chain import check_chain
from briefs.publish.editions.ledger import Ledger, Overtaken
from briefs.publish.editions.staging import STAGED, issue, recover

ROOT = Path(__file__).resolve().parents[3]
NO_HASH = "0" * 64
BONUS = {
    "id": "signing-bonus",
    "kind": "amount",
    "value": "50000",
    "unit": "USD",
    "qualifier": "up to",
    "label": "signing bonus",
    "shown": ["up to $50,000"],
    "as_of": "2025-08-01",
    "review_by": "2025-10-01",
    "source": "gazette",
    "pages": [1],
}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def record(number: int = 1, replaces: int | None = None, **fields: Any) -> Record:
    """What an edition printed, in a few words."""
    plain = {
        "generator": "briefs 0.1.0",
        "brief": "pipes",
        "topic": "lead-pipes",
        "audience": "agency",
        "locale": "en-US",
        "paper": "letter",
        "title": "Lead pipes",
        "edition": number,
        "replaces": replaces,
        "built_on": "2025-08-15",
        "fact_base": sha256(b"facts"),
        "content": sha256(f"content {number}".encode()),
        "templates": {},
        "assets": {},
        "engines": {},
        "facts": [BONUS],
        "sources": [
            {
                "id": "gazette",
                "title": "Gazette",
                "publisher": "The Gazette",
                "kind": "news",
                "retrieved": "2025-08-01",
            }
        ],
        "pages": [{"numbers": ["50,000"]}],
    }
    return Record.model_validate({**plain, **fields})


def pdf(number: int, audience: str = "agency", size: int = 40_000) -> bytes:
    """The bytes of an edition, which tell it from every other one."""
    return b"%PDF-1.7\n" + f"{audience} {number} ".encode() * (size // 10) + b"\n%%EOF\n"


def new(printed: Record, files: Mapping[str, bytes], event: Event = Event.ISSUED) -> NewEntry:
    """What is to be written of an edition."""
    return NewEntry.of(
        printed,
        sha256(record_bytes(printed)),
        {path: sha256(data) for path, data in files.items()},
        event=event,
        build=sha256(b"build"),
        command="briefs build",
    )


def issue_one(ledger: Ledger, number: int, replaces: int | None = None, **fields: Any) -> Entry:
    """Issue an edition of a number."""
    printed = record(number, replaces, **fields)
    path = f"{printed.brief}/{printed.audience}.{printed.locale}.pdf"
    files = {path: pdf(number, printed.audience)}
    return issue(ledger, new(printed, files), files, record_bytes(printed))


def issue_next(ledger: Ledger, **fields: Any) -> Entry:
    """Issue the next edition, as often as another run takes its number away."""
    series = new(record(**fields), {}).series
    while True:
        latest = ledger.latest(series)
        number, replaces = (latest.edition + 1, latest.edition) if latest else (1, None)
        try:
            return issue_one(ledger, number, replaces, **fields)
        except Overtaken:
            continue


def note(number: int, event: Event = Event.CORRECTED, **fields: Any) -> NewEntry:
    """A line about an edition that was issued."""
    return NewEntry.model_validate({**new(record(number), {}, event).model_dump(), **fields})


def assert_whole(folder: Path, audiences: Sequence[str] = ("agency",)) -> dict[str, int]:
    """All is as a killed run must leave it; the newest number of each audience."""
    before = (folder / "ledger.jsonl").read_bytes() if (folder / "ledger.jsonl").exists() else b""
    for audience in audiences:
        target = folder / f"pipes/{audience}.en-US.pdf"
        issued = [one for one in Ledger(folder).entries() if one.audience == audience]
        if target.exists():  # it is a whole edition, and not one that the ledger does not know
            assert target.read_bytes() in {pdf(one.edition, audience) for one in issued}
        else:  # the very first one may wait to be put in place
            assert len(issued) <= 1, f"{target} is missing"
    ledger = Ledger(folder)
    recover(ledger)
    after = (folder / "ledger.jsonl").read_bytes() if (folder / "ledger.jsonl").exists() else b""
    assert before == after
    torn = len(before) - len(before[: before.rfind(b"\n") + 1])
    faults = check_chain(folder).faults
    assert [one.words.split(":")[0] for one in faults] == (["this line is torn"] if torn else [])
    left = [one for one in folder.rglob(".*") if one.name != ".ledger.lock"]
    assert left == [], left
    newest = {}
    for audience in audiences:
        numbers = [one.edition for one in ledger.entries() if one.audience == audience]
        assert numbers == list(range(1, len(numbers) + 1))
        newest[audience] = len(numbers)
        for number in numbers[:-1]:
            kept = folder / f"superseded/pipes/{audience}.en-US.{number}.pdf"
            assert kept.read_bytes() == pdf(number, audience)
        if numbers:
            assert (folder / f"pipes/{audience}.en-US.pdf").read_bytes() == pdf(
                numbers[-1], audience
            )
    return newest


# --- Programs, each in a process of its own ----------------------------------------------------


def append_many(folder: Path, count: int) -> None:
    """Read the latest number and write the next one, many times."""
    ledger = Ledger(folder)
    for _ in range(count):
        with ledger.locked():
            latest = ledger.latest(new(record(), {}).series)
            number = latest.edition + 1 if latest else 1
            ledger.append([new(record(number, latest and latest.edition), {})])


def issue_many(folder: Path, count: int) -> None:
    """Issue editions while others do the same."""
    ledger = Ledger(folder)
    for _ in range(count):
        issue_next(ledger)


def issue_until_killed(folder: Path) -> None:
    """Issue editions for two audiences, one after the other, for ever."""
    ledger = Ledger(folder)
    recover(ledger)
    while True:
        for audience in ("agency", "press"):
            issue_next(ledger, audience=audience)


def kill_at_random(folder: Path, count: int) -> None:
    """Let a child issue editions and kill it, as often as wanted; each time all must be whole."""
    chance = random.Random(5)
    seen = []
    for _ in range(count):
        child = os.fork()
        if not child:
            issue_until_killed(folder)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = [one.name for one in folder.rglob(".*") if one.name.startswith(STAGED)]
        seen.append(f"{sum(assert_whole(folder, ('agency', 'press')).values())}/{len(left)}")
    print("editions/left by the killed:", *seen)


def kill_at_every_step(folder: Path) -> None:
    """Issue the third edition in copies of a folder, killed before the first step, the second …

    Prints each step. A copy that was killed is ``folder/<step>``.
    """

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    _at_every_step(folder, die)


def fail_at_every_step(folder: Path) -> None:
    """The same with a disk that is full at the first step, the second …"""

    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    _at_every_step(folder, fail)


def _at_every_step(folder: Path, act: Callable[[], None]) -> None:
    base = folder / "base"
    ledger = Ledger(base)
    for _ in range(2):
        issue_next(ledger)
    for last in range(1, 200):
        copy = Path(shutil.copytree(base, folder / str(last)))
        sys.stdout.flush()
        child = os.fork()
        if not child:
            reached = _act_before(last, act)
            try:
                issue_next(Ledger(copy))
            except EngineError as error:
                if "No space left on device" not in error.message:
                    raise
            os._exit(0 if reached else 99)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) == 99:
            shutil.rmtree(copy)
            return
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    raise AssertionError("it never came to its end")


_STEPS = {"open", "os.rename", "os.link", "os.remove", "os.truncate", "os.mkdir", "os.chmod"}


def _act_before(last: int, act: Callable[[], None]) -> list[str]:
    """Act before the step of this number, counted from 1: a change of a name, or a sync.

    Returns:
        The step, as soon as it is reached.
    """
    done = 0
    reached: list[str] = []

    def step(name: str, what: object) -> None:
        nonlocal done
        done += 1
        if done == last:
            reached.append(name)
            os.write(1, f"{name} {what}\n".encode())
            act()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event != "open" or (isinstance(arguments[2], int) and arguments[2] & 3)
        if event in _STEPS and writes:
            step(event, arguments[0])

    def sync(descriptor: int) -> None:
        step("fsync", descriptor)
        own_sync(descriptor)

    own_sync, os.fsync = os.fsync, sync  # type: ignore[assignment]
    sys.addaudithook(hook)
    return reached


def fill_the_disk(folder: Path) -> None:
    """Issue editions until the disk is full."""
    ledger = Ledger(folder)
    try:
        for _ in range(500):
            issue_next(ledger)
    except EngineError as error:
        print(f"{error.message} | {error.mend}")
    else:
        raise AssertionError("the disk was never full")


def main(name: str, folder: str, *count: str) -> None:
    globals()[name](Path(folder), *map(int, count))


if __name__ == "__main__":
    main(*sys.argv[1:])
