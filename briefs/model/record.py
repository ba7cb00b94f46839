"""What an edition printed: the record that is embedded in its PDF and its web page.

The record is read years later, by other versions of us and by programs that are not ours: a field
is added with a default, and what would be misread counts :data:`RECORD_VERSION` up. Its bytes are
canonical, so that one record has one hash. ``docs/record.md`` says all this to its readers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from briefs.model.canonical import canonical_json
from briefs.model.project import Paper
from briefs.model.value import Kind, Qualifier

RECORD_VERSION: Literal[1] = 1

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _without_titles(schema: dict[str, Any]) -> None:
    """Take the titles of properties out of a schema: they only say the names again."""
    for field in schema.get("properties", {}).values():
        field.pop("title", None)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_without_titles)


class RecordedFact(_Part):
    """A fact as an edition printed it."""

    id: str = Field(description="Its id in the fact base")
    kind: Kind = Field(description="What sort of claim it is")
    value: str | None = Field(
        None,
        description="The bare value: a number without grouping, a date as precise as it is known, "
        "or a contact's words; none of a sentence",
    )
    unit: str | None = Field(None, description="A currency code, percent, or a unit of the topic")
    qualifier: Qualifier = Field(
        Qualifier.EXACTLY, description="How the value relates to the true figure"
    )
    label: str | None = Field(None, description="What the value is called, in the edition's words")
    shown: tuple[str, ...] = Field(
        description="Each way in which the page says it, once, as plain text with plain blanks, "
        "in the order of the page"
    )
    as_of: date = Field(description="Day for which the source says it")
    review_by: date = Field(description="Day until which it needed no new look")
    stale: bool = Field(False, description="Whether it was past that day when it was printed")
    source: str = Field(description="Id of its source in this record")
    evidence: str | None = Field(None, description="Short and verbatim from the source")
    attribution: str | None = Field(None, description="Who says so, in the edition's words")
    formula: str | None = Field(
        None, description="What it is computed from, where it is: ids of facts, numbers and signs"
    )
    pages: tuple[int, ...] = Field(
        (), description="Pages that it stands on, from 1; none on a web page"
    )


class RecordedSource(_Part):
    """A publication that facts of the edition are taken from."""

    id: str = Field(description="Its id in the fact base")
    title: str = Field(description="Title as published, in the language of the publication")
    publisher: str = Field(description="Who published it")
    kind: str = Field(description="news, government, law, data, research or editor")
    published: date | None = Field(None, description="Day of publication, where it is known")
    retrieved: date = Field(description="Day on which the publication was read")
    url: str | None = Field(None, description="Its address")
    sha256: Sha256 | None = Field(None, description="Of the copy that the facts were read from")


class RecordedPage(_Part):
    """A page as a reader's program reads it back."""

    numbers: tuple[str, ...] = Field(
        description="Every number in its text, sorted as text: digits with the signs between them"
    )
    facts: tuple[str, ...] = Field(
        (), description="Ids of the facts that its text says, one a place, in the order of the text"
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
    brief: str = Field(description="The brief's name")
    topic: str = Field(description="Id of the topic whose facts it prints")
    audience: str = Field(description="Id of the audience that it is written for")
    locale: str = Field(description="Language and region of its readers: en-US")
    paper: Paper = Field(description="Paper that it is set for")
    large_print: bool = Field(False, description="Whether it is the edition in large print")
    recipient: str | None = Field(None, description="Id of the recipient it was tailored to")
    title: str = Field(description="As the page prints it, as plain text")
    edition: int = Field(ge=1, description="Counts up with every changed edition of this brief")
    replaces: int | None = Field(None, description="The edition that it replaces")
    draft: bool = Field(False, description="Whether it is a draft, stamped as one")
    built_on: date = Field(description="Day on which the edition was first built")
    as_of: tuple[date, date] | None = Field(
        None, description="First and last day that its facts are of, definitions aside"
    )
    fact_base: Sha256 = Field(description="Of the topic's facts and sources")
    content: Sha256 = Field(
        description="Of all that the pages say and how they look, but for number, date and changes"
    )
    templates: dict[str, Sha256] = Field(
        description="Of each text file that it was made from (templates, style sheets, prose, "
        "words of the locale, settings), by its path in the project; a built-in file that fills "
        'in the rest of the project\'s own of that path has "(built-in) " before it'
    )
    assets: dict[str, Sha256] = Field(
        description="Of each font by its family, of each image by its path, of the logo as logo, "
        "and of each drawing as figure: with its key"
    )
    engines: dict[str, str] = Field(description="Versions of what drew and set it, by name")
    facts: tuple[RecordedFact, ...] = Field(description="Each once, in the order of the page")
    sources: tuple[RecordedSource, ...] = Field(
        description="The cited ones in the order of their numbers, then others of its facts"
    )
    withdrawn: tuple[str, ...] = Field((), description="Ids of the topic's withdrawn facts")
    changes: tuple[Change, ...] = Field((), description="Since the edition that it replaces")
    pages: tuple[RecordedPage, ...] = Field(
        (), description="Of a PDF, its pages; none of a web page"
    )
    attachments: dict[str, Sha256] = Field(
        default_factory=dict, description="Of each other file embedded beside it, by its name"
    )


def record_bytes(record: Record) -> bytes:
    """The bytes that a record is embedded and hashed as: canonical JSON in UTF-8.

    Every field is written out, also where it is null or has its default. Keys are sorted, nothing
    stands between the signs, a line feed ends the file.
    """
    return canonical_json(record.model_dump(mode="json"))


def read_record(data: bytes) -> Record:
    """The record in a file's bytes.

    Raises:
        ValueError: If it is none; the words name the field, or say that a newer briefs made it.
    """
    version = _parsed(data).get("record")
    if type(version) is not int:
        raise ValueError('it is no record: "record" does not give its version')
    if version > RECORD_VERSION:
        raise ValueError(
            f"the record was made by a newer briefs: it is of version {version}, "
            f"and this one reads version {RECORD_VERSION}"
        )
    try:
        return Record.model_validate_json(data, strict=True)
    except ValidationError as error:
        raise ValueError(_in_words(error)) from None


def record_schema() -> dict[str, Any]:
    """The JSON Schema of a record, in draft 2020-12."""
    plain = Record.model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:briefs:record:{RECORD_VERSION}",
    }
    return head | plain | {"required": ["record", *plain["required"]]}


def _parsed(data: bytes) -> Mapping[str, Any]:
    """The JSON object in the bytes, without a name that is given twice."""
    try:
        plain = json.loads(data.decode("utf-8"), object_pairs_hook=_each_once)
    except UnicodeDecodeError as error:
        raise ValueError(f"the record is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"the record is no JSON: {error}") from None
    except RecursionError:
        raise ValueError("the record is nested too deeply") from None
    if not isinstance(plain, dict):
        raise ValueError("it is no record: a record is a JSON object")  # noqa: TRY004
    return plain


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's fields; programs do not agree on what a name means that stands there twice."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f'the record has the field "{name}" twice')
        found[name] = value
    return found


def _in_words(error: ValidationError) -> str:
    """What is wrong with a record: the first fault with its field, and how many more there are."""
    first, *more = error.errors()
    way = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in first["loc"])
    field = way.removeprefix(".")
    if first["type"] == "missing":
        words = f'the record has no "{field}"'
    elif first["type"] == "extra_forbidden":
        words = f'the record has "{field}", which version {RECORD_VERSION} does not know: ' + (
            "it was altered, or made by a newer briefs"
        )
    else:
        words = f'the record\'s "{field}" is wrong: {first["msg"]}'
    return f"{words}; {len(more)} more like it" if more else words
