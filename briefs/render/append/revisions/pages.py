"""Compare the pages of two revisions: how many, what they print, of which size they are."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from briefs.render.append.revisions.change import LaterChange, LaterChangeKind
from briefs.render.append.revisions.pair import Pair

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_ELSEWHERE = {"/Annots", "/Parent", *_INHERITED}
_WORDS = {
    "/Contents": "its text or drawing was changed",
    "/Resources": "its fonts, images or colours were changed",
    "/MediaBox": "its size was changed",
    "/CropBox": "its size was changed",
    "/Rotate": "it was turned",
}
_DEPTH = 100


def changes(pair: Pair) -> Iterator[LaterChange]:
    """What became of the pages."""
    old = [page.obj.objgen for page in pair.old.pages]
    new = [page.obj.objgen for page in pair.new.pages]
    for at, page in enumerate(old):
        if page not in new:
            yield _change(at, "the page was taken out")
    for at, page in enumerate(new):
        if page not in old:
            yield _change(at, "the page was put in")
    if [page for page in new if page in old] != [page for page in old if page in new]:
        yield LaterChange(LaterChangeKind.PAGE, "the pages were put into another order")
    for at, (before, after) in pair.pages.items():
        for words in dict.fromkeys(_differences(pair, before, after)):
            yield _change(at, words)


def _differences(pair: Pair, before: pikepdf.Object, after: pikepdf.Object) -> Iterator[str]:
    for key in pair.same.keys(before, after):
        tabs_added = key == "/Tabs" and key not in before and after.Tabs == pikepdf.Name.S
        if key not in _ELSEWHERE and not tabs_added:
            yield _WORDS.get(key, f'its "{key[1:]}" was changed')
    for key in _INHERITED:
        if not pair.same(_inherited(before, key), _inherited(after, key)):
            yield _WORDS[key]


def _inherited(page: pikepdf.Object, key: str) -> object:
    """What a page has, or takes from what is above it in the tree of pages."""
    node: pikepdf.Object | None = page
    for _ in range(_DEPTH):
        if node is None or key in node:
            break
        node = node.get("/Parent")
    return node.get(key) if node is not None else None


def _change(at: int, words: str) -> LaterChange:
    return LaterChange(LaterChangeKind.PAGE, f"page {at + 1}: {words}", at + 1)
