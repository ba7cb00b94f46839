"""What was read back from the file of an edition, and how it differs from the record in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from briefs.model.project import Format


class Unreadable(Exception):
    """A file that cannot be read; the words say why, without a full stop."""


class DifferenceKind(StrEnum):
    """What of a file is not as it was issued."""

    BYTES = "bytes"
    DAMAGE = "damage"
    RECORD = "record"
    METADATA = "metadata"
    ATTACHMENT = "attachment"
    PAGES = "pages"
    NUMBER = "number"
    FACT = "fact"
    TITLE = "title"
    LINK = "link"
    ANNOTATION = "annotation"
    ADDITION = "addition"
    SIGNATURE = "signature"
    LEDGER = "ledger"


class Difference(NamedTuple):
    """One way in which a file is not as it was issued.

    Attributes:
        kind: What of it.
        words: What the record says and what the file says, in one sentence without a full stop.
        page: The page, from 1; None where it is of no one page.
        fact: The fact's id; empty where it is of none.
    """

    kind: DifferenceKind
    words: str
    page: int | None = None
    fact: str = ""


class Addition(NamedTuple):
    """What was added to a file behind its end.

    Attributes:
        kind: ``stamp``, ``field``, ``signature``, or what was altered by it.
        words: What it is, in one sentence without a full stop.
        page: The page, from 1; None where it is of no one page.
        allowed: Whether it may be added to an edition without altering it.
    """

    kind: str
    words: str
    page: int | None = None
    allowed: bool = False


class Signature(NamedTuple):
    """A signature in a file.

    Attributes:
        signer: Whose, as the certificate says.
        holds: Whether it is whole, and nothing was altered since it was made.
        trusted: Whether an authority vouches for the certificate; None: none was named.
        words: All of it, in one sentence.
    """

    signer: str
    holds: bool
    trusted: bool | None
    words: str


class Note(NamedTuple):
    """An annotation that lies on a page: page from 1, and its type in PDF's own word."""

    page: int
    type: str


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The file of an edition as a reader's program finds it.

    Attributes:
        form: PDF or web page.
        sha256: Of the whole file.
        original_sha256: Of the file as it was first written; empty where its seal does not hold.
        sealed: Whether it bears a seal at all, right or wrong.
        record: The bytes of the record in it; None where there is none.
        marks: What its metadata say: ``edition``, ``factBase``, ``record``; a web page's has only
            the last one.
        attachments: SHA-256 of each other file in it, by name.
        titles: As its metadata say it, each place that says it.
        language: As its metadata say it.
        page_count: Pages of a PDF.
        sizes: Width and height of what is seen of each page of a PDF, in points.
        pages: The text of each page of a PDF; none where there are too many to be read.
        words: All words of a web page.
        texts: Of a web page, each place that is said to be of a fact: its id and its words.
        links: Addresses that it links to, each once.
        notes: Annotations on its pages, but for links and form fields.
        additions: What was added behind its end.
        signatures: Signatures in it, the first one first.
        damage: What was wrong with it as a file, in words.
        unread: What of it could not be looked at, and why.
    """

    form: Format
    sha256: str
    original_sha256: str = ""
    sealed: bool = False
    record: bytes | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    language: str = ""
    page_count: int = 0
    sizes: tuple[tuple[float, float], ...] = ()
    pages: tuple[str, ...] = ()
    words: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    additions: tuple[Addition, ...] = ()
    signatures: tuple[Signature, ...] = ()
    damage: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether its bytes are those first written, whatever was added behind them."""
        return bool(self.original_sha256)
