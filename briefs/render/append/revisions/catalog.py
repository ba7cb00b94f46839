"""Compare what else two revisions hold: embedded files, metadata, actions, settings."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from briefs.render.append.revisions.change import LaterChange, LaterChangeKind
from briefs.render.append.revisions.metadata import differing_properties
from briefs.render.append.revisions.pair import Pair

_ELSEWHERE = {"/Pages", "/AcroForm", "/StructTreeRoot", "/Metadata"}
_OF_SIGNATURES = {"/DSS", "/Perms", "/Extensions"}
_EMBEDDED = {"/Names", "/AF"}
_OF_THE_LAST_CHANGE = {"/ModDate", "/Producer"}


def changes(pair: Pair) -> Iterator[LaterChange]:
    """What became of all that is not on a page."""
    old, new = pair.old.Root, pair.new.Root
    differing = set(pair.same.keys(old, new)) - _ELSEWHERE
    embedded = _embedded(pair)
    if embedded:
        yield LaterChange(LaterChangeKind.EMBEDDED, embedded)
    for key in sorted(differing):
        if key in _OF_SIGNATURES and key not in old:
            continue
        if not (key in _EMBEDDED and embedded):
            yield LaterChange(LaterChangeKind.OTHER, f'the document\'s "{key[1:]}" was changed')
    yield from _metadata(pair)


def _embedded(pair: Pair) -> str:
    """What became of the embedded files, in words; nothing where they are the same."""
    old, new = (_files(pdf) for pdf in (pair.old, pair.new))
    words = [f'"{name}" was taken out' for name in sorted(old.keys() - new.keys())]
    words += [f'"{name}" was put in' for name in sorted(new.keys() - old.keys())]
    words += [
        f'"{name}" was changed'
        for name in sorted(old.keys() & new.keys())
        if not pair.same(old[name], new[name])
    ]
    return f"of the embedded files, {', '.join(words)}" if words else ""


def _files(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {name: file.obj for name, file in pdf.attachments.items()}


def _metadata(pair: Pair) -> Iterator[LaterChange]:
    old, new = (pdf.trailer.get("/Info", pikepdf.Dictionary()) for pdf in (pair.old, pair.new))
    differing = {key[1:] for key in set(pair.same.keys(old, new)) - _OF_THE_LAST_CHANGE}
    before, after = (pdf.Root.get("/Metadata") for pdf in (pair.old, pair.new))
    if not pair.same(before, after):
        differing |= differing_properties(before, after)
    if differing:
        names = ", ".join(f'"{name}"' for name in sorted(differing))
        yield LaterChange(
            LaterChangeKind.METADATA, f"what the document says of itself was changed: {names}"
        )
    elif not pair.same(before, after) or not pair.same(old, new):
        yield LaterChange(
            LaterChangeKind.METADATA,
            "when and by what it was last changed was noted",
            allowed=True,
        )
