"""The pages of the site: lists to pick from, a page for each edition, one for what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from briefs.compose.site.editions import EditionPages
from briefs.compose.site.frame import HOME, NOT_FOUND, Frame, in_page, policy
from briefs.compose.site.picks import ALL, Pick, Picks
from briefs.compose.site.voice import Voice, spoken
from briefs.model.library import Library, Shelf
from briefs.model.project import Project


class Pages:
    """Composes the pages. Lives as long as that takes.

    Args:
        library: All editions.
        frame: Fills in the templates.
    """

    def __init__(self, library: Library, frame: Frame) -> None:
        self.library = library
        self.frame = frame
        self.project: Project = frame.project
        self.picks = Picks(library, frame.project)
        self.editions = EditionPages(library, frame)
        self.home_locale = spoken(self.project, self.project.settings.locales[0])

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page but that for what is not there, by its path."""
        for pick in self.picks.pages():
            yield pick.page, self._list(pick)
        yield from self.editions.all()

    def not_found(self, css: str) -> str:
        """The page that a server shows in the place of one that is not there.

        It may be shown in any folder: its style stands in it, its link needs the site's address.

        Args:
            css: The whole style sheet.
        """
        voice = Voice(self.project, self.home_locale)
        style = in_page(css)
        content = {
            "style": "",
            "css": style,
            "policy": policy(str(style)),
            "home": self.frame.absolute(HOME) or HOME,
            "logo": None,
            "feed": "",
            "index": "",
        }
        heading = voice.say("site-not-found")
        return self.frame.page(NOT_FOUND, "not-found", voice, heading, content)

    def _list(self, pick: Pick) -> str:
        voice = Voice(self.project, pick.language or self.home_locale)
        shelves = self.picks.shelves(pick)
        picked = [
            self._label(part, getattr(pick, part), voice)
            for part in Pick._fields
            if getattr(pick, part)
        ]
        heading = voice.say("site-briefs")
        if picked:
            heading = voice.say("site-picked", picked=" · ".join(picked))
        content = {
            "groups": list(self._groups(shelves, voice, pick.page)),
            "count": len(shelves),
            "facets": list(self._facets(pick, voice)),
        }
        return self.frame.page(pick.page, "index", voice, heading, content)

    def _groups(self, shelves: list[Shelf], voice: Voice, path: str) -> Iterator[dict[str, Any]]:
        """The shelves of a list by brief, each under its topic's title."""
        for brief, own in groupby(shelves, lambda shelf: shelf.series.brief):
            group = list(own)
            said = Voice(self.project, voice.locale, group[0].current.topic)
            place = said.place(brief)
            yield {
                "id": brief,
                "title": said.title() or brief,
                "place": place,
                "cards": [self.editions.card(shelf, path) for shelf in group],
            }

    def _facets(self, pick: Pick, voice: Voice) -> Iterator[dict[str, Any]]:
        """What can be picked of each part, the rest of the choice kept as it is."""
        pages = set(self.picks.pages())
        link = self.frame.link_from(pick.page)
        for part in Pick._fields:
            values = self.picks.offered(part)
            choices = [(value, self._label(part, value, voice)) for value in values]
            options = [
                ("", voice.say(f"site-any-{part}")),
                *sorted(choices, key=lambda one: one[1]),
            ]
            found = [
                {
                    "href": link(target.page),
                    "label": label,
                    "current": getattr(pick, part) == value,
                    "lang": value if part == "language" else "",
                }
                for value, label in options
                if (target := pick._replace(**{part: value})) in pages
            ]
            if values:
                yield {"id": f"pick-{part}", "title": voice.say(f"site-{part}"), "options": found}

    def _label(self, part: str, value: str, voice: Voice) -> str:
        """What a value of a part is called."""
        if part == "language":
            return language(self.project, value, self.picks.offered("language"))
        if part == "audience":
            shelves = self.picks.shelves(ALL._replace(audience=value))
            topics = {shelf.current.topic for shelf in shelves}
            said = {Voice(self.project, voice.locale, one).readers(value) for one in topics}
            label = said.pop() if len(said) == 1 else voice.audience(value)
            return f"{label[:1].upper()}{label[1:]}"
        shelf = self.picks.shelves(ALL._replace(place=value))[0]
        named = Voice(self.project, voice.locale, shelf.current.topic).place(shelf.series.brief)
        return named or value


def language(project: Project, locale: str, others: list[str]) -> str:
    """A language's own name, with its region where there is more than one of it."""
    voice = Voice(project, locale)
    name = locale.partition("-")[0]
    alike = [one for one in others if one.partition("-")[0] == name]
    if len(alike) < 2:
        return voice.wording.sheet.name
    shown = voice.wording.babel.get_display_name() or locale
    return f"{shown[:1].upper()}{shown[1:]}"
