"""No input is left out of an edition's keys, and nothing else is in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.model.project import Format
from briefs.publish.check import check
from briefs.publish.editions import keys
from briefs.publish.editions.making import Maker
from briefs.publish.plan import Selection
from briefs.publish.project import open_project
from briefs.render import fonts

ROOT = Path(__file__).resolve().parents[3]
BASE = ROOT / "tests" / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"
DAY = date(2025, 8, 15)
Edit = Callable[[Path], None]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project, with a copy of all that it takes from the built-ins."""
    root = Path(shutil.copytree(BASE, tmp_path / "project"))
    for name in ("templates", "assets/styles", "assets/locales", "assets/brand.yml"):
        source = ROOT / name
        if source.is_dir():
            for path in source.rglob("*"):
                target = root / name / path.relative_to(source)
                if path.is_file() and not target.exists() and "audience" not in name:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
        else:
            shutil.copyfile(source, root / name)
    return root


def keys_of(root: Path, day: date = DAY, *, large_print: bool | None = None) -> tuple[str, str]:
    """The keys of the project's one edition: content and build."""
    project = open_project(root)
    checked = check(project, Selection(large_print=large_print), today=day, allow_stale=True)
    assert not checked.failed, checked.findings
    ((edition, page),) = checked.pages.items()
    job = Maker(project, root / "output", day, "test").job(edition, page, [Format.PDF])
    return job.content, job.build


def replaced(name: str, old: str, new: str) -> Edit:
    """Replace words in a file, the first time that they stand there."""

    def edit(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text, f"{old} is not in {name}"
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def both(one: Edit, other: Edit) -> Edit:
    """Two changes, one after the other."""

    def edit(root: Path) -> None:
        one(root)
        other(root)

    return edit


FACTS = f"{TOPIC}/facts.yaml"
PROSE = f"{TOPIC}/text/resident.en.md"
READ: dict[str, Edit] = {
    "a fact's value": both(
        replaced(FACTS, "value: 4000", "value: 4100"), replaced(FACTS, "$4,000", "$4,100")
    ),
    "a fact's qualifier": replaced(FACTS, "qualifier: up to", "qualifier: about"),
    "a fact's label": replaced(FACTS, "homes in the north", "homes up north"),
    "a fact's unit": replaced(FACTS, "unit: USD", "unit: CAD"),
    "a fact's as-of date": replaced(FACTS, "as_of: 2025-08-02", "as_of: 2025-08-03"),
    "a fact's review date": replaced(FACTS, "unit: USD", "unit: USD\n  review_by: 2025-09-30"),
    "a fact's evidence": replaced(FACTS, '"up to $4,000"', '"not more than $4,000"'),
    "a statement": replaced(FACTS, "from the street to a home.", "from the main to a home."),
    "an attribution": replaced(FACTS, "{en: the mayor}", "{en: the new mayor}"),
    "a source's title": replaced(f"{TOPIC}/sources.yaml", "water pipes", "old pipes"),
    "a source's address": replaced(f"{TOPIC}/sources.yaml", "org/report", "org/report-2"),
    "a source's kind": replaced(f"{TOPIC}/sources.yaml", "government", "news"),
    "a figure's caption": replaced(f"{TOPIC}/figures.yaml", "on the list", "to be done"),
    "a figure's kind": replaced(
        f"{TOPIC}/figures.yaml",
        "kind: units\n  facts: [homes-north, homes-south]\n  whole: homes-all",
        "kind: bars\n  facts: [homes-north, homes-south]",
    ),
    "the topic's nouns": replaced(f"{TOPIC}/topic.yaml", "other: homes", "other: houses"),
    "the edition's number": replaced(f"{TOPIC}/topic.yaml", "title:", "edition: 7\ntitle:"),
    "prose": replaced(PROSE, "What is new", "What is new now"),
    "a summary": replaced(PROSE, "What the county pays for", "What the county will pay for"),
    "the audience's template": replaced(
        "templates/resident.html.j2", '{{ section("more") }}', "<p>The end.</p>"
    ),
    "the audience's label": replaced(
        "templates/resident.html.j2", "{en: residents}", "{en: all residents}"
    ),
    "the base template": replaced("templates/base.html.j2", "<body", '<body id="top"'),
    "a partial": replaced("templates/partials/closing.html.j2", "<section", "<section id='end'"),
    "the publisher": replaced("briefs.toml", "Marlow County Policy Office", "Marlow Office"),
    "the disclaimer": replaced("briefs.toml", "are made up", "are made up by us"),
    "the paper": replaced("briefs.toml", "locales =", 'paper = "a4"\nlocales ='),
    "a style sheet": replaced("assets/styles/base.css", "{", "{ widows: 3;"),
    "the tokens": replaced("assets/styles/tokens.css", ":root {", ":root { --x: 1mm;"),
    "words of the locale": replaced("assets/locales/en.yaml", "Edition {number}", "No. {number}"),
    "a colour": replaced("assets/brand.yml", "#14466B", "#14466A"),
    "a font": replaced("assets/brand.yml", "base: Fira Sans", "base: IBM Plex Serif"),
}
"""Everything that the pages are read from, changed so that a reader would see it."""


@pytest.mark.parametrize("name", READ)
def test_what_a_reader_gets_makes_a_new_edition(project: Path, name: str) -> None:
    before, _ = keys_of(project)
    READ[name](project)
    after, _ = keys_of(project)
    assert after != before


def test_a_sheet_of_the_project_s_own_that_says_the_same_makes_no_new_edition(
    base: Callable[[dict[str, str]], Path],
) -> None:
    root = base({})
    before = keys_of(root)
    sheet = root / "assets/locales/en.yaml"
    sheet.parent.mkdir()
    sheet.write_text('messages:\n  edition: "Edition {number}"\n', "utf-8")
    assert keys_of(root) == before
    sheet.write_text('messages:\n  edition: "No. {number}"\n', "utf-8")
    assert keys_of(root) != before


def test_a_logo_makes_a_new_edition_and_so_does_another(project: Path) -> None:
    plain, _ = keys_of(project)
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    (project / "assets" / "logo.svg").write_text(logo)
    text = (project / "assets" / "brand.yml").read_text()
    (project / "assets" / "brand.yml").write_text(
        text + "meta: {name: Marlow}\nlogo: {medium: logo.svg}\n"
    )
    first, _ = keys_of(project)
    (project / "assets" / "logo.svg").write_text(logo.replace("M0 0", "M1 0"))
    second, _ = keys_of(project)
    assert len({plain, first, second}) == 3


def test_an_image_that_a_style_sheet_shows_makes_a_new_edition(project: Path) -> None:
    image = project / "assets" / "ground.png"
    image.write_bytes(b"one")
    sheet = project / "assets" / "styles" / "base.css"
    sheet.write_text(f'{sheet.read_text()}\nbody {{ background: url("{image.as_uri()}"); }}\n')
    before, _ = keys_of(project)
    image.write_bytes(b"two")
    assert keys_of(project)[0] != before


def test_large_print_and_paper_are_editions_of_their_own(project: Path) -> None:
    one, _ = keys_of(project)
    large, _ = keys_of(project, large_print=True)
    assert one != large


def test_a_fact_that_comes_due_makes_a_new_edition(project: Path) -> None:
    fresh, _ = keys_of(project, day=date(2025, 8, 15))
    still, _ = keys_of(project, day=date(2025, 8, 16))
    stale, _ = keys_of(project, day=date(2026, 6, 1))
    assert fresh == still != stale


UNSEEN: dict[str, Edit] = {
    "a comment": replaced(FACTS, "- id: grant-max", "# of the county\n- id: grant-max"),
    "the order of facts": lambda root: reordered(root / FACTS),
    "a fact that no page prints": lambda root: appended(
        root / FACTS,
        "\n- id: unseen\n  kind: count\n  value: 3\n  unit: homes\n  label: {en: unseen}\n"
        "  as_of: 2025-08-02\n  source: county-report\n  evidence: three homes\n",
    ),
    "another audience's words": lambda root: appended(
        root / f"{TOPIC}/text/press.en.md", "---\ntitle: T\nsummary: S\n---\n"
    ),
}


def appended(path: Path, text: str) -> None:
    path.write_text((path.read_text() if path.exists() else "") + text, "utf-8")


def reordered(path: Path) -> None:
    entries = path.read_text("utf-8").split("\n\n")
    path.write_text("\n\n".join([*entries[1:], entries[0]]), "utf-8")


@pytest.mark.parametrize("name", UNSEEN)
def test_what_no_reader_gets_makes_none(project: Path, name: str) -> None:
    before = keys_of(project)
    UNSEEN[name](project)
    assert keys_of(project) == before


@pytest.mark.parametrize(
    "engine", ["weasyprint", "pydyf", "plotly", "kaleido", "babel", "fonttools", "jinja2", "pango"]
)
def test_another_engine_sets_the_same_edition_again(
    project: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, build = keys_of(project)
    versions = keys.engine_versions()
    assert engine in versions
    monkeypatch.setattr(keys, "engine_versions", lambda: {**versions, engine: "0.0.1"})
    assert keys_of(project)[0] == content
    assert keys_of(project)[1] != build


def test_another_version_of_ours_sets_it_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, build = keys_of(project)
    monkeypatch.setattr(keys, "code_digest", lambda: "of other code")
    assert keys_of(project)[0] == content
    assert keys_of(project)[1] != build


def test_a_font_of_the_project_sets_it_again(project: Path) -> None:
    content, build = keys_of(project)
    (project / "assets" / "fonts").mkdir()
    shutil.copyfile(fonts.font_file("Fira Sans"), project / "assets" / "fonts" / "own.ttf")
    assert keys_of(project)[0] == content
    assert keys_of(project)[1] != build


def test_the_looks_of_web_pages_set_it_again(project: Path) -> None:
    content, build = keys_of(project)
    replaced("assets/styles/web.css", "{", "{ x: y;")(project)
    assert keys_of(project)[0] == content
    assert keys_of(project)[1] != build
