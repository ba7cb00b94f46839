"""The pages of editions: the current one of each series, and every one that was issued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from briefs.compose.site.frame import FEED, Frame
from briefs.compose.site.voice import Voice, spoken
from briefs.model.library import Library, Shelf, ShelvedEdition
from briefs.model.project import Project
from briefs.model.record import Record

Link = Callable[[str], str]

_SHORT_HASH = 12


class EditionPages:
    """Composes the pages of editions.

    Args:
        library: All editions.
        frame: Fills in the templates.
    """

    def __init__(self, library: Library, frame: Frame) -> None:
        self.library = library
        self.frame = frame
        self.project: Project = frame.project
        self._papers: dict[str, set[str]] = {}
        for shelf in library.shelves:
            self._papers.setdefault(shelf.series.name, set()).add(shelf.series.paper.value)

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page by its path: each edition's own, and the one that is always of the newest."""
        for shelf in self.library.shelves:
            yield shelf.page, self._page(shelf, shelf.current, shelf.page)
            for edition in shelf.editions:
                yield edition.page, self._page(shelf, edition, edition.page)

    def card(self, shelf: Shelf, path: str) -> dict[str, Any]:
        """What a list says of a series.

        Args:
            shelf: The series.
            path: The list's page.
        """
        edition = shelf.current
        voice = self._voice(edition)
        link = self.frame.link_from(path)
        return {
            "lang": voice.locale,
            "href": link(shelf.page),
            "title": self._title(edition, voice),
            "readers": voice.say("for-readers", audience=voice.readers(shelf.series.audience)),
            "tags": self._variant(shelf, voice),
            "edition": voice.say("edition", number=edition.number),
            "day": voice.say("site-published", date=voice.day(edition.day)),
            "notices": self._notices(edition, voice),
            "files": self._files(edition, voice, link),
        }

    def change_summary(self, edition: ShelvedEdition, voice: Voice) -> list[str]:
        """What an edition changed, in short lines: corrections first."""
        if edition.record is None:
            return []
        corrections, others = voice.changes(edition.record)
        named = [f"{voice.say('corrections')} – {line}" for line in corrections]
        return [*named, *others] or [self._nothing_changed(edition.record, voice)]

    def _voice(self, edition: ShelvedEdition) -> Voice:
        return Voice(self.project, edition.series.locale, edition.topic)

    def _page(self, shelf: Shelf, edition: ShelvedEdition, path: str) -> str:
        voice = self._voice(edition)
        link = self.frame.link_from(path)
        record = edition.record
        corrections, others = voice.changes(record) if record else ([], [])
        replaces = record.replaces if record else None
        content = {
            "feed": link(feed_of(voice.locale, self.locales)),
            "canonical": self.frame.absolute(edition.page) if self.frame.address else "",
            "summary": [
                voice.say("edition", number=edition.number),
                voice.say("site-published", date=voice.day(edition.day)),
                voice.say("for-readers", audience=voice.readers(shelf.series.audience)),
                *filter(None, [voice.place(shelf.series.brief)]),
                *self._variant(shelf, voice),
            ],
            "as_of": (
                voice.say("site-as-of", dates=voice.wording.span(*record.as_of))
                if record and record.as_of
                else ""
            ),
            "superseded": self._superseded(shelf, edition, voice),
            "current": {
                "href": link(shelf.page),
                "label": voice.say("site-to-current"),
            },
            "faults": voice.faults(edition),
            "is_current": edition.current,
            "files": self._files(edition, voice, link),
            "no_file": bool(edition.missing) or not edition.files,
            "no_record": record is None,
            "since": voice.say("changes-since", number=replaces) if replaces else "",
            "corrections": corrections,
            "changes": others,
            "unchanged": (
                self._nothing_changed(record, voice)
                if record and replaces and not record.changes
                else ""
            ),
            "history": [
                self._row(shelf, one, edition, voice, link) for one in shelf.editions[::-1]
            ],
            "sources": list(_sources(record, voice)) if record else [],
            "others": list(self._others(shelf, link)),
            "hashes": self._hashes(edition, voice),
        }
        return self.frame.page(path, "edition", voice, self._title(edition, voice), content)

    @cached_property
    def locales(self) -> list[str]:
        """The locales of all editions."""
        return sorted({spoken(self.project, one.series.locale) for one in self.library.shelves})

    def _title(self, edition: ShelvedEdition, voice: Voice) -> str:
        said = edition.record.title if edition.record else voice.title()
        return said or edition.series.name

    def _variant(self, shelf: Shelf, voice: Voice) -> list[str]:
        """What tells a series from others for the same readers."""
        series = shelf.series
        found = [voice.say("site-large-print")] if series.large_print else []
        if series.recipient:
            found.append(series.recipient)
        if len(self._papers[series.name]) > 1:
            found.append(series.paper.value.title())
        return found

    def _superseded(self, shelf: Shelf, edition: ShelvedEdition, voice: Voice) -> str:
        if edition.current:
            return ""
        newest = shelf.current
        return voice.say("superseded-by", number=newest.number, date=voice.day(newest.day))

    def _notices(self, edition: ShelvedEdition, voice: Voice) -> list[str]:
        """What a reader must know before anything else."""
        found = [voice.say("site-wrong")] if edition.faults else []
        if edition.corrected:
            found.append(voice.say("site-corrects"))
        return found

    def _files(self, edition: ShelvedEdition, voice: Voice, link: Link) -> list[dict[str, str]]:
        """What can be taken away; of a superseded edition with words that say so."""
        found = []
        for file in edition.files:
            pages = voice.say("site-pages", number=file.pages) if file.pages else ""
            name = voice.say(f"site-{file.form.value}")
            found.append(
                {
                    "href": link(file.path),
                    "label": name if edition.current else voice.say("site-old-file", file=name),
                    "detail": ", ".join(filter(None, [pages, voice.size(file.size)])),
                    "type": file.media_type,
                }
            )
        if edition.record is not None:
            name = voice.say("site-record")
            found.append(
                {
                    "href": link(edition.record_path),
                    "label": name if edition.current else voice.say("site-old-file", file=name),
                    "detail": "JSON",
                    "type": "application/json",
                }
            )
        return found

    def _row(
        self, shelf: Shelf, one: ShelvedEdition, shown: ShelvedEdition, voice: Voice, link: Link
    ) -> dict[str, Any]:
        """A row of the history."""
        states = [voice.say("site-current" if one.current else "site-superseded")]
        if one.faults:
            states.append(voice.say("site-had-error"))
        if one.record is None:
            what = voice.say("site-no-record")
        elif not one.record.replaces:
            what = voice.say("site-first")
        else:
            lines = self.change_summary(one, voice)
            what = lines[0]
            if len(lines) > 1:
                what = f"{what} {voice.say('site-more', number=len(lines) - 1)}"
        return {
            "href": link(one.page),
            "here": one.number == shown.number,
            "number": one.number,
            "day": voice.day(one.day),
            "what": what,
            "state": ", ".join(states),
        }

    def _nothing_changed(self, record: Record, voice: Voice) -> str:
        return voice.say("site-no-change" if record.replaces else "site-first")

    def _others(self, shelf: Shelf, link: Link) -> Iterator[dict[str, str]]:
        """The same brief in other languages and forms, and for other readers."""
        for other in self.library.shelves:
            if other.series.brief != shelf.series.brief or other is shelf:
                continue
            voice = self._voice(other.current)
            parts = [
                voice.say("for-readers", audience=voice.readers(other.series.audience)),
                *([voice.wording.sheet.name] if len(self.locales) > 1 else []),
                *self._variant(other, voice),
            ]
            yield {"href": link(other.page), "label": " · ".join(parts), "lang": voice.locale}

    def _hashes(self, edition: ShelvedEdition, voice: Voice) -> list[dict[str, str]]:
        found = [
            {"label": voice.say(f"site-{file.form.value}"), "hash": file.sha256}
            for file in edition.files
        ]
        found.append({"label": voice.say("site-record"), "hash": edition.record_hash})
        found.append({"label": voice.say("fact-base"), "hash": edition.fact_base})
        return found


def feed_of(locale: str, locales: list[str]) -> str:
    """The feed for readers of a locale: one of its own where there are several."""
    return f"feed.{locale}.xml" if len(locales) > 1 else FEED


def _sources(record: Record, voice: Voice) -> Iterator[dict[str, str]]:
    for source in record.sources:
        days = [voice.day(source.published)] if source.published else []
        days.append(voice.say("retrieved", date=voice.day(source.retrieved)))
        yield {
            "title": source.title,
            "url": source.url if source.url and _is_web(source.url) else "",
            "publisher": source.publisher,
            "days": ", ".join(days),
        }


def _is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))
