"""Compare an edition's record with what its file says, page by page, fact by fact.

A record that was edited and a page that was edited both show here, for the one no longer agrees
with the other. Whether the bytes are those that were issued is the seal's matter.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from urllib.parse import unquote

from briefs.check.printed_words import plain, said_in_order, same_words, says, says_across
from briefs.model.attachment import RECORD
from briefs.model.plural import plural
from briefs.model.project import Format, Paper
from briefs.model.read_back import Difference, DifferenceKind, ReadBack
from briefs.model.record import Record, RecordedFact, RecordedSource
from briefs.model.text_numbers import numbers_in
from briefs.model.value import NUMERIC_KINDS

_NAMED = 6
"""So many numbers are named in one sentence; the rest are counted."""

_POINTS = {Paper.LETTER: (612.0, 792.0), Paper.A4: (595.28, 841.89)}
"""Width and height of papers; a page may lie on its side."""

_SHOWN = 160
"""So many letters of a sentence are shown."""


def check_record(record: Record, read: ReadBack, *, closely: bool = False) -> Iterator[Difference]:
    """Differences between a record and the file that it is embedded in.

    Args:
        record: The record in the file.
        read: What the file says.
        closely: Whether the facts of a page must stand in the order of the record. Another reader
            of PDF might find another order: ask for this where something is wrong already, to
            learn what.
    """
    yield from _values(record)
    yield from _metadata(record, read)
    yield from _attachments(record, read)
    yield from _titles(record, read)
    if read.form is Format.HTML:
        yield from _web_facts(record, read)
    else:
        yield from _Pages(record, read).differences(closely=closely)
    yield from _links(record, read, plain("\n".join([*read.pages, read.words])))
    for note in read.notes:
        words = f"page {note.page}: an annotation lies on the page ({note.type or 'of no type'})"
        yield Difference(DifferenceKind.ANNOTATION, words, note.page)


def _values(record: Record) -> Iterator[Difference]:
    """Facts whose value in the record is not the one in their words."""
    for fact in record.facts:
        if fact.value is None or fact.kind not in NUMERIC_KINDS:
            continue
        other = [words for words in fact.shown if _digits(fact.value) not in _digits(words)]
        if other:
            words = f"{_of(fact)} is {fact.value} by its value in the record, and "
            words += f"{_quoted(other)} by its words"
            yield Difference(DifferenceKind.RECORD, words, None, fact.id)


def _digits(text: str) -> str:
    """The digits of a text, whatever script they are in and whatever stands between them."""
    return "".join(str(unicodedata.digit(one)) for one in text if one.isdecimal())


def _metadata(record: Record, read: ReadBack) -> Iterator[Difference]:
    """What the file says of its record beside it."""
    named = {
        "record": sha256(read.record or b"").hexdigest(),
        "edition": str(record.edition),
        "factBase": record.fact_base,
    }
    wanted = named if read.form is Format.PDF else {"record": named["record"]}
    for name, value in wanted.items():
        said = read.marks.get(name)
        if said is None:
            yield Difference(
                DifferenceKind.METADATA, f"the metadata do not name the {_NAMES[name]}"
            )
        elif said != value and name == "record":
            words = "the record is not the one that the metadata name: one of them was changed"
            yield Difference(DifferenceKind.RECORD, words)
        elif said != value:
            words = f"the {_NAMES[name]} is {value} in the record and {said} in the metadata"
            yield Difference(DifferenceKind.METADATA, words)
    if read.language and not same_words(read.language, record.locale):
        words = f"the language is {record.locale} in the record and {read.language} in the metadata"
        yield Difference(DifferenceKind.METADATA, words)


_NAMES = {"record": "hash of the record", "edition": "edition", "factBase": "hash of the fact base"}


def _attachments(record: Record, read: ReadBack) -> Iterator[Difference]:
    """The files beside the record."""
    for name, digest in record.attachments.items():
        if name not in read.attachments:
            words = f"the embedded file {name} is gone"
        elif read.attachments[name] != digest:
            words = f"the embedded file {name} is not the one that the record names"
        else:
            continue
        yield Difference(DifferenceKind.ATTACHMENT, words)
    for name in read.attachments.keys() - record.attachments.keys() - {RECORD}:
        words = f'the file "{name}" is embedded, which the record does not name'
        yield Difference(DifferenceKind.ATTACHMENT, words)


def _titles(record: Record, read: ReadBack) -> Iterator[Difference]:
    for title in dict.fromkeys(read.titles):
        if not _is_title(title, record):
            words = f'the title is "{record.title}" in the record and "{title}" in the metadata'
            yield Difference(DifferenceKind.TITLE, words)
    if not read.titles:
        yield Difference(DifferenceKind.TITLE, "the metadata have no title")


def _is_title(title: str, record: Record) -> bool:
    """Whether a title is that of the record; a draft's says before it that it is one."""
    if record.draft:
        words = plain(record.title).split()
        return plain(title).split()[-len(words) :] == words
    return same_words(title, record.title)


def _links(record: Record, read: ReadBack, text: str) -> Iterator[Difference]:
    """Sources that the file lists, with the addresses that they are linked to."""
    linked = {unquote(link) for link in read.links}
    for source in record.sources:
        if source.url is None or unquote(source.url) in linked or not _listed(source, text):
            continue
        words = f'the source "{source.title}" is not linked to {source.url} as in the record'
        yield Difference(DifferenceKind.LINK, words)


def _listed(source: RecordedSource, text: str) -> bool:
    """Whether a source stands in the list of sources, in the words of that list."""
    return says(text, f"{source.publisher}, {source.title}")


def _web_facts(record: Record, read: ReadBack) -> Iterator[Difference]:
    """Facts of a web page, each in the elements that are said to be of it."""
    said: dict[str, list[str]] = {}
    for name, words in read.texts:
        said.setdefault(name, []).append(words)
    for fact in record.facts:
        found = said.pop(fact.id, [])
        if not found:
            yield Difference(DifferenceKind.FACT, f"{_of(fact)} is not on the page", None, fact.id)
            continue
        for words in dict.fromkeys(found):
            if not any(_is_said(fact, shown, words) for shown in fact.shown):
                told = f"{_of(fact)} is {_quoted(fact.shown)} in the record, and the page says "
                told += _quoted([words])
                yield Difference(DifferenceKind.FACT, told, None, fact.id)
    for name in said:
        words = f'the page prints the fact "{name}", which is not in the record'
        yield Difference(DifferenceKind.FACT, words, None, name)


def _is_said(fact: RecordedFact, shown: str, words: str) -> bool:
    """Whether an element says a fact: a value as it is, a sentence with what belongs to it."""
    if fact.value is not None:
        return same_words(shown, words)
    return says(plain(words), shown)


class _Pages:
    """The pages of a PDF beside those of its record."""

    def __init__(self, record: Record, read: ReadBack) -> None:
        self.record = record
        self.read = read
        self.count = read.page_count
        self.unread = not read.pages and read.page_count > 0
        self.numbers = [numbers_in(text) for text in read.pages]
        self.plain = [plain(text) for text in read.pages]
        self.wanted = [page.numbers for page in record.pages]
        self.place = dict(self._placed())

    def _placed(self) -> Iterator[tuple[int, int]]:
        """(page of the record, page of the file) from 0, also where pages have changed places."""
        left = set(range(len(self.wanted)))
        free = set(range(len(self.numbers)))
        for at in sorted(left & free):
            if self.wanted[at] == self.numbers[at]:
                left.remove(at)
                free.remove(at)
                yield at, at
        for at in sorted(left):
            same = next((one for one in sorted(free) if self.numbers[one] == self.wanted[at]), None)
            if same is not None and self.wanted[at]:
                left.remove(at)
                free.remove(same)
                yield at, same
        for at in sorted(left & free):
            yield at, at

    def differences(self, *, closely: bool) -> Iterator[Difference]:
        """All of them."""
        if self.count != len(self.wanted):
            words = f"it has {plural(self.count, 'page')}, and its record has {len(self.wanted)}"
            yield Difference(DifferenceKind.PAGES, words)
        yield from self._other_sizes()
        if self.unread:
            return
        yield from self._moved()
        yield from self._other_numbers()
        yield from self._facts(closely=closely)

    def _other_sizes(self) -> Iterator[Difference]:
        wanted = sorted(_POINTS[self.record.paper])
        for number, size in enumerate(self.read.sizes, 1):
            if any(abs(one - other) > 1 for one, other in zip(sorted(size), wanted, strict=True)):
                words = f"page {number}: the page is not {self.record.paper} as a whole: "
                words += f"{size[0]:.0f} by {size[1]:.0f} points can be seen"
                yield Difference(DifferenceKind.PAGES, words, number)

    def _moved(self) -> Iterator[Difference]:
        for at, there in sorted(self.place.items(), key=lambda pair: pair[1]):
            if at != there:
                words = f"page {there + 1} is page {at + 1} of the record"
                yield Difference(DifferenceKind.PAGES, words, there + 1)
        known = set(self.place.values())
        for there in range(len(self.numbers)):
            if there not in known:
                words = f"page {there + 1} is none of the pages in the record"
                yield Difference(DifferenceKind.PAGES, words, there + 1)
        for at in range(len(self.wanted)):
            if at not in self.place:
                words = f"page {at + 1} of the record is not there"
                yield Difference(DifferenceKind.PAGES, words)

    def _other_numbers(self) -> Iterator[Difference]:
        for at, there in sorted(self.place.items(), key=lambda pair: pair[1]):
            found, wanted = Counter(self.numbers[there]), Counter(self.wanted[at])
            more, fewer = sorted((found - wanted).elements()), sorted((wanted - found).elements())
            if not more and not fewer:
                continue
            has, lacks = _numbers(more), _numbers(fewer)
            if more and fewer:
                words = f"the page has {has}, and the record {lacks}"
            elif more:
                words = f"the page has {has}, which the record does not have there"
            else:
                words = f"the page lacks {lacks}, which the record has there"
            yield Difference(DifferenceKind.NUMBER, f"page {there + 1}: {words}", there + 1)

    def _facts(self, *, closely: bool) -> Iterator[Difference]:
        """Facts that the pages do not say as the record has them."""
        gone: set[str] = set()
        for fact in self.record.facts:
            there = [self.place[at - 1] for at in fact.pages if at - 1 in self.place]
            missing = [shown for shown in fact.shown if not self._found(shown, there)]
            if there and missing:
                gone.add(fact.id)
                where = f"page{'' if len(there) == 1 else 's'} {_numbered(there)}"
                words = f"{where}: {_of(fact)} is {_quoted(missing)} in the record, not on the page"
                yield Difference(DifferenceKind.FACT, words, there[0] + 1, fact.id)
        for at, there_now in sorted(self.place.items(), key=lambda pair: pair[1]):
            yield from self._places(at, there_now, gone, closely=closely)

    def _found(self, shown: str, there: Sequence[int]) -> bool:
        return any(says(self.plain[one], shown) for one in there) or any(
            says_across(self.plain[one], after, shown)
            for one in there
            for after in self.plain[one + 1 : one + 2]
        )

    def _places(
        self, at: int, there: int, gone: Collection[str], *, closely: bool
    ) -> Iterator[Difference]:
        """Facts that a page says more or less often than the record has it, or elsewhere."""
        facts = {fact.id: fact for fact in self.record.facts if fact.id not in gone}
        wanted = [name for name in self.record.pages[at].facts if name in facts]
        forms = [(name, fact.shown) for name, fact in facts.items()]
        said = said_in_order(self.read.pages[there], forms)
        now, then = Counter(said), Counter(wanted)
        for name, fact in facts.items():
            if now[name] != then[name]:
                words = f"page {there + 1}: {_of(fact)} is {_quoted(fact.shown)} at "
                words += f"{plural(then[name], 'place')} in the record, on the page at {now[name]}"
                yield Difference(DifferenceKind.FACT, words, there + 1, name)
        if closely and now == then and list(said) != wanted:
            name, other = next(pair for pair in zip(wanted, said, strict=True) if len({*pair}) > 1)
            words = f"page {there + 1}: where the record has {_of(facts[name])}, the page has "
            words += _of(facts[other])
            yield Difference(DifferenceKind.FACT, words, there + 1, name)


def _of(fact: RecordedFact) -> str:
    """What a difference calls a fact."""
    return f"{fact.label} ({fact.id})" if fact.label else f'"{fact.id}"'


def _quoted(texts: Iterable[str]) -> str:
    shown = [text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in texts]
    return " or ".join(f'"{text}"' for text in shown)


def _numbers(numbers: Sequence[str]) -> str:
    rest = len(numbers) - _NAMED
    named = ", ".join(number.replace("\u00a0", " ") for number in numbers[:_NAMED])
    return f"{named} and {rest} more" if rest > 0 else named


def _numbered(pages: Iterable[int]) -> str:
    return " and ".join(str(page + 1) for page in pages)
