"""The records of all editions, each under the hash of its bytes."""

from __future__ import annotations

import re
from pathlib import Path

from briefs.model.errors import EngineError
from briefs.model.output_folder import RECORDS
from briefs.publish.editions.disk import digest, read, sync_folder
from briefs.publish.write import write_atomically

_HASH = re.compile(r"[0-9a-f]{64}")


class Records:
    """The store ``records/`` beside a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / RECORDS

    def path(self, name: str) -> Path:
        """Where the record with a hash lies, if it is stored."""
        return self.folder / f"{name}.json"

    def put(self, data: bytes) -> str:
        """Store a record, if it is not there whole; its SHA-256.

        Raises:
            EngineError: If it cannot be written.
        """
        name = digest(data)
        if read(self.path(name)) != data:
            write_atomically(self.path(name), data)
            sync_folder(self.folder)
        return name

    def get(self, name: str) -> bytes | None:
        """The record with a SHA-256, or None if it is not stored.

        Raises:
            EngineError: If the file is damaged or cannot be read.
        """
        data = read(self.path(name)) if _HASH.fullmatch(name) else None
        if data is not None and digest(data) != name:
            raise EngineError(
                f"{self.path(name)} is damaged: its SHA-256 is not its name",
                "put back a copy of it; the edition's own PDF carries the same record",
            )
        return data

    def names(self) -> set[str]:
        """The hashes under which something is stored."""
        return {path.stem for path in self.folder.glob("*.json") if _HASH.fullmatch(path.stem)}
