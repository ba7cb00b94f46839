"""Jinja text, looked at without being rendered: references, literals, and their columns."""

from __future__ import annotations

import pytest

from briefs.model.codes import Code
from briefs.read.jinja import read_source

TEXT = """\
Words {{ fact("one") }} and {{ say('two') -}}
  {# fact("commented") #}
{% if has_section( "three" ) %}é {{ fact("four").value ~ message("five", date=fact("six")) }}{% endif %}
{% include "part.j2" %}{% raw %}{{ fact("seven") }}{% endraw %}
{{ fact(name) }} {{ other("eight") }} last
"""


def test_every_reference_has_the_column_of_its_id() -> None:
    source, findings = read_source(TEXT, "f.md")
    assert findings == ()
    assert [(one.function, one.name, one.place.line, one.place.column) for one in source.references] == [
        ("fact", "one", 1, 16),
        ("say", "two", 1, 37),
        ("has_section", "three", 3, 21),
        ("fact", "four", 3, 43),
        ("message", "five", 3, 67),
        ("fact", "six", 3, 85),
    ]  # fmt: skip
    for one in source.references:
        line = TEXT.split("\n")[one.place.line - 1]
        assert line[one.place.column - 1 :].startswith(one.name)
    assert source.parents == ("part.j2",)


def test_a_name_that_is_put_together_is_no_reference_yet() -> None:
    text = "{{ fact('a' ~ x) }} {{ fact('b'|upper) }} {{ fact( 'c' ) }} {{ message('d', n=1) }}"
    source, _ = read_source(text, "f.md")
    assert [one.name for one in source.references] == ["c", "d"]


def test_every_literal_has_the_place_of_its_first_character() -> None:
    source, _ = read_source(TEXT, "f.md")
    assert [(one.text, one.place.line, one.place.column) for one in source.literals] == [
        ("Words ", 1, 1),
        (" and ", 1, 24),
        ("é ", 3, 32),
        ('{{ fact("seven") }}', 4, 33),
        (" last", 5, 38),
    ]


def test_lines_and_columns_start_where_the_text_stands_in_its_file() -> None:
    source, _ = read_source('a {{ fact("x") }}\n{{ fact("y") }}', "f.yaml", 7, 11)
    assert [str(one.place) for one in source.references] == ["f.yaml:7:22", "f.yaml:8:10"]
    assert str(source.literals[0].place) == "f.yaml:7:11"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("ok\n  {{ fact('x' }}\n", 2, 3),
        ("{% if x %}\n\nwords", 1, 1),
        ("{{ 'open }}", 1, 1),
        ("a\n{% nonsense %}", 2, 1),
        ("a }} b {{", 1, 1),
    ],
)
def test_a_slip_names_its_line_and_the_rest_is_not_judged(
    text: str, line: int, column: int
) -> None:
    source, (finding,) = read_source(text, "f.md")
    assert finding.code == Code.TEMPLATE_SYNTAX
    assert (finding.place.line, finding.place.column) == (line, column)
    assert source.text == ""
