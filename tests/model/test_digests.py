"""The hash of a fact holds all that a reader may see or check, and nothing of how it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.model.digests import brief_hash, fact_hash
from briefs.model.edition import Edition
from briefs.model.project import Paper
from briefs.model.topic import Topic
from briefs.read.project import read_project

BASE = Path(__file__).parents[1] / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
FACTS, SOURCES, SHEET = (f"{TOPIC}/{name}.yaml" for name in ("facts", "sources", "topic"))

SUM = """
- id: homes-sum
  kind: count
  value: "= homes-north + homes-south"
  unit: homes
  label: {en: homes in both}
  as_of: 2025-08-02
  source: county-report

- id: told
  kind: statement
  text: {en: 'The county has {{ fact("homes-sum").counted }} to do.'}
  as_of: 2025-08-02
  source: county-report
  evidence: "7 in the north, 5 in the south"
"""

Read = Callable[..., Topic]


@pytest.fixture
def read(base: Callable[[dict[str, str]], Path]) -> Read:
    """The base's topic with facts that rest on others, and texts of a file changed for others."""
    rounds = iter(range(100))

    def topic(file: str = FACTS, *pairs: tuple[str, str]) -> Topic:
        texts = {name: (BASE / name).read_text("utf-8") for name in (FACTS, SOURCES, SHEET)}
        texts[FACTS] += SUM
        for old, new in pairs:
            assert old in texts[file], old
            texts[file] = texts[file].replace(old, new, 1)
        root = base(texts)
        project, _ = read_project(root.rename(root.with_name(f"read-{next(rounds)}")))
        assert project is not None
        return project.topics["lead-pipes"]

    return topic


def digest(topic: Topic, name: str) -> str:
    return fact_hash(topic, topic.facts[name])


def test_hash_of_a_fact_stays_the_same_from_version_to_version(read: Read) -> None:
    """Another hash of the same fact would void every approval that somebody has given."""
    assert digest(read(), "grant-max") == (
        "4eb64110b0ef53a7b75229558573d1aefb1310db8acd6743dc9ab15e28504890"
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FACTS, "value: 4000", "value: 4500"),
        (FACTS, "unit: USD", "unit: EUR"),
        (FACTS, "qualifier: up to", "qualifier: about"),
        (FACTS, "grant for a new pipe", "grant for an old pipe"),
        (FACTS, "as_of: 2025-08-02", "as_of: 2025-08-03"),
        (FACTS, "source: county-report", "source: county-report\n  review_by: 2025-09-09"),
        (FACTS, '"up to $4,000"', '"up to $4,000 a home"'),
        (FACTS, "  unit: USD", "  note: {en: For one home.}\n  unit: USD"),
        (FACTS, "  unit: USD", "  measure: goal\n  unit: USD"),
        (FACTS, "  unit: USD", "  audiences: [resident]\n  unit: USD"),
        (FACTS, "  unit: USD", "  status: held\n  reason: Not signed.\n  unit: USD"),
        (FACTS, "kind: amount", "kind: rate"),
        (SOURCES, "title: Report on water pipes", "title: Report on pipes"),
        (SOURCES, "retrieved: 2025-08-09", "retrieved: 2025-08-10"),
        (SOURCES, "https://example.org/report", "https://example.org/reports"),
        (SOURCES, "kind: government", "kind: news"),
    ],
)
def test_hash_changes_with_all_that_a_reader_sees_or_checks(
    read: Read, file: str, old: str, new: str
) -> None:
    assert digest(read(file, (old, new)), "grant-max") != digest(read(), "grant-max")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            FACTS,
            "- id: grant-max\n  kind: amount\n",
            "# First.\n\n- kind: amount\n  id: grant-max\n",
        ),
        (FACTS, "value: 4000", 'value: "4000"'),
        (FACTS, "{en: grant for a new pipe}", '\n    en: "grant for a new pipe"'),
        (FACTS, "  unit: USD", "  derive: true\n  unit: USD"),
        (FACTS, "  unit: USD", "  note:\n  unit: USD"),
        (FACTS, "7 in the north", "7 homes in the north"),
        (SHEET, "Section 12", "Section 13"),
    ],
)
def test_hash_stays_where_only_the_writing_or_another_fact_changes(
    read: Read, file: str, old: str, new: str
) -> None:
    assert digest(read(file, (old, new)), "grant-max") == digest(read(), "grant-max")


def test_order_of_facts_and_of_names_in_a_list_says_nothing(read: Read) -> None:
    first, second = (
        read(FACTS, ("  unit: USD", f"  unit: USD\n  audiences: {names}"))
        for names in ("[press, resident]", "[resident, press]")
    )
    assert digest(first, "grant-max") == digest(second, "grant-max")
    text = (BASE / FACTS).read_text("utf-8")
    head, tail = text.split("- id: homes-all", 1)
    moved = read(FACTS, (text, f"- id: homes-all{tail}\n{head}"))
    assert next(iter(moved.facts)) == "homes-all"
    assert digest(moved, "grant-max") == digest(read(), "grant-max")


@pytest.mark.parametrize("name", ["homes-sum", "told"])
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FACTS, "value: 7", "value: 8"),
        (FACTS, '"7 in the north"', '"7 homes in the north"'),
        (FACTS, "homes-north + homes-south", "homes-north * homes-south"),
        (SOURCES, "title: Report on water pipes", "title: Report on pipes"),
        (SHEET, "other: homes", "other: houses"),
    ],
)
def test_what_a_fact_is_computed_from_or_names_is_part_of_it(
    read: Read, name: str, file: str, old: str, new: str
) -> None:
    assert digest(read(file, (old, new)), name) != digest(read(), name)


def test_facts_that_name_each_other_have_a_hash(read: Read) -> None:
    looped = read(FACTS, ("{en: homes in both}", "{en: 'homes in both {{ say(\"told\") }}'}"))
    hashes = {digest(read(), "told"), digest(looped, "told"), digest(looped, "homes-sum")}
    assert len(hashes) == 3


def edition(audience: str, *, large_print: bool = False) -> Edition:
    return Edition("pipes", "lead-pipes", audience, "en-US", Paper.LETTER, large_print)


def test_hash_of_one_edition_is_its_content_hash() -> None:
    assert brief_hash({edition("resident"): "ab" * 32}) == "ab" * 32


def test_hash_of_several_is_that_of_their_lines_as_sha256sum_writes_them() -> None:
    one, two = "ab" * 32, "cd" * 32
    contents = {edition("resident"): two, edition("council"): one}
    lines = f"{one}  pipes/council.en-US.pdf\n{two}  pipes/resident.en-US.pdf\n"
    assert brief_hash(contents) == hashlib.sha256(lines.encode()).hexdigest()
    assert brief_hash(dict(reversed(contents.items()))) == brief_hash(contents)
    large = {edition("resident", large_print=True): two, edition("council"): one}
    assert brief_hash(large) != brief_hash(contents)
