"""Read editions back from files of whatever origin, in a process that may die of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefs.model.errors import UsageError
from briefs.model.project import Format
from briefs.model.read_back import Addition, Note, ReadBack, Signature, Unreadable
from briefs.render.process import (
    EngineFailure,
    EngineProcess,
    EngineRefused,
    EngineTimeout,
    clean_environment,
)

MAX_FILE = 100 << 20
"""Bytes of a file; a brief has some hundred thousand, a web page a few million."""


class FileReader:
    """Reads one file after the other in one process. Not to be shared by threads.

    Args:
        seconds: Deadline of one file.
        start_seconds: Deadline of the process's start.
    """

    def __init__(self, *, seconds: float = 60, start_seconds: float = 60) -> None:
        self.seconds = seconds
        self.engine = EngineProcess(
            "briefs.render.read_back.process",
            clean_environment({}),
            name="the reader",
            start_seconds=start_seconds,
        )

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process and return at once."""
        self.engine.start()

    def close(self) -> None:
        """End the process for good."""
        self.engine.close()

    def read(self, data: bytes, trust: Sequence[bytes] = ()) -> ReadBack:
        """What a file says.

        Args:
            data: The file.
            trust: Certificates of authorities whose word is taken for a signature.

        Raises:
            Unreadable: If it cannot be read, or took more time or memory than a brief may.
            UsageError: If a certificate cannot be read.
        """
        if len(data) > MAX_FILE:
            raise Unreadable(f"it is larger than {MAX_FILE >> 20} MB, which no brief is")
        try:
            reply = self.engine.call({}, [data, *trust], seconds=self.seconds)
        except EngineRefused as error:
            if error.kind == UsageError.__name__:
                raise UsageError(error.text) from error
            raise Unreadable(_refusal(error)) from error
        except EngineTimeout as error:
            raise Unreadable(f"it takes more than {self.seconds:g} s to read") from error
        except EngineFailure as error:
            raise Unreadable("reading it takes more memory than a brief may, or crashes") from error
        return _read_back(reply.message["read"], next(iter(reply.blobs), None))


def _refusal(error: EngineRefused) -> str:
    if error.kind == Unreadable.__name__:
        return error.text
    if error.kind == MemoryError.__name__:
        return "reading it takes more memory than a brief may"
    return f"it is not as a PDF or a web page should be ({error.kind})"


def _read_back(plain: Mapping[str, Any], record: bytes | None) -> ReadBack:
    """What was read from the plain data of the process."""
    tuples = {
        "notes": Note, "additions": Addition, "signatures": Signature,
        "titles": str, "pages": str, "links": str, "damage": str, "unread": str,
    }  # fmt: skip
    made: dict[str, Any] = dict(plain)
    for name, kind in tuples.items():
        made[name] = tuple(kind(one) if kind is str else kind(*one) for one in plain[name])
    made["sizes"] = tuple((width, height) for width, height in plain["sizes"])
    made["texts"] = tuple((fact, words) for fact, words in plain["texts"])
    return ReadBack(**{**made, "form": Format(plain["form"]), "record": record})
