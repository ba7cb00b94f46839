"""How the pages of an edition came out: how full they are, and what a designer would not pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FlawKind(StrEnum):
    """What can be wrong with a laid-out page."""

    ORPHAN = "orphan"
    WIDOW = "widow"
    HEADING = "heading"
    SPLIT = "split"
    OVERFLOW = "overflow"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing on a page that a designer would not pass.

    Attributes:
        kind: What is wrong.
        page: On which page, from 1: where it begins, or of a widow where the lone line stands.
        words: The first words of what is meant; of an orphan or a widow the lone line's.
        section: The id of the heading under which it stands; empty above the first one.
        thing: Of a split: ``figure``, ``blockquote`` or ``pair``; of an overflow the edge that it
            runs over: ``right``, ``left``, ``lower`` or ``upper``; of an overlap the first words of
            the other text; else empty.
        last_page: Where it ends; of a break between two columns the same as ``page``.
        column: Whether the break is one between columns, or the edge that of a column or box.
        excess: Of an overflow or overlap: by how much, in millimetres; else 0.
    """

    kind: FlawKind
    page: int
    words: str
    section: str = ""
    thing: str = ""
    last_page: int = 0
    column: bool = False
    excess: float = 0.0


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """One page.

    Attributes:
        height: Height of its content area, in millimetres.
        filled: How much of it is used, from its top to the lowest thing on it, in millimetres.
        begins: The first words on it: a heading, or those of a text.
        section: The id of the heading under which it begins; empty above the first one.
        forced: Whether it begins with something that always begins a page.
        layouts: How often it was laid out.
    """

    height: float
    filled: float
    begins: str
    section: str
    forced: bool = False
    layouts: int = 1

    @property
    def share(self) -> float:
        """How full it is, from 0 to 1."""
        return self.filled / self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of an edition with their flaws, in the order of the pages."""

    pages: tuple[LaidOutPage, ...]
    flaws: tuple[Flaw, ...] = ()


def layout_of(plain: Mapping[str, Any]) -> Layout:
    """A layout from plain data.

    Args:
        plain: As ``dataclasses.asdict`` gives it, also after a way through JSON.

    Raises:
        KeyError, TypeError, ValueError: If it is none.
    """
    pages = tuple(LaidOutPage(**page) for page in plain["pages"])
    flaws = tuple(Flaw(**{**flaw, "kind": FlawKind(flaw["kind"])}) for flaw in plain["flaws"])
    return Layout(pages, flaws)
