"""TOML to plain data. ``tomllib`` keeps no positions, so they are looked up here."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from briefs.model.codes import Code
from briefs.read.characters import cleaned, hidden_in, refusal
from briefs.read.yaml import Document

if TYPE_CHECKING:
    from briefs.model.origin import Path

_ERROR_PLACE = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


def parse_toml(text: str, file: str) -> Document:
    """Read TOML text, with the position of every key and value."""
    document = Document(file)
    try:
        document.data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = str(error) or "nested too deeply"
        match = _ERROR_PLACE.search(message)
        lines = text.splitlines() or [""]
        line, column = (int(match[1]), int(match[2])) if match else (len(lines), len(lines[-1]) + 1)
        document.report(
            Code.TOML_SYNTAX,
            _ERROR_PLACE.sub("", message).split(" (at end", 1)[0],
            line,
            column,
            "look at this line and those before it: quotes, brackets, commas, equals signs",
        )
        return document
    positions = _Positions(text)
    positions.find()
    document.values, document.keys = positions.values, positions.keys
    if "\\" in text or "&" in text:
        document.data = _clean(document, document.data, ())
    return document


def _clean(document: Document, value: Any, path: Path) -> Any:
    """A value without the refused characters that it hides, each of them reported."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            value[index] = _clean(document, item, (*path, index))
        return value
    if isinstance(value, dict):
        for key, item in list(value.items()):
            del value[key]
            below = (*path, key)
            value[_clean(document, key, below)] = _clean(document, item, below)
        return value
    hidden = dict.fromkeys(one for _, one in hidden_in(value)) if isinstance(value, str) else {}
    document.diagnostics += [refusal(one, document.origin.at(*path)) for one in hidden]
    return cleaned(value) if hidden else value


_TOKEN = re.compile(
    r"""(?P<space>(?:[ \t]|\#[^\n]*)+)
    |(?P<line>\n)
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\])*"|'[^']*')
    |(?P<sign>[][{}=,])
    |(?P<bare>[^\s\[\]{}=,#"']+)""",
    re.DOTALL | re.VERBOSE,
)


class _Positions:
    """Walks along a valid TOML text and notes where its keys and values stand."""

    def __init__(self, text: str) -> None:
        self.values: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.tokens = [match for match in _TOKEN.finditer(text) if match.lastgroup != "space"]
        self.next = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def find(self) -> None:
        table: Path = ()
        counts: dict[Path, int] = {}
        while self.next < len(self.tokens):
            token = self.tokens[self.next]
            if token.lastgroup == "line":
                self.next += 1
            elif token[0] == "[":
                table = self._header(counts)
                self.values[table] = self._at(token)
                self.keys[table] = self._at(token)
            else:
                self._pair(table)

    def _at(self, token: re.Match[str]) -> tuple[int, int]:
        line = bisect_right(self.starts, token.start())
        return line, token.start() - self.starts[line - 1] + 1

    def _take(self) -> re.Match[str]:
        self.next += 1
        return self.tokens[self.next - 1]

    def _sign(self) -> str:
        """The sign that comes next, past line ends."""
        while self.next < len(self.tokens) and self.tokens[self.next].lastgroup == "line":
            self.next += 1
        return self.tokens[self.next][0] if self.next < len(self.tokens) else ""

    def _names(self, end: str) -> tuple[str, ...]:
        """The names of a key or header, up to a sign that ends them."""
        names: list[str] = []
        while (token := self._take())[0] != end:
            if token.lastgroup == "text":
                names.append(token[0][1:-1])
            else:
                names += [name for name in token[0].split(".") if name]
        return tuple(names)

    def _header(self, counts: dict[Path, int]) -> Path:
        self._take()
        many = self.tokens[self.next][0] == "["
        if many:
            self._take()
        names = self._names("]")
        if many:
            self._take()
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in counts:
                path = (*path, counts[path])
        path = (*path, *names[-1:])
        if many:
            counts[path] = counts.get(path, -1) + 1
        return (*path, counts[path]) if path in counts else path

    def _pair(self, table: Path) -> None:
        token = self.tokens[self.next]
        path = (*table, *self._names("="))
        self.keys[path] = self._at(token)
        self._value(path)

    def _value(self, path: Path) -> None:
        token = self._take()
        self.values[path] = self._at(token)
        if token[0] == "[":
            index = 0
            while (sign := self._sign()) != "]":
                if sign == ",":
                    self._take()
                    continue
                self._value((*path, index))
                index += 1
            self._take()
        elif token[0] == "{":
            while (sign := self._sign()) != "}":
                if sign == ",":
                    self._take()
                    continue
                self._pair(path)
            self._take()
        while self.next < len(self.tokens) and self.tokens[self.next].lastgroup == "bare":
            self.next += 1  # the second half of a date with its time
