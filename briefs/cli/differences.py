"""What changed, in forms to be read: text for a terminal, Markdown for a comment, JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import click

from briefs.cli.markdown import code, escaped, link, table
from briefs.cli.output import visible
from briefs.model.plural import plural
from briefs.model.record import Change, ChangeKind, RecordedFact, RecordedSource
from briefs.model.value import NUMERIC_KINDS, Qualifier
from briefs.publish.editions.diff import Comparison, Group, Side

FORMATS = ("text", "json", "markdown")

_COLOURS = {
    ChangeKind.CORRECTED: "magenta",
    ChangeKind.UPDATED: "yellow",
    ChangeKind.WITHDRAWN: "red",
    ChangeKind.STALE: "yellow",
    ChangeKind.ADDED: "green",
    ChangeKind.DROPPED: "red",
}


_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
"""A record from a file of whatever origin may hold anything."""


class Aspect(NamedTuple):
    """One way in which a fact is not as it was.

    Attributes:
        name: What of it; empty of its value or its sentence.
        old: As it was; empty where there was none.
        new: As it is; empty where there is none.
    """

    name: str
    old: str
    new: str


def in_form(comparison: Comparison, form: str) -> str:
    """A comparison in one of :data:`FORMATS`."""
    forms = {"text": as_text, "json": as_json, "markdown": as_markdown}
    return forms[form](comparison)


def as_text(comparison: Comparison) -> str:
    """A block for each fact, under its topic or edition; the last line counts them."""
    lines: list[str] = []
    for group in comparison.groups:
        lines += [click.style(visible(group.title), bold=True)]
        for change in group.changes:
            lines += [*_block(change, group), ""]
    return "\n".join([*lines, _counted(comparison)])


def _block(change: Change, group: Group) -> Iterator[str]:
    kind = click.style(f"{change.kind:<9}", fg=_COLOURS[change.kind])
    label = _label(change)
    yield f"  {kind}  {change.fact}" + (f"  {visible(label)}" if label else "")
    for aspect in aspects(change, group):
        if not aspect.name:
            yield from _two_lines(aspect)
        else:
            was = " → ".join(dict.fromkeys(filter(None, (aspect.old, aspect.new))))
            yield f"    {aspect.name:<8} {visible(was)}"
    if change.reason:
        yield f"    {'reason':<8} {visible(change.reason)}"


def _two_lines(aspect: Aspect) -> Iterator[str]:
    if aspect.old == aspect.new:
        yield f"      {visible(aspect.new)}"
        return
    if aspect.old:
        yield click.style(f"    - {visible(aspect.old)}", fg="red")
    if aspect.new:
        yield click.style(f"    + {visible(aspect.new)}", fg="green")


def as_markdown(comparison: Comparison) -> str:
    """A line that counts the changes, and a table for each topic or edition.

    It can stand in the comment of a pull request: nothing in a fact is taken for Markdown, HTML or
    the name of somebody to be told.
    """
    old, new = (code(_named(side)) for side in (comparison.old, comparison.new))
    if not comparison.groups:
        return f"**No fact changed** from {old} to {new}."
    parts = [f"**{_tally(comparison)}** from {old} to {new}"]
    for group in comparison.groups:
        rows = [_row(change, group) for change in group.changes]
        with_reasons = any(change.reason for change in group.changes)
        parts.append(_table(group.title, rows, reasons=with_reasons))
    return "\n\n".join(parts)


def _table(title: str, rows: list[list[str]], *, reasons: bool) -> str:
    head = ["Change", "Fact", "Was", "Is", "Source", *(["Reason"] if reasons else [])]
    return f"### {escaped(title)}\n\n{table(head, (row[: len(head)] for row in rows))}"


def _row(change: Change, group: Group) -> list[str]:
    found = {aspect.name: aspect for aspect in aspects(change, group)}
    source = found.pop("source")
    was = [_told(one.name, one.old) for one in found.values() if one.old]
    now = [_told(one.name, one.new) for one in found.values() if one.new]
    cited = [_linked(change, group)]
    if source.old and source.new and source.old != source.new:
        cited.append(f"was: {escaped(source.old)}")
    label = [escaped(_label(change))] if _label(change) else []
    return [
        f"**{change.kind}**",
        "<br>".join([*label, code(change.fact)]),
        "<br>".join(was) or "–",
        "<br>".join(now) or "–",
        "<br>".join(cited),
        escaped(change.reason or ""),
    ]


def _told(name: str, words: str) -> str:
    return f"{name}: {escaped(words)}" if name else escaped(words)


def _linked(change: Change, group: Group) -> str:
    """The source of a fact, linked to where it was published."""
    fact, sources = _current(change, group)
    source = sources.get(fact.source)
    words = _cited(fact, sources)
    return escaped(words) if source is None or source.url is None else link(words, source.url)


def as_json(comparison: Comparison) -> str:
    """A comparison as one JSON object, in plain ASCII.

    It has ``old`` and ``new`` (what was compared), ``changes`` (how many there are) and ``groups``,
    each with ``title`` and ``changes``. A change has ``fact``, ``kind``, ``reason``, ``old`` and
    ``new`` (the fact as a record has it, or null), ``old_source`` and ``new_source``.
    """
    data = {
        "old": _plain_side(comparison.old),
        "new": _plain_side(comparison.new),
        "changes": len(comparison.changes),
        "groups": [
            {"title": group.title, "changes": [_plain(one, group) for one in group.changes]}
            for group in comparison.groups
        ],
    }
    return json.dumps(data, indent=2)


def _plain_side(side: Side) -> dict[str, Any]:
    record = side.record
    if record is None:
        return {"name": side.name, "edition": None}
    return {
        "name": side.name,
        "edition": record.edition,
        "brief": record.brief,
        "audience": record.audience,
        "locale": record.locale,
        "built_on": record.built_on.isoformat(),
        "fact_base": record.fact_base,
    }


def _plain(change: Change, group: Group) -> dict[str, Any]:
    old = group.old_sources.get(change.old.source) if change.old else None
    new = group.new_sources.get(change.new.source) if change.new else None
    return {
        **change.model_dump(mode="json"),
        "old_source": old and old.model_dump(mode="json"),
        "new_source": new and new.model_dump(mode="json"),
    }


# --- What changed of a fact --------------------------------------------------------------------


def aspects(change: Change, group: Group) -> Iterator[Aspect]:
    """What there is to say of a change: the value or the sentence first, the source last."""
    old, new = change.old, change.new
    yield Aspect("", said(old) if old else "", said(new) if new else "")
    if old and new:
        for name, was, now in (
            ("called", old.label, new.label),
            ("said by", old.attribution, new.attribution),
            ("as of", old.as_of.isoformat(), new.as_of.isoformat()),
        ):
            if was != now:
                yield Aspect(name, was or "", now or "")
        if change.kind is ChangeKind.STALE:
            yield Aspect("due", "", new.review_by.isoformat())
    yield Aspect(
        "source",
        _cited(old, group.old_sources) if old else "",
        _cited(new, group.new_sources) if new else "",
    )


def said(fact: RecordedFact) -> str:
    """A fact's value with qualifier and unit, in English and in no locale's form; or its sentence.

    >>> from datetime import date
    >>> said(RecordedFact(id="a", kind="count", value="1700", unit="homes", qualifier="at least",
    ...     shown=(), as_of=date.min, review_by=date.min, source="s"))
    'at least 1,700 homes'
    """
    if fact.value is None:
        return next(iter(fact.shown), "")
    value = fact.value
    if fact.kind in NUMERIC_KINDS and _NUMBER.fullmatch(value):
        value = f"{Decimal(value):,f}"
    qualifier = "" if fact.qualifier is Qualifier.EXACTLY else fact.qualifier.value
    return " ".join(filter(None, (qualifier, value, fact.unit)))


def _label(change: Change) -> str:
    fact = change.new or change.old
    return (fact.label or "") if fact else ""


def _current(change: Change, group: Group) -> tuple[RecordedFact, Mapping[str, RecordedSource]]:
    """The fact as it is, or as it was where it is gone, with the sources of that side."""
    if change.new is not None:
        return change.new, group.new_sources
    assert change.old is not None  # noqa: S101 - a change is of a fact
    return change.old, group.old_sources


def _cited(fact: RecordedFact, sources: Mapping[str, RecordedSource]) -> str:
    source = sources.get(fact.source)
    if source is None:
        return fact.source
    day = f" ({source.published.isoformat()})" if source.published else ""
    return f"{source.publisher}, {source.title}{day}"


def _named(side: Side) -> str:
    """A side with the number of its edition, where its name does not say it."""
    if side.record is None or side.name.endswith(f"@{side.record.edition}"):
        return side.name
    return f"{side.name} (edition {side.record.edition})"


def _counted(comparison: Comparison) -> str:
    old, new = (visible(_named(side)) for side in (comparison.old, comparison.new))
    what = _tally(comparison) if comparison.groups else "no fact changed"
    return f"{what} from {old} to {new}"


def _tally(comparison: Comparison) -> str:
    """How many facts changed, and in which way."""
    counts = Counter(change.kind for change in comparison.changes)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])
    return f"{plural(counts.total(), 'fact')} changed ({kinds})"
