"""Say of a file from anywhere whether it is an edition as issued, and whether it still holds.

The file alone proves that nobody altered it without care: its seal, its record and its text agree.
Who alters it with care makes all three anew; the ledger tells that, or a signature. What it says
may have changed since; the project tells that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefs.check.record import check_record
from briefs.model.errors import BriefsError, EngineError, UsageError
from briefs.model.freshness import Freshness
from briefs.model.ledger import Entry, Event, Series
from briefs.model.output_folder import OUTPUT
from briefs.model.read_back import Difference, DifferenceKind, ReadBack, Unreadable
from briefs.model.record import Change, ChangeKind, Record, RecordedSource, read_record
from briefs.publish import clock
from briefs.publish.check import calendar_of
from briefs.publish.editions.diff import Side, compare_sides
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.verdict import Since, State, Verdict, pronounced
from briefs.publish.project import OpenProject, open_project
from briefs.read.workspace import find_root
from briefs.render.read_back.reader import MAX_FILE, FileReader


def verify(
    files: Sequence[Path],
    *,
    project: Path | None = None,
    output: Path | None = None,
    trust: Sequence[Path] = (),
    today: date | None = None,
) -> Iterator[Verdict]:
    """What can be said of files, one verdict a file.

    Args:
        files: PDFs or web pages, wherever they are from.
        project: The project to compare them with; default: the nearest one above where we are, if
            there is one.
        output: The folder with the ledger; default: ``output/`` in the project, if there is one.
        trust: Files with certificates of the authorities whose word is taken for a signature.
        today: The day on which facts are due or not; default: that of ``SOURCE_DATE_EPOCH``, or
            today's.

    Raises:
        UsageError: If a file is not there, or the project that is named is none.
    """
    for path in (*files, *trust):
        if not path.is_file():
            raise UsageError(f"{path} is {'a folder' if path.is_dir() else 'not there'}")
    at_hand = _at_hand(project, output, today or clock.today())
    certificates = [_bytes(path) for path in trust]
    with FileReader() as reader:
        for path in files:
            yield _judged(path, reader, certificates, at_hand)


def _bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        UsageError: If it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What there is to compare a file with.

    Attributes:
        today: The day.
        project: The project, if there is one that can be read.
        ledger: The ledger, if there is one.
        missing: Why there is none of them.
    """

    today: date
    project: OpenProject | None
    ledger: Ledger | None
    missing: tuple[str, ...]


def _at_hand(project: Path | None, output: Path | None, today: date) -> _AtHand:
    missing: list[str] = []
    root: Path | None = None
    opened: OpenProject | None = None
    try:
        root = find_root(Path.cwd(), project)
        opened = open_project(root)
    except BriefsError:
        if project is not None and root is None:
            raise
        why = f"{root} cannot be read as a project" if root else "no project is at hand"
        missing.append(f"whether its facts have changed since: {why}")
    folder = output or (root / OUTPUT if root else None)
    ledger = Ledger(folder) if folder else None
    if ledger is None or not ledger.path.is_file():
        ledger, where = None, f" in {folder}" if folder else ""
        missing.append(
            f"whether it was issued, and whether a newer edition was: no ledger is at hand{where}"
        )
    return _AtHand(today, opened, ledger, tuple(missing))


def _judged(
    path: Path, reader: FileReader, certificates: Sequence[bytes], at_hand: _AtHand
) -> Verdict:
    try:
        if path.stat().st_size > MAX_FILE:
            return _unreadable(path, f"it is larger than {MAX_FILE >> 20} MB, which no brief is")
        read = reader.read(path.read_bytes(), certificates)
    except OSError as error:
        return _unreadable(path, error.strerror or str(error))
    except Unreadable as error:
        return _unreadable(path, str(error))
    if read.record is None:
        return _without_record(path, read)
    try:
        record = read_record(read.record)
    except (ValueError, RecursionError) as error:
        return _broken_record(path, read, str(error))
    return _Judge(path, read, record, at_hand).verdict()


def _unreadable(path: Path, why: str) -> Verdict:
    return Verdict(path, State.UNREADABLE, f"{path.name} cannot be read: {why}")


def _without_record(path: Path, read: ReadBack) -> Verdict:
    found = list(_bytes_altered(read))
    if read.sealed or read.marks:
        words = "its record was taken out: the metadata still name it"
        found.append(Difference(DifferenceKind.RECORD, words))
        sentence = f"{path.name} is not as it was issued: {words}"
        return Verdict(path, State.ALTERED, sentence, differences=tuple(found))
    sentence = f"{path.name} has no record in it: not made by briefs, or its record was taken out"
    return Verdict(path, State.NO_RECORD, sentence)


def _broken_record(path: Path, read: ReadBack, why: str) -> Verdict:
    if read.intact and _NEWER in why:
        return _unreadable(path, why)
    found = (*_bytes_altered(read), Difference(DifferenceKind.RECORD, why))
    sentence = f"{path.name} is not as it was issued: its record cannot be read"
    return Verdict(path, State.ALTERED, sentence, differences=found)


_NEWER = "newer briefs"


def _bytes_altered(read: ReadBack) -> Iterator[Difference]:
    """In what a file is altered as a file, whatever it says."""
    if not read.sealed:
        yield Difference(DifferenceKind.BYTES, "its seal was taken out")
    elif not read.intact:
        words = "its seal does not hold: its bytes are not those that were issued"
        yield Difference(DifferenceKind.BYTES, words)
    for words in read.damage:
        yield Difference(DifferenceKind.DAMAGE, words)


class _Judge:
    """Judges a file that has a record."""

    def __init__(self, path: Path, read: ReadBack, record: Record, at_hand: _AtHand) -> None:
        self.path = path
        self.read = read
        self.record = record
        self.at_hand = at_hand
        self.not_seen = list(read.unread)
        self.compared = False
        self.series = Series.of(record)

    def verdict(self) -> Verdict:
        """All that can be said of it."""
        entry, known = self._in_ledger()
        found = [*self._altered(), *self._otherwise_issued(entry, known=known)]
        since = self._since()
        verdict = Verdict(
            self.path,
            record=self.record,
            differences=tuple(found),
            additions=tuple(one for one in self.read.additions if one.allowed),
            signatures=self.read.signatures,
            entry=entry,
            since=since,
            not_seen=(*self.not_seen, *self.at_hand.missing),
        )
        return pronounced(
            verdict,
            ledger=self.at_hand.ledger is not None,
            project=self.at_hand.project is not None and self.compared,
        )

    def _altered(self) -> Iterator[Difference]:
        """In what the file is not as it was first written, or adds what it may not."""
        read = self.read
        yield from _bytes_altered(read)
        yield from check_record(self.record, read, closely=not read.intact)
        for one in read.additions:
            if not one.allowed:
                words = f"added since: {one.words}"
                yield Difference(DifferenceKind.ADDITION, words, one.page)
        for signature in read.signatures:
            if not signature.holds:
                yield Difference(DifferenceKind.SIGNATURE, signature.words)

    def _in_ledger(self) -> tuple[Entry | None, bool]:
        """The ledger's line of this very file, and whether it knows other editions of the brief."""
        ledger = self.at_hand.ledger
        if ledger is None:
            return None, False
        try:
            entry = ledger.with_file(self.read.sha256)
            if entry is None and self.read.intact:
                entry = ledger.with_file(self.read.original_sha256)
            return entry, bool(ledger.of(self.series))
        except EngineError as error:
            self.not_seen.append(f"whether it was issued: {error.message}")
            self.at_hand = replace(self.at_hand, ledger=None)
            return None, False

    def _otherwise_issued(self, entry: Entry | None, *, known: bool) -> Iterator[Difference]:
        """Whether the ledger has the edition, but not this file of it."""
        ledger, record = self.at_hand.ledger, self.record
        if ledger is None or entry is not None or not known or record.draft:
            return
        issued = ledger.issued(self.series, record.edition)
        if issued is None:
            words = f"the ledger has no edition {record.edition} of {self.series.name}"
        else:
            words = f"the ledger has other files of edition {record.edition} of {self.series.name}"
        yield Difference(DifferenceKind.LEDGER, words)

    def _since(self) -> Since:
        """What became of the edition since."""
        changes, new_sources = self._changes()
        known = {one.fact for one in changes}
        changes += [one for one in self._corrected() if one.fact not in known]
        old_sources = {source.id: source for source in self.record.sources}
        return Since(tuple(changes), old_sources, new_sources or old_sources, self._newer())

    def _changes(self) -> tuple[list[Change], dict[str, RecordedSource]]:
        """What became of its facts, and the sources that they are from now."""
        opened = self.at_hand.project
        if opened is None or not self._comparable(opened):
            return list(self._due()), {}
        now = Side(".", project=opened.content, corrections=self._corrections())
        groups = compare_sides(Side("", record=self.record), now, self.at_hand.today).groups
        changes = [one for group in groups for one in group.changes]
        changes += self._still_due(opened, {one.fact for one in changes})
        return changes, {name: one for group in groups for name, one in group.new_sources.items()}

    def _corrected(self) -> Iterator[Change]:
        """Facts of which the ledger says that they were wrong."""
        facts = {fact.id: fact for fact in self.record.facts}
        for name, reason in self._corrections().items():
            if name in facts:
                yield Change(fact=name, kind=ChangeKind.CORRECTED, old=facts[name], reason=reason)

    def _comparable(self, opened: OpenProject) -> bool:
        topic = opened.content.topics.get(self.record.topic)
        if topic is None:
            why = f'the project in {opened.root} has no topic "{self.record.topic}"'
        elif topic.incomplete & {"topic", "facts", "sources"}:
            why = f"the facts in {opened.root} cannot be read whole; run briefs check"
        else:
            self.compared = True
            return True
        self.not_seen.append(f"whether its facts have changed since: {why}")
        return False

    def _due(self) -> Iterator[Change]:
        """Facts that are due for a new look by the day that the record itself gives."""
        for fact in self.record.facts:
            if fact.review_by < self.at_hand.today:
                yield Change(fact=fact.id, kind=ChangeKind.STALE, old=fact, new=fact)

    def _still_due(self, opened: OpenProject, changed: set[str]) -> Iterator[Change]:
        """Facts that were printed past their review, and that nobody has looked at since."""
        topic = opened.content.topics[self.record.topic]
        calendar = calendar_of(opened.content, topic, self.at_hand.today)
        for fact in self.record.facts:
            now = topic.facts.get(fact.id)
            if not fact.stale or fact.id in changed or now is None:
                continue
            if calendar.state(now) is not Freshness.FRESH:
                yield Change(fact=fact.id, kind=ChangeKind.STALE, old=fact, new=fact)

    def _newer(self) -> int | None:
        """The number of the newest edition, where it is another one."""
        if self.at_hand.ledger is None:
            return None
        latest = self.at_hand.ledger.latest(self.series)
        if latest is None or latest.edition <= self.record.edition:
            return None
        return latest.edition

    def _corrections(self) -> dict[str, str]:
        """What was wrong with facts that the edition printed, by id, as the ledger tells it."""
        if self.at_hand.ledger is None:
            return {}
        return {
            fact: line.reason or ""
            for line in self.at_hand.ledger.of(self.series)
            if line.event is Event.CORRECTED and line.edition == self.record.edition
            for fact in line.facts
        }
