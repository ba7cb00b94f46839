"""Two sources that disagree stand together on a page, or one of them is held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.check.facts import check_facts
from briefs.check.pairs import check_printed
from briefs.model.codes import Code
from briefs.model.diagnostic import Place
from briefs.model.topic import Topic
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
HERE = Place("resident.en.md", 8, 3)
LETTER = """- id: homes-letter
  kind: count
  value: 13
  unit: homes
  label: {en: homes on the list}
  as_of: 2025-08-02
  source: county-report
  evidence: "13 homes"
  same_as: homes-all

- id: grant-max"""

Read = Callable[[str], Topic]


@pytest.fixture
def read(base: Callable[[dict[str, str]], Path]) -> Read:
    """The base's topic with another source's value for the homes on its list."""

    def topic(letter: str) -> Topic:
        name = f"{TOPIC}/facts.yaml"
        text = (BASE / name).read_text("utf-8").replace("- id: grant-max", letter, 1)
        project, findings = read_project(base({name: text}))
        assert project is not None
        assert not findings
        return project.topics["lead-pipes"]

    return topic


def alone(topic: Topic, *printed: str) -> list[str]:
    found = list(check_printed(printed, topic, lambda _: HERE))
    assert {one.code for one in found} <= {Code.SOURCES_DISAGREE}
    assert {one.place for one in found} <= {HERE}
    return [one.message.split('"')[1] for one in found]


def test_values_that_disagree_are_printed_together(read: Read) -> None:
    topic = read(LETTER)
    assert alone(topic, "homes-all") == ["homes-all"]
    assert alone(topic, "homes-letter") == ["homes-letter"]
    assert alone(topic, "homes-all", "homes-letter") == []
    assert alone(topic, "homes-north", "grant-max") == []


def test_mend_names_the_call_that_prints_both(read: Read) -> None:
    (found,) = check_printed(["homes-letter"], read(LETTER), lambda _: HERE)
    assert 'pair("homes-letter")' in found.mend
    assert "homes-all" in found.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 13", "value: 12"),
        ("value: 13", 'value: "12.0"'),
        ("  same_as: homes-all", "  same_as: homes-all\n  status: held\n  reason: not settled"),
        ("  same_as: homes-all\n", ""),
    ],
)
def test_nothing_is_said_of_equal_held_or_other_values(read: Read, old: str, new: str) -> None:
    assert alone(read(LETTER.replace(old, new)), "homes-all") == []


def test_same_number_with_another_qualifier_disagrees(read: Read) -> None:
    topic = read(LETTER.replace("value: 13", "value: 12\n  qualifier: up to"))
    assert alone(topic, "homes-all") == ["homes-all"]


def test_third_source_disagrees_with_the_first(read: Read) -> None:
    third = LETTER.replace("homes-letter", "homes-survey").replace("value: 13", "value: 14")
    topic = read(third.replace("- id: grant-max", LETTER))
    assert alone(topic, "homes-all", "homes-letter") == ["homes-all"]
    assert alone(topic, "homes-all", "homes-letter", "homes-survey") == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: homes", "unit: percent", Code.VALUE_INVALID),
        ("kind: count", "kind: rate", Code.VALUE_INVALID),
        ("same_as: homes-all", "same_as: homes-al", Code.FACT_UNKNOWN),
    ],
)
def test_only_values_of_one_kind_and_unit_are_the_same_thing(
    base: Callable[[dict[str, str]], Path], old: str, new: str, code: Code
) -> None:
    name = f"{TOPIC}/facts.yaml"
    letter = LETTER.replace(old, new)
    text = (BASE / name).read_text("utf-8").replace("- id: grant-max", letter, 1)
    project, findings = read_project(base({name: text}))
    assert project is not None
    assert not findings
    topic = project.topics["lead-pipes"]
    (found,) = check_facts(topic, project, lambda unit: unit == "USD")
    assert found.code == code
    assert found.place == topic.facts["homes-letter"].origin.at("same_as")
    if code == Code.FACT_UNKNOWN:
        assert 'did you mean "homes-all"?' in found.mend
