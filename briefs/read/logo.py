"""The logo of a brand: a small image file of the project that cannot do anything but be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from briefs.model.brand import BrandLogo, BrandSheet, Logo, LogoChoice, Picture
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.read.workspace import Workspace

MAX_BYTES = 1_000_000

_KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_STARTS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_SIZES = ("medium", "small", "large")
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = frozenset({"script", "foreignObject", "animate", "set", "iframe", "image", "a"})
_REACHING = re.compile(r"url\(\s*['\"]?(?!#)|@import|\\", re.IGNORECASE)


class _UnfitError(Exception):
    """A file that no page shows as a logo: what is wrong, how to mend it, and how bad it is."""

    def __init__(
        self,
        message: str,
        mend: str,
        code: Code = Code.VALUE_INVALID,
        severity: Severity = Severity.ERROR,
    ) -> None:
        super().__init__(message)
        self.message, self.mend, self.code, self.severity = message, mend, code, severity


def read_logo(
    sheet: BrandSheet, workspace: Workspace, *, name: str, dark: bool
) -> tuple[Logo | None, list[Diagnostic]]:
    """The logo that pages are headed with, if the brand has one, and what is wrong with it.

    Args:
        sheet: The brand as it is written.
        workspace: Has the file.
        name: The organisation's name, which a logo without an alt text shows.
        dark: Whether it stands on dark paper.
    """
    logo = sheet.logo or BrandLogo()
    choices = ((size, getattr(logo, size)) for size in _SIZES)
    size, choice = next(((size, choice) for size, choice in choices if choice), ("", None))
    picture = _picture(logo, choice, dark=dark) if choice else None
    if picture is None:
        return None, []
    try:
        return _logo(picture, workspace, name), []
    except _UnfitError as error:
        place = sheet.origin.at("logo", size)
        found = Diagnostic(error.code, error.message, place, error.mend, error.severity)
        return None, [found]


def _picture(logo: BrandLogo, choice: LogoChoice, *, dark: bool) -> Picture | None:
    picture = choice.on(dark=dark)
    named = (logo.images or {}).get(picture.path) if picture else None
    return named or picture


def _logo(picture: Picture, workspace: Workspace, name: str) -> Logo | None:
    """The logo; None if its file cannot be read, which the workspace has said."""
    _check_path(picture.path)
    path = f"assets/{PurePosixPath(picture.path)}"
    if not workspace.exists(path):
        raise _UnfitError(
            f'the logo "{picture.path}" is not there',
            f"add the file {path}, or name another",
            Code.FILE_MISSING,
        )
    data = workspace.data(path)
    if data is None:
        return None
    kind = _KINDS[PurePosixPath(path).suffix.lower()]
    _check_data(picture.path, data, kind)
    alt = picture.alt or name
    if not alt:
        raise _UnfitError(
            "the logo has no alt text, and the brand no name to stand for it",
            "write meta: name: … with the organisation's name",
        )
    return Logo(data, kind, alt)


def _check_path(path: str) -> None:
    if "://" in path or path.startswith("data:"):
        raise _UnfitError(
            f'the logo "{path[:80]}" is an address; nothing is fetched, so pages have no logo',
            "save the file in assets/ and write its path from there",
            severity=Severity.WARNING,
        )
    if "\\" in path or path.startswith("/") or ".." in PurePosixPath(path).parts:
        raise _UnfitError(f'the logo "{path}" is not below assets/', "write its path from assets/")
    if PurePosixPath(path).suffix.lower() not in _KINDS:
        raise _UnfitError(
            f'the logo "{path}" is neither SVG nor PNG nor JPEG',
            "name a file that ends in .svg, .png or .jpg, or one of the images by its name",
        )


def _check_data(path: str, data: bytes, kind: str) -> None:
    if len(data) > MAX_BYTES:
        raise _UnfitError(
            f'the logo "{path}" is larger than {MAX_BYTES // 1000} kB',
            "save it smaller: it is a few cm wide",
        )
    start = _STARTS.get(kind)
    if start is None:
        _check_svg(path, data)
    elif not data.startswith(start):
        raise _UnfitError(f'the logo "{path}" is not what its name says', "export it again")


def _check_svg(path: str, data: bytes) -> None:
    fault = next(_faults(data), None)
    if fault is not None:
        raise _UnfitError(
            f'the logo "{path}" {fault}', "export it as a plain SVG, with text as paths"
        )


def _faults(data: bytes) -> Iterator[str]:
    """What an SVG holds that could do more than be seen, or would not be seen as it is."""
    root = None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield "has a document type, which may hide entities"
        return
    with suppress(ET.ParseError, UnicodeDecodeError, ValueError):
        root = ET.fromstring(data.decode("utf-8"))  # noqa: S314 - no document type, no entities
    if root is None or root.tag != f"{_SVG}svg":
        yield "is no SVG that can be read"
        return
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in _ACTIVE:
            yield f"holds a <{tag}>"
        if tag == "text":
            yield "holds text, whose font is not at hand"
        if tag == "style" and _REACHING.search(element.text or ""):
            yield "refers to another file"
        for name, value in element.attrib.items():
            local = name.rpartition("}")[2].lower()
            leads = local == "href" and not value.startswith("#")
            if leads or local.startswith("on") or _REACHING.search(value):
                yield f"refers to {value[:40]}"
