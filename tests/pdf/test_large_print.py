"""Large print: 18 points and more, one column, nothing clipped, valid as any edition."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.conftest import Built
from tests.pdf.reading import FIGURE, elements_of, passages_of, text_of
from tests.pdf.sizes import sizes_of
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

TEXT, CITATION = 18, 12
"""The least size of text and of a citation's number in points."""

EDGE = 30
"""Points at the paper's edge in which nothing stands."""


def test_every_edition_in_large_print_is_ua_1_and_a_3a(large: list[Built]) -> None:
    assert len(large) == 16
    assert validate([one.path for one in large]) == {one.path: [] for one in large}


def test_no_text_is_below_18_points_but_the_numbers_of_citations(large: list[Built]) -> None:
    for one in large:
        small = [(size, text) for size, text in sizes_of(one.path) if size < TEXT - 0.05]
        assert small, f"{one.name} cites nothing"
        assert all(re.fullmatch(r"[\d,⁠ ]*", text) for _, text in small), (one.name, small)
        assert min(size for size, _ in small) >= CITATION, one.name


def test_ordinary_print_is_smaller(built: list[Built]) -> None:
    """So that the test above sees small text where there is some."""
    for one in built:
        words = [size for size, text in sizes_of(one.path) if re.search(r"[a-z]{3}", text)]
        assert min(words) < TEXT / 1.8, one.name


def test_figures_have_text_of_18_points_too(large: list[Built]) -> None:
    drawn = [one for one in large if one.page.drawings]
    assert len(drawn) >= 8
    for one in drawn:
        labels = {part for passage in passages_of(one.path) if passage.place == FIGURE
                  for part in passage.text.split()}  # fmt: skip
        assert labels, one.name
        assert any(text.split()[0] in labels for _, text in sizes_of(one.path) if text.strip())


def test_nothing_is_clipped_at_the_paper_s_edge(large: list[Built]) -> None:
    for one in large:
        for width, height, boxes in _words_of(one.path):
            for left, top, right, bottom, word in boxes:
                assert min(left, top) >= EDGE, (one.name, word)
                assert right <= width - EDGE, (one.name, word)
                assert bottom <= height - EDGE, (one.name, word)


def test_no_two_words_lie_on_each_other(large: list[Built]) -> None:
    for one in large:
        for _, _, boxes in _words_of(one.path):
            ordered = sorted(boxes, key=lambda box: box[0])
            for at, box in enumerate(ordered):
                for other in ordered[at + 1 :]:
                    if other[0] >= box[2] - 1:
                        break
                    overlap = min(box[3], other[3]) - max(box[1], other[1])
                    high = min(box[3] - box[1], other[3] - other[1])
                    assert overlap < 0.5 * high, (one.name, box[4], other[4])


def test_it_says_what_the_ordinary_edition_says(large: list[Built], built: list[Built]) -> None:
    ordinary = {one.name: one for one in built}
    for one in large:
        other = ordinary[one.name]
        assert one.page.html.count("data-fact") == other.page.html.count("data-fact")
        assert one.page.facts == other.page.facts
        for name in re.findall(r'data-fact="[^"]+">([^<]+)<', one.page.html):
            assert name.replace("\u00a0", " ") in text_of(one.path).replace("\u00a0", " ")


def test_there_are_no_italics_in_running_text(large: list[Built]) -> None:
    for one in large:
        listing = subprocess.run(
            ["pdffonts", one.path], capture_output=True, text=True, check=True
        ).stdout
        assert "Italic" not in listing, one.name


def test_the_last_page_is_at_least_a_fifth_full(large: list[Built]) -> None:
    for one in large:
        _, height, boxes = _words_of(one.path)[-1]
        lowest = max(bottom for _, _, _, bottom, _ in boxes if bottom < height - 60)
        assert lowest > height / 5, one.name


def test_figures_and_headings_are_tagged_as_in_ordinary_print(
    large: list[Built], built: list[Built]
) -> None:
    ordinary = {one.name: one for one in built}
    for one in large:
        kinds = []
        for path in (one.path, ordinary[one.name].path):
            with pikepdf.open(path) as pdf:
                tags = [kind for kind, _ in elements_of(pdf)]
            kinds.append([kind for kind in tags if kind == "Figure" or re.fullmatch(r"H\d", kind)])
        assert kinds[0] == kinds[1], one.name


Word = tuple[float, float, float, float, str]


def _words_of(path: Path) -> list[tuple[float, float, list[Word]]]:
    """Width, height and words of each page; a word is left, top, right, bottom and text."""
    shown = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = []
    for width, height, words in re.findall(
        r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', shown, re.DOTALL
    ):
        boxes = [
            (float(left), float(top), float(right), float(bottom), word)
            for left, top, right, bottom, word in re.findall(
                r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</w',
                words,
            )
        ]
        pages.append((float(width), float(height), boxes))
    return pages
