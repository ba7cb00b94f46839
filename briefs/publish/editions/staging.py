"""Put the files of an edition in place, so that whatever is seen there is in the ledger.

The order makes it safe to be killed at any moment: the new files are put on the disk under a
staged name that holds their hash, the record is stored, the ledger's line is written, and then
each file takes the place of the old one, which is kept below ``superseded/``. What a killed run
has staged goes in place with the next run if the ledger has its line, and is deleted if not. All of
it is done under the ledger's lock: what is found staged by who holds the lock is of a dead run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from briefs.model.errors import EngineError
from briefs.model.ledger import Entry, Event, NewEntry
from briefs.model.output_folder import APART, LEDGER, RECORDS, SUPERSEDED
from briefs.publish.editions.disk import changing, digest, digest_of, read, sync_folder
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.write import make_ready, write_atomically

STAGED = ".issuing-"

ALTERED = ".altered-"
"""In the name of a file that was not as it was issued when it was replaced."""


def issue(ledger: Ledger, new: NewEntry, files: Mapping[str, bytes], record: bytes) -> Entry:
    """Issue an edition, or put the same one in place again.

    An edition that is built again, comes out the same and was only missing from its place is put
    there without a new line.

    Args:
        ledger: The ledger of the output folder.
        new: What is to be written of it, with the hashes of its files and record.
        files: The bytes of its files by their path below the folder.
        record: The bytes of its record.

    Returns:
        The line that stands for it in the ledger.

    Raises:
        Overtaken: If another run has issued an edition of the series meanwhile.
        EngineError: If the disk refuses. What was in place is there still, or is replaced by the
            next run if the line was written already.
    """
    if digest(record) != new.record:
        raise ValueError("the record's hash is that of another record")
    with ledger.locked():
        ledger.confirm(new)
        Records(ledger.folder).put(record)
        return _put(ledger, new, files)


def update(ledger: Ledger, new: NewEntry, files: Mapping[str, bytes]) -> Entry:
    """Replace files of an edition by the same ones with a stamp or a signature added.

    Args:
        ledger: The ledger of the output folder.
        new: What is to be written of it, with the hashes of the files.
        files: The new bytes by their path below the folder.

    Raises:
        EngineError: If the disk refuses (see :func:`issue`), or another run has put something else
            in place meanwhile.
    """
    if new.numbers:
        raise ValueError("an edition is issued, not updated")
    with ledger.locked():
        for path, data in files.items():
            _finish(ledger, path)
            if not data.startswith(read(ledger.folder / path) or b""):
                raise EngineError(
                    f"{ledger.folder / path} was replaced meanwhile", "run the command again"
                )
        return _put(ledger, new, files)


def recover(ledger: Ledger, folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """Make the output folder ready for a build, and finish what a killed run had begun.

    Args:
        ledger: The ledger of the output folder.
        folders: Folders that files will be written to.

    Returns:
        The paths of the files that were issued before and are in place now.

    Raises:
        EngineError: If a folder cannot be written to, or editions lie there without their ledger.
    """
    forwarded = []
    with ledger.locked():
        for folder in folders:
            make_ready(folder)
        _want_ledger(ledger)
        for name, _, files in os.walk(ledger.folder):
            folder = Path(name)
            if any(file.startswith(".") for file in files):
                make_ready(folder)
            for file in sorted(file for file in files if file.startswith(STAGED)):
                hashed, _, target = file.removeprefix(STAGED).partition(".")
                path = (folder.relative_to(ledger.folder) / target).as_posix()
                _sweep(ledger, path, hashed)
                if _finish(ledger, path):
                    forwarded.append(path)
        retire(ledger)
    return tuple(forwarded)


def _want_ledger(ledger: Ledger) -> None:
    """See that no edition lies there of which the ledger was lost: numbers would begin anew.

    A first run that was killed leaves a record behind, but no file in place.
    """
    if ledger.entries() or not Records(ledger.folder).names():
        return
    placed = (
        path
        for path in sorted(ledger.folder.rglob("*.pdf"))
        if not path.name.startswith(".") and path.relative_to(ledger.folder).parts[0] not in APART
    )
    if found := next(placed, None):
        raise EngineError(
            f"editions were issued to {ledger.folder}, {found.name} among them, and their "
            f"{LEDGER} is gone",
            f"put back a copy of {LEDGER}; to begin anew with edition 1, move what lies in "
            f"{ledger.folder} elsewhere, {RECORDS}/ too",
        )


def retire(ledger: Ledger) -> tuple[str, ...]:
    """Take away files of editions that were replaced by ones without such a file; they are kept.

    A web page of the first edition would else lie beside the PDF of the second, and be taken for
    what is current.

    Args:
        ledger: The ledger of the output folder.

    Returns:
        The paths that they had.

    Raises:
        EngineError: If the disk refuses.
    """
    retired = []
    with ledger.locked():
        for path in ledger.outdated():
            there = digest_of(ledger.folder / path)
            if there is None:
                continue
            _keep(ledger.folder, path, there, ledger.about(path))
            with changing(ledger.folder / path):
                (ledger.folder / path).unlink()
            retired.append(path)
    return tuple(retired)


def find_file(ledger: Ledger, entry: Entry, path: str) -> Path | None:
    """Where a file of an edition lies, as it was issued or with what was added to it since.

    Args:
        ledger: The ledger of the output folder.
        entry: The line by which the edition was issued.
        path: One of its files.
    """

    def hashes(place: str) -> set[str]:
        lines = [one for one in ledger.about(place) if one.series == entry.series]
        return {one.files[place] for one in lines if one.edition == entry.edition}

    own = hashes(path)
    kept = [_kept_as(path, entry.edition), *(_kept_as(path, entry.edition, one) for one in own)]
    there = {place: digest_of(ledger.folder / place) for place in (path, *kept)}
    for place, found in there.items():
        if found == entry.files[path]:
            return ledger.folder / place
    for place, found in there.items():
        if found in own | hashes(place):
            return ledger.folder / place
    return None


def staged_name(path: str, name: str) -> str:
    """Where a file waits to be put in place.

    Args:
        path: Its path below the ledger's folder.
        name: Its SHA-256.
    """
    folder, slash, file = path.rpartition("/")
    return f"{folder}{slash}{STAGED}{name}.{file}"


def _put(ledger: Ledger, new: NewEntry, files: Mapping[str, bytes]) -> Entry:
    """Stage files, write the line, put the files in place; under the lock."""
    if new.files != {path: digest(data) for path, data in files.items()}:
        raise ValueError("the hashes of files are those of other files")
    for path in files:
        _finish(ledger, path)
    before = {path: ledger.about(path) for path in files}
    entry = _unchanged(ledger, new)
    try:
        for path, data in files.items():
            staged = ledger.folder / staged_name(path, new.files[path])
            write_atomically(staged, data)
            sync_folder(staged.parent)
        if entry is None:
            (entry,) = ledger.append([new])
    except BaseException:
        for path in files:
            _sweep(ledger, path, new.files[path])
        raise
    for path in files:
        _into_place(ledger, entry, path, before[path])
    return entry


def _unchanged(ledger: Ledger, new: NewEntry) -> Entry | None:
    """The line that says already what would be written of an edition that is built again."""
    if new.event is not Event.REBUILT:
        return None
    last = [ledger.holding(path) for path in new.files]
    for one in last:
        if one is None or one.series != new.series:
            return None
        if any(getattr(one, name) != getattr(new, name) for name in _SAME):
            return None
    return last[0] if last else None


_SAME = ("edition", "files", "record", "build")


def _sweep(ledger: Ledger, path: str, name: str) -> None:
    """Delete a staged file that was not issued."""
    last = ledger.holding(path)
    if last is None or last.files[path] != name:
        with suppress(OSError):
            (ledger.folder / staged_name(path, name)).unlink()


def _finish(ledger: Ledger, path: str) -> bool:
    """Put a file in place that a killed run had issued; whether there was one."""
    lines = ledger.about(path)
    if not lines or not (ledger.folder / staged_name(path, lines[-1].files[path])).exists():
        return False
    _into_place(ledger, lines[-1], path, lines[:-1])
    return True


def _into_place(ledger: Ledger, entry: Entry, path: str, before: Sequence[Entry]) -> None:
    """Let a staged file take the place of what is there.

    Args:
        ledger: The ledger of the output folder.
        entry: The line that says so.
        path: Its path below the folder.
        before: What the ledger said of that path until then.
    """
    target = ledger.folder / path
    old = digest_of(target)
    if entry.numbers and before and old is not None and old != entry.files[path]:
        _keep(ledger.folder, path, old, before)
    with changing(target):
        (ledger.folder / staged_name(path, entry.files[path])).replace(target)


def _keep(folder: Path, path: str, name: str, before: Sequence[Entry]) -> None:
    """Keep a file that is to be replaced.

    Args:
        folder: The output folder.
        path: Its path below it.
        name: Its SHA-256.
        before: What the ledger says of that path.
    """
    owner = next((one for one in reversed(before) if one.files[path] == name), None)
    if owner is None:
        places = [_kept_as(path, before[-1].edition, name, altered=True)]
    else:
        places = [_kept_as(path, owner.edition), _kept_as(path, owner.edition, name)]
    for place in places:
        there = digest_of(folder / place)
        if there is None:
            _link(folder / path, folder / place)
        if there in {None, name}:
            return


def _link(old: Path, new: Path) -> None:
    """Give a file a second name, or a copy where the disk knows no second names."""
    with changing(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new)
        except OSError:
            write_atomically(new, old.read_bytes())
    sync_folder(new.parent)


def _kept_as(path: str, number: int, name: str = "", *, altered: bool = False) -> str:
    """The path under which a file is kept that was replaced.

    Args:
        path: The path that it had.
        number: Its edition.
        name: Its SHA-256, where another file of that edition is kept already.
        altered: Whether it is not as it was issued.
    """
    file = PurePosixPath(path)
    mark = f"{ALTERED}{name[:12]}" if altered else f"-{name[:12]}" if name else ""
    return str(SUPERSEDED / file.with_name(f"{file.stem}.{number}{mark}{file.suffix}"))
