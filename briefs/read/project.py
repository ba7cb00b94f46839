"""A project's folder to a project. Reads everything, reports everything, stops at nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from briefs.model.brand import PLAIN_BRAND, Brand
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity, in_order
from briefs.model.guess import did_you_mean
from briefs.model.loaded import LoadedWord
from briefs.model.project import Project, Settings
from briefs.model.template import AudienceSheet, AudienceTemplate, TemplateSource
from briefs.model.topic import Topic
from briefs.read.approvals import read_approvals
from briefs.read.brand import BRAND, brand_of, read_brand
from briefs.read.entries import read_all, read_entry
from briefs.read.jinja import read_source
from briefs.read.locales import Added, misspelt, read_locales
from briefs.read.toml import parse_toml
from briefs.read.topic import TOPICS, read_topic
from briefs.read.words import note_words
from briefs.read.workspace import SETTINGS, TEMPLATES, Workspace, builtin_root
from briefs.read.yaml import parse_yaml

PARTIALS = f"{TEMPLATES}/partials"
SITE_TEMPLATES = f"{TEMPLATES}/site"
STYLES = "assets/styles"
LOADED_WORDS = "assets/loaded-words"

_FRONT_MATTER = re.compile(r"\{#---\n(.*?)^---#\}", re.DOTALL | re.MULTILINE)


def read_project(
    root: Path, builtin: Path | None = None
) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """The project in a folder, and all that is wrong with its files.

    Args:
        root: The folder that holds ``briefs.toml``.
        builtin: The folder of the built-in templates and assets.

    Returns:
        The project, or None where its settings cannot be read; and the diagnostics.
    """
    workspace = Workspace(root, builtin or builtin_root())
    settings = _settings(workspace)
    brand = read_brand(workspace)
    templates, audiences, incomplete = read_templates(workspace)
    if brand is None:
        incomplete.add("brand")
    locales = read_locales(workspace)
    incomplete |= locales.incomplete
    styles = {
        PurePosixPath(path).name: text
        for path in workspace.names(STYLES, ".css")
        if (text := workspace.text(path)) is not None
    }
    loaded = _loaded_words(workspace)
    topics = _own_topics(workspace) if settings is None else _topics(workspace, settings)
    approvals, whole = read_approvals(workspace)
    if not whole:
        incomplete.add("approvals")
    if locales.added:
        workspace.diagnostics += _misspelt_words(workspace, locales.added, templates, topics)
    findings = in_order(workspace.diagnostics)
    if settings is None:
        return None, findings
    project = Project(
        settings,
        brand or _builtin_brand(workspace),
        topics,
        audiences,
        templates,
        locales.sheets,
        styles,
        loaded=loaded,
        incomplete=frozenset(incomplete),
        files=workspace.digests,
        approvals=approvals,
    )
    return project, findings


def _builtin_brand(workspace: Workspace) -> Brand:
    """What stands for a brand that cannot be read: the built-in one, or a plain one."""
    again = Workspace(workspace.root, workspace.builtin)  # whose findings are known
    for text, shown in again.versions(BRAND):
        document = parse_yaml(text, shown)
        brand = brand_of(document, again)
        if brand is not None and not document.diagnostics:
            return brand
    return PLAIN_BRAND


def _settings(workspace: Workspace) -> Settings | None:
    text = workspace.text(SETTINGS)
    if text is None:
        return None
    document = parse_toml(text, workspace.shown(SETTINGS))
    settings = read_entry(Settings, document) if document.data is not None else None
    wrong: list[Diagnostic] = []
    if settings is not None:
        lines = text.split("\n")
        wrong = note_words(settings.publisher, lines, "series", "disclaimer")
        for brief in settings.brief:
            wrong += note_words(brief, lines, "place")
    workspace.diagnostics += [*document.diagnostics, *wrong]
    return None if wrong else settings


def _loaded_words(workspace: Workspace) -> dict[str, tuple[LoadedWord, ...]]:
    """Words that take a side, by language: the project's own, then the built-in ones.

    An entry of the project's replaces the built-in one of the same word.
    """
    loaded: dict[str, tuple[LoadedWord, ...]] = {}
    for path in workspace.names(LOADED_WORDS, ".yaml"):
        found: dict[str, LoadedWord] = {}
        for text, shown in workspace.versions(path):
            words, wrong = _words_of(text, shown)
            for word in words:
                found.setdefault(word.word.casefold(), word)
            workspace.diagnostics += wrong
        loaded[PurePosixPath(path).stem] = tuple(found.values())
    return loaded


@lru_cache(maxsize=16)
def _words_of(text: str, file: str) -> tuple[tuple[LoadedWord, ...], tuple[Diagnostic, ...]]:
    """The entries of a list and what is wrong with it; the same text is judged once a process."""
    document = parse_yaml(text, file)
    words = tuple(read_all(LoadedWord, document))
    return words, tuple(document.diagnostics)


def _misspelt_words(
    workspace: Workspace,
    added: Collection[Added],
    templates: Mapping[str, TemplateSource],
    topics: Mapping[str, Topic],
) -> list[Diagnostic]:
    """Misspelt names in locale files, once all that may print them is read without an error."""
    if any(found.severity is Severity.ERROR for found in workspace.diagnostics):
        return []
    sources = [*templates.values(), *_site_templates(workspace)]
    for topic in topics.values():
        sources += [*topic.words, *(prose.source for prose in topic.prose.values())]
    printed = {(one.function, one.name) for source in sources for one in source.references}
    return list(misspelt(added, printed))


def _site_templates(workspace: Workspace) -> Iterator[TemplateSource]:
    """The templates of the site, which says messages; what is wrong with them, a site tells."""
    again = Workspace(workspace.root, workspace.builtin)
    for path in again.names(SITE_TEMPLATES, ".j2"):
        source, _ = read_source(again.text(path) or "", again.shown(path))
        said = [one._replace(function="message") for one in source.references]
        yield source._replace(references=tuple(said))


def _topics(workspace: Workspace, settings: Settings) -> dict[str, Topic]:
    known = list(workspace.folders(TOPICS))
    topics: dict[str, Topic] = {}
    for brief in settings.brief:
        if brief.topic in topics:
            continue
        if brief.topic not in known:
            workspace.diagnostics.append(
                Diagnostic(
                    Code.TOPIC_UNKNOWN,
                    f'there is no topic "{brief.topic}"',
                    brief.origin.at("topic"),
                    did_you_mean(brief.topic, known, f"make the folder {TOPICS}/{brief.topic}"),
                )
            )
            continue
        topics[brief.topic] = read_topic(workspace, brief.topic)
    return topics


def _own_topics(workspace: Workspace) -> dict[str, Topic]:
    """Every topic of the project's own, where nothing says which ones its briefs are of."""
    return {
        name: read_topic(workspace, name)
        for name in workspace.folders(TOPICS)
        if (workspace.root / TOPICS / name).is_dir()
    }


def read_templates(
    workspace: Workspace,
) -> tuple[dict[str, TemplateSource], dict[str, AudienceTemplate], set[str]]:
    """All templates, the audiences among them by id, and the names of those that cannot be read."""
    sources: dict[str, TemplateSource] = {}
    audiences: dict[str, AudienceTemplate] = {}
    incomplete: set[str] = set()
    for folder in (TEMPLATES, PARTIALS):
        for path in workspace.names(folder, ".j2"):
            text = workspace.text(path)
            name = PurePosixPath(path).name.partition(".")[0]
            if text is None:
                incomplete.add(name)
                empty = TemplateSource(workspace.shown(path), "")
                sources[path.removeprefix(f"{TEMPLATES}/")] = empty
                continue
            before = len(workspace.diagnostics)
            file = workspace.shown(path)
            sheet, body = _front_matter(workspace, text, file)
            source, findings = read_source(body, file)
            workspace.diagnostics += findings
            sources[path.removeprefix(f"{TEMPLATES}/")] = source
            if len(workspace.diagnostics) > before:
                incomplete.add(name)
            elif sheet is not None:
                audiences[name] = AudienceTemplate(name, sheet, source)
    return sources, audiences, incomplete


def _front_matter(workspace: Workspace, text: str, file: str) -> tuple[AudienceSheet | None, str]:
    """An audience's sheet, if the template has one, and the text with its lines kept."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None, text
    document = parse_yaml(match[1], file, first_line=2)
    sheet = None if document.diagnostics else read_entry(AudienceSheet, document)
    if sheet is not None:
        document.diagnostics += note_words(sheet, text.split("\n"), "label", "disclaimer")
    workspace.diagnostics += document.diagnostics
    return sheet, "\n" * match[0].count("\n") + text[match.end() :]
