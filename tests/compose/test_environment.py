"""The sandbox: what a template may do, and what is refused at its line."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError, UndefinedError
from markupsafe import Markup

from briefs.compose.environment import page_template, prose_template
from briefs.compose.marks import Mark, Marks
from briefs.model.template import TemplateSource

REFUSED = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def render(text: str, **context: object) -> str:
    source = TemplateSource("t.j2", text)
    return page_template("t.j2", [("t.j2", source)]).render(context)


def render_prose(text: str, **context: object) -> str:
    return prose_template(text, "f.md").render(context)


def handle(name: str) -> Markup:
    return Markup(f"<b>{name}</b>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% for n in range(3) %}{{ n }}{% endfor %}", "012"),
        ("{{ 2 + 3 * 4 - 1 }}", "13"),
        ("{{ 7 % 2 }}", "1"),
        ("{{ ['a', 'b']|join(', ') }}", "a, b"),
        ("{{ 'a' ~ 'b' }}{{ 'x'.upper() }}{{ 'x'|upper }}", "abXX"),
        ("{{ '<b>' }}", "&lt;b&gt;"),
        ("{{ fact('x') }}", "<b>x</b>"),
        ("{% set x = 'y' %}{% if x %}{{ x }}{% endif %}", "y"),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(1) }}", "1"),
    ],
)
def test_what_templates_need_works(text: str, shown: str) -> None:
    assert render(text, fact=handle) == shown


@pytest.mark.parametrize("fill", [render, render_prose])
@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ fact.__globals__ }}",
        "{{ fact.__self__ }}",
        "{{ fact.__func__ }}",
        "{{ fact.__code__ }}",
        "{{ fact.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ range.__self__ }}",
        "{{ (1).__class__ }}",
        "{{ [].append(1) }}",
        "{{ {}.update(a=1) }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(fact) }}",
        "{{ '%s'.format(1) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '{x}'.format_map({'x': 1}) }}",
        "{{ 'a' * 999999999 }}",
        "{{ 999999999 * 'a' }}",
        "{{ [0] * 999999999 }}",
        "{{ (0,) * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 2 ** 9 }}",
        "{{ range(999999999) }}",
        "{{ range(1001)|list }}",
        "{{ 'a'.ljust(999999999) }}",
        "{{ 'a'.center(999999999) }}",
        "{{ 'a'.zfill(999999999) }}",
        "{{ 'a\t'.expandtabs(999999999) }}",
        "{{ 'a'|center(999999999) }}",
        "{{ 'a\nb'|indent(999999999) }}",
        "{{ 'a'|wordwrap(1) }}",
        "{{ [1]|slice(999999999)|list }}",
        "{{ [1]|batch(999999999, 0)|list }}",
        "{{ [1, 2]|random }}",
        "{{ fact|pprint }}",
        "{{ (1).to_bytes(999999999, 'big') }}",
        "{{ lipsum() }}",
        "{{ cycler('a') }}",
        "{{ namespace(a=1) }}",
        "{{ dict(a=1) }}",
        "{{ config }}",
        "{{ request.application }}",
        "{% include 'base.html.j2' %}",
        "{% import 'os' as os %}",
        "{% extends '/etc/passwd' %}",
        "{{ missing }}",
        "{{ missing.more }}",
        "{{ 'a'.missing }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_what_reaches_out_or_fills_the_memory_is_refused(
    text: str, fill: Callable[..., str]
) -> None:
    begun = time.perf_counter()
    with pytest.raises((*REFUSED, RecursionError)):
        shown = fill(text, fact=handle)
        raise AssertionError(f"rendered: {shown[:200]}")
    assert time.perf_counter() - begun < 1


def test_templates_are_found_by_name_among_those_that_were_read() -> None:
    sources = {
        "a.j2": TemplateSource("dir/a.j2", "{% include 'b.j2' %}{% block x %}{% endblock %}"),
        "b.j2": TemplateSource("dir/b.j2", "b"),
    }
    assert page_template("a.j2", sources.items()).render() == "b"
    with pytest.raises(TemplateError):
        page_template("../a.j2", sources.items())


def test_an_error_names_the_file_and_the_line_where_prose_stands() -> None:
    with pytest.raises(UndefinedError) as caught:
        prose_template("one\n{{ missing }}", "text/a.en.md", 41).render()
    places = [(str(step.path), step.lineno + 1) for step in caught.traceback]
    assert ("text/a.en.md", 42) in places


def test_the_sandbox_says_what_is_not_allowed() -> None:
    with pytest.raises(SecurityError, match="unsafe"):
        render("{{ ''.__class__() }}")


@pytest.mark.parametrize("name", ["capitalize", "lower", "title", "upper"])
def test_letters_are_changed_in_an_authors_words_and_not_in_how_a_fact_is_printed(
    name: str,
) -> None:
    assert render(f"{{{{ words|{name} }}}}", words="uP to") == getattr("uP to", name)()
    mark = Marks().add(Mark("about 1,840"))
    for words in (mark, Markup(f"{mark} passes")):
        with pytest.raises(ValueError, match=f"{name} cannot change how a fact is printed"):
            render(f"{{{{ words|{name} }}}}", words=words)
