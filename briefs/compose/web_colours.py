"""Dark colours out of a brand's: every pair keeps its contrast, every colour its hue.

The ratio of WCAG 2.2 is turned around: what is twelve times darker than the paper becomes twelve
times lighter than it. So whatever can be read on the paper can be read in the dark, the marks and
labels of figures too, and nothing has to be chosen a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from briefs.model.brand import COLOUR_PARTS, Colours
from briefs.model.colour import channels, is_dark, luminance

_PAPER = 0.012
"""Luminance of dark paper: nearly black, for black itself glares beside white text."""

_MARGIN = 1.03
"""Contrast grows by this power, so that rounding to whole channels takes none away."""

_LOUDEST = 0.45
"""Saturation that a pale colour may have once it is dark: a dark fill must not glow."""

_FLARE = 0.05
_STEPS = 24


def darkener(colours: Colours) -> Callable[[str], str]:
    """What gives a colour's counterpart on dark paper; of a brand that is dark, the colour itself.

    Args:
        colours: The brand's, on the paper that it is made for.
    """
    if is_dark(colours.background):
        return lambda colour: colour
    paper = luminance(colours.background) + _FLARE
    most = (paper / (luminance(colours.foreground) + _FLARE)) ** _MARGIN
    dark_paper = max(_FLARE, min(_PAPER + _FLARE, (1 + _FLARE) / most))

    def darkened(colour: str) -> str:
        if colour.upper() == colours.background.upper():
            return _with_luminance(colours.foreground, dark_paper - _FLARE)
        ratio = paper / (luminance(colour) + _FLARE)
        return _with_luminance(colour, dark_paper * ratio**_MARGIN - _FLARE)

    return darkened


def dark_colours(colours: Colours) -> dict[str, str]:
    """The colours of each part on dark paper."""
    dark = darkener(colours)
    return {part: dark(getattr(colours, part)) for part in COLOUR_PARTS}


def dark_counterparts(colours: Colours, used: Iterable[str]) -> Mapping[str, str]:
    """Counterparts of the colours used, by colour; none for those that stay as they are."""
    dark = darkener(colours)
    pairs = {colour: dark(colour) for colour in sorted({one.upper() for one in used})}
    return {one: other for one, other in pairs.items() if one != other}


def _with_luminance(colour: str, wanted: float) -> str:
    """A colour of the same hue that is as light as wanted; never louder than the first."""
    hue, lightness, saturation = rgb_to_hls(*(value / 255 for value in channels(colour)))
    low, high = 0.0, 1.0
    if luminance(colour) > wanted:
        saturation = min(saturation, _LOUDEST)
    for _ in range(_STEPS):
        lightness = (low + high) / 2
        if luminance(_of_hls(hue, lightness, saturation)) < wanted:
            low = lightness
        else:
            high = lightness
    return _of_hls(hue, high, saturation)


def _of_hls(hue: float, lightness: float, saturation: float) -> str:
    values = (round(value * 255) for value in hls_to_rgb(hue, lightness, saturation))
    return "#" + "".join(f"{value:02X}" for value in values)
