"""Prove a ledger: every line, every record, every file that lies in the output folder.

What the chain alone cannot show is that whole lines were cut off its end. The files show it: a PDF
in place that no line gives its hash, or that only an older line does. A correction that was cut off
leaves no trace.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from briefs.model.errors import EngineError
from briefs.model.ledger import FIRST, Entry, Event, Series
from briefs.model.output_folder import APART, LEDGER, SUPERSEDED
from briefs.publish.editions.disk import digest, digest_of, read
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.lines import faults, split
from briefs.publish.editions.records import Records
from briefs.publish.editions.staging import ALTERED, staged_name


class Fault(NamedTuple):
    """Something that is not as it was written.

    Attributes:
        place: A file below the output folder, a ledger's with its line.
        words: What is wrong, in one sentence.
        mend: How to put it right, in one sentence.
    """

    place: str
    words: str
    mend: str


@dataclass(slots=True)
class Proof:
    """What was proved, and what could not be.

    Attributes:
        lines: How many lines the ledger has.
        records: How many records they name.
        files: How many files of editions lie in the folder, superseded ones too.
        away: Files that the ledger gives a hash and that are not there, which is no fault.
        unnamed: Records that no line names: of killed runs, or of lines that were cut off.
        faults: What is wrong.
    """

    lines: int = 0
    records: int = 0
    files: int = 0
    away: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def check_chain(folder: Path) -> Proof:
    """Prove the ledger of an output folder.

    No build writes to the folder meanwhile, unless it is read-only for us.

    Raises:
        EngineError: If something there cannot be read.
    """
    lock = Ledger(folder).locked() if os.access(folder, os.W_OK) else nullcontext()
    with lock:
        data = read(folder / LEDGER) or b""
        proof = Proof()
        entries = _chain(data, proof)
        _numbers(entries, proof)
        _records(folder, entries, proof)
        _files(folder, entries, proof)
    return proof


_COPY = f"put back a copy of {LEDGER} from before it was changed"


def _chain(data: bytes, proof: Proof) -> list[tuple[int, Entry]]:
    """The entries by the number of the line where they stand."""
    lines, whole = split(data)
    proof.lines = len(lines)
    entries = []
    previous = FIRST
    for number, line in enumerate(lines, 1):
        entry, wrong = faults(line, number, previous)
        proof.faults += [Fault(_at(number), words, _COPY) for words in wrong]
        if entry is not None:
            entries.append((number, entry))
        previous = digest(line)
    if whole < len(data):
        proof.faults.append(
            Fault(
                _at(len(lines) + 1),
                "this line is torn: a run was killed as it wrote it, or the file was cut off",
                "the next build takes it away; if no run was killed, put back a copy",
            )
        )
    return entries


def _numbers(entries: list[tuple[int, Entry]], proof: Proof) -> None:
    """Editions of a series count up, each once; told only of a chain that is whole."""
    latest: dict[Series, int] = {}
    for line, entry in entries if not proof.faults else ():
        last, words = latest.get(entry.series), ""
        if entry.event is Event.ISSUED:
            latest[entry.series] = entry.edition
            if last is not None and (entry.edition <= last or entry.supersedes != last):
                words = f"does not follow edition {last}, which is the one before"
        elif last is None or entry.edition > last:
            words = "was not issued before"
        if words:
            words = f"edition {entry.edition} of {entry.series.name} {words}"
            proof.faults.append(Fault(_at(line), words, _COPY))


def _records(folder: Path, entries: list[tuple[int, Entry]], proof: Proof) -> None:
    """Each record is stored, and is the one that it is called."""
    store = Records(folder)
    named = {entry.record: line for line, entry in reversed(entries)}
    proof.records = len(named)
    for name, line in sorted(named.items(), key=lambda one: one[1]):
        try:
            there = store.get(name)
        except EngineError as error:
            proof.faults.append(Fault(_below(folder, store.path(name)), error.message, error.mend))
            continue
        if there is None:
            proof.faults.append(
                Fault(
                    _at(line),
                    f"the record of this edition is not stored: {_below(folder, store.path(name))}",
                    "put back a copy of it; the edition's own PDF carries the same record",
                )
            )
    proof.unnamed = sorted(store.names() - named.keys())


def _files(folder: Path, entries: list[tuple[int, Entry]], proof: Proof) -> None:
    """Each file in place is the one that the ledger says, and no PDF is unknown to it."""
    last = {path: (line, entry) for line, entry in entries for path in entry.files}
    hashes = {name for _, entry in entries for name in entry.files.values()}
    for path, (line, entry) in last.items():
        found = digest_of(folder / path)
        staged = (folder / staged_name(path, entry.files[path])).exists()
        if found is None and not staged:
            proof.away.append(path)
            continue
        proof.files += found is not None
        if staged and found != entry.files[path]:
            words = f"a run was killed before it put in place what {_at(line)} says was issued"
            proof.faults.append(Fault(path, words, "the next build puts it in place"))
        elif found != entry.files[path]:
            words = f"the file is not the one that {_at(line)} says: its SHA-256 is {found}"
            mend = "the next build puts the edition in place again, and keeps this file"
            proof.faults.append(Fault(path, words, mend))
    for path in _found(folder):
        if path in last:
            continue
        found = digest_of(folder / path)
        proof.files += 1
        if found not in hashes and not (found and f"{ALTERED}{found[:12]}" in path):
            words = "no line of the ledger knows this file: it was altered, or never issued"
            proof.faults.append(Fault(path, words, f"move it elsewhere, or {_COPY}"))


def _found(folder: Path) -> Iterator[str]:
    """PDF files of the folder, and every file that is kept as superseded, by path."""
    for name, folders, files in os.walk(folder):
        folders.sort()
        within = Path(name).relative_to(folder)
        for file in sorted(files):
            path = within / file
            if file.startswith(".") or path.parts[0] in APART:
                continue
            if path.suffix == ".pdf" or path.parts[0] == SUPERSEDED:
                yield path.as_posix()


def _at(line: int) -> str:
    return f"{LEDGER}:{line}"


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
