"""What an edition printed: the record that is embedded in its PDF and its web page.

The record is read years later, by other versions of us and by programs that are not ours: a field
is added with a default, and what would be misread counts :data:`RECORD_VERSION` up.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from briefs.model.project import Paper
from briefs.model.value import Kind, Qualifier

RECORD_VERSION: Literal[1] = 1

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordedFact(_Part):
    """A fact as an edition printed it."""

    id: str = Field(description="Its id in the fact base")
    kind: Kind
    value: str | None = Field(None, description="The bare value: a number without grouping, a date")
    unit: str | None = Field(None, description="A currency code, percent, or a unit of the topic")
    qualifier: Qualifier = Qualifier.EXACTLY
    label: str | None = Field(None, description="What the value is called, in the edition's words")
    shown: tuple[str, ...] = Field(
        description="Each way in which the page says it, as plain text, in the order of the page"
    )
    as_of: date = Field(description="Day for which the source says it")
    review_by: date = Field(description="Day from which it needed a new look")
    stale: bool = Field(False, description="Whether it was past that day when it was printed")
    source: str = Field(description="Id of its source in this record")
    evidence: str | None = Field(None, description="Short and verbatim from the source")
    attribution: str | None = Field(None, description="Who says so, in the edition's words")
    formula: str | None = Field(None, description="What it is computed from, where it is")
    pages: tuple[int, ...] = Field(
        (), description="Pages that it stands on, from 1; none on a web page"
    )


class RecordedSource(_Part):
    """A publication that facts of the edition are taken from."""

    id: str
    title: str
    publisher: str
    kind: str
    published: date | None = None
    retrieved: date
    url: str | None = None
    sha256: Sha256 | None = Field(None, description="Of the copy that the facts were read from")


class RecordedPage(_Part):
    """A page as a reader's program reads it back."""

    numbers: tuple[str, ...] = Field(
        description="Every number in its text, sorted as text: digits with the signs between them"
    )


class ChangeKind(StrEnum):
    """Why a fact is not as it was."""

    CORRECTED = "corrected"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    STALE = "stale"
    ADDED = "added"
    DROPPED = "dropped"


class Change(_Part):
    """A fact that is not as it was."""

    fact: str = Field(description="The fact's id")
    kind: ChangeKind = Field(
        description="corrected: the old one was wrong; updated: a newer value, wording or source; "
        "withdrawn: no longer held true; stale: the same, but now past its review; "
        "added, dropped: printed now, or no longer"
    )
    old: RecordedFact | None = Field(None, description="As it was; none where it is added")
    new: RecordedFact | None = Field(None, description="As it is; none where it is gone")
    reason: str | None = Field(None, description="Of a correction: what was wrong")


class Record(_Part):
    """What one edition printed, of what, and when."""

    record: Literal[1] = Field(RECORD_VERSION, description="Version of this form")
    generator: str = Field(description="What made it, with its version: briefs 1.2.3")
    brief: str
    topic: str
    audience: str
    locale: str
    paper: Paper
    large_print: bool = False
    recipient: str | None = Field(None, description="Id of the recipient it was tailored to")
    title: str = Field(description="As the page prints it, as plain text")
    edition: int = Field(ge=1, description="Counts up with every changed edition of this brief")
    replaces: int | None = Field(None, description="The edition that it replaces")
    draft: bool = False
    built_on: date = Field(description="Day on which the edition was first built")
    as_of: tuple[date, date] | None = Field(
        None, description="First and last day that its facts are of, definitions aside"
    )
    fact_base: Sha256 = Field(description="Of the topic's facts and sources")
    content: Sha256 = Field(
        description="Of all that the pages say and how they look, but for number, date and changes"
    )
    templates: dict[str, Sha256] = Field(
        description="Of each template, style and words, by its file"
    )
    assets: dict[str, Sha256] = Field(description="Of each font, image and figure, by its name")
    engines: dict[str, str] = Field(description="Versions of what drew and set it, by name")
    facts: tuple[RecordedFact, ...] = Field(description="Each once, in the order of the page")
    sources: tuple[RecordedSource, ...]
    withdrawn: tuple[str, ...] = Field((), description="Ids of the topic's withdrawn facts")
    changes: tuple[Change, ...] = Field((), description="Since the edition that it replaces")
    pages: tuple[RecordedPage, ...] = Field(
        (), description="Of a PDF, its pages; none of a web page"
    )
    attachments: dict[str, Sha256] = Field(
        default_factory=dict, description="Of each other file embedded beside it, by its name"
    )
