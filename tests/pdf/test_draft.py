"""A draft: stamped on every page, beside the text and not over it, page for page as the edition."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageChops

from briefs.model.edition import Edition
from briefs.publish.build import Written, build, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from briefs.render.read_back.text_layer import page_texts
from tests.pdf.conftest import BRANDS
from tests.pdf.reading import MARGIN, passages_of, pictures_of
from tests.pdf.sizes import sizes_of
from tests.pdf.verapdf import validate

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

BILINGUAL = Path(__file__).resolve().parents[1] / "projects" / "bilingual"
STAMPS = {"en-US": "Draft – not for publication", "es-US": "Borrador – no publicar"}
DOTS = 60
"""Dots an inch of the pictures."""


@dataclass(frozen=True)
class Twin:
    """One edition as a draft and as it is issued."""

    edition: Edition
    draft: Path
    final: Path

    @property
    def stamp(self) -> str:
        """The words on every page."""
        return STAMPS[self.edition.locale].upper()


def twins_of(
    project: OpenProject, folder: Path, *selections: Selection, today: date | None = None
) -> Iterator[Twin]:
    """The editions of selections, each built both ways."""
    with open_engines(project, 1) as engines:
        for selection in selections:
            draft, final = (
                build(project, selection, output=folder, draft=one, today=today, engines=engines)
                for one in (True, False)
            )
            assert not draft.failures + final.failures
            yield from map(_twin, draft.written, final.written)


def _twin(draft: Written, final: Written) -> Twin:
    assert draft.edition == final.edition
    return Twin(draft.edition, draft.path, final.path)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("output")


@pytest.fixture(scope="module")
def twins(example: OpenProject, output: Path) -> list[Twin]:
    """Both languages, wide and narrow margins, a form, large print with a page across."""
    return [
        *twins_of(
            example,
            output,
            Selection(
                audiences=["agency", "community", "officer"], locales=["en"], large_print=False
            ),
            Selection(audiences=["agency"], large_print=True),
        ),
        *twins_of(
            open_project(BILINGUAL),
            output,
            Selection(audiences=["resident"], locales=["es"]),
            today=date(2026, 3, 20),
        ),
    ]


def test_drafts_lie_apart_from_editions(twins: list[Twin], output: Path) -> None:
    assert len(twins) == 5
    assert {twin.edition.locale for twin in twins} == set(STAMPS)
    for twin in twins:
        assert twin.final == output / twin.edition.file
        assert twin.draft == output / "drafts" / twin.edition.file


def test_no_ledger_and_no_record_store_knows_a_draft(tmp_path: Path, example: OpenProject) -> None:
    selection = Selection(audiences=["officer"], locales=["en"], large_print=False)
    result = build(example, selection, output=tmp_path, draft=True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [one.path for one in result.written]
    assert files[0].relative_to(tmp_path).parts[0] == "drafts"


def test_draft_is_ua_1_and_a_3a(twins: list[Twin]) -> None:
    assert validate([one.draft for one in twins]) == {one.draft: [] for one in twins}


def test_every_page_carries_the_stamp_in_the_brief_s_language(twins: list[Twin]) -> None:
    for twin in twins:
        pages = page_texts(twin.draft.read_bytes())
        assert pages
        assert [page.count(twin.stamp) for page in pages] == [2] * len(pages), twin.draft
        assert not any(
            stamp.upper() in page
            for page in page_texts(twin.final.read_bytes())
            for stamp in STAMPS.values()
        )


def test_stamp_is_no_part_of_what_the_page_says(twins: list[Twin]) -> None:
    """An artifact: whoever hears the page hears of the draft once, in its title."""
    for twin in twins:
        stamped = [one.place for one in passages_of(twin.draft) if twin.stamp in one.text]
        assert stamped
        assert set(stamped) == {MARGIN}


def test_title_says_first_that_it_is_a_draft(twins: list[Twin]) -> None:
    for twin in twins:
        titles = []
        for path in (twin.draft, twin.final):
            with pikepdf.open(path) as pdf:
                titles.append(str(pdf.docinfo["/Title"]))
        assert titles[0] == f"{STAMPS[twin.edition.locale]}: {titles[1]}"


def test_record_says_that_it_is_a_draft(twins: list[Twin]) -> None:
    for twin in twins:
        said = []
        for path in (twin.draft, twin.final):
            with pikepdf.open(path) as pdf:
                record = json.loads(pdf.attachments["record.json"].get_file().read_bytes())
            said.append(record["draft"])
        assert said == [True, False]


def test_no_word_stands_elsewhere_than_in_the_edition(twins: list[Twin]) -> None:
    for twin in twins:
        drafted, issued = words_of(twin.draft), words_of(twin.final)
        assert len(drafted) == len(issued)
        for one, other in zip(drafted, issued, strict=True):
            assert other - one == Counter(), twin.draft
            added = Counter(word for *_, word in (one - other).elements())
            assert added == Counter(2 * twin.stamp.split()), twin.draft


def test_stamp_is_seen_in_grey_in_both_margins_and_touches_nothing_else(
    twins: list[Twin], tmp_path: Path
) -> None:
    for twin in twins:
        pairs = zip(
            pictures_of(twin.draft, new(tmp_path / "draft"), DOTS),
            pictures_of(twin.final, new(tmp_path / "final"), DOTS),
            strict=True,
        )
        for draft, final in pairs:
            changed = ImageChops.difference(draft, final)
            edge = round(DOTS * 13 / 25.4)  # of the narrowest margin, 15 mm, all but 2
            middle = changed.crop((edge, 0, draft.width - edge, draft.height))
            assert middle.getbbox() is None, twin.draft
            for left in (0, draft.width - edge):
                margin = changed.crop((left, 0, left + edge, draft.height))
                assert sum(margin.histogram()[100:]) > 300, twin.draft


def test_stamp_is_set_in_18_points_in_large_print(twins: list[Twin]) -> None:
    large = [one for one in twins if one.edition.large_print]
    assert large
    for twin in large:
        sizes = [size for size, text in sizes_of(twin.draft) if twin.stamp in text]
        assert sizes
        assert min(sizes) >= 18


def test_stamp_is_seen_on_dark_paper_too(tmp_path: Path) -> None:
    project = open_project(BRANDS / "night")
    selection = Selection(audiences=["officer"], locales=["en"], large_print=False)
    (twin,) = twins_of(project, tmp_path, selection)
    (page, *_) = pictures_of(twin.draft, new(tmp_path / "draft"), DOTS)
    margin = page.crop((0, 0, round(DOTS * 13 / 25.4), page.height))
    darkest, lightest = margin.getextrema()
    assert darkest < 80
    assert lightest > 130


Word = tuple[float, float, float, float, str]


def words_of(path: Path) -> list[Counter[Word]]:
    """The words of each page with their boxes: left, top, right, bottom."""
    shown = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    box = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
    return [
        Counter(
            (float(left), float(top), float(right), float(bottom), word)
            for left, top, right, bottom, word in re.findall(box, page)
        )
        for page in re.findall(r"<page .*?</page>", shown, re.DOTALL)
    ]


def new(folder: Path) -> Path:
    """A folder that is empty."""
    if folder.exists():
        for file in folder.iterdir():
            file.unlink()
    folder.mkdir(exist_ok=True)
    return folder
