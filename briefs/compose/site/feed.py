"""The Atom feed (RFC 4287) of new and corrected editions.

Its days are those of the ledger and its ids follow from it: the same ledger gives the same feed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from xml.etree import ElementTree as ET

from briefs.compose.site.editions import EditionPages
from briefs.compose.site.frame import FEED, HOME, Frame
from briefs.compose.site.voice import Voice, spoken
from briefs.model.library import Library, ShelvedEdition

MOST = 50
"""Editions in a feed, the newest ones."""

_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = uuid.UUID("5e1f4a0c-2f0d-5c55-9d7c-6d0f3c1b8a27")
"""Ours: what ids are made in."""

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def feeds(library: Library, frame: Frame, pages: EditionPages) -> Iterator[tuple[str, str]]:
    """The feed of all editions, and one for each locale where there are several, by path.

    Args:
        library: All editions.
        frame: Its project and its address.
        pages: Says what an edition changed.
    """
    home = spoken(frame.project, frame.project.settings.locales[0])
    locales = pages.locales
    yield FEED, _Feed(library, frame, pages).text(FEED, home, library.editions)
    for locale in locales if len(locales) > 1 else ():
        own = [one for one in library.editions if _locale(one, frame) == locale]
        path = f"feed.{locale}.xml"
        yield path, _Feed(library, frame, pages).text(path, locale, own)


def _locale(edition: ShelvedEdition, frame: Frame) -> str:
    return spoken(frame.project, edition.series.locale)


class _Feed:
    """Makes one feed."""

    def __init__(self, library: Library, frame: Frame, pages: EditionPages) -> None:
        self._frame = frame
        self._pages = pages
        self._id = uuid.uuid5(_NAMESPACE, library.id)

    def text(
        self, path: str, locale: str, editions: tuple[ShelvedEdition, ...] | list[ShelvedEdition]
    ) -> str:
        """The feed as XML."""
        voice = Voice(self._frame.project, locale)
        publisher = self._frame.publisher(voice)
        newest = sorted(editions, key=lambda one: (_updated(one), one.page), reverse=True)[:MOST]
        feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": locale})
        own = self._id if path == FEED else uuid.uuid5(self._id, path)
        _add(feed, "id", own.urn)
        _add(feed, "title", ": ".join(filter(None, (publisher["name"], publisher["series"]))))
        _add(feed, "subtitle", voice.say("site-feed"))
        _add(feed, "updated", _instant(_updated(newest[0])))
        _add(_add(feed, "author", ""), "name", publisher["name"])
        absolute = self._frame.absolute
        _add(
            feed,
            "link",
            "",
            {"rel": "self", "type": "application/atom+xml", "href": absolute(path)},
        )
        _add(feed, "link", "", {"rel": "alternate", "type": "text/html", "href": absolute(HOME)})
        _add(feed, "generator", "briefs")
        for edition in newest:
            self._entry(feed, edition)
        ET.indent(feed)
        return f"{_DECLARATION}\n{ET.tostring(feed, encoding='unicode')}\n"

    def _entry(self, feed: ET.Element, edition: ShelvedEdition) -> None:
        voice = Voice(self._frame.project, edition.series.locale, edition.topic)
        entry = _add(feed, "entry", "", {"xml:lang": voice.locale})
        series = edition.series
        own = f"{series.name} {series.paper.value} {edition.number}"
        title = edition.record.title if edition.record else voice.title() or series.name
        number = voice.say("edition", number=edition.number)
        readers = voice.say("for-readers", audience=voice.readers(series.audience))
        _add(entry, "id", uuid.uuid5(self._id, own).urn)
        head = f"{voice.say('corrections')}: " if edition.corrected else ""
        _add(entry, "title", f"{head}{title} ({readers}, {number})")
        _add(entry, "published", _instant(edition.issued))
        _add(entry, "updated", _instant(_updated(edition)))
        absolute = self._frame.absolute
        page = {"rel": "alternate", "type": "text/html", "hreflang": voice.locale}
        _add(entry, "link", "", page | {"href": absolute(edition.page)})
        for file in edition.files if edition.current else ():
            _add(entry, "link", "", {
                "rel": "enclosure", "type": file.media_type, "href": absolute(file.path),
                "length": str(file.size),
            })  # fmt: skip
        _add(
            entry,
            "category",
            "",
            {"term": series.audience, "label": voice.readers(series.audience)},
        )
        if edition.corrected:
            _add(entry, "category", "", {"term": "correction", "label": voice.say("corrections")})
        _add(entry, "content", "".join(self._content(edition, voice)), {"type": "html"})

    def _content(self, edition: ShelvedEdition, voice: Voice) -> Iterator[str]:
        """What is new, as HTML."""
        if edition.faults:
            yield f"<p>{escape(voice.say('site-wrong'))}</p>{_list(voice.faults(edition))}"
        record = edition.record
        if record is not None and record.replaces and record.changes:
            yield f"<p>{escape(voice.say('changes-since', number=record.replaces))}</p>"
            yield _list(self._pages.change_summary(edition, voice))
            return
        for line in self._pages.change_summary(edition, voice):
            yield f"<p>{escape(line)}</p>"


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _updated(edition: ShelvedEdition) -> datetime:
    """When a reader of the feed must hear of it: also when a current one is found to be wrong."""
    return edition.marked if edition.marked and edition.current else edition.issued


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(
    parent: ET.Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> ET.Element:
    element = ET.SubElement(parent, name, dict(attributes or {}))
    element.text = text or None
    return element
