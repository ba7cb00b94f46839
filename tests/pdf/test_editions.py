"""The example briefs as PDFs: valid, true to the fact base, the same every time, well set."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageChops

from briefs.compose.wording import Wording
from briefs.model.value import Qualifier, Status
from briefs.publish.project import OpenProject
from tests.pdf.conftest import ROOT, Built
from tests.pdf.looking import DOTS, assert_looks_as_kept, differing
from tests.pdf.reading import elements_of, pictures_of, text_of
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]


def test_every_edition_is_ua_1_and_a_3a_at_once(built: list[Built]) -> None:
    assert validate([one.path for one in built]) == {one.path: [] for one in built}


def test_every_printed_value_stands_in_the_pdf_with_its_qualifier(
    built: list[Built], example: OpenProject
) -> None:
    for one in built:
        topic = example.content.topics[one.edition.topic]
        wording = Wording(one.edition.locale, example.content.locales[one.language], topic.sheet)
        text = text_of(one.path)
        for name in one.page.facts:
            fact = topic.facts[name]
            if fact.value is not None:
                shown = wording.qualified(fact).replace("\u00a0", " ")
                assert shown in text, f"{one.name}: {name} is printed as {shown}"


def test_no_capped_or_floored_value_stands_without_its_qualifier(
    built: list[Built], example: OpenProject
) -> None:
    for one in built:
        topic = example.content.topics[one.edition.topic]
        wording = Wording(one.edition.locale, example.content.locales[one.language], topic.sheet)
        alts = " ".join(re.findall(r'alt="([^"]*)"', one.page.html))
        for text in (text_of(one.path), unescape(alts).replace("\u00a0", " ")):
            for fact in topic.facts.values():
                if fact.qualifier is Qualifier.EXACTLY:
                    continue
                bare, full = wording.bare(fact), wording.qualified(fact).replace("\u00a0", " ")
                assert text.count(bare) == text.count(full), f"{one.name}: {bare} stands alone"


def test_facts_that_may_not_be_printed_are_not_in_the_pdf(
    built: list[Built], example: OpenProject
) -> None:
    for one in built:
        text = text_of(one.path)
        for fact in example.content.topics[one.edition.topic].facts.values():
            if fact.status is Status.OK and fact.allowed_for(one.edition.audience):
                continue
            for words in (fact.text or {}).values():
                assert words not in text, f"{one.name} prints {fact.id}"


def test_all_editions_print_the_same_value_for_the_same_fact(built: list[Built]) -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for one in built:
        for name, html in re.findall(r'<span data-fact="([^"]+)">([^<]*)</span>', one.page.html):
            seen.setdefault((one.language, name), set()).add(html)
    noun = re.compile(r"\s(applications?|people|solicitud(es)?|personas?)$")
    nouns = {name: {noun.sub("", value) for value in values} for name, values in seen.items()}
    assert {name: values for name, values in nouns.items() if len(values) > 1} == {}
    assert len(nouns) > 5


def test_two_builds_in_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import briefs\n"
        "project = briefs.open_project(sys.argv[1])\n"
        "briefs.build(project, output=Path(sys.argv[2]))\n"
    )
    files = []
    for number, zone in enumerate(("UTC", "Pacific/Auckland")):
        folder = tmp_path / str(number)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": str(number),
            "TZ": zone,
            "BRIEFS_CACHE": str(tmp_path / f"cache{number}"),  # figures are drawn anew too
        }
        subprocess.run([sys.executable, "-c", script, ROOT, folder], env=environment, check=True)
        files.append({path.name: path.read_bytes() for path in sorted(folder.rglob("*.pdf"))})
    assert len(files[0]) == 8
    assert files[0] == files[1]


def test_the_metadata_say_what_it_is(built: list[Built]) -> None:
    for one in built:
        with pikepdf.open(one.path) as pdf, pdf.open_metadata() as metadata:
            assert metadata["dc:title"]
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert str(pdf.Root.Lang) == one.edition.locale
            assert "Outlines" in pdf.Root or "/Outlines" in pdf.Root


def test_every_font_is_ours_and_embedded(built: list[Built]) -> None:
    for one in built:
        listing = subprocess.run(
            ["pdffonts", one.path], capture_output=True, text=True, check=True
        ).stdout
        rows = listing.splitlines()[2:]
        assert rows
        for row in rows:
            assert re.search(r"Fira-?Sans|IBM-?Plex-?Serif|Atkinson", row), row
            assert re.search(r"\byes yes yes\b", row), row


def test_figures_have_alt_text_with_every_value_and_tables_have_headers(
    built: list[Built],
) -> None:
    for one in built:
        with pikepdf.open(one.path) as pdf:
            elements = list(elements_of(pdf))
            figures = [element for kind, element in elements if kind == "Figure"]
            assert len(figures) == len(one.page.drawings)
            for figure in figures:
                assert re.search(r"\d", str(figure.Alt))
            headers = [element for kind, element in elements if kind == "TH"]
            assert headers
            assert all(str(header.A.Scope) in {"/Row", "/Column"} for header in headers)


def test_headings_do_not_skip_a_level(built: list[Built]) -> None:
    for one in built:
        with pikepdf.open(one.path) as pdf:
            levels = [int(kind[1]) for kind, _ in elements_of(pdf) if re.fullmatch(r"H\d", kind)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_editions_keep_their_page_budget(built: list[Built], example: OpenProject) -> None:
    for one in built:
        budget = example.content.audiences[one.edition.audience].sheet.pages
        with pikepdf.open(one.path) as pdf:
            assert len(pdf.pages) == budget, one.name


def test_no_page_is_nearly_empty_and_nothing_runs_into_the_edge(
    built: list[Built], tmp_path: Path
) -> None:
    for one in built:
        for number, page in enumerate(pictures_of(one.path, tmp_path, DOTS), 1):
            inked = ImageChops.invert(page).point(lambda value: 255 if value > 60 else 0)
            body = inked.crop((0, 0, page.width, round(page.height * 0.94)))  # without the foot
            box = body.getbbox()
            assert box is not None, f"{one.name} page {number} is empty"
            assert box[3] > page.height * 0.4, f"{one.name} page {number} is nearly empty"
            edge = round(DOTS * 0.25)  # what office printers leave white
            left, top, right, bottom = inked.getbbox() or (0, 0, 0, 0)
            assert min(left, top, page.width - right, page.height - bottom) >= edge


def test_pages_look_as_they_did(
    built: list[Built], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    update = request.config.getoption("--update-golden")
    for one in built:
        assert_looks_as_kept(one.name, one.path, tmp_path, update=update)


def test_the_comparison_of_pictures_sees_a_line_that_is_gone(
    built: list[Built], tmp_path: Path
) -> None:
    page = pictures_of(built[0].path, tmp_path, DOTS)[0]
    altered = page.copy()
    altered.paste(255, (0, page.height // 2, page.width, page.height // 2 + DOTS // 2))
    assert differing(page, page) == 0
    assert differing(page, altered) > 0.003
