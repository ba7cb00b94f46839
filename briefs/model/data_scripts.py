"""Files that a web page carries, each as the text of a script element that does not run."""

from __future__ import annotations

import base64
import re
from typing import NamedTuple

from briefs.model.attachment import CITATIONS, FIGURES, RECORD, Attachment

SCRIPT_IDS = {
    RECORD: "briefs-record",
    FIGURES: "briefs-figures",
    CITATIONS: "briefs-citations",
}
"""Ids of the elements, by the name of the file."""

_NAMES = {script: name for name, script in SCRIPT_IDS.items()}
_SCRIPT = re.compile(
    rb'<script type="[^"]*" id="(briefs-[a-z]+)"( data-encoding="base64")?>(.*?)</script>',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(\\|u003c)")


class DataScript(NamedTuple):
    """A script element that carries a file.

    Attributes:
        attributes: In their order.
        text: What it holds; nothing in it ends the element or begins another.
    """

    attributes: dict[str, str]
    text: str


def data_script(attachment: Attachment) -> DataScript:
    """The element that carries a file.

    In JSON a ``<`` is written as its escape; of another kind, a file with one is written as Base64.

    Args:
        attachment: One of the files that :data:`SCRIPT_IDS` names.
    """
    attributes = {"type": attachment.kind, "id": SCRIPT_IDS[attachment.name]}
    text = attachment.data.decode("utf-8")
    if attachment.kind.endswith("json"):
        return DataScript(attributes, text.replace("<", "\\u003c"))
    if "<" in text:
        text = base64.b64encode(attachment.data).decode("ascii")
        return DataScript({**attributes, "data-encoding": "base64"}, text)
    return DataScript(attributes, text)


def carried_files(html: bytes) -> dict[str, bytes]:
    """The files that a web page carries, by name, byte for byte.

    Args:
        html: The page as it was written, not as a browser would write it.

    Raises:
        ValueError: If it carries one twice, or one is not encoded as it says.
    """
    files: dict[str, bytes] = {}
    for script, packed, text in _SCRIPT.findall(html):
        name = _NAMES.get(script.decode("ascii"))
        if name is None:
            continue
        if name in files:
            raise ValueError(f"the page carries {name} twice")
        files[name] = base64.b64decode(text, validate=True) if packed else _unescaped(name, text)
    return files


def _unescaped(name: str, text: bytes) -> bytes:
    if not name.endswith(".json"):
        return text
    return _ESCAPE.sub(
        lambda match: "<" if match[1] == "u003c" else match[0], text.decode("utf-8")
    ).encode("utf-8")
