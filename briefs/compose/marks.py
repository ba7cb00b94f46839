"""Marks: the only way for a fact to reach a page.

While a page is composed, whatever comes from a fact or from our own numbering stands in it as a
mark, a number between two private-use characters that no input may contain. Markdown and Jinja
pass them through untouched. What is left outside of marks is the author's own text, so that a
number in it can be told from a fact's. At the end every mark is replaced by its HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_OPEN, _CLOSE = "\ue000", "\ue001"
_CITE_OPEN, _CITE_CLOSE = "\ue002", "\ue003"

MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
CITE = re.compile(f"{_CITE_OPEN}([a-z0-9-]+){_CITE_CLOSE}")
_ANY = re.compile(f"{_OPEN}\\d+{_CLOSE}|{_CITE_OPEN}[a-z0-9-]+{_CITE_CLOSE}")
_LONE_BLOCK = re.compile(f"<p>({_OPEN}\\d+{_CLOSE})</p>")


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
    """The marks of one page."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []

    def add(self, mark: Mark) -> str:
        """Note a mark; returns what stands for it in the page."""
        self._marks.append(mark)
        return f"{_OPEN}{len(self._marks) - 1}{_CLOSE}"

    def text(self, words: str) -> str:
        """Mark words that are ours and may hold numbers, such as a figure's number."""
        return self.add(Mark(escape(words), words))

    def free_blocks(self, html: str) -> str:
        """Take the paragraph away from around a mark that is a block."""
        return _LONE_BLOCK.sub(
            lambda match: match[1] if self._mark(match[1]).block else match[0], html
        )

    def plain(self, words: str) -> str:
        """Words with their marks as plain text, without citations."""
        return MARK.sub(lambda match: self._marks[int(match[1])].text, CITE.sub("", words))

    def expand(self, html: str) -> str:
        """A page with every mark replaced by its HTML, marks within marks too."""
        while MARK.search(html):
            html = MARK.sub(lambda match: self._html(self._marks[int(match[1])]), html)
        return html

    def _mark(self, marked: str) -> Mark:
        return self._marks[int(marked[1:-1])]

    @staticmethod
    def _html(mark: Mark) -> str:
        return mark.html if isinstance(mark.html, str) else mark.html()


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
