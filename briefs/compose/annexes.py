"""What goes with an edition for those who compute with it: its figures' data, its citations."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from briefs.compose.page import Page
from briefs.compose.plain_words import PlainWords, with_blanks
from briefs.compose.printer import begun
from briefs.model.attachment import CITATIONS, FIGURES, KINDS, Attachment
from briefs.model.edition import Edition
from briefs.model.fact import Fact
from briefs.model.figure import Figure
from briefs.model.freshness import Calendar
from briefs.model.project import Project
from briefs.model.source import Source
from briefs.model.topic import Topic

COLUMNS = (
    "figure", "caption", "group", "label", "fact", "value", "unit", "qualifier", "measure",
    "period", "place", "shown", "as_of", "source",
)  # fmt: skip
"""Columns of the figures' data; measure is result, goal or limit."""

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins with one of these for a formula."""

_TYPES: Mapping[str, str] = {
    "news": "article-newspaper",
    "government": "report",
    "law": "legislation",
    "data": "dataset",
    "research": "report",
}
"""Types of CSL by the kind of a source; others are a web page or a document."""


def annexes(
    page: Page, edition: Edition, project: Project, calendar: Calendar
) -> tuple[Attachment, ...]:
    """The files that are embedded beside the record.

    Args:
        page: The composed page.
        edition: Which.
        project: All that was read.
        calendar: As the page was composed with.
    """
    return (
        Attachment(
            FIGURES,
            KINDS[FIGURES],
            figures_csv(page, edition, project, calendar),
            "Data of the figures and tables",
        ),
        Attachment(
            CITATIONS,
            KINDS[CITATIONS],
            citations(page, project.topics[edition.topic]),
            "Sources cited, for reference managers",
        ),
    )


def figures_csv(page: Page, edition: Edition, project: Project, calendar: Calendar) -> bytes:
    """The data of all figures and tables that a page shows, as one table, a value a row.

    CSV as RFC 4180 has it, in UTF-8, with the head :data:`COLUMNS`; figures in the order of the
    page. A text that a spreadsheet would take for a formula begins with an apostrophe.

    Args:
        page: The composed page.
        edition: Which.
        project: All that was read.
        calendar: As the page was composed with.
    """
    topic = project.topics[edition.topic]
    words = PlainWords(edition, project, calendar)
    table = StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for name in page.figures:
        writer.writerows(_rows(topic.figures[name], topic, words))
    return table.getvalue().encode("utf-8")


def _rows(figure: Figure, topic: Topic, words: PlainWords) -> Iterator[list[str]]:
    """The rows of one figure, in the order of its own table."""
    for group, fact in _members(figure, topic, words):
        bare = bare_value(fact)
        cells = [
            words.of(figure, "caption"),
            group,
            begun(words.of(fact, "label") or ""),
            fact.id,
            bare,
            fact.unit,
            fact.qualifier.value if bare else None,
            fact.nature.value if isinstance(fact.parsed, Decimal) else None,
            fact.period,
            fact.place,
            _shown(fact, words),
            fact.as_of.isoformat(),
            fact.source,
        ]
        number = COLUMNS.index("value") if isinstance(fact.parsed, Decimal) else None
        row = [figure.id, *(cell or "" for cell in cells)]
        yield [cell if at == number else _as_text(cell) for at, cell in enumerate(row)]


def _members(figure: Figure, topic: Topic, words: PlainWords) -> Iterator[tuple[str, Fact]]:
    """A figure's facts, each with the head of its group; the whole comes last."""
    for name in figure.facts:
        yield "", topic.facts[name]
    for group in figure.groups:
        for name in group.facts:
            yield words.of(group, "label") or "", topic.facts[name]
    if figure.whole:
        yield "", topic.facts[figure.whole]


def _shown(fact: Fact, words: PlainWords) -> str:
    """A value as the figure's table prints it."""
    if fact.value is None:
        return words.wording.message("no-amount", {})
    return with_blanks(words.wording.with_noun(fact))


def _as_text(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA_SIGNS) else words


def bare_value(fact: Fact) -> str | None:
    """A fact's value without grouping, unit and qualifier; None of a sentence."""
    value = fact.parsed
    if isinstance(value, Decimal):
        return format(value, "f")
    return None if value is None else str(value)


def citations(page: Page, topic: Topic) -> bytes:
    """The sources that a page cites, in the order of their numbers, as CSL-JSON, one a line.

    Args:
        page: The composed page.
        topic: Its topic.
    """
    items = [_item(topic.sources[name]) for name in page.sources]
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"[\n{lines}\n]\n".encode()


def _item(source: Source) -> dict[str, Any]:
    """A source as an item of CSL-JSON."""
    kind = _TYPES.get(source.kind, "webpage" if source.url else "document")
    publisher = "container-title" if kind in {"article-newspaper", "webpage"} else "publisher"
    note = f"SHA-256 of the copy that was read: {source.sha256}" if source.sha256 else None
    item = {
        "id": source.id,
        "type": kind,
        "title": source.title,
        publisher: source.publisher,
        "issued": _day(source.published) if source.published else None,
        "accessed": _day(source.retrieved),
        "URL": source.url,
        "language": source.language,
        "note": note,
    }
    return {name: value for name, value in item.items() if value is not None}


def _day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
