"""YAML to plain data with the line and column of every value.

Built from PyYAML's events, without recursion: a file of brackets cannot exhaust the stack, every
duplicate key is found, and scalars stay the text that the editor wrote (``3.10`` stays ``3.10``,
``no`` stays ``no``). Only an empty value and ``null`` are None.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from yaml import events

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.read.characters import cleaned, hidden_in, refusal
from briefs.read.positions import Node, Positions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefs.model.origin import Origin, Path

MAX_DEPTH = 30
MAX_VALUES = 2_000_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_AGAIN = "a key that was there before"
"""Stands, this very object, for a key whose value is dropped."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document:
    """What a YAML or TOML text holds.

    Attributes:
        file: The file as the user would name it.
        data: Mappings, lists, text and None; None if the text could not be read.
        values: (line, column) of each value, by its way from the root.
        keys: (line, column) of each key, by the way to its value.
        diagnostics: What was wrong.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.values: Mapping[Path, tuple[int, int]] = {}
        self.keys: Mapping[Path, tuple[int, int]] = {}
        self.diagnostics: list[Diagnostic] = []

    @property
    def origin(self) -> Origin:
        """The origin of the root."""
        from briefs.model.origin import Origin  # not needed to list names

        return Origin(self.file, (), self.values)

    def fresh(self) -> Document:
        """The same document with its own list of findings; the rest is never changed."""
        document = Document(self.file)
        document.data, document.values, document.keys = self.data, self.values, self.keys
        document.diagnostics = list(self.diagnostics)
        return document

    def report(self, code: Code, message: str, line: int, column: int, mend: str = "") -> None:
        """Note a finding in this text."""
        self.diagnostics.append(Diagnostic(code, message, Place(self.file, line, column), mend))


class _Stop(Exception):
    """The text is not worth reading further."""


def parse_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """Read YAML text; the same text is parsed once a process.

    Args:
        text: The text.
        file: The file as the user would name it.
        first_line: The number of the text's first line in the file.
    """
    return _parse(text, file, first_line).fresh()


@lru_cache(maxsize=256)
def _parse(text: str, file: str, first_line: int) -> Document:
    hiding = "\\" in text or "&" in text
    builder = _Builder(Document(file), first_line - 1, hiding=hiding)
    loader = None
    try:
        loader = _LOADER(text)
        builder.take_all(loader.get_event)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        problem = " ".join(part for part in (error.context, error.problem) if part)
        line, column = _place_of(error, text)
        message, mend = _explained(problem or "not valid YAML")
        if text.split("\n")[line - 1][column - 1 : column] == "\t":
            message, mend = "a tab stands here, where YAML wants spaces", _NO_TAB
        builder.report(Code.YAML_SYNTAX, message, line, column, mend)
    except (yaml.YAMLError, ValueError) as error:
        builder.report(Code.YAML_SYNTAX, str(error).splitlines()[0], 1, 1)
    finally:
        if loader is not None:
            loader.dispose()
    if builder.failed:
        builder.document.data = None
    return builder.document


def _place_of(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int]:
    """Line and column of an error; of an open quote or bracket, where it was opened."""
    context = error.context or ""
    opened = "quoted" in context or "flow sequence" in context or "flow mapping" in context
    mark = error.context_mark if opened and error.context_mark else error.problem_mark
    if mark is None:
        return 1, 1
    lines = text.split("\n")
    if mark.line >= len(lines):  # the parser counts one more at the end of the text
        return len(lines), len(lines[-1]) + 1
    return mark.line + 1, mark.column + 1


_NO_TAB = "replace the tab by spaces"
_EXPLAINED = {
    "mapping values are not allowed": (
        "a colon stands where YAML allows none",
        'put text that holds one in quotes: "…: …"',
    ),
    "cannot start any token": (
        "a character that YAML keeps for itself starts the text here",
        "put text that starts with @, ` or % in quotes",
    ),
    "quoted": ("the quote that opens here is not closed", "close it where its text ends"),
    "flow node": (
        "something is missing here",
        "put a value here, or take the comma or colon away; close every bracket",
    ),
    "flow": (
        "the bracket that opens here is not closed, or lacks a comma",
        "close it where its list ends; put a comma between its entries",
    ),
    "block mapping": (
        "here should stand a key with its colon",
        "look at the indentation and the quotes of this line and the one before it",
    ),
    "block collection": (
        "here should stand a dash, as before the entries above",
        "look at the indentation of this line and the one before it",
    ),
}
"""What the parser says, in words for people who write briefs, and how to mend it."""


def _explained(problem: str) -> tuple[str, str]:
    otherwise = (problem, "look at this line and the one before it: quotes, colons, indentation")
    return next((words for clue, words in _EXPLAINED.items() if clue in problem), otherwise)


class _Builder:
    """Takes events, builds the document.

    Args:
        document: The document to build.
        skipped: How many lines of the file stand before the text.
        hiding: Whether escapes or entities of the text may stand for refused characters.
    """

    def __init__(self, document: Document, skipped: int, *, hiding: bool) -> None:
        self.document = document
        self.failed = False
        self._skipped = skipped
        self._hiding = hiding
        self._top = Node([])
        self._open = [self._top]
        self._count = 0
        self._documents = 0
        document.values = Positions(self._top, skipped)
        document.keys = Positions(self._top, skipped, "keys")

    def report(self, code: Code, message: str, line: int, column: int, mend: str = "") -> None:
        self.failed = True
        self.document.report(code, message, line + self._skipped, column, mend)

    def take_all(self, next_event: Callable[[], Any]) -> None:
        """Take events until the text ends."""
        takers: dict[type, Callable[[Any], object]] = {
            events.MappingStartEvent: lambda event: self._opened(event, {}),
            events.SequenceStartEvent: lambda event: self._opened(event, []),
            events.MappingEndEvent: lambda _: self._open.pop(),
            events.SequenceEndEvent: lambda _: self._open.pop(),
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._document,
        }
        kind = None
        while kind is not events.StreamEndEvent:
            event = next_event()
            kind = type(event)
            if kind is events.ScalarEvent:  # nine events of ten, so asked first
                self._scalar(event)
            elif kind in takers:
                takers[kind](event)
        self.document.data = self._top.value[0] if self._top.value else None

    def _alias(self, event: Any) -> None:
        self._refuse(event, "aliases (*name)", "write the value out")
        self._place(event, None, event.start_mark)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "a second document (---)", "keep one document a file")
            raise _Stop

    def _refuse(self, event: Any, what: str, mend: str) -> None:
        mark = event.start_mark
        message = f"{what} may not be used here"
        self.report(Code.YAML_FEATURE, message, mark.line + 1, mark.column + 1, mend)

    def _scalar(self, event: Any) -> None:
        self._count += 1
        if event.anchor is not None or event.tag is not None or self._count > MAX_VALUES:
            self._judge(event)
        value = self._clean(event) if self._hiding else event.value
        if value in _NULLS and not event.style:
            value = None
        self._place(event, value, event.start_mark)

    def _clean(self, event: Any) -> str:
        """A scalar's text without the refused characters that it hides, each of them reported."""
        value: str = event.value
        line, column = event.start_mark.line + 1 + self._skipped, event.start_mark.column + 1
        hidden = dict.fromkeys(character for _, character in hidden_in(value))
        for character in hidden:
            place = Place(self.document.file, line, column)
            self.document.diagnostics.append(refusal(character, place))
        return cleaned(value) if hidden else value

    def _opened(self, event: Any, value: Any) -> None:
        self._count += 1
        self._judge(event)
        if len(self._open) > MAX_DEPTH:  # the node above the document is one of them
            self._refuse(event, f"nesting deeper than {MAX_DEPTH}", "make the structure flatter")
            raise _Stop
        node = Node(value, event.start_mark)
        self._place(event, value, node)
        self._open.append(node)

    def _judge(self, event: Any) -> None:
        """Refuse what a fact base has no use for."""
        if self._count > MAX_VALUES:
            self._refuse(event, f"more than {MAX_VALUES} values", "split the file")
            raise _Stop
        if event.anchor is not None:
            self._refuse(event, "anchors (&name)", "write the value out where it is needed")
        if event.tag is not None and event.tag != "!":
            self._refuse(event, f"the tag {event.tag!r}", "write plain text, a list or a mapping")

    def _place(self, event: Any, value: Any, mark: Any) -> None:
        """Put a value where it belongs; in a mapping, every other one is a key."""
        node = self._open[-1]
        if type(node.value) is list:
            node.value.append(value)
            node.marks.append(mark)
        elif node.key is None:
            node.key = self._key(node, event, value)
        else:
            if node.key is not _AGAIN:
                node.value[node.key] = value
                node.marks[node.key] = mark
            node.key = None

    def _key(self, node: Node, event: Any, value: Any) -> str:
        if type(event) is not events.ScalarEvent:
            self._refuse(event, "a key that is not plain text", "write a word and a colon")
            raise _Stop
        key: str = event.value if value is None else value
        mark: Any = event.start_mark
        first = node.keys.setdefault(key, mark)
        if first is mark:
            return key
        self.report(
            Code.YAML_DUPLICATE_KEY,
            f'the key "{key}" stands here a second time',
            mark.line + 1,
            mark.column + 1,
            f"delete one of the two; the first is on line {first.line + 1 + self._skipped}",
        )
        return _AGAIN
