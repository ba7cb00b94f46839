"""An edition: one brief, one audience, one locale, one paper: exactly one PDF."""

from __future__ import annotations

from dataclasses import dataclass

from briefs.model.project import Paper


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """What one PDF is.

    Attributes:
        brief: The brief's name, also its folder in the output.
        topic: The topic's id.
        audience: The audience's id.
        locale: The reader's locale.
        paper: The paper that it is set for.
        large_print: Whether its smallest text is of 18 points, in one column.
    """

    brief: str
    topic: str
    audience: str
    locale: str
    paper: Paper
    large_print: bool = False

    @property
    def file(self) -> str:
        """The PDF's path below the output folder."""
        variant = ".large-print" if self.large_print else ""
        return f"{self.brief}/{self.audience}.{self.locale}{variant}.pdf"

    def __str__(self) -> str:
        variant = " · large print" if self.large_print else ""
        return f"{self.brief} · {self.audience} · {self.locale}{variant}"
