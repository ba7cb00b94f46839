"""Find words of a record in the text that was read back from a page.

A text layer breaks lines and words, sets no-break spaces for plain ones, reads ligatures as one
character, prints in capitals, and has the numbers of citations in the midst of a sentence. None of
that is a difference. A digit of a value, a sign or a word is.

A record holds which facts :func:`said_in_order` found on each page, for whoever reads the page
years later: what it finds in a text may not change without a new version of the record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufffe\x02", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\u2066\u2067\u2068\u2069\ufeff", ""),
    }
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_END = re.compile(r"(.*?)([.,;:!?)\]}\"'»”]+)", re.DOTALL)

_CITED = r"[\s\d,]*"
"""Blanks between two words, and the numbers of citations behind the first of them."""

_CITED_APART = r"\s*(?:\s\d{1,3})?\s*"
"""The same next to a value, whose digits stay its own."""


def plain(text: str) -> str:
    r"""Text in the form in which texts are compared; its line breaks stay.

    >>> plain("Up\u00a0to a com-\nmon 50\u201160")
    'up to a common 50-60'
    """
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).casefold()
    return _HYPHEN.sub("", text)


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same but for their blanks."""
    return plain(one).split() == plain(other).split()


def says(text: str, words: str) -> bool:
    """Whether a page says words, as a whole and not as a part of a longer number.

    Args:
        text: The page's text, as :func:`plain` gives it.
        words: What is looked for.
    """
    return re.search(_pattern(words), text) is not None


def says_across(text: str, after: str, words: str) -> bool:
    """Whether words begin at the end of a line of one text and end in a line of the next one.

    Args:
        text: The text of a page, as :func:`plain` gives it.
        after: That of the page behind it.
        words: What is looked for.
    """
    tokens = plain(words).split()
    return any(
        re.search(rf"{_source(tokens[:cut])}-?[ \t]*(?:\n|\Z)", text)
        and re.search(rf"(?:\A|\n)[ \t]*{_source(tokens[cut:])}", after)
        for cut in range(1, len(tokens))
    )


def said_in_order(text: str, forms: Iterable[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Which facts a page says, one for each place, in the order of its text.

    Args:
        text: The page's text, as it was read back.
        forms: Each fact's id and the ways in which it is said.

    Returns:
        Ids; facts that are said in the same words stand one after the other.
    """
    page = plain(text)
    found = [
        (match.start(), -match.end(), name)
        for name, shown in forms
        if shown
        for match in re.finditer(_any(tuple(sorted(shown, key=len, reverse=True))), page)
    ]
    return tuple(name for *_, name in sorted(found))


@lru_cache(maxsize=4096)
def _pattern(words: str) -> str:
    return _source(plain(words).split())


@lru_cache(maxsize=4096)
def _any(shown: tuple[str, ...]) -> str:
    return "|".join(map(_pattern, shown))


def _source(tokens: Sequence[str]) -> str:
    """The pattern of words, with line breaks and citations allowed wherever they may be."""
    if not tokens:
        return r"(?!)"
    parts: list[str] = []
    before = ""
    for token in tokens:
        if before:
            parts.append(_CITED_APART if before.isdigit() or token[0].isdigit() else _CITED)
        if token[0].isdigit():
            parts.append(r"(?<!\d)(?<!\d[.,'])")
        body, end = _ending(token)
        parts.append(re.escape(body))
        if body and end:
            parts.append(_CITED_APART if body[-1].isdigit() else _CITED)
        parts.append(re.escape(end))
        before = token[-1]
    return "".join([*parts, r"(?!\d)(?![.,']\d{3})" if before.isdigit() else ""])


def _ending(token: str) -> tuple[str, str]:
    """A word, and the signs behind it."""
    match = _END.fullmatch(token)
    return (match[1], match[2]) if match else (token, "")
