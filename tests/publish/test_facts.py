"""What there is to say of each fact on one day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from briefs.model.errors import InputError, UsageError
from briefs.model.freshness import Freshness
from briefs.publish.facts import due_within, find_fact, list_facts, places_of
from briefs.publish.project import OpenProject, open_project

TESTS = Path(__file__).resolve().parents[1]
BASE, BILINGUAL = TESTS / "mistakes" / "_base", TESTS / "projects" / "bilingual"
IN_MARCH = date(2026, 3, 20)


@pytest.fixture(scope="module")
def base() -> OpenProject:
    """The base."""
    return open_project(BASE)


def test_facts_come_in_the_order_of_their_file(base: OpenProject) -> None:
    names = [one.fact.id for one in list_facts(base)]
    assert names == list(base.content.topics["lead-pipes"].facts)


def test_values_are_shown_as_they_are_printed(base: OpenProject) -> None:
    shown = {one.fact.id: one.shown for one in list_facts(base)}
    assert shown["grant-max"] == "up to $4,000"
    assert shown["homes-all"] == "12 homes"
    assert shown["start"] == "October 2025"
    assert shown["quote-mayor"] == "Every home counts."


def test_sentence_is_shown_with_the_facts_that_it_names() -> None:
    state = find_fact(open_project(BILINGUAL), "grant-and-wait", IN_MARCH)
    assert "up to $4,500 after a wait of fewer than 40 days" in state.shown


def test_sentence_that_cannot_be_filled_is_shown_as_it_is_written(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BILINGUAL, tmp_path / "project"))
    facts = root / "assets/topics/home-repairs/facts.yaml"
    facts.write_text(
        facts.read_text("utf-8").replace("fact('grant-max')", "fact('grant')"), "utf-8"
    )
    state = find_fact(open_project(root), "grant-and-wait", IN_MARCH)
    assert "{{ fact('grant') }}" in state.shown


@pytest.mark.parametrize(
    ("day", "state"),
    [("2025-09-01", Freshness.FRESH), ("2025-09-02", Freshness.DUE), ("2025-10-02", "overdue")],
)
def test_state_is_that_of_the_day(base: OpenProject, day: str, state: str) -> None:
    one = find_fact(base, "homes-all", date.fromisoformat(day))
    assert (one.state, one.due, one.refused_from) == (state, date(2025, 9, 1), date(2025, 10, 2))


@pytest.mark.parametrize(
    ("days", "number"), [(0, 0), (16, 0), (17, 3), (46, 3), (47, 6), (10**7, 9)]
)
def test_facts_that_come_due_are_in_the_order_of_their_days(
    base: OpenProject, days: int, number: int
) -> None:
    found = due_within(base, days)
    assert len(found) == number
    assert [one.due for one in found] == sorted(one.due for one in found)


def test_places_are_each_said_once_by_edition() -> None:
    project = open_project(BILINGUAL)
    places = places_of(project, find_fact(project, "fund-max", IN_MARCH), IN_MARCH)
    where = {
        (edition.audience, edition.locale): [(one.section, one.figure) for one in found]
        for edition, found in places.items()
    }
    both = [("money", ""), ("money", "money")]
    audiences, locales = ("resident", "council"), ("en-US", "es-US")
    assert where == {(audience, locale): both for audience in audiences for locale in locales}


def test_editions_that_do_not_print_it_are_left_out() -> None:
    project = open_project(BILINGUAL)
    places = places_of(project, find_fact(project, "grant-mean", IN_MARCH), IN_MARCH)
    assert {edition.audience for edition in places} == {"council"}


def test_places_are_unknown_while_a_page_cannot_be_composed(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BILINGUAL, tmp_path / "project"))
    prose = root / "assets/topics/home-repairs/text/council.es.md"
    prose.write_text(prose.read_text("utf-8").replace('fact("paid")', 'fact("payd")'), "utf-8")
    project = open_project(root)
    with pytest.raises(InputError) as caught:
        places_of(project, find_fact(project, "fee", IN_MARCH), IN_MARCH)
    assert [found.code for found in caught.value.diagnostics] == ["fact-unknown"]


def test_unknown_fact_is_guessed(base: OpenProject) -> None:
    with pytest.raises(UsageError) as caught:
        find_fact(base, "homes-al")
    assert "homes-all" in caught.value.mend
