"""What changed since the edition before, in the reader's words: the lines of the box that says so.

How the box looks is left to ``partials/corrections.html.j2`` and ``partials/changes.html.j2``. An
old value is worded as the page words its own, from the record of the edition that printed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from itertools import accumulate, takewhile
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from briefs.compose.marks import Mark, citation, outside, settle
from briefs.compose.printer import Printer, begun
from briefs.model.fact import Fact
from briefs.model.issue import Issue
from briefs.model.record import Change, ChangeKind, RecordedFact
from briefs.model.value import ATTRIBUTED_KINDS, NUMERIC_KINDS, Kind

MOST = 5
"""The most changes that a page tells of; its record has them all."""

LINES, LINE = 3, 135
"""Lines of fine print that they may take up together, and the characters of one. Pages are as full
as their budget lets them be; what does not fit is counted, and stands in the record."""

_FACT, _OLD_FACT, _TOLD = "data-fact", "data-old-fact", "data-told-fact"
"""Attributes of words: a fact as the page prints it, as the edition before did, or a part of it."""

_LEAD = 8
"""Words by which a sentence is known."""

_CONTEXT = 2
"""Words to each side of what differs in a sentence."""

_LONGEST = 12
"""Words of what differs in a sentence, and around it."""


@dataclass(frozen=True, slots=True)
class ChangeBox:
    """What the templates print.

    Attributes:
        since: The number of the edition before.
        corrections: A line for each fact that was wrong there.
        others: A line for each other change.
        more: How many more there are; empty if none.
    """

    since: Markup = field(default_factory=Markup)
    corrections: tuple[Markup, ...] = ()
    others: tuple[Markup, ...] = ()
    more: Markup = field(default_factory=Markup)


def change_box(issue: Issue, printer: Printer, *, roomy: bool = False) -> ChangeBox:
    """What a page says of the changes since the edition before.

    Args:
        issue: The edition.
        printer: Prints the facts of its page; its list of printed facts stays as it is.
        roomy: Whether the page may be as long as it takes, as in large print.
    """
    if not issue.changes:
        return ChangeBox()
    lines = _Lines(printer)
    wrong = [one for one in issue.changes if one.kind is ChangeKind.CORRECTED]
    others = [one for one in issue.changes if one.kind is not ChangeKind.CORRECTED]
    corrections = [lines.of(one) for one in wrong[:MOST]]
    told = [lines.of(one) for one in others[: MOST - len(corrections)]]
    if not roomy:
        free = max(LINES - sum(ceil(lines.length(line) / LINE) for line in corrections), 1)
        fitting = lines.fitting(told, free * LINE - _around_them(issue, printer))
        told = told[: fitting if wrong else max(fitting, 1)]
    more = len(issue.changes) - len(corrections) - len(told)
    return ChangeBox(
        printer.own(str(issue.replaces)),
        _settled(corrections),
        _settled(told),
        printer.own(str(more) if more else ""),
    )


def _around_them(issue: Issue, printer: Printer) -> int:
    """Characters that stand around the changes: the heading, and how many more there are."""
    say = printer.wording.message
    heading = say("changes-since", {"number": issue.replaces})
    return len(heading) + len(say("changes-more", {"number": len(issue.changes)}))


def _settled(lines: Iterable[Markup]) -> tuple[Markup, ...]:
    """Lines of one box, each source cited once, where it is used last."""
    joined = "\n".join(lines)
    return tuple(Markup(line) for line in settle(joined).split("\n")) if joined else ()  # noqa: S704


class _Told(NamedTuple):
    """A fact as a line tells of it: what it is called, and its words as HTML with marks."""

    name: Markup
    words: Markup


class _Lines:
    """Words the changes of one page."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def length(self, line: Markup) -> int:
        """How many characters a reader sees."""
        return len(self._printer.marks.plain(line))

    def fitting(self, lines: Sequence[Markup], room: int) -> int:
        """How many lines, set one after the other, take no more characters than there is room."""
        ends = accumulate(self.length(line) + len(" · ") for line in lines)
        return sum(1 for end in ends if end <= room)

    def of(self, change: Change) -> Markup:
        """The line of a change, as HTML with marks."""
        line = (
            self._corrected(change) if change.kind is ChangeKind.CORRECTED else self._told(change)
        )
        source = citation(change.new.source) if change.new else ""
        return Markup(f"{line}{source}")  # noqa: S704 - a template's words and marks

    def _told(self, change: Change) -> Markup:
        """What happened to a fact that was right."""
        if change.kind is ChangeKind.UPDATED:
            return self._updated(change)
        told = self._leading(change)
        return self._printer.message(f"change-{change.kind}", label=told.name, shown=told.words)

    def _updated(self, change: Change) -> Markup:
        say, old, new = self._printer.message, change.old, change.new
        assert old is not None  # noqa: S101 - nothing else is called updated
        assert new is not None  # noqa: S101
        was, told = self._both(old, new, whole=False)
        if was is not None:
            return say("change-updated", label=told.name, shown=told.words, old=was.words)
        former = self._name(old)
        if self._plain(former) != self._plain(self._name(new)):
            return say("change-name", label=told.name, shown=told.words, old=former)
        changed = "words" if old.source == new.source else "source"
        return say(f"change-{changed}", label=told.name, shown=told.words)

    def _corrected(self, change: Change) -> Markup:
        """What was wrong in an earlier edition, and why."""
        say, old, new = self._printer.message, change.old, change.new
        assert old is not None  # noqa: S101 - it was printed
        if new is None:
            gone = self._whole(old, _OLD_FACT)
            line = say("correction-gone", label=gone.name, old=gone.words)
        else:
            was, told = self._both(old, new, whole=True)
            if was is None:
                line = say("correction-of", label=told.name, shown=told.words)
            else:
                line = say("correction", label=told.name, shown=told.words, old=was.words)
        reason = " ".join(outside(change.reason or "").split())
        stop = "" if not reason or reason.endswith((".", "!", "?", "…")) else "."
        return Markup(f"{line} {escape(reason)}{stop}".rstrip())  # noqa: S704 - escaped

    def _both(
        self, old: RecordedFact, new: RecordedFact, *, whole: bool
    ) -> tuple[_Told | None, _Told]:
        """The former words, or None where they are the same or may not be set apart; the new."""
        told, was = self._whole(new, _FACT), self._whole(old, _OLD_FACT)
        if self._plain(was.words) == self._plain(told.words):
            return None, self._lead(new) if new.value is None and not whole else told
        if old.value is not None:  # a noun is said once
            was = self._whole(old, _OLD_FACT, noun=old.unit != new.unit)
        if whole or new.value is not None or old.value is not None:
            called = f"{was.name}: " if self._plain(was.name) != self._plain(told.name) else ""
            return was._replace(words=Markup(f"{called}{was.words}")), told  # noqa: S704
        if {old.kind, new.kind} & ATTRIBUTED_KINDS:
            return None, self._lead(new)
        before, after = _differing(_sentence(old), _sentence(new))
        name = self._name(new)
        return _Told(name, self._quoted(old, before, _OLD_FACT)), _Told(
            name, self._quoted(new, after)
        )

    def _leading(self, change: Change) -> _Told:
        """The fact that a change is of: its value, or the words by which its sentence is known."""
        fact = change.new or change.old
        assert fact is not None  # noqa: S101 - a change is of a fact
        if fact.value is None:
            return self._lead(fact)
        return self._whole(fact, _FACT if change.new else _OLD_FACT)

    def _lead(self, fact: RecordedFact) -> _Told:
        return _Told(self._name(fact), self._quoted(fact, _lead(_sentence(fact))))

    def _whole(self, fact: RecordedFact, attribute: str, *, noun: bool = True) -> _Told:
        """All of a fact's words. A contact is known by its name: its value never stands alone."""
        name = self._name(fact)
        if fact.value is None:
            return _Told(name, self._quoted(fact, _sentence(fact), attribute))
        if fact.kind is Kind.CONTACT:
            return _Told(self._printer.message("contact-fact"), name)
        wording = self._printer.wording
        shown = (wording.with_noun if noun else wording.qualified)(_as_fact(fact))
        return _Told(name, self._mark(fact, shown, attribute))

    def _name(self, fact: RecordedFact) -> Markup:
        """What a fact is called; of a sentence what sort of claim it is, and whose."""
        if fact.label is not None:
            return self._printer.own(begun(outside(fact.label)))
        kinds = self._printer.wording.sheet.kinds
        sort = kinds.get(fact.kind) or self._printer.wording.message("statement", {})
        speaker = (
            f" ({outside(fact.attribution)})"
            if fact.kind is Kind.QUOTE and fact.attribution
            else ""
        )
        return self._printer.own(f"{sort}{speaker}")

    def _quoted(self, fact: RecordedFact, words: str, attribute: str = _TOLD) -> Markup:
        before, after = (self._printer.message(f"quote-{side}") for side in ("open", "close"))
        return Markup(f"{before}{self._mark(fact, words, attribute)}{after}")  # noqa: S704

    def _mark(self, fact: RecordedFact, words: str, attribute: str) -> Markup:
        """Words of a fact; only those that its record has are said to be the fact itself."""
        shown = outside(words)
        if attribute == _FACT and shown.split() not in [one.split() for one in fact.shown]:
            attribute = _TOLD
        html = f'<span {attribute}="{escape(fact.id)}">{escape(shown)}</span>'
        return Markup(self._printer.marks.add(Mark(html, shown)))  # noqa: S704 - a mark

    def _plain(self, words: Markup) -> str:
        return self._printer.marks.plain(words)


def _as_fact(recorded: RecordedFact) -> Fact:
    """A recorded value as the wording takes it."""
    fact = Fact.model_construct(
        id=recorded.id,
        kind=recorded.kind,
        value=recorded.value,
        unit=recorded.unit,
        qualifier=recorded.qualifier,
        as_of=recorded.as_of,
        source=recorded.source,
    )
    if recorded.kind in NUMERIC_KINDS:
        return fact.computed(Decimal(recorded.value or 0))
    return fact


def _sentence(fact: RecordedFact) -> str:
    return " ".join(fact.shown[0].split()) if fact.shown else ""


def _lead(sentence: str) -> str:
    """The first words of a sentence."""
    words = sentence.split()
    return sentence if len(words) <= _LEAD else f"{' '.join(words[:_LEAD])} …"


def _differing(old: str, new: str) -> tuple[str, str]:
    """Of two sentences what differs, with a few words around it."""
    before, after = old.split(), new.split()
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return _around(before, start, end), _around(after, start, end)


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _around(words: Sequence[str], start: int, end: int) -> str:
    """The words between two counts from both ends, with a few around them, and dots for the rest.

    Args:
        words: Of a sentence.
        start: How many to leave out at its beginning.
        end: How many to leave out at its end.
    """
    first = max(start - _CONTEXT, 0)
    last = min(len(words) - max(end - _CONTEXT, 0), first + _LONGEST)
    parts = [*(["…"] if first else []), *words[first:last], *(["…"] if last < len(words) else [])]
    return " ".join(parts)
