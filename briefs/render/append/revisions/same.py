"""Whether objects of two revisions of a PDF say the same, all that they lead to included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pikepdf

ObjGen = tuple[int, int]


def number(thing: object) -> ObjGen | None:
    """The number of an object that has one of its own."""
    if isinstance(thing, pikepdf.Object) and thing.is_indirect:
        return thing.objgen
    return None


class Same:
    """Compares objects of an older and a newer revision.

    Args:
        apart: Numbers of objects that are compared on their own: pages, annotations, fields, tags.
            Here it is enough that the same one is named.
    """

    def __init__(self, apart: Iterable[ObjGen]) -> None:
        self._apart = frozenset(apart)
        self._known: set[tuple[ObjGen, ObjGen]] = set()

    def __call__(self, old: object, new: object) -> bool:
        """Whether two objects say the same."""
        waiting = [(old, new)]
        seen: set[tuple[ObjGen, ObjGen]] = set()
        while waiting:
            one, other = waiting.pop()
            first, second = number(one), number(other)
            if first in self._apart or second in self._apart:
                if first != second:
                    return False
                continue
            if first is not None and second is not None:
                if (first, second) in self._known or (first, second) in seen:
                    continue
                seen.add((first, second))
            if not _alike(one, other):
                return False
            waiting += _parts(one, other)
        self._known |= seen
        return True

    def keys(self, old: pikepdf.Object, new: pikepdf.Object) -> list[str]:
        """The keys of two dictionaries under which they do not say the same, sorted."""
        names = set(old.keys()) | set(new.keys())
        return sorted(name for name in names if not self(old.get(name), new.get(name)))


def _alike(old: object, new: object) -> bool:
    """Whether two objects are equal, but for the parts that they are made of."""
    if isinstance(old, pikepdf.Stream):
        return (
            isinstance(new, pikepdf.Stream)
            and set(old.keys()) == set(new.keys())
            and old.read_raw_bytes() == new.read_raw_bytes()
        )
    if isinstance(old, pikepdf.Dictionary):
        return isinstance(new, pikepdf.Dictionary) and set(old.keys()) == set(new.keys())
    if isinstance(old, pikepdf.Array):
        return isinstance(new, pikepdf.Array) and len(old) == len(new)
    if isinstance(old, pikepdf.Object):
        return isinstance(new, pikepdf.Object) and (
            old.unparse(resolved=True) == new.unparse(resolved=True)
        )
    return type(old) is type(new) and old == new


def _parts(old: Any, new: Any) -> list[tuple[object, object]]:
    if isinstance(old, pikepdf.Stream | pikepdf.Dictionary):
        return [(old[key], new[key]) for key in set(old.keys())]
    return list(zip(old, new, strict=True)) if isinstance(old, pikepdf.Array) else []
