"""Export figures to SVG through a process that owns Chrome; every figure arrives or is named."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any

from briefs.model.errors import EngineError
from briefs.render.chrome import find_chrome
from briefs.render.process import (
    EngineFailure,
    EngineProcess,
    EngineRefused,
    clean_environment,
)
from briefs.render.svg import SvgError, sanitise

ATTEMPTS = 3
RECYCLE_AFTER = 100
"""Chrome grows with every figure that it draws."""


class FigureExporter:
    """Exports figures one after the other; may be shared by threads.

    Args:
        font_configuration: The fontconfig file that Chrome shall use.
        seconds: Deadline of one figure.
        start_seconds: Deadline of Chrome's start.
    """

    def __init__(
        self, font_configuration: Path, *, seconds: float = 20, start_seconds: float = 30
    ) -> None:
        self.seconds = seconds
        self.start_seconds = start_seconds
        self.font_configuration = font_configuration
        self._lock = threading.Lock()
        self._engine: EngineProcess | None = None
        self._exported = 0
        self._closed = False

    def __enter__(self) -> FigureExporter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def engine(self) -> EngineProcess | None:
        """The process that is drawing at present."""
        return self._engine

    def start(self) -> None:
        """Start Chrome and return at once.

        Raises:
            EngineError: If there is no Chrome.
        """
        with self._lock:
            self._started().start()

    def svg(self, figure: Mapping[str, Any], font: str, name: str = "a figure") -> bytes:
        """The SVG of a Plotly figure, fit to be set by WeasyPrint.

        Args:
            figure: ``{"data": [...], "layout": {...}}``.
            font: The family to name at the SVG's root.
            name: What the figure is called in an error.

        Raises:
            EngineError: If Plotly refuses the figure, or Chrome failed :data:`ATTEMPTS` times.
        """
        with self._lock:
            return self._svg(figure, font, name)

    def close(self) -> None:
        """End the process and Chrome for good."""
        self._closed = True
        self._recycle()

    def _recycle(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _started(self) -> EngineProcess:
        if self._closed:
            raise EngineError("the figure exporter is closed")
        if self._engine is None:
            environment = clean_environment(
                {
                    "FONTCONFIG_FILE": str(self.font_configuration),
                    "BROWSER_PATH": str(find_chrome()),
                }
            )
            self._engine = EngineProcess(
                "briefs.render.figure_process",
                environment,
                name="Chrome",
                start_seconds=self.start_seconds,
            )
            self._exported = 0
        return self._engine

    def _svg(self, figure: Mapping[str, Any], font: str, name: str) -> bytes:
        failures: list[str] = []
        log = ""
        for _ in range(ATTEMPTS):
            if self._exported >= RECYCLE_AFTER:
                self._recycle()
            try:
                reply = self._started().call({"figure": figure}, seconds=self.seconds)
                self._exported += 1
                return sanitise(reply.blobs[0], font)
            except EngineRefused as error:
                first, _, _ = error.text.strip().partition("\n\n")
                reason = shorten(first, 200, placeholder=" …")
                raise EngineError(f"Plotly refuses {name}: {reason}") from error
            except EngineFailure as error:
                failures.append(str(error))
                log = error.log or log
            except SvgError as error:
                raise EngineError(f"{name} cannot be set: {error}") from error
            self._recycle()
        with contextlib.suppress(IndexError):
            log = log.splitlines()[-1]
        raise EngineError(
            f"{name} could not be drawn: {'; '.join(dict.fromkeys(failures))}",
            f"run briefs doctor; Chrome's last words: {log}" if log else "run briefs doctor",
        )
