"""Text with plain calls is read as the lexer would read it, only faster."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from briefs.read import jinja
from briefs.read.jinja import read_source

PIECES = st.sampled_from(
    ["words", " ", "\n", "<b>", "{: #id }", "{", "}", "}}", "'", '{{ fact("a-1") }}', "{{say('b')}}",
     '{{ fact("c").value }}', '{{ note("d") }}', '{{ other("e") }}', "{{ 6 * 7 }}", "{# x #}",
     '{{ fact( "f" ) }}', '{{ fact("g", 1) }}', "{% if x %}", "{{ "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=10).map("".join))
def test_the_short_way_reads_what_the_long_way_reads(text: str) -> None:
    short = read_source.__wrapped__(text, "f.md", 3, 5)
    with patch.object(jinja, "_PLAIN", jinja.re.compile(r"(?!)")):
        assert read_source.__wrapped__(text, "f.md", 3, 5) == short
