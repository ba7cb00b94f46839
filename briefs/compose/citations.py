"""Number citations in the order of the page, and build the list of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefs.compose.marks import CITE
from briefs.model.source import Source


@dataclass(slots=True)
class Citations:
    """The sources that a page cites, numbered as a reader meets them."""

    sources: Mapping[str, Source]
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, source: str) -> int:
        """The number of a source, a new one where it is cited for the first time."""
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def expand(self, html: str) -> str:
        """A page with its citations as links to the list of sources."""
        return CITE.sub(lambda match: self._link(match[1]), html)

    def cited(self) -> list[tuple[int, Source]]:
        """The sources cited, with their numbers, in order; unknown ones are findings elsewhere."""
        return [
            (number, self.sources[name])
            for name, number in self.numbers.items()
            if name in self.sources
        ]

    def _link(self, source: str) -> str:
        number = self.number(source)
        link = f'<a href="#source-{number}" data-source="{source}">{number}</a>'
        return f'<sup class="cite">{link}</sup>'
