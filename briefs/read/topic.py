"""One topic's folder to a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import TypeVar

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.entry import Entry
from briefs.model.fact import Fact
from briefs.model.figure import Figure
from briefs.model.source import Source
from briefs.model.template import Prose, ProseSection, ProseSheet, TemplateSource
from briefs.model.text import fallbacks
from briefs.model.topic import Topic, TopicSheet, no_sheet
from briefs.read.entries import read_entries, read_entry
from briefs.read.formula import compute_formulas
from briefs.read.jinja import read_source
from briefs.read.words import note_words, read_words
from briefs.read.workspace import Places, Workspace, place_in
from briefs.read.yaml import parse_yaml

TOPICS = "assets/topics"

_FRONT_MATTER = re.compile(r"---\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(r"^##[ \t]++(?P<heading>[^\n]*+)", re.MULTILINE)
_SECTION_ID = re.compile(r"\{:[ \t]*+#([a-z0-9-]++)[ \t]*+\}\Z")
_COMMENT = re.compile(r"\{#.*?(?:#\}|\Z)", re.DOTALL)
_PROSE_NAME = re.compile(r"(?P<audience>[a-z0-9-]+)\.(?P<locale>[A-Za-z-]+)\.md\Z")

AnyEntry = TypeVar("AnyEntry", bound=Entry)


def prose_file(topic: str, audience: str, locale: str) -> str:
    """The file of a topic's prose for an audience, in the language of a locale."""
    return f"{TOPICS}/{topic}/text/{audience}.{fallbacks(locale)[-1]}.md"


def read_topic(workspace: Workspace, name: str) -> Topic:
    """A topic with all its files; its ``incomplete`` says which cannot be read."""
    folder = f"{TOPICS}/{name}"
    incomplete: set[str] = set()
    path = f"{folder}/topic.yaml"
    sheet = _topic_sheet(workspace, path)
    if sheet is None:
        incomplete.add("topic")
        sheet = no_sheet(workspace.shown(path))
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
    return Topic(
        name, sheet, computed, sources, figures, prose, tuple(words), frozenset(incomplete)
    )


def _topic_sheet(workspace: Workspace, path: str) -> TopicSheet | None:
    text = workspace.text(path, required_by="every topic has one")
    if text is None:
        return None
    document = parse_yaml(text, workspace.shown(path))
    sheet = None if document.diagnostics else read_entry(TopicSheet, document)
    if sheet is not None:
        document.diagnostics += note_words(sheet, text.split("\n"), "title", "place", "readers")
    workspace.diagnostics += document.diagnostics
    return None if document.diagnostics else sheet


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
    before = len(workspace.diagnostics)
    for entry in entries.values():
        words += _words(workspace, entry, lines)
    if len(workspace.diagnostics) > before:
        incomplete.add("words")
    return entries


_PRINTED = ("label", "text", "note", "attribution", "caption", "reaches")
"""Keys whose words a page may print."""


@cache
def _printed_of(model: type[Entry]) -> tuple[str, ...]:
    """The keys of a model whose words a page may print."""
    return tuple(key for key in _PRINTED if key in model.model_fields)


def _words(workspace: Workspace, entry: Entry, lines: Sequence[str]) -> Iterator[TemplateSource]:
    """The texts of an entry that a page may print, each as a Jinja source."""
    for key in _printed_of(type(entry)):
        texts: Mapping[str, str] = getattr(entry, key) or {}
        for language, text in texts.items():
            evidence = (getattr(entry, "evidence", None) or "") if key == "text" else ""
            source, findings = read_words(
                entry, lines, text, key, language, language=language, evidence=evidence
            )
            workspace.diagnostics += findings
            yield source


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
    if sheet is not None:
        document.diagnostics += note_words(sheet, text.split("\n"), "title", "summary")
    workspace.diagnostics += document.diagnostics
    body = "\n" * front[0].count("\n") + text[front.end() :]
    source, findings = read_source(body, file)
    workspace.diagnostics += findings
    sections = _sections(workspace, body, file)
    if sheet is None or findings or document.diagnostics:
        return None
    return Prose(sheet, source._replace(language=language), sections)


def _all_within(workspace: Workspace, before: str, file: str) -> None:
    """Words before the first section would be lost without a word."""
    words = _COMMENT.sub(lambda match: re.sub(r"\S", " ", match[0]), before)
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
    places = Places(body, file)
    sections: dict[str, ProseSection] = {}
    for match, end in zip(headings, starts[1:], strict=True):
        place = places.at(match.start())
        heading = match["heading"].rstrip(" \t")
        named = _SECTION_ID.search(heading)
        if named is None:
            workspace.diagnostics.append(
                Diagnostic(
                    Code.SECTION_ID,
                    f'the section "{heading}" has no id',
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
        words = heading[: named.start()].rstrip(" \t")
        sections[named[1]] = ProseSection(
            named[1], words, body[match.end() : end], place, place.line
        )
    return sections
