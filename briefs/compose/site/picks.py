"""What a visitor can pick: audience, language, place; a page for each choice that has briefs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from briefs.model.library import Library, Shelf
from briefs.model.project import Project


class Pick(NamedTuple):
    """What is picked of each; empty for all."""

    audience: str = ""
    language: str = ""
    place: str = ""

    @property
    def page(self) -> str:
        """The page that lists it. No brief's folder has a dot in its name."""
        parts = [f"{name}.{value}" for name, value in self._asdict().items() if value]
        return ".".join(parts or ["index"]) + ".html"


ALL = Pick()


class Picks:
    """Every choice that there are briefs for.

    Args:
        library: All editions.
        project: Says which places the briefs are about.
    """

    def __init__(self, library: Library, project: Project) -> None:
        places = {shelf.folder: _place_of(shelf, project) for shelf in library.shelves}
        self._places = _slugs(places.values())
        self._of = {
            shelf.folder: Pick(
                shelf.series.audience,
                shelf.series.locale,
                self._places.get(places[shelf.folder], ""),
            )
            for shelf in library.shelves
        }
        self._library = library

    def offered(self, part: str) -> list[str]:
        """The values of a part, if there is anything to choose."""
        found = sorted({getattr(one, part) for one in self._of.values()} - {""})
        return found if len(found) > 1 else []

    def pages(self) -> list[Pick]:
        """Every choice, the one of all briefs first."""
        kept = {part: {"", *self.offered(part)} for part in Pick._fields}
        found = {
            pick
            for own in set(self._of.values())
            for pick in map(Pick._make, product(*((value, "") for value in own)))
            if all(getattr(pick, part) in values for part, values in kept.items())
        }
        return sorted(found | {ALL})

    def shelves(self, pick: Pick) -> list[Shelf]:
        """The shelves of a choice."""
        return [
            shelf
            for shelf in self._library.shelves
            if all(
                not wanted or wanted == own
                for wanted, own in zip(pick, self._of[shelf.folder], strict=True)
            )
        ]


def _place_of(shelf: Shelf, project: Project) -> tuple[tuple[str, str], ...]:
    """The words for the place of a brief, by language."""
    brief = next((one for one in project.settings.brief if one.name == shelf.series.brief), None)
    topic = project.topics.get(shelf.current.topic)
    words: Mapping[str, str] = (brief and brief.place) or (topic and topic.sheet.place) or {}
    return tuple(words.items())


def _slugs(places: Iterable[tuple[tuple[str, str], ...]]) -> dict[tuple[tuple[str, str], ...], str]:
    """A short name for each place, for the names of pages."""
    slugs: dict[tuple[tuple[str, str], ...], str] = {}
    for place in sorted(set(places) - {()}):
        slug = _plain(place[0][1])
        slugs[place] = next(name for name in _numbered(slug) if name not in slugs.values())
    return slugs


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-") or "place"


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 1
    while True:
        number += 1
        yield f"{slug}-{number}"
