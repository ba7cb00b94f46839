"""Note in the ledger what was added to the file of an edition: a stamp or a signature."""

from __future__ import annotations

from collections.abc import Mapping

from briefs.model.ledger import Entry, Event, NewEntry
from briefs.publish.editions.disk import digest
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import update

OF_THE_EVENT = {"line", "previous", "at", "seal", "approvals", "supersedes", "facts", "reason"}
"""What a line says of its own event, and not of the edition."""


def add_to(
    ledger: Ledger, entry: Entry, event: Event, files: Mapping[str, bytes], command: str
) -> Entry:
    """Put files with an addition in place of what they were, and write it in the ledger.

    Args:
        ledger: The ledger of the output folder.
        entry: A line of the edition.
        event: What was done.
        files: The new bytes by their path below the folder.
        command: The command that did it.

    Returns:
        The new line.

    Raises:
        EngineError: If the disk refuses; nothing is lost then.
    """
    changed = {
        "event": event,
        "files": {path: digest(data) for path, data in files.items()},
        "command": command,
    }
    new = NewEntry.model_validate({**entry.model_dump(exclude=OF_THE_EVENT), **changed})
    return update(ledger, new, files)
