"""What the tests of the engines share: one font configuration and one warm page setter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefs.render.fonts import write_configuration
from briefs.render.pages import PageSetter


@pytest.fixture(scope="session")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fontconfig file that knows our fonts only."""
    return write_configuration(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The only folder whose files a page may show."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="session")
def setter(configuration: Path, project: Path) -> Iterator[PageSetter]:
    """A warm page setter for pages that take no harm."""
    with PageSetter(configuration, [project]) as warm:
        yield warm
