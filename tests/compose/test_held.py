"""A fact that is held reaches a page by no route: not as a value, nor a label, note, date or text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.model.codes import Code
from briefs.model.errors import InputError
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.project import open_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
FOLDER = "assets/topics/lead-pipes"
PROSE = f"{FOLDER}/text/resident.en.md"
FACTS = f"{FOLDER}/facts.yaml"
FIGURES = f"{FOLDER}/figures.yaml"
SOURCES = f"{FOLDER}/sources.yaml"
TEMPLATE = "templates/resident.html.j2"
HELD = """
- id: secret-count
  kind: count
  value: 77777
  unit: homes
  label: {en: unsettled-label homes}
  note: {en: unsettled-note}
  as_of: 2025-05-05
  source: county-report
  evidence: "unsettled"
  status: STATUS
  reason: Not settled.

- id: secret-view
  kind: view
  text: {en: The clerk says unsettled-view.}
  label: {en: unsettled-label view}
  note: {en: unsettled-note}
  as_of: 2025-05-05
  source: county-report
  evidence: "unsettled"
  attribution: {en: the clerk}
  status: STATUS
  reason: Not settled.

- id: secret-quote
  kind: quote
  text: {en: Unsettled-quote.}
  as_of: 2025-05-05
  source: county-report
  evidence: "Unsettled-quote."
  attribution: {en: the unsettled-speaker}
  status: STATUS
  reason: Not settled.

- id: secret-contact
  kind: contact
  value: unsettled-office
  label: {en: unsettled-label office}
  reaches: {en: unsettled-clerk}
  as_of: 2025-05-05
  verified_on: 2025-05-05
  source: county-report
  evidence: "unsettled"
  audiences: [resident]
  status: STATUS
  reason: Not settled.
"""
Base = Callable[[dict[str, str]], Path]

CALLS = [
    "fact(NAME)",
    "fact(NAME).value",
    "fact(NAME).counted",
    "fact(NAME).label",
    "fact(NAME).as_of",
    "note(NAME)",
]


@pytest.fixture
def held(base: Base) -> Callable[..., Path]:
    """The base project with held facts, and texts of its files changed for others."""

    def make(*changes: tuple[str, str, str], status: str = "held") -> Path:
        texts = {FACTS: (BASE / FACTS).read_text("utf-8")}
        for name, old, new in changes:
            text = texts.get(name) or (BASE / name).read_text("utf-8")
            assert text.count(old) == 1, old
            texts[name] = text.replace(old, new)
        texts[FACTS] += HELD.replace("STATUS", status)
        return base(texts)

    return make


def is_stopped(root: Path) -> None:
    """Neither a check nor a build lets the page through."""
    checked = check(open_project(root))
    found = {finding.code for finding in checked.findings}
    assert Code.FACT_HELD in found, found
    assert checked.failed
    with pytest.raises(InputError):
        build(open_project(root), dry_run=True)


def test_a_held_fact_that_nobody_prints_is_no_finding(held: Callable[..., Path]) -> None:
    checked = check(open_project(held()))
    assert not checked.failed
    pages = "".join(page.html for page in checked.pages.values())
    assert pages
    assert "nsettled" not in pages
    assert "77777" not in pages
    assert "77,777" not in pages


@pytest.mark.parametrize("status", ["held", "withdrawn"])
@pytest.mark.parametrize("name", ['"secret-count"', '"secret" ~ "-count"'])
@pytest.mark.parametrize("call", CALLS)
def test_prose_cannot_call_it(held: Callable[..., Path], call: str, name: str, status: str) -> None:
    words = f"a {{{{ {call.replace('NAME', name)} }}}} home gets"
    is_stopped(held((PROSE, "a home gets", words), status=status))


@pytest.mark.parametrize(
    "call",
    [
        'say("secret-view")',
        'say("secret" ~ "-view")',
        'quote("secret-quote")',
        'quote("secret" ~ "-quote")',
        'fact("secret" ~ "-contact")',
        'fact("secret" ~ "-contact").label',
        'note("secret" ~ "-view")',
    ],
)
def test_prose_cannot_say_it(held: Callable[..., Path], call: str) -> None:
    is_stopped(held((PROSE, '{{ quote("quote-mayor") }}', f"{{{{ {call} }}}}")))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FACTS, "label: {en: homes in the north}", 'label: {en: "homes {{ CALL }}"}'),
        (FACTS, "Some residents say that", "\"Some residents say {{ CALL }} that"),
        (FIGURES, "caption: {en: Homes on the list}", 'caption: {en: "Homes {{ CALL }}"}'),
        (FIGURES, "whole: homes-all", 'whole: homes-all\n  note: {en: "Homes {{ CALL }}"}'),
        (FACTS, "attribution: {en: the mayor}", 'attribution: {en: "the mayor {{ CALL }}"}'),
        (FACTS, "attribution: {en: the mayor}",
         'attribution: {en: the mayor}\n  note: {en: "A note {{ CALL }}"}'),
        (SOURCES, "kind: government", 'kind: government\n  note: {en: "A note {{ CALL }}"}'),
        (PROSE, "summary: What the county pays for, and", 'summary: "What {{ CALL }}'),
        (PROSE, "title: New pipes for Marlow County", 'title: "New pipes {{ CALL }}"'),
        (PROSE, "## What is new", "## What is {{ CALL }} new"),
    ],
)  # fmt: skip
def test_no_other_text_can_call_it(
    held: Callable[..., Path], file: str, old: str, new: str, call: str
) -> None:
    new = new.replace("CALL", call.replace("NAME", "'secret-count'"))
    change = [(file, old, new)]
    if old.startswith("Some residents"):
        end = " the work should go faster."
        change = [(file, old + end, new + end + '"')]
    elif old.startswith("summary"):
        end = " what people say."
        change = [(file, old + end, new + end + '"')]
    is_stopped(held(*change))


@pytest.mark.parametrize(
    "words",
    [
        '{{ message("retrieved", date=fact("secret" ~ "-count")) }}',
        '{{ message("retrieved", date=fact("secret" ~ "-count").label) }}',
        '{{ message("retrieved", date=note("secret" ~ "-count")) }}',
        '{% for part in ["count"] %}{{ fact("secret-" ~ part).label }}{% endfor %}',
        '{% set held = fact("secret" ~ "-count") %}{{ held.label }}',
        '{% if fact("secret" ~ "-count").label %}more{% endif %}',
        '<img alt="{{ fact("secret" ~ "-count") }}" src="">',
        '<p title="{{ fact("secret" ~ "-count").label }}">words</p>',
        '{{ fact("secret" ~ "-count").label | upper }}',
        '{{ [fact("secret" ~ "-count")] | first }}',
    ],
)
def test_a_template_cannot_call_it(held: Callable[..., Path], words: str) -> None:
    more = '{{ section("more") }}'
    is_stopped(held((TEMPLATE, more, f"{more}\n{words}")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[homes-north, homes-south]", "[homes-north, secret-count]"),
        ("whole: homes-all", "whole: secret-count"),
    ],
)
@pytest.mark.parametrize("name", ['"homes"', '"ho" ~ "mes"'])
@pytest.mark.parametrize("kind", ["units", "bars", "table"])
def test_no_figure_can_show_it(
    held: Callable[..., Path], old: str, new: str, name: str, kind: str
) -> None:
    value = ("value: 77777", "value: 7")
    root = held(
        (FIGURES, old, new),
        (FIGURES, "kind: units", f"kind: {kind}"),
        (PROSE, 'figure("homes")', f"figure({name})"),
    )
    path = root / FACTS
    path.write_text(path.read_text("utf-8").replace(*value), "utf-8")
    is_stopped(root)


def test_no_pair_can_show_it(held: Callable[..., Path]) -> None:
    alone = "attribution: {en: other residents}"
    is_stopped(held((FACTS, alone, f"{alone}\n  status: held\n  reason: Not settled.")))


def test_no_rival_value_can_show_it(held: Callable[..., Path]) -> None:
    root = held((PROSE, 'fact("homes-all").counted', 'pair("homes" ~ "-all")'))
    path = root / FACTS
    text = path.read_text("utf-8").replace(
        "  unit: homes\n  label: {en: unsettled",
        "  unit: homes\n  same_as: homes-all\n  label: {en: unsettled",
    )
    path.write_text(text, "utf-8")
    checked = check(open_project(root))
    assert checked.failed
    assert checked.pages == {}


@pytest.mark.parametrize("formula", ["secret-count + 1", "homes-north + secret-count", "derived"])
def test_no_formula_can_give_it_away(held: Callable[..., Path], formula: str) -> None:
    """Whoever knows the other parts of a sum can compute the one that is held."""
    derived = ""
    if formula == "derived":
        formula = "sum-of-it - 1"
        derived = """
- id: sum-of-it
  kind: count
  value: "= secret-count + 2"
  unit: homes
  label: {en: homes}
  as_of: 2025-08-02
  source: county-report
"""
    root = held((FACTS, "value: 12\n", f'value: "= {formula}"\n'))
    path = root / FACTS
    path.write_text(path.read_text("utf-8").replace("  part_of: homes-all\n", "") + derived)
    is_stopped(root)


def test_the_list_of_contacts_leaves_it_out(held: Callable[..., Path]) -> None:
    more = '{{ section("more") }}'
    contacts = '{% include "partials/contacts.html.j2" %}'
    checked = check(open_project(held((TEMPLATE, more, contacts))))
    assert not checked.failed
    assert "nsettled" not in "".join(page.html for page in checked.pages.values())
