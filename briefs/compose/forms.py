"""Blanks to write in as fields: the empty cells of the tables in whatever has the class ``form``.

A field is named in words, after the headers of its row and of its column, so that it can be filled
in by ear. Page and PDF have the same fields: in a PDF the elements become form fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from itertools import accumulate, chain, count

from briefs.model.html import VOID_TAGS

_CLASS = "form"
_FORM = re.compile(rf"""\sclass\s*=\s*["'][^"']*\b{_CLASS}\b""")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")


def with_fields(html: str) -> str:
    """A page whose blanks are fields.

    Args:
        html: The finished page: no mark is left in it.
    """
    if not _FORM.search(html):
        return html
    parts, end = [], 0
    for position, field in _Blanks(html).fields():
        parts += [html[end:position], field]
        end = position
    return "".join([*parts, html[end:]])


class _Blanks(HTMLParser):
    """Finds the blanks of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._html = html
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._open: list[tuple[str, frozenset[str]]] = []
        self._found: list[tuple[int, str, str]] = []
        self._section = ""
        self._columns: list[str] = []
        self._row = ""
        self._number = self._cell = 0
        self._words: list[str] | None = None
        self._blank: int | None = None

    def fields(self) -> Iterator[tuple[int, str]]:
        """Where in the page each field goes, and its element."""
        self.feed(self._html)
        self.close()
        taken: set[str] = set()
        for position, section, label in self._found:
            stem = _BETWEEN_WORDS.sub("-", f"{section} {label}".casefold()).strip("-")
            names = chain([stem], (f"{stem}-{number}" for number in count(2)))
            name = next(name for name in names if name not in taken)
            taken.add(name)
            words = escape(label)
            yield (
                position,
                f'<input type="text" name="{name}" title="{words}" aria-label="{words}"'
                ' autocomplete="off" />',
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        self._blank = None
        if tag not in VOID_TAGS:
            self._open.append((tag, classes))
        if tag == "h2":
            self._section = given.get("id") or ""
        elif tag == "table":
            self._columns, self._number = [], 0
        elif tag == "tr":
            self._row, self._cell = "", 0
            self._number += not self._inside("thead")
        elif tag == "th":
            self._words = []
        elif tag == "td" and "blank" in classes and self._is_form():
            self._blank = self._position() + len(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._blank = None

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._blank = None
        if self._words is not None and not self._is_citation():
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            words = _SPACE.sub(" ", "".join(self._words or ())).strip()
            self._words = None
            if self._inside("thead"):
                self._columns.append(words)
            else:
                self._row = self._row or words
        if tag == "td" and self._blank is not None:
            self._found.append((self._blank, self._section, self._label()))
            self._blank = None
        if tag in {"td", "th"}:
            self._cell += 1
        while self._inside(tag) and self._open.pop()[0] != tag:
            pass

    def _label(self) -> str:
        """Row and column in words; the row's number where it has no header."""
        column = self._columns[self._cell] if self._cell < len(self._columns) else ""
        if self._row and column:
            return f"{self._row}: {column}"
        return self._row or f"{column} {self._number}".strip()

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _ in self._open)

    def _is_form(self) -> bool:
        return any(_CLASS in classes for _, classes in self._open)

    def _is_citation(self) -> bool:
        return any("cite" in classes for _, classes in self._open)
