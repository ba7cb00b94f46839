"""Lines of a ledger: an entry as bytes, and the proof that a line is what was written.

A line is JSON, what has its default left out. It is bound twice: to the line before by that one's
hash, and to itself by its seal, so that an edit shows in the last line too.
"""

from __future__ import annotations

import json
from datetime import datetime

from pydantic import ValidationError

from briefs.model.ledger import FIRST, Entry, NewEntry
from briefs.publish.editions.disk import digest

_END = b'"}'


def written(new: NewEntry, number: int, previous: str, at: datetime) -> tuple[Entry, bytes]:
    """An entry in its place, and its line without a line break.

    Args:
        new: What is to be written.
        number: The line's number, from 1.
        previous: SHA-256 of the line before; :data:`FIRST` for the first one.
        at: When, in UTC.
    """
    fields = {name: getattr(new, name) for name in type(new).model_fields}
    entry = Entry(line=number, previous=previous, at=at, seal=FIRST, **fields)
    entry = entry.model_copy(update={"seal": digest(_line(entry))})
    return entry, _line(entry)


def split(data: bytes) -> tuple[list[bytes], int]:
    """The whole lines of a ledger, or of its end; and how many bytes they take.

    A last line without its line break may be whole all the same: a run was killed just then, or an
    editor took it away. Else the line is torn, and not among them.
    """
    *lines, rest = data.split(b"\n")
    try:
        json.loads(rest)
    except (ValueError, RecursionError):
        return lines, len(data) - len(rest)
    return [*lines, rest], len(data)


def faults(line: bytes, number: int, previous: str) -> tuple[Entry | None, list[str]]:
    """The entry of a line, if it is one; and what is wrong with it, in words.

    Args:
        line: Its bytes, without its line break.
        number: Where it stands, from 1.
        previous: SHA-256 of the line before it.
    """
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f" ({'.'.join(map(str, first['loc']))})" if first["loc"] else ""
        return None, [f"this is no entry of a ledger: {first['msg']}{where}"]
    wrong = []
    if not line.endswith(f'"{entry.seal}"}}'.encode()) or digest(_unsealed(line)) != entry.seal:
        wrong.append("this line was altered after it was written: its seal is not that of its text")
    if entry.line != number:
        wrong.append(
            f"this was written as line {entry.line}: lines were taken out, put in or moved"
        )
    if entry.previous != previous:
        wrong.append(
            "this line was written after another one than stands before it: that one was altered, "
            "or lines were taken out, put in or moved"
        )
    return entry, wrong


def _line(entry: Entry) -> bytes:
    return entry.model_dump_json(exclude_defaults=True).encode()


def _unsealed(line: bytes) -> bytes:
    """A line with its seal as zeros."""
    return line[: -len(FIRST) - len(_END)] + FIRST.encode() + _END
