"""The report of a regeneration in Markdown: what changed, what to review, what comes due next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from briefs.cli.differences import as_markdown
from briefs.cli.markdown import code, escaped, link, table
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from briefs.model.ledger import Series
from briefs.model.output_folder import SUPERSEDED
from briefs.model.plural import plural
from briefs.publish.regeneration.page_pictures import Pictured
from briefs.publish.regeneration.regenerate import AHEAD, NewEdition, Regenerated, ToReview

_LISTED = 8
"""Names in a cell of a table, at the most."""


def headline(done: Regenerated) -> str:
    """What came of it, in one line of plain text.

    >>> from datetime import date
    >>> from pathlib import Path
    >>> headline(Regenerated(date(2025, 9, 2), Path()))
    'Briefs of 2025-09-02: nothing changed'
    """
    parts = [
        plural(number, noun) + rest
        for number, noun, rest in (
            (len(done.new), "new edition", ""),
            (len(done.again), "edition", " set again"),
            (len(done.due), "fact", " to review"),
            (len(done.stopped), "brief", " not built"),
            (len(done.failures), "edition", " failed"),
            (0 if done.stopped else len(done.errors), "error", ""),
        )
        if number
    ]
    said = ", ".join(parts) or "nothing changed"
    if not done.changed and said != "nothing changed":
        said = f"no new edition, {said}"
    return f"Briefs of {done.day}: {said}"


def first_part(done: Regenerated) -> str:
    """What somebody must know who reviews it, without the headline; a commit's message has it."""
    parts = [*_what_changed(done), *_to_review(done), *_not_built(done)]
    return "\n\n".join(parts or ["Every edition stays as it is."])


def report(
    done: Regenerated,
    pictures: Sequence[Pictured] = (),
    shown: Callable[[str, str], str] = lambda words, name: f"![{words}](<{name}>)",
) -> str:
    """All that there is to say.

    Args:
        done: What was regenerated.
        pictures: Pages before and after.
        shown: Shows a picture, given what it is of and its file's name.
    """
    parts = [
        f"# {headline(done)}",
        first_part(done),
        *_pages(pictures, shown),
        *_coming(done),
        *_left_alone(done),
    ]
    return "\n\n".join(parts) + "\n"


def _what_changed(done: Regenerated) -> Iterator[str]:
    if any(one.former for one in done.new):
        yield "## What changed"
        yield as_markdown(done.comparison)
    if done.new:
        rows = [(code(one.entry.series.name), _number(one), _why(one)) for one in done.new]
        yield "## New editions"
        yield table(("Edition", "Number", "Why"), rows)
    if done.again:
        names = [f"{one.series.name}@{one.edition}" for one in done.again]
        yield f"Set again by newer engines, with the same number and words: {_listed(names)}"
    if done.retired:
        yield f"Of replaced editions, and kept in `{SUPERSEDED}/` now: {_listed(done.retired)}"


def _number(one: NewEdition) -> str:
    former = one.former_entry
    return f"{one.entry.edition}, replaces {former.edition}" if former else f"{one.entry.edition}"


def _why(one: NewEdition) -> str:
    if one.former_entry is None:
        return "the first one"
    if one.former is None:
        return "the record of the edition before is not kept here"
    changed = [change.fact for change in one.changes.changes] if one.changes else []
    confirmed = [fact.id for fact in one.confirmed]
    parts = [
        f"changed: {_listed(changed)}" if changed else "",
        f"looked at again, or other days: {_listed(confirmed)}" if confirmed else "",
        f"words and looks: {_listed(one.files_changed)}" if one.files_changed else "",
    ]
    return "<br>".join(filter(None, parts)) or "words or looks"


def _to_review(done: Regenerated) -> Iterator[str]:
    if not done.due:
        return
    yield "## To review"
    overdue = [one for one in done.due if one.state.refused_from <= done.day]
    words = (
        "Look at the source of each again and set value, `as_of` and `review_by`, or hold it. "
        "Until then it is printed with its date."
    )
    if overdue:
        words += " What is in bold is past its time of grace and stops its briefs."
    yield words
    yield _facts(done.due, overdue)


def _facts(facts: Sequence[ToReview], overdue: Sequence[ToReview] = ()) -> str:
    head = ["Due", "Fact", "Owner", "Value", "Source", "Refused from", "Printed in"]
    return table(head, [_row(one, strong=one in overdue) for one in facts])


def _row(one: ToReview, *, strong: bool) -> list[str]:
    state = one.state
    mark = "**" if strong else ""
    source = state.topic.sources.get(state.fact.source)
    cited = "–"
    if source is not None:
        words = f"{source.publisher}, {source.title}"
        cited = link(words, source.url) if source.url else escaped(words)
    return [
        f"{mark}{state.due}{mark}",
        f"{code(state.fact.id)}<br>{code(str(state.fact.origin.at('id')))}",
        escaped(state.owner or "nobody named"),
        escaped(state.shown),
        cited,
        f"{state.refused_from}",
        _listed(one.printed_in),
    ]


def _not_built(done: Regenerated) -> Iterator[str]:
    if not done.stopped and not done.errors and not done.failures:
        return
    yield "## Not built" if done.stopped or done.failures else "## Errors"
    if done.stopped:
        named = _listed(list(done.stopped), len(done.stopped))
        yield f"{named}: the editions that readers have stay as they are."
    others = [one for one in done.errors if one.code != Code.REVIEW_OVERDUE]
    if others:
        yield "\n".join(map(_item, others))
    for edition, error in done.failures:
        yield f"- {code(str(edition))}: {escaped(error.message)}; {escaped(error.mend)}"


def _item(finding: Diagnostic) -> str:
    mend = f"; {escaped(finding.mend)}" if finding.mend else ""
    return f"- {code(finding.code)} {code(str(finding.place))}: {escaped(finding.message)}{mend}"


def _pages(pictures: Sequence[Pictured], shown: Callable[[str, str], str]) -> Iterator[str]:
    if not pictures:
        return
    yield "## Pages before and after"
    yield "Pages that look as they did are left out."
    for series, own in groupby(pictures, key=lambda one: one.edition.entry.series):
        found = list(own)
        former = found[0].edition.former_entry
        before = f"Edition {former.edition}" if former else "Before"
        after = f"Edition {found[0].edition.entry.edition}"
        yield f"### {escaped(series.name)}"
        yield table((before, after), [_pair(series, one, before, after, shown) for one in found])


def _pair(
    series: Series, one: Pictured, before: str, after: str, shown: Callable[[str, str], str]
) -> list[str]:
    absent = "none" if one.edition.former_entry is None else "not kept here, or no such page"
    return [
        shown(f"{series.name}, {edition.lower()}, page {one.page}", name) if name else other
        for edition, name, other in (
            (before, one.before, absent),
            (after, one.after, "no such page any more"),
        )
    ]


def _coming(done: Regenerated) -> Iterator[str]:
    yield f"## Comes due within {AHEAD} days"
    if done.soon:
        yield _facts(done.soon)
    elif done.errors and not done.written and not done.due:
        yield "Nobody knows, for no page could be composed."
    else:
        yield f"Nothing until {done.day + timedelta(days=AHEAD)}."


def _left_alone(done: Regenerated) -> Iterator[str]:
    restored = [one.path.relative_to(done.folder).as_posix() for one in done.restored]
    yield "## Left alone"
    yield "\n".join(f"- {code(name)}" for name in done.left) or "Nothing."
    if restored:
        yield f"Missing from their place, and made again as they were: {_listed(restored)}"


def _listed(names: Sequence[str], most: int = _LISTED) -> str:
    """Names as code; many of them are counted."""
    shown = [code(name) for name in names[:most]]
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return ", ".join([*shown, *more])
