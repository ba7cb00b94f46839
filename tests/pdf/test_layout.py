"""No page of any edition of the example has a defect, and none is laid out more than twice."""

from __future__ import annotations

from collections import Counter

import pikepdf
import pytest

from tests.pdf.conftest import Built

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

MOST_LAYOUTS = 2


def counted(editions: list[Built]) -> dict[str, Counter[str]]:
    """How many defects of each kind an edition has, of those that have any."""
    kinds = {one.name: Counter(found.code for found in one.defects) for one in editions}
    return {name: counts for name, counts in kinds.items() if counts}


def test_no_edition_has_a_defect(built: list[Built]) -> None:
    assert counted(built) == {}


def test_no_edition_in_large_print_has_a_defect(large: list[Built]) -> None:
    assert counted(large) == {}


def test_no_edition_in_another_brand_has_a_defect(branded: list[Built]) -> None:
    assert counted(branded) == {}


def test_no_page_is_laid_out_more_than_twice(built: list[Built], large: list[Built]) -> None:
    for one in (*built, *large):
        layouts = [page.layouts for page in one.layout.pages]
        assert min(layouts) >= 1, one.name
        assert max(layouts) <= MOST_LAYOUTS, one.name


def test_every_page_of_the_file_is_judged(built: list[Built], large: list[Built]) -> None:
    for one in (*built, *large):
        with pikepdf.open(one.path) as pdf:
            assert len(one.layout.pages) == len(pdf.pages)
        assert all(page.begins and 0 < page.share <= 1 for page in one.layout.pages), one.name
