"""Marks: the only way for a fact to reach a page.

While a page is composed, whatever comes from a fact or from our own numbering stands in it as a
mark, a number between two private-use characters that no input may contain. Markdown and Jinja
pass them through untouched. What is left outside of marks is the author's own text, so that a
number in it can be told from a fact's. At the end every mark is replaced by its HTML.

The numbers are of the page alone: they follow from a hash of all that it is made of, so that
nobody can write one into its sources without changing it. What looks like a mark and is none
stays as it is, to be found by :func:`foreign`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_OPEN, _CLOSE = "\ue000", "\ue001"
_CITE_OPEN, _CITE_CLOSE = "\ue002", "\ue003"

MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
CITE = re.compile(f"{_CITE_OPEN}([a-z0-9-]+){_CITE_CLOSE}")
_ANY = re.compile(f"{_OPEN}\\d+{_CLOSE}|{_CITE_OPEN}[a-z0-9-]+{_CITE_CLOSE}")
_RANGE = 10**12
_LONE_BLOCK = re.compile(f"<p>({_OPEN}(\\d+){_CLOSE})</p>")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark stands for.

    Attributes:
        html: Its HTML, or a function that gives it when the whole page is known.
        text: The same as plain text, for alt texts and labels.
        block: Whether it is a block of its own, not part of a line.
    """

    html: str | Callable[[], str]
    text: str = ""
    block: bool = False


class Marks:
    """The marks of one page.

    Args:
        sources: What the page is made of; the same sources give the same marks.
    """

    def __init__(self, *sources: bytes) -> None:
        digest = hashlib.sha256(b"\0".join(sources)).digest()
        self._next = int.from_bytes(digest[:8]) % _RANGE
        self._step = int.from_bytes(digest[8:16]) % _RANGE
        self._marks: dict[str, Mark] = {}

    def add(self, mark: Mark) -> str:
        """Note a mark; returns what stands for it in the page."""
        self._next = (self._next + self._step) % _RANGE
        number = f"{self._next}{len(self._marks):04d}"
        self._marks[number] = mark
        return f"{_OPEN}{number}{_CLOSE}"

    def text(self, words: str) -> str:
        """Mark words that are ours and may hold numbers, such as a figure's number."""
        return self.add(Mark(escape(words), words))

    def free_blocks(self, html: str) -> str:
        """Take the paragraph away from around a mark that is a block."""
        return _LONE_BLOCK.sub(lambda match: match[self._is_block(match[2])], html)

    def plain(self, words: str) -> str:
        """Words with their marks as plain text, without citations."""
        return MARK.sub(self._text, CITE.sub("", words))

    def expand(self, html: str) -> str:
        """A page with every mark replaced by its HTML, marks within marks too."""
        return MARK.sub(self._html, html) if _OPEN in html else html

    def _is_block(self, number: str) -> bool:
        return number in self._marks and self._marks[number].block

    def _text(self, match: re.Match[str]) -> str:
        mark = self._marks.get(match[1])
        return match[0] if mark is None else mark.text

    def _html(self, match: re.Match[str]) -> str:
        mark = self._marks.get(match[1])
        if mark is None:
            return match[0]
        return self.expand(mark.html if isinstance(mark.html, str) else mark.html())


def citation(source: str) -> str:
    """What stands for a citation of a source until it has its number."""
    return f"{_CITE_OPEN}{source}{_CITE_CLOSE}"


def settle(words: str) -> str:
    """Words of one block, each source cited once, where it is used last."""
    last = {match[1]: match.start() for match in CITE.finditer(words)}
    return CITE.sub(lambda match: match[0] if last[match[1]] == match.start() else "", words)


def outside(words: str) -> str:
    """What an author wrote: the words with every mark and citation blanked out."""
    return _ANY.sub(" ", words)


def foreign(html: str) -> str:
    """The first character of a page that no page may hold, once its marks are replaced.

    That is a mark which is none of ours, a mark cut in two, or half of a character.
    """
    for character in (_OPEN, _CLOSE, _CITE_OPEN, _CITE_CLOSE):
        if character in html:
            return character
    try:
        html.encode()
    except UnicodeEncodeError as error:
        return html[error.start]
    return ""
