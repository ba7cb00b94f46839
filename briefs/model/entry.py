"""The base of every entry that is read from a project's YAML or TOML files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Any

import babel
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from briefs.model.diagnostic import Place
from briefs.model.origin import Origin

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A name in lower-case letters, digits and single hyphens."""

Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][A-Za-z0-9]+)*$")]
"""A language or locale: ``en``, ``en-US``."""


@cache
def _in_cldr(locale: str) -> str:
    """The locale, if Unicode's data know how it writes numbers and dates."""
    try:
        babel.Locale.parse(locale, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        raise ValueError(f'no locale "{locale}" is known; write en-US, es-US') from None
    return locale


KnownLocale = Annotated[Locale, AfterValidator(_in_cldr)]
"""A locale that briefs can be written in."""


_FOLD = re.compile(r"\s*\n\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text.strip("\n")) if "\n" in text else text


def _of_one_line(text: str) -> str:
    text = text.strip("\n")
    if "\n" in text:
        raise ValueError("must be one line: it is drawn as it stands")
    return _says_something(text)


def table_or(otherwise: str) -> Callable[[Any], str]:
    """Says which of two forms a value has: a table, or something simpler.

    Args:
        otherwise: The tag of the simpler form. Tags stand in angle brackets, which no key has.
    """
    return lambda value: "<table>" if isinstance(value, dict) else otherwise


def wrong_items(wrong: Iterable[tuple[tuple[str, ...], str]]) -> PydanticCustomError:
    """The error to raise for what is wrong within a value, each with its own place.

    Args:
        wrong: What is wrong, each with the keys below the value that lead to it.
    """
    return PydanticCustomError("wrong_items", "something in it is wrong", {"wrong": list(wrong)})


def _a_day(value: Any) -> Any:
    """Pydantic alone would read ``20250801`` as seconds since 1970."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date_none", "there is no such day") from None
    if isinstance(value, date):
        return value
    raise PydanticCustomError("date_form", "here should stand a day")


Day = Annotated[date, BeforeValidator(_a_day)]
"""A day, written 2025-08-31."""

Text = Annotated[str, AfterValidator(_says_something)]
"""Text that is not empty, its lines as they are."""

Line = Annotated[str, AfterValidator(_says_something), AfterValidator(_folded)]
"""Text that is not empty. A line break in it is a space, as it is on the page."""

OneLine = Annotated[str, AfterValidator(_of_one_line)]
"""Text that is not empty, of a single line: what is drawn as it stands."""

Runs = tuple[tuple[str, Place], ...]
"""Runs of text, each with the place at which it starts."""

Words = Annotated[dict[Locale, Line], Field(min_length=1)]
"""Text by language; at least one language."""


class Entry(BaseModel):
    """A frozen value that knows where it was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @cached_property
    def origin(self) -> Origin:
        """Where this entry was read."""
        return Origin("<memory>")

    @cached_property
    def _runs(self) -> dict[tuple[str, ...], Runs]:
        """Texts as they stand in the file, by the way to them."""
        return {}

    def read_at(self, origin: Origin) -> None:
        """Note where this entry was read (said once, by the reader)."""
        self.__dict__["origin"] = origin  # where the cached property would keep it

    def written(self, *keys: str) -> Runs:
        """A text of this entry as it stands in the file, without its Jinja calls.

        Args:
            keys: The way to the text: ``"title"``, or ``"title", "en"``.
        """
        runs = self._runs.get(keys)
        if runs is not None:
            return runs
        text: Any = getattr(self, keys[0])
        for key in keys[1:]:
            text = text[key]
        return ((text, self.origin.at(*keys)),)

    def written_as(self, runs: Runs, *keys: str) -> None:
        """Note how a text of this entry stands in the file (said once, by the reader)."""
        self._runs[keys] = runs
