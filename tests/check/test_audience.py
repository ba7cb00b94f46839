"""What the head of a template allows: kinds of facts, contacts, words; and whom a topic names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.check.length import check_length, count_words
from briefs.model.diagnostic import Diagnostic, Place
from briefs.publish.check import check
from briefs.publish.project import open_project

TESTS = Path(__file__).resolve().parents[1]
BASE = TESTS / "mistakes" / "_base"
TEMPLATE = "templates/resident.html.j2"
TOPIC = "assets/topics/lead-pipes"
FACTS, PROSE, SHEET = f"{TOPIC}/facts.yaml", f"{TOPIC}/text/resident.en.md", f"{TOPIC}/topic.yaml"
DAY = date(2025, 8, 15)
CONTACT = """
- id: water-office
  kind: contact
  value: "202-555-0174"
  label: {en: water office}
  reaches: {en: the county's water office}
  as_of: 2025-08-02
  source: county-report
  evidence: "202-555-0174"
  audiences: [resident]
  verified_on: 2025-08-09

- id: quote-mayor"""
WITH_CONTACT = (
    (FACTS, "\n- id: quote-mayor", CONTACT),
    (PROSE, "Work on", 'Call {{ fact("water-office") }}. Work on'),
)
PARTIAL = (TEMPLATE, '{{ section("more") }}', '{% include "partials/contacts.html.j2" %}')
Found = Callable[..., list[Diagnostic]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """What is found in the base with a line in its template's head and texts changed for others."""

    def changed(head: str, *changes: tuple[str, str, str]) -> list[Diagnostic]:
        root = Path(shutil.copytree(BASE, tmp_path / "project"))
        for name, old, new in ((TEMPLATE, "pages: 2\n", f"pages: 2\n{head}\n"), *changes):
            text = (root / name).read_text("utf-8")
            assert old in text, old
            (root / name).write_text(text.replace(old, new, 1), "utf-8")
        return list(check(open_project(root), today=DAY).findings)

    return changed


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [one.code.value for one in diagnostics]


ALL_KINDS = "amount, count, date, definition, view, quote"


def test_kinds_that_a_template_takes_may_be_printed(found: Found) -> None:
    assert found(f"kinds: [{ALL_KINDS}]") == []


@pytest.mark.parametrize(
    ("left_out", "fact", "call"),
    [("amount", "grant-max", "grant-max"), ("quote", "quote-mayor", "quote-mayor"),
     ("count", "homes-all", "homes-all")],
)  # fmt: skip
def test_other_kinds_are_named_where_they_are_called(
    found: Found, left_out: str, fact: str, call: str
) -> None:
    kinds = ", ".join(kind for kind in ALL_KINDS.split(", ") if kind != left_out)
    findings = found(f"kinds: [{kinds}]")
    assert {*codes(findings)} == {"fact-audience"}
    one = next(one for one in findings if f'"{fact}"' in one.message)
    assert f"is of kind {left_out}" in one.message
    line = (BASE / PROSE).read_text("utf-8").split("\n")[one.place.line - 1]
    assert line[one.place.column - 1 :].startswith(call)


def test_fact_of_a_figure_is_named_where_the_figure_is_placed(found: Found) -> None:
    findings = found("kinds: [amount, date, definition, view, quote]")
    one = next(one for one in findings if '"homes-north"' in one.message)
    line = (BASE / PROSE).read_text("utf-8").split("\n")[one.place.line - 1]
    assert line[one.place.column - 1 :].startswith('homes") }}')


@pytest.mark.parametrize(
    ("contacts", "changes", "expected"),
    [
        ("allowed", (), []),
        ("allowed", WITH_CONTACT, []),
        ("none", (), []),
        ("none", WITH_CONTACT, ["fact-audience"]),
        ("required", (), ["contact-missing"]),
        ("required", WITH_CONTACT, []),
        ("required", (PARTIAL,), []),
        ("none", (PARTIAL,), []),
    ],
)
def test_contacts_are_allowed_refused_or_wanted(
    found: Found, contacts: str, changes: tuple[tuple[str, str, str], ...], expected: list[str]
) -> None:
    assert codes(found(f"contacts: {contacts}", *changes)) == expected


def test_contacts_that_a_template_lists_are_no_unused_facts(found: Found) -> None:
    assert found("contacts: required", WITH_CONTACT[0], PARTIAL) == []


@pytest.mark.parametrize(
    ("budget", "severities"), [(100, []), (99, ["warning"]), (91, ["warning"]), (90, ["error"])]
)
def test_a_tenth_too_many_is_a_warning_and_more_an_error(
    budget: int, severities: list[str]
) -> None:
    html = "<p>" + "word " * 100 + "</p>"
    findings = list(check_length(html, budget, Place("a.md")))
    assert [one.severity.value for one in findings] == severities


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("20", ["words-over"]),
        ("900", []),
        ("{en: 20, es: 900}", ["words-over"]),
        ("{en: 900, es: 20}", []),
        ("{es: 20}", []),
        ("{en: 3}", ["value-invalid"]),
        ("{}", ["value-invalid"]),
        ("many", ["value-invalid"]),
    ],
)
def test_a_word_budget_is_for_every_language_or_for_one(
    found: Found, words: str, expected: list[str]
) -> None:
    assert codes(found(f"words: {words}"))[:1] == expected


@pytest.mark.parametrize(
    ("html", "number"),
    [
        ("<h1>Two words</h1><p>and three more</p>", 5),
        ("<p>un<b>brok</b>en, 50\u00a0000 – and/or</p>", 5),
        ("<head><title>a b c</title></head><style>p {}</style><p>word</p>", 1),
        ('<p>a<sup class="cite">1</sup> <strong class="badge">Fact</strong> b</p>', 2),
        ('<section class="contacts"><div><p>a b</p></div></section><p>c</p>', 1),
        ('<div class="figure"><p>One caption</p><table class="data"><tr><td>x</td></tr></table>'
         "<p>note</p></div>", 3),
        ('<table><tr><th>a</th><td>b<br>c</td></tr></table><blockquote>d</blockquote>', 4),
    ],
)  # fmt: skip
def test_words_are_counted_that_a_reader_reads(html: str, number: int) -> None:
    assert count_words(html) == number


@pytest.mark.parametrize(
    ("readers", "expected"), [("resident", []), ("residnt", ["audience-unknown"])]
)
def test_readers_are_of_audiences_that_there_are(
    found: Found, readers: str, expected: list[str]
) -> None:
    findings = found("", (SHEET, "terms:", f"readers: {{{readers}: {{en: owners}}}}\nterms:"))
    assert codes(findings) == expected
    assert all('did you mean "resident"' in one.mend for one in findings)


@pytest.mark.parametrize(
    ("change", "file"),
    [
        ((SHEET, "terms:", "place: {en: Ward 3}\nterms:"), SHEET),
        ((SHEET, "terms:", "readers: {resident: {en: owners of 3 homes}}\nterms:"), SHEET),
        ((TEMPLATE, "label: {en: residents}", "label: {en: residents of 3 wards}"), TEMPLATE),
        ((TEMPLATE, "label:", "disclaimer: {en: Read 3 times.}\nlabel:"), TEMPLATE),
        (("briefs.toml", 'topic = "lead', 'place = {en = "Ward 3"}\ntopic = "lead'), "briefs.toml"),
    ],
)
def test_a_number_in_the_head_or_foot_is_found_where_it_was_typed(
    found: Found, change: tuple[str, str, str], file: str
) -> None:
    (finding,) = found("", change)
    assert (finding.code.value, finding.place.file) == ("number-unbound", file)
    assert finding.place.line > 1 or finding.place.column > 1


def test_a_brief_may_have_a_place_of_its_own(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "project"))
    sheet = root / SHEET
    sheet.write_text(f"place: {{en: Marlow}}\nedition: 12\n{sheet.read_text('utf-8')}", "utf-8")
    (page,) = check(open_project(root), today=DAY).pages.values()
    assert "Edition 12 · For residents · Marlow<" in page.html.replace("</span> ", "</span>")
    settings = root / "briefs.toml"
    settings.write_text(f'{settings.read_text("utf-8")}place = {{en = "North Ward"}}\n', "utf-8")
    (page,) = check(open_project(root), today=DAY).pages.values()
    assert "For residents · North Ward<" in page.html
