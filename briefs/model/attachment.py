"""What an edition's file carries beside its pages: the record, and data that go with it."""

from __future__ import annotations

from dataclasses import dataclass

RECORD, FIGURES, CITATIONS = "record.json", "figures.csv", "citations.csl.json"

NAMESPACE = "urn:briefs:edition:1"
"""Of what the XMP of a PDF says of its edition."""

KINDS = {
    RECORD: "application/json",
    FIGURES: "text/csv",
    CITATIONS: "application/vnd.citationstyles.csl+json",
}
"""MIME types by name."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a file.

    Attributes:
        name: What it is called.
        kind: Its MIME type.
        data: Its bytes.
        description: What it is, for a reader who finds it in a viewer's list.
    """

    name: str
    kind: str
    data: bytes
    description: str = ""
