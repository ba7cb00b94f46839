"""The list of a site's editions for programs: ``index.json``, as ``docs/library.md`` tells it.

A field is added with a default; what would be misread counts :data:`INDEX_VERSION` up.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from briefs.model.project import Format, Paper
from briefs.model.record import ChangeKind, Sha256

INDEX_VERSION: Literal[1] = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IndexedFile(_Part):
    """A file of an edition."""

    form: Format = Field(description="pdf or html")
    path: str = Field(description="Below the folder of this list")
    bytes: int = Field(ge=0, description="Its size")
    sha256: Sha256 = Field(description="Of its bytes; a superseded PDF has a stamp")
    pages: int | None = Field(None, description="Of a PDF, its pages")


class IndexedFault(_Part):
    """A fact that an edition had wrong."""

    fact: str = Field(description="The fact's id")
    reason: str | None = Field(None, description="What was wrong, in the edition's language")


class IndexedChange(_Part):
    """A fact that is not as the edition before had it. All of it is in the record."""

    fact: str = Field(description="The fact's id")
    kind: ChangeKind = Field(description="Why it is not as it was, as in the record")
    words: str = Field(description="What changed, in the edition's language")


class IndexedSource(_Part):
    """A publication that facts of the edition are taken from."""

    id: str = Field(description="Its id in the record")
    title: str = Field(description="Title as published")
    publisher: str = Field(description="Who published it")
    published: date | None = Field(None, description="Day of publication, where it is known")
    url: str | None = Field(None, description="Its address")


class IndexedEdition(_Part):
    """One edition."""

    edition: int = Field(ge=1, description="Its number")
    current: bool = Field(description="Whether it is the newest one of its series")
    title: str | None = Field(None, description="Its title; null if its record is not stored")
    issued: datetime = Field(description="When it was issued, in UTC")
    built_on: date = Field(description="The day that it is dated by")
    as_of: tuple[date, date] | None = Field(
        None, description="First and last day that its facts are of"
    )
    page: str = Field(description="Its own page, which stays")
    record: str | None = Field(None, description="Its record, as docs/record.md tells it")
    record_sha256: Sha256 = Field(description="Of the record's bytes")
    fact_base: Sha256 = Field(description="Of the facts and sources that it was built from")
    files: tuple[IndexedFile, ...] = Field((), description="What can be taken away, the PDF first")
    missing: tuple[Format, ...] = Field((), description="What is not kept any more")
    replaces: int | None = Field(None, description="The edition that it replaced")
    superseded_by: int | None = Field(None, description="The newest edition, if that is another")
    corrects: tuple[str, ...] = Field(
        (), description="Ids of the facts that the edition before had wrong"
    )
    faults: tuple[IndexedFault, ...] = Field((), description="What it had wrong itself")
    changes: tuple[IndexedChange, ...] = Field((), description="Since the edition it replaced")
    sources: tuple[IndexedSource, ...] = Field((), description="What it rests on")


class IndexedSeries(_Part):
    """The editions of one brief for the same readers."""

    name: str = Field(description="brief/audience.locale, with what else tells it apart")
    brief: str = Field(description="The brief's name")
    topic: str = Field(description="Id of its topic")
    audience: str = Field(description="Id of the audience")
    readers: str = Field(description="Whom it is for, in its language")
    locale: str = Field(description="Language and region of its readers")
    place: str | None = Field(None, description="The place that it is about, in its language")
    paper: Paper = Field(description="Paper that it is set for")
    large_print: bool = Field(False, description="Whether it is in large print")
    recipient: str | None = Field(None, description="Whom it was tailored to")
    page: str = Field(description="The page that is always of the newest edition")
    editions: tuple[IndexedEdition, ...] = Field(min_length=1, description="The oldest first")


class LibraryIndex(_Part):
    """What ``index.json`` holds."""

    index: Literal[1] = Field(INDEX_VERSION, description="Version of this form")
    publisher: str = Field(description="Who publishes")
    address: str | None = Field(None, description="Where the site lies, if it was told")
    feed: str = Field(description="The Atom feed of all editions")
    updated: datetime = Field(description="When the newest edition was issued, in UTC")
    series: tuple[IndexedSeries, ...] = Field(description="By name")


def index_schema() -> dict[str, Any]:
    """The JSON Schema of the list, in draft 2020-12."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:briefs:library:{INDEX_VERSION}",
    }
    plain = LibraryIndex.model_json_schema(mode="serialization")
    return head | plain
