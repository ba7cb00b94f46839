"""Loaded words are found at their character, and names, quotes and markup are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from briefs.check.loaded_words import (
    check_loaded,
    check_prose_words,
    check_topic_words,
    headings,
    words_for,
)
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.loaded import LoadedWord
from briefs.model.project import Project
from briefs.model.template import Literal
from briefs.model.topic import Term
from briefs.read.jinja import read_source
from briefs.read.project import read_project

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"


def word(text: str, **more: object) -> LoadedWord:
    return LoadedWord.model_validate({"word": text, "why": "judges", **more})


WORDS = [
    word("slam*", instead="criticizes"),
    word("of course"),
    word("of course work", allow=True),
    word("illegals"),
    word("so called"),
    word("árbitro*"),
    word("invasion"),
    word("invasion of privacy", allow=True),
    word("right", titles=True),
    word("fail*", titles=True),
]
TERMS = [Term(text="Slam County", why="a name")]


def found(text: str, **more: bool) -> list[tuple[str, str, str]]:
    source, wrong = read_source(text, "f.md", 3, 5)
    assert wrong == ()
    return shown(check_loaded(source.literals, WORDS, TERMS, **more))


def shown(findings: object) -> list[tuple[str, str, str]]:
    assert not isinstance(findings, str)
    return [
        (str(one.code), one.message.split('"')[1], f"{one.place.line}:{one.place.column}")
        for one in findings  # type: ignore[attr-defined]
    ]


@pytest.fixture(scope="module")
def project() -> Project:
    read, findings = read_project(ROOT)
    assert read is not None
    assert [one for one in findings if "loaded-words" in one.place.file] == []
    return read


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("He slams it", "slams", "3:8"),
        ("SLAMMED", "SLAMMED", "3:5"),
        ("one\ntwo slamming", "slamming", "4:5"),
        ("**slams**", "slams", "3:7"),
        ("_slams_", "slams", "3:6"),
        ("of\ncourse", "of course", "3:5"),
        ("of **course**", "of **course", "3:5"),
        ("so-called", "so-called", "3:5"),
        ("a so called\u00a0law", "so called", "3:7"),
        ("Árbitros", "Árbitros", "3:5"),
        ("{{ fact('a') }} illegals", "illegals", "3:21"),
        ("He can’t see illegals, we can’t", "illegals", "3:18"),
        ("the agencies’ illegals’ ", "illegals", "3:19"),
        ('6" pipe, illegals, 8" pipe', "illegals", "3:14"),
        ("“open, illegals", "illegals", "3:12"),
        ("“open\n\nillegals”", "illegals", "5:1"),
        ("“open {{ fact('a') }}\n\n{{ fact('b') }} illegals” ", "illegals", "5:17"),
        ("“closed” illegals “closed”", "illegals", "3:14"),
        ("İ illegals", "illegals", "3:7"),
        ("the invasion of privacies", "invasion", "3:9"),
    ],
)
def test_a_loaded_word_is_found_at_its_first_character(text: str, word: str, place: str) -> None:
    assert found(text) == [("word-loaded", word, place)]


@pytest.mark.parametrize(
    "text",
    [
        "islams and reslams",
        "the slam-dunk",
        "a grand-slam",
        "slámara",
        "slam\u0301",
        "Slam County",
        "of coursework, of course work",
        "of {{ fact('a') }} course",
        "invasion of privacy",
        "right and failing",
        "“slams”",
        '"slams"',
        "«slams»",
        "‘he can’t slam it’",
        "“one\ntwo slams\nthree”",
        "“we {{ fact('a') }} slams” he said",
        "“we {{ fact('a') }}\n{{ fact('b') }} slams” he said",
        "[words](https://example.org/slams)",
        "<https://example.org/slams>",
        '<p class="slams">words</p>',
        "## Words {: #slams }",
        "{# slams #}",
        "{{ fact('slams') }}",
        "",
    ],
)
def test_what_is_no_loaded_word_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The county is right", [("title-verdict", "right", "3:19")]),
        ("Failures", [("title-verdict", "Failures", "3:5")]),
        ("Is it so?", [("title-verdict", "?", "3:13")]),
        ("At last!", [("title-verdict", "!", "3:12")]),
        ("It slams", [("word-loaded", "slams", "3:8")]),
        ("The “right” question", []),
        ("“Is it so?”, a survey", []),
        ("The subject", []),
    ],
)
def test_a_title_names_the_subject(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text, title=True) == expected


def test_a_heading_may_ask_but_not_judge() -> None:
    assert found("What is new?", title=True, questions=True) == []
    assert len(found("Is it right?", title=True, questions=True)) == 1


def test_a_finding_is_a_warning_and_says_why_and_what_instead() -> None:
    (finding,) = check_loaded([Literal("slams", Place("f"))], WORDS, [])
    assert finding == Diagnostic(
        "word-loaded",
        '"slams" takes a side: it judges',
        Place("f"),
        "write instead: criticizes; or quote whoever says it, or allow it in the project's own "
        "list of words",
        Severity.WARNING,
    )


def test_a_longer_word_of_titles_hides_none_in_a_text() -> None:
    words = [word("right"), word("right now", titles=True)]
    literals = [Literal("right now", Place("f", 1, 1))]
    assert [one[1] for one in shown(check_loaded(literals, words, ()))] == ["right"]
    assert [one[1] for one in shown(check_loaded(literals, words, (), title=True))] == ["right now"]


def test_the_first_of_two_entries_for_a_word_counts() -> None:
    allowed = [word("slam*", allow=True), *WORDS]
    assert list(check_loaded([Literal("slams", Place("f"))], allowed, [])) == []
    assert len(list(check_loaded([Literal("slams", Place("f"))], [*WORDS, *allowed], []))) == 1
    for_text = [word("right"), *WORDS]
    assert len(list(check_loaded([Literal("right", Place("f"))], for_text, []))) == 1


def test_a_list_without_words_finds_nothing() -> None:
    assert list(check_loaded([Literal("slams", Place("f"))], [], [])) == []


@pytest.mark.parametrize("text", ["*", "*slam", "sl*m", "two  spaces", " slam", "a|b", "(slam)"])
def test_a_word_that_cannot_be_found_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        word(text)


def test_the_words_of_a_locale_come_before_those_of_its_language() -> None:
    one, two, three = word("one"), word("two"), word("three")
    loaded = {"en": (one,), "en-GB": (two,), "es": (three,)}
    assert words_for(loaded, "en-GB") == [two, one]
    assert words_for(loaded, "fr") == []
    assert words_for(loaded, "") == [one, two, three]


def test_headings_are_the_heading_lines_of_a_source() -> None:
    text = "\n## A {{ fact('a') }} b {: #c }\n\nText # no\n### D\n"
    source, _ = read_source(text, "f.md")
    assert [(one.text.strip(), one.place.line, one.place.column) for one in headings(source)] == [
        ("## A", 2, 1),
        ("b {: #c }", 2, 21),
        ("### D", 5, 1),
    ]


# --- the built-in lists --------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "at_least"), [("en", 120), ("es", 80)])
def test_a_built_in_list_is_long_and_has_no_word_twice(
    project: Project, language: str, at_least: int
) -> None:
    words = [one.word for one in project.loaded[language]]
    judged = [one for one in project.loaded[language] if not one.allow]
    assert len(judged) >= at_least
    text = (ROOT / "assets/loaded-words" / f"{language}.yaml").read_text("utf-8")
    assert text.count("word: ") == len(words) == len(set(words))
    assert all(one.word == one.word.lower() for one in project.loaded[language])


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_built_in_word_is_found_and_every_allowed_one_matters(
    project: Project, language: str
) -> None:
    words = project.loaded[language]
    for one in words:
        literal = [Literal(one.word.replace("*", ""), Place("f"))]
        findings = list(check_loaded(literal, words, [], title=True))
        if not one.allow:
            assert findings, one.word
            continue
        assert findings == [], one.word
        without = [other for other in words if other != one]
        assert list(check_loaded(literal, without, [], title=True)), one.word


@pytest.mark.parametrize(
    "text",
    [
        "Insurance claims that were denied are paid after an appeal to the claims office.",
        "The hospital admits patients by night; people are admitted to the United States.",
        "A home in the historic district has the right of way and civil rights.",
        "The county condemns buildings, maintains roads and supports the aggressive driving law.",
        "Rates decreased, then increased; the raid of the agency was reported by the press.",
        "Reports of crimes rose in Fort Bragg, where the school board must meet in the right wing.",
    ],
)
def test_words_of_policy_fields_are_no_loaded_words(project: Project, text: str) -> None:
    assert list(check_loaded([Literal(text, Place("f"))], project.loaded["en"], [])) == []


@pytest.mark.parametrize(
    "text",
    [
        "Las actividades ilegales se castigan; el condado admite solicitudes.",
        "El centro histórico y la serie histórica; la inhumación cuesta dinero.",
        "Los jugos de fruta, la turba del suelo, la falla geológica y la fachada de la casa.",
        "Las personas deben pedir ayuda si hay peligro; la heroína es una droga.",
    ],
)
def test_spanish_words_of_policy_fields_are_no_loaded_words(project: Project, text: str) -> None:
    assert list(check_loaded([Literal(text, Place("f"))], project.loaded["es"], [])) == []


def test_both_sides_words_are_listed(project: Project) -> None:
    words = {one.word for one in project.loaded["en"]}
    assert {"illegals", "open border*", "invasion", "woke", "anti cop"} <= words
    assert {"gestapo", "kidnapped", "crackdown*", "undocumented immigrant*", "dreamers"} <= words


# --- where texts are judged ----------------------------------------------------------------------


def in_files(
    base: object, name: str, *pairs: tuple[str, str]
) -> tuple[list[tuple[str, str, str]], Project]:
    text = (BASE / TOPIC / name).read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert callable(base)
    read, _ = read_project(base({f"{TOPIC}/{name}": text}))
    assert read is not None
    topic = read.topics["lead-pipes"]
    findings = list(check_topic_words(topic, read.loaded))
    for prose in topic.prose.values():
        findings += check_prose_words(prose, topic, read.loaded)
    return shown(findings), read


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("facts.yaml", "the work should go faster", "the work of course lags",
         ("word-loaded", "of course", 47)),
        ("facts.yaml", "homes in the north", "shocking homes", ("word-loaded", "shocking", 15)),
        ("figures.yaml", "Homes on the list", "Homes at last", ("title-verdict", "at last", 23)),
        ("figures.yaml", "Homes on the list", "Homes?", ("title-verdict", "?", 22)),
        ("topic.yaml", "Lead pipes in", "Crisis in", ("title-verdict", "Crisis", 13)),
        ("text/resident.en.md", "title: New pipes", "title: Massive pipes",
         ("word-loaded", "Massive", 8)),
        ("text/resident.en.md", "title: New pipes", "title: Danger pipes",
         ("title-verdict", "Danger", 8)),
        ("text/resident.en.md", "a home gets", "a home fails, obviously",
         ("word-loaded", "obviously", 60)),
        ("text/resident.en.md", "What is new", "Failing pipes", ("title-verdict", "Failing", 4)),
        ("text/resident.en.md", "What is new", "Massive pipes", ("word-loaded", "Massive", 4)),
        ("text/resident.en.md", "What is new", "What is new?", None),
        ("text/resident.en.md", "what people say.", "what fails.", None),
    ],
)  # fmt: skip
def test_text_is_judged_where_it_stands(
    base: object, name: str, old: str, new: str, expected: tuple[str, str, int] | None
) -> None:
    findings, _ = in_files(base, name, (old, new))
    places = {(code, words, int(place.split(":")[1])) for code, words, place in findings}
    assert places == ({expected} if expected else set())


def test_the_words_of_a_quote_are_the_speakers(base: object) -> None:
    findings, _ = in_files(
        base,
        "facts.yaml",
        (
            'text: {en: "Every home counts."}',
            'text: {en: "Every home\n    is a disgraceful sham."}',
        ),
        ("some wanted faster work", "a disgraceful sham"),
    )
    assert findings == []


@pytest.mark.parametrize("root", [ROOT, BASE])
def test_the_topics_that_we_ship_take_no_side(root: Path) -> None:
    read, _ = read_project(root)
    assert read is not None
    for topic in read.topics.values():
        findings = list(check_topic_words(topic, read.loaded))
        for prose in topic.prose.values():
            findings += check_prose_words(prose, topic, read.loaded)
        assert findings == []
