"""The base of every entry that is read from a project's YAML or TOML files."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from briefs.model.origin import Origin

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A name in lower-case letters, digits and single hyphens."""

Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][A-Za-z0-9]+)*$")]
"""A language or locale: ``en``, ``en-US``."""


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _a_day(value: Any) -> Any:
    """Pydantic alone would read ``20250801`` as seconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date_none", "there is no such day") from None
    if isinstance(value, date):
        return value
    raise PydanticCustomError("date_form", "here should stand a day")


Day = Annotated[date, BeforeValidator(_a_day)]
"""A day, written 2025-08-31."""

Line = Annotated[str, AfterValidator(_says_something)]
Words = Annotated[dict[Locale, Line], Field(min_length=1)]
"""Text by language; at least one language."""


class Entry(BaseModel):
    """A frozen value that knows where it was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    _origin: Origin = PrivateAttr(default_factory=lambda: Origin("<memory>"))

    @property
    def origin(self) -> Origin:
        """Where this entry was read."""
        return self._origin

    def read_at(self, origin: Origin) -> None:
        """Note where this entry was read (said once, by the reader)."""
        self._origin = origin
