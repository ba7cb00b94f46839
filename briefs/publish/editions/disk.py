"""Files that must not get lost: on the disk before anything is said of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefs.model.errors import EngineError


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file; None if there is none.

    Raises:
        EngineError: If it is there and cannot be read.
    """
    data = read(path)
    return None if data is None else digest(data)


def read(path: Path) -> bytes | None:
    """A file's bytes; None if there is none.

    Raises:
        EngineError: If it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise EngineError(
            f"{path} cannot be read: {error.strerror or error}", "see to its permissions"
        ) from error


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """While a file or a folder is changed.

    Raises:
        EngineError: If the disk refuses.
    """
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"{path} cannot be written: {error.strerror or error}",
            "nothing that was issued is lost; free the place, or name another with --output",
        ) from error


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
