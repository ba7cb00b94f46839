"""Reads the copies of sources that an editor keeps, to compare facts with them.

A copy is a file named after its source: ``<source-id>.txt``, ``.md``, ``.html``, ``.htm`` or
``.pdf``. The text of HTML is what a reader may see of it: without scripts and styles, each block
and each row of a table a line of its own, the cells of a row joined with `` | ``. Of a PDF only the
bytes are known; its text can lie beside it.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.errors import UsageError
from briefs.model.source_copy import COPY_SUFFIXES, TEXT_SUFFIXES, SourceCopy
from briefs.read.workspace import MAX_BYTES, one_line_break, place_in

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark its own begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_copies(
    folder: Path, sources: Iterable[str]
) -> tuple[dict[str, SourceCopy], list[Diagnostic]]:
    """The copies that a folder has, by source id, and what is wrong with them.

    Args:
        folder: Where they lie.
        sources: Ids of the sources to look for.

    Raises:
        UsageError: If there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(
            f"{folder} is no folder", "name the folder that holds the copies with --sources"
        )
    copies: dict[str, SourceCopy] = {}
    findings: list[Diagnostic] = []
    for source in dict.fromkeys(sources):
        paths = [folder / f"{source}{suffix}" for suffix in COPY_SUFFIXES]
        there = [path for path in paths if path.is_symlink() or path.exists()]
        if there:
            copies[source] = _copy(folder, there, findings)
    return copies, findings


def _copy(folder: Path, paths: list[Path], findings: list[Diagnostic]) -> SourceCopy:
    """One source's copy from its files, the first text of which counts."""
    digests: list[str] = []
    named, text = paths[0], None
    for path in paths:
        data = _bytes(folder, path, findings)
        if data is None:
            continue
        digests.append(hashlib.sha256(data).hexdigest())
        if text is None and path.suffix in TEXT_SUFFIXES:
            text = _text(path, data, findings)
            named = path if text is not None else named
    return SourceCopy(named.as_posix(), tuple(digests), text)


def _bytes(folder: Path, path: Path, findings: list[Diagnostic]) -> bytes | None:
    shown = path.as_posix()
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            findings.append(
                _unreadable(
                    shown,
                    "leads out of the folder of copies",
                    "put the file itself there, not a link to it",
                )
            )
        elif not real.is_file():
            findings.append(_unreadable(shown, "is no file", "put the copy itself there"))
        elif real.stat().st_size > MAX_BYTES:
            findings.append(
                _unreadable(
                    shown,
                    f"is larger than {MAX_BYTES // 1_000_000} MB",
                    "keep its text there instead, as a .txt",
                )
            )
        else:
            return real.read_bytes()
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError
        reason = getattr(error, "strerror", None) or str(error)
        findings.append(_unreadable(shown, f"cannot be read: {reason}", "put the copy there again"))
    return None


def _text(path: Path, data: bytes, findings: list[Diagnostic]) -> str | None:
    shown = path.as_posix()
    marks = (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    encoding = next(marks, "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        data = error.object
        before = one_line_break(data[: error.start].decode(encoding, "replace"))
        findings.append(
            Diagnostic(
                Code.TEXT_ENCODING,
                f"byte {data[error.start]:#04x} is not {encoding.removesuffix('-sig').upper()}",
                place_in(before, len(before), shown),
                f"keep the file, and put its text beside it as {path.stem}.txt, saved as UTF-8",
            )
        )
        return None
    if path.suffix not in {".html", ".htm"}:
        return text
    try:
        return text_of_html(text)
    except AssertionError:
        findings.append(
            _unreadable(
                shown,
                "is HTML that cannot be read",
                f"keep the file, and put its text beside it as {path.stem}.txt",
            )
        )
        return None


def _unreadable(shown: str, what: str, mend: str) -> Diagnostic:
    return Diagnostic(Code.FILE_UNREADABLE, f"{shown} {what}", Place(shown), mend)


def text_of_html(html: str) -> str:
    """The text of an HTML page, a line for each block and for each row of a table.

    Raises:
        AssertionError: If a declaration in it is broken beyond what the parser forgives.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr", "img"),
    }
)
"""Elements that do not break a line; every other one does."""


class _Reader(HTMLParser):
    """Collects a page's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag in {"td", "th"}:
            self._add(" | " if self._cells else "")
            self._cells += 1
        else:
            self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        elif tag not in {"td", "th"}:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _break(self, tag: str) -> None:
        if tag in {"tr", "table"}:
            self._cells = 0
        if tag not in _INLINE:
            self._add("\n")

    def _add(self, words: str) -> None:
        if not self._unseen:
            self.parts.append(words)
