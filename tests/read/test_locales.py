"""A project's own words of a language are laid over the built-in ones; a new language gives all."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from briefs.model.codes import Code
from briefs.model.diagnostic import Severity
from briefs.model.project import MESSAGES_WANTED, LocaleSheet, Project
from briefs.read.project import read_project

BUILTIN = Path(__file__).parents[2]
ENGLISH, SPANISH = "assets/locales/en.yaml", "assets/locales/es.yaml"
TOPIC = "assets/topics/lead-pipes"
TEMPLATE = "templates/resident.html.j2"
Base = Callable[[dict[str, str]], Path]


def read(root: Path) -> Project:
    """A project without findings."""
    project, findings = read_project(root)
    assert findings == ()
    assert project is not None
    return project


def found(root: Path) -> list[tuple[str, str]]:
    """Messages and places of what is wrong with a project."""
    _, findings = read_project(root)
    return [(one.message, str(one.place)) for one in findings]


def text(name: str = ENGLISH) -> str:
    return (BUILTIN / name).read_text("utf-8")


@pytest.fixture(scope="module")
def english() -> LocaleSheet:
    return read(BUILTIN).locales["en"]


def test_a_sheet_holds_only_what_it_changes(base: Base, english: LocaleSheet) -> None:
    own = 'messages:\n  edition: "No. {number}"\n'
    project = read(base({ENGLISH: own}))
    sheet = project.locales["en"]
    assert sheet.messages == dict(english.messages) | {"edition": "No. {number}"}
    assert (sheet.name, sheet.qualifiers, sheet.kinds) == (
        english.name,
        english.qualifiers,
        english.kinds,
    )
    assert not project.incomplete
    ((_, place),) = sheet.written("messages", "edition")
    assert str(place) == f"{ENGLISH}:2:12"
    ((_, below),) = sheet.written("messages", "source")
    line = next(n for n, one in enumerate(text().split("\n"), 1) if one.startswith("  source:"))
    assert str(below) == f"(built-in) {ENGLISH}:{line}:11"
    assert sheet.files == {ENGLISH, f"(built-in) {ENGLISH}"}


def test_each_part_of_a_sheet_is_laid_over_name_by_name(base: Base, english: LocaleSheet) -> None:
    own = 'name: Plain English\nqualifiers: {up to: "≤ {value}"}\nkinds: {view: They say}\n'
    sheet = read(base({ENGLISH: own})).locales["en"]
    assert sheet.name == "Plain English"
    assert sheet.qualifiers == dict(english.qualifiers) | {"up to": "≤ {value}"}
    assert sheet.kinds == dict(english.kinds) | {"view": "They say"}
    assert sheet.messages == english.messages


def test_a_sheet_that_changes_nothing_is_the_one_below(base: Base, english: LocaleSheet) -> None:
    assert read(base({ENGLISH: "messages: {}\n"})).locales["en"] == english


def test_an_old_copy_of_a_sheet_lacks_no_message_that_came_later(
    base: Base, english: LocaleSheet
) -> None:
    old = re.sub(r"^  (source|site-all|edition): .*\n", "", text(), flags=re.MULTILINE)
    old = old.replace("  up to: up to {value}\n", "").replace("Key messages", "In short")
    sheet = read(base({ENGLISH: old})).locales["en"]
    assert sheet.messages == dict(english.messages) | {"key-messages": "In short"}
    assert sheet.qualifiers == english.qualifiers


def test_a_whole_copy_takes_nothing_from_the_sheet_below(base: Base) -> None:
    assert read(base({ENGLISH: text()})).locales["en"].files == {ENGLISH}


# --- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "message", "at"),
    [
        ("messages:\n  edition: Edition\n", 'the message "edition" must hold {number}', "2:12"),
        (
            'messages:\n  edition: "{number} {date}"\n',
            'the message "edition" may not hold {date}: nothing is put in there',
            "2:12",
        ),
        ("messages:\n  source: '{x.y}'\n", 'the message "source" may hold names in braces', "2:11"),
        (
            "qualifiers:\n  up to: at most\n",
            'the pattern of "up to" must hold {value}, and only that',
            "2:10",
        ),
        (
            "qualifiers:\n  upto: '{value}'\n",
            '"upto" is not one of about, at least, fewer than, more than, up to',
            "2:9",
        ),
        ("messages:\n  edition:\n", "here should stand text, not nothing", "2:11"),
        ("mesages:\n  source: x\n", 'there is no key "mesages" here', "1:1"),
    ],
)
def test_what_a_sheet_changes_is_judged_at_its_place(
    base: Base, own: str, message: str, at: str
) -> None:
    root = base({ENGLISH: own})
    ((told, place),) = found(root)
    assert message in told
    assert place == f"{ENGLISH}:{at}"
    project, _ = read_project(root)
    assert project is not None
    assert "en" in project.incomplete
    assert "en" not in project.locales


@pytest.mark.parametrize("own", ["", "# messages:\n#   source: Source\n", "- source\n"])
def test_a_sheet_without_keys_is_told_what_it_may_hold(base: Base, own: str) -> None:
    _, (finding,) = read_project(base({ENGLISH: own}))
    assert (finding.code, str(finding.place)) == (Code.VALUE_INVALID, f"{ENGLISH}:1:1")
    assert finding.mend == (f"write what differs from (built-in) {ENGLISH}, or delete the file")


def test_a_sheet_that_cannot_be_read_is_not_stood_in_for(base: Base) -> None:
    root = base({})
    (root / "assets/locales").mkdir()
    (root / ENGLISH).write_bytes(b"messages: {source: \xff}\n")
    project, findings = read_project(root)
    assert [(one.code, str(one.place)) for one in findings] == [
        (Code.TEXT_ENCODING, f"{ENGLISH}:1:20")
    ]
    assert project is not None
    assert "en" in project.incomplete


def test_a_language_that_is_not_built_in_gives_every_message(base: Base) -> None:
    own = text().replace("  up to: up to {value}\n", "").partition("messages:\n")[0]
    wanted = [name for name in MESSAGES_WANTED if name not in {"source", "edition"}]
    told = found(base({"assets/locales/fr.yaml": f"{own}messages:\n  source: Source\n"}))
    line = own.count("\n") + 2
    ((pattern, place), *messages) = told
    assert pattern == 'qualifiers: the pattern of "up to" is missing'
    assert place == "assets/locales/fr.yaml:6:3"
    assert {where for _, where in messages} == {f"assets/locales/fr.yaml:{line}:3"}
    assert {one for one, _ in messages} == {
        f'messages: the message "{name}" is missing' for name in [*wanted, "edition"]
    }


# --- names that nothing prints -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "message", "at", "mend"),
    [
        (
            'messages:\n  edtion: "No. {number}"\n',
            'no template names the message "edtion"',
            "2:3",
            "edition",
        ),
        ("kinds:\n  veiw: They say\n", 'no template names the badge "veiw"', "2:3", "view"),
    ],
)
def test_a_misspelt_name_is_told_with_the_near_one(
    base: Base, own: str, message: str, at: str, mend: str
) -> None:
    project, (finding,) = read_project(base({ENGLISH: own}))
    assert (finding.code, finding.severity) == (Code.KEY_UNKNOWN, Severity.WARNING)
    assert (finding.message, str(finding.place)) == (message, f"{ENGLISH}:{at}")
    assert finding.mend == f'did you mean "{mend}"? Otherwise delete it'
    assert project is not None
    assert "en" in project.locales


PRINTING = {
    TEMPLATE: ('{{ section("views") }}', '{{ section("views") }} {{ message("editions") }}'),
    f"{TOPIC}/text/resident.en.md": (
        "Under Section",
        '{{ message("editions") }}. Under Section',
    ),
    f"{TOPIC}/facts.yaml": (
        "{en: A lead pipe carries water from the street to a home.}",
        """{en: "{{ message('editions') }}"}""",
    ),
    "templates/site/index.html.j2": ('{{ say("site-all") }}', '{{ say("editions") }}'),
}
"""What may print a message, by its file: a text of it, and the text that prints one more."""


@pytest.mark.parametrize("name", PRINTING)
def test_a_name_that_something_prints_is_not_misspelt(base: Base, name: str) -> None:
    root = base({ENGLISH: "messages: {editions: All editions}\n"})
    assert len(found(root)) == 1
    path = root / name
    before = (path if path.is_file() else BUILTIN / name).read_text("utf-8")
    old, new = PRINTING[name]
    assert old in before
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before.replace(old, new, 1), "utf-8")
    assert found(root) == []


def test_a_name_that_is_near_none_is_the_project_s_own(base: Base) -> None:
    sheet = read(base({ENGLISH: "messages: {our-promise: We ask first.}\n"})).locales["en"]
    assert sheet.messages["our-promise"] == "We ask first."


def test_names_are_not_judged_where_what_prints_them_cannot_be_read(base: Base) -> None:
    broken = {TEMPLATE: '{{ message("editions" }}'}
    root = base({ENGLISH: "messages: {editions: All editions}\n"} | broken)
    _, findings = read_project(root)
    assert {one.code for one in findings} == {Code.TEMPLATE_SYNTAX}


# --- a region over its language ----------------------------------------------------------------


def test_a_region_is_laid_over_the_language_as_the_project_has_it(base: Base) -> None:
    own = "messages: {source: Fuentes, figure: Imagen}\n"
    region = "messages: {source: Origen}\n"
    sheets = read(base({SPANISH: own, "assets/locales/es-US.yaml": region})).locales
    builtin = read(BUILTIN).locales["es"].messages
    assert sheets["es"].messages == dict(builtin) | {"source": "Fuentes", "figure": "Imagen"}
    assert sheets["es-US"].messages == dict(sheets["es"].messages) | {"source": "Origen"}
    assert sheets["es-US"].files == {
        "assets/locales/es-US.yaml",
        SPANISH,
        f"(built-in) {SPANISH}",
    }


def test_a_whole_sheet_of_a_region_stands_by_itself(base: Base) -> None:
    name = "assets/locales/es-US.yaml"
    sheet = read(base({name: text(SPANISH)})).locales["es-US"]
    assert sheet == read(BUILTIN).locales["es"]
    assert sheet.files == {name}


def test_a_region_of_no_language_gives_every_message(base: Base) -> None:
    told = found(base({"assets/locales/pt-BR.yaml": "name: Português\n"}))
    assert [message for message, _ in told] == [
        f'the key "{key}" is missing' for key in ("kinds", "messages", "qualifiers")
    ]


def test_a_region_of_a_language_that_cannot_be_read_is_no_second_finding(base: Base) -> None:
    root = base({SPANISH: "messages: x\n", "assets/locales/es-US.yaml": "name: Español (US)\n"})
    project, (finding,) = read_project(root)
    assert finding.place.file == SPANISH
    assert project is not None
    assert {"es", "es-US"} <= project.incomplete


# --- what was read -----------------------------------------------------------------------------


def test_both_files_are_among_what_was_read(base: Base) -> None:
    own = "messages: {source: From}\n"
    files = read(base({ENGLISH: own})).files
    assert files[ENGLISH] == sha256(own.encode()).hexdigest()
    assert files[f"(built-in) {ENGLISH}"] == sha256((BUILTIN / ENGLISH).read_bytes()).hexdigest()
    assert f"(built-in) {SPANISH}" not in files
    assert files[SPANISH] == sha256((BUILTIN / SPANISH).read_bytes()).hexdigest()
