"""Views stay views, partners weigh the same, and each side is quoted as often."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from briefs.check.neutrality import (
    check_derived,
    check_figure_views,
    check_pair_lengths,
    check_quotes_balanced,
    check_sides,
    check_views_not_bare,
    visible,
)
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.printed import Printed
from briefs.model.topic import Topic
from briefs.read.jinja import read_source
from briefs.read.project import read_project

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
FOLDER = "assets/topics/lead-pipes"
FASTER = "Some residents say that the work should go faster."
SLOWER = "Other residents say that the work should go slower."
MORE_FACTS = """
- id: forecast-slower
  kind: forecast
  text: {en: The county expects that the work will go slower.}
  label: {en: slower work}
  as_of: 2025-08-02
  source: county-report
  evidence: "slower work"
  attribution: {en: the county}

- id: quote-clerk
  kind: quote
  text: {en: "Go slow."}
  as_of: 2025-08-02
  source: county-report
  evidence: "Go slow."
  attribution: {en: the clerk}
"""
Changed = Callable[..., Topic]


@pytest.fixture
def changed(base: Callable[[dict[str, str]], Path]) -> Changed:
    """The base topic, two facts more, with texts of its files changed for others."""

    def change(*pairs: tuple[str, str, str]) -> Topic:
        files = {name: (BASE / FOLDER / name).read_text("utf-8") for name, _, _ in pairs}
        files.setdefault("facts.yaml", (BASE / FOLDER / "facts.yaml").read_text("utf-8"))
        files["facts.yaml"] += MORE_FACTS
        for name, old, new in pairs:
            assert files[name].count(old) == 1, old
            files[name] = files[name].replace(old, new)
        project, _ = read_project(base({f"{FOLDER}/{name}": text for name, text in files.items()}))
        assert project is not None
        topic = project.topics["lead-pipes"]
        assert topic.incomplete == frozenset()
        return topic

    return change


def shown(findings: Iterable[Diagnostic]) -> list[tuple[str, str]]:
    return [(str(one.code), f"{one.place.line}:{one.place.column}") for one in findings]


def at(topic: Topic, fact: str, *keys: str) -> Place:
    return topic.facts[fact].origin.at(*keys)


# --- length of pairs -----------------------------------------------------------------------------


def padded(length: int) -> str:
    return FASTER[:-1] + " " + "x" * (length - len(FASTER) - 1) + "."


@pytest.mark.parametrize(
    ("length", "unequal"), [(len(FASTER) + 2, False), (63, False), (64, True), (300, True)]
)
def test_partners_differ_by_at_most_a_fifth_of_the_longer(
    changed: Changed, length: int, unequal: bool
) -> None:
    assert len(SLOWER) == 51  # four fifths of 63.75
    topic = changed(("facts.yaml", FASTER, padded(length)))
    found = list(check_pair_lengths(topic))
    assert [one.place for one in found] == [at(topic, "view-faster", "text", "en")] * unequal
    if unequal:
        assert f'"view-faster" has {length} characters' in found[0].message
        assert '"view-slower", with which it is paired, has 51' in found[0].message


def test_a_pair_is_reported_at_the_longer_one_even_if_only_one_names_the_other(
    changed: Changed,
) -> None:
    topic = changed(
        ("facts.yaml", SLOWER, "Other residents say so. " * 4),
        ("facts.yaml", "  pair_with: view-faster\n", ""),
    )
    (finding,) = check_pair_lengths(topic)
    assert finding.code == "pair-unequal"
    assert finding.place == at(topic, "view-slower", "text", "en")


def test_each_language_is_weighed(changed: Changed) -> None:
    both = [
        ("facts.yaml", f"{{en: {FASTER}}}", f"{{en: {FASTER}, es: {'x' * 50}}}"),
        ("facts.yaml", f"{{en: {SLOWER}}}", f"{{en: {SLOWER}, es: {'x' * 30}}}"),
    ]
    topic = changed(*both)
    (finding,) = check_pair_lengths(topic)
    assert finding.place == at(topic, "view-faster", "text", "es")


def test_a_held_pair_is_not_weighed(changed: Changed) -> None:
    held = "  pair_with: view-faster\n  status: held\n  reason: Not sure.\n"
    topic = changed(
        ("facts.yaml", SLOWER, "Other residents say so. " * 4),
        ("facts.yaml", "  pair_with: view-faster\n", held),
    )
    assert list(check_pair_lengths(topic)) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**a** _b_ [c](https://example.org/long) `d`", "a b c d"),
        ("a\n  b", "a b"),
        ("{{ fact('grant-max') }}", "up to 4000"),
        ("{{ fact('grant-max').label }}", "grant for a new pipe"),
        ('{{say("forecast-slower")}}', "The county expects that the work will go slower."),
        ("{{ note('grant-max') }}", ""),
        ("{{ fact('nothing') }} {{ 1 + 1 }}{# words #}", "word word"),
        ("{% if x %}a{% endif %}", "a"),
        ("snake_case 3 * 4", "snake_case 3 4"),
    ],
)
def test_length_is_that_of_what_a_reader_sees(changed: Changed, text: str, seen: str) -> None:
    assert visible(text, changed(), "en") == seen


def test_texts_that_name_one_another_have_a_length(changed: Changed) -> None:
    topic = changed(("facts.yaml", FASTER, "\"Some residents {{ say('view-faster') }}\""))
    assert "word" in visible("{{ say('view-faster') }}", topic, "en")


# --- sides ---------------------------------------------------------------------------------------

SIDES = ("topic.yaml", "terms:", "sides: [mayor, clerk]\nterms:")
MAYOR = (
    "facts.yaml",
    "attribution: {en: the mayor}",
    "attribution: {en: the mayor}\n  side: mayor",
)
CLERK = (
    "facts.yaml",
    "attribution: {en: the clerk}",
    "attribution: {en: the clerk}\n  side: clerk",
)


def with_side(side: str) -> tuple[str, str, str]:
    return (CLERK[0], CLERK[1], CLERK[2].replace("side: clerk", side))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), []),
        ((SIDES, MAYOR, CLERK), []),
        ((SIDES, MAYOR), [("key-missing", "quote-clerk", "id")]),
        ((SIDES, MAYOR, with_side("side: clerc")), [("value-invalid", "quote-clerk", "side")]),
        ((MAYOR,), [("value-invalid", "quote-mayor", "side")]),
        ((SIDES, MAYOR, with_side("audiences: []\n  reason: No.")), []),
        ((SIDES, MAYOR, with_side("status: held\n  reason: No.")), []),
    ],
)  # fmt: skip
def test_rule_of_sides(
    changed: Changed, pairs: tuple[tuple[str, str, str], ...], expected: list[tuple[str, str, str]]
) -> None:
    topic = changed(*pairs)
    found = [(str(one.code), one.place) for one in check_sides(topic)]
    assert found == [(code, at(topic, fact, key)) for code, fact, key in expected]


def test_a_dispute_has_two_sides(changed: Changed) -> None:
    topic = changed((*SIDES[:2], "sides: [mayor]\nterms:"), MAYOR, with_side("side: mayor"))
    (finding,) = check_sides(topic)
    assert (finding.code, finding.place) == ("value-invalid", topic.sheet.origin.at("sides"))


def test_a_misspelt_side_is_guessed(changed: Changed) -> None:
    (finding,) = check_sides(changed(SIDES, MAYOR, with_side("side: clerc")))
    assert finding.mend.startswith('did you mean "clerk"?')


@pytest.mark.parametrize(
    ("quotes", "at"),
    [
        ([], None),
        (["quote-mayor", "quote-clerk"], None),
        (["quote-mayor"], "quote-mayor"),
        (["quote-mayor", "quote-clerk", "quote-clerk"], "quote-clerk"),
    ],
)
def test_each_side_is_quoted_equally_often(
    changed: Changed, quotes: list[str], at: str | None
) -> None:
    topic = changed(SIDES, MAYOR, CLERK)
    places = {name: Place(name) for name in topic.facts}
    printed = [Printed(name, "words") for name in [*quotes, "view-faster", "start"]]
    found = list(check_quotes_balanced(printed, topic, places.__getitem__))
    assert [one.place.file for one in found] == ([at] if at else [])
    if len(quotes) == 3:
        assert found[0].message.endswith(": mayor 1, clerk 2")


def test_a_topic_without_sides_quotes_whom_it_likes(changed: Changed) -> None:
    printed = [Printed("quote-mayor", "words")]
    assert list(check_quotes_balanced(printed, changed(), Place)) == []


# --- held facts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "formula", "stopped"),
    [
        ("held", "homes-north + homes-south", True),
        ("withdrawn", "homes-south - homes-south + 1", True),
        ("ok", "homes-north + homes-south", False),
        ("held", "homes-north + 5", False),
    ],
)
def test_nothing_is_computed_from_a_held_fact(
    changed: Changed, status: str, formula: str, stopped: bool
) -> None:
    part = 'evidence: "5 in the south"'
    topic = changed(
        ("facts.yaml", "value: 12\n", f'value: "= {formula}"\n'),
        ("facts.yaml", part, f"{part}\n  status: {status}\n  reason: Not sure."),
    )
    found = list(check_derived(topic))
    assert [(str(one.code), one.place) for one in found] == [
        ("fact-held", at(topic, "homes-all", "value"))
    ] * stopped


def test_a_held_fact_may_be_computed_from_held_ones(changed: Changed) -> None:
    held = "\n  status: held\n  reason: Not sure."
    part, whole = 'evidence: "5 in the south"', 'evidence: "12 homes"'
    topic = changed(
        ("facts.yaml", "value: 12\n", 'value: "= homes-north + homes-south"\n'),
        ("facts.yaml", part, part + held),
        ("facts.yaml", whole, whole + held),
    )
    assert list(check_derived(topic)) == []


# --- views as facts ------------------------------------------------------------------------------

V = "{{ say('view-faster') }}"
F = "{{ say('forecast-slower') }}"


def badge(name: str) -> str:
    return f"{{{{ badge('{name}') }}}}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{badge('fact')} {V}", "1:29"),
        (f"{badge('claim')} {V}", "1:30"),
        (f"{badge('view')} {F}", "1:29"),
        (f"{badge('forecast')} {V}", "1:33"),
        (f"- {badge('fact')}\n  {V}", "2:11"),
        (f"{badge('fact')} The county says {{{{ fact('start') }}}}. {V}", "1:66"),
        (f"{badge('view')} {V} {badge('fact')} {F}", "1:74"),
        (f"{badge('fact')} {V} {{# say('view-faster') #}}", "1:29"),
        (f"{{# {badge('view')} #}}{badge('fact')} {V}", "1:54"),
        (f"<p>{badge('fact')} <em>{V}</em></p>", "1:36"),
        (f"| {badge('fact')} | {V} |", "1:33"),
        ("{{ fact('view-faster') }}", "1:10"),
        ("{{ fact('view-faster').label }}", "1:10"),
        ("{{ fact('quote-mayor').value }}", "1:10"),
        (f"{badge('view')} {{{{ fact('forecast-slower').label }}}}", "1:30"),
    ],
)
def test_a_view_is_not_set_as_a_fact(changed: Changed, text: str, place: str) -> None:
    source, wrong = read_source(text, "f.md")
    assert wrong == ()
    assert shown(check_views_not_bare(source, changed())) == [("view-as-fact", place)]


@pytest.mark.parametrize(
    "text",
    [
        f"{badge('view')} {V}",
        f"{badge('forecast')} {F}",
        f"{badge('counsel')} {V}",
        V,
        f"{badge('fact')} {{{{ say('def-lead-pipe') }}}}",
        f"{badge('claim')} {{{{ fact('start') }}}}",
        f"{badge('fact')} Words.\n\n{V}",
        f"{badge('fact')} Words.\n \t\n{V}",
        f"- {badge('fact')} Words.\n- {V}",
        f"1. {badge('fact')} Words.\n2. {V}",
        f"{badge('fact')} Words.\n### Heading\n{V}",
        f"| {badge('fact')} | words |\n| {V} | words |",
        f"<li>{badge('fact')} Words.</li><li>{V}</li>",
        f"{badge('fact')} Words. {badge('view')} {V}",
        f"{{# {badge('fact')} #}} {V}",
        "{{ fact('quote-mayor').as_of }}",
        "{{ note('view-faster') }} {{ quote('quote-mayor') }} {{ pair('view-faster') }}",
        f"{badge('fact')} {{{{ say('nothing') }}}} {{{{ fact('nothing') }}}}",
    ],
)
def test_a_view_may_stand_as_a_view(changed: Changed, text: str) -> None:
    source, wrong = read_source(text, "f.md")
    assert wrong == ()
    assert list(check_views_not_bare(source, changed())) == []


def test_a_call_is_found_in_a_text_that_begins_in_the_middle_of_a_file(changed: Changed) -> None:
    source, _ = read_source(f"{badge('fact')} {V}", "f.yaml", 9, 4)
    assert shown(check_views_not_bare(source, changed())) == [("view-as-fact", "9:32")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: units", "kind: table", []),
        ("homes-south]", "forecast-slower]", [("view-as-fact", "3:24")]),
        ("[homes-north,", "[quote-clerk,", [("view-as-fact", "3:11")]),
        ("whole: homes-all", "whole: view-faster", [("view-as-fact", "4:10")]),
        ("homes-south]", "def-lead-pipe]", []),
    ],
)
def test_a_figure_shows_no_views(
    changed: Changed, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    topic = changed(("figures.yaml", old, new))
    assert shown(check_figure_views(topic)) == expected


def test_the_topics_that_we_ship_are_neutral() -> None:
    for root in (ROOT, BASE):
        project, _ = read_project(root)
        assert project is not None
        for topic in project.topics.values():
            found = [*check_pair_lengths(topic), *check_sides(topic), *check_figure_views(topic)]
            sources = [*topic.words, *(prose.source for prose in topic.prose.values())]
            for source in [*sources, *project.templates.values()]:
                found += check_views_not_bare(source, topic)
            assert found == []
