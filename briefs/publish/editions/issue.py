"""Decide what becomes of an edition: it stands as it is, is set again, or is issued anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from briefs.model.changes import changes
from briefs.model.issue import Issue
from briefs.model.ledger import Entry, Event
from briefs.model.record import Change, ChangeKind, Record, RecordedFact, read_record
from briefs.publish.editions.disk import digest
from briefs.publish.editions.records import Records


class Action(StrEnum):
    """What is done with an edition, or with a file that it had not been made as: it is added."""

    ISSUE = "new edition"
    REBUILD = "set again"
    ADD = "added"
    KEEP = "unchanged"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger says of one series.

    Attributes:
        entries: Its lines, the oldest first.
        records: The store of its editions' records.
    """

    entries: Sequence[Entry]
    records: Records

    @property
    def latest(self) -> Entry | None:
        """The line that made the current edition."""
        return next((entry for entry in reversed(self.entries) if entry.numbers), None)

    @property
    def made(self) -> frozenset[str]:
        """The files that the current edition was made as."""
        latest = self.latest
        own = (one for one in self.entries if latest and one.edition == latest.edition)
        return frozenset(file for one in own if one.numbers for file in one.files)

    def holding(self, file: str, *, made: bool = False) -> Entry | None:
        """The last line that gives a file a hash; the last by which it was made, if so asked."""
        for entry in reversed(self.entries):
            if file in entry.files and (entry.numbers or not made):
                return entry
        return None

    def pending(self) -> Iterator[Entry]:
        """Corrections that no edition has told its readers of yet, the newest first."""
        for entry in reversed(self.entries):
            if entry.event is Event.ISSUED:
                return
            if entry.event is Event.CORRECTED:
                yield entry

    def record(self, number: int) -> Record | None:
        """The record of an edition; None where it is not stored any more."""
        for entry in reversed(self.entries):
            if entry.edition == number and entry.numbers:
                data = self.records.get(entry.record)
                return None if data is None else read_record(data)
        return None


def decide(
    history: History, content: str, build: str, files: Sequence[str], folder: Path
) -> tuple[Action, Sequence[str]]:
    """What is to be done with an edition, and for which of its files.

    A file that somebody has signed is not set again only because the engines are newer.

    Args:
        history: What the ledger says of its series.
        content: The key of its content.
        build: The key of its files.
        files: The files that are wanted, by their path below the folder.
        folder: The output folder.
    """
    latest = history.latest
    if latest is None or latest.content != content or any(history.pending()):
        return Action.ISSUE, files
    wanted = [file for file in files if not _stands(history, latest, file, build, folder)]
    return (Action.REBUILD, wanted) if wanted else (Action.KEEP, ())


def _stands(history: History, latest: Entry, file: str, build: str, folder: Path) -> bool:
    """Whether a file of the latest edition is in place as it would be made now."""
    made, held = history.holding(file, made=True), history.holding(file)
    if made is None or held is None or made.edition != latest.edition:
        return False
    if made.build != build and held.event is not Event.SIGNED:
        return False
    try:
        return digest((folder / file).read_bytes()) == held.files[file]
    except OSError:
        return False


def next_issue(history: History, record: Record, fact_base: str, first: int, today: date) -> Issue:
    """What the pages of the next edition say of it.

    Args:
        history: What the ledger says of its series.
        record: What it prints, not numbered yet.
        fact_base: The hash of the fact base.
        first: The least number that it may have.
        today: The day of the build.
    """
    latest = history.latest
    if latest is None:
        return Issue(first, fact_base, first - 1, (), today)
    old = history.record(latest.edition)
    told = tuple(_since(old, record, history)) if old else ()
    return Issue(max(latest.edition + 1, first), fact_base, latest.edition, told, today)


def same_issue(history: History, today: date) -> Issue:
    """What the pages of the latest edition say of it, when it is set again."""
    latest = history.latest
    assert latest is not None  # there is one that stands  # noqa: S101
    record = history.record(latest.edition)
    if record is None:
        return Issue(latest.edition, latest.fact_base, latest.supersedes or 0, (), today)
    return Issue(
        record.edition, record.fact_base, record.replaces or 0, record.changes, record.built_on
    )


def _since(old: Record, new: Record, history: History) -> Iterator[Change]:
    """What changed, first the corrections that readers have not been told of."""
    wrong = {name: entry for entry in history.pending() for name in entry.facts}
    reasons = {name: entry.reason or "" for name, entry in wrong.items()}
    found = changes(old, new, corrections=reasons)
    told = {change.fact for change in found}
    for name, entry in wrong.items():
        before = _fact(history.record(entry.edition), name)
        if name not in told and before is not None:  # an edition in between had it right already
            yield Change(
                fact=name,
                kind=ChangeKind.CORRECTED,
                old=before,
                new=_fact(new, name),
                reason=entry.reason,
            )
    yield from found


def _fact(record: Record | None, name: str) -> RecordedFact | None:
    return next((fact for fact in record.facts if fact.id == name), None) if record else None
