"""Findings as values: what is wrong, where, and how to mend it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """An error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Where a finding is: a file as the user would name it, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Diagnostic(NamedTuple):
    """One finding.

    Attributes:
        code: One of the names in :class:`briefs.model.codes.Code`.
        message: What is wrong, in one sentence without a full stop.
        place: Where it is.
        mend: How to put it right, in one sentence.
        severity: Whether it stops a build.
    """

    code: str
    message: str
    place: Place
    mend: str = ""
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        """Findings are shown by file, line and column."""
        return (self.place, self.code, self.message)


def in_order(findings: list[Diagnostic] | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings sorted by place, each one once."""
    return tuple(sorted(set(findings), key=lambda finding: finding.sort_key))
