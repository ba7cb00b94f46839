"""The ledger: only added to, safe under parallel runs, nothing lost when a run is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import ValidationError

from briefs.model.edition import Edition
from briefs.model.errors import EngineError
from briefs.model.ledger import FIRST, Event, Series
from briefs.model.project import Paper
from briefs.publish.editions import ledger as module
from briefs.publish.editions.ledger import Ledger, Overtaken
from tests.publish.editions.issuing import (
    NO_HASH,
    ROOT,
    append_many,
    new,
    note,
    record,
    sha256,
)

AGENCY = Series("pipes", "agency", "en-US", Paper.LETTER)


def run(name: str, folder: Path, *arguments: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.publish.editions.issuing", name, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([*command, *map(str, arguments)], env=environment, text=True)


def filled(folder: Path, count: int = 3) -> Ledger:
    """A ledger with that many editions."""
    append_many(folder, count)
    return Ledger(folder)


# --- Reading and writing -----------------------------------------------------------------------


def test_a_folder_that_is_not_there_has_no_entries(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "output")
    assert ledger.entries() == ()
    assert ledger.latest(AGENCY) is None
    assert ledger.holding("pipes/agency.en-US.pdf") is None
    assert not (tmp_path / "output").exists()


def test_an_entry_gets_its_line_the_hash_before_the_time_and_a_seal(tmp_path: Path) -> None:
    moment = datetime(2025, 8, 15, 12, 30, 1, tzinfo=UTC)
    ledger = Ledger(tmp_path, lambda: moment)
    first, second = ledger.append([new(record(), {}), new(record(audience="press"), {})])
    (third,) = ledger.append([new(record(2, 1), {})])
    lines = (tmp_path / "ledger.jsonl").read_bytes().splitlines()
    assert [one.line for one in (first, second, third)] == [1, 2, 3]
    assert [one.previous for one in (first, second, third)] == [FIRST, *map(sha256, lines[:2])]
    assert {one.at for one in (first, second, third)} == {moment}
    for entry, line in zip((first, second, third), lines, strict=True):
        plain = json.loads(line)
        assert plain["seal"] == entry.seal == sha256(line.replace(entry.seal.encode(), b"0" * 64))
        assert plain["at"] == "2025-08-15T12:30:01Z"
        assert "recipient" not in plain  # what has its default is left out
    assert Ledger(tmp_path).entries() == (first, second, third)


def test_the_clock_is_in_utc_and_to_the_second(tmp_path: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    (entry,) = Ledger(tmp_path).append([new(record(), {})])
    assert entry.at.utcoffset() == timedelta(0)
    assert entry.at.microsecond == 0
    assert before <= entry.at <= datetime.now(timezone(timedelta(hours=5)))


def test_what_one_writes_another_reads(tmp_path: Path) -> None:
    one, other = Ledger(tmp_path), Ledger(tmp_path)
    one.append([new(record(), {})])
    assert other.latest(AGENCY) == one.latest(AGENCY)
    other.append([new(record(2, 1), {})])
    one.append([new(record(3, 2), {})])
    assert [entry.edition for entry in other.entries()] == [1, 2, 3]
    assert one.entries() == other.entries()


def test_a_ledger_that_was_put_aside_is_begun_anew(tmp_path: Path) -> None:
    ledger = filled(tmp_path, 2)
    assert ledger.entries()[-1].edition == 2
    (tmp_path / "ledger.jsonl").rename(tmp_path / "old.jsonl")
    assert ledger.entries() == ()
    (tmp_path / "old.jsonl").rename(tmp_path / "ledger.jsonl")
    assert ledger.entries()[-1].edition == 2
    (tmp_path / "ledger.jsonl").write_bytes(b"")
    assert ledger.append([new(record(), {})])[0].line == 1


def test_it_tells_editions_lines_and_files(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    path = "pipes/agency.en-US.pdf"
    first, second = {path: b"one"}, {path: b"two"}
    ledger.append([new(record(), first), new(record(audience="press"), {"p.pdf": b"p"})])
    rebuilt = new(record(), second, Event.REBUILT)
    ledger.append([rebuilt, note(1, facts=["signing-bonus"], reason="a typo")])
    ledger.append([new(record(2, 1), {"pipes/agency.en-US.html": b"web"})])
    lines = ledger.entries()
    assert ledger.of(AGENCY) == (lines[0], *lines[2:])
    assert ledger.latest(AGENCY) == lines[4]
    assert ledger.issued(AGENCY, 1) == lines[2]
    assert ledger.issued(AGENCY, 3) is None
    assert ledger.about(path) == (lines[0], lines[2])
    assert ledger.holding(path) == lines[2]
    assert ledger.with_file(sha256(b"one")) == lines[0]
    assert ledger.with_file(sha256(b"nobody's")) is None
    assert ledger.of(AGENCY._replace(paper=Paper.A4)) == ()


def test_a_series_is_that_of_the_edition_and_has_a_name() -> None:
    edition = Edition("pipes", "lead-pipes", "agency", "en-US", Paper.LETTER, large_print=True)
    series = Series.of(edition)
    assert f"{series.name}.pdf" == edition.file
    assert new(record(large_print=True), {}).series == series
    assert series._replace(recipient="adams").name == "pipes/agency.en-US.large-print.adams"


@pytest.mark.parametrize(
    "path", ["../up.pdf", "/root.pdf", "a//b.pdf", "a/./b.pdf", "a\\b.pdf", ""]
)
def test_a_path_that_leaves_the_folder_is_refused(path: str) -> None:
    with pytest.raises(ValidationError, match="below the ledger's folder"):
        new(record(), {path: b""})


# --- Numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "late",
    [
        new(record(1), {}),
        new(record(2), {}),
        new(record(2, 2), {}),
        new(record(3, 1), {}),
        new(record(2, 1), {}),
        new(record(1), {}, Event.REBUILT),
        new(record(2, content=NO_HASH), {}, Event.REBUILT),
    ],
    ids=["again", "no one before", "itself", "skips one", "same", "old again", "other content"],
)
def test_a_number_that_is_taken_is_not_written(tmp_path: Path, late: object) -> None:
    ledger = filled(tmp_path, 2)
    before = (tmp_path / "ledger.jsonl").read_bytes()
    with pytest.raises(Overtaken) as caught:
        ledger.append([new(record(audience="press"), {}), late])  # type: ignore[list-item]
    assert caught.value.latest == ledger.entries()[-1]
    assert (tmp_path / "ledger.jsonl").read_bytes() == before


def test_numbers_follow_within_one_writing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append([new(record(4, 3), {}), new(record(5, 4), {})])  # a topic may begin at any number
    with pytest.raises(Overtaken):
        ledger.append([new(record(6, 5), {}), new(record(6, 5), {})])
    assert [one.edition for one in ledger.entries()] == [4, 5]


def test_the_same_edition_may_be_built_again(tmp_path: Path) -> None:
    ledger = filled(tmp_path, 2)
    ledger.append([new(record(2, 1), {}, Event.REBUILT)])
    assert ledger.latest(AGENCY) == ledger.entries()[2]
    assert ledger.append([new(record(3, 2), {})])[0].line == 4


def test_parallel_runs_issue_no_number_twice_and_keep_the_chain(tmp_path: Path) -> None:
    children = [run("append_many", tmp_path, 50) for _ in range(8)]
    assert [child.wait() for child in children] == [0] * 8
    entries = Ledger(tmp_path).entries()  # this proves the chain
    assert [one.line for one in entries] == list(range(1, 401))
    assert [one.edition for one in entries] == list(range(1, 401))


def test_threads_share_a_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    numbers: list[int] = []

    def work(audience: str) -> None:
        series = AGENCY._replace(audience=audience)
        for number in range(1, 21):
            before = ledger.latest(series)
            assert (before.edition if before else 0) == number - 1
            printed = record(number, number - 1 or None, audience=audience)
            numbers.extend(one.line for one in ledger.append([new(printed, {})]))

    threads = [threading.Thread(target=work, args=(f"reader-{one}",)) for one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 121))
    assert len(Ledger(tmp_path).entries()) == 120


def test_a_run_that_never_lets_go_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = Ledger(tmp_path)
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with holder.locked():
            taken.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(60)
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    try:
        with pytest.raises(EngineError, match="another run has held") as caught:
            Ledger(tmp_path).append([new(record(), {})])
    finally:
        done.set()
        thread.join()
    assert "lock goes with it" in caught.value.mend
    assert Ledger(tmp_path).append([new(record(), {})])


# --- Torn, broken, unreadable, full ------------------------------------------------------------


def test_a_line_torn_at_any_byte_is_ignored_and_cut_off_by_the_next(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    path = tmp_path / "ledger.jsonl"
    whole = path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for end in range(start, len(whole) - 1):
        path.write_bytes(whole[:end])
        ledger = Ledger(tmp_path)
        assert [one.edition for one in ledger.entries()] == [1, 2]
        assert path.read_bytes() == whole[:end]  # who reads changes nothing
        if end % 40 == 0:
            ledger.append([new(record(3, 2), {})])
            assert path.read_bytes().startswith(whole[:start])
            assert [one.edition for one in Ledger(tmp_path).entries()] == [1, 2, 3]


def test_a_whole_last_line_without_its_line_break_is_kept(tmp_path: Path) -> None:
    reader = filled(tmp_path, 3)
    path = tmp_path / "ledger.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert [one.edition for one in Ledger(tmp_path).entries()] == [1, 2, 3]
    writer = Ledger(tmp_path)
    assert len(reader.entries()) == 3
    writer.append([new(record(4, 3), {})])
    assert path.read_bytes().startswith(whole)
    assert [one.edition for one in reader.entries()] == [1, 2, 3, 4]
    assert [one.edition for one in Ledger(tmp_path).entries()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [lines[0], lines[1].replace(b"briefs build", b"briefs Build"), lines[2]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0], b"", *lines[1:]],
        lambda lines: [lines[0], b"[]", lines[2]],
        lambda lines: [lines[0], b"\xff\xfe", lines[2]],
    ],
    ids=["edited", "taken out", "empty line", "no entry", "no text"],
)
def test_a_broken_ledger_is_neither_read_nor_added_to(
    tmp_path: Path, spoil: Callable[[list[bytes]], list[bytes]]
) -> None:
    filled(tmp_path, 3)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"\n".join(spoil(path.read_bytes().splitlines())) + b"\n")
    before = path.read_bytes()
    ledger = Ledger(tmp_path)
    for _ in range(2):
        with pytest.raises(EngineError, match=r"ledger\.jsonl:2 is broken") as caught:
            ledger.entries()
        with pytest.raises(EngineError, match=r"ledger\.jsonl:2 is broken"):
            ledger.append([new(record(9, 8), {})])
    assert "briefs editions check" in caught.value.mend
    assert path.read_bytes() == before


def test_a_ledger_that_cannot_be_read_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()
    with pytest.raises(EngineError, match=r"ledger\.jsonl cannot be read"):
        Ledger(tmp_path).entries()
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(EngineError, match="cannot be written"):
        Ledger(tmp_path / "taken").append([new(record(), {})])


def test_a_full_disk_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = filled(tmp_path, 2)
    before = (tmp_path / "ledger.jsonl").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(EngineError, match="No space left"):
            ledger.append([new(record(3, 2), {})])
    assert (tmp_path / "ledger.jsonl").read_bytes() == before
    assert ledger.append([new(record(3, 2), {})])[0].line == 3
    assert len(Ledger(tmp_path).entries()) == 3
