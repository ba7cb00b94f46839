"""Words of an edition as plain text, for what is read by programs: the record and its annexes."""

from __future__ import annotations

from typing import Any

from briefs.compose.page import find_prose
from briefs.compose.printer import Printer
from briefs.compose.wording import Wording
from briefs.model.edition import Edition
from briefs.model.freshness import Calendar
from briefs.model.project import Project
from briefs.model.text import fallbacks, in_locale

_NO_BREAK = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "))


class PlainWords:
    """What an edition's entries say in the reader's locale.

    Args:
        edition: Which; its page can be composed.
        project: All that was read.
        calendar: Judges which facts are past their review.
    """

    def __init__(self, edition: Edition, project: Project, calendar: Calendar) -> None:
        topic = project.topics[edition.topic]
        name = next(name for name in fallbacks(edition.locale) if name in project.locales)
        self.wording = Wording(edition.locale, project.locales[name], topic.sheet)
        self._printer = Printer(topic, self.wording, topic.sheet.origin.file, calendar)
        self._prose = find_prose(topic, edition.audience, edition.locale)

    @property
    def title(self) -> str:
        """The brief's title."""
        assert self._prose is not None  # its page can be composed  # noqa: S101
        head = self._prose.sheet
        return with_blanks(self._printer.plain(head.title, head, "title"))

    def of(self, entry: Any, key: str) -> str | None:
        """An entry's words, with its facts filled in; None where it has none for the locale.

        Args:
            entry: A fact, a figure, a group of a figure.
            key: The key of the words, such as ``label``.
        """
        text = in_locale(getattr(entry, key) or {}, self.wording.locale)
        return None if text is None else with_blanks(self._printer.plain(text, entry, key))


def with_blanks(words: str) -> str:
    """Words with a plain blank in the place of each no-break one."""
    return words.translate(_NO_BREAK)
