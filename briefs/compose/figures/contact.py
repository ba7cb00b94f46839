"""Contact sheets: every figure of a topic at every size and in every locale, and its facts.

A contact sheet is for those who make briefs, and speaks English to them, as the command line does;
what it shows is in the language of its readers. It is no brief: its captions are not checked for
numbers, and a figure on trial is one that nobody has declared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from briefs.compose.budget import limited
from briefs.compose.figures.blocks import FigureBlocks
from briefs.compose.figures.sheet import Drawing, MeasureText, Style
from briefs.compose.marks import CITE, Marks
from briefs.compose.printer import Printer
from briefs.compose.styles import figure_style
from briefs.compose.wording import Wording
from briefs.model.diagnostic import Diagnostic
from briefs.model.figure import Figure
from briefs.model.freshness import Calendar
from briefs.model.project import Project
from briefs.model.text import fallbacks
from briefs.model.topic import Topic

_ALT = re.compile(r'<img class="drawing" alt="([^"]*)"')
_IMAGE = re.compile(r'<img class="drawing"[^>]*>')
_CAPTION = re.compile(
    r'<p class="caption">(?:<strong[^>]*>.*?</strong>)?(.*?)</p>|<caption>(?:<strong[^>]*>.*?'
    r"</strong>)?(.*?)</caption>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r' id="[^"]*"')


@dataclass(frozen=True, slots=True)
class Size:
    """A size that figures are printed in.

    Attributes:
        audiences: Ids of those whose briefs have it.
        style: How figures look in it.
    """

    audiences: tuple[str, ...]
    style: Style


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure says in a locale.

    Attributes:
        caption: As plain text.
        alt: Its alt text; empty for a table.
        parts: Its block, drawn at each size.
    """

    caption: str
    alt: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on a contact sheet.

    Attributes:
        figure: The figure.
        declared: Whether the topic has it; else it is on trial.
        told: What it says, by locale; the first one is the project's first.
        sizes: The sizes it is shown in.
    """

    figure: Figure
    declared: bool
    told: Mapping[str, Told]
    sizes: tuple[Size, ...]

    @property
    def caption(self) -> str:
        """Its caption in the first locale, as plain text."""
        return next(iter(self.told.values())).caption

    def plain(self) -> dict[str, Any]:
        """The figure as plain data."""
        return {
            "id": self.figure.id,
            "kind": self.figure.kind.value,
            "declared": self.declared,
            "facts": [name for _, name in self.figure.members],
            "caption": self.caption,
            "alt": next(iter(self.told.values())).alt,
            "locales": {
                locale: {"caption": told.caption, "alt": told.alt}
                for locale, told in self.told.items()
            },
            "sizes": [
                {
                    "audiences": list(one.audiences),
                    "width": one.style.width,
                    "text": one.style.size,
                }
                for one in self.sizes
            ],
        }


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """The figures of a topic.

    Attributes:
        topic: The topic's id.
        shown: In the order of the file, those on trial last.
        unsuited: Why there is none of a kind, by kind.
        html: The page.
        css: Its styles.
        drawings: By the key under which the page names them.
        diagnostics: What went wrong.
    """

    topic: str
    shown: tuple[Shown, ...]
    unsuited: Mapping[str, str]
    html: str
    css: str
    drawings: Mapping[str, Drawing]
    diagnostics: tuple[Diagnostic, ...]

    def plain(self) -> dict[str, Any]:
        """The sheet as plain data."""
        return {
            "topic": self.topic,
            "figures": [one.plain() for one in self.shown],
            "unsuited": [{"kind": kind, "why": why} for kind, why in self.unsuited.items()],
        }


def contact_sheet(
    topic: Topic,
    project: Project,
    locales: Mapping[str, Collection[str]],
    trials: Sequence[Figure],
    unsuited: Mapping[str, str],
    measure: MeasureText,
    calendar: Calendar,
) -> ContactSheet:
    """Lay out a topic's figures.

    Args:
        topic: The topic.
        project: All that was read.
        locales: Locales that have words, one or more, with the audiences that read each.
        trials: Figures that the topic does not declare, to be drawn as well.
        unsuited: Why there is none of a kind, by kind.
        measure: Measures text in the figures' fonts.
        calendar: Judges which facts are past their review.
    """
    tried = {figure.id: figure for figure in trials}
    whole = replace(topic, figures={**topic.figures, **tried})
    drawings: dict[str, Drawing] = {}
    shown: list[Shown] = []
    findings: list[Diagnostic] = []
    for figure in whole.figures.values():
        sizes = tuple(sizes_of(project, figure, measure))
        told: dict[str, Told] = {}
        for locale in _read_in(figure, locales):
            parts: list[str] = []
            for size in sizes:
                blocks, html = _drawn(whole, project, locale, figure, size, calendar)
                drawings |= blocks.drawings
                findings += blocks.printer.diagnostics
                parts.append(html)
            if parts and parts[0]:
                told[locale] = _told(parts)
        if told:
            shown.append(Shown(figure, figure.id not in tried, told, sizes))
    title = escape(_title(topic, next(iter(locales))))
    body = "\n".join(map(_entry, shown))
    html = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Figures: {title}</title></head><body>\n"
        f"<h1>Figures: {title}</h1>\n{body}\n{_left_out(unsuited)}</body></html>"
    )
    unique = tuple(dict.fromkeys(findings))
    return ContactSheet(topic.id, tuple(shown), unsuited, html, _css(project), drawings, unique)


def _read_in(figure: Figure, locales: Mapping[str, Collection[str]]) -> list[str]:
    """The locales of those who may be shown a figure; all of them where no brief is for any."""
    shown_to = figure.audiences
    own = [one for one in locales if shown_to is None or set(shown_to) & set(locales[one])]
    return own or [*locales]


def _drawn(
    topic: Topic, project: Project, locale: str, figure: Figure, size: Size, calendar: Calendar
) -> tuple[FigureBlocks, str]:
    """A figure's block at a size in a locale, and what it was made with."""
    name = next(name for name in fallbacks(locale) if name in project.locales)
    wording = Wording(locale, project.locales[name], topic.sheet)
    file = topic.sheet.origin.file
    with limited():
        printer = Printer(topic, wording, file, calendar, Marks(figure.id.encode()))
        blocks = FigureBlocks(printer, size.style, project.templates)
        with printer.reporting(file):
            html = printer.marks.expand(str(blocks.figure(figure.id)))
    return blocks, CITE.sub("", html)


def _title(topic: Topic, locale: str) -> str:
    titles = topic.sheet.title
    return next((titles[one] for one in fallbacks(locale) if one in titles), topic.id)


def sizes_of(project: Project, figure: Figure, measure: MeasureText) -> Iterator[Size]:
    """The sizes in which the audiences that may be shown a figure see it, the widest first."""
    found: dict[Style, list[str]] = {}
    for audience in project.audiences.values():
        if figure.audiences is None or audience.id in figure.audiences:
            style = figure_style(project.brand, audience.sheet, measure)
            found.setdefault(style, []).append(audience.id)
    widest = sorted(found, key=lambda one: (one.width, one.size, one.family), reverse=True)
    for style in widest:
        yield Size(tuple(sorted(found[style])), style)


def _told(parts: Sequence[str]) -> Told:
    alt = _ALT.search(parts[0])
    caption = _CAPTION.search(parts[0])
    words = _plain((caption[1] or caption[2]) if caption else "")
    return Told(words, unescape(alt[1]) if alt else "", tuple(parts))


def _entry(one: Shown) -> str:
    """A figure with its facts, in every locale and at every size."""
    facts = ", ".join(name for _, name in one.figure.members)
    state = "" if one.declared else " · on trial: the topic does not declare it"
    told = "".join(
        _in_locale(locale, told, one.sizes, named=len(one.told) > 1)
        for locale, told in one.told.items()
    )
    return (
        f'<div class="entry"><h2>{escape(one.figure.id)}</h2>'
        f'<p class="about">{one.figure.kind}{state} · facts: {escape(facts)}</p>{told}</div>'
    )


def _in_locale(locale: str, told: Told, sizes: Sequence[Size], *, named: bool) -> str:
    """What a figure says in a locale; only the first drawing stands with its data table."""
    name = f'<p class="locale">{escape(locale)}</p>' if named else ""
    first = f'<div lang="{locale}">{_ID.sub("", told.parts[0])}</div>'
    others = "".join(
        f'<p class="size">{_size(size)}</p><div lang="{locale}">{image[0]}</div>'
        for part, size in zip(told.parts[1:], sizes[1:], strict=True)
        if (image := _IMAGE.search(part))
    )
    alt = (
        f'<p class="alt"><strong>Alt text.</strong> <span lang="{locale}">{escape(told.alt)}</span>'
        "</p>"
        if told.alt
        else ""
    )
    return f'{name}<p class="size">{_size(sizes[0])}</p>{first}{others}{alt}'


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _size(size: Size) -> str:
    width, text = size.style.width, size.style.size
    return f"{escape(', '.join(size.audiences))}: {width} px wide, text of {text:g} px"


def _left_out(unsuited: Mapping[str, str]) -> str:
    if not unsuited:
        return ""
    items = "".join(
        f"<li><strong>{escape(kind)}</strong>: {escape(why)}</li>" for kind, why in unsuited.items()
    )
    return f"<h2>Kinds without a figure</h2><ul>{items}</ul>\n"


def _css(project: Project) -> str:
    colour, fonts = project.brand.color, project.brand.typography
    return (
        f"@page {{ size: letter; margin: 14mm 18mm; background: {colour.background} }}\n"
        f'body {{ font: 9pt/1.4 "{fonts.base}"; color: {colour.foreground}; margin: 0 }}\n'
        f'h1 {{ font: 600 17pt/1.2 "{fonts.headings}"; color: {colour.headings} }}\n'
        "h1 { margin: 0 0 5mm }\n"
        f"h2 {{ font-size: 11pt; margin: 0; color: {colour.headings}; break-after: avoid }}\n"
        f".entry {{ border-top: 1pt solid {colour.primary}; padding: 2mm 0 6mm }}\n"
        f".about, .size, .alt, .figure-note {{ color: {colour.muted}; margin: 0 0 2mm }}\n"
        f".size {{ font-size: 7.5pt; margin: 3mm 0 1mm; break-after: avoid }}\n"
        ".locale { font-weight: 600; margin: 4mm 0 0 }\n"
        ".about, .caption, .locale { break-after: avoid }\n"
        ".caption, caption { font-weight: 600; text-align: left; margin: 0 0 1mm }\n"
        "img.drawing { display: block; max-width: 100%; break-inside: avoid }\n"
        "table { border-collapse: collapse; margin: 2mm 0 }\n"
        f"th, td {{ text-align: left; font-weight: 400; padding: .6mm 3mm .6mm 0; "
        f"border-bottom: .4pt solid {colour.rule}; vertical-align: top }}\n"
        "thead th { font-weight: 600 }\nul { margin: 1mm 0; padding-left: 5mm }"
    )
