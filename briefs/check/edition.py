"""All rules over one edition: what goes into its page, and the page as it was composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefs.check.audience import check_audience
from briefs.check.contacts import check_addresses_on_page, check_contacts_printed
from briefs.check.neutrality import check_quotes_balanced, check_views_not_bare
from briefs.check.numbers import check_page
from briefs.check.pairs import check_printed
from briefs.check.plain_language import check_reading
from briefs.check.references import check_references, family, not_printable
from briefs.check.text_places import within
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.edition import Edition
from briefs.model.entry import Entry
from briefs.model.printed import Printed
from briefs.model.project import Project
from briefs.model.template import Literal, Prose
from briefs.model.text import fallbacks, in_locale
from briefs.model.topic import Topic


def check_named(edition: Edition, project: Project, prose: Prose) -> Iterator[Diagnostic]:
    """Findings in what an edition's template and prose name."""
    topic = project.topics[edition.topic]
    template = project.audiences[edition.audience].source
    yield from check_references(edition, project, prose)
    for source in (*family(template, project.templates), prose.source):
        yield from check_views_not_bare(source, topic)


def check_uncomposed(topic: Topic, audience: str, project: Project) -> Iterator[Diagnostic]:
    """Numbers and addresses in the templates of an audience whose page cannot be composed."""
    template = project.templates.get(f"{audience}.html.j2")
    if template is None or "topic" in topic.incomplete:
        return
    for source in family(template, project.templates):
        html = "".join(literal.text for literal in source.literals)
        otherwise = Place(source.file)
        terms = topic.sheet.terms
        yield from check_page(html, terms, source.literals, otherwise)
        yield from check_addresses_on_page(html, terms, source.literals, otherwise)


def check_composed(
    edition: Edition,
    project: Project,
    prose: Prose,
    *,
    html: str,
    loose: str,
    printed: Sequence[Printed],
    asked: Sequence[str],
) -> Iterator[Diagnostic]:
    """Findings in an edition's page.

    Args:
        edition: The edition.
        project: All that was read.
        prose: The edition's words.
        html: The page.
        loose: What the templates printed outside of facts, as HTML.
        printed: Each place at which a fact stands.
        asked: Ids of all facts that the page asked for.
    """
    topic = project.topics[edition.topic]
    template = project.audiences[edition.audience]
    calls = {reference.name: reference.place for reference in prose.source.references}

    def place_of(name: str) -> Place:
        """Where the prose calls a fact or figure; where only a template does, the fact's own."""
        fact = topic.facts.get(name)
        otherwise = Place(prose.source.file) if fact is None else fact.origin.at("id")
        return calls.get(name, otherwise)

    for name in asked:
        yield from not_printable(topic.facts[name], edition.audience, place_of(name))
    names = list(dict.fromkeys(place.fact for place in printed))
    yield from check_printed(names, topic, place_of)
    yield from check_quotes_balanced(printed, topic, place_of)
    yield from check_contacts_printed(names, topic, edition.audience, place_of)
    otherwise = Place(template.source.file)
    terms = topic.sheet.terms
    typed = _typed(edition, project, prose)
    yield from check_page(loose, terms, typed, otherwise, edition.locale)
    typed = _typed(edition, project, prose)
    yield from check_addresses_on_page(loose, terms, typed, otherwise)
    start = Place(prose.source.file)
    yield from check_audience(html, printed, topic, template, edition.locale, place_of, start)
    target = in_locale(template.sheet.reading, edition.locale)
    if target is not None:
        locate = _finder(topic, prose, edition.locale)
        yield from check_reading(html, edition.locale, target, locate, start)


def _typed(edition: Edition, project: Project, prose: Prose) -> Iterator[Literal]:
    """All that is typed and may land on a page: to find where what is found there comes from."""
    topic = project.topics[edition.topic]
    yield from prose.source.literals
    for key in ("title", "summary"):
        yield from (Literal(*run) for run in prose.sheet.written(key))
    for source in topic.words:
        yield from source.literals
    template = project.audiences[edition.audience].source
    for source in family(template, project.templates):
        yield from source.literals
    names = [name for name in fallbacks(edition.locale) if name in project.locales]
    sheet = project.locales[names[0]]
    for key in ("messages", "kinds"):
        for name in getattr(sheet, key):
            yield from (Literal(*run) for run in sheet.written(key, name))
    publisher: Entry = project.settings.publisher
    for key in ("name", "contact", "address"):
        yield Literal(getattr(publisher, key) or "", publisher.origin.at(key))
    briefs = [one for one in project.settings.brief if one.name == edition.brief]
    heads: list[tuple[Entry, tuple[str, ...]]] = [
        (publisher, ("series",)),
        (publisher, ("disclaimer",)),
        (project.audiences[edition.audience].sheet, ("label",)),
        (project.audiences[edition.audience].sheet, ("disclaimer",)),
        (topic.sheet, ("place",)),
        (topic.sheet, ("readers", edition.audience)),
        *((brief, ("place",)) for brief in briefs),
    ]
    for entry, keys in heads:
        yield from _words_at(entry, *keys)


def _words_at(entry: Entry, key: str, *below: str) -> Iterator[Literal]:
    """Words of an entry as they stand in its file, in every language."""
    words = getattr(entry, key) or {}
    for name in below:
        words = words.get(name, {})
    for language in words:
        yield from (Literal(*run) for run in entry.written(key, *below, language))


def _finder(topic: Topic, prose: Prose, locale: str) -> Callable[[str, tuple[str, ...]], Place]:
    """Finds where a sentence of a page was written: in a fact's text or in the prose."""

    def locate(sentence: str, facts: tuple[str, ...]) -> Place:
        beginning = " ".join(sentence.split()[:4])
        for name in facts:
            texts = topic.facts[name].text or {}
            for language in fallbacks(locale):
                if beginning in " ".join(texts.get(language, "").split()):
                    return topic.facts[name].origin.at("text", language)
        for length in (4, 3, 2):
            words = " ".join(sentence.split()[:length])
            for literal in prose.source.literals:
                at = literal.text.find(words)
                if at >= 0:
                    return within(literal, at)
        return Place(prose.source.file)

    return locate
