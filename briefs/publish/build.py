"""Build editions: compose all, stop at findings, draw figures, set pages, put files in place.

An edition is written as a PDF, as a web page, or as both, side by side.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from briefs.check.layout import check_layout
from briefs.compose.figures.blocks import FIGURE_SCHEME
from briefs.compose.figures.sheet import Drawing
from briefs.compose.page import Page, find_prose
from briefs.compose.web_page import STYLE, WebParts, letters_of, web_page
from briefs.model.diagnostic import Diagnostic, in_order
from briefs.model.edition import Edition
from briefs.model.errors import EngineError, InputError
from briefs.model.layout import Layout
from briefs.model.project import Format, Project, formats_of
from briefs.publish.cache import FigureCache
from briefs.publish.check import check
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.publish.write import make_ready, write_atomically
from briefs.render import fonts, web
from briefs.render.figures import FigureExporter
from briefs.render.pages import PageSetter


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an edition.

    Attributes:
        edition: Which.
        path: The file, or where it would have gone in a draft.
        pages: Number of pages; 0 in a draft and of a web page.
        size: In bytes; 0 in a draft.
        seconds: What it took to draw, set and write it.
        overdue: Ids of the facts that it prints past their review and its time of grace.
        layout: How its pages came out; none in a draft and of a web page.
    """

    edition: Edition
    path: Path
    pages: int = 0
    size: int = 0
    seconds: float = 0.0
    overdue: tuple[str, ...] = ()
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did.

    Attributes:
        written: Files in the order of the plan, an edition's PDF before its web page.
        findings: Warnings, also about the pages as they came out; errors are raised.
        failures: Engine errors by edition; the others were built all the same.
    """

    written: tuple[Written, ...]
    findings: tuple[Diagnostic, ...] = ()
    failures: tuple[tuple[Edition, EngineError], ...] = ()


Progress = Callable[[str, int, Edition | None], None]
"""Told what begins: ``plan`` with the number of editions; ``figures``, ``setting`` and ``written``
with the edition."""


@dataclass(slots=True)
class Engines:
    """The warm engines of one or several builds.

    Attributes:
        font_configuration: The fontconfig file of all engines.
        folders: Folders whose images pages may show.
        setters: One page setter a worker.
        exporter: The figure exporter, started when a figure is not cached.
        cache: Figures exported before.
    """

    font_configuration: Path
    folders: Sequence[Path]
    setters: list[PageSetter]
    exporter: FigureExporter
    cache: FigureCache = field(default_factory=FigureCache)
    _free: threading.Semaphore = field(init=False)
    _idle: list[PageSetter] = field(init=False)

    def __post_init__(self) -> None:
        self._idle = list(self.setters)
        self._free = threading.Semaphore(len(self._idle))

    @contextmanager
    def setter(self) -> Iterator[PageSetter]:
        """A page setter that nobody else is using."""
        with self._free:
            setter = self._idle.pop()
            try:
                yield setter
            finally:
                self._idle.append(setter)

    def svgs(self, drawings: Mapping[str, Drawing], name: str) -> dict[str, bytes]:
        """Drawings as SVG, by the address under which a page shows them.

        Args:
            drawings: By key.
            name: What the page is called in an error.
        """
        return {f"{FIGURE_SCHEME}{key}": self._svg(key, drawings[key], name) for key in drawings}

    def _svg(self, key: str, drawing: Drawing, name: str) -> bytes:
        svg = self.cache.get(key)
        if svg is None:
            svg = self.exporter.svg(drawing.spec, drawing.family, f"a figure of {name}")
            self.cache.put(key, svg)
        return svg

    def close(self) -> None:
        """End every process."""
        for setter in self.setters:
            setter.close()
        self.exporter.close()


@contextmanager
def open_engines(
    project: OpenProject, workers: int | None = None, *, warm: bool = True
) -> Iterator[Engines]:
    """Engines for a project, WeasyPrint warming up; closed at the end.

    Args:
        project: Whose fonts and images they may use.
        workers: Pages set at the same time; default: one a core.
        warm: Whether to start WeasyPrint at once; else it starts with the first PDF, if there is
            one.
    """
    count = max(1, workers or os.cpu_count() or 1)
    folders = [top / "assets" for top in dict.fromkeys((project.root, project.builtin))]
    with tempfile.TemporaryDirectory(prefix="briefs-fonts-") as folder:
        configuration = fonts.write_configuration(Path(folder), [top / "fonts" for top in folders])
        engines = Engines(
            configuration,
            folders,
            [PageSetter(configuration, folders) for _ in range(count)],
            FigureExporter(configuration),
        )
        try:
            for setter in engines.setters if warm else ():
                setter.start()
            yield engines
        finally:
            engines.close()


def build(
    project: OpenProject,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    *,
    output: Path | None = None,
    draft: bool = False,
    today: date | None = None,
    allow_stale: bool = False,
    formats: Sequence[Format] = (),
    engines: Engines | None = None,
    progress: Progress = lambda _what, _count, _edition: None,
) -> Result:
    """Build the editions that a selection asks for.

    Args:
        project: The project.
        selection: What to build.
        output: The folder to write to; default: ``output/`` in the project.
        draft: Compose and check all, write nothing.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        allow_stale: Print facts past their review and its time of grace, with a stamp.
        formats: What to write; default: as each brief's settings say.
        engines: Warm engines to use; default: start some, and end them.
        progress: Told what begins.

    Raises:
        UsageError: If the selection names what the project does not have.
        InputError: If there are errors in the project; nothing is written.
    """
    target = output or project.root / "output"
    checked = check(project, selection, today=today, allow_stale=allow_stale)
    if checked.failed:
        raise InputError(checked.findings, "nothing was written")
    pages, findings = checked.pages, checked.findings
    wanted = {edition: _formats(project.content, edition, formats) for edition in pages}
    progress("plan", len(pages), None)
    if draft:
        drafts = tuple(
            Written(edition, _path(target, edition, form), overdue=page.overdue)
            for edition, page in pages.items()
            for form in wanted[edition]
        )
        return Result(drafts, findings)
    if engines is not None:
        return _run(engines, project.content, pages, wanted, findings, target, progress)
    workers = min(len(pages), os.cpu_count() or 1)
    warm = any(Format.PDF in formats for formats in wanted.values())
    with open_engines(project, workers, warm=warm) as own:
        return _run(own, project.content, pages, wanted, findings, target, progress)


def _formats(project: Project, edition: Edition, asked: Sequence[Format]) -> list[Format]:
    """What an edition is written as, the PDF first."""
    settings = project.settings
    own = next(one for one in settings.brief if one.name == edition.brief)
    wanted = asked or formats_of(settings, own)
    return [form for form in Format if form in wanted]


def _path(target: Path, edition: Edition, form: Format) -> Path:
    return (target / edition.file).with_suffix(f".{form}")


def _run(
    engines: Engines,
    project: Project,
    pages: Mapping[Edition, Page],
    wanted: Mapping[Edition, Sequence[Format]],
    findings: tuple[Diagnostic, ...],
    target: Path,
    progress: Progress,
) -> Result:
    written: dict[Edition, list[Written]] = {}
    failures: list[tuple[Edition, EngineError]] = []
    for folder in {(target / edition.file).parent for edition in pages}:
        make_ready(folder)
    pool = ThreadPoolExecutor(len(engines.setters))
    try:
        waiting: dict[Future[list[Written]], Edition] = {
            pool.submit(
                _edition, engines, project, edition, page, wanted[edition], target, progress
            ): edition
            for edition, page in pages.items()
        }
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                edition = waiting.pop(future)
                try:
                    written[edition] = future.result()
                except EngineError as error:
                    failures.append((edition, error))
                progress("written", 0, edition)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        engines.close()  # frees the threads that wait for an engine
        raise
    pool.shutdown()
    ordered = tuple(file for edition in pages for file in written.get(edition, ()))
    laid_out = [found for file in ordered for found in _judged(project, file)]
    return Result(ordered, in_order([*findings, *laid_out]), tuple(failures))


def _judged(project: Project, file: Written) -> Iterator[Diagnostic]:
    """What is wrong with the pages of a file."""
    edition = file.edition
    words = find_prose(project.topics[edition.topic], edition.audience, edition.locale)
    if file.layout is not None and words is not None:
        yield from check_layout(file.layout, edition, project.audiences[edition.audience], words)


def _edition(
    engines: Engines,
    project: Project,
    edition: Edition,
    page: Page,
    wanted: Sequence[Format],
    target: Path,
    progress: Progress,
) -> list[Written]:
    begun = time.perf_counter()
    progress("figures", 0, edition)
    figures = engines.svgs(page.drawings, str(edition))
    progress("setting", 0, edition)
    made: list[tuple[Format, bytes, Layout | None, float]] = []
    if Format.PDF in wanted:
        with engines.setter() as setter:
            pdf = setter.pdf(page.html, page.css, figures, page.link_names, str(edition))
        made.append((Format.PDF, pdf.data, pdf.layout, time.perf_counter() - begun))
    if Format.HTML in wanted:
        begun = time.perf_counter() if made else begun
        data = _web_page(engines.folders, project, edition, page, figures)
        made.append((Format.HTML, data, None, time.perf_counter() - begun))
    files = []
    for form, data, layout, seconds in made:
        path = _path(target, edition, form)
        write_atomically(path, data)
        count = len(layout.pages) if layout else 0
        files.append(Written(edition, path, count, len(data), seconds, page.overdue, layout))
    return files


def _web_page(
    folders: Sequence[Path],
    project: Project,
    edition: Edition,
    page: Page,
    figures: Mapping[str, bytes],
) -> bytes:
    css = f"{page.css}\n{project.styles.get(STYLE, '')}"
    letters = letters_of(page, edition, project, figures)
    parts = WebParts(
        figures,
        web.font_faces(css, project.brand.typography, letters, [one / "fonts" for one in folders]),
        web.images(page.html, folders, figures),
        web.explorer(),
        web.plotly() if figures else None,
    )
    return web_page(page, edition, project, parts).encode("utf-8")
