"""TOML to plain data. ``tomllib`` keeps no positions, so each key's line is looked up."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from briefs.model.codes import Code
from briefs.read.yaml import Document

if TYPE_CHECKING:
    from briefs.model.origin import Path

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"(\s*)([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?\s*=\s*")
_ERROR_PLACE = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


def parse_toml(text: str, file: str) -> Document:
    """Read TOML text, with the position of every key that starts a line."""
    document = Document(file)
    try:
        document.data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = str(error) or "nested too deeply"
        match = _ERROR_PLACE.search(message)
        lines = text.splitlines() or [""]
        line, column = (int(match[1]), int(match[2])) if match else (len(lines), len(lines[-1]) + 1)
        document.report(
            Code.TOML_SYNTAX,
            _ERROR_PLACE.sub("", message).split(" (at end", 1)[0],
            line,
            column,
            "look at this line and those before it: quotes, brackets, commas, equals signs",
        )
        return document
    table: Path = ()
    counts: dict[str, int] = {}
    for number, line_text in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line_text):
            table = tuple(header[2].split("."))
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                table = (*table, counts[header[2]])
            document.values[table] = document.keys[table] = (number, header.start(1) + 1)
        elif key := _KEY.match(line_text):
            path = (*table, key[2], *([key[3]] if key[3] else []))
            document.keys[path] = (number, key.start(2) + 1)
            document.values[path] = (number, key.end() + 1)
    return document
