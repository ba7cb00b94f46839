"""Characters that no text may hold: typed, or brought in by an escape or an entity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place

_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls break XMP and SVG
    "\u2028\u2029"  # line breaks that an editor does not count
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls reverse numbers
    "\ud800-\udfff"  # halves of characters, which no file can hold
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: no font has them; we mark facts with them
    "\ufdd0-\ufdef\ufffe\uffff"
    "\U0001f1e6-\U0001f1ff]"  # flags: no text font has them, screen readers stumble
)
_ENTITY = re.compile(
    r"&(?:#[xX](?P<hex>[0-9a-fA-F]++);?|#(?P<number>[0-9]++);?|(?P<name>[A-Za-z]++;))"
)
_ESCAPE = re.compile(
    r"\\(?:(?P<other>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|N\{[^}]*\}|[0-7]{1,3}"
    r"|[abfnrtv])|.)",
    re.DOTALL,
)
"""A backslash in a Jinja string, with what stands for another character."""

_TYPED = "delete it, even where you cannot see it: it would break or falsify the page"
_ESCAPE_OUT = "delete what stands for it: it would break or falsify the page"


def refused_in(text: str) -> Iterator[tuple[int, str]]:
    """(offset, character) of each refused character of a text."""
    if not _is_plain(text):
        for match in _REFUSED.finditer(text):
            yield match.start(), match[0]


def hidden_in(text: str) -> Iterator[tuple[int, str]]:
    """(offset, character) of each refused character that a text holds or an entity stands for."""
    yield from refused_in(text)
    if "&" in text:
        for match in _ENTITY.finditer(text):
            character = _of_entity(match)
            if _REFUSED.search(character):
                yield match.start(), character


def escaped_in(string: str) -> Iterator[tuple[int, str]]:
    """(offset, character) of each refused character that a Jinja string's escapes stand for.

    Args:
        string: A valid string as the template holds it, with or without its quotes.
    """
    if "\\" in string:
        for match in _ESCAPE.finditer(string):
            if match["other"]:
                character = match[0].encode("ascii").decode("unicode-escape")
                if _REFUSED.search(character):
                    yield match.start(), character


def cleaned(text: str) -> str:
    """The text with a space for each thing that :func:`hidden_in` finds."""
    return _ENTITY.sub(
        lambda match: " " if _REFUSED.search(_of_entity(match)) else match[0],
        _REFUSED.sub(" ", text),
    )


def refusal(character: str, place: Place, *, typed: bool = False) -> Diagnostic:
    """The finding of a refused character.

    Args:
        character: The character.
        place: Where it stands, or what stands for it.
        typed: Whether the file holds the character itself.
    """
    return Diagnostic(
        Code.TEXT_CHARACTER,
        f"the character {_named(character)} is not allowed here",
        place,
        _TYPED if typed else _ESCAPE_OUT,
    )


def _of_entity(match: re.Match[str]) -> str:
    """What an HTML or Markdown entity stands for; nothing if it stands for itself."""
    if match["name"]:
        return html5.get(match["name"], "")
    digits, base = (match["hex"], 16) if match["hex"] else (match["number"], 10)
    digits = digits.lstrip("0") or "0"
    number = int(digits, base) if len(digits) < 10 else 0x10FFFF
    return chr(min(number, 0x10FFFF))  # the last one, which is refused, for what is none


def _named(character: str) -> str:
    """A character as one looks it up: ``U+202E (right-to-left override)``."""
    from unicodedata import name

    called = name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({called})" if called else "")


def _is_plain(text: str) -> bool:
    """Whether a text is ASCII without control characters, found out without the expression."""
    return text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()
