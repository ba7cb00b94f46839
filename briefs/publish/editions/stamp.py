"""Stamp every edition that was superseded, so that whoever still has the file can see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from briefs.compose.wording import Wording
from briefs.model.ledger import Entry, Event
from briefs.model.project import Format, Project
from briefs.model.text import in_locale
from briefs.publish.editions.additions import add_to
from briefs.publish.editions.disk import read
from briefs.publish.editions.issued import list_editions
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import find_file
from briefs.render.append.stamp import stamp_superseded

Words = Callable[[Entry, int, date], str]
"""What the stamp says: of the line of an edition, the newest one's number, and its day."""

_LARGE_PRINT = 18.0
_ORDINARY_PRINT = 8.5
"""Points of the stamp's letters."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What came of stamping.

    Attributes:
        entries: The new lines of the ledger.
        missing: PDFs that are nowhere as the ledger has them, by the path that they were issued
            under.
    """

    entries: tuple[Entry, ...]
    missing: tuple[str, ...]


def superseded_words(project: Project) -> Words:
    """The words of a stamp in the language of each edition, as the project has them."""

    def words(entry: Entry, number: int, on: date) -> str:
        sheet, topic = in_locale(project.locales, entry.locale), project.topics.get(entry.topic)
        if sheet is None or topic is None:
            return f"Superseded by edition {number} on {on:%Y-%m-%d}"
        wording = Wording(entry.locale, sheet, topic.sheet)
        return wording.message("superseded-by", {"number": number, "date": wording.day(on)})

    return words


def with_stamp(data: bytes, made: Entry, newest: Entry, words: Words) -> bytes:
    """A superseded PDF that names the newest edition, in letters of the size that its own have.

    Args:
        data: The PDF.
        made: The line that made it.
        newest: The line by which the newest edition was issued.
        words: What the stamp says.

    Raises:
        NotUpdatable: If nothing can be added to the PDF.
    """
    on = newest.at.date()
    size = _LARGE_PRINT if made.large_print else _ORDINARY_PRINT
    return stamp_superseded(data, words(made, newest.edition, on), on, size=size)


def stamp_superseded_editions(ledger: Ledger, words: Words, *, command: str) -> Stamped:
    """Stamp the PDF of every edition that has a successor with the number of the newest one.

    One that says so already is left as it is.

    Args:
        ledger: The ledger of the output folder.
        words: What the stamp says.
        command: The command that does it, for the ledger.

    Raises:
        EngineError: If the disk refuses, or the ledger is broken.
    """
    entries: list[Entry] = []
    missing: list[str] = []
    with ledger.locked():
        for made, newest, path in _superseded(ledger):
            found = find_file(ledger, made, path)
            kept = found.relative_to(ledger.folder).as_posix() if found is not None else path
            data = read(found) if found is not None else None
            if data is None or kept in newest.files:
                missing.append(path)
                continue
            stamped = with_stamp(data, made, newest, words)
            if stamped != data:
                entries.append(add_to(ledger, made, Event.STAMPED, {kept: stamped}, command))
    return Stamped(tuple(entries), tuple(missing))


def _superseded(ledger: Ledger) -> Iterator[tuple[Entry, Entry, str]]:
    """Each superseded PDF: the last line that made it, the newest edition's line, and its path."""
    editions = list_editions(ledger)
    newest = {one.series: one.issued for one in editions if one.current}
    for one in editions:
        for path, made in one.files_made.items() if not one.current else ():
            if path.endswith(f".{Format.PDF}"):
                yield made, newest[one.series], path
