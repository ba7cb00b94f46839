"""The page of an edition as it was issued: with its number, its fact base and what changed."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from briefs.compose.page import Page, compose
from briefs.model.edition import Edition
from briefs.model.issue import Issue
from briefs.model.record import Record, read_record
from briefs.publish.check import calendar_of
from briefs.publish.project import OpenProject
from briefs.render.fonts import text_width


def record_in(path: Path) -> Record:
    """The record that a PDF carries."""
    with pikepdf.open(path) as pdf:
        return read_record(pdf.attachments["record.json"].get_file().read_bytes())


def issued_page(project: OpenProject, edition: Edition, path: Path) -> Page:
    """An edition's page, composed as its PDF was."""
    record, content = record_in(path), project.content
    issue = Issue(
        record.edition, record.fact_base, record.replaces or 0, record.changes, record.built_on
    )
    calendar = calendar_of(content, content.topics[edition.topic], record.built_on)
    return compose(edition, content, text_width, record.fact_base, calendar, issue)
