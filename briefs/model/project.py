"""A project: settings, brand, topics and templates, read once and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from briefs.model.approval import Approval
from briefs.model.brand import Brand
from briefs.model.entry import Entry, Id, KnownLocale, Line, Words, table_or, wrong_items
from briefs.model.freshness import FreshnessSettings
from briefs.model.loaded import LoadedWord
from briefs.model.output_folder import KEPT_FOLDERS
from briefs.model.template import AudienceTemplate, TemplateSource
from briefs.model.topic import Topic
from briefs.model.value import Qualifier


class Paper(StrEnum):
    """Paper sizes that briefs are set for."""

    LETTER = "letter"
    A4 = "a4"


class Format(StrEnum):
    """What an edition is written as: a document for paper, a page for browsers."""

    PDF = "pdf"
    HTML = "html"


class Publisher(Entry):
    """Who publishes the briefs."""

    name: Line = Field(description="The publisher's name")
    series: Words = Field(description="Name of the series, above every title")
    contact: Line | None = Field(None, description="Where a reader reports an error")
    address: Line | None = Field(None, description="The publisher's postal address")
    disclaimer: Words = Field(description="Printed at the end of every brief")


Locales = Annotated[list[KnownLocale], Field(min_length=1)]
"""One locale or more."""


class BriefSettings(Entry):
    """One ``[[brief]]`` table of ``briefs.toml``."""

    topic: Id = Field(description="Its folder in assets/topics")
    id: Id | None = Field(None, description="Name of its folder in output/; default: the topic")
    audiences: list[Id] = Field(min_length=1, description="Audiences that it is built for")
    locales: (
        Annotated[
            Annotated[Locales, Tag("<list>")]
            | Annotated[dict[Id, Locales], Field(min_length=1), Tag("<table>")],
            Discriminator(table_or("<list>")),
        ]
        | None
    ) = Field(
        None,
        description="Locales that it is built in: a list, or a table by audience; default, also of "
        "an audience that the table does not name: the project's",
    )
    paper: Paper | None = Field(None, description="What it is set for; default: the project's")
    formats: list[Format] | None = Field(
        None, min_length=1, description="What it is written as; default: the project's"
    )
    large_print: bool = Field(False, description="Whether it is built in large print too")
    place: Words | None = Field(
        None, description="The place that this brief is about; default: the topic's"
    )

    @property
    def name(self) -> str:
        """The brief's own name."""
        return self.id or self.topic

    @model_validator(mode="after")
    def _has_a_folder_of_its_own(self) -> BriefSettings:
        if self.name in KEPT_FOLDERS:
            raise ValueError(
                f"the folder output/{self.name} is kept for other files: give the brief another id"
            )
        return self


class Requirement(StrEnum):
    """What must be approved before it is built. In ``briefs.toml`` true and false are bare."""

    NOTHING = "false"
    EVERYTHING = "true"
    FACTS = "facts"
    BRIEFS = "briefs"

    @property
    def of_facts(self) -> bool:
        """Whether each fact that a brief prints must be approved."""
        return self in {Requirement.EVERYTHING, Requirement.FACTS}

    @property
    def of_briefs(self) -> bool:
        """Whether each brief must be approved."""
        return self in {Requirement.EVERYTHING, Requirement.BRIEFS}


def _truth_as_text(value: Any) -> Any:
    if value in ("true", "false"):
        raise ValueError(f"write {value} without quotes")
    return str(value).lower() if isinstance(value, bool) else value


class PolicySettings(Entry):
    """The ``[policy]`` table of ``briefs.toml``."""

    require_approval: Annotated[Requirement, BeforeValidator(_truth_as_text)] = Field(
        Requirement.NOTHING,
        description="What must be approved before it is built: facts (each that a brief prints), "
        "briefs, or true for both; a draft needs no approval",
    )


class Settings(Entry):
    """What ``briefs.toml`` says."""

    publisher: Publisher = Field(description="Who publishes the briefs")
    paper: Paper = Field(Paper.LETTER, description="What briefs are set for")
    locales: list[KnownLocale] = Field(
        default_factory=lambda: ["en-US"],
        min_length=1,
        description="Locales that briefs are built in; default: en-US",
    )
    formats: list[Format] = Field(
        default_factory=lambda: [Format.PDF],
        min_length=1,
        description="What briefs are written as; default: pdf",
    )
    freshness: FreshnessSettings = Field(
        default_factory=FreshnessSettings, description="When facts are due for review"
    )
    policy: PolicySettings = Field(
        default_factory=PolicySettings, description="What must have been done before a build"
    )
    brief: list[BriefSettings] = Field(min_length=1, description="The briefs there are")


class LocaleSheet(Entry):
    """The words of a language or locale that templates and figures print.

    A file of ``assets/locales`` holds it whole, or only what differs from the sheet below it.
    """

    name: Line = Field(description="The language's own name")
    qualifiers: dict[str, Line] = Field(description="How each qualifier is said")
    kinds: dict[str, Line] = Field(description="Badge of each kind of claim")
    messages: dict[Id, Line] = Field(description="Words of templates, by id")

    @property
    def files(self) -> frozenset[str]:
        """The files that its words stand in, as the user would name them."""
        parts = ("qualifiers", "kinds", "messages")
        ways = [("name",), *((key, name) for key in parts for name in getattr(self, key))]
        return frozenset(place.file for way in ways for _, place in self.written(*way))

    @field_validator("qualifiers")
    @classmethod
    def _keep_the_value(cls, patterns: dict[str, str]) -> dict[str, str]:
        wanted = {one.value for one in Qualifier if one is not Qualifier.EXACTLY}
        _judge(
            [
                *(
                    ((), f'the pattern of "{name}" is missing')
                    for name in Qualifier
                    if name.value in wanted - patterns.keys()
                ),
                *(
                    ((name,), f'"{name}" is not one of {", ".join(sorted(wanted))}')
                    for name in patterns
                    if name not in wanted
                ),
                *(
                    ((name,), f'the pattern of "{name}" must hold {{value}}, and only that')
                    for name, pattern in patterns.items()
                    if name in wanted and _places_in(pattern) != {"value"}
                ),
            ]
        )
        return patterns

    @field_validator("messages")
    @classmethod
    def _say_all(cls, messages: dict[str, str]) -> dict[str, str]:
        missing = [name for name in MESSAGES_WANTED if name not in messages]
        _judge(
            [
                *(((), f'the message "{name}" is missing') for name in missing),
                *(
                    ((name,), f'the message "{name}" {fault}')
                    for name, words in messages.items()
                    if (fault := _fault_of(words, MESSAGES_WANTED.get(name)))
                ),
            ]
        )
        return messages


def _judge(wrong: list[tuple[tuple[str, ...], str]]) -> None:
    if wrong:
        raise wrong_items(wrong)


def _fault_of(words: str, wanted: set[str] | None) -> str:
    """What is wrong with a message's places, or nothing.

    Args:
        words: The message.
        wanted: The names that it must hold, and only these; None if only a template knows.
    """
    places = _places_in(words)
    if places is None:
        return "may hold names in braces only: {date}"
    if wanted is None:
        return ""
    lacking, strange = wanted - places, places - wanted
    if lacking:
        return f"must hold {{{min(lacking)}}}"
    if strange:
        return f"may not hold {{{min(strange)}}}: nothing is put in there"
    return ""


MESSAGES_WANTED: dict[str, set[str]] = {
    "alt-bars": {"items"},
    "alt-comparison": {"items"},
    "alt-line": {"items"},
    "alt-map": {"items"},
    "alt-multiples": {"items"},
    "alt-range": {"items"},
    "alt-table": {"items"},
    "alt-timeline": {"items"},
    "alt-units": {"items"},
    "alt-whole": {"label", "shown"},
    "contact": set(),
    "edition": {"number"},
    "fact-base": set(),
    "for-readers": {"audience"},
    "published-by": set(),
    "draft-stamp": set(),
    "change-added": {"label", "shown"},
    "change-dropped": {"label", "shown"},
    "change-name": {"label", "old", "shown"},
    "change-source": {"label", "shown"},
    "change-stale": {"label", "shown"},
    "change-updated": {"label", "old", "shown"},
    "change-withdrawn": {"label", "shown"},
    "change-words": {"label", "shown"},
    "changes-more": {"number"},
    "changes-since": {"number"},
    "contact-fact": set(),
    "correction": {"label", "old", "shown"},
    "correction-gone": {"label", "old"},
    "correction-of": {"label", "shown"},
    "corrections": set(),
    "explore-close": set(),
    "explore-failed": set(),
    "explore-figure": set(),
    "explore-hint": set(),
    "next-value": set(),
    "no-amount": set(),
    "previous-value": set(),
    "quote-close": set(),
    "quote-open": set(),
    "reaches": {"who"},
    "retrieved": {"date"},
    "source": set(),
    "site-all": set(),
    "site-as-of": {"dates"},
    "site-any-audience": set(),
    "site-any-language": set(),
    "site-any-place": set(),
    "site-audience": set(),
    "site-briefs": set(),
    "site-check": set(),
    "site-check-how": set(),
    "site-column-change": set(),
    "site-column-day": set(),
    "site-column-edition": set(),
    "site-column-state": set(),
    "site-corrects": set(),
    "site-count": {"number"},
    "site-current": set(),
    "site-data": set(),
    "site-feed": set(),
    "site-first": set(),
    "site-had-error": set(),
    "site-history": set(),
    "site-html": set(),
    "site-language": set(),
    "site-large-print": set(),
    "site-more": {"number"},
    "site-no-change": set(),
    "site-no-file": set(),
    "site-no-record": set(),
    "site-not-found": set(),
    "site-not-found-help": set(),
    "site-old-file": {"file"},
    "site-others": set(),
    "site-pages": {"number"},
    "site-pdf": set(),
    "site-pick": set(),
    "site-picked": {"picked"},
    "site-place": set(),
    "site-published": {"date"},
    "site-read": set(),
    "site-record": set(),
    "site-sources": set(),
    "site-superseded": set(),
    "site-to-current": set(),
    "site-wrong": set(),
    "skip-to-content": set(),
    "sources-differ": set(),
    "stale-as-of": {"date"},
    "stale-printed": set(),
    "stale-stamp": {"date"},
    "superseded-by": {"date", "number"},
    "statement": set(),
}
"""Messages that the generator itself prints, or a second edition only, with what they must hold."""


def _places_in(pattern: str) -> set[str] | None:
    """The names in braces of a pattern, or None if anything but names stands in them."""
    names: set[str] = set()
    try:
        for _, name, form, conversion in Formatter().parse(pattern):
            if name is not None:
                if form or conversion or not name.isidentifier():
                    return None
                names.add(name)
    except ValueError:  # a brace without its other one
        return None
    return names


@dataclass(frozen=True, slots=True)
class Project:
    """All that was read of a project.

    Attributes:
        settings: What ``briefs.toml`` says.
        brand: Colours, fonts and logo.
        topics: By id.
        audiences: Audience templates by id.
        templates: Every Jinja template by the name under which templates include it.
        locales: Locale sheets by language or locale.
        styles: Style sheets by name, as text.
        loaded: Words that take a side, by language.
        incomplete: Audiences and locales whose template or sheet could not be read. ``brand``:
            another brand stands in for the project's own, and no page may be composed.
            ``approvals``: some are missing.
        files: SHA-256 of every file that was read, by its path from the root.
        approvals: What was approved, in the order of the file.
    """

    settings: Settings
    brand: Brand
    topics: Mapping[str, Topic]
    audiences: Mapping[str, AudienceTemplate]
    templates: Mapping[str, TemplateSource]
    locales: Mapping[str, LocaleSheet]
    styles: Mapping[str, str]
    loaded: Mapping[str, tuple[LoadedWord, ...]] = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()


def locales_of(settings: Settings, brief: BriefSettings, audience: str) -> list[str]:
    """The locales that a brief is built in for an audience."""
    own = brief.locales
    if isinstance(own, dict):
        own = own.get(audience)
    return own or settings.locales


def every_locale_of(settings: Settings, brief: BriefSettings) -> list[str]:
    """The locales that a brief is built in for any of its audiences, each once."""
    many = (locales_of(settings, brief, audience) for audience in brief.audiences)
    return list(dict.fromkeys(locale for one in many for locale in one))


def paper_of(settings: Settings, brief: BriefSettings) -> Paper:
    """The paper that a brief is set for."""
    return brief.paper or settings.paper


def formats_of(settings: Settings, brief: BriefSettings) -> list[Format]:
    """What a brief is written as."""
    return brief.formats or settings.formats


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as plain data, for templates and hashes."""
    return entry.model_dump(mode="json")
