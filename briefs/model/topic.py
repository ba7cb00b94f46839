"""A topic: its facts, sources, figures and prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from briefs.model.entry import Entry, Id, Line, Locale, Words
from briefs.model.fact import Fact
from briefs.model.figure import Figure
from briefs.model.source import Source
from briefs.model.template import Prose, TemplateSource


class Term(Entry):
    """A name that holds digits and is no number: ``287(g)``."""

    text: Line
    why: Line = Field(description="Why these digits claim nothing")


def _for_every_number(forms: dict[str, str]) -> dict[str, str]:
    if "other" not in forms:
        raise ValueError('the form "other" is missing, which fits every number without its own')
    return forms


PluralForms = Annotated[dict[str, Line], AfterValidator(_for_every_number)]
"""A noun by the plural category of its number, as Unicode names them: one, few, many, other."""


class TopicSheet(Entry):
    """What ``topic.yaml`` says."""

    title: Words = Field(description="Names the subject, not a verdict")
    number: Line | None = Field(None, description="The brief's number in the publisher's series")
    terms: list[Term] = Field(default_factory=list)
    units: dict[Id, dict[Locale, PluralForms]] = Field(
        default_factory=dict, description="Nouns that counts are of, with their plural forms"
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject with all that was read of it.

    Attributes:
        id: The name of its folder.
        sheet: What ``topic.yaml`` says.
        facts: By id, in the order of the file.
        sources: By id, in the order of the file.
        figures: By id, in the order of the file.
        prose: By (audience, locale) as in the file's name.
        words: Every text of its YAML files that a page may print, as Jinja sources.
        incomplete: What could not be read whole: ``facts``, ``sources``, ``figures``, or the
            ``<audience>.<locale>`` of a prose file. What it lacks is no second finding.
    """

    id: str
    sheet: TopicSheet
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    prose: Mapping[tuple[str, str], Prose]
    words: tuple[TemplateSource, ...] = ()
    incomplete: frozenset[str] = frozenset()
