"""Read PDFs back: text by pdftotext, pages as pictures by pdftoppm, structure by pikepdf.

:func:`passages_of` reads a PDF by its structure tree, so that a table's cell, a figure's label and
a citation's number are told apart, which the text as a whole cannot do. :func:`printed_values`
says which fact each value in it is of.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

ALT, FIGURE, MARGIN, TABLE, TEXT = "alt", "figure", "margin", "table", "text"
"""Where a passage stands; ``margin`` is what no structure element holds, such as page heads."""

GAP = 0.12
"""A hole in a line of this share of the type size is a blank; the narrowest is set about twice."""

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f]+")


def folded(text: str) -> str:
    """Text with every run of blanks, no-break ones too, as one space."""
    return _BLANKS.sub(" ", text)


def text_of(path: Path, *, layout: bool = False) -> str:
    """The text of a PDF as a reader would copy it: blanks folded, hyphens joined."""
    options = ["-layout"] if layout else []
    raw = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, path, "-"], capture_output=True, check=True
    ).stdout.decode()
    return folded(raw)


def pictures_of(path: Path, folder: Path, dots_per_inch: int) -> list[Image.Image]:
    """The pages of a PDF as greyscale pictures."""
    stem = folder / path.stem
    subprocess.run(["pdftoppm", "-r", str(dots_per_inch), "-gray", "-png", path, stem], check=True)
    return [Image.open(file).convert("L") for file in sorted(folder.glob(f"{path.stem}-*.png"))]


def elements_of(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """(type, element) of every structure element that the tree leads to, in order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield str(element.S).lstrip("/"), element
        waiting += [
            kid
            for kid in reversed(_kids(element))
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/OBJR"
        ]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


@dataclass
class Passage:
    """One block of a PDF: a paragraph, a cell, a label of a figure, an alt text.

    Attributes:
        place: Where it stands: ``text``, ``table``, ``figure``, ``alt`` or ``margin``.
        text: Its words, blanks folded, without the numbers of citations.
        group: Which row of a table (its caption is one of its own) or which figure it is of,
            counted from 1 in the order of the structure tree; 0 elsewhere.
    """

    place: str
    text: str
    group: int = 0


@dataclass
class _Shown:
    """A run of text: its baseline, where on it the run begins and ends, and its size."""

    text: str
    line: float
    begin: float
    end: float
    size: float

    def follows(self, other: _Shown) -> bool:
        """Whether nothing separates it from the run before it, neither line nor blank."""
        return self.line == other.line and self.begin - other.end < self.size * GAP


_BLOCKS = re.compile(r"H\d|P|TD|TH|Caption|LBody|Lbl|Figure")
UNMARKED = -1


def passages_of(path: Path) -> list[Passage]:
    """All text of a PDF with the place of each passage, in the order of the structure tree."""
    with pikepdf.open(path) as pdf:
        shown: dict[tuple[int, int], list[_Shown]] = {}
        for page in pdf.pages:
            for mark, run in _runs_of(page):
                shown.setdefault(mark, []).append(run)
        reading = _Reading(shown)
        reading.read(pdf.Root.StructTreeRoot, (0, 0), TEXT)
    unread = [run for mark, runs in shown.items() if mark not in reading.seen for run in runs]
    return [
        *(one for one in reading.passages if one.text),
        *(Passage(MARGIN, folded(run.text).strip()) for run in unread),
    ]


@dataclass
class _Reading:
    """Walks the structure tree and gathers the passages."""

    shown: dict[tuple[int, int], list[_Shown]]
    passages: list[Passage] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    groups: dict[str, int] = field(default_factory=lambda: {TABLE: 0, FIGURE: 0})

    def read(self, element: Any, page: tuple[int, int], place: str) -> list[_Shown]:
        """The runs of an element that belong to the block around it."""
        kind = str(element.get("/S", "")).lstrip("/")
        page = element.Pg.objgen if "/Pg" in element else page
        place = {"Table": TABLE, "Figure": FIGURE}.get(kind, place)
        if kind in {"Table", "TR", "Figure"}:
            self.groups[place] += 1
        runs: list[_Shown] = []
        for kid in _kids(element):
            if not isinstance(kid, pikepdf.Dictionary):
                self.seen.add((page[0], int(kid)))
                runs += self.shown.get((page[0], int(kid)), [])
            elif kid.get("/Type") != "/OBJR":
                runs += self.read(kid, page, place)
        if kind == "Link" and "".join(run.text for run in runs).isdigit():
            return []  # the number of a citation
        if not _BLOCKS.fullmatch(kind):
            return runs
        group = self.groups.get(place, 0)
        if kind == "Figure":
            self.passages += [Passage(FIGURE, folded(run.text).strip(), group) for run in runs]
            self.passages.append(Passage(ALT, folded(str(element.get("/Alt", ""))), group))
        else:
            self.passages.append(Passage(place, _joined(runs), group))
        return []


def _joined(runs: Sequence[_Shown]) -> str:
    """Runs as one text, with a space where a new line begins or a hole is left."""
    words = "".join(run.text for run in runs[:1])
    for before, run in pairwise(runs):
        words += run.text if run.follows(before) else f" {run.text}"
    return folded(words).strip()


def _runs_of(page: pikepdf.Page) -> Iterator[tuple[tuple[int, int], _Shown]]:
    """The runs of text of a page, each with the (page, mark) that the tree knows it by."""
    fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
    font = _Font()
    marks: list[int] = []
    words, line, start, end, size = "", 0.0, 0.0, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else None
                numbered = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
                marks.append(int(properties.MCID) if numbered else UNMARKED)
            case "EMC":
                marks.pop()
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "Tm":
                begin, line = float(operands[4]), round(float(operands[5]), 1)
                if words and begin - end > size * GAP:
                    words += " "  # drawings are set letter by letter, without their blanks
                start, end = start if words else begin, begin
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                words += "".join(font.read(part) for part in parts)
                end += sum(font.width(part) for part in parts) * size / 1000
            case "ET" if words:
                yield (
                    (page.objgen[0], marks[-1] if marks else UNMARKED),
                    _Shown(words, line, start, end, size),
                )
                words = ""
            case "Do":
                assert "/Font" not in page.Resources.XObject[str(operands[0])].get(
                    "/Resources", {}
                ), "text within a form is not read"
            case _:
                pass


class _Font:
    """A font as WeasyPrint embeds it: two bytes a glyph, with letters and widths.

    Attributes:
        letters: What each glyph stands for.
        widths: Width of each glyph in thousandths of the size.
    """

    def __init__(self, font: Any = None) -> None:
        self.letters: dict[int, str] = {}
        self.widths: dict[int, float] = {}
        if font is None:
            return
        table = font.ToUnicode.read_bytes().decode("ascii")
        assert "beginbfrange" not in table, "a font maps ranges, which is not read"
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
            for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
                self.letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
        runs = iter(font.DescendantFonts[0].W)
        for first, widths in zip(runs, runs, strict=True):
            self.widths |= {int(first) + at: float(width) for at, width in enumerate(widths)}

    def read(self, part: Any) -> str:
        """The letters of a part of a TJ array."""
        return "".join(self.letters[code] for code in _codes(part))

    def width(self, part: Any) -> float:
        """How far a part of a TJ array moves the pen, in thousandths of the size."""
        if not isinstance(part, pikepdf.String):
            return -float(part)
        return sum(self.widths[code] for code in _codes(part))

    def write(self, text: str) -> bytes | None:
        """The glyphs of a text; None where the font has no glyph for a letter."""
        glyphs = {letter: code for code, letter in self.letters.items()}
        if not set(text) <= set(glyphs):
            return None
        return b"".join(glyphs[letter].to_bytes(2, "big") for letter in text)


def _codes(part: Any) -> list[int]:
    if not isinstance(part, pikepdf.String):
        return []
    codes = bytes(part)
    return [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]


def with_words_changed(path: Path, target: Path, old: str, new: str, *, alone: bool = False) -> int:
    """Write a copy of a PDF in which a run of text reads otherwise, as a forger would do it.

    The font must have the new letters. Drawings stay as they are, since they are set by letter.

    Args:
        path: The PDF.
        target: Where the copy goes.
        old: The words to change.
        new: What stands there instead.
        alone: Whether to change only runs that say nothing else, such as those of a cell.

    Returns:
        How many runs were changed.
    """
    count = 0
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
            font = _Font()
            instructions = []
            for operands, operator in pikepdf.parse_content_stream(page):
                changed = operands
                if str(operator) == "Tf":
                    font = fonts[str(operands[0])]
                elif str(operator) == "TJ":
                    text = folded("".join(font.read(part) for part in operands[0]))
                    meant = text == old if alone else old in text
                    glyphs = font.write(text.replace(old, new)) if meant else None
                    if glyphs is not None:
                        changed = [pikepdf.Array([pikepdf.String(glyphs)])]
                        count += 1
                instructions.append((changed, operator))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        pdf.save(target)
    return count


@dataclass(frozen=True)
class Value:
    """A value as it stands in a PDF.

    Attributes:
        fact: Whose value it is.
        shown: The words in the PDF, blanks folded.
        place: Where: ``text``, ``table``, ``figure`` or ``alt``.
        as_of: The day beside it, in words; only for the rows of data tables.
    """

    fact: str
    shown: str
    place: str
    as_of: str = ""


def printed_values(path: Path, html: str, *, as_of: str, wholes: Collection[str]) -> list[Value]:
    """Every value that a PDF shows, read from the PDF and told apart by the words around it.

    A PDF does not name its facts. The HTML that it was set from does, so that is laid over it as a
    frame: each block of the HTML becomes a pattern in which the words of facts are open, and the
    next passage of the PDF that fits says what stands there; so are the days in data tables. What
    the HTML has at the open places is not looked at. The labels of a figure's data table do the
    same for its drawing and alt text.

    Args:
        path: The PDF.
        html: The page that it was set from.
        as_of: The words before the day under a data table whose facts are all of one day.
        wholes: Facts that a drawing shows without a label, after all others.

    Raises:
        ValueError: If no passage fits a block: the PDF has other words than the HTML.
    """
    passages = passages_of(path)
    frames = frames_of(html)
    body = [one for one in passages if one.place in {TEXT, TABLE}]
    values: list[Value] = []
    rows: dict[int, list[tuple[str, str]]] = {}
    at = -1
    for frame in (one for one in frames if one.pattern.pattern):
        at, shown = _fitting(frame, body, at + 1)
        place, day = body[at].place, ""
        if frame.figure and frame.facts and frame.tag == "td":
            cells = [one.text for one in body if (one.place, one.group) == (TABLE, body[at].group)]
            day = cells[2] if len(cells) > 2 else _day_below(body[at:], as_of)
            rows.setdefault(frame.figure, []).append((cells[0], frame.facts[0]))
        pairs = zip(frame.facts, shown, strict=True)
        values += [Value(fact, words, place, day) for fact, words in pairs]
    drawn = [one for one in passages if one.place in {FIGURE, ALT}]
    groups = [list(group) for _, group in groupby(drawn, lambda one: one.group)]
    pictured = [one.figure for one in frames if one.tag == "img"]
    for figure, group in zip(pictured, groups, strict=True):
        values += _drawn(rows[figure], group, wholes)
    return values


def _fitting(frame: Frame, body: Sequence[Passage], start: int) -> tuple[int, Sequence[str]]:
    """The last passage of a block, and its facts' words; a column's end parts a block in two."""
    for at in range(start, len(body)):
        texts = [one.text for one in body[at : at + 2]]
        for last, text in enumerate([*texts, " ".join(texts)]):
            match = frame.pattern.fullmatch(text)
            if match:
                return at + min(last, 1), [words.strip() for words in match.groups()]
    raise ValueError(f"the PDF has no passage such as {frame.pattern.pattern}")


def _day_below(body: Iterable[Passage], as_of: str) -> str:
    note = next(one.text for one in body if one.place == TEXT)
    match = re.search(rf"{as_of} ([^.]+)\.$", note)
    if match is None:
        raise ValueError(f"there is no day in {note}")
    return match[1]


def _drawn(
    rows: Sequence[tuple[str, str]], group: Sequence[Passage], wholes: Collection[str]
) -> Iterator[Value]:
    """The values of a drawing and of its alt text, by the labels of its data table."""
    lines = [one.text for one in group if one.place == FIGURE]
    facts = [fact for _, fact in rows]
    labels = [_pattern(label) for label, fact in rows if fact not in wholes]
    rest = ["([^\n]+)" for fact in facts if fact in wholes]
    drawing = "\n".join([*(f"{label}\n([^\n]+)" for label in labels), *rest])
    alt = r".*?".join(f"{_pattern(label)}: (.+?)(?=[.;](?: |$))" for label, _ in rows) + ".*"
    texts = {FIGURE: (drawing, "\n".join(lines)), ALT: (alt, group[-1].text)}
    spoken = re.search(alt, group[-1].text)
    if spoken is not None and not re.fullmatch(drawing, texts[FIGURE][1]):
        del texts[FIGURE]
        said = [folded(words) for words in spoken.groups()]
        yield from _marked(rows, said, lines, folded(group[-1].text))
    for place, (pattern, text) in texts.items():
        match = re.search(pattern, text) if place == ALT else re.fullmatch(pattern, text)
        if match is None:
            raise ValueError(f"{text!r} does not fit {pattern}")
        for fact, words in zip(facts, match.groups(), strict=True):
            yield Value(fact, folded(words), place)


def _marked(
    rows: Sequence[tuple[str, str]], spoken: Sequence[str], lines: Iterable[str], alt: str
) -> Iterator[Value]:
    """The values of a drawing that marks them in its own order, such as a line or a timeline.

    Each of its words must be a value that the alt text has too, stand in a label of the table, or
    be what the alt text calls a group.
    """
    facts = {words: fact for (_, fact), words in zip(rows, spoken, strict=True)}
    labels = [folded(label) for label, _ in rows]
    for line in map(folded, lines):
        if line in facts:
            yield Value(facts[line], line, FIGURE)
        elif not any(line in label for label in labels) and f"{line}: " not in alt:
            raise ValueError(f"{line!r} of a drawing is no value of {sorted(facts)}")


@dataclass
class Frame:
    """A block of a page's HTML with its facts left open.

    Attributes:
        tag: Its element.
        parts: Patterns of its words, with a group for the words of each fact.
        facts: Ids of its facts, in order.
        figure: The figure that it belongs to, counted from 1; 0 elsewhere.
    """

    tag: str
    parts: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    figure: int = 0

    @property
    def pattern(self) -> re.Pattern[str]:
        """What its passage in the PDF looks like."""
        blank = re.escape(_BLANK)
        words = re.sub(f"(?:{blank})+", lambda _: _BLANK, "".join(self.parts))
        return re.compile(re.sub(f"^{blank}|{blank}$", "", words))


_BLANK = r"\s+"


def frames_of(html: str) -> list[Frame]:
    """The blocks of a page in order."""
    parser = _Frames()
    parser.feed(html)
    return parser.frames


class _Frames(HTMLParser):
    """Cuts a page into frames."""

    blocks = re.compile(r"h\d|p|li|td|th|caption")
    void = frozenset({"br", "img", "meta", "link", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.frames: list[Frame] = []
        self.open: list[tuple[str, str]] = []  # tag and what it is: block, fact, cite, figure
        self.around: list[Frame] = []
        self.figures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.frames.append(Frame(tag, figure=self._figure()))
        if tag in self.void:
            return
        kind = ""
        if self.blocks.fullmatch(tag):
            kind = "block"
            self.around.append(Frame(tag, figure=self._figure()))
            self.frames.append(self.around[-1])
        elif "data-fact" in given and tag == "span" and "data-kind" not in given:
            kind = "fact"
            self.around[-1].parts.append("(.+?)")
            self.around[-1].facts.append(str(given["data-fact"]))
        elif given.get("class") == "cite":
            kind = "cite"
        elif str(given.get("id", "")).startswith("figure-"):
            kind = "figure"
            self.figures += 1
        self.open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        name, kind = self.open.pop()
        assert name == tag, f"<{name}> ends with </{tag}>"
        if kind == "block":
            self.around.pop()

    def handle_data(self, data: str) -> None:
        inside = {kind for _, kind in self.open}
        if not self.around or inside & {"fact", "cite"}:
            return
        day = "figure" in inside and self.open[-1][0] == "td"
        self.around[-1].parts.append(".+" if day else _pattern(data))

    def _figure(self) -> int:
        return self.figures if "figure" in {kind for _, kind in self.open} else 0


def _pattern(words: str) -> str:
    """Words as a pattern that holds wherever lines break."""
    return re.sub(r"(\\-|[–—/])", r"\1\\s?", re.escape(folded(words)).replace("\\ ", _BLANK))
