"""The library: every edition that was issued, with its files, as a site shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from briefs.model.ledger import Series
from briefs.model.project import Format
from briefs.model.record import ChangeKind, Record

_MEDIA_TYPES = {Format.PDF: "application/pdf", Format.HTML: "text/html"}


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that a visitor can take away.

    Attributes:
        form: PDF or web page.
        path: Below the site's folder.
        size: In bytes.
        sha256: Of its bytes as they are offered: those of a superseded PDF have a stamp.
        pages: Of a PDF, its pages; 0 where they are not known.
    """

    form: Format
    path: str
    size: int
    sha256: str
    pages: int = 0

    @property
    def media_type(self) -> str:
        """What a server and a feed say that it is."""
        return _MEDIA_TYPES[self.form]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fact that an edition had wrong.

    Attributes:
        fact: The fact's id.
        reason: What was wrong, in the edition's language; empty if it was not said.
    """

    fact: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShelvedEdition:
    """An edition in its place in the library.

    Attributes:
        series: What its number counts through.
        topic: Id of its topic.
        number: Its number.
        folder: Its series' folder, below the site's.
        issued: When it was issued.
        marked: When it was marked as wrong the last time; None if it was not.
        current: Whether it is the newest one of its series.
        fact_base: SHA-256 of the facts that it was built from.
        record_hash: SHA-256 of its record.
        record: What it printed; None if that is not stored any more.
        files: What is offered of it, the PDF first.
        missing: What is not there any more as it was issued.
        faults: What it had wrong.
    """

    series: Series
    topic: str
    number: int
    folder: str
    issued: datetime
    marked: datetime | None
    current: bool
    fact_base: str
    record_hash: str
    record: Record | None
    files: tuple[OfferedFile, ...]
    missing: tuple[Format, ...]
    faults: tuple[Fault, ...]

    @property
    def day(self) -> date:
        """The day that it is dated by."""
        return self.record.built_on if self.record else self.issued.date()

    @property
    def corrected(self) -> tuple[str, ...]:
        """Ids of the facts that an edition before had wrong and that it corrects."""
        changes = self.record.changes if self.record else ()
        return tuple(one.fact for one in changes if one.kind is ChangeKind.CORRECTED)

    @property
    def page(self) -> str:
        """The page that stays this edition's, below the site's folder."""
        return f"{self.folder}/{self.number}/index.html"

    @property
    def record_path(self) -> str:
        """Where its record is offered, if it is stored."""
        return f"{self.folder}/{self.number}/record.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The editions of one series.

    Attributes:
        series: The series.
        folder: Its folder, below the site's.
        editions: The oldest first.
    """

    series: Series
    folder: str
    editions: tuple[ShelvedEdition, ...]

    @property
    def current(self) -> ShelvedEdition:
        """The newest one."""
        return self.editions[-1]

    @property
    def page(self) -> str:
        """The page that is always of the newest one, below the site's folder."""
        return f"{self.folder}/index.html"


@dataclass(frozen=True, slots=True)
class Library:
    """All that a site shows.

    Attributes:
        id: Tells this library from all others: the seal of its ledger's first line.
        shelves: By name.
    """

    id: str
    shelves: tuple[Shelf, ...]

    @property
    def editions(self) -> tuple[ShelvedEdition, ...]:
        """Every edition, shelf after shelf."""
        return tuple(edition for shelf in self.shelves for edition in shelf.editions)
