"""Words that take a side, with the reason and what to write instead."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from briefs.model.entry import Entry, Line

_WORD = re.compile(r"[^\W_]+\*?(?:[ '’-][^\W_]+\*?)*")


class LoadedWord(Entry):
    """One word or phrase of ``assets/loaded-words/<language>.yaml``."""

    word: Line = Field(
        description="The word or phrase, in lower case; * at the end of a word stands for any "
        "ending, a space for a hyphen or a line break too"
    )
    why: Line = Field(description='What it says beside the fact, going on from "it"')
    instead: Line | None = Field(None, description="What to write instead")
    titles: bool = Field(False, description="Judged in titles, headings and captions only")
    allow: bool = Field(
        False, description="Takes no side: lets the word stand, or a phrase that holds a word"
    )

    @field_validator("word")
    @classmethod
    def _can_be_found(cls, word: str) -> str:
        if not _WORD.fullmatch(word):
            raise ValueError("must be words with single spaces, * only at the end of a word")
        return word
