"""The Jinja environment: sandboxed, immutable, autoescaped, strict about what is undefined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

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

_REFUSED_FILTERS = ("batch", "center", "format", "indent", "pprint", "random", "slice", "wordwrap")
"""Filters that take a width or a number of steps, print our objects, or differ each time."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Refuses what can fill the memory from a few characters, or looks where it must not."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Text lends a few methods, none that pad, repeat or format; numbers lend none."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, int | float | bytes):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No way to ``str.format``, which can pad a word to any length."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Only numbers may be multiplied."""
        numbers = all(isinstance(side, int | float) for side in (left, right))
        if not numbers or operator == "**":
            raise TypeError(f"a template may use {operator} on numbers only, and no powers")
        return super().call_binop(context, operator, left, right)


def _sandbox(loader: BaseLoader | None = None) -> Environment:
    environment = _Sandbox(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=loader,
        cache_size=1000,
    )
    environment.globals.clear()
    for name in _REFUSED_FILTERS:
        del environment.filters[name]
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
        return PlainProse(text, file, line).render(functions)
    return prose_template(text, file, line).render(functions)


@lru_cache(maxsize=4096)
def prose_template(text: str, file: str, line: int = 1) -> Template:
    """Prose, or words of a YAML file, as a template whose errors name file and line."""
    source = "\n" * (line - 1) + text
    code = _PROSE.compile(source, name=file, filename=file)
    return Template.from_code(_PROSE, code, {})
