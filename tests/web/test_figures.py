"""Figures of a web page: drawn without scripts, explored with them, never a bare number."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from briefs.compose.figures.draw import draw
from briefs.compose.figures.sheet import Drawing, Group, Style
from briefs.compose.web_colours import dark_colours, dark_counterparts
from briefs.compose.web_figures import Row, explorable
from briefs.model.brand import COLOUR_PARTS, Colours
from briefs.model.colour import contrast
from briefs.model.project import Format
from briefs.publish.build import build
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from briefs.render.fonts import text_width
from tests.render.test_figure_kinds import KINDS
from tests.web.axe import violations
from tests.web.conftest import AUDIENCES, ROOT, Opener, Twin

pytestmark = [pytest.mark.chrome]

GROUPED = """
- id: pace
  kind: comparison
  groups:
    - label: {en: Lead lines}
      facts: [goal-last, replaced-last]
  caption: {en: "The last full year: goal and result, together"}
"""

WITH_FIGURES = ("agency", "community", "legislator", "officer", "community.es-US")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_without_scripts_the_drawings_and_their_tables_are_there(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins[audience].web, java_script_enabled=False)
    figures = page.locator(".figure:has(.frame)")
    assert figures.count() == twins[audience].composed.html.count('src="figure:')
    for figure in figures.all():
        assert figure.locator("svg.drawing").is_visible()
        assert figure.locator("svg.drawing").bounding_box()["width"] > 200  # type: ignore[index]
        assert figure.locator("table.data td").first.is_visible()
        assert not figure.locator(".explore").is_visible()


@pytest.mark.parametrize("audience", WITH_FIGURES)
def test_a_drawing_fits_a_telephone_unscrolled(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    for frame in opened(twins[audience].web, width=320).locator(".frame").all():
        assert frame.evaluate("one => one.scrollWidth - one.clientWidth") == 0


@pytest.mark.parametrize("audience", WITH_FIGURES)
def test_a_drawing_is_one_picture_that_says_what_it_shows(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins[audience].web)
    alts = re.findall(r'class="drawing" alt="([^"]*)"', twins[audience].composed.html)
    shown = [one.get_attribute("aria-label") for one in page.locator("svg.drawing").all()]
    assert shown == alts
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("audience", WITH_FIGURES)
def test_an_explored_figure_says_every_row_of_its_table_with_its_qualifier(
    audience: str, twins: dict[str, Twin], opened: Opener
) -> None:
    page = opened(twins[audience].web)
    for figure in page.locator(".figure:has(.explore)").all():
        figure.locator(".open").click()
        figure.locator(".main-svg").first.wait_for()
        rows = figure.locator("table.data tbody tr").all()
        said = []
        for _ in rows:
            figure.locator(".next").click()
            said.append(figure.locator(".told").text_content())
            page.wait_for_timeout(120)  # Plotly moves its label at most twenty times a second
            label = figure.locator(".hoverlayer").text_content() or ""
            assert _letters(label) == _letters(said[-1] or "")
        assert said == [
            f"{_plain(row.locator('th').text_content())}: {_plain(row.locator('td').first.text_content())}"
            for row in rows
        ]
        traces = figure.locator(".plot").evaluate(
            "(plot) => plot.data.map((one) => [one.hoverinfo, one.hovertext, one.hovertemplate])"
        )
        assert all(info == "skip" or (info == "text" and any(text)) for info, text, _ in traces)
        assert not any(template for *_, template in traces)
        assert any(info == "text" for info, *_ in traces)


def test_a_mark_under_the_pointer_says_its_fact(twins: dict[str, Twin], opened: Opener) -> None:
    page = opened(twins["agency"].web)
    figure = page.locator("#figure-incentives")
    figure.locator(".open").click()
    bar = figure.locator(".bars .point path").first
    bar.wait_for()
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=4)
    label = figure.locator(".hoverlayer .hovertext")
    label.wait_for()
    assert _letters(label.text_content() or "") == "Signingbonusfornewhiresupto$50,000"
    assert "up\u00a0to\u00a0$50,000" in (figure.locator(".told").text_content() or "")


def test_an_explored_figure_follows_the_readers_scheme(
    twins: dict[str, Twin], opened: Opener, example: OpenProject
) -> None:
    page = opened(twins["agency"].web, color_scheme="dark")
    figure = page.locator("#figure-incentives")
    figure.locator(".open").click()
    bar = figure.locator(".bars .point path").first
    bar.wait_for()
    colours = example.content.brand.color
    dark = dark_colours(colours)
    fill = "(one) => getComputedStyle(one).fill"
    assert bar.evaluate(fill) == _rgb(dark["tint"])
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        "(wanted) => getComputedStyle(document.querySelector('#figure-incentives .bars path')).fill"
        " === wanted",
        arg=_rgb(colours.tint),
    )


def test_every_pair_of_colours_keeps_its_contrast_in_the_dark() -> None:
    brands = [
        Colours("#1C2733", "#FFFFFF", "#14466B", "#14466B", "#D5E3EE", "#4D5B69", "#B9C4CE"),
        Colours("#000000", "#FFFFFF", "#000000", "#000000", "#DDDDDD", "#444444", "#BBBBBB"),
        Colours("#3B2314", "#FFF6E5", "#A3123A", "#7A0C2B", "#F4DCC8", "#6B5141", "#D8C3B0"),
    ]
    for colours in brands:
        dark = dark_colours(colours)
        for one in COLOUR_PARTS:
            for other in ("background", "tint"):
                light = contrast(getattr(colours, one), getattr(colours, other))
                least = min(light, 4.5)  # what a law asks for is not lost
                assert contrast(dark[one], dark[other]) >= least, (one, other)
        assert contrast(dark["background"], "#FFFFFF") > 12


def test_a_dark_brand_stays_as_it_is() -> None:
    dark = Colours("#F4E9D8", "#2B1B3D", "#FFB454", "#FFB454", "#43315A", "#C9BBD8", "#5A4873")
    assert dark_counterparts(dark, ["#FFB454", "#2B1B3D"]) == {}


def test_a_mark_whose_fact_is_not_known_says_nothing() -> None:
    """Two values on one line could be either's: better no words than another's."""
    colours = Colours("#000000", "#FFFFFF", "#000000", "#000000", "#DDDDDD", "#444444", "#BBBBBB")
    notes = [{"text": "up to 5", "x": 9, "y": 4}, {"text": "at least 7", "x": 50, "y": 4}]
    layout = {"annotations": notes, "font": {"size": 12, "family": "Fira Sans"}}
    traces = [{"type": "bar", "x": [5], "y": [4]}, {"type": "bar", "x": [7], "y": [4], "meta": "b"}]
    drawing = Drawing({"data": traces, "layout": layout}, 100, 20)
    rows = [Row("a", "A & co", "up to 5"), Row("b", "B", "at least 7")]
    data = explorable(drawing, rows, colours)["data"]
    assert data[0]["hoverinfo"] == "skip"
    assert data[1]["hovertext"] == ["B<br>at least 7"]
    assert (data[2]["x"], data[2]["hovertext"]) == ([9], ["A &amp; co<br>up to 5"])
    assert "hoverinfo" not in drawing.spec["data"][0], "the drawing itself is untouched"


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_figure_says_each_fact_at_its_own_mark(
    name: str, example: OpenProject
) -> None:
    kind, groups, whole = KINDS[name]
    names = (f"fact-{number}" for number in count())
    groups = [
        Group(group.label, tuple(replace(datum, fact=next(names)) for datum in group.data))
        for group in groups
    ]
    data = [(group.label, datum) for group in groups for datum in group.data]
    brand = example.content.brand
    style = Style(brand, "Fira Sans", 333, 11.2, text_width)
    rows = [Row(datum.fact, datum.label, datum.shown, "", group) for group, datum in data]
    shown = {row.fact: row.shown for row in rows}
    told = set()
    for trace in explorable(draw(kind, groups, whole, style), rows, brand.color)["data"]:
        if trace["hoverinfo"] == "skip":
            continue
        assert trace["hoverinfo"] == "text"
        assert "meta" not in trace or set(trace["customdata"]) == {trace["meta"]}
        for fact, text in zip(trace["customdata"], trace["hovertext"], strict=True):
            assert text.endswith(f"<br>{shown[fact]}")
            told.add(fact)
    assert told == set(shown)


def test_a_grouped_figure_says_the_group_and_passes_axe(tmp_path: Path, opened: Opener) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "pipes", project)
    topic = project / "assets" / "topics" / "lead-pipes"
    figures = (topic / "figures.yaml").read_text("utf-8")
    (topic / "figures.yaml").write_text(figures + GROUPED, "utf-8")
    prose = (topic / "text" / "agency.en.md").read_text("utf-8")
    prose = prose.replace('{{ figure("goal") }}', '{{ figure("goal") }}\n\n{{ figure("pace") }}')
    (topic / "text" / "agency.en.md").write_text(prose, "utf-8")
    selection = Selection(audiences=["agency"])
    opened_project = open_project(project)
    (written,) = build(
        opened_project, selection, today=date(2026, 4, 1), formats=[Format.HTML]
    ).written
    page = opened(written.path, width=320)
    figure = page.locator("#figure-pace")
    figure.locator(".open").click()
    figure.locator(".main-svg").first.wait_for()
    figure.locator(".next").click()
    assert (figure.locator(".told").text_content() or "").startswith("Lead lines. ")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def _plain(text: str | None) -> str:
    return " ".join((text or "").split(" ")).strip()


def _letters(text: str) -> str:
    return re.sub(r"[\s\u00a0:]", "", text)


def _rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
