"""Set pages as PDFs through processes that own WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefs.model.attachment import Attachment
from briefs.model.errors import EngineError
from briefs.model.layout import Layout, layout_of
from briefs.render.process import (
    EngineFailure,
    EngineProcess,
    EngineRefused,
    EngineTimeout,
    clean_environment,
)

RECYCLE_AFTER = 300
"""WeasyPrint grows with every page that it sets."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF as it was set.

    Attributes:
        data: The file.
        layout: How its pages came out.
        complaints: What WeasyPrint did not like, though nothing is missing.
        record: The record that it embeds, its pages filled in; empty if none was given.
    """

    data: bytes
    layout: Layout
    complaints: tuple[str, ...] = ()
    record: bytes = b""

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.layout.pages)


class PageSetter:
    """Sets one page after the other in one process. Not to be shared by threads.

    Args:
        font_configuration: The fontconfig file that WeasyPrint shall use.
        folders: Folders whose images a page may show.
        seconds: Deadline of one page.
        start_seconds: Deadline of WeasyPrint's start.
    """

    def __init__(
        self,
        font_configuration: Path,
        folders: Sequence[Path],
        *,
        seconds: float = 60,
        start_seconds: float = 60,
    ) -> None:
        self.folders = [str(folder) for folder in folders]
        self.seconds = seconds
        self._set = 0
        self.engine = EngineProcess(
            "briefs.render.page_process",
            clean_environment({"FONTCONFIG_FILE": str(font_configuration)}),
            name="WeasyPrint",
            start_seconds=start_seconds,
        )

    def __enter__(self) -> PageSetter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process and return at once."""
        self.engine.start()

    def close(self) -> None:
        """End the process for good."""
        self.engine.close()

    def pdf(
        self,
        html: str,
        css: str,
        figures: Mapping[str, bytes],
        link_names: Mapping[str, str],
        name: str,
        *,
        record: bytes | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Pdf:
        """The PDF of a page; with a record it is sealed.

        Args:
            html: The page.
            css: Its styles.
            figures: SVGs by the URL under which the page shows them.
            link_names: What links to an anchor are called, by the anchor's name.
            name: What the page is called in an error.
            record: The edition's record as canonical JSON, without pages: they are filled in, and
                it is embedded. None: nothing is embedded.
            attachments: Files to embed beside it.

        Raises:
            EngineError: If the page has a hole, or WeasyPrint hung or died twice.
        """
        message = {
            "html": html,
            "css": css,
            "folders": self.folders,
            "link_names": dict(link_names),
            "resources": [(url, "image/svg+xml") for url in figures],
            "attachments": [
                {"name": one.name, "kind": one.kind, "description": one.description}
                for one in attachments
            ],
        }
        blobs = [record or b"", *figures.values(), *(one.data for one in attachments)]
        failure: EngineFailure | None = None
        for _ in range(2):
            if self._set >= RECYCLE_AFTER:
                self.engine.kill()
                self._set = 0
            try:
                reply = self.engine.call(message, blobs, seconds=self.seconds)
            except EngineRefused as error:
                reasons = "\n  ".join(error.text.splitlines())
                raise EngineError(f"{name} cannot be set as a PDF:\n  {reasons}") from error
            except EngineFailure as error:
                failure = error
                if isinstance(error, EngineTimeout):
                    break  # it would hang again
            else:
                self._set += 1
                content = reply.message
                layout = layout_of(content["layout"])
                data, embedded = reply.blobs
                return Pdf(data, layout, tuple(content["complaints"]), embedded)
        assert failure is not None  # noqa: S101
        last = failure.log.splitlines()[-1] if failure.log else ""
        raise EngineError(
            f"{name} cannot be set as a PDF: {failure}",
            f"run briefs doctor; the last words were: {last}" if last else "run briefs doctor",
        )
