"""Pictures of the pages that a new edition changed, before and after, in a folder of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefs.model.ledger import Entry
from briefs.model.project import Format
from briefs.publish.editions.disk import read
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import find_file
from briefs.publish.regeneration.regenerate import NewEdition, Regenerated
from briefs.publish.write import write_atomically
from briefs.render.pictures import changed_pages

_BEFORE, _AFTER = "-before.png", "-after.png"


class Pictured(NamedTuple):
    """A page of a new edition that does not look as it did.

    Attributes:
        edition: The edition.
        page: The page, from 1.
        before: The picture's name; empty where there was no such page, or it is not kept here.
        after: The picture's name; empty where there is no such page any more.
    """

    edition: NewEdition
    page: int
    before: str
    after: str


def write_pictures(done: Regenerated, folder: Path) -> tuple[Pictured, ...]:
    """Draw the changed pages of all new editions; pictures of an earlier run are taken away.

    Args:
        done: What was regenerated.
        folder: Where the pictures go; it is made only if there are any.

    Raises:
        EngineError: If one cannot be written.
    """
    for path in (*folder.glob(f"*{_BEFORE}"), *folder.glob(f"*{_AFTER}")):
        with contextlib.suppress(OSError):
            path.unlink()
    ledger = Ledger(done.folder)
    return tuple(one for edition in done.new for one in _pictured(ledger, edition, folder))


def _pictured(ledger: Ledger, edition: NewEdition, folder: Path) -> Iterator[Pictured]:
    after = _pdf(ledger, edition.entry)
    if after is None:
        return
    stem = edition.entry.series.name.replace("/", ".")
    try:
        pairs = list(changed_pages(_pdf(ledger, edition.former_entry), after))
    except ValueError:
        return  # somebody has put something else in its place
    for page, old, new in pairs:
        before = _written(folder, f"{stem}.{page}{_BEFORE}", old)
        yield Pictured(edition, page, before, _written(folder, f"{stem}.{page}{_AFTER}", new))


def _written(folder: Path, name: str, picture: bytes | None) -> str:
    """The name under which a picture was written; empty if there is none."""
    if picture is None:
        return ""
    write_atomically(folder / name, picture)
    return name


def _pdf(ledger: Ledger, entry: Entry | None) -> bytes | None:
    """The PDF of an edition; None if it has none, or it is not kept here."""
    if entry is None:
        return None
    for file in entry.files:
        if file.endswith(f".{Format.PDF}"):
            path = find_file(ledger, entry, file)
            return read(path) if path else None
    return None
