"""One thing that a later revision of a PDF changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LaterChangeKind(StrEnum):
    """What was changed."""

    STAMP = "stamp"
    FIELD = "field"
    SIGNATURE = "signature"
    ANNOTATION = "annotation"
    PAGE = "page"
    EMBEDDED = "embedded"
    METADATA = "metadata"
    TAGS = "tags"
    OTHER = "other"
    DAMAGE = "damage"


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A change.

    Attributes:
        kind: What was changed.
        words: All of it, in one sentence without a full stop.
        page: The page that it is on, from 1, where it is on one.
        allowed: Whether it may be added to an edition without altering it.
    """

    kind: LaterChangeKind
    words: str
    page: int | None = None
    allowed: bool = False
