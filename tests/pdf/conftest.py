"""The example briefs, built once a paper, print and brand for all tests of PDFs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from briefs.check.layout import check_layout
from briefs.compose.page import Page, find_prose
from briefs.model.diagnostic import Diagnostic
from briefs.model.edition import Edition
from briefs.model.layout import Layout
from briefs.model.project import Paper
from briefs.publish.build import Written, build
from briefs.publish.engines import open_engines
from briefs.publish.plan import Selection, plan
from briefs.publish.project import OpenProject, open_project
from tests.issued import issued_page

ROOT = Path(__file__).resolve().parents[2]
BRANDS = ROOT / "tests" / "projects" / "brands"
NO_PAGES = Layout(())


@dataclass(frozen=True)
class Built:
    """An edition, its composed page, its PDF and how its pages came out."""

    edition: Edition
    page: Page
    path: Path

    brand: str = ""
    layout: Layout = NO_PAGES
    defects: tuple[Diagnostic, ...] = ()

    @property
    def language(self) -> str:
        """The language that it is in: ``es``."""
        return self.edition.locale.partition("-")[0]

    @property
    def name(self) -> str:
        """Its file without the ending: ``night.agency.en-US.letter``."""
        parts = [self.brand, self.edition.audience, self.edition.locale, self.edition.paper.value]
        return ".".join(part for part in parts if part)


def build_all(
    project: OpenProject, folder: Path, *, large_print: bool = False, brand: str = ""
) -> list[Built]:
    """Every edition of a project on every paper."""
    editions = []
    with open_engines(project, 2) as engines:
        for paper in Paper:
            selection = Selection(paper=paper, large_print=large_print)
            result = build(project, selection, output=folder / paper.value, engines=engines)
            assert not result.failures
            editions += [_built(project, one, brand) for one in result.written]
    assert len(editions) == len(Paper) * len(plan(project.content, Selection())[0])
    return editions


def _built(project: OpenProject, one: Written, brand: str) -> Built:
    edition, content = one.edition, project.content
    page = issued_page(project, edition, one.path)
    prose = find_prose(content.topics[edition.topic], edition.audience, edition.locale)
    assert one.layout is not None
    assert prose is not None
    defects = check_layout(one.layout, edition, content.audiences[edition.audience], prose)
    return Built(edition, page, one.path, brand, one.layout, tuple(defects))


@pytest.fixture(scope="session")
def example() -> OpenProject:
    return open_project(ROOT)


@pytest.fixture(scope="session")
def built(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Every edition of the example on every paper."""
    return build_all(example, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session")
def large(example: OpenProject, tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Every edition of the example in large print."""
    return build_all(example, tmp_path_factory.mktemp("large"), large_print=True)


@pytest.fixture(scope="session")
def branded(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Every edition of the example in each of the brands of ``tests/projects/brands``."""
    return [
        one
        for root in sorted(BRANDS.iterdir())
        for one in build_all(
            open_project(root), tmp_path_factory.mktemp(root.name), brand=root.name
        )
    ]
