"""The web twin: a composed page as one HTML file that needs nothing but itself.

The words, marks and tables are those of the PDF; what is added is what a screen asks for:
landmarks, a way past the masthead, fonts, colours for the dark, figures in line, and a policy
that lets the page load nothing. Printed, the page takes the PDF's own style sheets.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

import tinyhtml5

from briefs.compose.page import Page
from briefs.compose.styles import DRAFT, brand_properties
from briefs.compose.web_colours import dark_colours, dark_counterparts
from briefs.compose.web_figures import (
    COLOUR,
    Row,
    colours_of,
    explorable,
    inline_svg,
    least_width,
    property_of,
)
from briefs.compose.wording import put_in
from briefs.model.attachment import KINDS, RECORD, Attachment
from briefs.model.colour import is_dark
from briefs.model.data_scripts import data_script
from briefs.model.edition import Edition
from briefs.model.project import Project
from briefs.model.seal import UNSEALED, sealed
from briefs.model.text import fallbacks

STYLE = "web.css"
"""The style sheet of screens, in ``assets/styles``."""

_DARK = "@media screen and (prefers-color-scheme: dark)"
_NARROWEST = 288
"""Px that a figure has on the narrowest screen: 320 without the margins."""

_CARDS_FROM = 3
"""Columns from which each row becomes a card where the screen is narrow; of fewer, two lines."""

_STRING_SET = re.compile(r"([^{};]+)\{[^{}]*string-set:\s*([\w-]+)\s+content\(text\)[^{}]*\}")
_SPACE = re.compile(r"[ \t\n]+")
_PRINT = """
* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.skip, .explore { display: none; }
.frame, .frame > .drawing { display: block; width: 100%; height: auto; }
.draft-stamp {
  position: fixed; inset: 0; z-index: -1; display: grid; place-content: center; margin: 0;
  transform: rotate(-45deg); font: var(--weight-strong) 7vmin/1 var(--font-base);
  color: var(--tint); text-transform: uppercase; white-space: nowrap;
}
"""
"""Behind the words of a draft stands its stamp: browsers turn nothing in a page's margin."""


@dataclass(frozen=True, slots=True)
class PackedScript:
    """A script that a page carries packed, and runs only if a reader asks for it.

    Attributes:
        packed: The gzipped script as Base64.
        digest: The SHA-256 of the script as a policy writes it.
    """

    packed: str
    digest: str


@dataclass(frozen=True, slots=True)
class WebParts:
    """What a web page is put together from besides the page.

    Attributes:
        figures: SVGs by the address under which the page shows them.
        fonts: ``@font-face`` rules with all their fonts.
        images: Other images as ``data:`` addresses, by the address that the page has for them.
        explorer: The script that opens figures.
        plotly: Plotly; None leaves the figures as they are.
        record: The edition's record as canonical JSON; empty: the page carries none, and no seal.
        attachments: The files beside the record.
    """

    figures: Mapping[str, bytes]
    fonts: str = ""
    images: Mapping[str, str] = field(default_factory=dict)
    explorer: str = ""
    plotly: PackedScript | None = None
    record: bytes = b""
    attachments: Sequence[Attachment] = ()


def web_page(page: Page, edition: Edition, project: Project, parts: WebParts) -> str:
    """The web page of an edition; with a record it is sealed: its UTF-8 bytes are the file.

    Args:
        page: The composed page.
        edition: Which.
        project: Its words, brand and style sheets.
        parts: Figures, fonts, images, scripts, and the record.
    """
    html = _Builder(page, edition, project, parts).html()
    return sealed(html.encode("utf-8")).decode("utf-8") if parts.record else html


def letters_of(page: Page, edition: Edition, project: Project, figures: Mapping[str, bytes]) -> str:
    """Every letter that an edition's web page may show, in no order.

    Args:
        page: The composed page.
        edition: Which.
        project: Its words.
        figures: SVGs by address.
    """
    words = _messages(edition, project).values()
    drawn = (svg.decode("utf-8") for svg in figures.values())
    return "".join(set(page.html).union(*words, *drawn, page.draft.upper()))


def _messages(edition: Edition, project: Project) -> Mapping[str, str]:
    names = [name for name in fallbacks(edition.locale) if name in project.locales]
    return project.locales[names[0]].messages


class _Builder:
    """Builds one web page. Lives as long as that takes."""

    def __init__(self, page: Page, edition: Edition, project: Project, parts: WebParts) -> None:
        self.page = page
        self.edition = edition
        self.project = project
        self.parts = parts
        self.root: ET.Element = tinyhtml5.parse(page.html, namespace_html_elements=False)
        self.body = _only(self.root, "body")
        self.figures: dict[str, Any] = {}
        self.colours: set[str] = set()
        self.rules: list[str] = []
        self.messages = _messages(edition, project)

    def html(self) -> str:
        """The file's text."""
        for block in list(self.body.iter()):
            if "figure" in _classes(block):
                self._figure(block)
        for image in self.body.iter("img"):
            image.set("src", self.parts.images.get(image.get("src", ""), image.get("src", "")))
        for block in list(self.body.iter()):
            for table in block.findall("table"):
                _free_caption(block, table)
                _set_as_cards(table)
        for link in self.body.iter("a"):
            target = link.get("href", "").removeprefix("#")
            if target in self.page.link_names:
                link.set("aria-label", self.page.link_names[target])
        styles = list(self._styles())
        self._landmarks()
        self._scripts()
        self._files()
        self._head(styles)
        sheet = self.project.audiences[self.edition.audience].sheet
        size = "large-print" if self.edition.large_print else ""
        self.root.set("class", " ".join(filter(None, [f"set-in-{sheet.font}", size])))
        return f"<!DOCTYPE html>\n{ET.tostring(self.root, encoding='unicode', method='html')}\n"

    def _say(self, name: str, **values: object) -> str:
        return put_in(self.messages[name], values)

    def _figure(self, block: ET.Element) -> None:
        """A drawing in line, and the button that opens it."""
        parents = {child: parent for parent in block.iter() for child in parent}
        image = next((one for one in block.iter("img") if self._drawing_of(one)), None)
        if image is None:
            return
        name = block.get("id") or f"figure-{len(self.figures) + 1}"
        drawing = self.page.drawings[self._drawing_of(image)]
        svg = inline_svg(
            self.parts.figures[image.get("src", "")], drawing, image.get("alt", ""), name
        )
        frame = ET.Element("div", {"class": "frame", "id": f"{name}-frame"})
        frame.append(svg)
        frame.tail = image.tail
        caption = next((one for one in block.iter() if "caption" in _classes(one)), None)
        if caption is not None:
            caption.set("id", f"{name}-caption")
            block.attrib |= {"role": "figure", "aria-labelledby": f"{name}-caption"}
        least = least_width(drawing)
        self.rules.append(f"#{name}-frame > .drawing {{ min-width: {least}px; }}")
        if least > _NARROWEST and caption is not None:  # its reader may have to scroll it
            frame.attrib |= {
                "tabindex": "0", "role": "group", "aria-labelledby": f"{name}-caption",
            }  # fmt: skip
        parent = parents[image]
        at = list(parent).index(image)
        parent[at] = frame
        self.colours |= colours_of(svg)
        if self.parts.plotly is None:
            return
        rows = list(_rows(block))
        spec = explorable(drawing, rows, self.project.brand.color)
        self.colours |= {found.upper() for found in COLOUR.findall(json.dumps(spec))}
        self.figures[name] = {"spec": spec, "rows": [[row.fact, row.said] for row in rows]}
        parent.insert(at + 1, self._explorer(name))

    def _drawing_of(self, image: ET.Element) -> str:
        key = image.get("src", "").removeprefix("figure:")
        return key if key in self.page.drawings else ""

    def _explorer(self, name: str) -> ET.Element:
        """What opens a figure: hidden until a script says that it can."""
        box = ET.Element("div", {"class": "explore", "data-figure": name, "hidden": ""})
        _add(box, "button", self._say("explore-figure"), {
            "type": "button", "class": "open", "aria-expanded": "false",
            "aria-controls": f"{name}-stage", "aria-describedby": f"{name}-caption",
            "data-close": self._say("explore-close"),
        })  # fmt: skip
        stage = _add(box, "div", "", {"class": "stage", "id": f"{name}-stage", "hidden": ""})
        _add(stage, "div", "", {"class": "plot", "aria-hidden": "true"})
        _add(stage, "p", self._say("explore-hint"), {"class": "told", "role": "status"})
        steps = _add(stage, "div", "", {"class": "steps"})
        for step in ("previous", "next"):
            _add(steps, "button", self._say(f"{step}-value"), {"type": "button", "class": step})
        return box

    def _landmarks(self) -> None:
        """Header, main, footer, and what stands behind the footer as regions of their own."""
        blocks = list(self.body)
        head = [one for one in blocks[:1] if "masthead" in _classes(one)]
        end = next((at for at, one in enumerate(blocks) if "closing" in _classes(one)), len(blocks))
        main = ET.Element("main", {"id": "content", "tabindex": "-1"})
        main.extend(blocks[len(head) : end])
        for block in blocks:
            self.body.remove(block)
        skip = ET.Element("a", {"class": "skip", "href": "#content"})
        skip.text = self._say("skip-to-content")
        self.body.extend([skip, *head, main])
        for block in head:
            block.tag = "header"
            if self.page.draft:
                stamp = ET.Element("p", {"class": "draft-stamp"})
                stamp.text = self.page.draft
                block.insert(0, stamp)
        for block in blocks[end:]:
            self.body.append(block)
            if "closing" in _classes(block):
                block.tag = "footer"
                continue
            heading = next((one for one in block.iter() if one.tag == "h2" and one.get("id")), None)
            block.set("role", "region")
            if heading is None:
                block.set("aria-label", self.root.findtext("head/title", ""))
            else:
                block.set("aria-labelledby", heading.get("id", ""))

    def _styles(self) -> Iterator[str]:
        """The page's style sheets, each an element of its own."""
        colours = self.project.brand.color
        scheme = "dark" if is_dark(colours.background) else "light dark"
        properties = brand_properties(self.project.brand, generic=True)
        light = [f"{name}: {value};" for name, value in properties.items()]
        dark = [f"--{part}: {value};" for part, value in dark_colours(colours).items()]
        for colour, counterpart in dark_counterparts(colours, self.colours).items():
            dark.append(f"{property_of(colour)}: {counterpart};")
        yield self.parts.fonts
        yield (
            f"@media screen {{ :root {{ color-scheme: {scheme}; {' '.join(light)} }} }}\n"
            f"{_DARK} {{ :root {{ {' '.join(dark)} }} }}"
        )
        rules = "\n".join(self.rules)
        yield f"@media screen {{\n{self.project.styles.get(STYLE, '')}\n{rules}\n}}"
        yield f"@media print {{\n{self._print_style()}\n{_PRINT}}}"

    def _print_style(self) -> str:
        """The PDF's style sheets, their running heads written out: browsers have no string-set."""
        css = self.page.css.replace(self.project.styles.get(DRAFT, ""), "")  # see _PRINT
        for selector, name in _STRING_SET.findall(css):
            plain = selector.rpartition("*/")[2].strip()
            words = next((_text(one) for one in self.body.iter() if _matches(one, plain)), "")
            quoted = words.replace("\\", "").replace('"', "\\22 ")
            css = re.sub(rf"string\(\s*{re.escape(name)}\s*\)", f'"{_literal(quoted)}"', css)
        return css

    def _scripts(self) -> None:
        """The figures' data, Plotly packed, and the script that opens it."""
        if not self.figures or self.parts.plotly is None:
            return
        dark = dark_counterparts(self.project.brand.color, self.colours)
        data = json.dumps(
            {"dark": dict(dark), "failed": self._say("explore-failed"), "figures": self.figures},
            ensure_ascii=False, sort_keys=True, separators=(",", ":"),
        ).replace("<", "\\u003c")  # fmt: skip
        for kind, name, text in (
            ("application/json", "figure-data", data),
            ("text/plain", "plotly-packed", self.parts.plotly.packed),
            ("", "", self.parts.explorer),
        ):
            attributes = {"type": kind, "id": name} if kind else {}
            _add(self.body, "script", text, attributes)

    def _files(self) -> None:
        """The record and what goes with it, as scripts that do not run."""
        if not self.parts.record:
            return
        own = Attachment(RECORD, KINDS[RECORD], self.parts.record)
        for attachment in (own, *self.parts.attachments):
            script = data_script(attachment)
            _add(self.body, "script", script.text, script.attributes)

    def _head(self, styles: list[str]) -> None:
        head = _only(self.root, "head")
        metas = [
            {"charset": "utf-8"},
            {"http-equiv": "Content-Security-Policy", "content": self._policy(styles)},
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        ]
        if self.parts.record:
            digest = hashlib.sha256(self.parts.record).hexdigest()
            metas.append({"name": "briefs-record", "content": digest})
            metas.append({"name": "briefs-seal", "content": UNSEALED})
        for old in [one for one in head if one.get("charset") or one.tag in {"style", "link"}]:
            head.remove(old)
        for at, attributes in enumerate(metas):
            head.insert(at, ET.Element("meta", attributes))
        for style in styles:
            _add(head, "style", style, {})

    def _policy(self, styles: list[str]) -> str:
        """What the page may do: run its own scripts and styles, and load nothing."""
        scripts = [_digest(self.parts.explorer)] if self.figures else []
        if self.figures and self.parts.plotly is not None:
            scripts.append(self.parts.plotly.digest)
        own = [_digest(style) for style in styles]
        if self.figures:
            own.append(_digest(""))  # Plotly makes an empty sheet and fills it by itself
        return "; ".join(
            [
                "default-src 'none'",
                f"script-src {_listed(scripts)}",
                f"style-src {_listed(own)}",
                "img-src data:",
                "font-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            ]
        )


def _rows(block: ET.Element) -> Iterator[Row]:
    """The rows of a figure's data table, each with the head of its group."""
    group = ""
    for row in block.findall("table/tbody/tr"):
        cells = list(row)
        if cells[0].get("scope") == "rowgroup":
            group = _text(cells[0])
            continue
        value = next((one for one in row.iter("span") if one in list(_spans(cells[1:]))), None)
        if value is not None:
            as_of = _text(cells[2]) if len(cells) > 2 else ""
            yield Row(value.get("data-fact", ""), _text(cells[0]), _text(value), as_of, group)


def _spans(cells: list[ET.Element]) -> Iterator[ET.Element]:
    for cell in cells:
        yield from (one for one in cell.iter("span") if one.get("data-fact"))


def _free_caption(block: ET.Element, table: ET.Element) -> None:
    """Set a table's caption above it: beside written-out roles, browsers know none inside."""
    caption = table.find("caption")
    if caption is None:
        return
    table.remove(caption)
    caption.tag = "p"
    caption.attrib |= {"class": "caption", "id": f"{block.get('id', 'table')}-caption"}
    table.set("aria-labelledby", caption.get("id", ""))
    block.insert(list(block).index(table), caption)


def _set_as_cards(table: ET.Element) -> None:
    """Let a table be read on a narrow screen: each row a card, each cell with its column.

    The roles are written out, because a table that is not set as one loses them in browsers.
    """
    heads = [list(row) for row in table.findall("thead/tr")]
    rows = table.findall("tbody/tr")
    if len(heads) != 1 or any(len(row) not in {1, len(heads[0])} for row in rows):
        return
    look = "cards" if len(heads[0]) >= _CARDS_FROM else "rows"
    table.attrib |= {"role": "table", "class": f"{table.get('class', '')} {look}".strip()}
    for part in (*table.findall("thead"), *table.findall("tbody")):
        part.set("role", "rowgroup")
    for cell in heads[0]:
        cell.set("role", "columnheader")
    for row in (*table.findall("thead/tr"), *rows):
        row.set("role", "row")
    for row in rows:
        for head, cell in zip(heads[0], row, strict=False):  # the head of a group stands alone
            cell.set("role", "rowheader" if cell.tag == "th" else "cell")
            if cell.tag == "td":
                cell.set("data-label", _text(head))


def _only(root: ET.Element, tag: str) -> ET.Element:
    found = root.find(tag)
    assert found is not None, f"a parsed page has a {tag}"  # noqa: S101
    return found


def _add(parent: ET.Element, tag: str, text: str, attributes: Mapping[str, str]) -> ET.Element:
    element = ET.SubElement(parent, tag, dict(attributes))
    element.text = text
    return element


def _classes(element: ET.Element) -> list[str]:
    return element.get("class", "").split()


def _matches(element: ET.Element, selector: str) -> bool:
    """Whether an element is what a selector of one class or one tag means."""
    if selector.startswith("."):
        return selector[1:] in _classes(element)
    return element.tag == selector


def _text(element: ET.Element) -> str:
    """An element's words, without its citations."""
    parts = [element.text or ""]
    for child in element:
        if child.tag != "sup":
            parts.append(_text(child))
        parts.append(child.tail or "")
    return _SPACE.sub(" ", "".join(parts)).strip()


def _literal(text: str) -> str:
    """Text to put in as it is, not as a pattern."""
    return text.replace("\\", "\\\\")


def _digest(text: str) -> str:
    summed = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(summed).decode('ascii')}'"


def _listed(sources: list[str]) -> str:
    return " ".join(sources) or "'none'"
