"""What the library has to show: every edition of a ledger, with its record and its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from briefs.model.errors import EngineError
from briefs.model.ledger import Entry, Series
from briefs.model.library import Fault, Library, OfferedFile, Shelf, ShelvedEdition
from briefs.model.project import Format
from briefs.model.record import Record, read_record
from briefs.publish.editions.disk import digest, read
from briefs.publish.editions.issued import IssuedEdition, list_editions
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.editions.staging import find_file
from briefs.publish.editions.stamp import Words, with_stamp
from briefs.render.append.increment import NotUpdatable


class Missing(NamedTuple):
    """A file that is not there any more as it was issued.

    Attributes:
        series: What it was a file of.
        number: Of which edition.
        path: Where it was issued, below the output folder.
        current: Whether that edition is the newest one.
    """

    series: Series
    number: int
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Stock:
    """The library and what lies on its shelves.

    Attributes:
        library: What there is.
        files: What each file is: its bytes, or where they lie, by its path below the site's
            folder.
        missing: Files that are not there any more as they were issued.
    """

    library: Library
    files: dict[str, bytes | Path] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()


def take_stock(ledger: Ledger, words: Words) -> Stock:
    """Every edition with its record and its files.

    A superseded PDF is offered with a stamp that says so: it has one already, or its copy gets
    one. Where a file or a record is not there any more, the edition is shown without it.

    Args:
        ledger: The ledger of the output folder.
        words: What the stamp says.

    Raises:
        EngineError: If the ledger is broken, a record is damaged, or a file cannot be read.
    """
    return _StockTaking(ledger, words).stock()


class _StockTaking:
    def __init__(self, ledger: Ledger, words: Words) -> None:
        self._ledger = ledger
        self._records = Records(ledger.folder)
        self._words = words
        self._files: dict[str, bytes | Path] = {}
        self._missing: list[Missing] = []

    def stock(self) -> Stock:
        """All of it."""
        entries = self._ledger.entries()
        series: dict[Series, list[IssuedEdition]] = {}
        for one in list_editions(self._ledger):
            series.setdefault(one.series, []).append(one)
        folders = _folders(entries)
        shelves = tuple(self._shelf(own, folders[one]) for one, own in series.items())
        library = Library(entries[0].seal if entries else "", shelves)
        return Stock(library, self._files, tuple(self._missing))

    def _shelf(self, own: list[IssuedEdition], folder: str) -> Shelf:
        editions = tuple(self._edition(one, own[-1], folder) for one in own)
        return Shelf(own[0].series, folder, editions)

    def _edition(self, one: IssuedEdition, newest: IssuedEdition, folder: str) -> ShelvedEdition:
        record = self._record(one, folder)
        offered: list[OfferedFile] = []
        missing: list[Format] = []
        for form in Format:
            for path in one.files_made:
                if path.endswith(f".{form.value}"):
                    file = self._file(one, newest, path, form, folder, record)
                    if file is None:
                        self._missing.append(Missing(one.series, one.number, path, one.current))
                        missing.append(form)
                    else:
                        offered.append(file)
        return ShelvedEdition(
            one.series,
            one.made.topic,
            one.number,
            folder,
            one.issued.at,
            max((line.at for line in one.corrections), default=None),
            one.current,
            one.made.fact_base,
            one.record,
            record,
            tuple(offered),
            tuple(missing),
            tuple(_faults(one)),
        )

    def _record(self, one: IssuedEdition, folder: str) -> Record | None:
        data = self._records.get(one.record)
        if data is None:
            return None
        path = self._records.path(one.record)
        try:
            record = read_record(data)
        except ValueError as error:
            raise EngineError(f"{path} cannot be read: {error}", "update briefs") from error
        self._files[f"{folder}/{one.number}/record.json"] = path
        return record

    def _file(
        self,
        one: IssuedEdition,
        newest: IssuedEdition,
        path: str,
        form: Format,
        folder: str,
        record: Record | None,
    ) -> OfferedFile | None:
        """A file as it is offered; None if it is not there as it was issued."""
        found = find_file(self._ledger, one.files_made[path], path)
        data = read(found) if found is not None else None
        if found is None or data is None:
            return None
        source: bytes | Path = found
        name = PurePosixPath(path)
        target = f"{folder}/{name.name}"
        if not one.current:
            target = f"{folder}/{one.number}/{name.stem}.superseded{name.suffix}"
            if form is Format.PDF:
                source = data = self._stamped(data, one, newest, found)
        self._files[target] = source
        pages = len(record.pages) if record is not None and form is Format.PDF else 0
        return OfferedFile(form, target, len(data), digest(data), pages)

    def _stamped(
        self, data: bytes, one: IssuedEdition, newest: IssuedEdition, found: Path
    ) -> bytes:
        try:
            return with_stamp(data, one.made, newest.issued, self._words)
        except NotUpdatable as error:
            raise EngineError(
                f"{found} cannot be stamped as superseded: {error}", "put back a copy of it"
            ) from error


def _faults(one: IssuedEdition) -> Iterator[Fault]:
    """What an edition had wrong, each once, as it was said last."""
    said = {fact: line.reason or "" for line in one.corrections for fact in line.facts}
    for fact, reason in said.items():
        yield Fault(fact, reason)


def _folders(entries: tuple[Entry, ...]) -> dict[Series, str]:
    """A folder for each series, which stays.

    The first one of a name has the name itself, and one on another paper the paper too.
    """
    folders: dict[Series, str] = {}
    for entry in entries:
        if entry.series not in folders:
            name = entry.series.name
            taken = name in folders.values()
            folders[entry.series] = f"{name}.{entry.series.paper.value}" if taken else name
    return folders
