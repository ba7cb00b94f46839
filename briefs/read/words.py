"""Texts of entries that a page may print, as they stand in their file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefs.model.diagnostic import Diagnostic
from briefs.model.entry import Entry
from briefs.model.template import Literal, TemplateSource
from briefs.read.jinja import read_source
from briefs.read.written import as_written


def read_words(
    entry: Entry, lines: Sequence[str], text: str, *keys: str
) -> tuple[TemplateSource, tuple[Diagnostic, ...]]:
    """A text of an entry as a Jinja source, and what is wrong with it.

    Args:
        entry: The entry.
        lines: The lines of its file.
        text: The text.
        keys: The way to it: ``"label", "en"``.
    """
    raw, place = as_written(lines, entry.origin.at(*keys), text)
    if "{" not in text:
        return TemplateSource(place.file, raw, literals=(Literal(raw, place),)), ()
    return read_source(raw, place.file, place.line, place.column)


def note_words(entry: Entry, lines: Sequence[str], *keys: str) -> list[Diagnostic]:
    """Note how an entry's texts stand in their file; returns what is wrong with them.

    Args:
        entry: The entry.
        lines: The lines of its file.
        keys: The keys of its texts, each a text or words by language.
    """
    findings: list[Diagnostic] = []
    for key in keys:
        value: str | Mapping[str, str] = getattr(entry, key)
        texts = {(key,): value} if isinstance(value, str) else _by_way(key, value)
        for way, text in texts.items():
            source, found = read_words(entry, lines, text, *way)
            entry.written_as(tuple((run.text, run.place) for run in source.literals), *way)
            findings += found
    return findings


def _by_way(key: str, words: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    return {(key, language): text for language, text in words.items()}
