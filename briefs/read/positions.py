"""Where the values and keys of a YAML text stand: noted in passing, worked out when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from briefs.model.origin import Path


class Node:
    """A mapping or list of a YAML text, with the parser's marks of all that stands in it.

    Attributes:
        value: The mapping or list itself.
        mark: The mark of its start.
        marks: The mark of each value, by key or in order; for a mapping or list, its own node.
        keys: The mark of each key.
        key: While the mapping is being read: the key whose value comes next.
    """

    __slots__ = ("key", "keys", "mark", "marks", "value")

    def __init__(self, value: Any, mark: Any = None) -> None:
        self.value = value
        self.mark = mark
        self.marks: Any = [] if type(value) is list else {}
        self.keys: dict[str, Any] = {}
        self.key: str | None = None


class Positions(Mapping["Path", tuple[int, int]]):
    """(line, column) of each value of a YAML text, or of each key, by the way to the value.

    Args:
        above: A node that holds nothing but the text's document.
        skipped: How many lines of the file stand before the text.
        of: What to give the places of.
    """

    def __init__(self, above: Node, skipped: int, of: Literal["marks", "keys"] = "marks") -> None:
        self._above = above
        self._skipped = skipped
        self._of = of

    def __getitem__(self, path: Path) -> tuple[int, int]:
        above: Any = self._above
        key: str | int = 0
        try:
            for step in path:
                above, key = above.marks[key], step
            found = above.marks[key] if self._of == "marks" else above.keys[key]
        except (AttributeError, LookupError, TypeError):  # a mark has nothing below it
            raise KeyError(path) from None
        mark = found.mark if type(found) is Node else found
        return mark.line + 1 + self._skipped, mark.column + 1

    def __iter__(self) -> Iterator[Path]:
        for _, *path in _ways(self._above):
            if tuple(path) in self:
                yield tuple(path)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _ways(node: Node, path: Path = ()) -> Iterator[Path]:
    """The way to each value below a node."""
    keys = range(len(node.marks)) if type(node.marks) is list else node.marks
    for key in keys:
        yield (*path, key)
        if type(node.marks[key]) is Node:
            yield from _ways(node.marks[key], (*path, key))
