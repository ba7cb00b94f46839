"""The engines of one or several builds, started once and kept warm."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from briefs.compose.figures.blocks import FIGURE_SCHEME
from briefs.compose.figures.sheet import Drawing
from briefs.publish.cache import FigureCache
from briefs.publish.project import OpenProject
from briefs.render import fonts
from briefs.render.figures import FigureExporter
from briefs.render.pages import PageSetter


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
    with tempfile.TemporaryDirectory(prefix="briefs-fonts-") as folder:
        configuration = fonts.write_configuration(Path(folder), project.fonts)
        engines = Engines(
            configuration,
            project.assets,
            [PageSetter(configuration, project.assets) for _ in range(count)],
            FigureExporter(configuration),
        )
        try:
            for setter in engines.setters if warm else ():
                setter.start()
            yield engines
        finally:
            engines.close()
