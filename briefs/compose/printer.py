"""Print facts: every value, sentence and quote reaches a page through here, as a mark.

Also the words of entries in the reader's locale, since they may name facts. What a page looks
like is left to the templates; figures and the page as a whole have modules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from markupsafe import Markup

from briefs.compose import prose
from briefs.compose.environment import fill_in
from briefs.compose.marks import CITE, Mark, Marks, citation
from briefs.compose.reporting import BrokenCall, Reporting, calling_place
from briefs.compose.wording import PatternError, Wording
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.fact import Fact, missing_parts
from briefs.model.freshness import Calendar, Freshness
from briefs.model.guess import did_you_mean
from briefs.model.printed import Printed
from briefs.model.text import LocalText, fallbacks, in_locale
from briefs.model.topic import Topic, rivals
from briefs.model.value import ATTRIBUTED_KINDS, Kind, Qualifier

_UNSTAMPED = frozenset({"title", "summary", "label", "caption"})
"""Words in which a stamp would be in the way: the day stands near them anyway."""

_TAG = re.compile(r"<[^>]*>")
_KEY_OF = {"value": "value", "sentence": "text"}
"""The key that holds what a page wants of a fact."""
_SENTENCES = frozenset({Kind.DEFINITION, Kind.STATEMENT, Kind.VIEW, Kind.FORECAST, Kind.ADVICE})


@dataclass(slots=True)
class FactHandle:
    """What ``fact("id")`` gives a template: prints the value, lends its other words."""

    _printer: Printer
    _fact: Fact

    def __html__(self) -> str:
        return self._printer.print_value(self._fact)

    __str__ = __html__

    @property
    def value(self) -> Markup:
        """The bare number, for facts without a qualifier."""
        return Markup(self._printer.print_bare(self._fact))  # noqa: S704 - a mark

    @property
    def counted(self) -> Markup:
        """The value with the noun that it counts: ``22 applications``."""
        return Markup(self._printer.print_counted(self._fact))  # noqa: S704 - a mark

    @property
    def label(self) -> Markup:
        """What the value is called."""
        self._printer.want_no_view(self._fact)
        return Markup(self._printer.words(self._fact.label, self._fact, "label"))  # noqa: S704

    @property
    def as_of(self) -> Markup:
        """The day that the fact is of."""
        return Markup(self._printer.print_as_of(self._fact))  # noqa: S704 - a mark


@dataclass(slots=True)
class Printer:
    """Prints the facts of one page and notes which.

    Attributes:
        topic: Whose facts.
        wording: How the reader's locale writes them.
        file: The file to name where a call's own place cannot be found.
        marks: The marks of the page.
        diagnostics: What went wrong.
        calendar: Judges which facts are past their review.
        printed: Each place at which a fact was printed, in order.
        asked: Ids of all facts that were asked for, printed or not.
        section: The section of the prose that is being printed.
        figure: The figure that is being printed.
    """

    topic: Topic
    wording: Wording
    file: str
    calendar: Calendar
    marks: Marks = field(default_factory=Marks)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    asked: dict[str, None] = field(default_factory=dict)
    section: str = ""
    figure: str = ""
    _unstamped: bool = False

    def words(self, text: LocalText | None, entry: Any, *keys: str) -> str:
        """Words of an entry in the reader's locale, filled in, as HTML with marks."""
        found = self._in_locale(text, entry, *keys)
        return "" if found is None else self.inline(found, entry, *keys)

    def plain_words(self, text: LocalText | None, entry: Any, *keys: str) -> str:
        """Words of an entry as plain text, for alt texts and drawings."""
        found = self._in_locale(text, entry, *keys)
        return "" if found is None else self.plain(found, entry, *keys)

    def _in_locale(self, text: LocalText | None, entry: Any, *keys: str) -> str | None:
        if text is None:
            place = entry.origin.at(*keys)
            self.report(Code.KEY_MISSING, f'the key "{keys[-1]}" is missing', place)
            return None
        found = in_locale(text, self.wording.locale)
        if found is None:
            self.report(
                Code.LOCALE_MISSING,
                f'"{keys[-1]}" has no words in {self.wording.locale}',
                entry.origin.at(*keys),
                f"add {fallbacks(self.wording.locale)[-1]}: …",
            )
        return found

    def inline(self, text: str, entry: Any, *keys: str) -> Markup:
        """Text of an entry, filled in, as HTML with marks."""
        return Markup(prose.inline(self._filled(text, entry, *keys)))  # noqa: S704 - escaped there

    def plain(self, text: str, entry: Any, *keys: str) -> str:
        """Text of an entry, filled in, as plain text."""
        return self.marks.plain(self._filled(text, entry, *keys)).replace("*", "")

    def _filled(self, text: str, entry: Any, *keys: str) -> str:
        """Jinja text of a YAML or Markdown file with its facts put in as marks."""
        if "{" not in text:
            return text
        place = entry.origin.at(*keys)
        stamped = self._unstamped
        self._unstamped = stamped or keys[0] in _UNSTAMPED or self._is_stale(entry)
        try:
            with self.reporting(place.file):
                functions = self.inline_functions()
                return fill_in(text, place.file, place.line, functions).lstrip("\n")
        finally:
            self._unstamped = stamped
        return ""

    def _is_stale(self, entry: Any) -> bool:
        """Whether words are those of a fact that gets a stamp itself."""
        return isinstance(entry, Fact) and self.calendar.state(entry) is not Freshness.FRESH

    def inline_functions(self) -> dict[str, Any]:
        """What a line of prose may call."""
        return {"fact": self.fact, "say": self.say, "note": self.note, "badge": self.badge}

    def fact(self, name: str) -> FactHandle:
        """``fact("id")``: the value with its qualifier."""
        return FactHandle(self, self.known(name))

    def print_value(self, fact: Fact) -> str:
        """A fact's value with its qualifier and its citation."""
        self._want_value(fact)
        shown = self.print(fact, self.wording.qualified(fact))
        return f"{shown}{self._reaches(fact)}{self.stamp(fact)}{citation(fact.source)}"

    def _reaches(self, fact: Fact) -> str:
        """Whom a contact reaches, in brackets; nothing for other facts."""
        if fact.kind is not Kind.CONTACT:
            return ""
        who = self.plain_words(fact.reaches, fact, "reaches")
        words = self.wording.message("reaches", {"who": who})
        return self.marks.text(f" ({words})")

    def print_bare(self, fact: Fact) -> str:
        """A fact's value alone, where it has no qualifier to lose."""
        if fact.qualifier is not Qualifier.EXACTLY:
            self.report(
                Code.QUALIFIER_DROPPED,
                f'fact("{fact.id}").value would print {self.wording.bare(fact)} without '
                f'"{fact.qualifier}"',
                self.calling(),
                f'write fact("{fact.id}")',
            )
        self._want_value(fact)
        return self.print(fact, self.wording.bare(fact)) + self.stamp(fact)

    def print_counted(self, fact: Fact) -> str:
        """A fact's value with its noun and its citation."""
        self._want_value(fact)
        shown = self.print(fact, self.wording.with_noun(fact))
        return f"{shown}{self.stamp(fact)}{citation(fact.source)}"

    def stamp(self, fact: Fact) -> str:
        """The day that a fact is of, beside a fact that is past its review; else nothing."""
        if self._unstamped or self.calendar.state(fact) is Freshness.FRESH:
            return ""
        words = self.wording.message("stale-as-of", {"date": self.wording.day(fact.as_of)})
        return self.marks.add(Mark(f' <span class="stale">({escape(words)})</span>'))

    def print_as_of(self, fact: Fact) -> str:
        """The day that a fact is of."""
        return self.marks.text(self.wording.day(fact.as_of))

    def say(self, name: str) -> Markup:
        """``say("id")``: the sentence, attribution included."""
        fact = self.known(name)
        self._want(fact, "sentence", fact.kind in _SENTENCES)
        words = self._filled_text(fact)
        html = f'<span data-fact="{fact.id}" data-kind="{fact.kind}">{words}</span>'
        shown = self._note_printed(fact, self._as_text(words))
        mark = self.marks.add(Mark(html, shown))
        return Markup(f"{mark}{self.stamp(fact)}{citation(fact.source)}")  # noqa: S704 - a mark

    def _filled_text(self, fact: Fact) -> str:
        """A fact's sentence as HTML with marks; its own citation comes after it."""
        found = self._in_locale(fact.text, fact, "text")
        if found is None:
            return ""
        filled = self._filled(found, fact, "text").replace(citation(fact.source), "")
        return prose.inline(filled)

    def pair(self, name: str) -> Markup:
        """Two views or two sources' values side by side, in the order of their ids."""
        fact = self.known(name)
        others = [self.known(rival.id) for rival in rivals(fact, self.topic.facts)]
        differ = bool(others)
        if not differ:
            self._want(fact, "partner", fact.pair_with is not None)
            others = [self.known(fact.pair_with or "")]
        sides = "".join(
            f'<div class="pair-side"><p>{self._value_side(one) if differ else self._side(one)}</p>'
            "</div>"
            for one in sorted([fact, *others], key=lambda one: one.id)
        )
        head = f'<p class="pair-head">{self.message("sources-differ")}</p>' if differ else ""
        html = f'{head}<div class="pair">{sides}</div>'
        return Markup(self.marks.add(Mark(html, block=True)))  # noqa: S704 - a mark

    def _side(self, fact: Fact) -> str:
        return f"{self.badge(fact.kind.value)} {self.say(fact.id)}"

    def _value_side(self, fact: Fact) -> str:
        label = CITE.sub("", self.words(fact.label, fact, "label"))
        return f"{begun(label)}: {self.print_counted(fact)}"

    def quote(self, name: str) -> Markup:
        """``quote("id")``: the words in quotation marks, with the speaker."""
        fact = self.known(name)
        self._want(fact, "quote", fact.kind is Kind.QUOTE)
        words = self._filled_text(fact)
        speaker = self.words(fact.attribution, fact, "attribution")
        if self.diagnostics:
            return Markup("")
        self._note_printed(fact, self._as_text(words))
        before, after = (self.message(f"quote-{side}") for side in ("open", "close"))
        note = self.words(fact.note, fact, "note") if fact.note else ""
        html = (
            f'<blockquote data-fact="{fact.id}" data-kind="{fact.kind}">'
            f'<p class="words">{before}{words}{after}</p>'
            f'<p class="speaker">{begun(speaker)}.{self.stamp(fact)}{citation(fact.source)}'
            f"{f' {note}' if note else ''}</p></blockquote>"
        )
        return Markup(self.marks.add(Mark(html, block=True)))  # noqa: S704 - a mark

    def note(self, name: str) -> str:
        """``note("id")``: what a reader must know beside the value."""
        fact = self.known(name)
        return self.words(fact.note, fact, "note")

    def badge(self, kind: str) -> Markup:
        """``badge("kind")``: what sort of claim follows."""
        words = self.wording.sheet.kinds.get(kind)
        if words is None:
            self.report(
                Code.MESSAGE_UNKNOWN,
                f'there is no badge "{kind}"',
                self.calling(),
                did_you_mean(kind, self.wording.sheet.kinds),
            )
            return Markup("")
        html = f'<strong class="badge badge-{escape(kind)}">{escape(words)}</strong>'
        return Markup(self.marks.add(Mark(html, words)))  # noqa: S704 - a mark

    def message(self, name: str, **values: object) -> Markup:
        """``message("id")``: words of the locale."""
        if name not in self.wording.sheet.messages:
            self.report(
                Code.MESSAGE_UNKNOWN,
                f'no locale file has the words "{name}"',
                self.calling(),
                did_you_mean(name, self.wording.sheet.messages),
            )
            return Markup("")
        safe = {
            key: value if isinstance(value, Markup) else escape(str(value))
            for key, value in values.items()
        }
        try:
            return Markup(self.wording.message(name, safe))  # noqa: S704 - escaped above
        except PatternError as error:
            self.report(
                Code.MESSAGE_UNKNOWN,
                f'message("{name}"): {error}',
                self.calling(),
                "give the value by its name, or mend the words in the locale file",
            )
            return Markup("")

    def known(self, name: str) -> Fact:
        """A fact by its id; a finding where there is none."""
        fact = self.topic.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            self.report(
                Code.FACT_UNKNOWN,
                f'there is no fact "{name}"',
                self.calling(),
                did_you_mean(str(name), self.topic.facts, "add it to facts.yaml"),
            )
            raise BrokenCall
        self.asked.setdefault(fact.id)
        return fact

    def _want_value(self, fact: Fact) -> None:
        """A value is wanted of a fact; that of a contact comes with whom it reaches."""
        self.want_no_view(fact)
        self._want(fact, "value", fact.value is not None)

    def want_no_view(self, fact: Fact) -> None:
        """A view, forecast or advice lends no bare words: its sentence says whose it is."""
        self._want(fact, "bare value", fact.kind not in ATTRIBUTED_KINDS)

    def _want(self, fact: Fact, what: str, has: bool) -> None:
        if not has:
            if _KEY_OF.get(what) not in dict(missing_parts(fact)):  # which is told at the fact
                self.report(
                    Code.FACT_FORM,
                    f'the fact "{fact.id}" is of kind {fact.kind} and has no {what}',
                    self.calling(),
                    f'print it with {_function_for(fact)}("{fact.id}")',
                )
            raise BrokenCall

    def print(self, fact: Fact, shown: str) -> str:
        """Print a fact's words as a mark."""
        self._note_printed(fact, shown)
        html = f'<span data-fact="{fact.id}">{escape(shown)}</span>'
        return self.marks.add(Mark(html, shown))

    def _as_text(self, html: str) -> str:
        """A sentence in HTML with marks as plain text."""
        return unescape(_TAG.sub("", self.marks.plain(html)))

    def _note_printed(self, fact: Fact, shown: str) -> str:
        self.printed.append(Printed(fact.id, shown, self.section, self.figure))
        return shown

    def own(self, words: str) -> Markup:
        """Words of our own that may hold numbers, as a mark."""
        return Markup(self.marks.text(words)) if words else Markup("")  # noqa: S704 - a mark

    def late(self, words: Callable[[], str]) -> Markup:
        """Words that are known when all else is printed, as a mark."""
        return Markup(self.marks.add(Mark(words)))  # noqa: S704 - a mark

    def report(self, code: Code, message: str, place: Place, mend: str = "") -> None:
        """Note a finding."""
        self.diagnostics.append(Diagnostic(code, message, place, mend))

    def calling(self) -> Place:
        """Where the function that is being called was called."""
        return calling_place(self.file)

    def reporting(self, file: str) -> Reporting:
        """Notes what goes wrong while a template is filled in."""
        return Reporting(self.diagnostics, file)


def begun(words: str) -> str:
    """Words as they begin a line: the first letter a capital."""
    return words[:1].upper() + words[1:]


def _function_for(fact: Fact) -> str:
    if fact.kind is Kind.QUOTE:
        return "quote"
    return "say" if fact.kind in _SENTENCES else "fact"
