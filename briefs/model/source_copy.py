"""A copy of a publication, kept by an editor, that facts can be compared with."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm")
COPY_SUFFIXES = (*TEXT_SUFFIXES, ".pdf")
"""Endings of a copy's name behind its source's id, in the order in which its text is sought."""


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """What was read of a source's copy.

    Attributes:
        file: The file as the user would name it: the one that the text is from, where there is one.
        digests: The SHA-256 of each of its files, in hexadecimal; a PDF may have its text beside
            it. Empty where none could be read.
        text: Its text, or None where only its bytes are known.
    """

    file: str
    digests: tuple[str, ...]
    text: str | None = None
