"""A static look at Jinja text: what it refers to, what it prints as it stands, what is wrong.

Works on the lexer's tokens, which keep every character, so each finding has its column. Nothing
is rendered here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from jinja2 import Environment, TemplateSyntaxError

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.template import Literal, Reference, TemplateSource
from briefs.read.characters import escaped_in, hidden_in, refusal
from briefs.read.jinja_limits import Token, beyond_limits
from briefs.read.workspace import Places

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
        The source, without its text where that cannot be printed; and what is wrong.
    """
    places = Places(text, file, first_line, first_column)
    if _PLAIN.fullmatch(text):
        hidden = tuple(refusal(one, places.at(offset)) for offset, one in hidden_in(text))
        source = _plain_calls(text, file, places.at)
        return (source._replace(text="") if hidden else source), hidden
    tokens = _tokens(text)
    wrong = _wrong(text, tokens, places)
    if wrong is not None:
        return TemplateSource(file, ""), (wrong,)
    source = _read(tokens, text, file, places.at)
    findings = tuple(_hidden(tokens, places.at))
    return (source._replace(text="") if findings else source), findings


def _wrong(text: str, tokens: Iterable[Token], places: Places) -> Diagnostic | None:
    """Why a text is not valid Jinja, or None."""
    beyond = beyond_limits(tokens)
    if beyond is not None:
        place = places.at(beyond.offset)
        return Diagnostic(Code.TEMPLATE_SYNTAX, beyond.message, place, beyond.mend)
    try:
        _lexer().parse(text)
    except TemplateSyntaxError as error:
        return Diagnostic(
            Code.TEMPLATE_SYNTAX,
            (error.message or "not valid Jinja").rstrip("."),
            places.first_word(error.lineno),
            "check the braces, quotes and tags of this line and the one before it",
        )
    except (RecursionError, ValueError):  # a limit of Python's that ours did not foresee
        return Diagnostic(
            Code.TEMPLATE_SYNTAX,
            "something here is nested too deeply, or too long a number",
            places.at(0),
            "take it apart",
        )
    return None


def _read(
    tokens: Iterable[Token], text: str, file: str, place: Callable[[int], Place]
) -> TemplateSource:
    """The source of a valid text."""
    references: list[Reference] = []
    literals: list[Literal] = []
    parents: list[str] = []
    window: list[str] = []
    call: Reference | None = None
    for kind, value, offset in tokens:
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
    return TemplateSource(file, text, tuple(references), tuple(literals), tuple(parents))


def _hidden(tokens: Iterable[Token], place: Callable[[int], Place]) -> Iterator[Diagnostic]:
    """Refused characters that entities and the escapes of strings stand for."""
    for kind, value, offset in tokens:
        if kind in {"data", "string"}:
            for at, character in hidden_in(value):
                yield refusal(character, place(offset + at))
        if kind == "string":
            for at, character in escaped_in(value):
                yield refusal(character, place(offset + at))


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


def _tokens(text: str) -> list[Token]:
    """Every token, up to the first that is none."""
    tokens: list[Token] = []
    offset = 0
    try:
        for _, kind, value in _lexer().lex(text):
            offset = text.index(value, offset)
            tokens.append(Token(kind, value, offset))
            offset += len(value)
    except TemplateSyntaxError:  # the parser says so too, or finds an earlier one
        pass
    return tokens
