"""Read an edition back from a web page of whatever origin: record, metadata, its facts' words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from xml.etree import ElementTree as ET

import tinyhtml5

from briefs.model.attachment import RECORD
from briefs.model.data_scripts import carried_files
from briefs.model.project import Format
from briefs.model.read_back import ReadBack, Unreadable
from briefs.model.seal import first_revision, seal_of
from briefs.render.read_back.limits import MAX_LINKS, MAX_RECORD

_UNSEEN = frozenset({"script", "style", "template"})
_BLANKS = re.compile(r"\s+")


def read_web(data: bytes) -> ReadBack:
    """A web page as a browser finds it.

    Raises:
        Unreadable: If it is no text.
    """
    try:
        root: ET.Element = tinyhtml5.parse(data.decode("utf-8"), namespace_html_elements=False)
    except (UnicodeDecodeError, RecursionError) as error:
        raise Unreadable("it is damaged, or no web page at all") from error
    files, damage = _files(data)
    record = files.pop(RECORD, None)
    summed = sha256(data).hexdigest()
    return ReadBack(
        form=Format.HTML,
        sha256=summed,
        original_sha256=summed if first_revision(data) == data else "",
        sealed=seal_of(data) is not None,
        record=record,
        marks=dict(_marks(root)),
        attachments={name: sha256(content).hexdigest() for name, content in files.items()},
        titles=tuple(words_of(title) for title in root.iterfind("head/title")),
        language=root.get("lang", ""),
        words=words_of(root),
        texts=tuple(
            (element.get("data-fact", ""), words_of(element))
            for element in root.iter()
            if element.get("data-fact")
        ),
        links=tuple(dict.fromkeys(_links(root)))[:MAX_LINKS],
        damage=tuple(damage),
    )


def _files(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """The files in it by name, and what is wrong with them."""
    try:
        files = carried_files(data)
    except ValueError:
        return {}, ["the files in it are there twice, or not encoded as they say"]
    if len(files.get(RECORD, b"")) > MAX_RECORD:
        del files[RECORD]
        return files, ["its record is larger than any record"]
    return files, []


def _marks(root: ET.Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = meta.get("name", "")
        if name.startswith("briefs-"):
            yield name.removeprefix("briefs-"), meta.get("content", "")


def _links(root: ET.Element) -> Iterator[str]:
    for link in root.iter("a"):
        address = link.get("href", "")
        if address and not address.startswith("#"):
            yield address


def words_of(element: ET.Element) -> str:
    """An element's words in one line, without the numbers of citations."""
    parts: list[str] = []
    waiting: list[ET.Element | str] = [element]
    while waiting:  # no recursion: a page may be nested as deep as somebody likes
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
        elif one.tag not in _UNSEEN and "cite" not in one.get("class", "").split():
            waiting += reversed(list(_inside(one)))
    return _BLANKS.sub(" ", "".join(parts)).strip()


def _inside(element: ET.Element) -> Iterator[ET.Element | str]:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""
