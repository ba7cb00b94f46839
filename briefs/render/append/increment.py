"""Append objects to a PDF: what stands in the file stays, byte for byte, and newer objects count.

A PDF may be continued: behind its end come objects, new ones or newer forms of old ones, and an
index of them that names the one before (ISO 32000-1, 7.5.6). The hash of the file as it was issued
and its signatures can still be checked, since their bytes are all there.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from itertools import count, groupby

import pikepdf

_TRAILER_KEYS = ("/Root", "/Info")


class NotUpdatable(ValueError):
    """A PDF that nothing can be appended to; the words say why."""


def open_strictly(data: bytes) -> pikepdf.Pdf:
    """A PDF as its own index has it: nothing is guessed and nothing repaired.

    Raises:
        NotUpdatable: If it is damaged, encrypted or no PDF at all.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise NotUpdatable("the file is encrypted") from error
    except pikepdf.PdfError as error:
        raise NotUpdatable("the file is no PDF, or a damaged one") from error
    if pdf.is_encrypted:
        raise NotUpdatable("the file is encrypted")
    if pdf.get_warnings() or not data.startswith(b"%PDF-"):
        raise NotUpdatable("the file is no PDF, or a damaged one")
    return pdf


class Increment:
    """New objects for a PDF, to be written behind its end.

    Args:
        data: The PDF.

    Raises:
        NotUpdatable: If it is damaged, encrypted or no PDF at all.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.pdf = open_strictly(data)
        self._written: dict[int, pikepdf.Object] = {}

    def add(self, thing: pikepdf.Object) -> pikepdf.Object:
        """Make an object of its own of a value, a stream for instance."""
        added = thing if thing.is_indirect else self.pdf.make_indirect(thing)
        self.change(added)
        return added

    def stream(self, content: bytes, **keys: object) -> pikepdf.Object:
        """Make a stream of its own, uncompressed, so that its bytes are the same everywhere."""
        stream = pikepdf.Stream(self.pdf, content)
        for key, value in keys.items():
            stream[f"/{key}"] = value
        return self.add(stream)

    def change(self, thing: pikepdf.Object) -> None:
        """Take note that an object is not as it was."""
        assert thing.is_indirect  # noqa: S101 - a part of an object is written with the whole
        self._written[thing.objgen[0]] = thing

    def touch(self, *holders: pikepdf.Object) -> None:
        """Take note that the last of these is not as it was; each holds the next one."""
        self.change(next(thing for thing in reversed(holders) if thing.is_indirect))

    def updated(self) -> bytes:
        """The PDF with the objects behind it; as it was, where there are none."""
        if not self._written:
            return self._data
        body = io.BytesIO()
        start = len(self._data)
        if not self._data.endswith((b"\n", b"\r")):
            body.write(b"\n")
        places = {}
        for number in sorted(self._written):
            places[number] = (start + body.tell(), self._written[number].objgen[1])
            body.write(_object(self._written[number]))
        self._write_index(body, start, places)
        return self._data + body.getvalue()

    def _write_index(
        self, body: io.BytesIO, start: int, places: dict[int, tuple[int, int]]
    ) -> None:
        """Write the index in the form of the one before."""
        previous = _previous_index(self._data)
        place = start + body.tell()
        trailer = self._trailer(body.getvalue(), previous)
        if self._data.startswith(b"xref", previous):
            trailer.Size = max(int(self.pdf.trailer.Size), *(number + 1 for number in places))
            body.write(b"xref\n" + b"".join(_table(places)))
            body.write(b"trailer\n" + trailer.unparse() + b"\n")
        else:
            number = max(int(self.pdf.trailer.Size), *(number + 1 for number in places))
            places |= {number: (place, 0)}
            rows = b"".join(
                b"\x01" + offset.to_bytes(4, "big") + bytes([generation])
                for _, (offset, generation) in sorted(places.items())
            )
            trailer.Type = pikepdf.Name.XRef
            trailer.Size = number + 1
            trailer.Index = pikepdf.Array([part for run in _runs(places) for part in run])
            trailer.W = pikepdf.Array([1, 4, 1])
            trailer.Length = len(rows)
            body.write(b"%d 0 obj\n%s\nstream\n" % (number, trailer.unparse()))
            body.write(rows + b"\nendstream\nendobj\n")
        body.write(b"startxref\n%d\n%%%%EOF\n" % place)

    def _trailer(self, body: bytes, previous: int) -> pikepdf.Dictionary:
        old = self.pdf.trailer
        trailer = pikepdf.Dictionary({key: old[key] for key in _TRAILER_KEYS if key in old})
        trailer.Prev = previous
        first = bytes(old.ID[0]) if "/ID" in old else hashlib.sha256(self._data).digest()[:16]
        latest = hashlib.sha256(first + body).digest()[:16]
        trailer.ID = pikepdf.Array([pikepdf.String(first), pikepdf.String(latest)])
        return trailer


def _object(thing: pikepdf.Object) -> bytes:
    number, generation = thing.objgen
    if isinstance(thing, pikepdf.Stream):
        raw = thing.read_raw_bytes()
        keys = pikepdf.Dictionary(dict(thing.stream_dict.items()))
        keys.Length = len(raw)
        content = keys.unparse() + b"\nstream\n" + raw + b"\nendstream"
    else:
        content = thing.unparse(resolved=True)
    return b"%d %d obj\n%s\nendobj\n" % (number, generation, content)


def _previous_index(data: bytes) -> int:
    """Where the newest index of a PDF begins."""
    tail = data[data.rfind(b"startxref") :].split()
    try:
        return int(tail[1])
    except (IndexError, ValueError):
        raise NotUpdatable("the file is no PDF, or a damaged one") from None


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First number and length of each run of numbers that follow one another."""
    counter = count()
    for _, run in groupby(sorted(numbers), lambda number: number - next(counter)):
        found = list(run)
        yield found[0], len(found)


def _table(places: dict[int, tuple[int, int]]) -> Iterator[bytes]:
    for first, length in _runs(places):
        yield b"%d %d\n" % (first, length)
        for number in range(first, first + length):
            yield b"%010d %05d n \n" % places[number]
