"""Which editions there are, what each printed, and which of them printed a fact."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from briefs.model.errors import UsageError
from briefs.model.guess import did_you_mean
from briefs.model.ledger import Entry, Event, Series
from briefs.model.project import Format
from briefs.model.record import RecordedFact
from briefs.model.seal import first_revision
from briefs.publish.editions.disk import digest, read
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records


@dataclass(frozen=True, slots=True)
class IssuedEdition:
    """An edition as the ledger knows it.

    Attributes:
        entries: Its lines, the oldest first.
        newest: The number of the newest edition of its series.
    """

    entries: tuple[Entry, ...]
    newest: int

    @property
    def made(self) -> Entry:
        """The line by which it was issued, or built again the last time."""
        return next(one for one in reversed(self.entries) if one.numbers)

    @property
    def issued(self) -> Entry:
        """The line by which it was issued."""
        return next((one for one in self.entries if one.event is Event.ISSUED), self.made)

    @property
    def files_made(self) -> dict[str, Entry]:
        """The line by which each of its files was made the last time, by the file's path."""
        return {path: one for one in self.entries if one.numbers for path in one.files}

    @property
    def record(self) -> str:
        """SHA-256 of its record: that of its PDF, where it has one, which knows its pages."""
        made = [one for one in self.entries if one.numbers]
        of_pdf = [one for one in made if any(path.endswith(f".{Format.PDF}") for path in one.files)]
        return (of_pdf or made)[-1].record

    @property
    def series(self) -> Series:
        """What its number counts through."""
        return self.made.series

    @property
    def number(self) -> int:
        """Its number."""
        return self.made.edition

    @property
    def name(self) -> str:
        """What it is called: ``brief/audience.locale@2``."""
        return f"{self.series.name}@{self.number}"

    @property
    def current(self) -> bool:
        """Whether it is the newest edition of its series."""
        return self.number == self.newest

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 of each of its files as the ledger gave it last, by path."""
        return {path: name for one in self.entries for path, name in one.files.items()}

    @property
    def corrections(self) -> tuple[Entry, ...]:
        """The lines that say that a fact which it printed was wrong."""
        return tuple(one for one in self.entries if one.event is Event.CORRECTED)

    def wrong(self, fact: str = "") -> tuple[str, ...]:
        """Ids of the facts that it printed and that were wrong.

        Args:
            fact: Only this one.
        """
        named = {name for one in self.corrections for name in one.facts}
        return tuple(sorted(name for name in named if fact in {"", name}))

    def plain(self) -> dict[str, Any]:
        """It as plain data, without its lines."""
        made = self.made
        return {
            **self.series._asdict(),
            "name": self.series.name,
            "topic": made.topic,
            "edition": self.number,
            "current": self.current,
            "wrong": self.wrong(),
            "files": self.files,
            "record": self.record,
            "fact_base": made.fact_base,
        }


class Glance(NamedTuple):
    """What a list says of a record.

    Attributes:
        title: The edition's title.
        built_on: The day on which it was built, as it is written.
        facts: How many facts it prints.
        pages: How many pages it has; 0 of a web page.
    """

    title: str
    built_on: str
    facts: int
    pages: int


class Printing(NamedTuple):
    """A fact in an edition.

    Attributes:
        edition: The edition.
        built_on: The day on which it was built, as it is written.
        fact: The fact as it was printed.
    """

    edition: IssuedEdition
    built_on: str
    fact: RecordedFact


def list_editions(ledger: Ledger) -> list[IssuedEdition]:
    """Every edition that was issued, by name and number."""
    lines: dict[tuple[Series, int], list[Entry]] = {}
    newest: dict[Series, int] = {}
    for entry in ledger.entries():
        lines.setdefault((entry.series, entry.edition), []).append(entry)
        if entry.numbers:
            newest[entry.series] = entry.edition
    editions = [
        IssuedEdition(tuple(own), newest[series])
        for (series, _), own in lines.items()
        if any(one.numbers for one in own)
    ]
    return sorted(editions, key=lambda one: (one.series.name, one.series.paper, one.number))


def formats_in_place(ledger: Ledger) -> dict[Series, list[Format]]:
    """What the current edition of each series is there as, of those that are there."""
    found: dict[Series, list[Format]] = {}
    for one in list_editions(ledger):
        for path in one.files_made if one.current else ():
            if ledger.holding(path) in one.entries and (ledger.folder / path).is_file():
                found.setdefault(one.series, []).append(Format(path.rpartition(".")[2]))
    return found


def find_edition(ledger: Ledger, wanted: str) -> IssuedEdition:
    """The edition that is meant.

    Args:
        ledger: The ledger.
        wanted: A file of an edition, wherever it lies, or a name: ``brief/audience.locale``, with
            ``@2`` for one that is not the newest.

    Raises:
        UsageError: If the ledger does not know it.
    """
    editions = list_editions(ledger)
    if Path(wanted).is_file():
        return _of_file(ledger, editions, Path(wanted))
    name, at, number = wanted.partition("@")
    name = name.removesuffix(".pdf").removesuffix(".html")
    named = [one for one in editions if one.series.name == name]
    if not named:
        names = sorted({one.series.name for one in editions})
        raise UsageError(
            f'no edition "{name}" was issued',
            did_you_mean(name, names, "run briefs editions list to see which there are"),
        )
    found = [one for one in named if (str(one.number) == number if at else one.current)]
    if not found:
        numbers = ", ".join(str(one.number) for one in named)
        raise UsageError(f"{name} has no edition {number}", f"it has {numbers}")
    return max(found, key=lambda one: one.made.line)


def _of_file(ledger: Ledger, editions: Iterable[IssuedEdition], path: Path) -> IssuedEdition:
    data = read(path) or b""
    entry = ledger.with_file(digest(data))
    if entry is None:  # another program may have added a signature
        entry = ledger.with_file(digest(first_revision(data) or b""))
    for one in editions:
        if entry is not None and (one.series, one.number) == (entry.series, entry.edition):
            return one
    raise UsageError(
        f"the ledger does not know the file {path}", "briefs verify tells what can be said of it"
    )


def glance(records: Records, edition: IssuedEdition) -> Glance | None:
    """What a list says of an edition's record; None if it is not stored.

    Raises:
        EngineError: If the record is damaged.
    """
    data = records.get(edition.record)
    if data is None:
        return None
    record = json.loads(data)
    return Glance(
        record["title"], record["built_on"], len(record["facts"]), len(record.get("pages", ()))
    )


def printings(
    records: Records, editions: Iterable[IssuedEdition], fact: str
) -> tuple[list[Printing], list[IssuedEdition]]:
    """Where a fact was printed; and the editions whose record is not stored to tell.

    Args:
        records: The store of records.
        editions: The editions to look at.
        fact: The fact's id.

    Raises:
        EngineError: If a record is damaged.
    """
    found: list[Printing] = []
    unknown: list[IssuedEdition] = []
    named = f'"id":{json.dumps(fact, ensure_ascii=False)}'.encode()
    for edition in editions:
        data = records.get(edition.record)
        if data is None:
            unknown.append(edition)
        elif named in data:
            record = json.loads(data)
            found += [
                Printing(edition, record["built_on"], RecordedFact.model_validate(one))
                for one in record["facts"]
                if one["id"] == fact
            ]
    return found, unknown


def printed_facts(records: Records, editions: Iterable[IssuedEdition]) -> Iterator[str]:
    """Ids of the facts that editions printed, each at least once."""
    for edition in editions:
        data = records.get(edition.record)
        for fact in json.loads(data)["facts"] if data else ():
            yield fact["id"]
