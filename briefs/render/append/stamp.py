"""Stamp an edition as superseded, behind its end: the bytes of the edition stay as they are.

The stamp is an annotation with a look of its own, tagged, so that a reader's program that speaks
reads its words out. It stands on blank paper, and the text of the page is read as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import pikepdf

from briefs.render.append.increment import Increment, open_strictly
from briefs.render.append.paper import Rect, Sheet, drawn, free_place, in_foot, in_head, sheets
from briefs.render.append.stamp_look import box, drawing, face, to_unicode, type_size
from briefs.render.append.tag_tree import TagTree

_NAME = "briefs-superseded"
_SIZE, _SMALLEST = 8.5, 6.0
_SMALLER = 0.85
_CLEAR = (1.5, 3, 5)  # blank paper around it, in points: the most that can be had
_FLAGS = 4 | 64 | 128 | 512  # printed; not to be edited, moved or reworded
_SYMBOLIC = 4
_DATE = "D:%Y%m%d000000Z"
_KEYS = {
    *("/Type", "/Subtype", "/NM", "/Contents", "/Rect", "/F", "/CreationDate", "/M", "/AP"),
    *("/P", "/StructParent"),
}


class Stamp(NamedTuple):
    """A stamp on a page.

    Attributes:
        page: The page, from 0.
        rect: Where, in the page's own coordinates.
        words: What it says, on one line.
        on: The day that it is of.
    """

    page: int
    rect: Rect
    words: str
    on: date


def stamp_superseded(data: bytes, words: str, on: date, *, size: float = _SIZE) -> bytes:
    """A PDF with a stamp at the head of every page, or at its foot where the head is full.

    An older stamp of ours gives way to the newer one.

    Args:
        data: The PDF, as it was issued or with later revisions such as a signature.
        words: What the stamp says, in the language of the brief, on one line.
        on: The day that the stamp is of.
        size: Of its type, in points; less where there is no room for it.

    Returns:
        The PDF with a revision behind it; as it was where every page already says so.

    Raises:
        NotUpdatable: If it is damaged, encrypted or no PDF at all.
        EngineError: If no font has the characters of the words.
    """
    increment = Increment(data)
    if [stamp.words for stamp in stamps_of(increment.pdf)] == [words] * len(increment.pdf.pages):
        return data
    rects = _places(sheets(data), words, size)
    stamps = [
        Stamp(page, _own_place(rect, increment.pdf.pages[page]), words, on)
        for page, rect in enumerate(rects)
    ]
    return _put(increment, stamps)


def stamps_of(pdf: pikepdf.Pdf) -> tuple[Stamp, ...]:
    """The stamps of a PDF that bear the name of ours, in the order of its pages."""
    return tuple(
        stamp
        for number, page in enumerate(pdf.pages)
        for annotation in page.obj.get("/Annots", [])
        if (stamp := stamp_of(annotation, number)) is not None
    )


def stamp_of(annotation: pikepdf.Object, page: int) -> Stamp | None:
    """The stamp that an annotation is by its name and form; None if it is another one."""
    if not _is_named_so(annotation) or not set(annotation.keys()) <= _KEYS:
        return None
    try:
        if annotation.F != _FLAGS or set(annotation.AP.keys()) != {"/N"}:
            return None
        rect = Rect(*(float(edge) for edge in annotation.Rect))
        on = datetime.strptime(str(annotation.M)[:10], "D:%Y%m%d").date()
        return Stamp(page, rect, str(annotation.Contents), on)
    except (AttributeError, TypeError, ValueError):
        return None


def genuine(original: bytes, changed: bytes, stamps: Iterable[Stamp]) -> frozenset[int]:
    """The pages whose stamps hide nothing and look as their words say.

    Args:
        original: A PDF.
        changed: The same with stamps.
        stamps: Those stamps, as they are read back.

    Returns:
        The pages, from 0, that have one stamp, which stands on what was blank paper, in the very
        look that we would give it.
    """
    with open_strictly(original) as pdf, open_strictly(changed) as after:
        given = [
            stamp
            for stamp in stamps
            if _is_drawable(stamp) and len(list(_own(after.pages[stamp.page].obj))) == 1
        ]
        seen = sheets(original)
        expected = _put(Increment(original), given)
        return frozenset(
            stamp.page
            for stamp in given
            if seen[stamp.page].is_blank(rect := seen_at(stamp.rect, pdf.pages[stamp.page]))
            and drawn(expected, stamp.page, rect) == drawn(changed, stamp.page, rect)
        )


def _is_drawable(stamp: Stamp) -> bool:
    """Whether a box has the form that its words ask for."""
    width, height = box(stamp.words, type_size(stamp.rect.top - stamp.rect.bottom))
    across, up = stamp.rect.right - stamp.rect.left, stamp.rect.top - stamp.rect.bottom
    return abs(across - width) < 1 and abs(up - height) < 1


def _places(pages: Sequence[Sheet], words: str, size: float) -> list[Rect]:
    """Where the stamp goes on each page: at the same place of all of one size, if that can be."""
    found: dict[tuple[float, float], Rect | None] = {}
    for page in pages:
        form = (page.width, page.height)
        if form not in found:
            alike = [other for other in pages if (other.width, other.height) == form]
            found[form] = _roomiest(alike, in_head, words, size)
    return [
        found[page.width, page.height] or _place(page, words, size) or _somewhere(page, words)
        for page in pages
    ]


def _place(page: Sheet, words: str, size: float) -> Rect | None:
    """A place on a page: as large as wanted before smaller, at its head before its foot."""
    while size >= _SMALLEST:
        rect = _roomiest([page], in_head, words, size) or _roomiest([page], in_foot, words, size)
        if rect is not None:
            return rect
        size = round(size * _SMALLER, 2)
    return None


def _roomiest(
    pages: Sequence[Sheet],
    margin: Callable[[Sheet, float, float], Iterator[Rect]],
    words: str,
    size: float,
) -> Rect | None:
    """The first place in a margin of all pages that has the most blank paper around it."""
    found = None
    for clear in _CLEAR:
        rect = free_place(pages, margin(pages[0], *box(words, size)), clear)
        if rect is None:
            break
        found = rect
    return found


def _somewhere(page: Sheet, words: str) -> Rect:
    """At the edge of a page that is full to all its edges."""
    width, height = box(words, _SMALLEST)
    left = (page.width - width) / 2
    return Rect(left, page.height - height, left + width, page.height)


def seen_at(rect: Rect, page: pikepdf.Page) -> Rect:
    """Where a rectangle of a page's own coordinates is in what is seen of the page."""
    left, bottom = _origin(page)
    return Rect(rect.left - left, rect.bottom - bottom, rect.right - left, rect.top - bottom)


def _own_place(rect: Rect, page: pikepdf.Page) -> Rect:
    """Where a rectangle of what is seen of a page is in the page's own coordinates."""
    left, bottom = _origin(page)
    edges = (rect.left + left, rect.bottom + bottom, rect.right + left, rect.top + bottom)
    return Rect(*(round(edge, 2) for edge in edges))


def _origin(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, *_ = (float(edge) for edge in list(page.cropbox))
    return left, bottom


def _put(increment: Increment, stamps: Sequence[Stamp]) -> bytes:
    tree = TagTree(increment)
    looks: dict[tuple[str, float], pikepdf.Object] = {}
    for stamp in stamps:
        drawn_as = (stamp.words, type_size(stamp.rect.top - stamp.rect.bottom))
        if drawn_as not in looks:
            looks[drawn_as] = _look(increment, *drawn_as)
        page = increment.pdf.pages[stamp.page].obj
        older = next(_own(page), None)
        annotation = older if older is not None else increment.add(pikepdf.Dictionary())
        for key, value in _annotation(stamp, looks[drawn_as]).items():
            annotation[key] = value
        increment.touch(page, annotation)
        if older is None:
            _attach(increment, page, annotation)
            tree.tie(annotation, page)
    return increment.updated()


def _own(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield from (one for one in page.get("/Annots", []) if _is_named_so(one))


def _is_named_so(annotation: pikepdf.Object) -> bool:
    return bool(str(annotation.get("/NM", "")) == _NAME and annotation.get("/Subtype") == "/Stamp")


def _attach(increment: Increment, page: pikepdf.Object, annotation: pikepdf.Object) -> None:
    annotation.P = page
    if "/Annots" not in page:
        page.Annots = pikepdf.Array()
    page.Annots.append(annotation)
    increment.touch(page, page.Annots)
    if "/Tabs" not in page:
        page.Tabs = pikepdf.Name.S
        increment.change(page)


def _annotation(stamp: Stamp, look: pikepdf.Object) -> dict[str, Any]:
    day = stamp.on.strftime(_DATE)
    return {
        "/Type": pikepdf.Name.Annot,
        "/Subtype": pikepdf.Name.Stamp,
        "/NM": pikepdf.String(_NAME),
        "/Contents": pikepdf.String(stamp.words),
        "/Rect": pikepdf.Array(list(stamp.rect)),
        "/F": _FLAGS,
        "/CreationDate": pikepdf.String(day),
        "/M": pikepdf.String(day),
        "/AP": pikepdf.Dictionary(N=look),
    }


def _look(increment: Increment, words: str, size: float) -> pikepdf.Object:
    """What draws the words, in a box."""
    return increment.stream(
        drawing(words, size),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, *box(words, size)]),
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=_font(increment, words))),
    )


def _font(increment: Increment, words: str) -> pikepdf.Object:
    own = face(words)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(f"/{own.name}"),
        Flags=_SYMBOLIC,
        ItalicAngle=0,
        StemV=100,
        FontFile2=increment.stream(own.file, Length1=len(own.file)),
        **own.metrics,
    )
    widths = [part for glyph, width in sorted(own.widths.items()) for part in (glyph, [width])]
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name(f"/{own.name}"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=pikepdf.Name.Identity,
        DW=0,
        W=pikepdf.Array(widths),
        FontDescriptor=increment.add(descriptor),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name(f"/{own.name}"),
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([increment.add(descendant)]),
        ToUnicode=increment.stream(to_unicode(own)),
    )
    return increment.add(font)
