"""Words that take a side, and titles that give a verdict.

A list of words cannot know what a sentence means, so its findings are warnings: they do not stop
a build, and under ``--strict`` an author rewrites the sentence, quotes the speaker, or allows the
word with a reason. What stands within quotation marks, the topic's terms, addresses of links and
ids are never judged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from briefs.check.text_places import term_pattern
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place, Severity
from briefs.model.loaded import LoadedWord
from briefs.model.template import Literal, Prose, TemplateSource
from briefs.model.text import fallbacks
from briefs.model.topic import Term, Topic
from briefs.model.value import Kind

Loaded = Mapping[str, Sequence[LoadedWord]]
"""Lists of words by language or locale."""

Marks = re.Pattern[str] | None
"""Marks of punctuation that a text may not hold."""


def check_loaded(
    literals: Iterable[Literal],
    words: Sequence[LoadedWord],
    terms: Iterable[Term],
    *,
    title: bool = False,
    questions: bool = False,
) -> Iterator[Diagnostic]:
    """Words in a text that take a side.

    Args:
        literals: What an author wrote, in the order of the text.
        words: The list to judge by; of two entries with one word, the first counts.
        terms: Names that are not judged.
        title: Whether the text is a title, heading or caption, which gives no verdict.
        questions: Whether a title may ask, as a heading may that says what a reader asks.
    """
    finder = _finder(words, title)
    marks = (_RAISED if questions else _MARKS) if title else None
    yield from _findings(literals, finder, term_pattern(terms), marks)


def check_prose_words(prose: Prose, topic: Topic, loaded: Loaded) -> Iterator[Diagnostic]:
    """Words that take a side in a prose file: its title, summary, headings and text."""
    words = words_for(loaded, prose.source.language)
    in_titles, in_text = _finder(words, True), _finder(words, False)
    terms = term_pattern(topic.sheet.terms)
    sheet = prose.sheet
    head, summary = ([Literal(*run) for run in sheet.written(key)] for key in ("title", "summary"))
    yield from _findings(head, in_titles, terms, _MARKS)
    yield from _findings(summary, in_text, terms, None)
    yield from _findings(prose.source.literals, in_text, terms, None)
    yield from _findings(headings(prose.source), in_titles, terms, _RAISED)


def check_topic_words(topic: Topic, loaded: Loaded) -> Iterator[Diagnostic]:
    """Words that take a side in a topic's YAML files; the words of quotes are the speaker's."""
    quotes = {
        _squeezed(text)
        for fact in topic.facts.values()
        for text in (fact.text or {}).values()
        if fact.kind is Kind.QUOTE
    }
    captions = {
        _squeezed(text) for figure in topic.figures.values() for text in figure.caption.values()
    }
    terms = term_pattern(topic.sheet.terms)
    in_order = sorted(topic.words, key=lambda source: source.language)
    for language, sources in groupby(in_order, key=lambda source: source.language):
        words = words_for(loaded, language)
        in_titles, in_text = _finder(words, True), _finder(words, False)
        for source in sources:
            text = _squeezed(source.text)
            if text in quotes:
                continue
            title = text in captions
            finder = in_titles if title else in_text
            yield from _findings(source.literals, finder, terms, _MARKS if title else None)
    for language in topic.sheet.title:
        literals = [Literal(*run) for run in topic.sheet.written("title", language)]
        words = words_for(loaded, language)
        yield from check_loaded(literals, words, topic.sheet.terms, title=True)


def words_for(loaded: Loaded, language: str) -> list[LoadedWord]:
    """The words of a language or locale, those of the locale first; of all where it is empty."""
    names = fallbacks(language) if language else tuple(loaded)
    return [word for name in names for word in loaded.get(name, ())]


def headings(source: TemplateSource) -> Iterator[Literal]:
    """What an author wrote on the Markdown heading lines of a prose file."""
    lines = source.text.split("\n")
    for literal in source.literals:
        for index, piece in enumerate(literal.text.split("\n")):
            line = literal.place.line + index
            if _HEADING.match(lines[line - 1] if line <= len(lines) else ""):
                column = 1 if index else literal.place.column
                yield Literal(piece, Place(literal.place.file, line, column))


_HEADING = re.compile(r"#{1,6}[ \t]")
_MARKUP = re.compile(r"\]\([^)\s]*\)|<https?://[^>\s]*>|</?[A-Za-z!][^<>]*>|\{:[^}\n]*\}")
_SAME_PARAGRAPH = r"(?!\n[ \t]*\n)"
_QUOTED = re.compile(
    rf"“(?:{_SAME_PARAGRAPH}[^”])*”"
    rf"|«(?:{_SAME_PARAGRAPH}[^»])*»"
    rf'|(?<!\w)"(?=\S)(?:{_SAME_PARAGRAPH}[^"])*(?<=\S)"(?!\w)'
    rf"|(?<!\w)‘(?:{_SAME_PARAGRAPH}(?!’(?!\w)).)*’(?!\w)",
    re.DOTALL,
)
_MARKS = re.compile(r"[?!]")
_RAISED = re.compile(r"!")
_CALL = "\x00"
"""Stands for a Jinja call between two literals, and for whatever is not judged."""


class _Word(NamedTuple):
    """A loaded word as plain texts: two lists of them are compared in no time."""

    word: str
    why: str
    instead: str | None
    titles: bool
    allow: bool


_TEXTS = attrgetter(*_Word._fields)


class _Finder:
    """Finds the words of a list in lower-case text.

    Args:
        words: The list.
        wider: Finds these words and more. A text in which it finds nothing is done with, so that
            the expression for these words is compiled only if some text needs it.
    """

    def __init__(self, words: Iterable[_Word], wider: _Finder | None = None) -> None:
        self._words = {_written(word.word.lower()): word for word in words}
        self._longest_first = sorted(self._words, key=len, reverse=True)
        self._wider = wider

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_bounded(_by_first_letter(self._longest_first)))

    def may_find(self, text: str) -> bool:
        """Whether a text may hold any of the words."""
        return bool((self._wider or self)._pattern.search(text))

    def __call__(self, text: str) -> Iterator[tuple[re.Match[str], _Word]]:
        """The loaded words in a text, phrases that are allowed left out."""
        for match in self._pattern.finditer(text):
            word = self._word(match[0])
            if not word.allow:
                yield match, word

    def _word(self, found: str) -> _Word:
        likely = (pattern for pattern in self._longest_first if pattern[0] == found[0])
        return self._words[next(one for one in likely if re.fullmatch(one, found))]


def _finder(words: Iterable[LoadedWord], title: bool) -> _Finder:
    """The finder of a list, made once for all projects that have the same one."""
    return _made(tuple(map(_TEXTS, words)), title)


@lru_cache(maxsize=32)
def _made(texts: tuple[tuple[Any, ...], ...], title: bool) -> _Finder:
    first = {word.word.lower(): word for word in map(_Word._make, reversed(texts))}
    if title:
        return _Finder(first.values())
    in_text = (word for word in first.values() if not word.titles)
    return _Finder(in_text, wider=_made(texts, True))


def _written(word: str) -> str:
    """The pattern of a word or phrase."""
    pattern = re.escape(word).replace(r"\*", r"[^\W_]*").replace("'", "['’]").replace("’", "['’]")
    return pattern.replace(r"\ ", r"(?:[\s*_]+|-)")


def _by_first_letter(patterns: Iterable[str]) -> str:
    """One alternation of patterns that is quick to leave: a letter, then what can follow it."""
    in_groups = sorted(patterns, key=lambda pattern: pattern[0])  # stable: longest stay first
    groups = groupby(in_groups, key=lambda pattern: pattern[0])
    return "|".join(
        f"{letter}(?:{'|'.join(pattern[1:] for pattern in group)})" for letter, group in groups
    )


def _bounded(words: str) -> str:
    """Whole words only; a hyphen joins words, an underscore is Markdown's."""
    if not words:
        return r"(?!)"
    return rf"(?<![^\W_])(?<![^\W_]-)(?:{words})(?![^\W_]|-[^\W_]|[\u0300-\u036f])"


def _findings(
    literals: Iterable[Literal], finder: _Finder, terms: re.Pattern[str], marks: Marks
) -> Iterator[Diagnostic]:
    literals = list(literals)  # a word or phrase stands within one of them: calls part it
    if not any(_may_hold(literal.text, finder, marks) for literal in literals):
        return
    run = _Run(literals)
    text = run.text
    for pattern in (_MARKUP, terms, _QUOTED):
        text = pattern.sub(lambda match: _CALL * len(match[0]), text)
    for match, word in finder(_lower(text)):
        shown = " ".join(run.text[match.start() : match.end()].split())
        yield _loaded(shown, word, run.place(match.start()))
    for match in marks.finditer(text) if marks is not None else ():
        yield _mark(match[0], run.place(match.start()))


def _may_hold(text: str, finder: _Finder, marks: Marks) -> bool:
    return finder.may_find(_lower(text)) or (marks is not None and bool(marks.search(text)))


def _loaded(shown: str, word: _Word, place: Place) -> Diagnostic:
    if word.titles:
        message = f'"{shown}" does not belong in a title: it {word.why}'
        instead = "name the subject"
    else:
        message = f'"{shown}" takes a side: it {word.why}'
        instead = f"write instead: {word.instead}" if word.instead else "leave it out"
    return Diagnostic(
        Code.TITLE_VERDICT if word.titles else Code.WORD_LOADED,
        message,
        place,
        f"{instead}; or quote whoever says it, or allow it in the project's own list of words",
        Severity.WARNING,
    )


def _mark(mark: str, place: Place) -> Diagnostic:
    why = "it asks for a verdict" if mark == "?" else "it raises the voice"
    return Diagnostic(
        Code.TITLE_VERDICT,
        f'"{mark}" does not belong in a title: {why}',
        place,
        "name the subject",
        Severity.WARNING,
    )


class _Run:
    """Literals as one text, so that a quotation may hold calls."""

    def __init__(self, literals: Sequence[Literal]) -> None:
        self.literals = literals
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for index, literal in enumerate(self.literals):
            if index:
                parts.append(_between(self.literals[index - 1], literal))
                length += len(parts[-1])
            self.starts.append(length)
            parts.append(literal.text)
            length += len(literal.text)
        self.text = "".join(parts)

    def place(self, offset: int) -> Place:
        """Where a character of the text stands."""
        index = bisect_right(self.starts, offset) - 1
        literal = self.literals[index]
        before = literal.text[: offset - self.starts[index]]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else literal.place.column + len(before)
        return Place(literal.place.file, literal.place.line + lines, column)


def _between(before: Literal, after: Literal) -> str:
    """A call where two literals stand in one paragraph, else the end of a paragraph."""
    ends = before.place.line + before.text.count("\n")
    near = before.place.file == after.place.file and after.place.line - ends in {0, 1}
    return _CALL if near else f"{_CALL}\n\n"


def _lower(text: str) -> str:
    """The text in lower case, every character where it was."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := one.lower()) == 1 else one for one in text)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
