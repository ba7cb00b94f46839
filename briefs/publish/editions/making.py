"""Make an edition's files: compose it with its number, set it with its record, put it in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from briefs.compose.annexes import annexes
from briefs.compose.page import Page, compose
from briefs.compose.record import record_of
from briefs.compose.web_page import STYLE, WebParts, letters_of, web_page
from briefs.model.attachment import Attachment
from briefs.model.edition import Edition
from briefs.model.errors import InputError
from briefs.model.freshness import Calendar
from briefs.model.issue import UNKNOWN_HASH, Issue
from briefs.model.layout import Layout
from briefs.model.ledger import Entry, Event, NewEntry, Series
from briefs.model.project import Format
from briefs.model.record import Record, record_bytes
from briefs.publish.approvals import approvals_of
from briefs.publish.cache import LayoutCache
from briefs.publish.check import calendar_of, fact_base_hash
from briefs.publish.editions.disk import digest
from briefs.publish.editions.issue import Action, History, decide, next_issue, same_issue
from briefs.publish.editions.keys import Makings, content_key
from briefs.publish.editions.ledger import Ledger, Overtaken
from briefs.publish.editions.records import Records
from briefs.publish.editions.staging import issue, recover, retire
from briefs.publish.engines import Engines
from briefs.publish.project import OpenProject
from briefs.publish.write import make_ready, write_atomically
from briefs.render import web
from briefs.render.fonts import text_width

Told = Callable[[str, Edition], None]
"""Told what begins: ``figures`` or ``setting``, and of which edition."""


@dataclass(frozen=True, slots=True)
class Job:
    """An edition and what is to be done with it.

    Attributes:
        edition: Which.
        page: Its page as it was checked, without a number.
        record: What that page prints.
        content: The key of its content.
        build: The key of its files.
        action: What is done.
        files: The files to make, by their path below the output folder; none where it stands.
        added: Those of them that the edition that stands was never made as.
    """

    edition: Edition
    page: Page
    record: Record
    content: str
    build: str
    action: Action
    files: Sequence[str]
    added: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made.

    Attributes:
        size: In bytes.
        seconds: What it took to draw and set it.
        layout: How its pages came out; none of a web page.
        number: Its edition's number.
    """

    size: int
    seconds: float
    layout: Layout | None
    number: int


def file_of(edition: Edition, form: Format) -> str:
    """An edition's file in a format, by its path below the output folder."""
    return f"{edition.file.removesuffix('.pdf')}.{form}"


class Maker:
    """Makes the editions of a project on one day.

    Args:
        project: The project.
        folder: The output folder.
        day: The day of the build.
        command: What the ledger says did it.
        contents: Content keys by which approvals are judged.
        draft: Whether drafts are made, which no ledger knows.
    """

    def __init__(
        self,
        project: OpenProject,
        folder: Path,
        day: date,
        command: str,
        contents: Mapping[Edition, str] = MappingProxyType({}),
        *,
        draft: bool = False,
    ) -> None:
        self.project = project
        self.folder = folder
        self._day = day
        self._command = command
        self._contents = contents
        self.draft = draft
        self._makings = Makings(project)
        self._layouts = LayoutCache()
        self._ledger = Ledger(folder.parent if draft else folder)
        self._records = Records(folder.parent if draft else folder)
        self._calendars: dict[str, Calendar] = {}
        self._hashes: dict[str, str] = {}

    def ready(self, editions: Sequence[Edition]) -> None:
        """Make the folders ready for these editions, and finish what a killed run has left."""
        folders = {(self.folder / edition.file).parent for edition in editions}
        if self.draft:
            for one in sorted(folders):
                make_ready(one)
        else:
            recover(self._ledger, sorted(folders))

    def tidy(self) -> tuple[Path, ...]:
        """Take away files of editions that were replaced by ones without such a file.

        Returns:
            The paths that they had; they are kept with the superseded ones.
        """
        retired = () if self.draft else retire(self._ledger)
        return tuple(self.folder / path for path in retired)

    def job(
        self, edition: Edition, page: Page, formats: Sequence[Format], *, force: bool = False
    ) -> Job:
        """What is to be done with an edition.

        Args:
            edition: Which.
            page: Its page as it was checked.
            formats: What it is wanted as.
            force: Whether to make all its files, whatever stands there.
        """
        record = self._record(edition, page, Issue(), UNKNOWN_HASH)
        content = content_key(edition, page, record)
        build = self._makings.key(content)
        files = [file_of(edition, form) for form in formats]
        history = self._history(edition)
        action, wanted = decide(history, content, build, files, self.folder)
        if force and action is Action.KEEP:
            action, wanted = Action.REBUILD, files
        if self.draft:
            wanted = files
        added = frozenset(wanted) - history.made if action is Action.REBUILD else frozenset()
        return Job(edition, page, record, content, build, action, tuple(wanted), added)

    def number(self, job: Job) -> int:
        """The number that the edition of a job gets or keeps."""
        return self._issue(job).number

    def make(self, engines: Engines, job: Job, told: Told) -> Mapping[str, Made]:
        """Make the files of a job and put them in place; what was made, by file.

        Raises:
            EngineError: If an engine fails or a file cannot be written.
        """
        while True:
            try:
                return self._made(engines, job, self._issue(job), told)
            except Overtaken:  # another run has issued an edition meanwhile
                action, files = decide(
                    self._history(job.edition), job.content, job.build, job.files, self.folder
                )
                if action is Action.KEEP:
                    return {}
                job = replace(job, action=action, files=tuple(files))

    def kept(self, file: str) -> Made:
        """A file that stands as it is."""
        path = self.folder / file
        held = self._ledger.holding(file)
        layout = self._layouts.get(held.files[file]) if held else None
        return Made(path.stat().st_size, 0.0, layout, held.edition if held else 0)

    def _history(self, edition: Edition) -> History:
        return History(self._ledger.of(Series.of(edition)), self._records)

    def _issue(self, job: Job) -> Issue:
        history = self._history(job.edition)
        if job.action is Action.ISSUE:
            topic = job.edition.topic
            first = self.project.content.topics[topic].sheet.edition
            told = next_issue(history, job.record, self._fact_base(topic), first, self._day)
        else:
            told = same_issue(history, self._day)
        return replace(told, draft=self.draft)

    def _made(
        self, engines: Engines, job: Job, edition_issue: Issue, told: Told
    ) -> Mapping[str, Made]:
        edition, content = job.edition, self.project.content
        begun = time.perf_counter()
        told("figures", edition)
        page = compose(
            edition,
            content,
            text_width,
            edition_issue.fact_base,
            self._calendar(edition.topic),
            edition_issue,
        )
        if page.diagnostics:
            raise InputError(page.diagnostics, f"{edition} was not written")
        figures = engines.svgs(page.drawings, str(edition))
        beside = annexes(page, edition, content, self._calendar(edition.topic))
        record = self._record(edition, page, edition_issue, job.content, beside)
        told("setting", edition)
        data: dict[str, bytes] = {}
        made: dict[str, Made] = {}
        embedded = b""
        for file in job.files:
            layout = None
            if file.endswith(Format.PDF):
                with engines.setter() as setter:
                    pdf = setter.pdf(
                        page.html,
                        page.css,
                        figures,
                        page.link_names,
                        str(edition),
                        record=record_bytes(record),
                        attachments=beside,
                    )
                data[file], layout, embedded = pdf.data, pdf.layout, pdf.record
            else:
                own = self._record(edition, page, edition_issue, job.content, beside, web=True)
                data[file] = self._web_page(engines, edition, page, figures, own, beside)
                embedded = embedded or record_bytes(own)
            seconds, begun = time.perf_counter() - begun, time.perf_counter()
            made[file] = Made(len(data[file]), seconds, layout, edition_issue.number)
        self._place(job, record, embedded, data)
        for file, one in made.items():
            if one.layout is not None:
                self._layouts.put(digest(data[file]), one.layout)
        return made

    def _place(
        self, job: Job, record: Record, embedded: bytes, data: Mapping[str, bytes]
    ) -> Entry | None:
        if self.draft:
            for file, content in data.items():
                write_atomically(self.folder / file, content)
            return None
        new = NewEntry.of(
            record,
            digest(embedded),
            {file: digest(content) for file, content in data.items()},
            event=Event.ISSUED if job.action is Action.ISSUE else Event.REBUILT,
            build=job.build,
            command=self._command,
            approvals=approvals_of(
                job.edition, record, self.project.content, self._contents, self._day
            ),
        )
        return issue(self._ledger, new, data, embedded)

    def _record(
        self,
        edition: Edition,
        page: Page,
        edition_issue: Issue,
        content: str,
        attachments: Sequence[Attachment] = (),
        *,
        web: bool = False,
    ) -> Record:
        return record_of(
            page,
            edition,
            self.project.content,
            self._calendar(edition.topic),
            edition_issue,
            content=content,
            engines=self._makings.engines,
            files=self._makings.fonts,
            attachments=attachments,
            web=web,
        )

    def _web_page(
        self,
        engines: Engines,
        edition: Edition,
        page: Page,
        figures: Mapping[str, bytes],
        record: Record,
        attachments: Sequence[Attachment],
    ) -> bytes:
        content = self.project.content
        css = f"{page.css}\n{content.styles.get(STYLE, '')}"
        letters = letters_of(page, edition, content, figures)
        parts = WebParts(
            figures,
            web.font_faces(css, content.brand.typography, letters, self.project.fonts),
            web.images(page.html, engines.folders, figures),
            web.explorer(),
            web.plotly() if figures else None,
            record_bytes(record),
            attachments,
        )
        return web_page(page, edition, content, parts).encode("utf-8")

    def _calendar(self, topic: str) -> Calendar:
        if topic not in self._calendars:
            content = self.project.content
            self._calendars[topic] = calendar_of(content, content.topics[topic], self._day)
        return self._calendars[topic]

    def _fact_base(self, topic: str) -> str:
        if topic not in self._hashes:
            self._hashes[topic] = fact_base_hash(self.project.content.topics[topic])
        return self._hashes[topic]
