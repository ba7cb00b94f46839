"""Colours as ``#RRGGBB``: how they mix, and whether one can be read on another."""

from __future__ import annotations

from collections.abc import Collection, Iterator

TEXT = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""

MARK = 3.0
"""The least contrast of a mark or line that carries meaning (WCAG 2.2, 1.4.11)."""

_POLES = ("#000000", "#FFFFFF")


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, each 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance: black 0, white 1 (WCAG 2.2)."""
    red, green, blue = (_linear(value / 255) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours: 1 of a colour with itself, 21 of black with white (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """One colour with a share of another in it: 0 is the one, 1 the other."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def is_dark(colour: str) -> bool:
    """Whether white can be read on it better than black."""
    return contrast(colour, "#FFFFFF") > contrast(colour, "#000000")


def nearest_readable(
    colour: str, on: Collection[str], least: float, poles: Collection[str] = _POLES
) -> str | None:
    """The colour itself or the nearest darker or lighter one that can be read.

    Args:
        colour: What shall be read.
        on: What it stands on: it must do on all of them.
        least: The contrast that it needs.
        poles: Colours towards which it may be changed.

    Returns:
        The colour; None if no mix with a pole does.
    """
    tried = (mix(colour, pole, share / 100) for share in range(101) for pole in poles)
    return next((one for one in tried if all(contrast(one, each) >= least for each in on)), None)


def shades(one: str, other: str, most: float) -> Iterator[str]:
    """One colour with less and less of another in it, from a share down to none."""
    yield from (mix(one, other, most * (10 - step) / 10) for step in range(11))
