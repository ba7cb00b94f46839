"""Compose and check the pages of the editions asked for, before any engine is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from briefs.check.numbers import check_literals, check_page
from briefs.check.pairs import check_printed
from briefs.check.references import check_edition, family
from briefs.compose.page import Page, compose, find_prose
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.edition import Edition
from briefs.model.project import Project, plain
from briefs.model.template import Literal
from briefs.model.topic import Topic
from briefs.render.fonts import text_width


def compose_all(
    editions: Sequence[Edition], project: Project
) -> tuple[dict[Edition, Page], list[Diagnostic]]:
    """The pages of editions, and all that is wrong with them."""
    pages: dict[Edition, Page] = {}
    findings: list[Diagnostic] = []
    hashes = {topic.id: fact_base_hash(topic) for topic in project.topics.values()}
    for edition in editions:
        found = list(_before(edition, project))
        whole = not project.topics[edition.topic].incomplete & {"facts", "sources", "figures"}
        if whole and not any(finding.severity is Severity.ERROR for finding in found):
            page = compose(edition, project, text_width, hashes[edition.topic])
            found += page.diagnostics
            if not page.diagnostics:
                found += _after(edition, project, page)
                pages[edition] = page
        findings += found
    return pages, findings


def fact_base_hash(topic: Topic) -> str:
    """The SHA-256 of a topic's facts and sources as they were read."""
    entries: Mapping[str, object] = {
        "facts": [plain(fact) for fact in topic.facts.values()],
        "sources": [plain(source) for source in topic.sources.values()],
    }
    text = json.dumps(entries, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _before(edition: Edition, project: Project) -> Iterator[Diagnostic]:
    topic = project.topics[edition.topic]
    prose = find_prose(topic, edition.audience, edition.locale)
    if prose is None:
        return
    yield from check_edition(edition, project, prose)
    yield from check_literals(prose.source.literals, topic.sheet.terms)
    front = [
        Literal(text, prose.sheet.origin.at(key))
        for key, text in (("title", prose.sheet.title), ("summary", prose.sheet.summary))
    ]
    yield from check_literals(front, topic.sheet.terms)


def _after(edition: Edition, project: Project, page: Page) -> Iterator[Diagnostic]:
    topic = project.topics[edition.topic]
    template = project.audiences[edition.audience].source
    prose = find_prose(topic, edition.audience, edition.locale)
    assert prose is not None  # noqa: S101
    yield from check_printed(page.printed, topic, edition.audience, Place(prose.source.file))
    literals = [
        literal for source in family(template, project.templates) for literal in source.literals
    ]
    yield from check_page(page.loose, topic.sheet.terms, literals, Place(template.file))
