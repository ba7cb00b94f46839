"""The words of each locale: a project's own over the built-in ones, a region's over its language's.

A file that has another one below it holds only what it changes. What has none below gives all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.guess import did_you_mean, nearest
from briefs.model.project import LocaleSheet
from briefs.model.text import fallbacks
from briefs.read.entries import read_entry
from briefs.read.workspace import Workspace
from briefs.read.yaml import Document, parse_yaml

LOCALES = "assets/locales"

_PARTS = ("qualifiers", "kinds", "messages")
"""The keys of a sheet that hold words by name; each name is laid over the one below."""

_PRINTED_BY = {"kinds": "badge", "messages": "message"}
"""What a template calls to print words of each key that may have names of a template's own."""


class Added(NamedTuple):
    """Words of a file under a name that the sheet below it does not have.

    Attributes:
        function: What a template calls to print them: message or badge.
        name: The name.
        place: Where the name stands.
        known: The names that the sheet below has.
    """

    function: str
    name: str
    place: Place
    known: Collection[str]


class Locales(NamedTuple):
    """What was read.

    Attributes:
        sheets: By language or locale.
        incomplete: Languages and locales one of whose files cannot be read.
        added: Words under names that the sheets below do not have.
    """

    sheets: Mapping[str, LocaleSheet]
    incomplete: frozenset[str]
    added: tuple[Added, ...]


def read_locales(workspace: Workspace) -> Locales:
    """The sheets of all languages and locales; what is wrong is among the workspace's findings."""
    paths = {PurePosixPath(path).stem: path for path in workspace.names(LOCALES, ".yaml")}
    read: dict[str, LocaleSheet | None] = {}
    added: list[Added] = []
    for name in sorted(paths, key=len):  # a language before its regions
        below = next((one for one in fallbacks(name)[1:] if one in paths), None)
        if below is None or read[below] is not None:
            read[name] = _sheet(workspace, paths[name], read[below] if below else None, added)
        else:
            read[name] = None
    sheets = {name: sheet for name in paths if (sheet := read[name]) is not None}
    return Locales(sheets, frozenset(read.keys() - sheets.keys()), tuple(added))


def misspelt(
    added: Collection[Added], printed: Collection[tuple[str, str]]
) -> Iterator[Diagnostic]:
    """Words that are most likely meant to change others, and change none.

    Args:
        added: Words under names that the sheets below do not have.
        printed: What templates print, each as the function and the name that it is called with.
    """
    for one in added:
        if (one.function, one.name) not in printed and nearest(one.name, one.known):
            yield Diagnostic(
                Code.KEY_UNKNOWN,
                f'no template names the {one.function} "{one.name}"',
                one.place,
                did_you_mean(one.name, one.known, "delete it"),
                Severity.WARNING,
            )


def laid_over(data: Any, below: LocaleSheet | None) -> Any:
    """A file's data, with what it does not give taken from the sheet below it.

    Args:
        data: What the file holds.
        below: The sheet below it; None where the file must give all.
    """
    if below is None or not isinstance(data, dict):
        return data
    whole = below.model_dump()
    parts = {key: whole[key] | data[key] for key in _PARTS if isinstance(data.get(key), dict)}
    return whole | data | parts


def _sheet(
    workspace: Workspace, path: str, below: LocaleSheet | None, added: list[Added]
) -> LocaleSheet | None:
    """The sheet of a file, the built-in one first and the project's own over it."""
    before = len(workspace.diagnostics)
    for text, shown in reversed([*workspace.versions(path)]):
        document = parse_yaml(text, shown)
        sheet = None if document.diagnostics else _read(document, below)
        workspace.diagnostics += document.diagnostics
        if sheet is not None and below is not None:
            _note_below(sheet, document.data, below)
            added += _added(document, below)
        below = sheet
    return below if len(workspace.diagnostics) == before else None


def _read(document: Document, below: LocaleSheet | None) -> LocaleSheet | None:
    """The sheet of a file that is valid YAML, or None with findings in the document."""
    if below is not None and not isinstance(document.data, dict):
        document.report(
            Code.VALUE_INVALID,
            "here should stand keys with their values",
            *document.values.get((), (1, 1)),
            mend=f"write what differs from {below.origin.file}, or delete the file",
        )
        return None
    return read_entry(LocaleSheet, document, data=laid_over(document.data, below))


def _note_below(sheet: LocaleSheet, own: Mapping[str, Any], below: LocaleSheet) -> None:
    """Note in a sheet where the words that a file does not give stand."""
    ways: list[tuple[str, ...]] = [("name",)] if "name" not in own else []
    for key in _PARTS:
        ways += [(key, name) for name in getattr(below, key) if name not in own.get(key, {})]
    for way in ways:
        sheet.written_as(below.written(*way), *way)


def _added(document: Document, below: LocaleSheet) -> Iterator[Added]:
    """What a file has beyond the sheet below it."""
    for key, function in _PRINTED_BY.items():
        known = getattr(below, key)
        for name in document.data.get(key, {}):
            if name not in known:
                place = Place(document.file, *document.keys[key, name])
                yield Added(function, name, place, known)
