"""What changed between two records: by fact, whatever was done to the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from briefs.model.fact import parse_value
from briefs.model.record import Change, ChangeKind, Record, RecordedFact, RecordedSource

_ORDER = {kind: number for number, kind in enumerate(ChangeKind)}


class Claims(NamedTuple):
    """What is compared: facts with all that it takes to judge them.

    Attributes:
        facts: Each once, in the order of the page or of the file.
        sources: Where they are from.
        withdrawn: Ids of the facts that are no longer held true.
        locale: The language of their words; words are compared within one locale only.
        absent: What a table says of a fact that has no value, where that is known: who prints only
            that has not changed its sentence.
    """

    facts: tuple[RecordedFact, ...]
    sources: tuple[RecordedSource, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    locale: str = ""
    absent: str = ""

    @classmethod
    def of(cls, record: Record) -> Claims:
        """What an edition printed."""
        return cls(record.facts, record.sources, frozenset(record.withdrawn), record.locale)


def changes(
    old: Record, new: Record, *, corrections: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """What changed from one edition to another.

    See :func:`compare` for what counts as a change.

    Args:
        old: What the former one printed.
        new: What the newer one prints.
        corrections: What was wrong with facts of the former one, by id.
    """
    return compare(Claims.of(old), Claims.of(new), corrections=corrections)


def compare(
    old: Claims, new: Claims, *, corrections: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """What changed from one state of the facts to another.

    A change is another value, unit or qualifier, another publication as the source, and within one
    locale other words: what a value is called, the sentence, whose it is. A sentence is not one
    for the values of other facts in it, which are changes of their own. A newer date, or a later
    review, confirms a fact and changes nothing.

    Args:
        old: The former one.
        new: The newer one.
        corrections: What was wrong with facts of the former one, by id.

    Returns:
        The corrected facts, then the updated, withdrawn, stale, added and dropped ones, each kind
        in the order of the newer state, and of the former one where they are gone.
    """
    corrections = corrections or {}
    judged = _Judge(old, new)
    found = [*judged.kept(corrections), *judged.gone(corrections)]
    return tuple(sorted(found, key=lambda change: _ORDER[change.kind]))


class _Judge:
    """Judges the facts of two states against each other."""

    def __init__(self, old: Claims, new: Claims) -> None:
        self.old = {fact.id: fact for fact in old.facts}
        self.new = {fact.id: fact for fact in new.facts}
        self.withdrawn = new.withdrawn
        self.old_sources = {source.id: source for source in old.sources}
        self.new_sources = {source.id: source for source in new.sources}
        self.one_language = old.locale == new.locale
        self.absent = {_plain(words) for words in (old.absent, new.absent) if words}
        other = [
            name for name in self.old.keys() & self.new.keys()
            if _claim(self.old[name]) != _claim(self.new[name])
        ]  # fmt: skip
        self.old_values = _Values(self.old[name] for name in other)
        self.new_values = _Values(self.new[name] for name in other)

    def kept(self, corrections: Mapping[str, str]) -> Iterator[Change]:
        """Changes of the facts that there are now."""
        for name, new in self.new.items():
            old = self.old.get(name)
            kind = ChangeKind.ADDED
            if old is not None:
                found = self._kind(old, new, wrong=name in corrections)
                if found is None:
                    continue
                kind = found
            reason = corrections[name] if kind is ChangeKind.CORRECTED else None
            yield Change(fact=name, kind=kind, old=old, new=new, reason=reason)

    def gone(self, corrections: Mapping[str, str]) -> Iterator[Change]:
        """Changes of the facts that there were before."""
        for name, old in self.old.items():
            if name in self.new:
                continue
            kind = ChangeKind.WITHDRAWN if name in self.withdrawn else ChangeKind.DROPPED
            if name in corrections:
                kind = ChangeKind.CORRECTED
            yield Change(fact=name, kind=kind, old=old, reason=corrections.get(name))

    def _kind(self, old: RecordedFact, new: RecordedFact, *, wrong: bool) -> ChangeKind | None:
        """Why a fact is not as it was; None where it is."""
        changed = self._changed(old, new)
        if wrong and (changed or _noted(old) != _noted(new)):
            return ChangeKind.CORRECTED
        if changed:
            return ChangeKind.UPDATED
        return ChangeKind.STALE if new.stale and not old.stale else None

    def _changed(self, old: RecordedFact, new: RecordedFact) -> bool:
        """Whether a reader is told something else."""
        return (
            _claim(old) != _claim(new)
            or not self._same_source(old.source, new.source)
            or (self.one_language and self._words_differ(old, new))
        )

    def _words_differ(self, old: RecordedFact, new: RecordedFact) -> bool:
        before, after = self.old_values.out_of, self.new_values.out_of
        called = any(
            before(one or "") != after(other or "")
            for one, other in ((old.label, new.label), (old.attribution, new.attribution))
        )
        if called or old.value is not None or new.value is not None:
            return called
        was, now = {*map(before, old.shown)}, {*map(after, new.shown)}
        sentences = (was - self.absent, now - self.absent)
        return not was & now and all(sentences)

    def _same_source(self, old: str, new: str) -> bool:
        """Whether two ids are one publication: a source can be renamed, and its title mended."""
        one, other = self.old_sources.get(old), self.new_sources.get(new)
        if one is None or other is None:
            return old == new
        same_name = (one.publisher, one.title) == (other.publisher, other.title)
        alike = same_name or (one.url is not None and one.url == other.url)
        return alike and (old == new or one.published == other.published)


def _claim(fact: RecordedFact) -> tuple[object, ...]:
    """What is claimed, whatever it is called and in whatever form it is written."""
    if fact.value is None:
        return (None,)
    try:
        value = parse_value(fact.value, fact.kind)
    except ValueError:  # a computed value can have more digits than one that is typed
        value = fact.value
    return (value, fact.unit, fact.qualifier)


def _noted(fact: RecordedFact) -> tuple[object, ...]:
    """What a correction may have mended, besides what the page says."""
    return (fact.kind, fact.as_of, fact.evidence, fact.formula)


class _Values:
    """The values of changed facts, to be taken out of words that print them."""

    def __init__(self, facts: Iterable[RecordedFact]) -> None:
        shown = {_plain(words) for fact in facts if fact.value for words in fact.shown}
        longest_first = sorted(shown - {""}, key=lambda words: (-len(words), words))
        pattern = "|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in longest_first)
        self._pattern = re.compile(pattern) if pattern else None

    def out_of(self, words: str) -> str:
        """Words with a gap where the value of a changed fact stood."""
        plain = _plain(words)
        return self._pattern.sub("\0", plain) if self._pattern else plain


def _plain(words: str) -> str:
    """Words with single, ordinary spaces."""
    return " ".join(words.split())
