"""Figures that were exported before, by the hash of all that goes into them."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from briefs.model.errors import EngineError
from briefs.publish.write import write_atomically
from briefs.render import fonts


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
    parts = [version("plotly"), version("kaleido"), fonts.digest()]
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
        try:
            write_atomically(self._path(drawing), svg)
        except EngineError:
            return

    def _path(self, drawing: str) -> Path:
        name = hashlib.sha256(f"{_engine_key()} {drawing}".encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.svg"
