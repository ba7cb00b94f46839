"""Rules for evidence: it stands in a copy of its source, word for word.

Only white space and the two ways of writing an accented letter (Unicode NFC) make no difference.
Evidence is whole words and whole numbers: "5 homes" is no part of "15 homes".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Severity
from briefs.model.fact import Fact
from briefs.model.plural import plural
from briefs.model.source import Source
from briefs.model.source_copy import COPY_SUFFIXES, SourceCopy
from briefs.model.topic import Topic

SHOWN_DIGITS = 12
"""How much of a hash a finding shows."""

_LONGEST_PASSAGE = 160
_COMMON = 200
"""A word that stands more often in a copy tells little about where a passage is."""


def check_evidence(topic: Topic, copies: Mapping[str, SourceCopy]) -> Iterator[Diagnostic]:
    """Facts whose evidence does not stand in the copy of their source, and copies that changed.

    Args:
        topic: The topic.
        copies: By source id, as they were read.
    """
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in topic.facts.values():
        if fact.evidence is not None:
            facts[fact.source].append(fact)
    for source in topic.sources.values():
        cited_by = facts.get(source.id, [])
        copy = copies.get(source.id)
        if copy is None:
            if cited_by:
                yield _no_copy(source, len(cited_by))
            continue
        yield from _altered(source, copy)
        if copy.text is not None:
            yield from _of_facts(cited_by, copy.file, Passages(copy.text))
        elif copy.digests and cited_by:
            yield _no_text(source, copy, len(cited_by))


def _no_copy(source: Source, facts: int) -> Diagnostic:
    names = ", ".join(f"{source.id}{suffix}" for suffix in COPY_SUFFIXES)
    return Diagnostic(
        Code.COPY_MISSING,
        f'there is no copy of "{source.id}", so the evidence of {plural(facts, "fact")} is not '
        "compared",
        source.origin.at("id"),
        f"put one into the folder of copies under one of the names {names}",
        Severity.WARNING,
    )


def _no_text(source: Source, copy: SourceCopy, facts: int) -> Diagnostic:
    return Diagnostic(
        Code.COPY_MISSING,
        f"{copy.file} has no text that we read, so the evidence of {plural(facts, 'fact')} is not "
        "compared",
        source.origin.at("id"),
        f"put its text beside it, as {source.id}.txt",
        Severity.WARNING,
    )


def _altered(source: Source, copy: SourceCopy) -> Iterator[Diagnostic]:
    if source.sha256 is None or not copy.digests or source.sha256 in copy.digests:
        return
    found = " and ".join(digest[:SHOWN_DIGITS] for digest in copy.digests)
    yield Diagnostic(
        Code.COPY_ALTERED,
        f"{copy.file} has the SHA-256 {found}…, but the facts were read from a copy with "
        f"{source.sha256[:SHOWN_DIGITS]}…",
        source.origin.at("sha256"),
        "put back the copy that the facts were read from, or look at each of its facts again and "
        "record the new SHA-256",
    )


def _of_facts(facts: Sequence[Fact], file: str, passages: Passages) -> Iterator[Diagnostic]:
    for fact in facts:
        evidence = fact.evidence or ""
        if passages.hold(evidence):
            continue
        nearest = passages.nearest(evidence)
        has = f"it has “{nearest}”" if nearest else "nor does anything like it"
        yield Diagnostic(
            Code.EVIDENCE_MISSING,
            f'the evidence of "{fact.id}" does not stand in {file}; {has}',
            fact.origin.at("evidence"),
            "copy the words from there, character by character; if they changed, look at the value "
            "again",
        )


@dataclass(slots=True)
class Passages:
    """A copy's text, in which evidence is sought.

    Attributes:
        text: The text, its white space and accents folded.
    """

    text: str
    _words: list[re.Match[str]] = field(default_factory=list)
    _places: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = folded(self.text)

    def hold(self, evidence: str) -> bool:
        """Whether the evidence stands in the text as whole words and numbers."""
        sought = folded(evidence)
        start = self.text.find(sought)
        while start >= 0:
            if _whole(self.text, start, start + len(sought)):
                return True
            start = self.text.find(sought, start + 1)
        return False

    def nearest(self, evidence: str) -> str:
        """The passage that shares most words with the evidence; empty where none shares half."""
        if not self._places:
            self._index()
        sought = [_key(word) for word in folded(evidence).split()]
        votes: Counter[int] = Counter()
        for number, key in enumerate(sought):
            places = self._places.get(key, ())
            for place in places if len(places) <= _COMMON else ():
                votes[place - number] += 1
        if not votes:
            return ""
        first = max(votes, key=lambda start: (votes[start], -start))
        last = min(first + len(sought), len(self._words))
        first = max(first, 0)
        shared = Counter(sought) & Counter(_key(word[0]) for word in self._words[first:last])
        if 2 * shared.total() < len(sought):
            return ""
        return _shown(self.text[self._words[first].start() : self._words[last - 1].end()])

    def _index(self) -> None:
        self._words = list(re.finditer(r"\S+", self.text))
        places: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            places[_key(word[0])].append(number)
        self._places = dict(places)


def folded(text: str) -> str:
    """A text in which each run of white space is one space, in Unicode's form NFC."""
    return " ".join(normalize("NFC", text).split())


_WITHIN = re.compile(r"[^\W_]{2}|\d[.,]\d")
"""Two characters of one word, or three of one number."""


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a part of a text begins and ends between words and between numbers."""
    cuts = [text[max(start - before, 0) : start + 1] for before in (1, 2)]
    cuts += [text[end - 1 : end + after] for after in (1, 2)]
    return not any(_WITHIN.fullmatch(cut) for cut in cuts)


def _key(word: str) -> str:
    """A word as it is compared where only likeness counts."""
    return "".join(filter(str.isalnum, word)).casefold() or word


def _shown(passage: str) -> str:
    plain = "".join(one if one.isprintable() else "\ufffd" for one in passage)
    return plain if len(plain) <= _LONGEST_PASSAGE else f"{plain[:_LONGEST_PASSAGE].rstrip()}…"
