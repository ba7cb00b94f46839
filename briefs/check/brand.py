"""Rules for a project's brand: its fonts are there to be set in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.guess import did_you_mean
from briefs.model.project import Brand

_OF_FIGURES = ("base", "plain")
"""Fonts that figures are set in too, whose every word is measured."""


def check_brand(
    brand: Brand, families: Collection[str], measured: Collection[str] | None = None
) -> Iterator[Diagnostic]:
    """Findings in a brand's font families.

    Args:
        brand: The brand.
        families: The families that pages can be set in.
        measured: Those that figures can be set in; default: all.
    """
    fonts = brand.typography
    for part, family in fonts:
        known = families if measured is None or part not in _OF_FIGURES else measured
        if family not in known:
            there = ", ".join(sorted(known))
            yield Diagnostic(
                Code.VALUE_INVALID,
                f'typography.{part}: there is no font family "{family}"',
                fonts.origin.at(part),
                did_you_mean(family, known, f"use one of these: {there}"),
            )
