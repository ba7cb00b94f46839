"""Where a value was read, down to each of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefs.model.diagnostic import Place

Path = tuple[str | int, ...]
"""The way to a value in a document: ``("facts", 3, "source")``."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A node of a document, with the positions of everything below it.

    Attributes:
        file: The file as the user would name it.
        path: The node's way from the document's root.
        positions: (line, column) of every node of the document, by its way.
    """

    file: str
    path: Path = ()
    positions: Mapping[Path, tuple[int, int]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def at(self, *keys: str | int) -> Place:
        """The place of a node below this one, or of the nearest one above it."""
        path = self.path + keys
        found = self.positions.get(path)
        while found is None and path:
            path = path[:-1]
            found = self.positions.get(path)
        return Place(self.file, *(found or (1, 1)))

    def below(self, *keys: str | int) -> Origin:
        """The origin of a node below this one."""
        return Origin(self.file, self.path + keys, self.positions)
