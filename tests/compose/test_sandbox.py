"""A template can print what it is handed, and reach nothing else."""

from __future__ import annotations

import pytest
from jinja2.exceptions import SecurityError, TemplateError

from briefs.compose.environment import prose_template

PAYLOADS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ fact.__globals__ }}",
    "{{ fact.__init__.__globals__['os'].popen('id') }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ '{0.__class__}'.format(words) }}",
    "{{ words | attr('__class__') }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum }}",
    "{{ 'a' * 2000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ '%2000000000d' % 1 }}",
    "{{ items.append(1) }}",
    "{{ missing }}",
    "{% include '/etc/passwd' %}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_refused(payload: str) -> None:
    with pytest.raises((TemplateError, SecurityError, TypeError)):
        prose_template(payload, "text.md").render(fact=len, words="words", items=[1])


def test_what_is_handed_in_is_escaped() -> None:
    shown = prose_template("{{ words }}", "text.md").render(words="<script>")
    assert shown == "&lt;script&gt;"


def test_an_error_names_the_line_of_the_file() -> None:
    with pytest.raises(TemplateError) as caught:
        prose_template("one\n\n{{ missing }}", "text.md", 40).render()
    lines = [frame.lineno for frame in caught.traceback if str(frame.path).endswith("text.md")]
    assert [line + 1 for line in lines] == [42]
