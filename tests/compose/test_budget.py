"""What one page's templates may take, and how a template that cannot be compiled is told."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from briefs.compose.budget import LimitReached, limited, take_steps
from briefs.compose.environment import fill_in, page_template
from briefs.compose.reporting import Reporting
from briefs.model.diagnostic import Diagnostic
from briefs.model.template import TemplateSource


def render(text: str, **context: object) -> str:
    source = TemplateSource("t.j2", text)
    return page_template("t.j2", [("t.j2", source)]).render(context)


def found(text: str, **context: object) -> list[tuple[str, str]]:
    """Place and words of what is wrong with a template."""
    findings: list[Diagnostic] = []
    with Reporting(findings, "elsewhere.j2"):
        render(text, **context)
    return [(str(finding.place), finding.message) for finding in findings]


def _again(change: str, start: str = '"xxxxxxxxxx"', end: str = "{{ a|length }}") -> str:
    return f"{{% set a = {start} %}}" + f"{{% set a = {change} %}}" * 40 + end


_MACROS = "".join(
    f"{{% macro m{number}() %}}{{{{ m{number + 1}() }}}}{{{{ m{number + 1}() }}}}{{% endmacro %}}"
    for number in range(40)
)
STEPS, ALL_TEXT, TEXT = "20,000 steps", "5,000,000 characters", "100,000 characters"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% for a in range(1000) %}" * 3 + "x" + "{% endfor %}" * 3, STEPS),
        ("{% for a in range(99) %}{% for b in range(999) if b > 999 %}{% endfor %}{% endfor %}", STEPS),
        ("{% for a in range(1000) %}{{ range(1000)|sum }}{% endfor %}", STEPS),
        ("{% for a in range(1000) %}{{ range(1000)|list|length }}{% endfor %}", STEPS),
        (_MACROS + "{% macro m40() %}{% endmacro %}{{ m0() }}", STEPS),
        (_again("a + a", "[1]"), STEPS),
        (_again("a ~ a"), TEXT),
        (_again("a + a"), TEXT),
        (_again("a|join(a)"), TEXT),
        (_again("a|replace('x', 'xx')"), TEXT),
        (_again("a|map('replace', 'x', 'xx')|join"), STEPS),
        ("{% set a = 'x'" + "|replace('x', 'xxxxxxxxxx')" * 12 + " %}{{ a }}", TEXT),
        ("{{ 'x'" + "|replace('x', 'xxxxxxxxxx')" * 12 + " }}", TEXT),
        ("{% set a %}xxxxxxxxxx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40, ALL_TEXT),
        ("{% for a in range(1000) %}" + "x" * 10_000 + "{% endfor %}", ALL_TEXT),
        (_again("a * a", "9", "{{ a }}"), "50 digits"),
        (_again("a + a", "9" * 49, "{{ a }}"), "50 digits"),
        (_again("[a, a]", "[1]"), "nested too deeply"),
        (_again("(a, a)", "(1,)"), "nested too deeply"),
        (_again("{1: a, 2: a}", "{1: 1}"), "nested too deeply"),
        (_again("['', '']|map('default', a, true)|list", "1"), "nested too deeply"),
        ("{{ 1.5|round(99999999, 'ceil') }}", "50 digits"),
        ("{% for a in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}", "recursive"),
        ("{{ [1] }}", "text or a number is wanted"),
        ("{{ range }}", "text or a number is wanted"),
        ("{{ [[1]]|join }}", "text or a number is wanted"),
        ("{{ [1]|string }}", "text or a number is wanted"),
    ],
)  # fmt: skip
def test_what_takes_too_much_is_refused_at_its_line(text: str, words: str) -> None:
    ((place, message),) = found(f"one\n\n{text}")
    assert place == "t.j2:3:1"
    assert words in message


def test_prose_has_the_same_limits() -> None:
    with pytest.raises(LimitReached, match=TEXT):
        fill_in(_again("a ~ a"), "f.md", 7, {})


def test_calls_in_words_that_call_each_other_are_counted() -> None:
    def note(name: str) -> str:
        more = f'{{{{ note("{int(name) - 1}") }}}}' * 2
        return fill_in(more, "f.yaml", int(name), {"note": note}) if name != "1" else ""

    with pytest.raises(LimitReached, match=STEPS):
        fill_in('{{ note("40") }}', "f.yaml", 1, {"note": note})


def test_words_that_call_themselves_are_told_where_they_stand() -> None:
    def note(_: str) -> str:
        return fill_in('\n{{ note("a") }}', "f.yaml", 8, {"note": note})

    findings: list[Diagnostic] = []
    with Reporting(findings, "elsewhere.j2"):
        note("a")
    assert [str(one.place) for one in findings] == ["f.yaml:9:1"]
    assert findings[0].message == "the template calls itself without end"


def test_files_that_include_each_other_are_counted() -> None:
    sources = {
        f"{number}.j2": TemplateSource(f"{number}.j2", f'{{% include "{number + 1}.j2" %}}' * 2)
        for number in range(40)
    }
    sources["40.j2"] = TemplateSource("40.j2", "")
    with pytest.raises(LimitReached, match=STEPS):
        page_template("0.j2", sources.items()).render()


def test_limit_is_said_once_for_a_page() -> None:
    findings: list[Diagnostic] = []
    with limited():
        for _ in range(3):
            with Reporting(findings, "t.j2"):
                take_steps(15_000)
    assert len(findings) == 1


def test_each_page_has_a_budget_of_its_own() -> None:
    text = "{% for a in range(1000) %}{% for b in range(15) %}{% endfor %}{% endfor %}done"
    assert render(text) == render(text) == "done"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% for a, b in [(1, 2)] %}{{ a }}{{ b }}{{ loop.last }}{% endfor %}", "12True"),
        ("{% for a in {'x': 1} %}{{ a }}{% else %}none{% endfor %}", "x"),
        ("{{ '<' ~ html }}{{ '<' ~ 1 }}", "&lt;<b>&lt;1"),
        ("{{ [1, 2] + [3] == [1, 2, 3] }}{{ 1 - 3 }}{{ 7 // 2 }}{{ 1 / 2 }}", "True-230.5"),
        ("{{ x|default('none') }}{{ 1.25|round(1) }}{{ [3, 4]|sum }}", "none1.27"),
        ("{{ ['a', html]|join('<') }}{{ 'aXb'|replace('X', '<') }}", "a&lt;<b>a&lt;b"),
        ("{% set a, b = 1, 2 %}{{ b }}{% set c %}<i>{% endset %}{{ c }}", "2<i>"),
        ("{{ [2, 1]|sort|map('string')|join(',') }}{{ 'ab'|reverse|upper }}", "1,2BA"),
        ("{% for a in [1, 2] %}{{ call(a) }}{% endfor %}{{ caller(x=1) }}", "121"),
    ],
)
def test_what_templates_need_is_as_jinja_gives_it(text: str, shown: str) -> None:
    assert render(text, html=Markup("<b>"), call=lambda a: a, caller=lambda x: x) == shown


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, 1, "nested in each other"),
        ("\n{% if 1 %}" * 120 + "{% endif %}" * 120, 100, "nested in each other"),
        ("{{ " + "(" * 150 + "1" + ")" * 150 + " }}", 1, "nested in each other"),
        ("{{ " + "not " * 300 + "1 }}", 1, "nested in each other"),
        ("{{ 1" + " + 1" * 2000 + " }}", 1, "nested in each other"),
        ("{" * 4000, 1, "nested in each other"),
        ("{% macro m(a, a) %}{% endmacro %}", 1, 'the argument "a" is given twice'),
        ('{{ call(a="x", a="y") }}', 1, 'the argument "a" is given twice'),
        ("{{ " + "9" * 5000 + " }}", 1, "too many digits"),
        ("{{ 'abc'|truncate(-1) }}", 1, "expected length"),
        ("{{ 1|nope }}", 1, "No filter named 'nope'"),
        ("{{ 1 is nope }}", 1, "No test named 'nope'"),
        ("{% block x %}{% endblock %}\n{% block x %}{% endblock %}", 2, "defined twice"),
        ("{% for loop in [1] %}{% endfor %}", 1, "special loop variable"),
        ("{% autoescape false %}{{ '<b>' }}{% endautoescape %}", 1, "switch escaping"),
        (r"{{ '\ue000' }}", 1, "U+E000"),
        (r"{{ '\ue002' ~ 'county-report' ~ '\ue003' }}", 1, "U+E002"),
        (r"{{ '\ud800' }}", 1, "U+D800"),
    ],
)
def test_template_that_cannot_be_compiled_is_told_at_its_line(
    text: str, line: int, words: str
) -> None:
    ((place, message),) = found(f"\n\n{text}", call=str)
    assert place == f"t.j2:{line + 2}:1"
    assert words in message
    assert "\n" not in message


def test_fault_of_another_template_is_told_in_its_own_file() -> None:
    sources = {
        "a.j2": TemplateSource("a.j2", "{% include 'b.j2' %}"),
        "b.j2": TemplateSource("dir/b.j2", "\n{{ 1|nope }}"),
    }
    findings: list[Diagnostic] = []
    with Reporting(findings, "a.j2"):
        page_template("a.j2", sources.items()).render()
    assert [str(finding.place) for finding in findings] == ["dir/b.j2:2:1"]


def test_fault_of_our_own_keeps_its_traceback() -> None:
    def fails() -> None:
        raise AssertionError

    fails = type(fails)(fails.__code__, {**globals(), "__name__": "briefs.compose.page"})
    with pytest.raises(AssertionError), Reporting([], "t.j2"):
        render("{{ fails() }}", fails=fails)
