"""A line of the ledger: what happened to an edition, bound to all that happened before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from briefs.model.edition import Edition
from briefs.model.project import Paper
from briefs.model.record import Record, Sha256

FIRST = "0" * 64
"""What the first line names as the hash of the line before it."""


def _below(path: str) -> str:
    """A path that stays below the ledger's folder, with a slash between its steps."""
    if "\\" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
        raise ValueError("a file is named by its path below the ledger's folder")
    return path


class Event(StrEnum):
    """What happened."""

    ISSUED = "issued"
    REBUILT = "rebuilt"
    CORRECTED = "corrected"
    STAMPED = "stamped"
    SIGNED = "signed"


class Series(NamedTuple):
    """The editions of one brief for the same readers, which their numbers count through."""

    brief: str
    audience: str
    locale: str
    paper: Paper
    large_print: bool = False
    recipient: str | None = None

    @classmethod
    def of(cls, edition: Edition | Record | NewEntry) -> Series:
        """Those that an edition belongs to, as it is asked for, was recorded or was issued."""
        return cls(
            edition.brief,
            edition.audience,
            edition.locale,
            edition.paper,
            edition.large_print,
            None if isinstance(edition, Edition) else edition.recipient,
        )

    @property
    def name(self) -> str:
        """What it is called, as its files are: ``brief/audience.locale``."""
        variant = ".large-print" if self.large_print else ""
        recipient = f".{self.recipient}" if self.recipient else ""
        return f"{self.brief}/{self.audience}.{self.locale}{variant}{recipient}"


class Approval(BaseModel):
    """Who approved what an edition printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str
    of: str = Field(description="fact:ID or brief:NAME")
    hash: Sha256 = Field(description="Of what was approved")
    until: date | None = None


class NewEntry(BaseModel):
    """What is to be written in the ledger, before it has its place there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: Event = Field(
        description="issued: a new edition; rebuilt: the same edition from newer engines; "
        "corrected: a fact that this edition printed was wrong; stamped: marked as superseded; "
        "signed: signed"
    )
    brief: str
    topic: str
    audience: str
    locale: str
    paper: Paper
    large_print: bool = False
    recipient: str | None = None
    edition: int = Field(ge=1)
    files: dict[Annotated[str, AfterValidator(_below)], Sha256] = Field(
        description="SHA-256 of each file, by its path below the ledger's folder"
    )
    record: Sha256 = Field(description="SHA-256 of the edition's record as it is embedded")
    content: Sha256 = Field(description="The record's content")
    build: Sha256 = Field(description="Of the content with all engines and fonts it was made by")
    fact_base: Sha256
    command: str = Field(description="The command that did it")
    approvals: tuple[Approval, ...] = ()
    supersedes: int | None = Field(None, description="issued: the edition that it replaces")
    facts: tuple[str, ...] = Field((), description="corrected: the ids of the facts")
    reason: str | None = Field(None, description="corrected: what was wrong")

    @classmethod
    def of(
        cls,
        record: Record,
        record_hash: str,
        files: Mapping[str, str],
        *,
        event: Event = Event.ISSUED,
        build: str,
        command: str,
        approvals: tuple[Approval, ...] = (),
    ) -> NewEntry:
        """What is to be written of an edition that was made.

        Args:
            record: The edition's record.
            record_hash: SHA-256 of its bytes.
            files: SHA-256 of each file, by its path below the ledger's folder.
            event: Whether it is a new edition, or the same again.
            build: SHA-256 of the content with all that the files were made by.
            command: The command that makes it.
            approvals: Who approved what it prints.
        """
        return cls(
            event=event,
            brief=record.brief,
            topic=record.topic,
            audience=record.audience,
            locale=record.locale,
            paper=record.paper,
            large_print=record.large_print,
            recipient=record.recipient,
            edition=record.edition,
            files=dict(files),
            record=record_hash,
            content=record.content,
            build=build,
            fact_base=record.fact_base,
            command=command,
            approvals=approvals,
            supersedes=record.replaces if event is Event.ISSUED else None,
        )

    @property
    def series(self) -> Series:
        """What its numbers count through."""
        return Series.of(self)

    @property
    def numbers(self) -> bool:
        """Whether it makes an edition the latest of its series."""
        return self.event in {Event.ISSUED, Event.REBUILT}


class _Chained(BaseModel):
    """A line's place in the chain."""

    line: int = Field(ge=1, description="Its number, from 1")
    previous: Sha256 = Field(description="SHA-256 of the line before, without its line break")
    at: datetime = Field(description="When, in UTC, to the second")


class Entry(NewEntry, _Chained):
    """One line of the ledger."""

    seal: Sha256 = Field(description="SHA-256 of this line with these digits as zeros")
