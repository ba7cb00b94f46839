"""A line of the ledger: what happened to an edition, bound to all that happened before."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from briefs.model.edition import Edition
from briefs.model.project import Paper
from briefs.model.record import Sha256

FIRST = "0" * 64
"""What the first line names as the hash of the line before it."""


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
    def of(cls, edition: Edition) -> Series:
        """Those that an edition belongs to."""
        return cls(
            edition.brief, edition.audience, edition.locale, edition.paper, edition.large_print
        )


class Approval(BaseModel):
    """Who approved what an edition printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str
    of: str = Field(description="fact:ID or brief:NAME")
    hash: Sha256 = Field(description="Of what was approved")
    until: date | None = None


class Entry(BaseModel):
    """One line of the ledger."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int = Field(ge=1, description="Its number, from 1")
    previous: Sha256 = Field(description="SHA-256 of the line before, without its line break")
    at: datetime = Field(description="When, in UTC, to the second")
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
    files: dict[str, Sha256] = Field(
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

    @property
    def series(self) -> Series:
        """What its numbers count through."""
        return Series(
            self.brief, self.audience, self.locale, self.paper, self.large_print, self.recipient
        )
