"""All rules over settings and topics as they were read, before anything is composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from briefs.check.audience import check_readers
from briefs.check.contacts import check_addresses, check_contact_facts
from briefs.check.evidence_values import check_evidence_values
from briefs.check.facts import check_facts
from briefs.check.figures import check_figures
from briefs.check.freshness import check_dates
from briefs.check.loaded_words import check_prose_words, check_topic_words
from briefs.check.neutrality import (
    check_derived,
    check_figure_views,
    check_pair_lengths,
    check_sides,
    check_views_not_bare,
)
from briefs.check.numbers import check_literals
from briefs.check.references import check_words
from briefs.check.translations import check_translations
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.guess import did_you_mean
from briefs.model.project import BriefSettings, Project, every_locale_of
from briefs.model.template import Literal, Prose
from briefs.model.text import fallbacks
from briefs.model.topic import Topic


def check_topic(
    topic: Topic, project: Project, currencies: Callable[[str], bool], today: date
) -> Iterator[Diagnostic]:
    """Findings in a topic's facts, sources, figures and their words.

    Args:
        topic: The topic.
        project: For the audiences that there are.
        currencies: Whether a word is a currency code.
        today: The day to judge dates on.
    """
    yield from check_facts(topic, project, currencies)
    yield from check_evidence_values(topic)
    yield from check_derived(topic)
    yield from check_dates(topic, today)
    audiences = {*project.audiences, *project.incomplete}
    yield from check_figures(topic, audiences)
    yield from check_readers(topic, audiences)
    yield from check_figure_views(topic)
    yield from check_words(topic)
    yield from check_pair_lengths(topic)
    yield from check_sides(topic)
    yield from check_contact_facts(topic, _region(project))
    yield from check_translations(topic)
    yield from _judged_words(topic, project)


def _judged_words(topic: Topic, project: Project) -> Iterator[Diagnostic]:
    """Findings in what authors wrote: a topic's YAML texts and prose, whether composed or not."""
    yield from check_topic_words(topic, project.loaded)
    terms_known = "topic" not in topic.incomplete  # without them any name's digits would be found
    for prose in topic.prose.values():
        yield from check_prose_words(prose, topic, project.loaded)
        yield from check_views_not_bare(prose.source, topic)
        for literals in (prose.source.literals, _head(prose)):
            yield from check_addresses(literals, topic.sheet.terms)
            if terms_known:
                yield from check_literals(literals, topic.sheet.terms, prose.source.language)
    for source in topic.words:
        yield from check_views_not_bare(source, topic)
        yield from check_addresses(source.literals, topic.sheet.terms)
        if terms_known:
            yield from check_literals(
                source.literals, topic.sheet.terms, source.language, source.evidence
            )


def _head(prose: Prose) -> list[Literal]:
    keys = ("title", "summary")
    return [Literal(*run) for key in keys for run in prose.sheet.written(key)]


def _region(project: Project) -> str | None:
    """The country of the project's first locale, in which telephone numbers are local ones."""
    region = project.settings.locales[0].rpartition("-")[2]
    return region if len(region) == 2 and region.isupper() else None


def check_settings(project: Project) -> Iterator[Diagnostic]:
    """Findings in the briefs that ``briefs.toml`` names."""
    names: dict[str, str] = {}
    for brief in project.settings.brief:
        if brief.name in names:
            yield Diagnostic(
                Code.ID_DUPLICATE,
                f'two briefs are named "{brief.name}" and would write the same files',
                brief.origin.at("id"),
                "give one of them an id of its own",
            )
        names[brief.name] = brief.topic
        for index, audience in enumerate(brief.audiences):
            if audience not in project.audiences and audience not in project.incomplete:
                yield Diagnostic(
                    Code.AUDIENCE_UNKNOWN,
                    f'there is no template for the audience "{audience}"',
                    brief.origin.at("audiences", index),
                    did_you_mean(
                        audience, project.audiences, f"write templates/{audience}.html.j2"
                    ),
                )
        yield from _audiences_with_locales(brief)
        for locale in every_locale_of(project.settings, brief):
            tried = fallbacks(locale)
            if not any(name in {*project.locales, *project.incomplete} for name in tried):
                yield Diagnostic(
                    Code.LOCALE_MISSING,
                    f'there are no words for the locale "{locale}"',
                    _locale_place(project, brief, locale),
                    did_you_mean(locale, project.locales, f"write assets/locales/{tried[-1]}.yaml"),
                )
            else:
                yield from _units(project, brief, locale)


def _audiences_with_locales(brief: BriefSettings) -> Iterator[Diagnostic]:
    """Locales by audience are for audiences of the same brief."""
    for audience in brief.locales if isinstance(brief.locales, dict) else ():
        if audience not in brief.audiences:
            yield Diagnostic(
                Code.AUDIENCE_UNKNOWN,
                f'the brief has no audience "{audience}" that these locales could be for',
                brief.origin.at("locales", audience),
                did_you_mean(audience, brief.audiences, "add it to the brief's audiences"),
            )


def _units(project: Project, brief: BriefSettings, locale: str) -> Iterator[Diagnostic]:
    """A noun that is missing in a language would be left out without a word."""
    topic = project.topics.get(brief.topic)
    for unit, forms in (topic.sheet.units if topic else {}).items():
        if topic and not any(name in forms for name in fallbacks(locale)):
            yield Diagnostic(
                Code.LOCALE_MISSING,
                f'the unit "{unit}" has no words in {locale}',
                topic.sheet.origin.at("units", unit),
                f"add {fallbacks(locale)[-1]}: {{one: …, other: …}}",
            )


def _locale_place(project: Project, brief: BriefSettings, locale: str) -> Place:
    """Where a brief's locale is named: by the brief itself, or for all of them."""
    own = brief.locales
    if isinstance(own, list):
        return brief.origin.at("locales", own.index(locale))
    for audience, locales in (own or {}).items():
        if locale in locales:
            return brief.origin.at("locales", audience, locales.index(locale))
    return project.settings.origin.at("locales", project.settings.locales.index(locale))
