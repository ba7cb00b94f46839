"""Numbers with their nouns, in the English of messages."""

from __future__ import annotations


def plural(number: int, noun: str) -> str:
    """A number with its noun, which takes an s unless there is one of it.

    >>> plural(1, "new edition"), plural(3, "file")
    ('1 new edition', '3 files')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
