"""Locales by audience: a brief is built in each language for those who read it, and for no others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.diagnostic import Diagnostic
from briefs.model.errors import InputError
from briefs.publish.check import check
from briefs.publish.figures import contact_sheets
from briefs.publish.plan import Selection, plan
from briefs.publish.project import OpenProject, open_project
from briefs.read.outline import read_outline

BILINGUAL = Path(__file__).resolve().parents[1] / "projects" / "bilingual"
TODAY = date(2026, 4, 1)
AUDIENCES = 'audiences = ["resident", "council"]'
FIGURES = "assets/topics/home-repairs/figures.yaml"
Changed = Callable[[str], Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The bilingual project, in English unless its brief's ``locales`` say otherwise."""

    def change(locales: str) -> Path:
        root = Path(shutil.copytree(BILINGUAL, tmp_path / "project"))
        settings = root / "briefs.toml"
        text = settings.read_text("utf-8").replace('["en-US", "es-US"]', '["en-US"]')
        settings.write_text(text.replace(AUDIENCES, f"{AUDIENCES}\nlocales = {locales}"), "utf-8")
        return root

    return change


def editions(project: OpenProject) -> list[str]:
    chosen, findings = plan(project.content, Selection())
    assert findings == []
    return [f"{one.audience}.{one.locale}" for one in chosen]


def first_finding(root: Path, code: str) -> Diagnostic:
    try:
        findings = check(open_project(root), today=TODAY).findings
    except InputError as error:
        findings = error.diagnostics
    return next(one for one in findings if one.code == code)


@pytest.mark.parametrize(
    ("locales", "expected"),
    [
        ('["es-US"]', ["resident.es-US", "council.es-US"]),
        ('{resident = ["en-US", "es-US"]}',
         ["resident.en-US", "resident.es-US", "council.en-US"]),
        ('{resident = ["es-US"], council = ["es-US", "en-US"]}',
         ["resident.es-US", "council.es-US", "council.en-US"]),
    ],
)  # fmt: skip
def test_each_audience_gets_its_locales_or_the_project_s(
    changed: Changed, locales: str, expected: list[str]
) -> None:
    project = open_project(changed(locales))
    assert editions(project) == expected
    checked = check(project, today=TODAY)
    assert checked.findings == ()
    assert [f"{one.audience}.{one.locale}" for one in checked.pages] == expected


def test_a_table_below_the_brief_says_the_same(changed: Changed) -> None:
    root = changed('["en-US"]')
    settings = root / "briefs.toml"
    text = settings.read_text("utf-8").replace('locales = ["en-US"]\n', "")
    settings.write_text(f'{text}\n[brief.locales]\nresident = ["es-US"]\n', "utf-8")
    assert editions(open_project(root)) == ["resident.es-US", "council.en-US"]


def test_words_are_wanted_only_in_the_locales_of_an_audience(changed: Changed) -> None:
    root = changed('{resident = ["en-US", "es-US"]}')
    prose = root / "assets/topics/home-repairs/text"
    (prose / "council.es.md").unlink()
    assert check(open_project(root), today=TODAY).findings == ()
    (prose / "resident.es.md").unlink()
    assert "for the audience resident in es-US" in first_finding(root, "file-missing").message


@pytest.mark.parametrize(
    ("locales", "code", "place", "words"),
    [
        ('{residnt = ["es-US"]}', "audience-unknown", "12:22", 'did you mean "resident"'),
        ('{press = ["es-US"]}', "audience-unknown", "12:20", "add it to the brief's audiences"),
        ('{resident = ["en-US", "fr-CA"]}', "locale-missing", "12:33", "assets/locales/fr.yaml"),
        ('{resident = ["en-UaS"]}', "value-invalid", "12:24", ""),
        ("{resident = []}", "value-invalid", "12:23", ""),
        ('{resident = "es-US"}', "value-invalid", "12:23", "write it in brackets"),
        ('"es-US"', "value-invalid", "12:11", "write it in brackets"),
        ("{}", "value-invalid", "12:11", ""),
    ],
)
def test_a_wrong_table_is_found_where_it_stands(
    changed: Changed, locales: str, code: str, place: str, words: str
) -> None:
    finding = first_finding(changed(locales), code)
    assert str(finding.place) == f"briefs.toml:{place}"
    assert words in finding.mend


def test_the_outline_tells_the_locales_of_each_audience(changed: Changed) -> None:
    (brief,) = read_outline(changed('{resident = ["en-US", "es-US"]}')).briefs
    assert brief.locales == ("en-US", "es-US")
    assert brief.by_audience == {"resident": ("en-US", "es-US"), "council": ("en-US",)}


def test_a_figure_is_drawn_for_those_who_read_it(changed: Changed) -> None:
    root = changed('{resident = ["en-US", "es-US"]}')
    figures = root / FIGURES
    old = "\n  kind: bars\n"
    text = figures.read_text("utf-8")
    figures.write_text(text.replace(old, f"{old}  audiences: [council]\n", 1), "utf-8")
    (sheet,) = contact_sheets(open_project(root), today=TODAY)
    drawn = {one.figure.id: list(one.told) for one in sheet.shown}
    (of_council,) = [one.figure.id for one in sheet.shown if one.figure.audiences == ["council"]]
    assert drawn.pop(of_council) == ["en-US"]
    assert set(map(tuple, drawn.values())) == {("en-US", "es-US")}
