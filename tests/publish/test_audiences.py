"""What there is to say of each audience: its place in the project, and the outline of its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.errors import InputError, UsageError
from briefs.publish.audiences import Audience, Outline, list_audiences, outline_of
from briefs.publish.project import OpenProject, open_project

TESTS = Path(__file__).resolve().parents[1]
BASE, BILINGUAL = TESTS / "mistakes" / "_base", TESTS / "projects" / "bilingual"
TEMPLATE = "templates/resident.html.j2"
FACTS = "assets/topics/lead-pipes/facts.yaml"
PROSE = "assets/topics/lead-pipes/text/resident.en.md"
IN_MARCH = date(2026, 3, 20)
Change = Callable[..., OpenProject]

CONTACT = """
- id: clerk
  kind: contact
  value: the clerk at the county hall
  label: {en: county clerk}
  as_of: 2025-08-02
  source: county-report
  evidence: "ask the clerk at the county hall"
  reaches: {en: the county}
"""


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """The base with texts of its files changed for others, opened."""

    def change(*changes: tuple[str, str, str]) -> OpenProject:
        root = tmp_path / "project"
        shutil.copytree(BASE, root)
        for name, old, new in changes:
            text = (root / name).read_text("utf-8")
            assert old in text, old
            (root / name).write_text(text.replace(old, new, 1), "utf-8")
        return open_project(root)

    return change


def find(project: OpenProject, name: str) -> Audience:
    return next(one for one in list_audiences(project) if one.id == name)


def sections(outline: Outline) -> list[tuple[str, bool, bool]]:
    return [(one.id, one.required, one.placed) for one in outline.sections]


# --- The list --------------------------------------------------------------------------------


def test_audience_has_template_briefs_and_prose() -> None:
    council = find(open_project(BILINGUAL), "council")
    assert council.template is not None
    assert council.template.sheet.pages == 2
    assert council.briefs == ("home-repairs",)
    assert council.prose == (("home-repairs", "en"), ("home-repairs", "es"))
    assert council.named == 1


@pytest.mark.parametrize(
    ("locales", "label"),
    [('["es-US", "en-US"]', "integrantes del consejo"), ('["en-US"]', "members of the council"),
     ('["fr-CA"]', "members of the council")],
)  # fmt: skip
def test_label_is_in_the_first_locale_of_the_project(
    tmp_path: Path, locales: str, label: str
) -> None:
    root = Path(shutil.copytree(BILINGUAL, tmp_path / "project"))
    settings = (root / "briefs.toml").read_text("utf-8")
    settings = settings.replace('locales = ["en-US", "es-US"]', f"locales = {locales}")
    (root / "briefs.toml").write_text(settings, "utf-8")
    assert find(open_project(root), "council").label == label


def test_template_that_no_brief_uses_is_listed(changed: Change) -> None:
    project = changed()
    shutil.copy(project.root / TEMPLATE, project.root / "templates/tenant.html.j2")
    tenant = find(open_project(project.root), "tenant")
    assert (tenant.briefs, tenant.prose, tenant.label) == ((), (), "residents")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ((FACTS, "  unit: USD", "  unit: USD\n  audiences: [resident, plumber]"), 1),
        (("assets/topics/lead-pipes/figures.yaml", "  kind: units",
          "  kind: units\n  audiences: [resident, plumber]"), 0),
        (("briefs.toml", '["resident"]', '["resident", "plumber"]'), 0),
    ],
)  # fmt: skip
def test_audience_that_is_only_named_stands_last_without_a_template(
    changed: Change, change: tuple[str, str, str], named: int
) -> None:
    project = changed(change)
    last = list_audiences(project)[-1]
    assert (last.id, last.template, last.label, last.named) == ("plumber", None, "", named)
    assert last.briefs == (("lead-pipes",) if change[0] == "briefs.toml" else ())


def test_prose_for_an_audience_without_template_is_listed(changed: Change) -> None:
    project = changed()
    shutil.copy(project.root / PROSE, project.root / PROSE.replace("resident", "plumber"))
    plumber = find(open_project(project.root), "plumber")
    assert (plumber.template, plumber.prose) == (None, (("lead-pipes", "en"),))


def test_prose_that_cannot_be_read_is_listed_all_the_same(changed: Change) -> None:
    project = changed((PROSE, 'fact("start") }}', 'fact("start" }}'))
    assert find(project, "resident").prose == (("lead-pipes", "en"),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((TEMPLATE, "pages: 2", "pages: none"), "value-invalid"),
        ((FACTS, "kind: amount", "kind: amunt"), "value-invalid"),
        (("briefs.toml", '"lead-pipes"', '"led-pipes"'), "topic-unknown"),
    ],
)
def test_list_with_gaps_is_refused(
    changed: Change, change: tuple[str, str, str], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        list_audiences(changed(change))
    assert code in [found.code for found in caught.value.diagnostics]


# --- The outline -----------------------------------------------------------------------------


def test_sections_stand_in_the_order_of_the_template_not_of_its_head(changed: Change) -> None:
    project = changed((TEMPLATE, '{{ section("news") }}\n', ""),
                      (TEMPLATE, '{{ section("more") }}', '{{ section("more") }}\n{{ section("news") }}'))  # fmt: skip
    outline = outline_of(project, "resident")
    assert sections(outline) == [("views", True, True), ("more", False, True), ("news", True, True)]


def test_section_that_the_template_forgot_to_place_is_told(changed: Change) -> None:
    outline = outline_of(changed((TEMPLATE, '{{ section("more") }}\n', "")), "resident")
    assert sections(outline)[-1] == ("more", False, False)


def test_section_whose_place_is_worked_out_is_not_told_missing(changed: Change) -> None:
    body = '{{ section("mo" ~ "re") }}'
    outline = outline_of(changed((TEMPLATE, '{{ section("more") }}', body)), "resident")
    assert sections(outline)[-1] == ("more", False, True)


def test_each_section_has_heading_facts_and_figures() -> None:
    outline = outline_of(open_project(BILINGUAL), "resident", IN_MARCH)
    offices = next(one for one in outline.sections if one.id == "offices")
    assert [(one.edition.locale, one.heading) for one in offices.editions] == [
        ("en-US", "Where people applied"),
        ("es-US", "Dónde se presentaron solicitudes"),
    ]
    english = offices.editions[0]
    assert english.figures == ("offices",)
    assert [(one.fact, one.shown, one.figure) for one in english.printed][:3] == [
        ("applications-north", "8 applications", ""),
        ("applications-south", "1 application", ""),
        ("applications-north", "8 applications", "offices"),
    ]


def test_heading_with_a_fact_is_shown_as_it_is_read(changed: Change) -> None:
    project = changed((PROSE, "## What is new", '## New & *due* by {{ fact("start") }}'))
    (news,) = (one for one in outline_of(project, "resident").sections if one.id == "news")
    assert news.editions[0].heading == "New & due by October 2025"


def test_what_stands_outside_of_the_prose_comes_last(changed: Change) -> None:
    project = changed((PROSE, "What the county pays for", 'Work begins in {{ fact("start") }}'))
    last = outline_of(project, "resident").sections[-1]
    assert (last.id, last.required) == ("", False)
    assert {(one.fact, one.shown) for one in last.editions[0].printed} == {
        ("start", "October 2025")
    }


@pytest.mark.parametrize(("target", "kept"), [(None, True), (30, True), (0.5, False)])
def test_reading_is_measured_and_judged(changed: Change, target: float | None, kept: bool) -> None:
    head = "pages: 2" if target is None else f"pages: 2\nreading: {{en: {target}}}"
    (reading,) = outline_of(changed((TEMPLATE, "pages: 2", head)), "resident").readings
    assert (reading.target, reading.kept) == (target, kept)
    assert reading.result is not None
    assert 1 < reading.result < 8


def test_each_language_has_its_own_measure() -> None:
    readings = outline_of(open_project(BILINGUAL), "council", IN_MARCH).readings
    english, spanish = (one.result or 0 for one in readings)
    assert english < 12 < 40 < spanish


def test_facts_are_counted_that_may_be_shown_and_that_are_printed() -> None:
    project = open_project(BILINGUAL)
    (resident,) = outline_of(project, "resident", IN_MARCH).shares
    (council,) = outline_of(project, "council", IN_MARCH).shares
    assert (resident.total, council.total) == (18, 18)
    assert set(council.allowed) - set(resident.allowed) == {"grant-mean"}
    assert set(resident.allowed) - set(resident.printed) == {"grant-and-wait"}
    assert council.printed == council.allowed


def test_held_fact_may_not_be_shown(changed: Change) -> None:
    project = changed(
        (FACTS, 'evidence: "from October 2025"',
         'evidence: "from October 2025"\n  status: held\n  reason: the county may move it'),
        (PROSE, ' in {{ fact("start") }}', " soon"),
    )  # fmt: skip
    (share,) = outline_of(project, "resident").shares
    assert (share.total, len(share.allowed)) == (9, 8)
    assert "start" not in share.allowed


@pytest.mark.parametrize(
    ("meant_for", "allowed"),
    [("  audiences: [resident]\n", True), ("  audiences: [council]\n", False), ("", False)],
)
def test_contact_is_allowed_only_where_it_names_the_audience(
    changed: Change, meant_for: str, allowed: bool
) -> None:
    contact = f"{CONTACT}{meant_for}\n- id: quote-mayor"
    (share,) = outline_of(changed((FACTS, "\n- id: quote-mayor", contact)), "resident").shares
    assert [fact.id for fact in share.contacts] == (["clerk"] if allowed else [])
    assert ("clerk" in share.allowed) is allowed


def test_audience_without_a_brief_has_the_outline_of_its_template(changed: Change) -> None:
    project = changed()
    shutil.copy(project.root / TEMPLATE, project.root / "templates/tenant.html.j2")
    outline = outline_of(open_project(project.root), "tenant")
    assert outline.readings == ()
    assert [one.id for one in outline.sections] == ["news", "views", "more"]
    assert all(one.editions == () for one in outline.sections)
    assert (len(outline.shares[0].allowed), outline.shares[0].printed) == (9, ())


def test_overdue_facts_do_not_hide_the_outline() -> None:
    assert outline_of(open_project(BASE), "resident", date(2030, 1, 1)).readings


def test_page_that_cannot_be_composed_has_no_outline(changed: Change) -> None:
    with pytest.raises(InputError) as caught:
        project = changed((PROSE, 'quote("quote-mayor")', 'quote("quote-mayr")'))
        outline_of(project, "resident", date(2030, 1, 1))
    assert [found.code for found in caught.value.diagnostics] == ["fact-unknown"]


def test_prose_that_is_missing_in_one_locale_is_told_beside_the_others(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BILINGUAL, tmp_path / "project"))
    file = "assets/topics/home-repairs/text/council.es.md"
    (root / file).unlink()
    outline = outline_of(open_project(root), "council", date(2030, 1, 1))
    assert {one.edition.locale for one in outline.readings} == {"en-US"}
    assert [(edition.locale, name) for edition, name in outline.unwritten] == [("es-US", file)]
    assert outline.plain()["unwritten"] == [
        {"brief": "home-repairs", "topic": "home-repairs", "locale": "es-US", "file": file}
    ]


def test_before_there_is_any_prose_the_outline_is_that_of_the_template(changed: Change) -> None:
    root = changed().root
    (root / PROSE).unlink()
    outline = outline_of(open_project(root), "resident")
    assert outline.readings == ()
    assert [file for _, file in outline.unwritten] == [PROSE]
    assert sections(outline) == [("news", True, True), ("views", True, True), ("more", False, True)]
    assert outline.shares[0].printed == ()


def test_prose_that_cannot_be_read_is_no_prose_that_is_to_be_written(changed: Change) -> None:
    root = changed((PROSE, "title:", "titel:")).root
    with pytest.raises(InputError) as caught:
        outline_of(open_project(root), "resident")
    assert "key-unknown" in {found.code for found in caught.value.diagnostics}


@pytest.mark.parametrize(
    ("name", "message", "mend"),
    [
        ("residnt", 'there is no audience "residnt"', 'did you mean "resident"'),
        ("zzz", 'there is no audience "zzz"', "briefs audiences"),
        ("plumber", "has no template yet", "write templates/plumber.html.j2"),
    ],
)
def test_audience_that_cannot_be_shown(changed: Change, name: str, message: str, mend: str) -> None:
    project = changed((FACTS, "  unit: USD", "  unit: USD\n  audiences: [resident, plumber]"))
    with pytest.raises(UsageError) as caught:
        outline_of(project, name)
    assert message in caught.value.message
    assert mend in caught.value.mend
