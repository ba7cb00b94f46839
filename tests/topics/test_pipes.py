"""A second topic, wholly unlike the first, is told to every audience by the built-in templates.

``tests/projects/pipes`` has a made-up county's facts, and prose for the six audiences. It has no
template of its own but that of a seventh audience, which takes one file and its prose.
"""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from click.shell_completion import ShellComplete

from briefs.check.length import count_words
from briefs.cli import group, main
from briefs.compose.page import Page
from briefs.model.figure import FigureKind
from briefs.model.project import Paper
from briefs.model.topic import Topic
from briefs.model.value import ATTRIBUTED_KINDS, Kind
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.engines import open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from tests.issued import issued_page
from tests.pdf.conftest import Built
from tests.pdf.reading import pictures_of
from tests.pdf.test_agreement import Read, disagreements, unqualified
from tests.pdf.verapdf import validate

ROOT = Path(__file__).resolve().parents[2]
PIPES = ROOT / "tests" / "projects" / "pipes"
TOPIC = "assets/topics/lead-pipes"
DAY = date(2026, 3, 20)
SIX = {"agency", "community", "legislator", "press", "service", "officer"}
OF_THE_SEVENTH = {"templates/teacher.html.j2", f"{TOPIC}/text/teacher.en.md"}

OF_THE_FIRST_TOPIC = re.compile(
    r"\b287\s?\(g\)|\bICE\b|(?i:sheriff|alguacil|deport|immigra|inmigra)"
)
"""What no template and no module may know of."""


@pytest.fixture(scope="module")
def project() -> OpenProject:
    return open_project(PIPES)


@pytest.fixture(scope="module")
def topic(project: OpenProject) -> Topic:
    return project.content.topics["lead-pipes"]


@pytest.fixture(scope="module")
def pages(project: OpenProject) -> dict[str, Page]:
    checked = check(project, today=DAY)
    assert checked.findings == ()
    return {edition.audience: page for edition, page in checked.pages.items()}


@pytest.fixture(scope="module")
def built(project: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Every edition on every paper."""
    editions = []
    with open_engines(project, 2) as engines:
        for paper in Paper:
            selection = Selection(paper=paper)
            folder = tmp_path_factory.mktemp(paper.value)
            result = build(project, selection, output=folder, today=DAY, engines=engines)
            assert not result.failures
            editions += [
                Built(one.edition, issued_page(project, one.edition, one.path), one.path)
                for one in result.written
            ]
    return editions


def plain(html: str) -> str:
    """The text of HTML, blanks folded."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def part(page: Page, name: str) -> str:
    """The text of the elements that have a class."""
    found = re.findall(rf'<(p|div|section) class="{name}">(.*?)</\1>', page.html, re.DOTALL)
    assert found, name
    return " ".join(plain(html) for _, html in found)


# --- Nothing but facts and prose -----------------------------------------------------------------


def test_only_the_seventh_audience_has_a_template_here() -> None:
    files = {path.relative_to(PIPES).as_posix() for path in PIPES.rglob("*") if path.is_file()}
    entries = {f"{TOPIC}/{name}.yaml" for name in ("topic", "facts", "sources", "figures")}
    prose = {f"{TOPIC}/text/{name}.en.md" for name in SIX}
    assert files == {"briefs.toml", *entries, *prose, *OF_THE_SEVENTH}


def test_the_county_is_said_to_be_made_up(topic: Topic, pages: dict[str, Page]) -> None:
    assert "made up" in topic.sheet.title["en"]
    for source in topic.sources.values():
        assert (source.note or {})["en"] == "Made up for tests."
        assert source.url is not None
        assert source.url.startswith("https://example.org/")
    for page in pages.values():
        assert "all who speak here are made up for tests" in plain(page.html)
    for fact in topic.facts.values():
        if fact.kind is Kind.CONTACT:
            assert re.fullmatch(r"202-555-01\d\d", fact.value or ""), "kept for examples"


def test_the_topic_has_what_a_topic_can_have(topic: Topic) -> None:
    assert {fact.kind for fact in topic.facts.values()} == {*Kind}
    series = [fact for fact in topic.facts.values() if fact.part_of == "lines-replaced"]
    assert [fact.period for fact in series] == ["2021", "2022", "2023", "2024", "2025"]


def test_every_kind_of_figure_is_shown_by_some_brief(topic: Topic, pages: dict[str, Page]) -> None:
    shown = {place.figure for page in pages.values() for place in page.printed}
    assert {topic.figures[name].kind for name in shown if name} == {*FigureKind}


@pytest.mark.parametrize("folder", ["briefs", "templates"])
def test_no_template_and_no_module_knows_the_first_topic(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".j2", ".yaml", ".js"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if OF_THE_FIRST_TOPIC.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "words", ["287(g)", "ICE says", "Sheriffs", "deported", "immigrants", "alguacil"]
)
def test_a_word_of_the_first_topic_would_be_seen(words: str) -> None:
    assert OF_THE_FIRST_TOPIC.search(words)
    assert not OF_THE_FIRST_TOPIC.search("nice price, service, 40,287 lines")


def test_no_page_of_the_second_topic_prints_a_word_of_the_first(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert OF_THE_FIRST_TOPIC.search(plain(page.html)) is None


# --- What every brief has ------------------------------------------------------------------------


def test_every_head_says_series_edition_readers_place_and_day(pages: dict[str, Page]) -> None:
    readers = {
        "agency": "water utilities",
        "community": "families and neighbors",
        "legislator": "the county board",
        "press": "reporters and editors",
        "service": "clinics and help desks",
        "officer": "pipe crews and their union",
        "teacher": "teachers",
    }
    assert {*pages} == {*readers}
    for audience, page in pages.items():
        head = part(page, "series")
        assert head == f"Water brief 7 · Edition 2 · For {readers[audience]} · Marlow County"
        assert re.search(r"Facts as of .* 202[16]", part(page, "as-of")), audience
        assert re.search(r"<h1>[^<]+</h1>", page.html)


def test_every_foot_has_method_sources_edition_and_disclaimer(
    pages: dict[str, Page], project: OpenProject
) -> None:
    for audience, page in pages.items():
        foot = plain(page.html[page.html.index('<section class="closing">') :])
        own = project.content.audiences[audience].sheet.disclaimer or {"en": ""}
        for words in (
            "Sources and method",
            "Lead Pipe Program, Fifth Yearly Report",
            "Every number above is bound to a fact",
            f"{own['en']} Marlow County, its pipes",
            "Published by Marlow Policy Desk",
        ):
            assert words.strip() in foot, audience
        for words in ("Water brief 7 · Edition 2.", "It replaces edition 1.", "Fact base",
                      "errors@desk.marlow.example"):  # fmt: skip
            assert words in plain(page.html), audience


def test_every_brief_has_classes_and_both_sides(pages: dict[str, Page], topic: Topic) -> None:
    for audience, page in pages.items():
        badges = re.findall(r'<strong class="badge badge-([a-z]+)">', page.html)
        assert "view" in badges
        assert audience == "teacher" or "fact" in badges
        views = [name for name in page.facts if topic.facts[name].kind is Kind.VIEW]
        paired = [name for name in views if topic.facts[name].pair_with]
        assert paired
        assert len(re.findall(r'class="pair-side', page.html)) % 2 == 0
        for name in paired:
            assert topic.facts[name].pair_with in page.facts


def test_every_opinion_names_its_holder(pages: dict[str, Page], topic: Topic) -> None:
    for page in pages.values():
        words = plain(page.html).casefold()
        for name in page.facts:
            if topic.facts[name].kind in ATTRIBUTED_KINDS:
                assert (topic.facts[name].attribution or {})["en"].casefold() in words


@pytest.mark.parametrize(
    ("audience", "contacts"),
    [
        ("agency", {"pipe-office"}),
        ("community", {"pipe-office", "tenants-desk"}),
        ("service", {"pipe-office", "tenants-desk"}),
        ("officer", {"pipe-office"}),
        ("press", {"press-county", "press-residents"}),
        ("legislator", set()),
    ],
)
def test_contacts_are_those_of_the_readers(
    pages: dict[str, Page], topic: Topic, audience: str, contacts: set[str]
) -> None:
    printed = {name for name in pages[audience].facts if topic.facts[name].kind is Kind.CONTACT}
    assert printed == contacts


def test_templates_declare_all_and_their_pages_keep_it(
    project: OpenProject, pages: dict[str, Page], topic: Topic
) -> None:
    for audience in sorted(SIX):
        sheet = project.content.audiences[audience].sheet
        assert {*sheet.label} == {"en", "es"}
        assert sheet.tone
        assert {*(sheet.disclaimer or {})} == {"en", "es"}
        assert sheet.reading
        kinds = {topic.facts[name].kind for name in pages[audience].facts}
        assert kinds <= {*(sheet.kinds or Kind)}
        budget = sheet.words_in("en-US")
        assert budget is None or count_words(pages[audience].html) <= budget
    assert project.content.audiences["community"].sheet.words == {"en": 350, "es": 420}
    assert project.content.audiences["community"].sheet.contacts == "required"


# --- The seventh audience: one template and its prose ---------------------------------------------


@pytest.mark.parametrize("folder", ["briefs", "templates", "assets"])
def test_nothing_of_ours_knows_the_seventh_audience(folder: str) -> None:
    texts = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".j2", ".css"}]
    assert texts
    assert [path.name for path in texts if "teacher" in path.read_text("utf-8")] == []


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What ``briefs`` prints; it succeeds."""
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "--project", str(PIPES)])
    printed = capsys.readouterr()
    assert not caught.value.code, printed.err
    return printed.out


def test_the_seventh_is_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in said(capsys, "audiences").splitlines()]
    assert ["teacher", "teachers", "3", "en", "8", "plain", "lead-pipes"] in [
        words[:7] for words in lines
    ]
    shown = json.loads(said(capsys, "audiences", "show", "teacher", "--json", "--as-of", f"{DAY}"))
    assert shown["briefs"] == ["lead-pipes"]
    sections = [one["id"] for one in shown["outline"]]
    assert sections == ["lesson", "news", "reading-list", "views"]
    assert "teacher" in said(capsys, "list").splitlines()[-1]
    assert "lines-found" in said(capsys, "facts", "list", "--audience", "teacher")


@pytest.mark.parametrize("before", [["build", "--audience"], ["audiences", "show"]], ids=" ".join)
def test_the_shell_completes_the_seventh(
    monkeypatch: pytest.MonkeyPatch, before: list[str]
) -> None:
    monkeypatch.chdir(PIPES)
    shell = ShellComplete(group, {}, "briefs", "_BRIEFS_COMPLETE")
    assert [one.value for one in shell.get_completions(before, "te")] == ["teacher"]


# --- As PDFs --------------------------------------------------------------------------------------


@pytest.mark.chrome
@pytest.mark.pdf
def test_every_edition_keeps_its_page_budget(built: list[Built], project: OpenProject) -> None:
    pages = {}
    for one in built:
        with pikepdf.open(one.path) as pdf:
            pages[one.name] = len(pdf.pages)
    assert len(pages) == 14
    budgets = {
        one.name: project.content.audiences[one.edition.audience].sheet.pages for one in built
    }
    assert pages == budgets


@pytest.mark.chrome
@pytest.mark.pdf
def test_every_edition_is_valid(built: list[Built]) -> None:
    assert validate([one.path for one in built]) == {one.path: [] for one in built}


@pytest.mark.chrome
@pytest.mark.pdf
def test_the_facts_are_read_back_from_the_pdfs(built: list[Built], project: OpenProject) -> None:
    readings = [(read, read.values()) for read in (Read(one, project.content) for one in built)]
    assert disagreements(readings) == []
    for read, values in readings:
        assert unqualified(read)[0] == []
        assert len({value.fact for value in values}) >= 5, read.name


@pytest.mark.chrome
@pytest.mark.pdf
def test_no_page_is_nearly_empty(built: list[Built], tmp_path: Path) -> None:
    for one in built:
        for number, picture in enumerate(pictures_of(one.path, tmp_path, 40), 1):
            body = picture.crop((0, 0, picture.width, round(picture.height * 0.94)))
            box = body.point(lambda value: 255 if value < 195 else 0).getbbox()
            assert box is not None
            assert box[3] > picture.height / 5, f"{one.name} page {number}"
