"""Each rule of the fact base and its figures, kept and broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefs.check.facts import check_facts
from briefs.check.figures import check_figures
from briefs.check.pairs import check_printed
from briefs.check.project import check_settings
from briefs.check.references import check_references, family
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.edition import Edition
from briefs.model.project import Paper, Project
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
Base = Callable[[dict[str, str]], Path]


@pytest.fixture
def changed(base: Base) -> Callable[..., Project]:
    """The base project with one text of a file changed for another."""

    def change(file: str, *pairs: tuple[str, str]) -> Project:
        name = file if file == "briefs.toml" else f"{TOPIC}/{file}"
        text = (BASE / name).read_text("utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        project, findings = read_project(base({name: text}))
        assert project is not None
        assert not [found for found in findings if found.severity is Severity.ERROR], findings
        return project

    return change


def codes(findings: Iterator[Diagnostic]) -> list[str]:
    return [str(found.code) for found in findings]


def of_facts(project: Project) -> list[str]:
    topic = project.topics["lead-pipes"]
    return codes(check_facts(topic, project, lambda unit: unit in {"USD", "EUR"}))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("unit: USD", "unit: EUR", []),
        ("unit: USD", "unit: percent", []),
        ("unit: USD", "unit: homes", []),
        ("unit: USD", "unit: usd", [Code.UNIT_UNKNOWN]),
        ("text: {en: Some residents say", "text: {en: Now SOME RESIDENTS say", []),
        ("text: {en: Some residents say", "text: {en: Many say", [Code.ATTRIBUTION_MISSING]),
        ("  attribution: {en: some residents}\n", "", [Code.KEY_MISSING]),
        ('attribution: {en: the mayor}', 'attribution: {en: somebody else}', []),
        ("Every home counts.\"}", "Every home counts .\"}", [Code.QUOTE_ALTERED]),
        ("value: 7", "value: 7.0", []),
        ("value: 7", "value: 6", [Code.PARTS_DISAGREE]),
        ("value: 12", 'value: "= homes-north + homes-south"', []),
        ("evidence: \"5 in the south\"\n  part_of: homes-all", 'evidence: "5"', [Code.PARTS_DISAGREE]),
        ("evidence: \"5 in the south\"\n  part_of: homes-all", 'evidence: "5"\n  part_of: home-all',
         [Code.FACT_UNKNOWN, Code.PARTS_DISAGREE]),
        ("pair_with: view-slower", "pair_with: view-slow", [Code.FACT_UNKNOWN]),
        ('evidence: "from October 2025"', 'evidence: "x"\n  audiences: [press]', []),
        ('evidence: "from October 2025"', 'evidence: "x"\n  audiences: [resident]', []),
        ('evidence: "from October 2025"', 'evidence: "x"\n  audiences: [pres]', [Code.AUDIENCE_UNKNOWN]),
        ('evidence: "from October 2025"', 'evidence: "x"\n  audiences: []', [Code.KEY_MISSING]),
        ('evidence: "from October 2025"', 'evidence: "x"\n  audiences: []\n  reason: No.', []),
        ('evidence: "from October 2025"', 'absence: true', []),
    ],
)  # fmt: skip
def test_rule_of_facts(
    changed: Callable[..., Project], old: str, new: str, expected: list[str]
) -> None:
    assert of_facts(changed("facts.yaml", (old, new))) == expected


@pytest.mark.parametrize(
    ("facts", "kind", "expected"),
    [
        ("[grant-max]", "bars", []),
        ("[homes-all, homes-north]", "bars", []),
        ("[grant-max, homes-all]", "bars", [Code.FIGURE_UNITS]),
        ("[grant-max, homes-all]", "table", []),
        ("[start]", "bars", [Code.FIGURE_FACT]),
        ("[start]", "table", []),
        ("[def-lead-pipe]", "table", [Code.FIGURE_FACT]),
        ("[grant-max]", "units", [Code.FIGURE_FACT]),
        ("[homes-all, homes-al]", "bars", [Code.FACT_UNKNOWN]),
    ],
)
def test_rule_of_figures(
    changed: Callable[..., Project], facts: str, kind: str, expected: list[str]
) -> None:
    project = changed(
        "figures.yaml",
        ("kind: units", f"kind: {kind}"),
        ("[homes-north, homes-south]", facts),
    )
    assert (
        codes(check_figures(project.topics["lead-pipes"], {"resident", "press", "agency"}))
        == expected
    )


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("25", "units", []),
        ("101", "units", [Code.FIGURE_FACT]),
        ("2.5", "units", [Code.FIGURE_FACT]),
        ("0", "units", []),
        ("-1", "units", [Code.FIGURE_FACT]),
        ("-1", "bars", [Code.FIGURE_FACT]),
        ("2.5", "bars", []),
        ('"= no + no"', "units", []),
    ],
)
def test_a_drawing_counts_from_nought(
    base: Base, value: str, kind: str, expected: list[str]
) -> None:
    facts = (BASE / TOPIC / "facts.yaml").read_text("utf-8").replace("value: 7", f"value: {value}")
    figures = (BASE / TOPIC / "figures.yaml").read_text("utf-8").replace("units", kind)
    project, _ = read_project(
        base({f"{TOPIC}/facts.yaml": facts, f"{TOPIC}/figures.yaml": figures})
    )
    assert project is not None
    assert (
        codes(check_figures(project.topics["lead-pipes"], {"resident", "press", "agency"}))
        == expected
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('locales = ["en-US"]', 'locales = ["en-US", "en-GB"]', []),
        ('locales = ["en-US"]', 'locales = ["en-US", "fr"]', [(Code.LOCALE_MISSING, "2:21")]),
        ('["resident"]', '["resident", "agency"]', []),
        ('["resident"]', '["residnt"]', [(Code.AUDIENCE_UNKNOWN, "11:14")]),
        ('["resident"]', '["resident"]\nlocales = ["fr"]', [(Code.LOCALE_MISSING, "12:12")]),
        (
            '["resident"]',
            '["resident"]\n[[brief]]\ntopic = "lead-pipes"\naudiences = ["resident"]',
            [(Code.ID_DUPLICATE, "12:1")],
        ),
        (
            '["resident"]',
            '["resident"]\n[[brief]]\nid = "b"\ntopic = "lead-pipes"\naudiences = ["resident"]',
            [],
        ),
    ],
)
def test_rule_of_settings(
    changed: Callable[..., Project], old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    project = changed("briefs.toml", (old, new))
    found = list(check_settings(project))
    assert [(one.code, f"{one.place.line}:{one.place.column}") for one in found] == expected


def test_a_noun_is_there_in_every_language_of_its_briefs(base: Base) -> None:
    settings = (BASE / "briefs.toml").read_text("utf-8").replace('["en-US"]', '["en-US", "es-US"]')
    english = (Path(__file__).parents[2] / "assets/locales/en.yaml").read_text("utf-8")
    project, _ = read_project(base({"briefs.toml": settings, "assets/locales/es.yaml": english}))
    assert project is not None
    found = list(check_settings(project))
    assert [(one.code, str(one.place)) for one in found] == [
        (Code.LOCALE_MISSING, f"{TOPIC}/topic.yaml:7:5")
    ]


def of_edition(project: Project) -> list[Diagnostic]:
    edition = Edition("lead-pipes", "lead-pipes", "resident", "en-US", Paper.LETTER)
    prose = project.topics["lead-pipes"].prose["resident", "en"]
    return list(check_references(edition, project, prose))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ('fact("start")', 'fact("strat")', [Code.FACT_UNKNOWN]),
        ('quote("quote-mayor")', 'note("quote-major")', [Code.FACT_UNKNOWN]),
        ('figure("homes")', 'figure("houses")', [Code.FIGURE_UNKNOWN]),
        ("{: #views }", "{: #view }", [Code.SECTION_MISSING, Code.SECTION_UNUSED]),
        ("{: #views }", "{: #views }\n\n## More {: #more }", []),
    ],
)
def test_rule_of_references(
    changed: Callable[..., Project], old: str, new: str, expected: list[str]
) -> None:
    pairs = ((old, new),) if old else ()
    assert codes(iter(of_edition(changed("text/resident.en.md", *pairs)))) == expected


@pytest.mark.parametrize(
    ("evidence", "place"), [('"7 in the north"', "3:11"), ('"12 homes"', "4:10")]
)
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("audiences: [press]", Code.FACT_AUDIENCE),
        ("audiences: [press, resident]", None),
        ("status: withdrawn\n  reason: No longer true.", Code.FACT_HELD),
        ("status: ok", None),
    ],
)
def test_a_fact_of_a_figure_is_for_the_audience_or_for_nobody(
    changed: Callable[..., Project], evidence: str, place: str, more: str, expected: str | None
) -> None:
    project = changed("facts.yaml", (f"evidence: {evidence}", f"evidence: {evidence}\n  {more}"))
    found = [one for one in of_edition(project) if one.place.file.endswith("figures.yaml")]
    assert [(one.code, f"{one.place.line}:{one.place.column}") for one in found] == (
        [(expected, place)] if expected else []
    )


def test_paired_views_are_printed_together(changed: Callable[..., Project]) -> None:
    topic = changed("facts.yaml").topics["lead-pipes"]
    page = Place(f"{TOPIC}/text/resident.en.md")

    def place_of(_: str) -> Place:
        return page

    both = ("view-faster", "view-slower", "start")
    assert list(check_printed(both, topic, place_of)) == []
    (alone,) = check_printed(("view-slower",), topic, place_of)
    assert alone.code == Code.PAIR_MISSING
    assert '"view-faster"' in alone.message


def test_what_templates_bring_in_is_followed_once() -> None:
    project, _ = read_project(BASE)
    assert project is not None
    files = [one.file for one in family(project.templates["resident.html.j2"], project.templates)]
    assert len(files) == len(set(files))
    assert {
        "templates/resident.html.j2",
        "(built-in) templates/base.html.j2",
        "(built-in) templates/partials/closing.html.j2",
    } <= set(files)


def test_a_figure_is_meant_for_audiences_that_there_are(changed: Callable[..., Project]) -> None:
    caption = "caption: {en: Homes on the list}"
    project = changed("figures.yaml", (caption, f"{caption}\n  audiences: [resident, residnt]"))
    (found,) = check_figures(project.topics["lead-pipes"], {"resident", "press"})
    assert found.code == Code.AUDIENCE_UNKNOWN
    assert str(found.place) == f"{TOPIC}/figures.yaml:6:25"
    assert 'did you mean "resident"?' in found.mend
