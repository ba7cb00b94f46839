"""A topic: its facts, sources, figures and prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from briefs.model.entry import Entry, Id, Line, Locale, OneLine, Words
from briefs.model.fact import Fact
from briefs.model.figure import Figure
from briefs.model.origin import Origin
from briefs.model.source import Source
from briefs.model.template import Prose, TemplateSource
from briefs.model.value import Status


class Term(Entry):
    """A name that holds digits and is no number: ``Section 12``."""

    text: Line = Field(description="The name as the page prints it")
    why: Line = Field(description="Why these digits claim nothing")


def _for_every_number(forms: dict[str, str]) -> dict[str, str]:
    if "other" not in forms:
        raise ValueError('the form "other" is missing, which fits every number without its own')
    return forms


PluralForms = Annotated[dict[str, OneLine], AfterValidator(_for_every_number)]
"""A noun by the plural category of its number, as Unicode names them: one, few, many, other."""


class TopicSheet(Entry):
    """What ``topic.yaml`` says."""

    title: Words = Field(description="Names the subject, not a verdict")
    number: Line | None = Field(None, description="The brief's number in the publisher's series")
    edition: int = Field(
        1,
        ge=1,
        le=999,
        description="The least number to begin with; editions number themselves from there",
    )
    place: Words | None = Field(None, description="The place that the topic is about")
    owner: Line | None = Field(
        None, description="Who looks at its facts again when they come due; printed nowhere"
    )
    readers: dict[Id, Words] = Field(
        default_factory=dict,
        description="Whom the brief of an audience is for in this topic (agency: water utilities); "
        "default: the label of the audience's template",
    )
    terms: list[Term] = Field(
        default_factory=list, description="Names that hold digits and claim no number"
    )
    sides: list[Id] = Field(
        default_factory=list,
        description="Sides of what is disputed; a page quotes each equally often, or none",
    )
    units: dict[Id, dict[Locale, PluralForms]] = Field(
        default_factory=dict,
        description="Nouns that counts are of, by language and plural form: one, few, many, other",
    )


def no_sheet(file: str) -> TopicSheet:
    """What stands for a ``topic.yaml`` that cannot be read: it says nothing.

    Args:
        file: The file as the user would name it.
    """
    sheet = TopicSheet.model_construct(title={})
    sheet.read_at(Origin(file))
    return sheet


def rivals(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """What other sources give for the very same thing, where it differs; held facts left out."""
    for other in facts.values():
        same = fact.same_as == other.id or other.same_as == fact.id
        differs = (other.parsed, other.qualifier) != (fact.parsed, fact.qualifier)
        if same and differs and other.status is Status.OK:
            yield other


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
            ``topic``: there is no sheet but an empty one, so that neither terms nor units nor
            sides are known, nor a title. ``words``: a text of the YAML files cannot be filled in.
            With any of these but another prose file's name, no page may be composed.
    """

    id: str
    sheet: TopicSheet
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    prose: Mapping[tuple[str, str], Prose]
    words: tuple[TemplateSource, ...] = ()
    incomplete: frozenset[str] = frozenset()
