"""The hashes by which the state of a fact or a brief is known, as it is approved.

A hash is of what a reader gets and of what says whether it is right. Where and in what order it is
written does not count, so that a file can be put in order without voiding what was approved.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefs.model.canonical import canonical_json
from briefs.model.edition import Edition
from briefs.model.entry import Entry
from briefs.model.fact import Fact
from briefs.model.template import Prose
from briefs.model.topic import Topic

_FACT_CALL = re.compile(r"""\b(?:fact|say|quote|note|pair)\(\s*["']([a-z0-9-]+)["']""")


def fact_hash(topic: Topic, fact: Fact) -> str:
    """SHA-256 of a fact with all that it rests on.

    That is its entry, those of the facts that it is computed from or that its words name, their
    sources, and the nouns of their units. What is left out and what is its default are the same.

    Args:
        topic: The topic that it is of.
        fact: The fact.
    """
    facts = list(_with_all_below(topic, fact))
    sources = {one.source for one in facts} & topic.sources.keys()
    units = {one.unit for one in facts if one.unit is not None} & topic.sheet.units.keys()
    state = {
        "fact": fact.id,
        "facts": {one.id: _plain(one) for one in facts},
        "sources": {name: _plain(topic.sources[name]) for name in sources},
        "units": {name: topic.sheet.units[name] for name in units},
    }
    return hashlib.sha256(canonical_json(state)).hexdigest()


def words_hash(prose: Prose) -> str:
    """SHA-256 of a prose file's words, title and summary included; its other head does not count.

    Args:
        prose: The prose file.
    """
    words = [prose.sheet.title, prose.sheet.summary, prose.source.text.strip()]
    return hashlib.sha256(canonical_json(words)).hexdigest()


def _plain(entry: Entry) -> dict[str, Any]:
    """An entry as plain data, with lists whose order says nothing sorted."""
    plain = entry.model_dump(mode="json", exclude_defaults=True)
    return {
        key: sorted(value) if isinstance(value, list) else value for key, value in plain.items()
    }


def _with_all_below(topic: Topic, fact: Fact) -> Iterator[Fact]:
    """A fact, those it is computed from and those that its words name, each once."""
    seen = {fact.id}
    waiting = [fact]
    while waiting:
        one = waiting.pop()
        yield one
        new = {*one.inputs, *_named_in_words(one)} & topic.facts.keys() - seen
        seen |= new
        waiting += (topic.facts[name] for name in new)


def _named_in_words(fact: Fact) -> Iterator[str]:
    for words in (fact.label, fact.text, fact.attribution, fact.note, fact.reaches):
        for text in (words or {}).values():
            yield from _FACT_CALL.findall(text)


def brief_hash(contents: Mapping[Edition, str]) -> str:
    """The hash of a brief, or of a part of it, by the contents of its editions.

    Of one edition it is the content hash itself, as the edition's record has it. Of several it is
    the SHA-256 of a line for each, as ``sha256sum`` writes them: hash, two blanks, file; sorted by
    file.

    Args:
        contents: The content hash of each edition; at least one.
    """
    if len(contents) == 1:
        return next(iter(contents.values()))
    named = sorted((edition.file, digest) for edition, digest in contents.items())
    lines = "".join(f"{digest}  {file}\n" for file, digest in named)
    return hashlib.sha256(lines.encode()).hexdigest()
