"""A project's folder: all is read and reported, the project's own files before the built-in ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefs.model.brand import PLAIN_BRAND
from briefs.model.codes import Code
from briefs.read.outline import read_outline
from briefs.read.project import read_project

TOPIC = "assets/topics/lead-pipes"
Base = Callable[[dict[str, str]], Path]


def test_what_a_project_lacks_comes_from_the_built_ins(base: Base) -> None:
    project, findings = read_project(base({}))
    assert findings == ()
    assert project is not None
    assert project.templates["base.html.j2"].file == "(built-in) templates/base.html.j2"
    assert project.templates["resident.html.j2"].file == "templates/resident.html.j2"
    assert set(project.topics) == {"lead-pipes"}
    assert "resident" in project.audiences
    assert {"base.css"} <= set(project.styles)
    assert "en" in project.locales


def test_a_project_s_own_partial_takes_the_place_of_the_built_in_one(base: Base) -> None:
    project, _ = read_project(base({"templates/partials/closing.html.j2": "<p>Ours.</p>"}))
    assert project is not None
    assert project.templates["partials/closing.html.j2"].text == "<p>Ours.</p>"


def test_the_lines_of_a_template_stay_what_they_are_below_its_head(base: Base) -> None:
    project, _ = read_project(base({}))
    assert project is not None
    sections = [
        str(one.place)
        for one in project.templates["resident.html.j2"].references
        if one.function == "section"
    ]
    assert sections == [f"templates/resident.html.j2:{n}:13" for n in (10, 11, 12)]


def test_settings_that_cannot_be_read_leave_no_project(base: Base) -> None:
    project, findings = read_project(base({"briefs.toml": "[publisher]\nname = 1\n"}))
    assert project is None
    assert [(found.code, str(found.place)) for found in findings] == [
        (Code.KEY_MISSING, "briefs.toml:1:1"),
        (Code.KEY_MISSING, "briefs.toml:1:1"),
        (Code.KEY_MISSING, "briefs.toml:1:1"),
        (Code.VALUE_INVALID, "briefs.toml:2:8"),
    ]


def test_a_brand_that_cannot_be_read_is_stood_in_for(base: Base, tmp_path: Path) -> None:
    root = base({"assets/brand.yml": "color: [\n"})
    project, findings = read_project(root)
    assert [finding.place.file for finding in findings] == ["assets/brand.yml"]
    assert project is not None
    assert "brand" in project.incomplete
    assert project.brand.origin.file == "(built-in) assets/brand.yml"
    stand_in = project.brand
    for broken in (None, "color: 1\n"):
        builtin = tmp_path / f"builtin-{broken is None}"
        (builtin / "assets").mkdir(parents=True)
        if broken:
            (builtin / "assets/brand.yml").write_text(broken, "utf-8")
        project, found = read_project(root, builtin)
        assert project is not None
        assert project.brand == PLAIN_BRAND
        assert "assets/brand.yml" in {finding.place.file for finding in found}
    (root / "assets/brand.yml").unlink()
    project, findings = read_project(root)
    assert project is not None
    assert (project.brand, findings, project.incomplete) == (stand_in, (), frozenset())


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("briefs.toml", "Marlow County and its", r"""{{ '\\u202e' }}""", 7),
        ("briefs.toml", '"Water brief"', "'{{ ( }}'", 6),
        ("templates/resident.html.j2", "label: {en: ", "label: {en: '{{ ( }}'} # ", 2),
    ],
)
def test_words_that_cannot_be_filled_in_have_their_place(
    base: Base, file: str, old: str, new: str, line: int
) -> None:
    root = base({})
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")
    project, (finding,) = read_project(root)
    assert finding.place[:2] == (file, line)
    assert project is None or "resident" in project.incomplete


def test_settings_with_a_character_that_is_refused_are_judged_all_the_same(base: Base) -> None:
    root = base({})
    text = (root / "briefs.toml").read_text("utf-8")
    (root / "briefs.toml").write_text(text.replace("Office", r"Off\ue000ice"), "utf-8")
    project, (finding,) = read_project(root)
    assert (finding.code, str(finding.place)) == (Code.TEXT_CHARACTER, "briefs.toml:5:8")
    assert project is not None
    assert project.settings.publisher.name == "Marlow County Policy Off ice"


def test_a_broken_partial_is_one_finding(base: Base) -> None:
    for content in ("{% if %}", "\ue000"):
        root = base({"templates/partials/closing.html.j2": content})
        _, findings = read_project(root)
        assert len(findings) == 1
        for path in sorted(root.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        root.rmdir()


def test_the_outline_names_what_there_is(base: Base) -> None:
    outline = read_outline(base({}))
    (brief,) = outline.briefs
    assert (brief.name, brief.audiences, brief.locales, brief.paper) == (
        "lead-pipes",
        ("resident",),
        ("en-US",),
        "letter",
    )
    assert [tuple(figure) for figure in brief.figures] == [("homes", "units")]
    assert {"agency", "community", "resident"} <= set(outline.templates)
    assert "base" not in outline.templates


def test_a_locale_that_nobody_knows_is_named_where_it_stands(base: Base) -> None:
    root = base({})
    settings = (root / "briefs.toml").read_text("utf-8")
    (root / "briefs.toml").write_text(settings.replace('"en-US"', '"en-UaS"'), "utf-8")
    project, (finding,) = read_project(root)
    assert project is None
    assert (finding.code, str(finding.place)) == (Code.VALUE_INVALID, "briefs.toml:2:12")
    assert '"en-UaS"' in finding.message
