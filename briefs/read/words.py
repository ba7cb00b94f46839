"""Texts of entries that a page may print, as they stand in their file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefs.model.diagnostic import Diagnostic
from briefs.model.entry import Entry
from briefs.model.template import Literal, TemplateSource
from briefs.read.jinja import read_source
from briefs.read.written import as_written


def read_words(
    entry: Entry,
    lines: Sequence[str],
    text: str,
    *keys: str,
    language: str = "",
    evidence: str = "",
) -> tuple[TemplateSource, tuple[Diagnostic, ...]]:
    """A text of an entry as a Jinja source, and what is wrong with it.

    Args:
        entry: The entry.
        lines: The lines of its file.
        text: The text.
        keys: The way to it: ``"label", "en"``.
        language: The language or locale that it is written in, where that is known.
        evidence: Of a fact's sentence: the words of its source.
    """
    raw, place = as_written(lines, entry.origin.at(*keys), text)
    if "{" not in text:
        literals = (Literal(raw, place),)
        return TemplateSource(place.file, raw, (), literals, (), language, evidence), ()
    read, findings = read_source(raw, place.file, place.line, place.column)
    source = TemplateSource(
        read.file, read.text, read.references, read.literals, read.parents, language, evidence
    )
    return source, findings


def note_words(entry: Entry, lines: Sequence[str], *keys: str) -> list[Diagnostic]:
    """Note how an entry's texts stand in their file; returns what is wrong with them.

    Args:
        entry: The entry.
        lines: The lines of its file.
        keys: The keys of its texts: each a text, words by language, or words below names.
    """
    findings: list[Diagnostic] = []
    for key in keys:
        for way, text in _by_way((key,), getattr(entry, key)):
            source, found = read_words(entry, lines, text, *way)
            entry.written_as(tuple((run.text, run.place) for run in source.literals), *way)
            findings += found
    return findings


def _by_way(way: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a value with the keys that lead to it; none of a value that is not given."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _by_way((*way, key), below)
