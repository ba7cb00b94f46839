"""What goes wrong while a template is filled in, as findings at the template's line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from briefs.compose.budget import LimitReached
from briefs.compose.plain_prose import PlainProse
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.template import TemplateSource

_TEMPLATE_FAULTS = (
    TemplateError,
    ArithmeticError,
    TypeError,
    ValueError,
    LookupError,
    AssertionError,
    AttributeError,
    MemoryError,
    RecursionError,
)
"""What an expression in a template can raise."""


class BrokenCall(Exception):
    """A template called a function in a way that cannot be answered; the finding is noted."""


class Reporting:
    """Turns what can go wrong while a template is filled in into a diagnostic."""

    def __init__(self, findings: list[Diagnostic], file: str) -> None:
        self.findings = findings
        self.file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, trace: Any) -> bool:
        if error is None or isinstance(error, BrokenCall):
            return error is not None
        if isinstance(error, LimitReached) and error.told:
            return True
        if not isinstance(error, _TEMPLATE_FAULTS):
            return False
        place = _place_of(error, self.file)
        if place is None:
            return False  # not the template's fault but ours: keep the traceback
        self.findings.append(
            Diagnostic(
                Code.TEMPLATE_ERROR,
                _words_of(error),
                place,
                "look at the expression on this line",
            )
        )
        return True


_TEMPLATES = (".j2", ".md", ".yaml", ".toml")
_OF_A_FACT = "a fact lends a template its value, counted, label and as_of"


def _words_of(error: BaseException) -> str:
    """What went wrong, in words for those who write templates."""
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, TemplateSyntaxError):
        return (error.message or "not valid Jinja").rstrip(".")
    if isinstance(error, MemoryError):
        return "the template takes more memory than there is"
    if isinstance(error, RecursionError):
        return "the template calls itself without end"
    words = str(error) or type(error).__name__
    attribute = re.search(r"FactHandle object' has no attribute '(.*)'", words)
    return f'a fact has no "{attribute[1]}"; {_OF_A_FACT}' if attribute else words


def _place_of(error: BaseException, file: str) -> Place | None:
    """The line of a template on which an error was raised, if one is to blame."""
    if isinstance(error, TemplateSyntaxError):
        return Place(error.filename or file, error.lineno or 1)
    place = None
    ours = False
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        prose = frame.f_locals.get("self")
        ours = frame.f_globals.get("__name__", "").startswith("briefs.")
        if name.endswith(_TEMPLATES):
            place = Place(name, line or 1)
        elif isinstance(prose, PlainProse):
            place = Place(prose.file, prose.calling)
    if ours and isinstance(error, AssertionError):
        return None
    return place or (Place(file) if isinstance(error, TemplateError) else None)


def calling_place(otherwise: str) -> Place:
    """The template line from which the function being called was called."""
    for frame, line in traceback.walk_stack(None):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return Place(template.filename, template.get_corresponding_lineno(line))
        prose = frame.f_locals.get("self")
        if isinstance(prose, PlainProse):
            return Place(prose.file, prose.calling)
    return Place(otherwise)


def in_columns(
    findings: Iterable[Diagnostic], sources: Iterable[TemplateSource]
) -> Iterator[Diagnostic]:
    """Findings of a line, each moved to the column of the call that it speaks of."""
    known = [reference for source in sources for reference in source.references]
    for finding in findings:
        columns = (
            reference.place
            for reference in known
            if reference.place[:2] == finding.place[:2] and f'"{reference.name}"' in finding.message
        )
        yield finding._replace(place=next(columns, finding.place))
