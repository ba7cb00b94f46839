"""Where facts were published."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefs.model.entry import Day, Entry, Id, Line, Words


class Source(Entry):
    """A publication that facts are taken from."""

    id: Id
    title: Line = Field(description="Title as published, in the language of the publication")
    publisher: Line
    published: Day | None = Field(None, description="Day of publication, where it is known")
    retrieved: Day = Field(description="Day on which the publication was read")
    url: str | None = Field(None, pattern=r"^https://\S+$")
    kind: Literal["news", "government", "law", "data", "research", "editor"] = Field(
        description="What sort of publication it is"
    )
    language: str = Field("en", pattern=r"^[a-z]{2,3}$")
    note: Words | None = Field(None, description="What a reader should know of this source")
