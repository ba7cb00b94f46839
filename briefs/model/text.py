"""Words in one or several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

LocalText = Mapping[str, str]
"""Text by language or locale: ``{"en": "signing bonus", "es": "bono"}``."""


Said = TypeVar("Said")


def fallbacks(locale: str) -> tuple[str, ...]:
    """The names under which text for a locale is looked up, best first.

    >>> fallbacks("es-US")
    ('es-US', 'es')
    """
    language = locale.partition("-")[0]
    return (locale,) if language == locale else (locale, language)


def in_locale(text: Mapping[str, Said], locale: str) -> Said | None:
    """What is said in a locale or in its language, or None where it is missing."""
    for name in fallbacks(locale):
        if name in text:
            return text[name]
    return None
