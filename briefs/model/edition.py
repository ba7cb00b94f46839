"""An edition: one brief, one audience, one locale, one paper: exactly one PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefs.model.project import BriefSettings, Paper, Settings, locales_of, paper_of


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


def editions_of(
    settings: Settings,
    brief: BriefSettings,
    *,
    paper: Paper | None = None,
    large_print: bool | None = None,
) -> Iterator[Edition]:
    """The editions of a brief, in the order of its audiences and locales.

    Args:
        settings: What ``briefs.toml`` says.
        brief: One of its briefs.
        paper: The paper; default: the brief's own.
        large_print: Whether in large print, or not; default: as the brief says, which can be both.
    """
    paper = paper or paper_of(settings, brief)
    if large_print is None:
        prints = (False, True) if brief.large_print else (False,)
    else:
        prints = (large_print,)
    for audience in brief.audiences:
        for locale in locales_of(settings, brief, audience):
            for large in prints:
                yield Edition(brief.name, brief.topic, audience, locale, paper, large)
