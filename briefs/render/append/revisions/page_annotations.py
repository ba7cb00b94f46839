"""Compare the annotations of two revisions: stamps, boxes of signatures, and all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf

from briefs.render.append.paper import Rect
from briefs.render.append.revisions.change import LaterChange, LaterChangeKind
from briefs.render.append.revisions.form import is_signature
from briefs.render.append.revisions.pair import Pair
from briefs.render.append.revisions.same import number
from briefs.render.append.stamp import Stamp, genuine, seen_at, stamp_of


def changes(pair: Pair) -> Iterator[LaterChange]:
    """What became of the annotations, fields of the form aside."""
    stamps: list[Stamp] = []
    for at, (before, after) in pair.pages.items():
        old, new = (list(page.get("/Annots", [])) for page in (before, after))
        if not _in_order(old, new):
            yield _change(at, "an annotation was taken out or moved before another one")
        known = {number(one): one for one in old}
        for one in new:
            older = known.get(number(one))
            if number(one) in pair.old_fields or (older and not pair.same.keys(older, one)):
                continue
            stamp = stamp_of(one, at)
            if stamp is not None and (older is None or stamp_of(older, at) is not None):
                stamps.append(stamp)
            else:
                yield from _other(pair, at, one, is_new=older is None)
    yield from _stamped(pair, stamps)


def _other(
    pair: Pair, at: int, annotation: pikepdf.Object, *, is_new: bool
) -> Iterator[LaterChange]:
    """What is wrong with an annotation that is no stamp."""
    if not is_new:
        yield _change(at, f"{_name(annotation)} was changed")
    elif not (is_signature(annotation) and number(annotation) in pair.new_fields):
        yield _change(at, f"{_name(annotation)} was added")
    elif not _on_blank_paper(pair, at, annotation):
        yield _change(at, "the box of a signature covers a part of the page")


def _in_order(old: Sequence[pikepdf.Object], new: Sequence[pikepdf.Object]) -> bool:
    """Whether what was there still is, in the order in which it was."""
    before, after = [number(one) for one in old], [number(one) for one in new]
    return None not in after and [one for one in after if one in set(before)] == before


def _on_blank_paper(pair: Pair, at: int, annotation: pikepdf.Object) -> bool:
    """Whether an annotation covers nothing: it has no size, is off the page, or on blank paper."""
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    rect = Rect(min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    seen, sheet = seen_at(rect, pair.old.pages[at]), pair.sheets[at]
    if rect.left == rect.right or rect.bottom == rect.top:
        return True
    outside = (
        seen.right <= 0 or seen.top <= 0 or seen.left >= sheet.width or seen.bottom >= sheet.height
    )
    return outside or sheet.is_blank(seen)


def _stamped(pair: Pair, stamps: Sequence[Stamp]) -> Iterator[LaterChange]:
    if not stamps or not pair.same_pages:
        return  # of pages taken out or put in is told already
    good = genuine(pair.old_data, pair.new_data, stamps)
    for words in dict.fromkeys(stamp.words for stamp in stamps):
        pages = [stamp.page for stamp in stamps if stamp.words == words and stamp.page in good]
        if pages:
            where = "every page" if len(pages) == len(pair.old.pages) else _numbered(pages)
            yield LaterChange(
                LaterChangeKind.STAMP, f'a stamp was added on {where}: "{words}"', allowed=True
            )
    for stamp in stamps:
        if stamp.page not in good:
            yield _change(
                stamp.page, "a stamp was added that covers a part of it or is not what it says"
            )


def _numbered(pages: Sequence[int]) -> str:
    return f"page {', '.join(str(at + 1) for at in pages)}"


def _name(annotation: pikepdf.Object) -> str:
    kind = str(annotation.get("/Subtype", "/unnamed")).removeprefix("/")
    return f"an annotation ({kind})"


def _change(at: int, words: str) -> LaterChange:
    return LaterChange(LaterChangeKind.ANNOTATION, f"page {at + 1}: {words}", at + 1)
