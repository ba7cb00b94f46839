"""A made-up county's briefs over a week, built for real: a changed fact, then a correction."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from briefs.model.project import Format
from briefs.publish.build import build
from briefs.publish.editions.corrections import correct
from briefs.publish.engines import open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import open_project

BILINGUAL = Path(__file__).parent / "projects" / "bilingual"
DAYS = [date(2026, 3, day) for day in (20, 24, 27)]
REASONS = {"en": "the report was misread", "es": "se leyó mal el informe"}


def with_history(
    root: Path, audiences: Sequence[str] = (), formats: Sequence[Format] = tuple(Format)
) -> Path:
    """A project with three editions of each brief in its output folder.

    Args:
        root: Where to put it.
        audiences: Which; default: all.
        formats: What they are written as.
    """
    shutil.copytree(BILINGUAL, root)
    selection = Selection(audiences=audiences)
    with open_engines(open_project(root), 2) as engines:

        def built(day: date) -> None:
            made = build(open_project(root), selection, today=day, engines=engines, formats=formats)
            assert made.written
            assert not made.failures

        built(DAYS[0])
        _edit(root, ("value: 1700", "value: 1850"), ("1,700 homes", "1,850 homes"))
        built(DAYS[1])
        _edit(root, ("value: 4500", "value: 4800"), ("of up to $4,500", "of up to $4,800"))
        correct(open_project(root), "grant-max", REASONS, today=DAYS[2], engines=engines)
    return root


def _edit(root: Path, *changes: tuple[str, str]) -> None:
    path = root / "assets/topics/home-repairs/facts.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
