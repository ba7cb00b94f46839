"""Write a file so that nobody ever sees half of it, and nothing is lost when it fails."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from briefs.model.errors import EngineError

_PREFIX = ".writing-"


def write_atomically(path: Path, data: bytes) -> None:
    """Put a file in place in one step: a temporary name, the disk, the move.

    Raises:
        EngineError: If the folder or the file cannot be written; what stood there still stands.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def make_ready(folder: Path) -> None:
    """Make sure that files can be written to a folder, before any work is put into them.

    Temporary files that a killed run has left there are taken away.

    Raises:
        EngineError: If the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error
    for path in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            path.unlink()


def _unwritable(path: Path, error: OSError) -> EngineError:
    return EngineError(
        f"{path} cannot be written: {error.strerror or error}",
        "what stood there before is untouched; free the place, or name another one",
    )
