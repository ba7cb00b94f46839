"""One edition's page: the template filled with facts, wording, citations and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markupsafe import Markup

from briefs.compose import prose
from briefs.compose.budget import limited
from briefs.compose.changes import change_box
from briefs.compose.citations import Citations
from briefs.compose.environment import fill_in, page_template
from briefs.compose.figures.blocks import FigureBlocks
from briefs.compose.figures.sheet import Drawing, MeasureText
from briefs.compose.forms import with_fields
from briefs.compose.marks import Mark, Marks, foreign, outside
from briefs.compose.printer import Printer, begun
from briefs.compose.reporting import in_columns
from briefs.compose.styles import figure_style, logo_address, style_sheet
from briefs.compose.wording import Wording
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.edition import Edition
from briefs.model.entry import Entry
from briefs.model.fact import Fact
from briefs.model.freshness import Calendar, Freshness
from briefs.model.guess import did_you_mean
from briefs.model.issue import Issue
from briefs.model.printed import Printed
from briefs.model.project import Project
from briefs.model.source import Source
from briefs.model.template import AudienceTemplate, Prose
from briefs.model.text import fallbacks, in_locale
from briefs.model.topic import Topic
from briefs.model.value import Kind, Status

_FIRST_WORDS = 6
"""Words of a sentence by which a fact is named that has no label."""
_SOURCES_HERE = "<!-- sources -->"
"""Where the list of sources goes once every citation has its number."""


@dataclass(frozen=True, slots=True)
class Page:
    """An edition composed.

    Attributes:
        html: The page, with ``figure:KEY`` where a drawing belongs.
        css: All its style sheets in one.
        drawings: Drawings by key, in the order of the page.
        printed: Each place at which a fact stands, in the order of the page.
        asked: Ids of all facts that the page asked for, printed or not.
        overdue: Ids of the facts printed past their review and its time of grace.
        link_names: What a link to an anchor is called, by the anchor's name.
        loose: What the templates printed outside of marks, as HTML.
        sources: Ids of the cited sources, in the order of their numbers.
        figures: Ids of the figures and tables shown, in the order of the page.
        diagnostics: What went wrong.
        draft: What every page of a draft is stamped with; empty for an edition.
    """

    html: str
    css: str
    drawings: Mapping[str, Drawing]
    printed: tuple[Printed, ...]
    asked: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    link_names: Mapping[str, str] = field(default_factory=dict)
    loose: str = ""
    sources: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    draft: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts printed, in the order of the page, each once."""
        return tuple(dict.fromkeys(place.fact for place in self.printed))


def compose(
    edition: Edition,
    project: Project,
    measure: MeasureText,
    fact_base: str,
    calendar: Calendar,
    issue: Issue | None = None,
) -> Page:
    """Compose one edition.

    Args:
        edition: What to compose; its topic, audience and prose are in the project.
        project: All that was read.
        measure: Measures text in the figures' font.
        fact_base: The hash of the fact base, for the edition line.
        calendar: Judges which facts are past their review.
        issue: What the pages say of the edition itself; None where that is not known yet, as in a
            check: the page then names neither fact base nor changes.
    """
    topic = project.topics[edition.topic]
    audience = project.audiences[edition.audience]
    words = find_prose(topic, edition.audience, edition.locale)
    assert words is not None  # the planner saw to it  # noqa: S101
    names = [name for name in fallbacks(edition.locale) if name in project.locales]
    wording = Wording(edition.locale, project.locales[names[0]], topic.sheet)
    marks = Marks(*_made_of(edition, project, topic, words, fact_base))
    printer = Printer(topic, wording, audience.source.file, calendar, marks)
    style = figure_style(project.brand, audience.sheet, measure, large_print=edition.large_print)
    blocks = FigureBlocks(printer, style, project.templates)
    citations = Citations(topic.sources)
    return _Composer(
        edition,
        project,
        topic,
        audience,
        words,
        issue or _unissued(topic),
        printer,
        blocks,
        citations,
    ).page()


def _unissued(topic: Topic) -> Issue:
    """What stands for an issue that is not known yet."""
    number = topic.sheet.edition
    return Issue(number, replaces=number - 1)


def _made_of(
    edition: Edition, project: Project, topic: Topic, words: Prose, fact_base: str
) -> Iterator[bytes]:
    """All that an edition's page is made of."""
    locales = [project.locales.get(name) for name in fallbacks(edition.locale)]
    entries = [project.settings, topic.sheet, *topic.figures.values(), *locales]
    templates = (template.text for template in project.templates.values())
    for text in (fact_base, words.source.text, *templates, repr(entries)):
        yield text.encode("utf-8", "surrogatepass")


def find_prose(topic: Topic, audience: str, locale: str) -> Prose | None:
    """A topic's words for an audience, in the locale or in its language."""
    for name in fallbacks(locale):
        if (audience, name) in topic.prose:
            return topic.prose[audience, name]
    return None


@dataclass(slots=True)
class _Composer:
    """Composes one page. Lives as long as the page takes."""

    edition: Edition
    project: Project
    topic: Topic
    audience: AudienceTemplate
    prose: Prose
    issue: Issue
    printer: Printer
    figures: FigureBlocks
    citations: Citations

    def page(self) -> Page:
        """The composed page."""
        name = f"{self.audience.id}.html.j2"
        with limited(), self.printer.reporting(self.audience.source.file):
            template = page_template(name, self.project.templates.items())
            page = self._finished(template.render(self._context()))
            if not self._holds_foreign(page.html):
                return page
        return Page("", "", {}, (), diagnostics=self._findings())

    def _findings(self) -> tuple[Diagnostic, ...]:
        """What went wrong, each at the call that it speaks of."""
        if not self.printer.diagnostics:
            return ()
        sources = [*self.project.templates.values(), self.prose.source, *self.topic.words]
        return tuple(in_columns(self.printer.diagnostics, sources))

    def _finished(self, html: str) -> Page:
        loose = outside(html)
        html = self.printer.marks.free_blocks(html)
        html = self.citations.expand(self.printer.marks.expand(html))
        html = with_fields(html.replace(_SOURCES_HERE, self._source_list()))
        draft = self._draft_stamp()
        if draft:  # for those who hear the page, or see its name only
            html = html.replace("<title>", f"<title>{escape(draft)}: ", 1)
        return Page(
            html,
            self._css(),
            self.figures.drawings,
            tuple(self.printer.printed),
            tuple(self.printer.asked),
            tuple(fact.id for fact in self._stale() if self._overdue(fact)),
            self._link_names(),
            "\n".join([loose, *self.figures.loose]),
            tuple(source.id for _, source in self.citations.cited()),
            tuple(self.figures.shown),
            self._findings(),
            draft,
        )

    def _draft_stamp(self) -> str:
        """What a draft is stamped with on every page; empty for an edition."""
        return self.printer.wording.message("draft-stamp", {}) if self.issue.draft else ""

    def _holds_foreign(self, html: str) -> bool:
        """Whether a page holds what no page may; says so if nothing else is wrong."""
        bad = foreign(html)
        if bad and not self.printer.diagnostics:
            self.printer.report(
                Code.TEXT_CHARACTER,
                f"the page holds the character U+{ord(bad):04X}, alone or as part of a mark that "
                "is cut or changed",
                Place(self.audience.source.file),
                "look for a filter that cuts or changes a fact, or for an escaped character in "
                "the words of the page",
            )
        return bool(bad)

    def _link_names(self) -> dict[str, str]:
        """What the links to the sources are called, for those who hear them."""
        word = self.printer.message("source")
        return {
            f"source-{number}": f"{word} {number}: {source.title}"
            for number, source in self.citations.cited()
        }

    def _css(self) -> str:
        style, draft = self.audience.sheet.style, self._draft_stamp()
        return style_sheet(self.project.brand, self.edition, self.project.styles, style, draft)

    def _context(self) -> dict[str, Any]:
        publisher = self.project.settings.publisher
        sheet = self.audience.sheet
        head = self.prose.sheet
        return {
            "lang": self.edition.locale,
            "brief": {
                "title": self.printer.inline(head.title, head, "title"),
                "summary": self.printer.inline(head.summary, head, "summary"),
                "plain_title": self.printer.own(self.printer.plain(head.title, head, "title")),
                "plain_summary": self.printer.own(
                    self.printer.plain(head.summary, head, "summary")
                ),
                "topic": self.printer.words(self.topic.sheet.title, self.topic.sheet, "title"),
                "audience": self._readers(),
                "place": self._place(),
                "as_of": self.printer.late(self._as_of),
                "review": self.printer.late(self._review),
                "stale": self.printer.late(self._stale_stamp),
                "stale_facts": self.printer.late(self._stale_facts),
                "fact_base": self.printer.own(self.issue.fact_base[:12]),
                "number": self.printer.own(self.topic.sheet.number or ""),
                "edition": self.printer.own(str(self.issue.number)),
                "replaces": self.printer.own(str(self.issue.replaces or "")),
                "changes": change_box(self.issue, self.printer, roomy=self.edition.large_print),
                "disclaimer": self._words_if_any(sheet, "disclaimer"),
            },
            "publisher": {
                "name": self.printer.own(publisher.name),
                "plain_name": publisher.name,
                "series": self.printer.words(publisher.series, publisher, "series"),
                "contact": self.printer.own(publisher.contact or ""),
                "address": self.printer.own(publisher.address or ""),
                "disclaimer": self.printer.words(publisher.disclaimer, publisher, "disclaimer"),
            },
            "logo": self._logo(),
            "fact": self.printer.fact,
            "say": self.printer.say,
            "quote": self.printer.quote,
            "pair": self.printer.pair,
            "note": self.printer.note,
            "figure": self.figures.figure,
            "section": self._section,
            "has_section": lambda name: name in self.prose.sections,
            "contacts": self._contacts,
            "has_contacts": lambda: bool(self._contact_facts()),
            "badge": self.printer.badge,
            "message": self.printer.message,
            "sources": self._sources,
        }

    def _readers(self) -> str:
        """Whom the brief is for: as the topic says it, or else the template."""
        topic = self.topic.sheet
        name = self.audience.id
        if name in topic.readers:
            return self.printer.words(topic.readers[name], topic, "readers", name)
        sheet = self.audience.sheet
        return self.printer.words(sheet.label, sheet, "label")

    def _place(self) -> str:
        """The place that the brief is about: its own, or else the topic's."""
        settings = self.project.settings
        own = next((one for one in settings.brief if one.name == self.edition.brief), None)
        entry = own if own is not None and own.place else self.topic.sheet
        return self._words_if_any(entry, "place")

    def _words_if_any(self, entry: Entry, key: str) -> str:
        words = getattr(entry, key)
        return self.printer.words(words, entry, key) if words else ""

    def _logo(self) -> dict[str, Markup] | None:
        logo = self.project.brand.logo
        if logo is None:
            return None
        own = self.printer.own
        return {"src": own(logo_address(logo)), "alt": own(logo.alt)}

    def _section(self, name: str) -> Markup:
        sheet = self.audience.sheet
        if name not in {*sheet.sections, *sheet.optional_sections}:
            self.printer.report(
                Code.SECTION_UNKNOWN,
                f'the template does not declare the section "{name}"',
                self.printer.calling(),
                did_you_mean(
                    name,
                    [*sheet.sections, *sheet.optional_sections],
                    "add it to sections or optional_sections in the template's head",
                ),
            )
            return Markup("")
        section = self.prose.sections.get(name)
        if section is None:
            return Markup("")  # the planner has said so
        blocks = {
            "quote": self.printer.quote,
            "pair": self.printer.pair,
            "figure": self.figures.figure,
        }
        functions = {**self.printer.inline_functions(), **blocks}
        file = self.prose.source.file
        self.printer.section = name
        with self.printer.reporting(file):
            heading = fill_in(section.heading, file, section.line, functions)
            body = fill_in(section.source, file, section.line, functions)
            html = self.printer.marks.free_blocks(prose.blocks(body))
            self.printer.section = ""
            return Markup(f'<h2 id="{name}">{prose.inline(heading)}</h2>\n{html}')  # noqa: S704
        self.printer.section = ""
        return Markup("")

    def _contacts(self) -> list[dict[str, str]]:
        """Contacts that this audience may be given."""
        facts = [self.printer.known(fact.id) for fact in self._contact_facts()]
        return [
            {
                "value": self.printer.print(fact, fact.value or ""),
                "label": Markup(begun(self.printer.words(fact.label, fact, "label"))),  # noqa: S704
                "reaches": self.printer.words(fact.reaches, fact, "reaches"),
                "note": self.printer.words(fact.note, fact, "note") if fact.note else "",
                "verified_on": self.printer.own(
                    self.printer.wording.day(fact.verified_on or fact.as_of)
                ),
            }
            for fact in facts
        ]

    def _contact_facts(self) -> list[Fact]:
        return [
            fact
            for fact in self.topic.facts.values()
            if fact.kind is Kind.CONTACT
            and fact.status is Status.OK
            and fact.audiences is not None
            and self.edition.audience in fact.audiences
        ]

    def _sources(self) -> Markup:
        return Markup(self.printer.marks.add(Mark(_SOURCES_HERE, block=True)))  # noqa: S704 - a mark

    def _source_list(self) -> str:
        """The list of sources, made when every citation above it has its number."""
        items = "\n".join(
            f'<li id="source-{number}" data-source="{source.id}">{self._source(source)}</li>'
            for number, source in self.citations.cited()
        )
        return f'<ol class="sources">\n{items}\n</ol>'

    def _source(self, source: Source) -> str:
        wording = self.printer.wording
        parts = [f"{escape(source.publisher)}, <em>{escape(source.title)}</em>"]
        if source.published is not None:
            parts.append(wording.day(source.published))
        if source.url is not None:
            parts.append(f'<a href="{escape(source.url)}">{escape(_short(source.url))}</a>')
        parts.append(wording.message("retrieved", {"date": wording.day(source.retrieved)}))
        note = self.printer.plain_words(source.note, source, "note") if source.note else ""
        return f"{', '.join(parts)}. {escape(note)}".rstrip()

    def _as_of(self) -> str:
        """The dates that the printed facts are of, definitions aside, once all are printed."""
        facts = self._printed_facts()
        days = sorted(fact.as_of for fact in facts if fact.kind is not Kind.DEFINITION)
        return escape(self.printer.wording.span(days[0], days[-1])) if days else ""

    def _review(self) -> str:
        """The day on which the first of the printed facts comes due."""
        days = [self.printer.calendar.due(fact) for fact in self._printed_facts()]
        return escape(self.printer.wording.day(min(days))) if days else ""

    def _printed_facts(self) -> list[Fact]:
        names = dict.fromkeys(place.fact for place in self.printer.printed)
        return [self.topic.facts[name] for name in names]

    def _stale(self) -> list[Fact]:
        """The facts printed past their review."""
        state = self.printer.calendar.state
        return [fact for fact in self._printed_facts() if state(fact) is not Freshness.FRESH]

    def _overdue(self, fact: Fact) -> bool:
        return self.printer.calendar.state(fact) is Freshness.OVERDUE

    def _stale_stamp(self) -> str:
        """A box that says so where facts are printed that are overdue."""
        days = [self.printer.calendar.due(fact) for fact in self._stale() if self._overdue(fact)]
        if not days:
            return ""
        date = self.printer.wording.day(min(days))
        words = self.printer.wording.message("stale-stamp", {"date": date})
        return f'<p class="stale-stamp">{escape(words)}</p>'

    def _stale_facts(self) -> str:
        """Which they are, in a reader's words, so that the paper itself records it."""
        names = dict.fromkeys(self._name(fact) for fact in self._stale() if self._overdue(fact))
        if not names:
            return ""
        words = self.printer.wording.message("stale-printed", {})
        return escape(f"{words} {'; '.join(names)}.")

    def _name(self, fact: Fact) -> str:
        """What a reader calls a fact: its label, how its sentence begins, or else its id."""
        printed = len(self.printer.printed)
        name = fact.id
        for key, most in (("label", None), ("text", _FIRST_WORDS)):
            text = in_locale(getattr(fact, key) or {}, self.edition.locale)
            if text is not None:
                words = self.printer.plain(text, fact, key).rstrip(".").split(" ")
                name = " ".join(words[:most]) + ("" if len(words[:most]) == len(words) else " …")
                break
        del self.printer.printed[printed:]  # the facts in its words are printed where it is
        return name


def _short(url: str) -> str:
    """An address as it is printed; of a very long one, the site. The link holds it whole."""
    bare = url.removeprefix("https://").removeprefix("www.").rstrip("/")
    return bare if len(bare) <= 100 else bare.partition("/")[0]
