"""The box of changes in the example's editions: it says it, and every page still fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from briefs.check.layout import check_layout
from briefs.compose.page import Page, compose, find_prose
from briefs.model.diagnostic import Diagnostic
from briefs.model.edition import Edition
from briefs.model.issue import Issue
from briefs.model.project import Paper
from briefs.model.record import Change, ChangeKind, RecordedFact
from briefs.model.value import Kind
from briefs.publish.check import calendar_of
from briefs.publish.editions.states import state_of
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection, plan
from briefs.publish.project import OpenProject, open_project
from briefs.render.fonts import text_width
from tests.pdf.conftest import ROOT
from tests.pdf.reading import text_of
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
REASON = "The source gives this for new hires, and we had given it for all officers"
HASH = "a" * 64
HEADINGS = {
    "en-US": ("Correction", "What changed since edition 2"),
    "es-US": ("Corrección", "Qué cambió desde la edición 2"),
}
UPDATES = [ChangeKind.UPDATED] * 5
MIXED = [
    ChangeKind.CORRECTED, ChangeKind.UPDATED, ChangeKind.STALE, ChangeKind.ADDED, ChangeKind.UPDATED
]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An edition that tells of changes."""

    edition: Edition
    kinds: tuple[ChangeKind, ...]
    page: Page
    path: Path
    findings: tuple[Diagnostic, ...]


def formerly(fact: RecordedFact) -> RecordedFact:
    """A fact as it could have been: another number, day or word."""
    if fact.value is None:
        words = fact.shown[0].split()
        middle = len(words) // 2
        return fact.model_copy(
            update={"shown": (" ".join([*words[:middle], "once", *words[middle:]]),)}
        )
    value = "2024-09-30" if fact.kind is Kind.DATE else f"{Decimal(fact.value) * 9 + 1:f}"
    return fact.model_copy(update={"value": value})


def changes_of(
    page: Page, facts: dict[str, RecordedFact], kinds: Sequence[ChangeKind]
) -> tuple[Change, ...]:
    """A change of each kind, of the page's first three values and first two sentences."""
    printed = [facts[name] for name in page.facts if facts[name].kind != "contact"]
    values = [fact for fact in printed if fact.value is not None]
    sentences = [fact for fact in printed if fact.value is None]
    chosen = [*values[:3], *(sentences * 5)][: len(kinds)]
    return tuple(
        Change(
            fact=fact.id,
            kind=kind,
            old=None if kind is ChangeKind.ADDED else formerly(fact),
            new=fact,
            reason=REASON if kind is ChangeKind.CORRECTED else None,
        )
        for kind, fact in zip(kinds, chosen, strict=True)
    )


def told(
    project: OpenProject,
    engines: Engines,
    edition: Edition,
    kinds: Sequence[ChangeKind],
    folder: Path,
    today: date,
) -> Told:
    """An edition set with changes of these kinds."""
    content = project.content
    topic = content.topics[edition.topic]
    calendar = calendar_of(content, topic, today)
    facts = state_of(content, topic, locale=edition.locale).claims.facts
    plain = compose(edition, content, text_width, HASH, calendar)
    changes = changes_of(plain, {fact.id: fact for fact in facts}, kinds)
    issue = Issue(3, HASH, 2, changes, today)
    page = compose(edition, content, text_width, HASH, calendar, issue)
    assert page.diagnostics == ()
    assert page.printed == plain.printed
    figures = engines.svgs(page.drawings, str(edition))
    with engines.setter() as setter:
        pdf = setter.pdf(page.html, page.css, figures, page.link_names, str(edition))
    name = f"{edition.audience}.{edition.locale}.{edition.paper}.{edition.large_print}.{len(kinds)}"
    path = folder / f"{name}.{kinds[0]}.pdf"
    path.write_bytes(pdf.data)
    prose = find_prose(topic, edition.audience, edition.locale)
    assert prose is not None
    template = content.audiences[edition.audience]
    findings = tuple(check_layout(pdf.layout, edition, template, prose))
    return Told(edition, tuple(kinds), page, path, findings)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """The example on Letter, where it is tightest, with one and with five changes; on A4 too."""
    project = open_project(ROOT)
    folder = tmp_path_factory.mktemp("changes")
    made = []
    with open_engines(project, 2) as engines:
        for paper, sets in (
            (Paper.LETTER, (UPDATES, MIXED[:1], MIXED)),
            (Paper.A4, (MIXED,)),
        ):
            for edition in plan(project.content, Selection(paper=paper))[0]:
                made += [
                    told(project, engines, edition, kinds, folder, date(2025, 8, 15))
                    for kinds in sets
                ]
    assert len(made) == 32
    return made


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """In Spanish, and in large print."""
    folder = tmp_path_factory.mktemp("others")
    made = []
    for root, selection, today in (
        (BILINGUAL, Selection(large_print=False), date(2026, 3, 20)),
        (ROOT, Selection(audiences=["press"], large_print=True), date(2025, 8, 15)),
    ):
        project = open_project(root)
        with open_engines(project, 1) as engines:
            made += [
                told(project, engines, edition, MIXED, folder, today)
                for edition in plan(project.content, selection)[0]
            ]
    assert {one.edition.locale for one in made} == set(HEADINGS)
    return made


def test_no_page_overflows_for_telling_of_changes(editions: list[Told], others: list[Told]) -> None:
    found = {one.path.name: one.findings for one in (*editions, *others)}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_a_correction_stands_above_all_else_and_the_rest_at_the_end(
    editions: list[Told], others: list[Told]
) -> None:
    for one in (*editions, *others):
        text = " ".join(text_of(one.path).split())
        correction, since = HEADINGS[one.edition.locale]
        wrong = one.kinds[0] is ChangeKind.CORRECTED
        assert (f"{correction} " in text) is wrong, one.path.name
        assert (since in text) is (len(one.kinds) > 1 or not wrong), one.path.name
        if wrong:
            assert text.index(f"{correction} ") < len(text) / 4
            assert f"{REASON}." in text
        if since in text:
            assert text.index(since) > len(text) / 3


def test_former_values_stand_nowhere_but_in_the_box(editions: list[Told]) -> None:
    for one in editions:
        boxes = re.findall(r'<div class="(?:correction|changes)">.*?</div>', one.page.html, re.S)
        assert one.page.html.count("data-old-fact") == "".join(boxes).count("data-old-fact") > 0


def test_they_are_ua_1_and_a_3a(editions: list[Told], others: list[Told]) -> None:
    chosen = [one.path for one in (*editions, *others) if len(one.kinds) == len(MIXED)]
    assert validate(chosen) == {path: [] for path in chosen}
