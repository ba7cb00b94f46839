"""What there is to say of each audience: template, prose, and the outline of what it is shown.

The list is read off the project's files. Only an outline composes pages, so only it loads what
composes and judges them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

from briefs.model.edition import Edition
from briefs.model.errors import InputError, UsageError
from briefs.model.fact import Fact
from briefs.model.guess import did_you_mean
from briefs.model.printed import Printed
from briefs.model.project import Project, plain
from briefs.model.template import AudienceSheet, AudienceTemplate
from briefs.model.text import in_locale
from briefs.model.value import Kind, Status
from briefs.publish.project import OpenProject
from briefs.read.placement import declared_in_order, placement_of

if TYPE_CHECKING:
    from briefs.compose.page import Page


@dataclass(frozen=True, slots=True)
class Audience:
    """An audience that has a template, or that something in the project names.

    Attributes:
        id: Its id.
        template: Its template; None where nobody has written one yet.
        label: Whom its briefs are for, in the project's first locale; empty without a template.
        briefs: Names of the briefs that are built for it.
        prose: Topic and locale of each file of prose that is written for it.
        named: How many facts name it.
    """

    id: str
    template: AudienceTemplate | None
    label: str
    briefs: tuple[str, ...]
    prose: tuple[tuple[str, str], ...]
    named: int

    def plain(self) -> dict[str, Any]:
        """The audience as plain data, with the whole head of its template."""
        template = self.template
        return {
            "id": self.id,
            "template": template and template.source.file,
            **(plain(template.sheet) if template else {}),
            "briefs": list(self.briefs),
            "prose": [{"topic": topic, "locale": locale} for topic, locale in self.prose],
            "facts_naming_it": self.named,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """How plain an edition's prose is, and how long its page.

    Attributes:
        edition: Which.
        readers: Whom it is for, as its head says.
        result: Its Flesch-Kincaid grade or Szigriszt-Pazos score, to one decimal; None in a
            language without a formula.
        target: What the template asks for; None where it asks for nothing.
        kept: Whether ``briefs check`` finds nothing to say of it.
        words: How many words a reader of the page has before them.
    """

    edition: Edition
    readers: str
    result: float | None
    target: float | None
    kept: bool
    words: int


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section as one edition prints it.

    Attributes:
        edition: Which.
        heading: Its heading as plain text.
        printed: Each place at which a fact stands, once, in the order of the page.
    """

    edition: Edition
    heading: str
    printed: tuple[Printed, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of its figures, in the order of the page."""
        return tuple(dict.fromkeys(place.figure for place in self.printed if place.figure))


@dataclass(frozen=True, slots=True)
class OutlinedSection:
    """A section that a template declares.

    Attributes:
        id: Its id; empty for all that stands outside of the prose.
        required: Whether the prose must have it.
        placed: Whether the template puts it on the page, or may do so.
        editions: What each edition that has it prints there.
    """

    id: str
    required: bool
    placed: bool
    editions: tuple[PrintedSection, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What of a topic an audience may be shown.

    Attributes:
        topic: The topic's id.
        total: Number of its facts.
        allowed: Ids of the facts that may be shown.
        printed: Ids of those that an edition prints.
        contacts: The contacts among the allowed ones.
    """

    topic: str
    total: int
    allowed: tuple[str, ...]
    printed: tuple[str, ...]
    contacts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """An audience's template with what each of its sections prints.

    Attributes:
        audience: The audience.
        sheet: The head of its template.
        readings: By edition, in the order of the briefs.
        unwritten: Editions that nobody has written yet, each with the file that its prose goes to.
        sections: In the order in which the template places them; last what stands outside.
        shares: By topic.
    """

    audience: Audience
    sheet: AudienceSheet
    readings: tuple[Reading, ...]
    unwritten: tuple[tuple[Edition, str], ...]
    sections: tuple[OutlinedSection, ...]
    shares: tuple[Share, ...]

    def plain(self) -> dict[str, Any]:
        """The outline as plain data."""
        return {
            **self.audience.plain(),
            "editions": [_plain_reading(one) for one in self.readings],
            "unwritten": [
                {**_plain_edition(edition), "file": file} for edition, file in self.unwritten
            ],
            "outline": [_plain_section(one) for one in self.sections],
            "topics": [_plain_share(one) for one in self.shares],
        }


def list_audiences(project: OpenProject) -> tuple[Audience, ...]:
    """Audiences with a template, by id; then those that are named and have none.

    Raises:
        InputError: If a template or a topic cannot be read: a list with gaps would mislead.
    """
    content = project.content
    _want_whole(project)
    briefs: dict[str, list[str]] = defaultdict(list)
    for brief in content.settings.brief:
        for name in brief.audiences:
            briefs[name].append(brief.name)
    prose = _prose(content)
    named = Counter(
        name
        for topic in content.topics.values()
        for fact in topic.facts.values()
        for name in dict.fromkeys(fact.audiences or [])
    )
    others = {*briefs, *prose, *named, *_named_by_figures(content)} - {*content.audiences}
    return tuple(
        Audience(
            name,
            content.audiences.get(name),
            _label(content, name),
            tuple(dict.fromkeys(briefs[name])),
            tuple(sorted(prose[name])),
            named[name],
        )
        for name in [*sorted(content.audiences), *sorted(others)]
    )


def outline_of(project: OpenProject, name: str, today: date | None = None) -> Outline:
    """The outline of an audience, with what every edition for it prints that is written.

    Args:
        project: The project.
        name: The audience's id.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.

    Raises:
        UsageError: If there is no such audience, or no template for it yet.
        InputError: If a page of the audience that is written cannot be composed, so that nobody
            knows what it prints.
    """
    audience = _find(list_audiences(project), name)
    assert audience.template is not None  # noqa: S101
    pages, unwritten = _pages(project, audience, today) if audience.briefs else ({}, {})
    sheet = audience.template.sheet
    return Outline(
        audience,
        sheet,
        tuple(_reading(project.content, edition, page, sheet) for edition, page in pages.items()),
        tuple(unwritten.items()),
        tuple(_sections(project.content, audience.template, pages)),
        tuple(_shares(project.content, audience.template, pages)),
    )


def _want_whole(project: OpenProject) -> None:
    content = project.content
    broken = {f"{name}.html.j2" for name in content.incomplete} & {*content.templates}
    asked = {brief.topic for brief in content.settings.brief}
    gaps = [topic for topic in content.topics.values() if topic.incomplete & {"facts", "figures"}]
    if broken or gaps or not asked <= {*content.topics}:
        raise InputError(project.findings)


def _prose(content: Project) -> Mapping[str, set[tuple[str, str]]]:
    """Topic and locale of the prose by audience, readable or not."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for topic in content.topics.values():
        for audience, locale in topic.prose:
            found[audience].add((topic.id, locale))
        for name in topic.incomplete:
            audience, dot, locale = name.partition(".")
            if dot:
                found[audience].add((topic.id, locale))
    return found


def _named_by_figures(content: Project) -> Iterator[str]:
    for topic in content.topics.values():
        for figure in topic.figures.values():
            yield from figure.audiences or []


def _label(content: Project, name: str) -> str:
    template = content.audiences.get(name)
    if template is None:
        return ""
    label = template.sheet.label
    return in_locale(label, content.settings.locales[0]) or next(iter(label.values()))


def _find(audiences: tuple[Audience, ...], name: str) -> Audience:
    found = next((one for one in audiences if one.id == name), None)
    if found is None:
        known = [one.id for one in audiences]
        mend = did_you_mean(name, known, "run briefs audiences to see which there are")
        raise UsageError(f'there is no audience "{name}"', mend)
    if found.template is None:
        raise UsageError(
            f'the audience "{name}" has no template yet', f"write templates/{name}.html.j2"
        )
    return found


def _pages(
    project: OpenProject, audience: Audience, today: date | None
) -> tuple[Mapping[Edition, Page], Mapping[Edition, str]]:
    """The pages of the editions for an audience, and the files that others are to be written in."""
    from briefs.publish.check import pages_of
    from briefs.publish.plan import Selection, asked, prose_to_write

    selection = Selection(audiences=(audience.id,))
    unwritten = {
        edition: file
        for edition in asked(project.content, selection)
        if (file := prose_to_write(project.content, edition)) is not None
    }
    return pages_of(project, selection, today, unwritten), unwritten


def _reading(content: Project, edition: Edition, page: Page, sheet: AudienceSheet) -> Reading:
    from briefs.check.length import count_words
    from briefs.check.plain_language import check_reading, has_formula, measure, sentences_of
    from briefs.model.diagnostic import Place

    locale = edition.locale
    sentences = [one.text for one in sentences_of(page.html, locale)]
    result = None
    if has_formula(locale) and sentences:
        try:
            result = round(measure(sentences, locale), 1)
        except ValueError:
            result = None  # headings and figures only
    target = in_locale(sheet.reading, locale)
    nowhere = Place("")
    missed = target is not None and any(
        check_reading(page.html, locale, target, lambda *_: nowhere, nowhere)
    )
    readers = content.topics[edition.topic].sheet.readers.get(edition.audience, sheet.label)
    return Reading(
        edition,
        in_locale(readers, locale) or "",
        result,
        target,
        not missed,
        count_words(page.html),
    )


def _sections(
    content: Project, template: AudienceTemplate, pages: Mapping[Edition, Page]
) -> Iterator[OutlinedSection]:
    sheet = template.sheet
    headings = {edition: _headings(page) for edition, page in pages.items()}
    seen = {name for found in headings.values() for name in found}
    placed, complete = placement_of(f"{template.id}.html.j2", content.templates)
    for name in declared_in_order(template, content.templates):
        yield OutlinedSection(
            name,
            name in sheet.sections,
            name in placed or name in seen or not complete,
            tuple(
                PrintedSection(edition, headings[edition][name], _printed_in(page, name))
                for edition, page in pages.items()
                if name in headings[edition]
            ),
        )
    outside = tuple(
        PrintedSection(edition, "", printed)
        for edition, page in pages.items()
        if (printed := _printed_in(page, ""))
    )
    if outside:
        yield OutlinedSection("", required=False, placed=True, editions=outside)


def _printed_in(page: Page, section: str) -> tuple[Printed, ...]:
    places = (place for place in page.printed if place.section == section)
    return tuple(dict.fromkeys(place._replace(shown=_one_line(place.shown)) for place in places))


_HEADING = re.compile(r'<h2\b[^>]*?\sid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_CITATION = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def _headings(page: Page) -> Mapping[str, str]:
    """The headings of a page's sections by id, as plain text."""
    return {
        name: _one_line(unescape(_TAG.sub("", _CITATION.sub("", html))))
        for name, html in _HEADING.findall(page.html)
    }


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _shares(
    content: Project, template: AudienceTemplate, pages: Mapping[Edition, Page]
) -> Iterator[Share]:
    for topic in content.topics.values():
        own = [page for edition, page in pages.items() if edition.topic == topic.id]
        printed = {name for page in own for name in page.facts}
        allowed = [fact for fact in topic.facts.values() if _may_be_shown(fact, template)]
        yield Share(
            topic.id,
            len(topic.facts),
            tuple(fact.id for fact in allowed),
            tuple(name for name in topic.facts if name in printed),
            tuple(fact for fact in allowed if fact.kind is Kind.CONTACT),
        )


def _may_be_shown(fact: Fact, template: AudienceTemplate) -> bool:
    """Whether a fact may be shown to an audience; a contact only where it names the audience."""
    sheet = template.sheet
    if fact.status is not Status.OK or not fact.allowed_for(template.id):
        return False
    if sheet.kinds is not None and fact.kind not in sheet.kinds:
        return False
    return fact.kind is not Kind.CONTACT or (bool(fact.audiences) and sheet.contacts != "none")


def _plain_edition(edition: Edition) -> dict[str, str]:
    return {"brief": edition.brief, "topic": edition.topic, "locale": edition.locale}


def _plain_reading(one: Reading) -> dict[str, Any]:
    return {
        **_plain_edition(one.edition),
        "readers": one.readers,
        "reading": one.result,
        "target": one.target,
        "kept": one.kept,
        "words": one.words,
    }


def _plain_section(one: OutlinedSection) -> dict[str, Any]:
    return {
        "id": one.id,
        "required": one.required,
        "placed": one.placed,
        "editions": [
            {
                **_plain_edition(part.edition),
                "heading": part.heading,
                "facts": [
                    {"id": place.fact, "shown": place.shown, "figure": place.figure}
                    for place in part.printed
                ],
                "figures": list(part.figures),
            }
            for part in one.editions
        ],
    }


def _plain_share(one: Share) -> dict[str, Any]:
    contacts = [
        {
            "id": fact.id,
            "value": fact.value,
            "reaches": dict(fact.reaches or {}),
            "verified_on": fact.verified_on and fact.verified_on.isoformat(),
            "printed": fact.id in one.printed,
        }
        for fact in one.contacts
    ]
    return {
        "topic": one.topic,
        "facts": one.total,
        "allowed": list(one.allowed),
        "printed": list(one.printed),
        "contacts": contacts,
    }
