"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

BASE = Path(__file__).parent / "mistakes" / "_base"

# The day on which the tests are run: the facts of the example and of the base are fresh then.
os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(2025, 8, 15, 12, tzinfo=UTC).timestamp()))

BaseProject = Callable[[dict[str, str | bytes]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="take what is made now as what is expected (look at the difference first)",
    )


@pytest.fixture
def base(tmp_path: Path) -> BaseProject:
    """The small second topic with other files over it, in a folder of its own."""

    def make(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "project"
        shutil.copytree(BASE, root)
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            data = content.encode("utf-8") if isinstance(content, str) else content
            (root / name).write_bytes(data)
        return root

    return make
