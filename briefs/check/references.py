"""Rules for what templates and prose name: it exists, and this audience may be shown it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.edition import Edition
from briefs.model.fact import Fact
from briefs.model.guess import did_you_mean
from briefs.model.project import Project
from briefs.model.template import AudienceTemplate, Prose, Reference, TemplateSource
from briefs.model.topic import Topic
from briefs.model.value import Status

_OF_FACTS = frozenset({"fact", "say", "quote", "pair", "note"})


def check_words(topic: Topic) -> Iterator[Diagnostic]:
    """Findings in the references of a topic's YAML files."""
    if "facts" in topic.incomplete:
        return
    for source in topic.words:
        for reference in source.references:
            if reference.function in _OF_FACTS:
                yield from _exists(reference, topic.facts, Code.FACT_UNKNOWN, "fact")


def check_references(edition: Edition, project: Project, prose: Prose) -> Iterator[Diagnostic]:
    """Findings in what one edition's template and prose name."""
    topic = project.topics[edition.topic]
    template = project.audiences[edition.audience]
    sources = [*family(template.source, project.templates), prose.source]
    yield from _sections(template, prose)
    for source in sources:
        for reference in source.references:
            if reference.function in _OF_FACTS:
                yield from _fact(reference, topic, edition.audience)
            elif reference.function == "figure":
                yield from _figure(reference, topic, edition.audience)


def family(
    source: TemplateSource, templates: Mapping[str, TemplateSource]
) -> Iterator[TemplateSource]:
    """A template and all that it extends, includes or imports."""
    seen: set[str] = set()
    waiting = [source]
    while waiting:
        current = waiting.pop()
        if current.file in seen:
            continue
        seen.add(current.file)
        yield current
        waiting += [templates[name] for name in current.parents if name in templates]


def not_printable(fact: Fact, audience: str, place: Place) -> Iterator[Diagnostic]:
    """Findings where a fact would be printed that must not be."""
    if fact.status is not Status.OK:
        yield Diagnostic(
            Code.FACT_HELD,
            f'the fact "{fact.id}" is {fact.status} and cannot be printed: {fact.reason}',
            place,
            "take it out, or settle the reason and set status: ok",
        )
    elif not fact.allowed_for(audience):
        allowed = ", ".join(fact.audiences or []) or f"nobody ({fact.reason})"
        yield Diagnostic(
            Code.FACT_AUDIENCE,
            f'the fact "{fact.id}" is not meant for the audience {audience}, but for {allowed}',
            place,
            f"take it out, or add {audience} to its audiences",
        )


def _fact(reference: Reference, topic: Topic, audience: str) -> Iterator[Diagnostic]:
    if "facts" not in topic.incomplete:
        yield from _exists(reference, topic.facts, Code.FACT_UNKNOWN, "fact")
    fact = topic.facts.get(reference.name)
    if fact is not None:
        yield from not_printable(fact, audience, reference.place)


def _figure(reference: Reference, topic: Topic, audience: str) -> Iterator[Diagnostic]:
    if "figures" not in topic.incomplete:
        yield from _exists(reference, topic.figures, Code.FIGURE_UNKNOWN, "figure")
    figure = topic.figures.get(reference.name)
    if figure is None:
        return
    if figure.audiences is not None and audience not in figure.audiences:
        yield Diagnostic(
            Code.FIGURE_AUDIENCE,
            f'the figure "{figure.id}" is not meant for the audience {audience}',
            reference.place,
            f"take it out, or add {audience} to its audiences",
        )
    for keys, name in figure.members:
        fact = topic.facts.get(name)
        if fact is not None:
            yield from not_printable(fact, audience, figure.origin.at(*keys))
    whole = topic.facts.get(figure.whole or "")
    if whole is not None:
        yield from not_printable(whole, audience, figure.origin.at("whole"))


def _exists(
    reference: Reference, known: Mapping[str, object], code: Code, what: str
) -> Iterator[Diagnostic]:
    if reference.name not in known:
        yield Diagnostic(
            code,
            f'there is no {what} "{reference.name}"',
            reference.place,
            did_you_mean(reference.name, known, f"add it to {what}s.yaml"),
        )


def _sections(template: AudienceTemplate, prose: Prose) -> Iterator[Diagnostic]:
    sheet = template.sheet
    for name in sheet.sections:
        if name not in prose.sections:
            yield Diagnostic(
                Code.SECTION_MISSING,
                f'the template {template.id} places the section "{name}", '
                "which this file does not have",
                Place(prose.source.file),
                f"add it: ## Heading {{: #{name} }}",
            )
    declared = [*sheet.sections, *sheet.optional_sections]
    for section in prose.sections.values():
        if section.id not in declared:
            yield Diagnostic(
                Code.SECTION_UNUSED,
                f'the template {template.id} does not place the section "{section.id}"',
                section.place,
                did_you_mean(section.id, declared, "delete the section"),
                Severity.WARNING,
            )
