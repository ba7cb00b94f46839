"""Rules for a project's brand: its fonts are there to be set in, its colours can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefs.model.brand import Brand, Colours
from briefs.model.codes import Code
from briefs.model.colour import TEXT, contrast, nearest_readable
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.guess import did_you_mean

_WAYS = {
    part: (("defaults", "briefs", part), ("typography", part, "family"), ("typography", part))
    for part in ("base", "headings", "plain")
}
"""Where each font may be written: the first that is there counts."""

_OF_FIGURES = ("base", "plain")
"""Fonts that figures are set in too, whose every word is measured."""

_TEXTS = {
    "foreground": (("color", "foreground"),),
    "muted": (("defaults", "briefs", "muted"), ("color", "secondary"), ("color", "foreground")),
    "primary": (("color", "primary"), ("color", "foreground")),
    "headings": (("typography", "headings", "color"), ("color", "primary")),
}
"""Colours of text, and where each may be written. Marks and the lines that carry meaning are
drawn in these too, which is more than the contrast of 3 that they need."""


def check_brand(
    brand: Brand, families: Collection[str], measured: Collection[str] | None = None
) -> Iterator[Diagnostic]:
    """Findings in a brand's font families and colours.

    Args:
        brand: The brand.
        families: The families that pages can be set in.
        measured: Those that figures can be set in; default: all.
    """
    yield from _check_fonts(brand, families, measured)
    yield from _check_contrast(brand)


def _check_fonts(
    brand: Brand, families: Collection[str], measured: Collection[str] | None
) -> Iterator[Diagnostic]:
    for part, ways in _WAYS.items():
        family = getattr(brand.typography, part)
        known = families if measured is None or part not in _OF_FIGURES else measured
        if family not in known:
            there = ", ".join(sorted(known))
            yield Diagnostic(
                Code.VALUE_INVALID,
                f'typography.{part}: there is no font family "{family}"',
                brand.place(*ways),
                did_you_mean(
                    family, known,
                    f"name one of these there, or for briefs alone under defaults: briefs: "
                    f"{part}: {there}",
                ),
            )  # fmt: skip


def _check_contrast(brand: Brand) -> Iterator[Diagnostic]:
    """Text on paper is the text's fault; text that fails on the tint alone is the tint's."""
    colour = brand.color
    seen: set[tuple[str, Place]] = set()
    fine = []
    for part, ways in _TEXTS.items():
        text = getattr(colour, part)
        place = brand.place(*ways)
        if contrast(text, colour.background) >= TEXT:
            fine.append(text)
        elif (text, place) not in seen:
            seen.add((text, place))
            yield _faint(part, text, f"the background {colour.background}", colour, place)
    failing = [text for text in fine if contrast(text, colour.tint) < TEXT]
    if failing:
        worst = min(failing, key=lambda text: contrast(text, colour.tint))
        place = brand.place(("defaults", "briefs", "tint"))
        better = nearest_readable(colour.tint, fine, TEXT, [colour.background])
        yield Diagnostic(
            Code.BRAND_CONTRAST,
            f"text in {worst} on the tint {colour.tint} has a contrast of "
            f"{_shown(contrast(worst, colour.tint))}, and text needs {TEXT}",
            place,
            f'the nearest tint that does is "{better}"',
        )


def _faint(part: str, text: str, on: str, colour: Colours, place: Place) -> Diagnostic:
    surfaces = (colour.background, colour.tint)
    nearest = nearest_readable(text, surfaces, TEXT) or nearest_readable(text, surfaces[:1], TEXT)
    return Diagnostic(
        Code.BRAND_CONTRAST,
        f"{part} {text} on {on} has a contrast of {_shown(contrast(text, colour.background))}, "
        f"and text needs {TEXT}",
        place,
        f'the nearest colour that does is "{nearest}"',
    )


def _shown(ratio: float) -> str:
    """A ratio cut to two places, so that what fails is never shown as what is needed."""
    return f"{int(ratio * 100) / 100:.2f}"
