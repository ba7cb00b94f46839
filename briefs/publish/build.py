"""Build editions: compose all, stop at findings, draw figures, set pages, put files in place.

An edition is written as a PDF, as a web page, or as both, side by side. One that is in place as it
would be built is left alone: see :mod:`briefs.publish.editions.issue`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from briefs.check.layout import check_layout
from briefs.compose.page import find_prose
from briefs.model.diagnostic import Diagnostic, in_order
from briefs.model.edition import Edition
from briefs.model.errors import EngineError, InputError
from briefs.model.layout import Layout
from briefs.model.ledger import Series
from briefs.model.output_folder import DRAFTS
from briefs.model.project import Format, Project, formats_of
from briefs.publish import clock
from briefs.publish.check import check
from briefs.publish.editions.issue import Action
from briefs.publish.editions.making import Job, Made, Maker, file_of
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an edition.

    Attributes:
        edition: Which.
        path: The file, or where it would have gone in a dry run.
        pages: Number of pages; 0 in a dry run and of a web page.
        size: In bytes; 0 in a dry run.
        seconds: What it took to draw, set and write it; 0 where it was in place.
        overdue: Ids of the facts that it prints past their review and its time of grace.
        layout: How its pages came out; none in a dry run and of a web page.
        number: The edition's number; 0 in a dry run.
        action: Whether it was issued anew, set again, left as it was, or is a draft; none in a
            dry run.
    """

    edition: Edition
    path: Path
    pages: int = 0
    size: int = 0
    seconds: float = 0.0
    overdue: tuple[str, ...] = ()
    layout: Layout | None = None
    number: int = 0
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did.

    Attributes:
        written: Files in the order of the plan, an edition's PDF before its web page.
        findings: Warnings, also about the pages as they came out; errors are raised.
        failures: Engine errors by edition; the others were built all the same.
        retired: Where files were that a new edition was not built as; they are kept with the
            superseded ones.
    """

    written: tuple[Written, ...]
    findings: tuple[Diagnostic, ...] = ()
    failures: tuple[tuple[Edition, EngineError], ...] = ()
    retired: tuple[Path, ...] = ()


Progress = Callable[[str, int, Edition | None], None]
"""Told what begins: ``plan`` with the number of editions to build; ``figures``, ``setting`` and
``written`` with the edition."""


def build(
    project: OpenProject,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    *,
    output: Path | None = None,
    dry_run: bool = False,
    draft: bool = False,
    force: bool = False,
    only: Collection[Series] = (),
    today: date | None = None,
    allow_stale: bool = False,
    formats: Sequence[Format] = (),
    also: Mapping[Series, Collection[Format]] = MappingProxyType({}),
    engines: Engines | None = None,
    command: str = "briefs.build()",
    progress: Progress = lambda _what, _count, _edition: None,
) -> Result:
    """Build the editions that a selection asks for; those that stand as they are are left alone.

    Args:
        project: The project.
        selection: What to build.
        output: The folder to write to; default: ``output/`` in the project.
        dry_run: Compose and check all, write nothing.
        draft: Stamp every page as a draft, write to ``drafts/``, and leave the ledger alone.
        force: Set every edition again, whether anything has changed or not.
        only: Of those, only the editions of these series; default: all.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        allow_stale: Print facts past their review and its time of grace, with a stamp.
        formats: What to write; default: as each brief's settings say.
        also: What to write besides, by series.
        engines: Warm engines to use; default: start some, and end them.
        command: What the ledger says did it.
        progress: Told what begins.

    Raises:
        UsageError: If the selection names what the project does not have.
        InputError: If there are errors in the project; nothing is written.
        EngineError: If the output folder cannot be written to, or its ledger is broken.
    """
    day = today or clock.today()
    target = output or project.output
    checked = check(project, selection, today=day, allow_stale=allow_stale, draft=draft)
    if checked.failed:
        raise InputError(checked.findings, "nothing was written")
    pages, findings = checked.pages, checked.findings
    if only:
        pages = {one: page for one, page in pages.items() if Series.of(one) in only}
    wanted = {
        edition: _formats(project.content, edition, formats, also.get(Series.of(edition), ()))
        for edition in pages
    }
    folder = target / DRAFTS if draft else target
    maker = Maker(project, folder, day, command, checked.contents, draft=draft)
    if not dry_run:
        maker.ready(list(pages))
    jobs = [maker.job(one, page, wanted[one], force=force) for one, page in pages.items()]
    todo = [job for job in jobs if job.files]
    if dry_run:
        planned = (_planned(maker, job, form) for job in jobs for form in wanted[job.edition])
        return Result(tuple(planned), findings)
    progress("plan", len(todo), None)
    with _engines_for(todo, project, engines) as ready:
        made, failures = _run(ready, maker, todo, progress) if ready else ({}, [])
    retired = maker.tidy() if todo else ()
    failed = {edition for edition, _ in failures}
    written = tuple(
        _written(maker, job, form, made.get(job.edition, {}))
        for job in jobs
        for form in wanted[job.edition]
        if job.edition not in failed
    )
    laid_out = [found for file in written for found in _judged(project.content, file)]
    return Result(written, in_order([*findings, *laid_out]), tuple(failures), retired)


def _formats(
    project: Project, edition: Edition, asked: Sequence[Format], also: Collection[Format]
) -> list[Format]:
    """What an edition is written as, the PDF first."""
    settings = project.settings
    own = next(one for one in settings.brief if one.name == edition.brief)
    wanted = {*(asked or formats_of(settings, own)), *also}
    return [form for form in Format if form in wanted]


@contextmanager
def _engines_for(
    jobs: Sequence[Job], project: OpenProject, given: Engines | None
) -> Iterator[Engines | None]:
    """The engines that jobs take: those that are given, or some of their own; none for no jobs."""
    if not jobs or given is not None:
        yield given if jobs else None
        return
    warm = any(file.endswith(Format.PDF) for job in jobs for file in job.files)
    with open_engines(project, min(len(jobs), os.cpu_count() or 1), warm=warm) as own:
        yield own


def _run(
    engines: Engines, maker: Maker, jobs: Sequence[Job], progress: Progress
) -> tuple[dict[Edition, Mapping[str, Made]], list[tuple[Edition, EngineError]]]:
    """Make all editions at the same time; what was made of each, and what failed."""
    made: dict[Edition, Mapping[str, Made]] = {}
    failures: list[tuple[Edition, EngineError]] = []
    pool = ThreadPoolExecutor(len(engines.setters))
    try:
        waiting: dict[Future[Mapping[str, Made]], Edition] = {
            pool.submit(
                maker.make, engines, job, lambda what, edition: progress(what, 0, edition)
            ): job.edition
            for job in jobs
        }
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                edition = waiting.pop(future)
                try:
                    made[edition] = future.result()
                except EngineError as error:
                    failures.append((edition, error))
                progress("written", 0, edition)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        engines.close()  # frees the threads that wait for an engine
        raise
    pool.shutdown()
    return made, failures


def _planned(maker: Maker, job: Job, form: Format) -> Written:
    """A file of an edition as it would be made, or as it would be left alone."""
    file = file_of(job.edition, form)
    if file not in job.files:
        return _written(maker, job, form, {})
    number, action = maker.number(job), _done(maker, job, file)
    path = maker.folder / file
    return Written(job.edition, path, overdue=job.page.overdue, number=number, action=action)


def _done(maker: Maker, job: Job, file: str) -> Action:
    """What is done for a file of a job that makes it."""
    if maker.draft:
        return Action.DRAFT
    return Action.ADD if file in job.added else job.action


def _written(maker: Maker, job: Job, form: Format, made: Mapping[str, Made]) -> Written:
    """A file of an edition as it is in place now."""
    file = file_of(job.edition, form)
    one = made.get(file) or maker.kept(file)
    return Written(
        job.edition,
        maker.folder / file,
        len(one.layout.pages) if one.layout else 0,
        one.size,
        one.seconds,
        job.page.overdue,
        one.layout,
        one.number,
        _done(maker, job, file) if file in made else Action.KEEP,
    )


def _judged(project: Project, file: Written) -> Iterator[Diagnostic]:
    """What is wrong with the pages of a file."""
    edition = file.edition
    words = find_prose(project.topics[edition.topic], edition.audience, edition.locale)
    if file.layout is not None and words is not None:
        yield from check_layout(file.layout, edition, project.audiences[edition.audience], words)
