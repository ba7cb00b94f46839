"""``assets/brand.yml`` to a brand: names of colours followed, what is not written mixed."""

from __future__ import annotations

from collections.abc import Iterator

from tinycss2 import color4

from briefs.model.brand import (
    Brand,
    BrandColours,
    BrandSheet,
    BriefsLook,
    ColourChoice,
    Colours,
    Fonts,
    HeadingText,
)
from briefs.model.codes import Code
from briefs.model.colour import TEXT, contrast, is_dark, mix, nearest_readable, shades
from briefs.model.diagnostic import Diagnostic
from briefs.model.guess import did_you_mean, nearest
from briefs.read.entries import read_entry
from briefs.read.logo import read_logo
from briefs.read.workspace import Workspace
from briefs.read.yaml import Document, parse_yaml

BRAND = "assets/brand.yml"

_MOST_NAMES = 20
"""Names of colours that lead to one another; more go round in a circle."""

_TINT, _MUTED, _RULE = 0.18, 0.28, 0.3
"""How much of primary, background and foreground goes into what is mixed, at the most."""

_PARTS = ("foreground", "background", "primary", "secondary")


def read_brand(workspace: Workspace) -> Brand | None:
    """The project's brand, or None with what is wrong with it among the workspace's findings."""
    text = workspace.text(BRAND, required_by="figures and pages take their colours from it")
    if text is None:
        return None
    document = parse_yaml(text, workspace.shown(BRAND))
    brand = brand_of(document, workspace)
    workspace.diagnostics += document.diagnostics
    return brand


def brand_of(document: Document, workspace: Workspace) -> Brand | None:
    """A brand that was read, or None; what is wrong is noted in the document.

    Args:
        document: The file's content.
        workspace: Has the logo.
    """
    sheet = None if document.diagnostics else read_entry(BrandSheet, document)
    if sheet is None:
        return None
    document.diagnostics += _misspelt(sheet, document)
    colours = _Colours(sheet).read(document.diagnostics)
    if document.diagnostics:
        return None
    meta = sheet.meta.name if sheet.meta else None
    name = (meta.full or meta.short or "") if meta else ""
    logo, findings = read_logo(sheet, workspace, name=name, dark=is_dark(colours.background))
    document.diagnostics += findings
    return Brand(colours, _fonts(sheet), name, logo, sheet.origin)


def _misspelt(sheet: BrandSheet, document: Document) -> Iterator[Diagnostic]:
    """Settings of another tool whose name is nearly ours."""
    for name in (sheet.defaults.model_extra or {}) if sheet.defaults else {}:
        if nearest(name, ["briefs"]) or name == "brief":
            place = sheet.origin.at("defaults", name)
            line, column = document.keys.get(("defaults", name), (place.line, place.column))
            yield Diagnostic(
                Code.KEY_UNKNOWN,
                f'"{name}" is not what the settings for briefs are called',
                place._replace(line=line, column=column),
                'did you mean "briefs"?',
            )


def _fonts(sheet: BrandSheet) -> Fonts:
    plain = Fonts()
    look = _look(sheet)
    base = sheet.typography.base if sheet.typography else None
    headings = sheet.typography.headings if sheet.typography else None
    base_family = base.family if base else None
    headings_family = (headings.family if headings else None) or base_family
    return Fonts(
        look.base or base_family or plain.base,
        look.headings or headings_family or plain.headings,
        look.plain or plain.plain,
        (base.weight if base else None) or plain.base_weight,
        (headings.weight if headings else None) or plain.headings_weight,
    )


def _look(sheet: BrandSheet) -> BriefsLook:
    return (sheet.defaults.briefs if sheet.defaults else None) or BriefsLook()


class _Colours:
    """The colours of a sheet, names followed and gaps filled."""

    def __init__(self, sheet: BrandSheet) -> None:
        self.sheet = sheet
        self.look = _look(sheet)
        self.dark = self.look.mode == "dark"
        colours = sheet.color or BrandColours()
        self.palette = colours.palette or {}
        self.theme: dict[str, ColourChoice] = {
            name: choice for name in BrandColours.model_fields if name != "palette"
            if (choice := getattr(colours, name)) is not None
        }  # fmt: skip
        self.findings: list[Diagnostic] = []

    def read(self, findings: list[Diagnostic]) -> Colours:
        """The colours; what is wrong with them is added to the findings."""
        written = {
            part: self._colour(choice.on(dark=self.dark), "color", part)
            for part in _PARTS
            if (choice := self.theme.get(part)) is not None
        }
        background = written.get("background", "#FFFFFF")
        foreground = written.get("foreground", "#FFFFFF" if is_dark(background) else "#000000")
        primary = written.get("primary", foreground)
        typography = self.sheet.typography
        text = (typography.headings if typography else None) or HeadingText()
        headings = primary
        if text.color is not None:
            chosen = text.color.on(dark=self.dark)
            headings = self._colour(chosen, "typography", "headings", "color")
        tint = self._set("tint") or next(
            one for one in shades(background, primary, _TINT)
            if one == background
            or all(contrast(each, one) >= TEXT for each in (foreground, primary, headings))
        )  # fmt: skip
        muted = (
            self._set("muted")
            or _notes(written.get("secondary"), (background, tint))
            or nearest_readable(
                mix(foreground, background, _MUTED), (background, tint), TEXT, [foreground]
            )
            or foreground
        )
        rule = self._set("rule") or mix(background, foreground, _RULE)
        findings += self.findings
        return Colours(foreground, background, primary, headings, tint, muted, rule)

    def _set(self, part: str) -> str | None:
        words: str | None = getattr(self.look, part)
        return None if words is None else self._colour(words, "defaults", "briefs", part)

    def _colour(self, words: str, *way: str) -> str:
        """A colour as ``#RRGGBB``; black, with a finding, if it is none."""
        name = words
        for _ in range(_MOST_NAMES):
            choice = self.palette.get(name) or self.theme.get(name)
            if choice is None or choice.on(dark=self.dark) == name:
                break
            name = choice.on(dark=self.dark)
        colour = _parsed(name)
        if colour is not None:
            return colour
        known = sorted({*self.palette, *self.theme} - {words})
        self.findings.append(
            Diagnostic(
                Code.VALUE_INVALID,
                f'{".".join(way)}: "{words}" is neither a colour without transparency nor the '
                "name of one in the palette",
                self.sheet.origin.at(*way),
                did_you_mean(words, known, "write it as #0B4F8A"),
            )
        )
        return "#000000"


def _notes(secondary: str | None, on: tuple[str, ...]) -> str | None:
    """The secondary colour, if notes can be read in it."""
    fits = secondary and all(contrast(secondary, one) >= TEXT for one in on)
    return secondary if fits else None


def _parsed(words: str) -> str | None:
    """A CSS colour as ``#RRGGBB``; None if it is none, or lets the paper through."""
    try:
        colour = color4.parse_color(words)
        if colour is None or isinstance(colour, str) or colour.alpha != 1:
            return None
        channels = [min(1.0, max(0.0, value)) for value in tuple(colour.to("srgb"))[:3]]
    except (NotImplementedError, ValueError, TypeError):
        return None
    return "#" + "".join(f"{round(value * 255):02X}" for value in channels)
