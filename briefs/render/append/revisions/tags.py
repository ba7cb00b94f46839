"""Compare the tags of two revisions: what a reader's program that speaks goes by."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from briefs.render.append.revisions.change import LaterChange, LaterChangeKind
from briefs.render.append.revisions.pair import Pair
from briefs.render.append.revisions.same import number
from briefs.render.append.revisions.tree import is_element, kids_of, parents_of

_FOR_ANNOTATIONS = ("/Annot", "/Form")
_ADDED_KEYS = {"/Type", "/S", "/P", "/Pg", "/K"}
_ROOT_ELSEWHERE = {"/K", "/ParentTree", "/ParentTreeNextKey"}


def changes(pair: Pair) -> Iterator[LaterChange]:
    """What became of the tags: one finding for all of them."""
    old, new = (pdf.Root.get("/StructTreeRoot") for pdf in (pair.old, pair.new))
    if old is None and new is None:
        return
    if old is None or new is None or not _same_tree(pair, old, new):
        yield LaterChange(
            LaterChangeKind.TAGS, "the tags that a screen reader goes by were changed"
        )


def _same_tree(pair: Pair, old: pikepdf.Object, new: pikepdf.Object) -> bool:
    before, after = pair.old_elements, pair.new_elements
    added = after.keys() - before.keys()
    return (
        set(pair.same.keys(old, new)) <= _ROOT_ELSEWHERE
        and before.keys() <= after.keys()
        and all(_is_of_new_annotation(pair, after[found]) for found in added)
        and _same_kids(pair, old, new)
        and all(_same_element(pair, element, after[found]) for found, element in before.items())
        and _same_parents(pair, old, new)
    )


def _is_of_new_annotation(pair: Pair, element: pikepdf.Object) -> bool:
    kids = kids_of(element)
    return (
        element.S in _FOR_ANNOTATIONS
        and set(element.keys()) <= _ADDED_KEYS
        and bool(kids)
        and all(
            isinstance(kid, pikepdf.Dictionary)
            and kid.get("/Type") == "/OBJR"
            and number(kid.get("/Obj")) not in pair.old_annotations
            for kid in kids
        )
    )


def _same_element(pair: Pair, old: pikepdf.Object, new: pikepdf.Object) -> bool:
    return set(pair.same.keys(old, new)) <= {"/K"} and _same_kids(pair, old, new)


def _same_kids(pair: Pair, old: pikepdf.Object, new: pikepdf.Object) -> bool:
    """Whether an element holds the same, but for elements of annotations that are new."""
    kept = [kid for kid in kids_of(new) if not is_element(kid) or number(kid) in pair.old_elements]
    before = kids_of(old)
    return len(before) == len(kept) and all(map(pair.same, before, kept))


def _same_parents(pair: Pair, old: pikepdf.Object, new: pikepdf.Object) -> bool:
    before, after = dict(parents_of(old)), dict(parents_of(new))
    added = pair.new_elements.keys() - pair.old_elements.keys()
    return all(
        key in after and pair.same(value, after[key]) for key, value in before.items()
    ) and all(number(value) in added for key, value in after.items() if key not in before)
