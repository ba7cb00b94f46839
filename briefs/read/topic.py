"""One topic's folder to a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.entry import Entry
from briefs.model.fact import Fact
from briefs.model.figure import Figure
from briefs.model.source import Source
from briefs.model.template import Literal, Prose, ProseSection, ProseSheet, TemplateSource
from briefs.model.topic import Topic, TopicSheet
from briefs.read.entries import read_entries, read_entry
from briefs.read.formula import compute_formulas
from briefs.read.jinja import read_source
from briefs.read.workspace import Workspace, place_in
from briefs.read.written import as_written
from briefs.read.yaml import parse_yaml

TOPICS = "assets/topics"

_FRONT_MATTER = re.compile(r"---\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^##[ \t]+(?P<heading>[^\n]*?)[ \t]*$", re.MULTILINE)
_SECTION_ID = re.compile(r"[ \t]*\{:[ \t]*#([a-z0-9-]+)[ \t]*\}$")
_PROSE_NAME = re.compile(r"(?P<audience>[a-z0-9-]+)\.(?P<locale>[A-Za-z-]+)\.md\Z")

AnyEntry = TypeVar("AnyEntry", bound=Entry)


def read_topic(workspace: Workspace, name: str) -> Topic | None:
    """A topic with all its files, or None if its ``topic.yaml`` cannot be read."""
    folder = f"{TOPICS}/{name}"
    sheet = read_sheet(workspace, f"{folder}/topic.yaml", TopicSheet, "every topic has one")
    incomplete: set[str] = set()
    words: list[TemplateSource] = []
    sources = _list(workspace, folder, "sources", Source, incomplete, words)
    facts = _list(workspace, folder, "facts", Fact, incomplete, words)
    figures: dict[str, Figure] = {}
    if workspace.exists(f"{folder}/figures.yaml"):
        figures = _list(workspace, folder, "figures", Figure, incomplete, words)
    computed, findings = compute_formulas(facts)
    if "facts" not in incomplete:
        workspace.diagnostics += findings
    prose = {}
    for path in workspace.names(f"{folder}/text", ".md"):
        match = _PROSE_NAME.search(PurePosixPath(path).name)
        if match is None:
            continue
        text = workspace.text(path)
        shown = workspace.shown(path)
        read = None if text is None else _prose(workspace, text, shown, match["locale"])
        if read is None:
            incomplete.add(f"{match['audience']}.{match['locale']}")
        else:
            prose[match["audience"], match["locale"]] = read
    if sheet is None:
        return None
    return Topic(
        name, sheet, computed, sources, figures, prose, tuple(words), frozenset(incomplete)
    )


def read_sheet(
    workspace: Workspace, path: str, model: type[AnyEntry], required_by: str
) -> AnyEntry | None:
    """A YAML file that is one entry."""
    text = workspace.text(path, required_by=required_by)
    if text is None:
        return None
    document = parse_yaml(text, workspace.shown(path))
    failed = bool(document.diagnostics)
    entry = None if failed else read_entry(model, document)
    workspace.diagnostics += document.diagnostics
    return entry


def _list(
    workspace: Workspace,
    folder: str,
    name: str,
    model: type[AnyEntry],
    incomplete: set[str],
    words: list[TemplateSource],
) -> dict[str, AnyEntry]:
    """The good entries of a YAML file that is a list; notes if there were bad ones, and words."""
    path = f"{folder}/{name}.yaml"
    text = workspace.text(path, required_by="every topic has one")
    if text is None:
        incomplete.add(name)
        return {}
    document = parse_yaml(text, workspace.shown(path))
    entries = read_entries(model, document)
    if document.diagnostics:
        incomplete.add(name)
    workspace.diagnostics += document.diagnostics
    lines = text.split("\n")
    for entry in entries.values():
        words += _words(workspace, entry, lines)
    return entries


_PRINTED = ("label", "text", "note", "attribution", "caption", "reaches")
"""Keys whose words a page may print."""


def _words(workspace: Workspace, entry: Entry, lines: Sequence[str]) -> Iterator[TemplateSource]:
    """The texts of an entry that a page may print, each as a Jinja source."""
    for key in _PRINTED:
        texts: Mapping[str, str] = getattr(entry, key, None) or {}
        for language, text in texts.items():
            raw, place = as_written(lines, entry.origin.at(key, language), text)
            evidence = (getattr(entry, "evidence", None) or "") if key == "text" else ""
            if "{" not in text:
                literals = (Literal(raw, place),)
                yield TemplateSource(
                    place.file, raw, literals=literals, language=language, evidence=evidence
                )
                continue
            source, findings = read_source(raw, place.file, place.line, place.column)
            workspace.diagnostics += findings
            yield source._replace(language=language, evidence=evidence)


def _prose(workspace: Workspace, text: str, file: str, language: str) -> Prose | None:
    front = _FRONT_MATTER.match(text)
    if front is None:
        workspace.diagnostics.append(
            Diagnostic(
                Code.KEY_MISSING,
                "the file does not begin with its title and summary",
                place_in(text, 0, file),
                "begin with three lines: ---, title: … and summary: …, and close them with ---",
            )
        )
        return None
    document = parse_yaml(front[1], file, first_line=2)
    sheet = None if document.diagnostics else read_entry(ProseSheet, document)
    workspace.diagnostics += document.diagnostics
    body = "\n" * front[0].count("\n") + text[front.end() :]
    source, findings = read_source(body, file)
    workspace.diagnostics += findings
    sections = _sections(workspace, body, file)
    if sheet is None or findings:
        return None
    return Prose(sheet, source._replace(language=language), sections)


def _all_within(workspace: Workspace, before: str, file: str) -> None:
    """Words before the first section would be lost without a word."""
    words = re.sub(
        r"\{#.*?#\}", lambda match: re.sub(r"\S", " ", match[0]), before, flags=re.DOTALL
    )
    if words.strip():
        workspace.diagnostics.append(
            Diagnostic(
                Code.SECTION_UNUSED,
                "the words before the first section are not printed",
                place_in(words, len(words) - len(words.lstrip()), file),
                "give them a heading with an id: ## Heading {: #section-id }",
                Severity.WARNING,
            )
        )


def _sections(workspace: Workspace, body: str, file: str) -> dict[str, ProseSection]:
    headings = list(_SECTION.finditer(body))
    starts = [match.start() for match in headings] + [len(body)]
    _all_within(workspace, body[: starts[0]], file)
    sections: dict[str, ProseSection] = {}
    for match, end in zip(headings, starts[1:], strict=True):
        place = place_in(body, match.start(), file)
        named = _SECTION_ID.search(match["heading"])
        if named is None:
            workspace.diagnostics.append(
                Diagnostic(
                    Code.SECTION_ID,
                    f'the section "{match["heading"]}" has no id',
                    place,
                    "end its heading with an id: ## Heading {: #section-id }",
                )
            )
            continue
        if named[1] in sections:
            workspace.diagnostics.append(
                Diagnostic(
                    Code.ID_DUPLICATE,
                    f'the section id "{named[1]}" is taken',
                    place,
                    f"rename one of the two; the first is at {sections[named[1]].place}",
                )
            )
            continue
        heading = match["heading"][: named.start()]
        sections[named[1]] = ProseSection(
            named[1], heading, body[match.end() : end], place, place.line
        )
    return sections
