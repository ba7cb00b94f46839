"""The number rule, measured on a corpus of sentences that was written apart from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

import pytest

from briefs.check.numbers import check_literals, find_numbers
from briefs.model.diagnostic import Place
from briefs.model.template import Literal
from briefs.model.topic import Term

CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = ("en", "es")
MARKED = re.compile(r"\[\[(.+?)\]\]")
SPACES = {"{nbsp}": "\u00a0", "{nnbsp}": "\u202f"}

Span = tuple[int, int]
Finder = Callable[[str, str], list[Span]]
"""Text and language in; where numbers stand out."""

LEAST_RECALL_OF_WORDS = 0.95
MOST_FALSE_ALARMS = 0.02


@dataclass(frozen=True)
class Sentence:
    """A sentence without its marks, and where its planted numbers stand."""

    language: str
    text: str
    planted: tuple[Span, ...]
    line: int

    def __str__(self) -> str:
        return f"numbers.{self.language}.txt:{self.line}: {self.text}"


@dataclass
class Figures:
    """What was planted, found, missed and falsely accused in a set of sentences."""

    sentences: int = 0
    with_numbers: int = 0
    digits: int = 0
    words: int = 0
    missed_digits: list[str] = field(default_factory=list)
    missed_words: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    accused: int = 0
    """Clean sentences with at least one false alarm."""

    @property
    def clean(self) -> int:
        return self.sentences - self.with_numbers

    @property
    def recall_digits(self) -> float:
        return 1 - len(self.missed_digits) / self.digits

    @property
    def recall_words(self) -> float:
        return 1 - len(self.missed_words) / self.words

    @property
    def alarm_rate(self) -> float:
        return self.accused / self.clean

    def complaint(self) -> str:
        """Every miss and every false alarm, one a line."""
        parts = {
            "missed digits": self.missed_digits,
            "missed words": self.missed_words,
            "false alarms": self.false_alarms,
        }
        return "".join(
            f"\n{title}:" + "".join(f"\n  {line}" for line in lines)
            for title, lines in parts.items()
            if lines
        )


def parse_sentence(language: str, line: str, number: int) -> Sentence:
    """Take the marks out of a line and keep where they were."""
    for name, space in SPACES.items():
        line = line.replace(name, space)
    text, planted, end = "", [], 0
    for match in MARKED.finditer(line):
        text += line[end : match.start()]
        planted.append((len(text), len(text) + len(match[1])))
        text += match[1]
        end = match.end()
    text += line[end:]
    assert not re.search(r"\[\[|\]\]", text), f"numbers.{language}.txt:{number}: open mark"
    return Sentence(language, text, tuple(planted), number)


def parse_corpus(language: str, text: str) -> tuple[tuple[str, ...], tuple[Sentence, ...]]:
    """The declared terms and the sentences of a corpus file."""
    head, *lines = text.splitlines()
    key, _, terms = head.partition(":")
    assert key == "terms", "the first line of a corpus names its terms"
    sentences = tuple(
        parse_sentence(language, line, number)
        for number, line in enumerate(lines, start=2)
        if line.strip() and not line.startswith("#")
    )
    return tuple(term.strip() for term in terms.split("|")), sentences


@lru_cache
def read_corpus(language: str) -> tuple[tuple[str, ...], tuple[Sentence, ...]]:
    path = CORPUS / f"numbers.{language}.txt"
    return parse_corpus(language, path.read_text("utf-8"))


def overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def weigh(sentence: Sentence, found: list[Span], figures: Figures) -> None:
    """Count what a sentence planted against what was found in it."""
    figures.sentences += 1
    figures.with_numbers += bool(sentence.planted)
    for span in sentence.planted:
        number = sentence.text[slice(*span)]
        in_digits = any(char.isnumeric() for char in number)
        missed = figures.missed_digits if in_digits else figures.missed_words
        figures.digits += in_digits
        figures.words += not in_digits
        if not any(overlaps(span, other) for other in found):
            missed.append(f'"{number}" in {sentence}')
    alarms = [span for span in found if not any(overlaps(span, one) for one in sentence.planted)]
    figures.accused += bool(alarms and not sentence.planted)
    figures.false_alarms += [f'"{sentence.text[slice(*span)]}" in {sentence}' for span in alarms]


def blank_terms(terms: tuple[str, ...], text: str) -> str:
    """The text with declared terms struck out; every other character stays where it was."""
    names = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{names})(?!\w)", lambda match: "|" * len(match[0]), text)


def measure(language: str, find: Finder) -> Figures:
    """The figures of one language, with any finder of numbers."""
    terms, sentences = read_corpus(language)
    figures = Figures()
    for sentence in sentences:
        weigh(sentence, find(blank_terms(terms, sentence.text), language), figures)
    return figures


def together(parts: Iterable[Figures]) -> Figures:
    """The figures of all languages as one."""
    whole = Figures()
    for part in parts:
        for each in fields(Figures):
            setattr(whole, each.name, getattr(whole, each.name) + getattr(part, each.name))
    return whole


@lru_cache
def measured() -> dict[str, Figures]:
    """The figures by language, and under "all" those of the languages together."""
    by_language = {language: measure(language, find_numbers) for language in LANGUAGES}
    return {**by_language, "all": together(by_language.values())}


def as_table(figures: dict[str, Figures]) -> str:
    """The figures as a Markdown table, a row a language."""
    rows = [
        f"| {name} | {one.sentences} | {one.with_numbers} | {one.digits} | {one.words} "
        f"| {one.recall_digits:.1%} | {one.recall_words:.1%} "
        f"| {one.accused} of {one.clean} ({one.alarm_rate:.1%}) | {len(one.false_alarms)} |"
        for name, one in figures.items()
    ]
    head = (
        "| language | sentences | with numbers | digits | words | recall, digits | recall, words "
        "| clean sentences accused | false alarms |"
    )
    return "\n".join([head, "| --- " + "| ---: " * 8 + "|", *rows])


@pytest.mark.parametrize("name", [*LANGUAGES, "all"])
def test_numbers_are_found_and_other_words_left_alone(name: str) -> None:
    figures = measured()[name]
    kept = (
        not figures.missed_digits
        and figures.recall_words >= LEAST_RECALL_OF_WORDS
        and figures.alarm_rate <= MOST_FALSE_ALARMS
        and len(figures.false_alarms) <= MOST_FALSE_ALARMS * figures.sentences
    )
    assert kept, f"{as_table({name: figures})}{figures.complaint()}"


def test_the_corpus_is_large_and_half_planted() -> None:
    figures = measured()["all"]
    assert figures.sentences >= 320
    assert 0.45 <= figures.with_numbers / figures.sentences <= 0.55
    texts = [one.text for language in LANGUAGES for one in read_corpus(language)[1]]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_declared_term_is_used(language: str) -> None:
    terms, sentences = read_corpus(language)
    whole = " ".join(one.text for one in sentences)
    assert [term for term in terms if term not in whole] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clean_sentence_holds_no_digit_but_in_a_term(language: str) -> None:
    terms, sentences = read_corpus(language)
    unmarked = [blank_terms(terms, one.text) for one in sentences if not one.planted]
    assert [text for text in unmarked if any(char.isnumeric() for char in text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_authors_typed_is_judged_as_it_was_measured(language: str) -> None:
    """The check that users meet, with the topic's own terms, accuses the same sentences."""
    names, sentences = read_corpus(language)
    terms = [Term(text=name, why="a name") for name in names]
    place = Place("f.md", 1, 1)
    for sentence in sentences:
        found = find_numbers(blank_terms(names, sentence.text), language)
        said = list(check_literals([Literal(sentence.text, place)], terms, language))
        assert [one.place.column for one in said] == [start + 1 for start, _ in found], sentence


def test_a_finder_that_is_blind_or_sees_ghosts_is_told() -> None:
    blind = measure("en", lambda text, _: [])
    assert (blind.recall_digits, blind.recall_words, blind.accused) == (0, 0, 0)
    ghosts = measure("en", lambda text, _: [(0, len(text))])
    assert (ghosts.recall_digits, ghosts.recall_words, ghosts.alarm_rate) == (1, 1, 1)
    assert len(blind.missed_words) == blind.words
    assert "missed digits:" in blind.complaint()
    assert "false alarms:" in ghosts.complaint()


def test_marks_are_taken_out_and_kept_as_places() -> None:
    sentence = parse_sentence("en", "Pay [[5{nbsp}%]] to **[[two]]** men.", 7)
    assert sentence.text == "Pay 5\u00a0% to **two** men."
    assert [sentence.text[slice(*span)] for span in sentence.planted] == ["5\u00a0%", "two"]
    assert str(sentence).startswith("numbers.en.txt:7: Pay")
    with pytest.raises(AssertionError, match="open mark"):
        parse_sentence("en", "Pay [[five now.", 7)


@pytest.mark.parametrize("name", [*LANGUAGES, "all"])
def test_the_readme_shows_the_figures(name: str) -> None:
    row = as_table({name: measured()[name]}).splitlines()[-1]
    readme = (CORPUS / "README.md").read_text("utf-8")
    assert row in readme, f"tests/check/corpus/README.md is stale; the row is now\n{row}"


if __name__ == "__main__":
    print(as_table(measured()))
