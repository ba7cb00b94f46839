"""A project's folder: all is read and reported, the project's own files before the built-in ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
    assert outline.templates == ("agency", "community", "resident")
