"""What nothing prints is named; what stands behind something printed is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.check.unused import check_unused
from briefs.model.topic import Topic
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
GRANT = '  source: county-report\n  evidence: "up to $4,000"'
SPARE = """
- id: spare
  kind: count
  value: 12
  unit: homes
  label: {en: homes}
  as_of: 2025-08-02
  source: county-report
  evidence: "12"
"""

Read = Callable[..., Topic]


@pytest.fixture
def read(base: Callable[[dict[str, str]], Path]) -> Read:
    """The base's topic with texts of its files changed for others."""

    def topic(*changes: tuple[str, str, str]) -> Topic:
        files: dict[str, str] = {}
        for file, old, new in changes:
            name = f"{TOPIC}/{file}"
            text = files.get(name, (BASE / name).read_text("utf-8"))
            assert old in text
            files[name] = text.replace(old, new, 1)
        project, findings = read_project(base(files))
        assert project is not None
        assert not findings
        return project.topics["lead-pipes"]

    return topic


def unused(
    topic: Topic, without: str = "", audiences: tuple[str, ...] = ("resident",)
) -> list[str]:
    facts = {name for name in topic.facts if name not in {without, "spare"}}
    found = check_unused(topic, facts, {"homes"}, audiences)
    return [f"{one.severity} {one.code} {one.place.line}:{one.place.column}" for one in found]


def with_spare(*lines: str) -> tuple[str, str, str]:
    more = "".join(f"  {line}\n" for line in lines)
    return ("facts.yaml", "- id: grant-max", f"{SPARE.lstrip()}{more}\n- id: grant-max")


def test_nothing_is_unused_where_all_is_printed(read: Read) -> None:
    assert unused(read()) == []


def test_fact_that_nothing_prints_is_named_at_its_id(read: Read) -> None:
    assert unused(read(), without="grant-max") == ["warning fact-unused 1:7"]


@pytest.mark.parametrize(
    "lines",
    [
        ["audiences: [press]"],
        ["audiences: [resident, press]"],
        ["audiences: []", "reason: not settled"],
        ["status: held", "reason: not settled"],
        ["status: withdrawn", "reason: it was wrong"],
        ["same_as: homes-all"],
    ],
)
def test_fact_that_is_kept_on_purpose_is_left_in_peace(read: Read, lines: list[str]) -> None:
    assert unused(read(with_spare(*lines))) == []


def test_fact_of_an_audience_with_a_brief_is_not(read: Read) -> None:
    topic = read(with_spare("audiences: [resident, press]"))
    assert unused(topic, audiences=("resident", "press")) == ["warning fact-unused 1:7"]


def test_rival_that_differs_is_wanted_on_the_page(read: Read) -> None:
    file, old, new = with_spare("same_as: homes-all")
    topic = read((file, old, new.replace("value: 12", "value: 13", 1)))
    assert unused(topic) == ["warning fact-unused 1:7"]


SUM = ("facts.yaml", "value: 12", 'value: "= homes-north + homes-south"')


@pytest.mark.parametrize(("changes", "expected"), [([SUM], []), ([], ["warning fact-unused 20:7"])])
def test_formula_uses_what_it_names(
    read: Read, changes: list[tuple[str, str, str]], expected: list[str]
) -> None:
    assert unused(read(*changes), without="homes-north") == expected


def test_formula_uses_no_fact_whose_id_is_the_beginning_of_another(read: Read) -> None:
    file, old, new = with_spare()
    topic = read((file, old, new.replace("id: spare", "id: homes")), SUM)
    found = check_unused(topic, set(topic.facts) - {"homes"}, {"homes"}, ("resident",))
    assert [one.message for one in found] == ['no brief prints the fact "homes"']


@pytest.mark.parametrize(
    ("meant_for", "expected"),
    [(None, ["figure-unused"]), ("[press]", []), ("[resident]", ["figure-unused"])],
)
def test_figure_that_no_page_places_is_named_unless_it_waits_for_its_audience(
    read: Read, meant_for: str | None, expected: list[str]
) -> None:
    line = f"\n  audiences: {meant_for}" if meant_for else ""
    topic = read(("figures.yaml", "kind: units", f"kind: units{line}"))
    found = check_unused(topic, set(topic.facts), set(), ["resident"])
    assert [str(one.code) for one in found] == expected


def test_source_that_no_fact_cites_is_named(read: Read) -> None:
    more = "- id: spare-source\n  title: Letter\n  publisher: Marlow County\n"
    more += "  retrieved: 2025-08-09\n  kind: government\n\n- id: county-report"
    topic = read(("sources.yaml", "- id: county-report", more))
    assert unused(topic) == ["warning source-unused 1:7"]


def test_held_fact_keeps_its_source(read: Read) -> None:
    more = "- id: spare-source\n  title: Letter\n  publisher: Marlow County\n"
    more += "  retrieved: 2025-08-09\n  kind: government\n\n- id: county-report"
    file, old, new = with_spare("status: held", "reason: not settled")
    held = (file, old, new.replace("county-report", "spare-source", 1))
    assert unused(read(("sources.yaml", "- id: county-report", more), held)) == []
