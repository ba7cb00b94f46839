"""What an edition is made of, as hashes: where they are the same, nothing needs to be built.

Two hashes, because they ask for two things. The *content* is all that a reader gets: words, looks,
facts with their sources. Where it differs, there is a new edition with the next number. The *build*
is the content with the engines, fonts and code that made the files. Where only that differs, the
same edition is set again.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from briefs.compose.page import Page
from briefs.compose.web_page import STYLE
from briefs.model.edition import Edition
from briefs.model.record import Record
from briefs.publish.project import OpenProject
from briefs.render.versions import code_digest, engine_versions, font_digests
from briefs.version import VERSION

_FILE = re.compile(r"""file:[^"'()\s<>]+""")

_OWN = {"edition", "replaces", "built_on", "fact_base", "content", "draft", "changes"}
"""What a record says of the edition itself and not of what it prints."""

_TOPIC_WIDE = {"withdrawn", "generator", "engines", "templates", "assets", "pages", "attachments"}
"""What else of a record says nothing of what this edition prints."""


def content_key(edition: Edition, page: Page, record: Record) -> str:
    """SHA-256 of all that a reader gets of an edition.

    Args:
        edition: Which.
        page: Its page as a check composes it, before it has a number.
        record: What that page prints.
    """
    printed = record.model_dump(mode="json", exclude=_OWN | _TOPIC_WIDE)
    looks = [page.html, page.css, sorted(page.drawings), sorted(page.link_names.items())]
    files = [
        (name, _file_digest(name)) for name in sorted(set(_FILE.findall(page.html + page.css)))
    ]
    return _digest([str(edition), edition.paper, printed, looks, files])


class Makings:
    """What the files of a project are made by besides their content.

    Attributes:
        engines: Versions by name.
        fonts: SHA-256 of each font family and font file, by name.
    """

    def __init__(self, project: OpenProject) -> None:
        self.engines = {**engine_versions(), "briefs": VERSION}
        self.fonts = font_digests(project.fonts)
        self._rest = [code_digest(), project.content.styles.get(STYLE, "")]

    def key(self, content: str) -> str:
        """SHA-256 of a content with all that its files are made by."""
        return _digest([content, self.engines, self.fonts, self._rest])


def _file_digest(address: str) -> str:
    """SHA-256 of the file at an address; empty where it cannot be read (the engine will say so)."""
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        return hashlib.sha256(Path(url2pathname(urlsplit(address).path)).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


def _digest(parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
