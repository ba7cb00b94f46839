"""Plain prose is filled in as Jinja would fill it in, and its calls know their lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefs.compose.environment import fill_in, prose_template
from briefs.compose.plain_prose import PlainProse, is_plain
from briefs.compose.reporting import calling_place


class Handle:
    """What a fact lends a template."""

    def __init__(self, name: str) -> None:
        self.value = Markup(f"<b>{name}</b>")
        self.label = f"<{name}>"

    def __html__(self) -> str:
        return f"<i>{self.label[1:-1]}</i>"


FUNCTIONS = {"fact": Handle, "note": lambda name: f"{name} & more", "say": Markup}

PIECES = st.sampled_from(
    [
        "words", " ", "\n", "\n\n", "<b>", "&", "}", "{", "{{", "}}", "{%", "{#", "'", '"',
        '{{ fact("a-1") }}', "{{fact('b')}}", '{{ fact("c").value }}', '{{ fact("c").label }}',
        '{{ note("d") }}', '{{ say("e") }}', '{{ fact("f").month }}', '{{ fact("g") | upper }}',
        '{{ other("h") }}', '{{ fact( "i" ) }}', '{{ fact("j"", ) }}', "{{ 6 * 7 }}",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_plain_prose_is_filled_in_as_jinja_does(text: str) -> None:
    if is_plain(text, FUNCTIONS):
        expected = prose_template(text, "f.md", 1).render(FUNCTIONS)
        assert PlainProse(text, "f.md", 1).render(FUNCTIONS) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", True),
        ("words", True),
        ('{{ fact("a") }} and {{ say("b") }}', True),
        ('{{ fact("a").value }}', True),
        ('{{ fact("a").month }}', False),
        ('{{ fact("a") | upper }}', False),
        ('{{ unknown("a") }}', False),
        ("{# a remark #}", False),
        ("{% if true %}x{% endif %}", False),
        ("a } alone", False),
    ],
)
def test_what_is_plain(text: str, plain: bool) -> None:
    assert is_plain(text, FUNCTIONS) is plain


@pytest.mark.parametrize(
    "text",
    ['one\ntwo {{ say("x") }}\n{{ say("y") }}', '{# #}one\ntwo {{ say("x") }}\n{{ say("y") }}'],
)
def test_a_call_knows_its_line(text: str) -> None:
    places = []

    def say(_: str) -> str:
        places.append(str(calling_place("elsewhere")))
        return ""

    fill_in(text, "text/a.md", 7, {"say": say})
    assert places == ["text/a.md:8:1", "text/a.md:9:1"]
