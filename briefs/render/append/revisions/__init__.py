"""What was added to a PDF behind its end, object by object, and whether that altered it.

An edition may be signed, stamped and filled in without being altered. Anything else that a later
revision changes is told, however it was done: every object that a reader's program can reach is
compared with what it was.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
import pypdfium2

from briefs.model.errors import EngineError
from briefs.render.append.increment import NotUpdatable, open_strictly
from briefs.render.append.revisions import catalog, form, page_annotations, pages, tags
from briefs.render.append.revisions.change import LaterChange, LaterChangeKind
from briefs.render.append.revisions.pair import Pair

__all__ = [
    "LaterChange",
    "LaterChangeKind",
    "count_signatures",
    "later_changes",
]

_MALFORMED = (
    pikepdf.PdfError, pypdfium2.PdfiumError, AttributeError, EngineError, LookupError,
    NotImplementedError, RecursionError, TypeError, ValueError,
)  # fmt: skip
_NOTHING = "bytes that say nothing were added behind its end"


def later_changes(original: bytes, changed: bytes) -> tuple[LaterChange, ...]:
    """What was added to a PDF behind its end.

    Args:
        original: A PDF as it was: the edition as it was issued, or all that a signature covers.
        changed: The same PDF with more behind it.

    Returns:
        Each change; those that alter the PDF first. Nothing where nothing was added.
    """
    if changed == original:
        return ()
    if not changed.startswith(original):
        return (_damage("the file does not begin with its older revision"),)
    try:
        with open_strictly(original) as old, open_strictly(changed) as new:
            found = list(_changes(Pair(old, new, original, changed)))
    except NotUpdatable as error:
        return (_damage(str(error)),)
    except _MALFORMED:
        return (_damage("what was added is malformed, and cannot be compared"),)
    if not found or not changed.rstrip(b"\r\n").endswith(b"%%EOF"):
        found.append(_damage(_NOTHING))
    return tuple(sorted(found, key=lambda change: change.allowed))


def count_signatures(data: bytes) -> int:
    """How many signatures a PDF bears.

    Raises:
        NotUpdatable: If it is damaged, encrypted or no PDF at all.
    """
    with open_strictly(data) as pdf:
        return sum(form.is_signed(field) for field in form.fields_of(pdf).values())


def _changes(pair: Pair) -> Iterator[LaterChange]:
    for part in (pages, page_annotations, form, tags, catalog):
        yield from part.changes(pair)


def _damage(words: str) -> LaterChange:
    return LaterChange(LaterChangeKind.DAMAGE, words)
