"""A project: settings, brand, topics and templates, read once and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from briefs.model.entry import Entry, Id, Line, Locale, Words
from briefs.model.template import AudienceTemplate, TemplateSource
from briefs.model.topic import Topic


class Paper(StrEnum):
    """Paper sizes that briefs are set for."""

    LETTER = "letter"
    A4 = "a4"


class Publisher(Entry):
    """Who publishes the briefs."""

    name: Line
    series: Words = Field(description="Name of the series, above every title")
    contact: Line | None = Field(None, description="Where a reader reports an error")
    address: Line | None = None
    disclaimer: Words = Field(description="Printed at the end of every brief")


class BriefSettings(Entry):
    """One ``[[brief]]`` table of ``briefs.toml``."""

    topic: Id
    id: Id | None = Field(None, description="Name of its folder in output/; default: the topic")
    audiences: list[Id] = Field(min_length=1)
    locales: list[Locale] | None = Field(None, min_length=1)
    paper: Paper | None = None

    @property
    def name(self) -> str:
        """The brief's own name."""
        return self.id or self.topic


class Settings(Entry):
    """What ``briefs.toml`` says."""

    publisher: Publisher
    paper: Paper = Paper.LETTER
    locales: list[Locale] = Field(default_factory=lambda: ["en-US"], min_length=1)
    brief: list[BriefSettings] = Field(min_length=1)


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]


class BrandColours(Entry):
    """Colours by the part that they play."""

    foreground: Colour = Field(description="Text")
    background: Colour = Field(description="Paper")
    primary: Colour = Field(description="Headings, rules and the marks of figures")
    tint: Colour = Field(description="Fills behind text, and the open part of a mark")
    muted: Colour = Field(description="Notes and captions")
    rule: Colour = Field(description="Hairlines")


class BrandFonts(Entry):
    """Font families by the part that they play."""

    base: Line
    headings: Line
    plain: Line = Field(description="For pages in plain language")


class Brand(Entry):
    """What ``assets/brand.yml`` says."""

    color: BrandColours
    typography: BrandFonts


class LocaleSheet(Entry):
    """One file of ``assets/locales``: the words that templates and figures print."""

    name: Line
    qualifiers: dict[str, Line] = Field(description="Pattern of each qualifier, with {value}")
    kinds: dict[str, Line] = Field(description="Badge of each kind of claim")
    messages: dict[Id, Line] = Field(description="Words of templates, by id")


@dataclass(frozen=True, slots=True)
class Project:
    """All that was read of a project.

    Attributes:
        settings: What ``briefs.toml`` says.
        brand: Colours and fonts.
        topics: By id.
        audiences: Audience templates by id.
        templates: Every Jinja template by the name under which templates include it.
        locales: Locale sheets by language or locale.
        styles: Style sheets by name, as text.
        incomplete: Audiences and locales whose template or sheet could not be read.
    """

    settings: Settings
    brand: Brand
    topics: Mapping[str, Topic]
    audiences: Mapping[str, AudienceTemplate]
    templates: Mapping[str, TemplateSource]
    locales: Mapping[str, LocaleSheet]
    styles: Mapping[str, str]
    incomplete: frozenset[str] = frozenset()


def locales_of(settings: Settings, brief: BriefSettings) -> list[str]:
    """The locales that a brief is built in."""
    return brief.locales or settings.locales


def paper_of(settings: Settings, brief: BriefSettings) -> Paper:
    """The paper that a brief is set for."""
    return brief.paper or settings.paper


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as plain data, for templates and hashes."""
    return entry.model_dump(mode="json")
