"""Word budgets: how many words a reader of a page has before them.

Counted are title, summary, headings, prose, lists, quotes, tables, captions and notes. Left out are
what repeats a drawing or leads elsewhere: a figure's data, citations, badges, contacts, and the
lines about the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.html import VOID_TAGS
from briefs.model.plural import plural

TOLERANCE = 10
"""Percent over its budget up to which a page is only warned of."""

_LEFT_OUT_TAGS = frozenset({"head", "script", "style", "svg"})
_LEFT_OUT_CLASSES = frozenset(
    ["series", "as-of", "badge", "cite", "stale", "stale-stamp", "data", "contacts", "closing"]
)
_WITHIN_A_WORD = frozenset(["a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "u"])
_WORD = re.compile(r"(?=[^\s/—–]*\w)[^\s/—–]+")


def check_length(html: str, budget: int, start: Place) -> Iterator[Diagnostic]:
    """Whether a page has more words than its readers are to be given.

    Args:
        html: The composed page.
        budget: The most words that it may have.
        start: The place of the finding: the prose, where words can be taken out.
    """
    words = count_words(html)
    over = words - budget
    if over <= 0:
        return
    yield Diagnostic(
        Code.WORDS_OVER,
        f"the page has {words} words; its template allows {budget}",
        start,
        f"take out {plural(over, 'word')}",
        Severity.ERROR if over * 100 > budget * TOLERANCE else Severity.WARNING,
    )


def count_words(html: str) -> int:
    """The words of a composed page that its reader has to read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return len(_WORD.findall("".join(reader.text)))


class _Reader(HTMLParser):
    """Gathers the text of a page that we composed, without what is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where something is left out, with all that it holds."""
        if tag not in _WITHIN_A_WORD:
            self.text.append(" ")
        if tag in VOID_TAGS:
            return
        classes = (dict(attrs).get("class") or "").split()
        if self._left_out or tag in _LEFT_OUT_TAGS or not _LEFT_OUT_CLASSES.isdisjoint(classes):
            self._left_out.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        if tag not in _WITHIN_A_WORD:
            self.text.append(" ")
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text that is read."""
        if not self._left_out:
            self.text.append(data)
