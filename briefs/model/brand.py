"""A brand: how an organisation looks, as the brand.yml convention writes it and as pages need it.

:class:`BrandSheet` is ``assets/brand.yml`` as it is written. It follows the convention of
posit-dev/brand-yml, so that a file that an organisation has already works as it is; what pages
need and the convention has no word for stands under ``defaults: briefs:``. :class:`Brand` is what
that comes to: six colours, three fonts and a logo.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from briefs.model.diagnostic import Place
from briefs.model.entry import Entry, Line
from briefs.model.origin import Origin

WEIGHTS = {
    "thin": 100,
    "extra-light": 200,
    "ultra-light": 200,
    "light": 300,
    "normal": 400,
    "regular": 400,
    "medium": 500,
    "semi-bold": 600,
    "demi-bold": 600,
    "bold": 700,
    "extra-bold": 800,
    "ultra-bold": 800,
    "black": 900,
}
"""Font weights by the names that the convention gives them."""


def _or_text(key: str) -> BeforeValidator:
    """Read a text as an entry that has nothing but it."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _weight(value: Any) -> Any:
    known = {**WEIGHTS, **{str(number): number for number in WEIGHTS.values()}}
    if str(value) not in known:
        raise ValueError(f'"{value}" is no weight of a font; write 400, 600 or semi-bold')
    return known[str(value)]


Weight = Annotated[
    int, BeforeValidator(_weight), WithJsonSchema({"type": "string", "enum": list(WEIGHTS)})
]


class BrandName(Entry):
    """An organisation's name, long and short."""

    full: Line | None = Field(None, description="The name in full")
    short: Line | None = Field(None, description="The name in short")


class BrandMeta(Entry):
    """Who the brand is of. The convention allows more keys; they are not used."""

    model_config = ConfigDict(extra="allow")

    name: Annotated[BrandName, _or_text("full")] | None = Field(
        None, description="The organisation's name"
    )


class Picture(Entry):
    """An image file."""

    path: Line = Field(description="Its path from assets/, or the name of one of the images")
    alt: Line | None = Field(None, description="What it shows; default: the organisation's name")


LogoFile = Annotated[Picture, _or_text("path")]


class LogoChoice(Entry):
    """A logo, or one for light and one for dark paper."""

    path: Line | None = Field(None, description="Its path, or the name of one of the images")
    alt: Line | None = Field(None, description="What it shows; default: the organisation's name")
    light: LogoFile | None = Field(None, description="The logo for light paper")
    dark: LogoFile | None = Field(None, description="The logo for dark paper")

    def on(self, *, dark: bool) -> Picture | None:
        """The logo for a paper."""
        if self.path is not None:
            return Picture(path=self.path, alt=self.alt)
        return (self.dark or self.light) if dark else (self.light or self.dark)


def _single(value: Any) -> Any:
    """One logo for all sizes: a path, or a path with its alt text."""
    alone = isinstance(value, str) or (isinstance(value, dict) and "path" in value)
    return {"medium": value} if alone else value


class BrandLogo(Entry):
    """The organisation's logo in up to three sizes."""

    images: dict[str, LogoFile] | None = Field(None, description="Logos by name")
    small: Annotated[LogoChoice, _or_text("path")] | None = Field(None, description="An icon")
    medium: Annotated[LogoChoice, _or_text("path")] | None = Field(
        None, description="The logo that pages are headed with"
    )
    large: Annotated[LogoChoice, _or_text("path")] | None = Field(
        None, description="The logo in full"
    )


class ColourChoice(Entry):
    """A colour, or one for light and one for dark pages."""

    light: Line | None = Field(None, description="On light pages")
    dark: Line | None = Field(None, description="On dark pages")

    def on(self, *, dark: bool) -> str:
        """The colour for a page, as it is written."""
        first, second = (self.dark, self.light) if dark else (self.light, self.dark)
        return first or second or ""


AnyColour = Annotated[ColourChoice, _or_text("light")]


class BrandColours(Entry):
    """Colours by name and by the part that they play: a CSS colour, or a name of the palette."""

    palette: dict[str, AnyColour] | None = Field(None, description="The brand's colours by name")
    foreground: AnyColour | None = Field(
        None, description="Text; default: black, or white on dark paper"
    )
    background: AnyColour | None = Field(None, description="Paper; default: white")
    primary: AnyColour | None = Field(
        None, description="Headings, rules and the marks of figures; default: the foreground"
    )
    secondary: AnyColour | None = Field(
        None, description="Notes and captions, where it can be read as text"
    )
    tertiary: AnyColour | None = Field(None, description="Not used")
    success: AnyColour | None = Field(None, description="Not used")
    info: AnyColour | None = Field(None, description="Not used")
    warning: AnyColour | None = Field(None, description="Not used")
    danger: AnyColour | None = Field(None, description="Not used")
    light: AnyColour | None = Field(None, description="Not used")
    dark: AnyColour | None = Field(None, description="Not used")
    link: AnyColour | None = Field(None, description="Not used: links are in primary")


class BaseText(Entry):
    """How running text is set."""

    family: Line | None = Field(None, description="Font family")
    weight: Weight | None = Field(None, description="Font weight; default: 400")
    size: Line | None = Field(None, description="Not used: each audience has its own")
    line_height: Line | None = Field(None, alias="line-height", description="Not used")


class HeadingText(Entry):
    """How headings are set."""

    family: Line | None = Field(None, description="Font family; default: that of base")
    weight: Weight | None = Field(None, description="Font weight; default: 600")
    style: Line | None = Field(None, description="Not used")
    color: AnyColour | None = Field(None, description="Default: primary")
    line_height: Line | None = Field(None, alias="line-height", description="Not used")


class BrandTypography(Entry):
    """Fonts by the part that they play."""

    fonts: list[Any] | None = Field(None, description="Not used: nothing is fetched")
    base: Annotated[BaseText, _or_text("family")] | None = Field(None, description="Running text")
    headings: Annotated[HeadingText, _or_text("family")] | None = Field(
        None, description="Titles and headings"
    )
    monospace: Any = Field(None, description="Not used")
    monospace_inline: Any = Field(None, alias="monospace-inline", description="Not used")
    monospace_block: Any = Field(None, alias="monospace-block", description="Not used")
    link: Any = Field(None, description="Not used")


class BriefsLook(Entry):
    """What briefs need and the convention has no word for."""

    mode: Literal["light", "dark"] = Field(
        "light", description="Which of two colours is taken where the brand has light and dark"
    )
    tint: Line | None = Field(
        None, description="Fills behind text, and the open part of a mark; default: mixed"
    )
    muted: Line | None = Field(None, description="Notes and captions; default: mixed")
    rule: Line | None = Field(None, description="Hairlines; default: mixed")
    base: Line | None = Field(None, description="Family for running text, before typography")
    headings: Line | None = Field(None, description="Family for headings, before typography")
    plain: Line | None = Field(None, description="Family for pages in plain language")


class BrandDefaults(Entry):
    """Settings of tools, by tool; those of other tools are not looked at."""

    model_config = ConfigDict(extra="allow")

    briefs: BriefsLook | None = Field(None, description="Settings for briefs")


class BrandSheet(Entry):
    """What ``assets/brand.yml`` says."""

    meta: BrandMeta | None = Field(None, description="Who the brand is of")
    logo: Annotated[BrandLogo, BeforeValidator(_single)] | None = Field(
        None, description="The logo at the head of each brief"
    )
    color: BrandColours | None = Field(None, description="Colours")
    typography: BrandTypography | None = Field(None, description="Fonts")
    defaults: BrandDefaults | None = Field(None, description="Settings of tools, by tool")


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours by the part that they play, each ``#RRGGBB``.

    Attributes:
        foreground: Text.
        background: Paper.
        primary: Rules, badges and the marks of figures.
        headings: Titles and headings.
        tint: Fills behind text, and the open part of a mark.
        muted: Notes and captions, and the lines of what is to be filled in.
        rule: Hairlines that part what is parted by its heading too.
    """

    foreground: str
    background: str
    primary: str
    headings: str
    tint: str
    muted: str
    rule: str


COLOUR_PARTS = tuple(one.name for one in fields(Colours))
"""The parts that colours play, as custom properties call them."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font families by the part that they play.

    Attributes:
        base: For running text.
        headings: For titles and headings.
        plain: For pages in plain language.
        base_weight: Of running text: 100 to 900.
        headings_weight: Of titles and headings: 100 to 900.
    """

    base: str = "Fira Sans"
    headings: str = "IBM Plex Serif"
    plain: str = "Atkinson Hyperlegible"
    base_weight: int = 400
    headings_weight: int = 600


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo ready to be shown.

    Attributes:
        data: The file.
        kind: Its MIME type.
        alt: What those hear who do not see it.
    """

    data: bytes
    kind: str
    alt: str


@dataclass(frozen=True, slots=True)
class Brand:
    """How pages and figures look.

    Attributes:
        color: Colours.
        typography: Fonts.
        name: The organisation's name; empty if the brand does not say it.
        logo: The logo, if there is one.
        origin: Where the brand was read.
    """

    color: Colours
    typography: Fonts = field(default_factory=Fonts)
    name: str = ""
    logo: Logo | None = None
    origin: Origin = field(default_factory=lambda: Origin("<memory>"), compare=False)

    def place(self, *ways: tuple[str, ...]) -> Place:
        """Where the first of these ways is written, or the nearest above the last one."""
        written = (way for way in ways if way in self.origin.positions)
        return self.origin.at(*next(written, ways[-1]))


PLAIN_BRAND = Brand(
    Colours(
        foreground="#000000",
        background="#FFFFFF",
        primary="#000000",
        headings="#000000",
        tint="#DDDDDD",
        muted="#444444",
        rule="#BBBBBB",
    )
)
"""What stands for a brand that cannot be read; nothing is set in it."""
