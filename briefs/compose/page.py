"""One edition's page: the template filled with facts, wording, citations and figures."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from jinja2 import TemplateError
from jinja2.sandbox import SecurityError
from markupsafe import Markup

from briefs.compose import figures, prose
from briefs.compose.citations import Citations
from briefs.compose.environment import page_template, prose_template
from briefs.compose.marks import CITE, Mark, Marks, citation, outside
from briefs.compose.wording import Wording
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.edition import Edition
from briefs.model.fact import Fact
from briefs.model.figure import Figure, FigureKind
from briefs.model.guess import did_you_mean
from briefs.model.project import Brand, Project
from briefs.model.source import Source
from briefs.model.template import AudienceTemplate, Prose
from briefs.model.text import LocalText, fallbacks, in_locale
from briefs.model.topic import Topic
from briefs.model.value import Kind, Qualifier, Status

FIGURE_SCHEME = "figure:"
"""Figures stand in a page's HTML as ``<img src="figure:KEY">`` until they are exported."""

_SENTENCES = frozenset(
    {Kind.DEFINITION, Kind.STATEMENT, Kind.VIEW, Kind.FORECAST, Kind.ADVICE}
)


@dataclass(frozen=True, slots=True)
class Page:
    """An edition composed.

    Attributes:
        html: The page, with ``figure:KEY`` where a drawing belongs.
        css: All its style sheets in one.
        drawings: Drawings by key, in the order of the page.
        printed: Ids of the facts on the page, in the order of the page, each once.
        link_names: What a link to an anchor is called, by the anchor's name.
        loose: What the template printed outside of marks, as HTML.
        words: What else an author wrote and the page prints outside of marks, with its place.
        diagnostics: What went wrong.
    """

    html: str
    css: str
    drawings: Mapping[str, figures.Drawing]
    printed: tuple[str, ...]
    link_names: Mapping[str, str] = field(default_factory=dict)
    loose: str = ""
    words: tuple[tuple[str, Place], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


_SOURCES_HERE = "<!-- sources -->"
"""Where the list of sources goes once every citation has its number."""


class _Broken(Exception):
    """A template called a function in a way that cannot be answered."""


def compose(
    edition: Edition, project: Project, measure: figures.MeasureText, fact_base: str
) -> Page:
    """Compose one edition.

    Args:
        edition: What to compose; its topic, audience and prose are in the project.
        project: All that was read.
        measure: Measures text in the figures' font.
        fact_base: The hash of the fact base, for the edition line.
    """
    return _Composer(edition, project, measure, fact_base).page()


def find_prose(topic: Topic, audience: str, locale: str) -> Prose | None:
    """A topic's words for an audience, in the locale or in its language."""
    for name in fallbacks(locale):
        if (audience, name) in topic.prose:
            return topic.prose[audience, name]
    return None


@dataclass(slots=True)
class _FactHandle:
    """What ``fact("id")`` gives a template: prints the value, lends its other words."""

    _composer: _Composer
    _fact: Fact

    def __html__(self) -> str:
        return self._composer.print_value(self._fact)

    __str__ = __html__

    @property
    def value(self) -> Markup:
        """The bare number, for facts without a qualifier."""
        return Markup(self._composer.print_bare(self._fact))  # noqa: S704 - a mark

    @property
    def counted(self) -> Markup:
        """The value with the noun that it counts: ``22 applications``."""
        return Markup(self._composer.print_counted(self._fact))  # noqa: S704 - a mark

    @property
    def label(self) -> Markup:
        """What the value is called."""
        return Markup(self._composer.words(self._fact.label, self._fact, "label"))  # noqa: S704

    @property
    def as_of(self) -> Markup:
        """The day that the fact is of."""
        return Markup(self._composer.print_as_of(self._fact))  # noqa: S704 - a mark


@dataclass(slots=True)
class _Composer:
    """Composes one page. Lives as long as the page takes."""

    edition: Edition
    project: Project
    measure: figures.MeasureText
    fact_base: str
    marks: Marks = field(default_factory=Marks)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    drawings: dict[str, figures.Drawing] = field(default_factory=dict)
    printed: dict[str, None] = field(default_factory=dict)
    authored: list[tuple[str, Place]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    topic: Topic = field(init=False)
    audience: AudienceTemplate = field(init=False)
    prose: Prose = field(init=False)
    wording: Wording = field(init=False)
    citations: Citations = field(init=False)

    def __post_init__(self) -> None:
        self.topic = self.project.topics[self.edition.topic]
        self.audience = self.project.audiences[self.edition.audience]
        found = find_prose(self.topic, self.edition.audience, self.edition.locale)
        assert found is not None  # the planner saw to it  # noqa: S101
        self.prose = found
        sheet = next(
            self.project.locales[name]
            for name in fallbacks(self.edition.locale)
            if name in self.project.locales
        )
        self.wording = Wording(self.edition.locale, sheet, self.topic.sheet)
        self.citations = Citations(self.topic.sources)

    # the page

    def page(self) -> Page:
        """The composed page."""
        name = f"{self.audience.id}.html.j2"
        template = page_template(name, self.project.templates.items())
        with self._reporting(self.audience.source.file):
            html = template.render(self._context())
            return self._finished(html)
        return Page("", "", {}, (), diagnostics=tuple(self.diagnostics))

    def _finished(self, html: str) -> Page:
        loose = outside(html)
        html = self.marks.free_blocks(html)
        html = self.citations.expand(self.marks.expand(html))
        html = html.replace(_SOURCES_HERE, self._source_list())
        return Page(
            html,
            self._css(),
            self.drawings,
            tuple(self.printed),
            {
                f"source-{number}": f"{self.wording.sheet.messages['source']} {number}: {source.title}"
                for number, source in self.citations.cited()
            },
            loose,
            tuple(self.authored),
            tuple(self.diagnostics),
        )

    def _css(self) -> str:
        styles = self.project.styles
        sheets = [styles.get("base.css", ""), styles.get(self.audience.sheet.style or "", "")]
        return "\n".join([_tokens(self.project.brand, self.edition), *sheets])

    def _context(self) -> dict[str, Any]:
        publisher = self.project.settings.publisher
        sheet = self.audience.sheet
        return {
            "lang": self.edition.locale,
            "brief": {
                "title": self._inline(self.prose.sheet.title, self.prose, "title"),
                "summary": self._inline(self.prose.sheet.summary, self.prose, "summary"),
                "plain_title": self._plain(self.prose.sheet.title, self.prose, "title"),
                "plain_summary": self._plain(self.prose.sheet.summary, self.prose, "summary"),
                "topic": self.words(self.topic.sheet.title, self.topic.sheet, "title"),
                "audience": self.words(sheet.label, sheet, "label"),
                "as_of": self._late(self._as_of),
                "review": self._late(self._review),
                "fact_base": self._own(self.fact_base[:12]),
                "number": self._own(self.topic.sheet.number or ""),
            },
            "publisher": {
                "name": self._own(publisher.name),
                "plain_name": publisher.name,
                "series": self.words(publisher.series, publisher, "series"),
                "contact": self._own(publisher.contact or ""),
                "address": self._own(publisher.address or ""),
                "disclaimer": self.words(publisher.disclaimer, publisher, "disclaimer"),
            },
            "fact": self._fact,
            "say": self._say,
            "quote": self._quote,
            "pair": self._pair,
            "note": self._note,
            "figure": self._figure,
            "section": self._section,
            "has_section": lambda name: name in self.prose.sections,
            "contacts": self._contacts,
            "badge": self._badge,
            "message": self._message,
            "sources": self._sources,
        }

    # words

    def words(self, text: LocalText | None, entry: Any, *keys: str) -> str:
        """Words of an entry in the reader's locale, filled in, as HTML with marks."""
        found = self._in_locale(text, entry, *keys)
        return "" if found is None else self._inline(found, entry, *keys)

    def _plain_words(self, text: LocalText | None, entry: Any, *keys: str) -> str:
        found = self._in_locale(text, entry, *keys)
        return "" if found is None else self._plain(found, entry, *keys)

    def _in_locale(self, text: LocalText | None, entry: Any, *keys: str) -> str | None:
        place = entry.origin.at(*keys)
        if text is None:
            self._report(Code.KEY_MISSING, f'the key "{keys[-1]}" is missing', place)
            return None
        found = in_locale(text, self.edition.locale)
        if found is None:
            self._report(
                Code.LOCALE_MISSING,
                f"{keys[-1]} has no words for {self.edition.locale}",
                place,
                f"add {fallbacks(self.edition.locale)[-1]}: …",
            )
        return found

    def _inline(self, text: str, entry: Any, *keys: str) -> Markup:
        return Markup(prose.inline(self._filled(text, entry, *keys)))  # noqa: S704 - escaped there

    def _plain(self, text: str, entry: Any, *keys: str) -> str:
        return self.marks.plain(self._filled(text, entry, *keys)).replace("*", "")

    def _filled(self, text: str, entry: Any, *keys: str) -> str:
        """Jinja text of a YAML or Markdown file with its facts put in as marks."""
        origin = (entry.sheet if isinstance(entry, Prose) else entry).origin
        place = origin.at(*keys)
        if "{" not in text:
            self.authored.append((text, place))
            return text
        with self._reporting(place.file):
            template = prose_template(text, place.file, place.line)
            filled = template.render(self._inline_functions())
            self.authored.append((outside(filled), place))
            return filled
        return ""

    def _inline_functions(self) -> dict[str, Any]:
        return {"fact": self._fact, "say": self._say, "note": self._note, "badge": self._badge}

    # what templates call

    def _fact(self, name: str) -> _FactHandle:
        return _FactHandle(self, self._known(name))

    def print_value(self, fact: Fact) -> str:
        """A fact's value with its qualifier and its citation."""
        self._want(fact, "value", fact.value is not None)
        return self._print(fact, self.wording.qualified(fact)) + citation(fact.source)

    def print_bare(self, fact: Fact) -> str:
        """A fact's value alone, where it has no qualifier to lose."""
        if fact.qualifier is not Qualifier.EXACTLY:
            self._report(
                Code.QUALIFIER_DROPPED,
                f'fact("{fact.id}").value would print {self.wording.bare(fact)} without '
                f'"{fact.qualifier}"',
                self._calling(),
                f'write fact("{fact.id}")',
            )
        return self._print(fact, self.wording.bare(fact))

    def print_counted(self, fact: Fact) -> str:
        """A fact's value with its noun and its citation."""
        self._want(fact, "value", fact.value is not None)
        return self._print(fact, self.wording.with_noun(fact)) + citation(fact.source)

    def print_as_of(self, fact: Fact) -> str:
        """The day that a fact is of."""
        return self.marks.text(self.wording.date(fact.as_of))

    def _say(self, name: str) -> Markup:
        fact = self._known(name)
        self._want(fact, "sentence", fact.kind in _SENTENCES)
        words = self._filled_text(fact)
        html = f'<span data-fact="{fact.id}" data-kind="{fact.kind}">{words}</span>'
        self._note_printed(fact)
        mark = self.marks.add(Mark(html, self.marks.plain(words)))
        return Markup(mark + citation(fact.source))  # noqa: S704 - a mark

    def _filled_text(self, fact: Fact) -> str:
        """A fact's sentence as HTML with marks; its own citation comes after it."""
        found = self._in_locale(fact.text, fact, "text")
        if found is None:
            return ""
        filled = self._filled(found, fact, "text").replace(citation(fact.source), "")
        return prose.inline(filled)

    def _pair(self, name: str) -> Markup:
        """Two paired views side by side, in the order of their ids, so that neither leads."""
        fact = self._known(name)
        self._want(fact, "partner", fact.pair_with is not None)
        both = sorted([fact, self._known(fact.pair_with or "")], key=lambda one: one.id)
        sides = "".join(
            f'<div class="pair-side"><p>{self._badge(one.kind.value)} {self._say(one.id)}</p></div>'
            for one in both
        )
        return Markup(self.marks.add(Mark(f'<div class="pair">{sides}</div>', block=True)))  # noqa: S704

    def _quote(self, name: str) -> Markup:
        fact = self._known(name)
        self._want(fact, "quote", fact.kind is Kind.QUOTE)
        words = self._filled_text(fact)
        speaker = self.words(fact.attribution, fact, "attribution")
        if self.diagnostics:
            return Markup("")
        self._note_printed(fact)
        marks = self.wording.sheet.messages
        note = self.words(fact.note, fact, "note") if fact.note else ""
        html = (
            f'<blockquote data-fact="{fact.id}" data-kind="{fact.kind}">'
            f'<p class="words">{marks.get("quote-open", "“")}{words}{marks.get("quote-close", "”")}</p>'
            f'<p class="speaker">{speaker[:1].upper()}{speaker[1:]}{citation(fact.source)}'
            f'{f" {note}" if note else ""}</p></blockquote>'
        )
        return Markup(self.marks.add(Mark(html, block=True)))  # noqa: S704 - a mark

    def _note(self, name: str) -> str:
        fact = self._known(name)
        return self.words(fact.note, fact, "note")

    def _badge(self, kind: str) -> Markup:
        words = self.wording.sheet.kinds.get(kind)
        if words is None:
            self._report(
                Code.MESSAGE_UNKNOWN,
                f'there is no badge "{kind}"',
                self._calling(),
                did_you_mean(kind, self.wording.sheet.kinds),
            )
            return Markup("")
        html = f'<strong class="badge badge-{escape(kind)}">{escape(words)}</strong>'
        return Markup(self.marks.add(Mark(html, words)))  # noqa: S704 - a mark

    def _message(self, name: str, **values: object) -> Markup:
        if name not in self.wording.sheet.messages:
            self._report(
                Code.MESSAGE_UNKNOWN,
                f'no locale file has the words "{name}"',
                self._calling(),
                did_you_mean(name, self.wording.sheet.messages),
            )
            return Markup("")
        safe = {
            key: value if isinstance(value, Markup) else escape(str(value))
            for key, value in values.items()
        }
        return Markup(self.wording.message(name, safe))  # noqa: S704 - escaped above

    def _section(self, name: str) -> Markup:
        sheet = self.audience.sheet
        if name not in {*sheet.sections, *sheet.optional_sections}:
            self._report(
                Code.SECTION_UNKNOWN,
                f'the template does not declare the section "{name}"',
                self._calling(),
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
        blocks = {"quote": self._quote, "pair": self._pair, "figure": self._figure}
        functions = {**self._inline_functions(), **blocks}
        file = self.prose.source.file
        with self._reporting(file):
            heading = prose_template(section.heading, file, section.line).render(functions)
            body = prose_template(section.source, file, section.line).render(functions)
            html = self.marks.free_blocks(prose.blocks(body))
            return Markup(f'<h2 id="{name}">{prose.inline(heading)}</h2>\n{html}')  # noqa: S704
        return Markup("")

    def _contacts(self) -> list[dict[str, str]]:
        """Contacts that this audience may be given."""
        return [
            {
                "value": self._print(fact, fact.value or ""),
                "label": self.words(fact.label, fact, "label"),
                "note": self.words(fact.note, fact, "note") if fact.note else "",
                "as_of": self.print_as_of(fact),
            }
            for fact in self.topic.facts.values()
            if fact.kind is Kind.CONTACT
            and fact.status is Status.OK
            and fact.audiences is not None
            and self.edition.audience in fact.audiences
        ]

    def _sources(self) -> Markup:
        return Markup(self.marks.add(Mark(_SOURCES_HERE, block=True)))  # noqa: S704 - a mark

    def _source_list(self) -> str:
        """The list of sources, made when every citation above it has its number."""
        items = "\n".join(
            f'<li id="source-{number}" data-source="{source.id}">{self._source(source)}</li>'
            for number, source in self.citations.cited()
        )
        return f'<ol class="sources">\n{items}\n</ol>'

    def _source(self, source: Source) -> str:
        title = escape(source.title)
        parts = [f"{escape(source.publisher)}, <em>{title}</em>"]
        if source.published is not None:
            parts.append(self.wording.date(source.published))
        if source.url is not None:
            parts.append(f'<a href="{escape(source.url)}">{escape(_short(source.url))}</a>')
        parts.append(
            self.wording.message("retrieved", {"date": self.wording.date(source.retrieved)})
        )
        note = f" {self._plain_words(source.note, source, 'note')}" if source.note else ""
        return f"{', '.join(parts)}.{escape(note)}"

    # figures

    def _figure(self, name: str) -> Markup:
        figure = self.topic.figures.get(name)
        if figure is None:
            self._report(
                Code.FIGURE_UNKNOWN,
                f'there is no figure "{name}"',
                self._calling(),
                did_you_mean(name, self.topic.figures),
            )
            return Markup("")
        data = [self._datum(self._known(fact)) for fact in figure.facts]
        whole = self._datum(self._known(figure.whole)) if figure.whole else None
        self.counts["table" if figure.kind is FigureKind.TABLE else "figure"] += 1
        html = self._figure_html(figure, data, whole)
        return Markup(self.marks.add(Mark(html, block=True)))  # noqa: S704 - a mark

    def _figure_html(
        self, figure: Figure, data: list[figures.Datum], whole: figures.Datum | None
    ) -> str:
        shown = [*data, *([whole] if whole else [])]
        sources = dict.fromkeys(self.topic.facts[datum.fact].source for datum in shown)
        dates = sorted(self.topic.facts[datum.fact].as_of for datum in shown)
        image: dict[str, Any] | None = None
        if figure.kind is not FigureKind.TABLE:
            drawing = self._drawing(figure, data, whole)
            key = _key(drawing)
            self.drawings[key] = drawing
            image = {
                "src": f"{FIGURE_SCHEME}{key}",
                "alt": self._alt(figure, data, whole),
                "width": drawing.width,
                "height": drawing.height,
            }
        template = page_template("partials/figure.html.j2", self.project.templates.items())
        keys = {datum.measure.value for datum in data if datum.value is not None}
        return template.render(
            figure={
                "id": figure.id,
                "kind": figure.kind.value,
                "number": self._own(str(self.counts["figure" if image else "table"])),
                "caption": self.words(figure.caption, figure, "caption"),
                "note": self.words(figure.note, figure, "note") if figure.note else "",
                "image": image,
                "measures": sorted(keys - {"result"}) if image else [],
                "rows": [self._row(datum) for datum in shown],
                "as_of": self._own(self.wording.date(dates[0])) if len(set(dates)) == 1 else "",
                "cite": Markup("".join(citation(source) for source in sources)),  # noqa: S704
            },
            message=self._message,
        )

    def _row(self, datum: figures.Datum) -> dict[str, str]:
        fact = self.topic.facts[datum.fact]
        return {
            "label": Markup(CITE.sub("", self.words(fact.label, fact, "label"))),  # noqa: S704
            "shown": self._print(fact, datum.shown),
            "as_of": self._own(datum.as_of),
        }

    def _datum(self, fact: Fact) -> figures.Datum:
        number = fact.parsed if fact.kind in {Kind.AMOUNT, Kind.COUNT, Kind.RATE} else None
        shown = (
            self.wording.with_noun(fact)
            if fact.value is not None
            else self.wording.message("no-amount", {})
        )
        return figures.Datum(
            fact.id,
            self._plain_words(fact.label, fact, "label"),
            shown,
            number,  # type: ignore[arg-type]
            self.wording.date(fact.as_of),
            fact.nature,
            fact.qualifier,
        )

    def _drawing(
        self, figure: Figure, data: list[figures.Datum], whole: figures.Datum | None
    ) -> figures.Drawing:
        sheet = self.audience.sheet
        fonts = self.project.brand.typography
        style = figures.Style(
            self.project.brand,
            fonts.plain if sheet.font == "plain" else fonts.base,
            round(sheet.figure_width * figures.PX_PER_MM),
            round(sheet.figure_text * figures.PX_PER_POINT, 2),
            self.measure,
        )
        if figure.kind is FigureKind.UNITS:
            return figures.units(data, whole, style)
        return figures.bars(data, style)

    def _alt(
        self, figure: Figure, data: list[figures.Datum], whole: figures.Datum | None
    ) -> str:
        items = "; ".join(f"{datum.label}: {datum.shown}" for datum in data)
        text = self.wording.message(f"alt-{figure.kind}", {"items": items})
        if whole is not None:
            text += " " + self.wording.message(
                "alt-whole", {"label": whole.label, "shown": whole.shown}
            )
        return text

    # printing

    def _known(self, name: str) -> Fact:
        fact = self.topic.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            self._report(
                Code.FACT_UNKNOWN,
                f'there is no fact "{name}"',
                self._calling(),
                did_you_mean(str(name), self.topic.facts, "add it to facts.yaml"),
            )
            raise _Broken
        return fact

    def _want(self, fact: Fact, what: str, has: bool) -> None:  # noqa: FBT001
        if not has:
            self._report(
                Code.FACT_FORM,
                f'the fact "{fact.id}" is of kind {fact.kind} and has no {what}',
                self._calling(),
                f'print it with {_function_for(fact)}("{fact.id}")',
            )
            raise _Broken

    def _print(self, fact: Fact, shown: str) -> str:
        self._note_printed(fact)
        html = f'<span data-fact="{fact.id}">{escape(shown)}</span>'
        return self.marks.add(Mark(html, shown))

    def _note_printed(self, fact: Fact) -> None:
        self.printed.setdefault(fact.id)

    def _own(self, words: str) -> Markup:
        return Markup(self.marks.text(words)) if words else Markup("")  # noqa: S704 - a mark

    def _late(self, words: Callable[[], str]) -> Markup:
        return Markup(self.marks.add(Mark(words)))  # noqa: S704 - a mark

    def _as_of(self) -> str:
        """The dates that the printed facts are of, definitions aside, once all are printed."""
        facts = [self.topic.facts[name] for name in self.printed]
        days = sorted(fact.as_of for fact in facts if fact.kind is not Kind.DEFINITION)
        return escape(self.wording.span(days[0], days[-1])) if days else ""

    def _review(self) -> str:
        """The day on which the first of the printed facts comes due."""
        days = [self.topic.facts[name].due for name in self.printed]
        return escape(self.wording.date(min(days))) if days else ""

    # findings

    def _report(self, code: Code, message: str, place: Place, mend: str = "") -> None:
        self.diagnostics.append(Diagnostic(code, message, place, mend))

    def _calling(self) -> Place:
        return calling_place(self.audience.source.file)

    def _reporting(self, file: str) -> _Reporting:
        return _Reporting(self, file)


class _Reporting:
    """Turns what can go wrong while a template is filled in into a diagnostic."""

    def __init__(self, composer: _Composer, file: str) -> None:
        self.composer = composer
        self.file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, trace: Any) -> bool:
        if error is None or isinstance(error, _Broken):
            return error is not None
        if not isinstance(error, TemplateError | SecurityError | ArithmeticError | TypeError
                          | ValueError | LookupError | AttributeError):  # fmt: skip
            return False
        place = _place_of(error, self.file)
        if place is None:
            return False  # not the template's fault but ours: keep the traceback
        self.composer.diagnostics.append(
            Diagnostic(
                Code.TEMPLATE_ERROR,
                str(error) or type(error).__name__,
                place,
                "look at the expression on this line",
            )
        )
        return True


def _place_of(error: BaseException, file: str) -> Place | None:
    """The line of a template on which an error was raised, if one is to blame."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame for frame in frames if frame.filename.endswith((".j2", ".md", ".yaml"))]
    if lines:
        return Place(lines[-1].filename, lines[-1].lineno or 1)
    return Place(file, getattr(error, "lineno", None) or 1) if isinstance(error, TemplateError) else None


def calling_place(otherwise: str) -> Place:
    """The template line from which the function being called was called."""
    for frame, line in traceback.walk_stack(None):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return Place(template.filename, template.get_corresponding_lineno(line))
    return Place(otherwise)


def _function_for(fact: Fact) -> str:
    if fact.kind is Kind.QUOTE:
        return "quote"
    return "say" if fact.kind in _SENTENCES else "fact"


def _key(drawing: figures.Drawing) -> str:
    """A drawing's name: the hash of all that is in it."""
    text = json.dumps(
        [drawing.spec, drawing.width, drawing.height], sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _short(url: str) -> str:
    """An address as it is printed; of a very long one, the site. The link holds it whole."""
    bare = url.removeprefix("https://").removeprefix("www.").rstrip("/")
    return bare if len(bare) <= 100 else bare.partition("/")[0]


def _tokens(brand: Brand, edition: Edition) -> str:
    """The brand's colours and fonts and the edition's paper as CSS."""
    tokens = [f"--{name}: {value};" for name, value in brand.color]
    tokens += [f'--font-{name}: "{value}";' for name, value in brand.typography]
    return f":root {{ {' '.join(tokens)} }}\n@page {{ size: {edition.paper.value}; }}"

