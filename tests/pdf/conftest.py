"""The example briefs, built once a paper for all tests of PDFs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from briefs.compose.page import Page
from briefs.model.edition import Edition
from briefs.model.project import Paper
from briefs.publish.build import build, open_engines
from briefs.publish.check import check
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Built:
    """An edition, its composed page and its PDF."""

    edition: Edition
    page: Page
    path: Path

    @property
    def name(self) -> str:
        return f"{self.edition.audience}.{self.edition.locale}.{self.edition.paper}"


@pytest.fixture(scope="session")
def example() -> OpenProject:
    return open_project(ROOT)


@pytest.fixture(scope="session")
def built(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Every edition of the example on every paper."""
    editions = []
    with open_engines(example, 2) as engines:
        for paper in Paper:
            selection = Selection(paper=paper)
            pages = check(example, selection).pages
            folder = tmp_path_factory.mktemp(paper.value)
            result = build(example, selection, output=folder, engines=engines)
            assert not result.failures
            editions += [Built(one.edition, pages[one.edition], one.path) for one in result.written]
    assert len(editions) == 12
    return editions
