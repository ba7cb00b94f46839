"""The seal of a file: a hash of all its bytes, which the file itself bears.

The seal is the SHA-256 of the bytes as they were first written, its own 64 digits read as zeros.
A PDF bears it in its XMP, which is not compressed, a web page in a ``meta`` element. What is added
to a PDF later, such as a signature, follows behind those bytes, so that they can still be found.

A seal has no key: it tells that a file is damaged or carelessly altered. Who altered it with care
seals it anew; the ledger's hashes and a signature tell that.
"""

from __future__ import annotations

import re
from hashlib import sha256

UNSEALED = "0" * 64
"""What stands in the place of a seal until it is known."""

_SEAL = re.compile(
    rb'(?:<briefs:seal>|<meta name="briefs-seal" content=")([0-9a-f]{64})(?:</briefs:seal>|">)'
)
_REVISION_END = b"%%EOF\n"


def sealed(data: bytes) -> bytes:
    """A file with its seal in place.

    Args:
        data: The file with one unsealed place.

    Raises:
        ValueError: If there is no such place, or more than one.
    """
    places = [match.span(1) for match in _SEAL.finditer(data)]
    if len(places) != 1 or data[slice(*places[0])] != UNSEALED.encode():
        raise ValueError("a file is sealed once, at one place")
    start, end = places[0]
    return data[:start] + sha256(data).hexdigest().encode() + data[end:]


def seal_of(data: bytes) -> str | None:
    """The seal that a file bears, that of its first revision; None if it bears none."""
    match = _SEAL.search(data)
    return match[1].decode() if match else None


def first_revision(data: bytes) -> bytes | None:
    """A file as it was first written, without what was added to it later.

    Args:
        data: A sealed file, as it was written or with revisions added behind its end.

    Returns:
        The shortest beginning whose seal is right; None if there is none.
    """
    match = _SEAL.search(data)
    if match is None:
        return None
    start, end = match.span(1)
    hashed = sha256(data[:start] + UNSEALED.encode())
    for stop in _stops(data, end):
        hashed.update(memoryview(data)[end:stop])
        if hashed.hexdigest().encode() == match[1]:
            return data[:stop]
        end = stop
    return None


def _stops(data: bytes, start: int) -> list[int]:
    """Where the first revision may end: behind each end of a PDF's revision, and at the end."""
    ends = [start + at.end() for at in re.finditer(re.escape(_REVISION_END), data[start:])]
    return [*ends, *([] if ends[-1:] == [len(data)] else [len(data)])]
