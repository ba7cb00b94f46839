"""Which sections a template places, and in what order, without rendering it."""

from __future__ import annotations

import pytest

from briefs.model.template import TemplateSource
from briefs.read.placement import Placement, placement_of


def look(page: str, **others: str) -> Placement:
    templates = {name.replace("_", "."): text for name, text in others.items()} | {"page": page}
    sources = {name: TemplateSource(name, text) for name, text in templates.items()}
    return placement_of("page", sources)


BASE = (
    "{{ section('head') }}{% block body %}{{ section('none') }}{% endblock %}"
    "{% include 'closing' %}{% block after %}{% endblock %}"
)
CLOSING = "{{ section('sources') }}"


@pytest.mark.parametrize(
    ("page", "sections"),
    [
        ("{{ section('b') }} text {{ section('a') }}", "b a"),
        ("{% for name in ['b', 'a'] %}<p>{{ section(name) }}</p>{% endfor %}", "b a"),
        ("{% for n in ['b', 'a'] %}{% if has_section(n) %}{{ section(n) }}{% endif %}{% endfor %}", "b a"),
        ("{% for n in ('b', 'a') %}{{ section(n) }}{{ section('x') }}{% endfor %}", "b x a"),
        ("{% set names = ['b', 'a'] %}{% for n in names %}{{ section(n) }}{% endfor %}", "b a"),
        ("{% if has_section('b') %}{{ section('b') }}{% else %}{{ section('a') }}{% endif %}", "b a"),
        ("{% for n in ['b', 'a'] %}{{ section(n) }}{% if n == 'a' %}{{ section('x') }}{% endif %}{% endfor %}", "b a x"),
        ("{% for n in ['b', 'a'] %}{% if n != 'b' %}{{ section(n) }}{% else %}{{ section('x') }}{% endif %}{% endfor %}", "x a"),
        ("{% for n in ['b', 'a'] %}{% if n == 'x' %}{% elif n == 'a' %}{{ section(n) }}{% endif %}{% endfor %}", "a"),
        ("{% if name == 'a' %}{{ section('a') }}{% else %}{{ section('b') }}{% endif %}", "a b"),
        ("{{ section('a') }}{{ section('b') }}{{ section('a') }}", "a b"),
        ("{{ has_section('a') }}{{ figure('b') }}", ""),
        ("{% for n in [] %}{% else %}{{ section('a') }}{% endfor %}", "a"),
    ],
)  # fmt: skip
def test_sections_come_in_the_order_of_the_page(page: str, sections: str) -> None:
    assert look(page) == Placement(tuple(sections.split()), True)


def test_blocks_stand_where_the_outer_template_has_them() -> None:
    page = (
        "{% extends 'base' %}{% block after %}{{ section('last') }}{% endblock %}"
        "{% block body %}{{ section('first') }}{% endblock %}{{ section('nowhere') }}"
    )
    found = look(page, base=BASE, closing=CLOSING)
    assert found == Placement(("head", "first", "sources", "last"), True)


def test_middle_template_gives_way_to_the_innermost() -> None:
    middle = (
        "{% extends 'base' %}{% block body %}{{ section('middle') }}{% endblock %}"
        "{% block after %}{{ section('end') }}{% endblock %}"
    )
    page = "{% extends 'middle' %}{% block body %}{{ section('inner') }}{% endblock %}"
    found = look(page, base=BASE, closing=CLOSING, middle=middle)
    assert found.sections == ("head", "inner", "sources", "end")


def test_inclusion_knows_the_names_around_it() -> None:
    page = "{% for n in ['b', 'a'] %}{% include 'part' %}{% endfor %}"
    assert look(page, part="{{ section(n) }}") == Placement(("b", "a"), True)


@pytest.mark.parametrize(
    "page",
    [
        "{{ section(name) }}",
        "{{ section('a' ~ brief.number) }}",
        "{% for n in brief.names %}{{ section(n) }}{% endfor %}",
        "{% include brief.part %}",
        "{% extends 'base' %}{% block body %}{{ super() }}{% endblock %}",
        "{% extends 'gone' %}",
        "{% extends brief.base %}",
        "{% if %}",
        "{% for a in ['x', 'y'] %}" * 16 + "{{ section(a) }}" + "{% endfor %}" * 16,
    ],
)
def test_what_is_worked_out_on_the_way_leaves_the_look_incomplete(page: str) -> None:
    assert not look(page, base=BASE, closing=CLOSING).complete


def test_templates_that_include_each_other_come_to_an_end() -> None:
    page = "{{ section('a') }}{% include 'part' %}"
    found = look(page, part="{{ section('b') }}{% include 'page' %}")
    assert found == Placement(("a", "b"), True)
