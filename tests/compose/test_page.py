"""A page: facts reach it as marks only, and what goes wrong is said at its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import TemplateRuntimeError

from briefs.compose.page import compose
from briefs.compose.prose import blocks, inline
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.edition import Edition
from briefs.model.freshness import Calendar, FreshnessSettings
from briefs.model.project import Paper
from briefs.publish.check import check
from briefs.publish.project import open_project
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
PROSE = "assets/topics/lead-pipes/text/resident.en.md"
Base = Callable[[dict[str, str | bytes]], Path]


def composed(root: Path) -> tuple[str, list[Diagnostic]]:
    project = open_project(root)
    assert not [found for found in project.findings if found.severity is Severity.ERROR]
    checked = check(project)
    return "".join(page.html for page in checked.pages.values()), list(checked.findings)


@pytest.fixture
def page_of(base: Base) -> Callable[..., tuple[str, list[Diagnostic]]]:
    """The page with the base's files changed: one pair of old and new text a file."""

    def compose(changes: dict[str, tuple[str, str]]) -> tuple[str, list[Diagnostic]]:
        files: dict[str, str | bytes] = {}
        for name, (old, new) in changes.items():
            text = (BASE / name).read_text("utf-8")
            assert text.count(old) == 1
            files[name] = text.replace(old, new)
        return composed(base(files))

    return compose


class _Facts(HTMLParser):
    """Collects the text outside of facts, and the ids of facts."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "data-fact" and value]


def test_every_fact_leaves_its_id_and_no_mark_is_left() -> None:
    html, findings = composed(BASE)
    assert findings == []
    parser = _Facts()
    parser.feed(html)
    assert set(parser.ids) == {
        "def-lead-pipe", "grant-max", "homes-all", "start", "homes-north", "homes-south",
        "view-faster", "view-slower", "quote-mayor",
    }  # fmt: skip
    assert not re.search("[\ue000-\uf8ff]", html)


def test_a_page_is_complete() -> None:
    html, _ = composed(BASE)
    assert html.lstrip().startswith('<!DOCTYPE html>\n<html lang="en-US">')
    assert "<title>New pipes for Marlow County</title>" in html
    assert '<span data-fact="grant-max">up\u00a0to\u00a0$4,000</span>' in html
    assert '<span data-fact="homes-all">12\u00a0homes</span>' in html
    assert '<span data-fact="start">October 2025</span>' in html
    assert "Every home counts.</p>" in html.replace("”", "")
    assert "The mayor" in html
    assert 'alt="Chart with a mark for each unit. ' in html
    assert "Homes in the north: 7\u00a0homes; Homes in the south: 5\u00a0homes" in html
    assert '<li id="source-1" data-source="county-report">Marlow County, ' in html
    assert "Marlow County and its pipes are made up." in html


def test_paired_views_stand_side_by_side_in_a_fixed_order(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    html, _ = page_of({PROSE: ('pair("view-faster")', 'pair("view-slower")')})
    both = re.search(r'<div class="pair">(.*?)</div></div>', html, re.DOTALL)
    assert both is not None
    assert both[1].index("view-faster") < both[1].index("view-slower")
    assert both[1].count('class="pair-side"') == 2


def test_words_of_an_author_are_escaped(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    html, findings = page_of(
        {
            PROSE: ("title: New pipes", "title: <script> New pipes"),
            "briefs.toml": ("Marlow County and", '<b onclick=\\"x\\">Marlow</b> & '),
            "assets/topics/lead-pipes/facts.yaml": ("homes in the north", "homes <i>north</i>"),
        }
    )
    assert findings == []
    assert "<script>" not in html
    assert "<b onclick" not in html
    assert "<i>north" not in html
    assert "&lt;script&gt; New pipes" in html


@pytest.mark.parametrize(
    ("expression", "code", "message"),
    [
        ('fact("start").month', Code.TEMPLATE_ERROR, 'a fact has no "month"'),
        ('fact("start")._fact', Code.TEMPLATE_ERROR, "unsafe"),
        ('fact("start").__class__', Code.TEMPLATE_ERROR, "unsafe"),
        ("fact.__globals__", Code.TEMPLATE_ERROR, "unsafe"),
        ("''.__class__.__mro__", Code.TEMPLATE_ERROR, "unsafe"),
        ("'%99999d' % 7", Code.TEMPLATE_ERROR, "on numbers only"),
        ("'{:>99999}'.format(7)", Code.TEMPLATE_ERROR, "unsafe"),
        ("'x' * 99999", Code.TEMPLATE_ERROR, "on numbers only"),
        ("range(99999)", Code.TEMPLATE_ERROR, "'range' is undefined"),
        ("1 / 0", Code.TEMPLATE_ERROR, "division by zero"),
        ("[][1]", Code.TEMPLATE_ERROR, "list object has no element 1"),
        ("nothing", Code.TEMPLATE_ERROR, "'nothing' is undefined"),
        ("fact()", Code.TEMPLATE_ERROR, "argument"),
        ("fact(7)", Code.FACT_UNKNOWN, 'there is no fact "7"'),
        ('fact("st" ~ "art2")', Code.FACT_UNKNOWN, 'there is no fact "start2"'),
        ('say("start")', Code.FACT_FORM, "of kind date and has no sentence"),
        ('quote("start")', Code.FACT_FORM, "of kind date and has no quote"),
        ('pair("start")', Code.FACT_FORM, "of kind date and has no partner"),
        ('fact("def-lead-pipe")', Code.FACT_FORM, "of kind definition and has no value"),
        ('fact("def-lead-pipe").counted', Code.FACT_FORM, "of kind definition and has no value"),
        ('note("start")', Code.KEY_MISSING, '"note" is missing'),
        ('badge("clam")', Code.MESSAGE_UNKNOWN, 'there is no badge "clam"'),
        ('fact("grant-max").value', Code.QUALIFIER_DROPPED, 'without "up to"'),
        ('figure("hom" ~ "e")', Code.FIGURE_UNKNOWN, 'there is no figure "home"'),
        ("6 * 7", Code.NUMBER_UNBOUND, '"42"'),
        ('"x" ~ 7', Code.NUMBER_UNBOUND, '"7"'),
    ],
)
def test_what_goes_wrong_is_said_at_its_line(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
    expression: str,
    code: Code,
    message: str,
) -> None:
    html, findings = page_of({PROSE: ("Work on {{", f"{{{{ {expression} }}}} {{{{")})
    assert [found.code for found in findings] == [code]
    assert message in findings[0].message
    if code not in {Code.NUMBER_UNBOUND, Code.KEY_MISSING}:
        assert (findings[0].place.file, findings[0].place.line) == (PROSE, 10)
        assert html == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (PROSE, "title: New pipes", 'title: "{{ fact(9).x }}"', 2),
        (PROSE, "What is new {:", "What is {{ new }} {:", 6),
        ("briefs.toml", "Marlow County and", "{{ 1 / 0 }}", 7),
        ("assets/topics/lead-pipes/facts.yaml", "A lead pipe", "{{ nothing }}", 50),
        ("assets/topics/lead-pipes/figures.yaml", "Homes on", "'{{ nothing }}'", 5),
        ("templates/resident.html.j2", '{{ section("more") }}', "\n{{ 1 / 0 }}", 13),
        ("templates/resident.html.j2", '"base.html.j2"', '"bas.html.j2"', 7),
        ("templates/resident.html.j2", '{{ section("more") }}', "\n{{ 1|nope }}", 13),
        ("templates/resident.html.j2", '{{ section("more") }}', "\n{{ 'x'|truncate(-1) }}", 13),
        ("templates/resident.html.j2", '{{ section("more") }}', '\n{{ message("retrieved") }}', 13),
        (
            "templates/resident.html.j2",
            '{{ section("more") }}',
            '\n{{ message("as-of", x=1) }}',
            13,
        ),
        ("templates/resident.html.j2", '{{ section("more") }}', "\n{{ message([1]) }}", 13),
    ],
)
def test_what_goes_wrong_in_other_files_is_said_at_its_line(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
    file: str,
    old: str,
    new: str,
    line: int,
) -> None:
    if file.endswith("figures.yaml"):
        old, new = "{en: Homes on the list}", "{en: '{{ nothing }}'}"
    if file.endswith("facts.yaml"):
        old, new = (
            "{en: A lead pipe carries water from the street to a home.}",
            "{en: '{{ nothing }}'}",
        )
    if file == PROSE and "title" in old:
        old = "title: New pipes for Marlow County"
    _, findings = page_of({file: (old, new)})
    assert findings
    assert {(found.place.file, found.place.line) for found in findings} == {(file, line)}


def test_every_broken_call_of_a_page_is_said_in_one_run(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    _, findings = page_of(
        {
            PROSE: ("Work on {{", '{{ badge("a") }} {{ badge("b") }} {{'),
            "templates/resident.html.j2": ('section("more")', 'message("c")'),
        }
    )
    assert sorted(found.message for found in findings) == [
        'no locale file has the words "c"',
        'there is no badge "a"',
        'there is no badge "b"',
    ]


def test_a_fact_may_be_printed_in_many_forms(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    forms = '{{ fact("homes-all") }}/{{ fact("homes-all").value }}/{{ fact("homes-all").label }}/'
    html, findings = page_of({PROSE: ("Work on {{", forms + '{{ fact("start").as_of }}. {{')})
    assert findings == []
    shown = re.sub(r"<sup.*?</sup>|<[^>]+>", "", html)
    assert "12/12/homes on the list/August\u00a02, 2025. 12\u00a0homes" in shown


def test_the_dates_of_a_page_are_those_of_its_facts(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    facts = "assets/topics/lead-pipes/facts.yaml"
    html, _ = page_of(
        {facts: ('  as_of: 2025-08-02\n  source: county-report\n  evidence: "12 homes"',
                 '  as_of: 2025-06-09\n  source: county-report\n  evidence: "12 homes"')}
    )  # fmt: skip
    assert "June\u00a09, 2025\u2009–\u2009August\u00a02, 2025" in html
    assert "July\u00a09, 2025" in html  # thirty days after the older count


def test_message_without_a_value_that_it_wants_is_named(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    _, findings = page_of(
        {"templates/resident.html.j2": ('section("more")', 'message("retrieved", day="x")')}
    )
    assert [found.code for found in findings] == [Code.MESSAGE_UNKNOWN]
    assert (
        findings[0].message == 'message("retrieved"): the words "read on {date}" want {date}, '
        "which they are not given"
    )


@pytest.mark.parametrize("words", ["\ue0000\ue001", "\ue000999\ue001", "\ue002none", "\ud800"])
@pytest.mark.parametrize("entry", ["publisher", "unit", "figure"])
def test_character_that_no_page_may_hold_is_found_wherever_it_comes_from(
    words: str, entry: str
) -> None:
    project, _ = read_project(BASE)
    assert project is not None
    topic = project.topics["lead-pipes"]
    settings, sheet, drawn = project.settings, topic.sheet, dict(topic.figures)
    if entry == "publisher":
        publisher = settings.publisher.model_copy(update={"name": words})
        settings = settings.model_copy(update={"publisher": publisher})
    if entry == "unit":
        units = {"homes": {"en": {"one": words, "other": words}}}
        sheet = sheet.model_copy(update={"units": units})
    if entry == "figure":
        drawn = {
            name: one.model_copy(update={"caption": {"en": words}}) for name, one in drawn.items()
        }
    topic = replace(topic, sheet=sheet, figures=drawn)
    project = replace(project, settings=settings, topics={"lead-pipes": topic})
    edition = Edition("lead-pipes", "lead-pipes", "resident", "en-US", Paper.LETTER)
    calendar = Calendar(date(2025, 8, 15), FreshnessSettings())
    page = compose(edition, project, lambda text, *_: 6.0 * len(text), "0" * 64, calendar)
    assert [found.code for found in page.diagnostics] == [Code.TEXT_CHARACTER]
    assert page.html == ""


def test_mark_that_a_filter_cuts_is_found(
    page_of: Callable[..., tuple[str, list[Diagnostic]]],
) -> None:
    _, findings = page_of({PROSE: ("Work on {{", '{{ fact("start").as_of|truncate(5) }} {{')})
    assert [found.code for found in findings] == [Code.TEXT_CHARACTER]


@pytest.mark.parametrize("entity", ["&#xe000;0&#xe001;", "&#57346;county-report&#57347;"])
def test_mark_is_not_made_by_an_entity(entity: str) -> None:
    with pytest.raises(TemplateRuntimeError):
        blocks(f"Words {entity} here.")
    with pytest.raises(TemplateRuntimeError):
        inline(f"Words {entity} here.")
    assert blocks("Words &#8212; here.") == "<p>Words — here.</p>\n"
