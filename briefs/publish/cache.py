"""What was made before: figures by the hash of all that goes into them, layouts by their file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

import platformdirs

from briefs.model.errors import EngineError
from briefs.model.layout import Layout, layout_of
from briefs.publish.write import write_atomically
from briefs.render import fonts
from briefs.render.versions import engine_versions, known_chrome


def cache_folder() -> Path:
    """Where caches lie: ``BRIEFS_CACHE``, or the user's own cache folder."""
    return Path(os.environ.get("BRIEFS_CACHE") or platformdirs.user_cache_dir("briefs"))


@cache
def _engine_key() -> str:
    """What a drawing depends on besides itself: the engines' versions, our code, the fonts."""
    render = Path(fonts.__file__).parent
    ours = [
        (render / name).read_bytes()
        for name in ("figure_process.py", "fonts.py", "svg.py", "seed.js")
    ]
    versions = engine_versions()
    chrome = known_chrome(cache_folder() / "chrome.json")
    parts = [versions["plotly"], versions["kaleido"], chrome, fonts.digest()]
    return hashlib.sha256("\n".join(parts).encode() + b"".join(ours)).hexdigest()


class FigureCache:
    """SVGs by drawing."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or cache_folder()) / "figures"

    def get(self, drawing: str) -> bytes | None:
        """The SVG of a drawing, or None if it has not been exported yet."""
        try:
            data = self._path(drawing).read_bytes()
        except OSError:
            return None
        return data if data.startswith(b"<svg") and data.endswith(b"</svg>") else None

    def put(self, drawing: str, svg: bytes) -> None:
        """Keep an SVG. A cache that cannot be written is no reason to fail."""
        with contextlib.suppress(EngineError):
            write_atomically(self._path(drawing), svg)

    def _path(self, drawing: str) -> Path:
        name = hashlib.sha256(f"{_engine_key()} {drawing}".encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.svg"


class LayoutCache:
    """How the pages of files came out, by the SHA-256 of the file."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or cache_folder()) / "layouts"

    def get(self, digest: str) -> Layout | None:
        """The layout of a file, or None if it is not known any more."""
        try:
            return layout_of(json.loads(self._path(digest).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, digest: str, layout: Layout) -> None:
        """Keep a layout. A cache that cannot be written is no reason to fail."""
        with contextlib.suppress(EngineError):
            write_atomically(self._path(digest), json.dumps(asdict(layout)).encode())

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.json"
