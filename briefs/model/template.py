"""Templates and prose as they were read: text, front matter, and what they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple
from typing import Literal as OneOf

from pydantic import Discriminator, Field, Tag

from briefs.model.diagnostic import Place
from briefs.model.entry import Entry, Id, Line, Locale, Words, table_or
from briefs.model.text import in_locale
from briefs.model.value import Kind


class Reference(NamedTuple):
    """A call such as ``fact("signing-bonus-max")`` in a template or in prose.

    Attributes:
        function: The function called: fact, say, quote, figure, section or message.
        name: The id that it is called with.
        place: Where the id stands.
    """

    function: str
    name: str
    place: Place


class Literal(NamedTuple):
    """A run of text that a template prints as it stands, and where it starts."""

    text: str
    place: Place


class TemplateSource(NamedTuple):
    """A Jinja source with what a static look at it finds.

    Attributes:
        file: The file as the user would name it.
        text: The source, its front matter blanked out so that lines stay what they were.
        references: Every call with a constant id, in the order of the text.
        literals: Every run of literal text, in the order of the text.
        parents: Names of the templates that it extends, includes or imports.
        language: The language or locale that it is written in; empty for all.
        evidence: Of a fact's sentence: the words of its source, whose number words it may use.
    """

    file: str
    text: str
    references: tuple[Reference, ...] = ()
    literals: tuple[Literal, ...] = ()
    parents: tuple[str, ...] = ()
    language: str = ""
    evidence: str = ""


Budget = Annotated[int, Field(ge=20, le=20000)]
"""The most words that a page may have."""


class AudienceSheet(Entry):
    """The front matter of an audience's template."""

    label: Words = Field(
        description="Whom the brief is for, whatever the topic; a topic may say it more closely"
    )
    tone: Words | None = Field(
        None, description="How to write for them: one sentence for writers, printed on no page"
    )
    style: Line | None = Field(None, description="Its style sheet in assets/styles")
    pages: int = Field(ge=1, le=40, description="The most pages that its briefs may have")
    words: (
        Annotated[
            Annotated[Budget, Tag("<number>")]
            | Annotated[dict[Locale, Budget], Field(min_length=1), Tag("<table>")],
            Discriminator(table_or("<number>")),
        ]
        | None
    ) = Field(
        None,
        description="The most words that its page may have, of headings, prose, lists, tables and "
        "quotes; one for every language, or a table by language",
    )
    sections: list[Id] = Field(description="Sections that its prose must have")
    optional_sections: list[Id] = Field(
        default_factory=list, description="Sections that its prose may have"
    )
    reading: dict[Locale, float] = Field(
        default_factory=dict,
        description="How plain its prose must be, by language: en the highest Flesch-Kincaid "
        "grade, es the lowest Szigriszt-Pazos score (INFLESZ)",
    )
    kinds: list[Kind] | None = Field(
        None, min_length=1, description="Kinds of facts that its page may print; absent: all"
    )
    contacts: OneOf["allowed", "none", "required"] = Field(
        "allowed",
        description="Whether its page may print contacts, or must: one at least, or a table to "
        "write them in by hand",
    )
    disclaimer: Words | None = Field(
        None, description="Printed at the end of its briefs, before the publisher's own"
    )
    font: OneOf["base", "plain"] = Field(
        "base", description="Which font of the brand its figures have"
    )
    figure_width: int = Field(140, ge=60, le=190, description="Width of a figure in millimetres")
    figure_text: float = Field(9, ge=7, le=24, description="Size of a figure's text in points")

    def words_in(self, locale: str) -> int | None:
        """The word budget of a page in a locale, or None where it has none."""
        return in_locale(self.words, locale) if isinstance(self.words, dict) else self.words


Digits = Annotated[str, Field(pattern="^[0-9a-f]{12}$")]
"""The first digits of a hash."""


class ProseSheet(Entry):
    """The front matter of a prose file."""

    title: Line = Field(description="Names the subject, not a verdict")
    summary: Line = Field(description="One sentence under the title")
    translated_from: dict[Locale, Digits] | None = Field(
        None,
        min_length=1,
        description="The language whose prose file these words were translated from, with the "
        "first 12 digits of the hash of its words then; briefs check tells it when they change",
    )


@dataclass(frozen=True, slots=True)
class AudienceTemplate:
    """The Jinja2 form of a brief for one audience."""

    id: str
    sheet: AudienceSheet
    source: TemplateSource


@dataclass(frozen=True, slots=True)
class ProseSection:
    """One section of a prose file.

    Attributes:
        id: From the heading's ``{: #id }``.
        heading: The heading's Jinja source.
        source: The Jinja source below the heading.
        place: Where the heading stands.
        line: The line of the file on which the source starts.
    """

    id: str
    heading: str
    source: str
    place: Place
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A topic's words for one audience in one language."""

    sheet: ProseSheet
    source: TemplateSource
    sections: Mapping[str, ProseSection] = field(default_factory=dict)
