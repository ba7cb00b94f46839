"""A malformed file never stops the rest: what is wrong in every other file is still shown.

Each file of a small project is spoilt in turn so that it cannot be read at all, and one mistake is
made in each other file. A mistake that only the spoilt file could have shown is none of these.
``briefs.toml`` is never the spoilt one: without it nobody knows which topics there are.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.model.codes import Code
from briefs.model.errors import InputError
from briefs.publish.check import check
from briefs.publish.project import open_project
from tests.fuzz.project import ROOT, project_files, write

TOPIC = "assets/topics/lead-pipes"
FACTS, SOURCES, FIGURES = (f"{TOPIC}/{name}.yaml" for name in ("facts", "sources", "figures"))
SHEET, PROSE = f"{TOPIC}/topic.yaml", f"{TOPIC}/text/resident.en.md"
TEMPLATE, BRAND, LOCALE = "templates/resident.html.j2", "assets/brand.yml", "assets/locales/en.yaml"
LOADED_WORDS, SETTINGS = "assets/loaded-words/en.yaml", "briefs.toml"
APPROVALS = "approvals.yaml"

UNREADABLE = {
    "bytes": b"\xff\xfe\x00 no text",
    "yaml": b"- [a: {b\n  c\n",
    "jinja": b"---\ntitle: A\nsummary: B\n---\n\n## C {: #news }\n\n{% if %}{{ (\n",
    "empty": b"",
}
BROKEN = {
    FACTS: ("bytes", "yaml"),
    SOURCES: ("bytes", "yaml"),
    FIGURES: ("bytes", "yaml"),
    SHEET: ("bytes", "yaml", "empty"),
    PROSE: ("bytes", "jinja", "empty"),
    TEMPLATE: ("bytes", "jinja"),
    BRAND: ("bytes", "yaml", "empty"),
    LOCALE: ("bytes", "yaml", "empty"),
    LOADED_WORDS: ("bytes", "yaml"),
    APPROVALS: ("bytes", "yaml"),
}
"""The ways in which each file is made unreadable."""

PLANTED = (
    (FACTS, "value: 7\n", "value: 8\n", Code.PARTS_DISAGREE),
    (FACTS, "qualifier: up to", "qualifer: up to", Code.KEY_UNKNOWN),
    (SOURCES, "kind: government", "kind: goverment", Code.VALUE_INVALID),
    (FIGURES, "whole: homes-all", "hole: homes-all", Code.KEY_UNKNOWN),
    (SHEET, "terms:", "term:", Code.KEY_UNKNOWN),
    (PROSE, "a home gets", "each of 3 homes gets", Code.NUMBER_UNBOUND),
    (PROSE, "## What is new {: #news }", "## What is new", Code.SECTION_ID),
    (PROSE, "Work on", "Work on this crisis of", Code.WORD_LOADED),
    (TEMPLATE, "pages: 2", "page: 2", Code.KEY_UNKNOWN),
    (TEMPLATE, '{{ section("news") }}', '<p>12</p>{{ section("news") }}', Code.NUMBER_UNBOUND),
    (BRAND, "color:", "colour:", Code.KEY_UNKNOWN),
    (LOCALE, "\nmessages:", "\nmesages:", Code.KEY_UNKNOWN),
    (LOADED_WORDS, "- word: crisis", "- wrod: crisis", Code.KEY_UNKNOWN),
    (APPROVALS, "until:", "untill:", Code.KEY_UNKNOWN),
    (SETTINGS, '["resident"]', '["resident", "residents"]', Code.AUDIENCE_UNKNOWN),
)
"""A file, what is changed in it, and what the finding is called."""

PAIRS = [
    (broken, way, planted)
    for broken, ways in BROKEN.items()
    for way in ways
    for planted in PLANTED
    if planted[0] != broken
    and not (broken == LOADED_WORDS and planted[3] is Code.WORD_LOADED)
    # Without topic.yaml nobody knows which names hold digits, and every "Section 12" would be found.
    and not (broken == SHEET and planted[3] is Code.NUMBER_UNBOUND)
]

Found = set[tuple[str, str]]


@pytest.fixture
def found(tmp_path: Path) -> Callable[[dict[str, bytes]], Found]:
    """The codes and files of the findings in the project with other files over it."""
    files = project_files() | {name: (ROOT / name).read_bytes() for name in (BRAND, LOCALE)}
    files[LOADED_WORDS] = b"- word: crisis\n  why: It gives a verdict.\n"

    def run(changed: dict[str, bytes]) -> Found:
        write(tmp_path, files | changed)
        try:
            findings = check(open_project(tmp_path)).findings
        except InputError as error:
            findings = error.diagnostics
        return {(str(finding.code), finding.place.file) for finding in findings}

    run.files = files  # type: ignore[attr-defined]
    return run


def _changed(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    assert files[name].count(old.encode()) == 1
    return {name: files[name].replace(old.encode(), new.encode())}


@pytest.mark.parametrize(
    ("broken", "way", "planted"),
    PAIRS,
    ids=[
        f"{Path(broken).name}-{way}-{one[3]}-in-{Path(one[0]).name}" for broken, way, one in PAIRS
    ],
)
def test_malformed_file_stops_no_other(
    broken: str,
    way: str,
    planted: tuple[str, str, str, Code],
    found: Callable[[dict[str, bytes]], Found],
) -> None:
    name, old, new, code = planted
    files: dict[str, bytes] = found.files  # type: ignore[attr-defined]
    shown = found({broken: UNREADABLE[way]} | _changed(files, name, old, new))
    assert broken in {file for _, file in shown}
    assert (str(code), name) in shown


def test_project_is_without_findings(found: Callable[[dict[str, bytes]], Found]) -> None:
    assert found({}) == set()


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one[3]}-in-{Path(one[0]).name}")
def test_mistake_is_found_where_nothing_is_malformed(
    planted: tuple[str, str, str, Code], found: Callable[[dict[str, bytes]], Found]
) -> None:
    name, old, new, code = planted
    files: dict[str, bytes] = found.files  # type: ignore[attr-defined]
    assert (str(code), name) in found(_changed(files, name, old, new))
