"""A static look at Jinja text: what it refers to, what it prints as it stands, what is wrong.

Works on the lexer's tokens, which keep every character, so each finding has its column. Nothing
is rendered here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from jinja2 import Environment, TemplateSyntaxError

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.template import Literal, Reference, TemplateSource
from briefs.read.workspace import place_in

FUNCTIONS = frozenset(
    {"fact", "say", "quote", "pair", "note", "figure", "section", "has_section", "badge", "message"}
)
"""Functions whose first argument is an id."""

_PLAIN_CALL = (
    rf"\{{\{{ *(?:{'|'.join(sorted(FUNCTIONS))})"
    r"""\((?:"[a-z0-9-]+"|'[a-z0-9-]+')\)(?:\.[a-z_]+)? *\}\}"""
)
_PLAIN = re.compile(rf"(?:[^{{]++|\{{(?![{{%#])|{_PLAIN_CALL})*+")
"""Text that opens nothing of Jinja's but plain calls: the most common by far."""
_CALL = re.compile(r"""\{\{ *(?P<function>\w+)\(["'](?P<id>[^"']+)["']\)[^}]*\}\}""")

_PARENT_TAGS = frozenset({"extends", "include", "import", "from"})


@cache
def _lexer() -> Environment:
    return Environment()  # noqa: S701 - parses only, renders nothing


@lru_cache(maxsize=4096)
def read_source(
    text: str, file: str, first_line: int = 1, first_column: int = 1
) -> tuple[TemplateSource, tuple[Diagnostic, ...]]:
    """The source with its references and literals.

    Args:
        text: Jinja text.
        file: The file as the user would name it.
        first_line: The number of the text's first line in the file.
        first_column: The column in which its first line starts.

    Returns:
        The source, without its text where that is not valid Jinja; and what is wrong.
    """
    shift = first_column - 1

    def place(offset: int) -> Place:
        found = place_in(text, offset, file, first_line)
        return found._replace(column=found.column + shift) if found.line == first_line else found

    if _PLAIN.fullmatch(text):
        return _plain_calls(text, file, place), ()
    try:
        _lexer().parse(text)
    except TemplateSyntaxError as error:
        line = error.lineno
        found = Diagnostic(
            Code.TEMPLATE_SYNTAX,
            (error.message or "not valid Jinja").rstrip("."),
            Place(
                file, first_line + line - 1, _first_column(text, line) + (shift if line == 1 else 0)
            ),
            "check the braces, quotes and tags of this line and the one before it",
        )
        return TemplateSource(file, ""), (found,)
    references: list[Reference] = []
    literals: list[Literal] = []
    parents: list[str] = []
    window: list[str] = []
    call: Reference | None = None
    for kind, value, offset in _tokens(text):
        if kind == "data":
            if value.strip():
                literals.append(Literal(value, place(offset)))
            continue
        if kind in {"whitespace", "comment"}:
            continue
        if call is not None and value in {")", ","}:
            references.append(call)  # the whole argument: a part of one names nothing yet
        call = None
        if kind == "string":
            name = value[1:-1]
            if window[-1:] == ["("] and len(window) > 1 and window[-2] in FUNCTIONS:
                call = Reference(window[-2], name, place(offset + 1))
            elif window and window[-1] in _PARENT_TAGS:
                parents.append(name)
        window = [*window[-3:], value.strip()]
    return TemplateSource(file, text, tuple(references), tuple(literals), tuple(parents)), ()


def _plain_calls(text: str, file: str, place: Callable[[int], Place]) -> TemplateSource:
    """The source of a text that holds only plain calls, which need no parser."""
    references: list[Reference] = []
    literals: list[Literal] = []
    at, end = 0, len(text.removesuffix("\n"))  # as the lexer, which drops the last line's end
    for call in [*_CALL.finditer(text), None]:
        between = text[at : call.start() if call else end]
        if between.strip():
            literals.append(Literal(between, place(at)))
        if call:
            references.append(Reference(call["function"], call["id"], place(call.start("id"))))
            at = call.end()
    return TemplateSource(file, text, tuple(references), tuple(literals))


def _first_column(text: str, line: int) -> int:
    lines = text.split("\n")
    content = lines[line - 1] if 0 < line <= len(lines) else ""
    return len(content) - len(content.lstrip()) + 1


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, text, offset) of every token."""
    offset = 0
    for _, kind, value in _lexer().lex(text):
        offset = text.index(value, offset)
        yield kind, value, offset
        offset += len(value)
