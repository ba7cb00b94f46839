"""Where facts were published."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefs.model.entry import Day, Entry, Id, Line, Words


class Source(Entry):
    """A publication that facts are taken from."""

    id: Id = Field(description="Its name in facts.yaml")
    title: Line = Field(description="Title as published, in the language of the publication")
    publisher: Line = Field(description="Who published it")
    published: Day | None = Field(None, description="Day of publication, where it is known")
    retrieved: Day = Field(description="Day on which the publication was read")
    url: str | None = Field(None, pattern=r"^https://\S+$", description="Its address")
    kind: Literal["news", "government", "law", "data", "research", "editor"] = Field(
        description="What sort of publication it is"
    )
    language: str = Field("en", pattern=r"^[a-z]{2,3}$", description="Language of the publication")
    sha256: str | None = Field(
        None,
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the copy that the facts were read from, in hexadecimal",
    )
    note: Words | None = Field(None, description="What a reader should know of this source")
    owner: Line | None = Field(
        None,
        exclude=True,  # who watches a source changes nothing of what it says: no hash has it
        description="Who looks at its facts again when they come due; default: the topic's owner",
    )
