"""Which engines draw and set the pages: what their output depends on besides the input."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from briefs.model.errors import EngineError
from briefs.render import fonts
from briefs.render.chrome import chrome_version, find_chrome

_PACKAGES = (
    "babel", "fonttools", "jinja2", "kaleido", "markdown-it-py", "plotly", "pydyf", "pypdfium2",
    "weasyprint",
)  # fmt: skip
_LIBRARIES = {"pango": "pango-1.0", "harfbuzz": "harfbuzz"}
_NAMES = ("lib{}.so.0", "lib{}.0.dylib", "lib{}-0.dll", "{}")
_OURS = ("model", "compose", "render")
"""Floors of this package whose code decides what a page looks like."""


@cache
def engine_versions() -> dict[str, str]:
    """The version of each engine that an edition depends on, by name.

    Chrome is not among them: what it exports is the same from one version to the next, and a
    browser that updates itself must not set every edition again.
    """
    found = {name: version(name) for name in _PACKAGES}
    found |= {name: said for name in _LIBRARIES if (said := _library_version(name))}
    return found


@cache
def known_chrome(memory: Path) -> str:
    """Chrome's version, or the last one that was here; empty where there never was one.

    Args:
        memory: A file that remembers what Chrome said, for asking takes time.
    """
    known: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        known = dict(json.loads(memory.read_text("utf-8")))
    try:
        path = find_chrome()
        real = path.resolve()
        status = real.stat()
        key = f"{real} {status.st_size} {status.st_mtime_ns}"
        if key not in known:
            known = {key: chrome_version(path).partition(" built on")[0]}
            with contextlib.suppress(OSError):
                memory.parent.mkdir(parents=True, exist_ok=True)
                temporary = memory.with_suffix(f".{os.getpid()}")
                temporary.write_text(json.dumps(known), "utf-8")
                temporary.replace(memory)
        return known[key]
    except (EngineError, OSError):
        return next(iter(known.values()), "")


@cache
def code_digest() -> str:
    """SHA-256 of our own code that composes and sets pages."""
    root = Path(__file__).parents[1]
    summed = hashlib.sha256()
    for floor in _OURS:
        for path in sorted((root / floor).rglob("*.*")):
            if path.suffix in {".py", ".js"}:
                summed.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return summed.hexdigest()


def font_digests(folders: Iterable[Path] = ()) -> dict[str, str]:
    """SHA-256 of each packaged font family, and of each font file in folders, by its name."""
    own = {path.name: [path] for top in folders for path in sorted(top.glob("**/*.[ot]tf"))}
    return {**_packaged_fonts(), **{name: _digest(paths) for name, paths in own.items()}}


@cache
def _packaged_fonts() -> dict[str, str]:
    return {
        family: _digest(sorted(fonts.folder(family).glob("*.ttf"))) for family in fonts.PACKAGES
    }


def _digest(paths: Iterable[Path]) -> str:
    summed = hashlib.sha256()
    for path in paths:
        summed.update(path.name.encode() + path.read_bytes())
    return summed.hexdigest()


def _library_version(name: str) -> str | None:
    """What a C library says of its version."""
    for pattern in _NAMES:
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(pattern.format(_LIBRARIES[name]))
            say = getattr(library, {"pango": "pango_version_string"}.get(name, "hb_version_string"))
            say.restype = ctypes.c_char_p
            return str(say().decode("ascii"))
    return None
