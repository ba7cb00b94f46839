"""What a page of the site says, in the language of its readers."""

from __future__ import annotations

from datetime import date

from babel.units import format_unit

from briefs.compose.changes import change_box
from briefs.compose.printer import Printer
from briefs.compose.wording import Wording
from briefs.model.entry import Entry
from briefs.model.freshness import Calendar
from briefs.model.issue import Issue
from briefs.model.library import ShelvedEdition
from briefs.model.project import Project
from briefs.model.record import Change, ChangeKind, Record
from briefs.model.text import fallbacks, in_locale
from briefs.model.topic import Topic, no_sheet

_KILOBYTE, _MEGABYTE = 1000, 1_000_000


class Voice:
    """The words of one locale for the editions of one topic.

    Args:
        project: Its words, briefs, audiences and topics.
        locale: The locale that is wanted. Where the project has no words for it any more, its
            first one that it has words for is taken.
        topic: Id of the topic; empty for none.
    """

    def __init__(self, project: Project, locale: str, topic: str = "") -> None:
        self.project = project
        self.locale = spoken(project, locale)
        sheet = in_locale(project.locales, self.locale)
        assert sheet is not None  # it is spoken  # noqa: S101
        found = project.topics.get(topic) or Topic(topic, no_sheet(""), {}, {}, {}, {})
        self.topic = found
        self.wording = Wording(self.locale, sheet, found.sheet)
        self._printer = Printer(found, self.wording, "", Calendar(date.min))

    def say(self, name: str, **values: object) -> str:
        """A message with values put in."""
        return self.wording.message(name, values)

    def day(self, day: date) -> str:
        """A day."""
        return self.wording.day(day)

    def size(self, count: int) -> str:
        """A number of bytes: ``120 kB``, ``2.4 MB``."""
        if count < _MEGABYTE:
            value, unit = float(max(1, round(count / _KILOBYTE))), "kilobyte"
        else:
            value, unit = round(count / _MEGABYTE, 1), "megabyte"
        shown = int(value) if value.is_integer() else value
        return format_unit(shown, f"digital-{unit}", "short", locale=self.wording.babel)

    def words(self, entry: Entry, *keys: str) -> str:
        """Words of an entry as plain text; empty where it has none for the locale."""
        text = getattr(entry, keys[0])
        for key in keys[1:]:
            text = (text or {}).get(key)
        if not text or in_locale(text, self.locale) is None:
            return ""
        return self._printer.plain_words(text, entry, *keys)

    def title(self) -> str:
        """The topic's title."""
        return self.words(self.topic.sheet, "title")

    def readers(self, audience: str) -> str:
        """Whom the briefs of an audience are for, as the topic says it, or else the template."""
        if audience in self.topic.sheet.readers:
            said = self.words(self.topic.sheet, "readers", audience)
            if said:
                return said
        return self.audience(audience)

    def audience(self, audience: str) -> str:
        """Whom an audience's template is for, whatever the topic."""
        template = self.project.audiences.get(audience)
        return (self.words(template.sheet, "label") if template else "") or audience

    def place(self, brief: str) -> str:
        """The place that a brief is about, or else its topic; empty if they name none."""
        own = next((one for one in self.project.settings.brief if one.name == brief), None)
        said = self.words(own, "place") if own is not None else ""
        return said or self.words(self.topic.sheet, "place")

    def changes(self, record: Record) -> tuple[list[str], list[str]]:
        """What was corrected since the edition before, and what else changed: a line each."""
        corrections: list[str] = []
        others: list[str] = []
        for change in record.changes:
            wrong = change.kind is ChangeKind.CORRECTED
            (corrections if wrong else others).append(self.change(record, change))
        return corrections, others

    def change(self, record: Record, change: Change) -> str:
        """What became of a fact since the edition before, as the edition itself words it."""
        issue = Issue(record.edition, record.fact_base, record.replaces or 0, (change,))
        box = change_box(issue, self._printer, roomy=True)
        return self._printer.marks.plain(" ".join((*box.corrections, *box.others)))

    def faults(self, edition: ShelvedEdition) -> list[str]:
        """What an edition had wrong: a line each."""
        facts = {fact.id: fact for fact in edition.record.facts} if edition.record else {}
        return [
            ": ".join(filter(None, (self._name(facts[one.fact].label, one.fact), one.reason)))
            if one.fact in facts
            else one.reason or one.fact
            for one in edition.faults
        ]

    def _name(self, label: str | None, fact: str) -> str:
        name = label or fact
        return f"{name[:1].upper()}{name[1:]}"


def spoken(project: Project, locale: str) -> str:
    """A locale that the project has words for: the wanted one, or its first one."""
    wanted = (locale, *project.settings.locales, *sorted(project.locales))
    return next(one for one in wanted if set(fallbacks(one)) & project.locales.keys())
