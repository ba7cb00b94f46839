"""Compare the forms of two revisions: fields filled in, and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pikepdf

from briefs.render.append.revisions.change import LaterChange, LaterChangeKind
from briefs.render.append.revisions.same import ObjGen, number

if TYPE_CHECKING:
    from briefs.render.append.revisions.pair import Pair

_FILLED_IN = {"/V", "/AP", "/AS", "/I", "/M", "/RV"}
_FORM_ELSEWHERE = {"/Fields", "/SigFlags", "/NeedAppearances", "/DR", "/DA"}
_SHOWN = 40


def fields_of(pdf: pikepdf.Pdf) -> dict[ObjGen, pikepdf.Object]:
    """Every field of a PDF's form that has a number."""
    found: dict[ObjGen, pikepdf.Object] = {}
    form = pdf.Root.get("/AcroForm")
    waiting = list(form.get("/Fields", []))[::-1] if form is not None else []
    while waiting:
        field = waiting.pop()
        own = number(field)
        if own is None or own in found or not isinstance(field, pikepdf.Dictionary):
            continue
        found[own] = field
        waiting += list(field.get("/Kids", []))[::-1]
    return found


def is_signature(field: pikepdf.Object) -> bool:
    """Whether a field is one for a signature."""
    return bool(field.get("/FT") == "/Sig")


def is_signed(field: pikepdf.Object) -> bool:
    """Whether a field has a signature in it."""
    return is_signature(field) and "/V" in field


def changes(pair: Pair) -> Iterator[LaterChange]:
    """What became of the form and its fields."""
    old, new = (
        pdf.Root.get("/AcroForm", pikepdf.Dictionary(Fields=[])) for pdf in (pair.old, pair.new)
    )
    if not _same_form(pair, old, new):
        yield LaterChange(LaterChangeKind.OTHER, "the form was changed")
    for own, field in pair.old_fields.items():
        if own not in pair.new_fields:
            yield _field(field, "was taken out")
        else:
            yield from _field_changes(pair, field, pair.new_fields[own])
    for own, field in pair.new_fields.items():
        if own not in pair.old_fields:
            yield _signed(field) if is_signature(field) else _field(field, "was added")


def _same_form(pair: Pair, old: pikepdf.Object, new: pikepdf.Object) -> bool:
    """Whether a form is the same, but for fields, added fonts and the note of a signature."""
    before, after = ([number(field) for field in form.get("/Fields", [])] for form in (old, new))
    fonts, more_fonts = (
        form.get("/DR", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        for form in (old, new)
    )
    return (
        set(pair.same.keys(old, new)) <= _FORM_ELSEWHERE
        and None not in after
        and [field for field in after if field in before] == before
        and all(pair.same(fonts[name], more_fonts.get(name)) for name in set(fonts.keys()))
    )


def _field_changes(pair: Pair, old: pikepdf.Object, new: pikepdf.Object) -> Iterator[LaterChange]:
    changed = set(pair.same.keys(old, new))
    if not changed:
        return
    if changed - _FILLED_IN or (is_signed(old) and is_signature(new)):
        yield _field(old, "was changed")
    elif is_signature(old):
        yield _signed(new)
    else:
        yield _field(old, f'was filled in: "{_value(new)}"', allowed=True)


def _signed(field: pikepdf.Object) -> LaterChange:
    words = "a signature was added" if "/V" in field else "a place for a signature was added"
    harmless = not {"/A", "/AA"} & set(field.keys())
    return LaterChange(LaterChangeKind.SIGNATURE, words, allowed=harmless)


def _field(field: pikepdf.Object, words: str, *, allowed: bool = False) -> LaterChange:
    name = str(field.get("/TU", field.get("/T", "")))
    return LaterChange(LaterChangeKind.FIELD, f'the field "{name}" {words}', allowed=allowed)


def _value(field: pikepdf.Object) -> str:
    text = str(field.get("/V", "")).removeprefix("/")
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
