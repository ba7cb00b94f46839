"""What the last build of the same request found, so that nothing is read where nothing changed.

A request is remembered by a fingerprint of all that could change its answer: every file that a
build reads, the day, the options, the engines, our own code. Where it is the same, and the files
that the build wrote are as it left them, the answer is the same. What is remembered lies in the
user's cache and may be thrown away at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.output_folder import LEDGER
from briefs.publish.cache import cache_folder
from briefs.publish.write import write_atomically
from briefs.read.workspace import INPUT_FILES, INPUT_FOLDERS, builtin_root
from briefs.render.versions import engine_versions


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        root: The project's root.
        target: The output folder.
        day: The day that the facts are judged on, as ISO writes it.
        options: All else that was asked, as JSON can hold it.
    """

    root: Path
    target: Path
    day: str
    options: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a build answered.

    Attributes:
        files: Its files, in order, each with its edition's number and its number of pages.
        findings: Its warnings.
    """

    files: tuple[tuple[Path, int, int], ...]
    findings: tuple[Diagnostic, ...]


def recall(request: Request) -> Remembered | None:
    """The answer to a request, if nothing has changed since it was given."""
    try:
        kept = json.loads(_memory_of(request).read_bytes())
        if kept["fingerprint"] != fingerprint(request):
            return None
        files = [(Path(name), *rest) for name, *rest in kept["files"]]
        if any(_digest_of(path) != digest for path, _, _, digest in files):
            return None
        findings = tuple(_finding(plain) for plain in kept["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Remembered(tuple((path, number, pages) for path, number, pages, _ in files), findings)


def remember(
    request: Request, files: Iterable[tuple[Path, int, int]], findings: Iterable[Diagnostic]
) -> None:
    """Keep the answer to a request. A cache that cannot be written is no reason to fail."""
    from briefs.model.errors import EngineError

    kept = {
        "fingerprint": fingerprint(request),
        "files": [[str(path), *rest, _digest_of(path)] for path, *rest in files],
        "findings": [
            [found.code, found.message, list(found.place), found.mend, found.severity]
            for found in findings
        ],
    }
    with contextlib.suppress(EngineError):
        write_atomically(_memory_of(request), json.dumps(kept).encode())


def fingerprint(request: Request) -> str:
    """SHA-256 of all that could change the answer to a request."""
    summed = hashlib.sha256()
    package = Path(__file__).parents[1]
    for top in dict.fromkeys((request.root, builtin_root())):
        for name in (*INPUT_FILES, *INPUT_FOLDERS):
            _take(summed, top, sorted(_files(top / name)))
    _take(summed, package, sorted(path for path in _files(package) if path.suffix != ".pyc"))
    _take(summed, request.target, [request.target / LEDGER])
    rest = [str(request.root), str(request.target), request.day, list(request.options)]
    summed.update(json.dumps([rest, engine_versions()], sort_keys=True).encode())
    return summed.hexdigest()


def _take(summed: Any, top: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        summed.update(f"\0{path.relative_to(top)}\0{_digest_of(path)}".encode(errors="replace"))


def _files(top: Path) -> Iterator[Path]:
    """A file, or all files below a folder; linked folders are not read, so not looked into."""
    if top.is_file():
        yield top
        return
    for folder, names, files in os.walk(top):
        names[:] = [name for name in names if name != "__pycache__"]
        yield from (Path(folder, name) for name in files)


def _digest_of(path: Path) -> str:
    """SHA-256 of a file; empty where it is not there or no regular file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _memory_of(request: Request) -> Path:
    """Where the answer to a request is kept: one place for each, whatever the files say."""
    asked = [str(request.root), str(request.target), list(request.options)]
    name = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    return cache_folder() / "builds" / f"{name}.json"


def _finding(plain: Any) -> Diagnostic:
    code, message, place, mend, severity = plain
    return Diagnostic(code, message, Place(*place), mend, Severity(severity))
