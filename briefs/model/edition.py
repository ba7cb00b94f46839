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
    """

    brief: str
    topic: str
    audience: str
    locale: str
    paper: Paper

    @property
    def file(self) -> str:
        """The PDF's path below the output folder."""
        return f"{self.brief}/{self.audience}.{self.locale}.pdf"

    def __str__(self) -> str:
        return f"{self.brief} · {self.audience} · {self.locale}"
