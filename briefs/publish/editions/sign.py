"""Sign PDF files, and note it in the ledger of those that are editions of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from briefs.model.errors import EngineError, UsageError
from briefs.model.ledger import Entry, Event
from briefs.model.output_folder import LEDGER
from briefs.publish.editions.additions import add_to
from briefs.publish.editions.disk import digest, read
from briefs.publish.editions.ledger import Ledger
from briefs.publish.write import write_atomically
from briefs.render.append.sign import sign
from briefs.render.append.signing_key import SigningKey


@dataclass(frozen=True, slots=True)
class Signed:
    """A file that was signed.

    Attributes:
        path: Where it is.
        entry: The ledger's new line; None if the file is no edition of a ledger.
    """

    path: Path
    entry: Entry | None = None


class _Known(NamedTuple):
    """A file that a ledger knows: the ledger, its last line about the file, the path in it."""

    ledger: Ledger
    entry: Entry
    path: str


def sign_files(
    files: Sequence[Path],
    signer: SigningKey,
    *,
    timestamp: str | None = None,
    output: Path | None = None,
    command: str = "briefs sign",
) -> tuple[Signed, ...]:
    """Sign PDF files. None of them is touched before all could be signed.

    Args:
        files: The files.
        signer: The key to sign with.
        timestamp: Address of a timestamp server; None: nobody is asked.
        output: A folder for the signed files; None: each takes the place of the unsigned one.
        command: The command that does it, for the ledger.

    Raises:
        UsageError: If a file cannot be signed, with its name.
        EngineError: If pyHanko is missing, or the timestamp server or the disk refuses.
    """
    targets = {path: path if output is None else output / path.name for path in files}
    if len(set(targets.values())) < len(targets):
        raise UsageError("two of the files have the same name", "sign them into different folders")
    signed = [(path, *_signed(path, signer, timestamp)) for path in targets]
    return tuple(
        Signed(targets[path], _note(path, before, after, command))
        if output is None
        else _copied(targets[path], after)
        for path, before, after in signed
    )


def _signed(path: Path, signer: SigningKey, timestamp: str | None) -> tuple[bytes, bytes]:
    """A file as it is, and signed."""
    before = read(path)
    if before is None:
        raise UsageError(f"{path} is not there", "name a PDF file")
    try:
        return before, sign(before, signer, timestamp=timestamp)
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.mend) from error
    except EngineError as error:
        raise EngineError(f"{path}: {error.message}", error.mend) from error


def _copied(target: Path, data: bytes) -> Signed:
    write_atomically(target, data)
    return Signed(target)


def _note(path: Path, before: bytes, after: bytes, command: str) -> Entry | None:
    """Put a signed file in place; the ledger's line, where one knows it."""
    known = _known(path.resolve(), digest(before))
    if known is None:
        write_atomically(path, after)
        return None
    with known.ledger.locked():
        if read(path) != before:
            raise EngineError(f"{path} was changed meanwhile", "sign it again")
        return add_to(known.ledger, known.entry, Event.SIGNED, {known.path: after}, command)


def _known(path: Path, hashed: str) -> _Known | None:
    """What a ledger in a folder above a file knows of the file."""
    for ledger in _ledgers(path.parents):
        place = path.relative_to(ledger.folder).as_posix()
        entry = ledger.holding(place) or ledger.with_file(hashed)
        if entry is None:
            continue
        if hashed not in entry.files.values():
            raise UsageError(
                f"{path} is not the file that its ledger knows",
                "build it again and sign that, or sign a copy with --output",
            )
        return _Known(ledger, entry, place)
    return None


def _ledgers(folders: Iterable[Path]) -> Iterable[Ledger]:
    return (Ledger(folder) for folder in folders if (folder / LEDGER).is_file())
