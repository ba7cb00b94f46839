"""The samples of a document: its blocks of code, each with the file that it belongs to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_BLOCK = re.compile(
    r"^(?P<before>[^\n]*)\n\n?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(r"`([^`]+\.[a-z0-9]+)`:\Z")


class Sample(NamedTuple):
    """A block of code.

    Attributes:
        language: As the block names it: ``yaml``.
        text: What stands in it.
        file: The file that the line above it names; empty where it names none.
    """

    language: str
    text: str
    file: str


def samples(document: Path) -> list[Sample]:
    """The blocks of code of a Markdown file, in its order."""
    found = []
    for block in _BLOCK.finditer(document.read_text("utf-8")):
        named = _FILE.search(block["before"])
        found.append(Sample(block["language"], block["text"], named[1] if named else ""))
    return found


def write_project(document: Path, root: Path) -> None:
    """Make the project whose files a document shows; samples of one file follow one another."""
    texts: dict[str, list[str]] = {}
    for sample in samples(document):
        if sample.file:
            texts.setdefault(sample.file, []).append(sample.text)
    for name, parts in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(parts), "utf-8")
