"""What the tests of schedules share: plans of every kind, and the judges beside this Python."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefs.publish.schedule.plan import Install, Plan
from briefs.publish.schedule.when import parse_when

PLANS: dict[str, dict[str, Any]] = {
    "plain": {},
    "everything": {"as_of": "2025-08-15", "pages": True, "keep_alive": True},
    "source": {"install": Install.SOURCE, "as_of": "2025-08-15"},
    "in a folder": {
        "folder": "policy desk/briefs",
        "install": Install.LOCKED,
        "pages": True,
        "keep_alive": True,
    },
}


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest) -> Plan:
    """A plan of each kind."""
    return Plan(
        name="Marlow County: “Policy” #1",
        when=parse_when("weekly", "Marlow"),
        again="briefs schedule",
        version="0.1.0",
        **PLANS[request.param],
    )


@pytest.fixture
def program() -> Callable[[str], str]:
    """The path of a program, beside this Python or on the PATH; without it the test is skipped."""

    def find(name: str) -> str:
        beside = Path(sys.executable).with_name(name)
        found = str(beside) if beside.is_file() else shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed")
        return found

    return find
