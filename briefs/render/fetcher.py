"""The only way for WeasyPrint to get a file: out of our hands, or from the project."""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

ENDINGS = frozenset({".css", ".gif", ".jpeg", ".jpg", ".otf", ".png", ".svg", ".ttf"})
MAX_FILE = 20 << 20
MAX_PAGE = 100 << 20


class _Bytes(URLFetcherResponse):  # type: ignore[misc]
    """A response that WeasyPrint cannot open a second time by its path."""

    path = None


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    """Serves given resources, ``data:`` URLs, and files below the given folders.

    WeasyPrint swallows some errors, so every refusal is also noted in :attr:`refused`.

    Args:
        folders: Folders whose files may be read.
        resources: Bytes and MIME type by URL, such as ``figure:…``.
    """

    def __init__(self, folders: Sequence[Path], resources: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(
            timeout=5, allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True
        )
        self.folders = [os.path.realpath(folder) for folder in folders]
        self.resources = resources
        self.refused: list[str] = []
        self._left = MAX_PAGE

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bytes behind a URL.

        Raises:
            ValueError: If the page may not have them.
        """
        if url in self.resources:
            body, kind = self.resources[url]
            return _Bytes(url, body, {"Content-Type": kind})
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            if len(url) > MAX_FILE:
                raise self._refusal(url, "is too long")
            return super().fetch(url, headers)
        if scheme != "file":
            raise self._refusal(url, "is no file of the project")
        return self._file(url)

    def _file(self, url: str) -> URLFetcherResponse:
        try:
            parts = urlsplit(url)
            path = os.path.realpath(url2pathname(parts.path))
        except ValueError as error:
            raise self._refusal(url, f"names no file: {error}") from error
        if parts.netloc not in {"", "localhost"} or not any(
            path.startswith(folder + os.sep) for folder in self.folders
        ):
            raise self._refusal(url, "is outside of the project")
        if Path(path).suffix.lower() not in ENDINGS:
            raise self._refusal(url, "is neither an image, a font nor a style sheet")
        try:
            file = open(path, "rb", opener=_open)  # noqa: SIM115 - below
        except OSError as error:
            raise self._refusal(url, error.strerror or str(error)) from error
        with file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise self._refusal(url, "is no regular file")
            if status.st_size > min(MAX_FILE, self._left):
                raise self._refusal(url, "is too large")
            body = file.read(MAX_FILE)
        self._left -= len(body)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return _Bytes(Path(path).as_uri(), body, {"Content-Type": kind})

    def _refusal(self, url: str, why: str) -> ValueError:
        message = f"{url[:120]} {why}"
        self.refused.append(message)
        return ValueError(message)


def _open(path: str, flags: int) -> int:
    """Open a file without waiting for a pipe's other end, and without following a link."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW)
