"""What makes a page one edition of a brief: number, fact base, what changed since the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefs.model.record import Change

UNKNOWN_HASH = "0" * 64
"""Stands for the hash of the fact base where none is known, as in a check."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What an edition's pages say of the edition itself.

    Attributes:
        number: Counts up from 1 with every changed edition of the same brief.
        fact_base: SHA-256 of the topic's facts and sources, in hexadecimal.
        replaces: The number of the edition that it replaces; 0 for the first one.
        changes: What changed since that one, by fact.
        built_on: The day on which it was first built; None in a check.
        draft: Whether it is a draft, stamped as one on every page.
    """

    number: int = 1
    fact_base: str = UNKNOWN_HASH
    replaces: int = 0
    changes: tuple[Change, ...] = ()
    built_on: date | None = None
    draft: bool = False
