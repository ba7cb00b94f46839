"""A topic's folder: entries, prose and its sections, each with its place, whatever is in it."""

from __future__ import annotations

import contextlib
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.check.facts import check_facts
from briefs.check.figures import check_figures
from briefs.check.numbers import check_literals
from briefs.check.references import check_words
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.topic import Topic
from briefs.read.project import read_project
from briefs.read.topic import read_topic
from briefs.read.workspace import Workspace

ROOT = Path(__file__).parents[2]
TOPIC = "assets/topics/lead-pipes"
REAL = "assets/topics/287g-recruitment"

Base = Callable[[dict[str, str]], Path]


def read(root: Path, name: str = "lead-pipes") -> tuple[Topic, list[Diagnostic]]:
    workspace = Workspace(root)
    return read_topic(workspace, name), workspace.diagnostics


def of_prose(base: Base, text: str) -> tuple[Topic, list[tuple[str, str]]]:
    topic, findings = read(base({f"{TOPIC}/text/resident.en.md": text}))
    return topic, [(found.code, f"{found.place.line}:{found.place.column}") for found in findings]


HEAD = "---\ntitle: T\nsummary: S\n---\n"


def test_sections_have_their_heading_words_and_place(base: Base) -> None:
    text = (
        HEAD + "\n{# A\nnote. #}\n## One *two* {: #one }\n\nA.\n\n### Sub\n\nB.\n## Two {:#two}\nC."
    )
    topic, findings = of_prose(base, text)
    assert findings == []
    prose = topic.prose["resident", "en"]
    assert [(one.id, one.heading, one.source, one.line) for one in prose.sections.values()] == [
        ("one", "One *two*", "\n\nA.\n\n### Sub\n\nB.\n", 8),
        ("two", "Two", "\nC.", 15),
    ]
    assert str(prose.sections["two"].place) == f"{TOPIC}/text/resident.en.md:15:1"
    assert str(prose.sheet.origin.at("summary")) == f"{TOPIC}/text/resident.en.md:3:10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## One {: #one }\n", [(Code.KEY_MISSING, "1:1")]),
        ("---\ntitle: T\n---\n", [(Code.KEY_MISSING, "2:1")]),
        ("---\ntitle: T\nsummary: S\nsumary: S\n---\n", [(Code.KEY_UNKNOWN, "4:1")]),
        ("---\ntitle: a: b\nsummary: S\n---\n", [(Code.YAML_SYNTAX, "2:9")]),
        ("---\ntitle: T\nsummary: S\n", [(Code.KEY_MISSING, "1:1")]),
        (HEAD + "## One\n## Two {: #Two }\n", [(Code.SECTION_ID, "5:1"), (Code.SECTION_ID, "6:1")]),
        (HEAD + "## A {: #one }\n\n## B {: #one }\n", [(Code.ID_DUPLICATE, "7:1")]),
        (HEAD + "## A {: #one }\n{{ fact( }}\n", [(Code.TEMPLATE_SYNTAX, "6:1")]),
    ],
)
def test_a_slip_in_prose_has_its_place(
    base: Base, text: str, expected: list[tuple[str, str]]
) -> None:
    _, findings = of_prose(base, text)
    assert findings == expected


def test_a_number_in_a_folded_text_is_placed_where_it_was_typed(base: Base) -> None:
    facts = (Path(__file__).parents[1] / "mistakes/_base" / TOPIC / "facts.yaml").read_text("utf-8")
    old = "text: {en: A lead pipe carries water from the street to a home.}"
    new = (
        'text:\n    en: >-\n      A lead pipe carries\n      water to 99 homes or {{ fact("no") }}.'
    )
    assert old in facts
    topic, findings = read(base({f"{TOPIC}/facts.yaml": facts.replace(old, new)}))
    assert findings == []
    found = [found for source in topic.words for found in check_literals(source.literals, [])]
    assert [str(one.place) for one in [*found, *check_words(topic)]] == [
        f"{TOPIC}/facts.yaml:53:16",
        f"{TOPIC}/facts.yaml:53:37",
    ]


def test_words_before_the_first_section_are_not_lost_in_silence(base: Base) -> None:
    _, findings = of_prose(base, HEAD + "{# A note. #}\n\n  Before.\n## A {: #one }\n")
    assert findings == [(Code.SECTION_UNUSED, "7:3")]


def test_files_with_other_names_are_not_prose(base: Base) -> None:
    topic, _ = read(base({f"{TOPIC}/text/README.md": "99", f"{TOPIC}/text/a.es-US.md": HEAD}))
    assert set(topic.prose) == {("resident", "en"), ("a", "es-US")}


@pytest.mark.parametrize("name", ["facts", "sources", "figures"])
def test_what_an_unreadable_file_lacks_is_no_second_finding(base: Base, name: str) -> None:
    root = base({f"{TOPIC}/{name}.yaml": "- id: [\n"})
    project, _ = read_project(root)
    assert project is not None
    topic = project.topics["lead-pipes"]
    assert name in topic.incomplete
    found = [
        *check_facts(topic, project, lambda unit: unit == "USD"),
        *check_figures(topic, project.audiences),
        *check_words(topic),
    ]
    assert found == []


@pytest.mark.parametrize("sheet", ["title: [\n", "terms: []\n", "", "title: {en: '{{ ( }}'}\n"])
def test_a_topic_whose_sheet_cannot_be_read_keeps_the_rest(base: Base, sheet: str) -> None:
    topic, findings = read(base({f"{TOPIC}/topic.yaml": sheet}))
    assert {finding.place.file for finding in findings} == {f"{TOPIC}/topic.yaml"}
    assert topic.incomplete == {"topic"}
    assert (topic.sheet.title, topic.sheet.terms, topic.sheet.units) == ({}, [], {})
    assert str(topic.sheet.origin.at("title")) == f"{TOPIC}/topic.yaml:1:1"
    assert min(map(len, (topic.facts, topic.sources, topic.figures, topic.prose, topic.words))) > 0


@pytest.mark.parametrize("words", ["'{{ fact( }}'", "'{{ \"\\ue000\" }}'", "'{{ " + "(" * 99 + "'"])
def test_words_that_cannot_be_filled_in_are_noted(base: Base, words: str) -> None:
    figures = f"- id: homes\n  kind: table\n  facts: [homes-all]\n  caption: {{en: {words}}}\n"
    topic, (finding,) = read(base({f"{TOPIC}/figures.yaml": figures}))
    assert (finding.place.file, finding.place.line) == (f"{TOPIC}/figures.yaml", 4)
    assert topic.incomplete == {"words"}


def test_the_head_of_a_prose_file_is_known_as_it_stands(base: Base) -> None:
    head = '---\ntitle: >-\n  All\n  12 {{ fact("a") }} of 13\nsummary: "S\\x21"\n---\n'
    topic, findings = of_prose(base, head + "## A {: #one }\n")
    assert findings == []
    sheet = topic.prose["resident", "en"].sheet
    assert [(text, place.line, place.column) for text, place in sheet.written("title")] == [
        ("All\n  12 ", 3, 3),
        (" of 13", 4, 21),
    ]
    assert [text for text, _ in sheet.written("summary")] == ["S!"]
    assert str(topic.sheet.written("title", "en")[0][1]) == f"{TOPIC}/topic.yaml:1:13"


LONG = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "## a" + " \t" * LONG + "{:",
        "## a" + " \t" * LONG,
        "## " * LONG,
        "## a" + "{: " * LONG,
        "## a {: #a" + " \t" * LONG,
        "{#" * LONG,
        "{# #}" * LONG + "x",
        "-" * LONG,
        "--- \t" * LONG,
        "## a {: #a }\n" * (LONG // 13),
        "---\n" * LONG,
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_a_long_text_takes_no_longer_than_its_length_asks_for(base: Base, text: str) -> None:
    """A search that tries again from every character would take hours here, not a second."""
    with ended_after(60):
        _, findings = of_prose(base, HEAD + text)
    assert findings


def test_a_long_summary_is_found_again_in_its_file(base: Base) -> None:
    head = "---\ntitle: T\nsummary: >-\n" + "  a\n" * LONG + "---\n"
    with ended_after(60):
        topic, _ = of_prose(base, head + "## A {: #one }\n")
    ((text, place),) = topic.prose["resident", "en"].sheet.written("summary")
    assert (text.count("\n"), str(place)) == (LONG - 1, f"{TOPIC}/text/resident.en.md:4:3")


@contextlib.contextmanager
def ended_after(seconds: int) -> Iterator[None]:
    """A generous limit, where the system can end what runs on."""

    def end(*_: object) -> None:
        pytest.fail(f"takes more than {seconds} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_topic_without_figures_is_whole(base: Base) -> None:
    root = base({})
    (root / TOPIC / "figures.yaml").unlink()
    topic, findings = read(root)
    assert (dict(topic.figures), findings) == ({}, [])


def test_a_topic_without_facts_is_not(base: Base) -> None:
    root = base({})
    (root / TOPIC / "facts.yaml").unlink()
    _, findings = read(root)
    assert [finding.code for finding in findings] == [Code.FILE_MISSING]


FACTS_LINES = (ROOT / REAL / "facts.yaml").read_text("utf-8").split("\n")
PIECES = st.sampled_from(
    ["  ", "- id: x", "  kind: view", "  value: '= pending-jail + x'", "  text: {en: [}", '  note: "',
     "  text:", "    en: >-", "    en: |", "\t", "---", "- ", "  unit: {a: b}", "  part_of: pending-total",
     "  as_of: 0", "{{ fact('", "  note: {en: \"{{ say('pending-total') }} \\\" 9\"}", "é \u202e", "  &a b"]
)  # fmt: skip
WHERE = st.integers(0, len(FACTS_LINES) - 1)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("delete"), WHERE, st.just("")),
        st.tuples(st.just("insert"), WHERE, PIECES),
        st.tuples(st.just("swap"), WHERE, WHERE.map(str)),
        st.tuples(st.just("cut"), WHERE, st.integers(0, 60).map(str)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def real_topic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / REAL, root / REAL)
    return root


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES)
def test_any_fact_base_is_read_and_every_finding_lies_within_it(
    real_topic: Path, changes: list[tuple[str, int, str]]
) -> None:
    lines = list(FACTS_LINES)
    for what, where, more in changes:
        at = where % len(lines)
        if what == "delete" and len(lines) > 1:
            del lines[at]
        elif what == "insert":
            lines.insert(at, more)
        elif what == "cut":
            lines[at] = lines[at][: int(more)]
        elif what == "swap":
            other = int(more) % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
    (real_topic / REAL / "facts.yaml").write_text("\n".join(lines), "utf-8")
    topic, findings = read(real_topic, "287g-recruitment")
    if topic is not None:
        findings += check_words(topic)
        findings += check_figures(topic, set())
        for source in topic.words:
            findings += check_literals(source.literals, topic.sheet.terms)
    for finding in findings:
        if finding.place.file.endswith("facts.yaml"):
            assert 1 <= finding.place.line <= len(lines)
            assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1
