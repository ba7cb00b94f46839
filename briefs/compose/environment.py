"""The Jinja environment: sandboxed, immutable, autoescaped, strict about what is undefined.

What a template does is limited by :mod:`briefs.compose.budget`. Jinja works out what is constant
while it compiles, past every limit; so its optimizer is off, and what prints a value asks for the
context, which a constant has not.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefs.compose import budget
from briefs.compose.compiling import COMPILER_FAULTS, Compiler, prepare, unaccepted, uncompiled
from briefs.compose.filters import filters, joined
from briefs.compose.plain_prose import PlainProse, is_plain
from briefs.model.template import TemplateSource


class _Sources(BaseLoader):
    """Finds templates by name among those that were read."""

    def __init__(self, sources: dict[str, TemplateSource]) -> None:
        self.sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        """The text of a template and the file to name in errors."""
        source = self.sources.get(template)
        if source is None:
            raise TemplateNotFound(template)
        return source.text, source.file, lambda: True


_TEXT_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "lstrip", "rstrip", "split", "startswith", "strip"}
    | {"title", "upper"}
)

_NUMBERS = (int, float)


@pass_context
def _printed(_: Any, value: Any) -> Any:
    """A value as it may be printed."""
    return budget.printable(value)


class _Limited(Template):
    """A template that is filled in within the page's budget, or within one of its own."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The template filled in."""
        with budget.limited():
            return super().render(*args, **kwargs)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Refuses what can fill the memory from a few characters, or looks where it must not."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    code_generator_class = Compiler
    template_class = _Limited
    joined = staticmethod(joined)
    held = staticmethod(budget.held)
    take_steps = staticmethod(budget.take_steps)

    def compile(self, source: Any, *args: Any, **options: Any) -> Any:
        """Code for a template; whatever is wrong with it is a syntax error at its line."""
        try:
            return super().compile(source, *args, **options)
        except TemplateError:
            raise
        except COMPILER_FAULTS as error:
            file = options.get("filename") or args[1]
            raise uncompiled(error, source, file) from error

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return prepare(super()._parse(source, name, filename), name, filename)

    def _compile(self, source: str, filename: str) -> Any:
        try:
            return super()._compile(source, filename)
        except SyntaxError as error:
            raise unaccepted(error, source, filename) from error

    def concat(self, pieces: Iterable[str]) -> str:
        """Pieces of a page or of a block put together, counted as they come."""
        made: list[str] = []
        length = 0
        for piece in pieces:
            length += len(piece)
            if length > budget.ALL_TEXT:
                break
            made.append(piece)
        try:
            budget.take_text(length)
        except budget.LimitReached as error:
            if isinstance(pieces, Generator):
                pieces.throw(error)  # it is raised at the line of the template that printed last
            raise
        return "".join(made)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Text lends a few methods, none that pad, repeat or format; numbers lend none."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, int | float | bytes):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No way to ``str.format``, which can pad a word to any length."""

    def call(
        __self,  # noqa: N805
        __context: Any,
        __callee: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """A call is paid for; our own functions take text and numbers only."""
        budget.take_steps()
        if str(getattr(__callee, "__module__", "")).startswith("briefs."):
            for value in (*args, *(kwargs[name] for name in kwargs if name[0] != "_")):
                budget.printable(value)  # names with an underscore are Jinja's own
        result = super().call(__context, __callee, *args, **kwargs)
        text = getattr(__callee, "__self__", None)
        if isinstance(text, str):
            budget.fits(len(text))
            budget.held(result)
        return result

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Only numbers may be reckoned with; texts and lists may be joined."""
        sides = (left, right)
        if operator == "+" and not all(isinstance(side, _NUMBERS) for side in sides):
            return self._added(context, left, right)
        undefined = next((side for side in sides if isinstance(side, Undefined)), None)
        if undefined is not None:
            str(undefined)  # says what is undefined
        if operator == "**" or not all(isinstance(side, _NUMBERS) for side in sides):
            raise TypeError(f"a template may use {operator} on numbers only, and no powers")
        for side in sides:
            budget.held(side)
        return budget.held(super().call_binop(context, operator, left, right))

    def _added(self, context: Any, left: Any, right: Any) -> Any:
        for kind in (str, (list, tuple)):
            if isinstance(left, kind) and isinstance(right, kind):
                budget.fits(len(left) + len(right))
                return budget.held(super().call_binop(context, "+", left, right))
        return super().call_binop(context, "+", left, right)


def _sandbox(loader: BaseLoader | None = None) -> Environment:
    environment = _Sandbox(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=loader,
        cache_size=1000,
        optimized=False,
        finalize=_printed,
    )
    environment.globals.clear()
    environment.filters = filters()
    environment.globals["range"] = _short_range
    return environment


def _short_range(*bounds: int) -> range:
    """A range for a template's loops: at most a thousand steps."""
    steps = range(*bounds)
    if len(steps) > 1000:
        raise ValueError("a template may not loop more than a thousand times")
    return steps


@lru_cache(maxsize=8)
def _environment(sources: tuple[tuple[str, TemplateSource], ...]) -> Environment:
    return _sandbox(_Sources(dict(sources)))


def page_template(name: str, sources: Iterable[tuple[str, TemplateSource]]) -> Template:
    """A page template by name, compiled once for the same set of templates."""
    return _environment(tuple(sources)).get_template(name)


_PROSE = _sandbox()


def fill_in(text: str, file: str, line: int, functions: Mapping[str, Any]) -> str:
    """Prose, or words of a YAML file, filled in; errors name file and line."""
    if is_plain(text, functions):
        with budget.limited():
            return PlainProse(text, file, line).render(functions)
    return prose_template(text, file, line).render(functions)


@lru_cache(maxsize=4096)
def prose_template(text: str, file: str, line: int = 1) -> Template:
    """Prose, or words of a YAML file, as a template whose errors name file and line."""
    source = "\n" * (line - 1) + text
    code = _PROSE.compile(source, name=file, filename=file)
    return _Limited.from_code(_PROSE, code, {})
