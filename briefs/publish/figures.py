"""Contact sheets of topics: their figures, and the kinds that they could have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefs.check.figures import check_figures
from briefs.compose.figures.contact import ContactSheet, contact_sheet
from briefs.model.diagnostic import Severity, in_order
from briefs.model.errors import InputError, UsageError
from briefs.model.fact import Fact
from briefs.model.figure import MOST_UNITS, Figure, FigureKind
from briefs.model.guess import did_you_mean
from briefs.model.output_folder import FIGURES
from briefs.model.place import US_STATES
from briefs.model.project import Project, locales_of
from briefs.model.text import fallbacks
from briefs.model.topic import Topic
from briefs.model.value import NUMERIC_KINDS, Kind, Status
from briefs.publish import clock
from briefs.publish.check import calendar_of
from briefs.publish.engines import Engines, open_engines
from briefs.publish.project import OpenProject
from briefs.publish.write import make_ready, write_atomically
from briefs.render.fonts import text_width

MOST_ON_TRIAL = 6
"""Facts in a figure that nobody has declared."""

_FOR_AN_EDITOR = {
    FigureKind.COMPARISON: "which result answers which goal is for an editor to declare",
    FigureKind.RANGE: "which facts are the ends of a range is for an editor to declare",
    FigureKind.MULTIPLES: "which facts make a panel is for an editor to declare",
}


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A contact sheet in its place.

    Attributes:
        sheet: What it shows.
        path: The PDF.
        pages: Number of pages.
    """

    sheet: ContactSheet
    path: Path
    pages: int


def contact_sheets(
    project: OpenProject, topics: Sequence[str] = (), today: date | None = None
) -> list[ContactSheet]:
    """The contact sheet of each topic, composed; no engine is started.

    Args:
        project: The project.
        topics: Ids of topics; default: all.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.

    Raises:
        UsageError: If there is no such topic.
        InputError: If a topic or a figure of it cannot be drawn.
    """
    content = project.content
    for name in topics:
        if name not in content.topics:
            known = sorted(content.topics)
            mend = did_you_mean(name, known, f"choose from {', '.join(known)}")
            raise UsageError(f'there is no topic "{name}"', mend)
    day = today or clock.today()
    chosen = [topic for topic in content.topics.values() if not topics or topic.id in topics]
    return [_sheet(project, topic, day) for topic in chosen]


def write_contact_sheets(
    project: OpenProject, sheets: Sequence[ContactSheet], output: Path | None = None
) -> list[WrittenSheet]:
    """Export the figures of contact sheets and set each sheet as a PDF.

    Args:
        project: The project.
        sheets: The sheets.
        output: The file to write, for one sheet; default: ``output/figures/TOPIC.pdf``.

    Raises:
        EngineError: If an engine fails or a file cannot be written.
    """
    paths = [output or project.output / FIGURES / f"{one.topic}.pdf" for one in sheets]
    for path in paths:
        make_ready(path.parent)
    with open_engines(project, 1) as engines:
        return [_written(engines, sheet, path) for sheet, path in zip(sheets, paths, strict=True)]


def _written(engines: Engines, sheet: ContactSheet, path: Path) -> WrittenSheet:
    name = f"the figures of {sheet.topic}"
    svgs = engines.svgs(sheet.drawings, name)
    with engines.setter() as setter:
        pdf = setter.pdf(sheet.html, sheet.css, svgs, {}, name)
    write_atomically(path, pdf.data)
    return WrittenSheet(sheet, path, pdf.pages)


def _sheet(project: OpenProject, topic: Topic, day: date) -> ContactSheet:
    content = project.content
    if topic.incomplete & {"topic", "facts", "sources", "figures"} or "brand" in content.incomplete:
        raise InputError(project.findings, "nothing was drawn")
    findings = check_figures(topic, {*content.audiences})
    wrong = [one for one in findings if one.severity is Severity.ERROR]
    if wrong:
        raise InputError(in_order(wrong), "nothing was drawn")
    locales = _locales(content, topic)
    trials, unsuited = suited(topic, [*locales])
    sheet = contact_sheet(
        topic, content, locales, trials, unsuited, text_width, calendar_of(content, topic, day)
    )
    if sheet.diagnostics:
        raise InputError(in_order(sheet.diagnostics), "nothing was drawn")
    return sheet


def _locales(project: Project, topic: Topic) -> Mapping[str, frozenset[str]]:
    """The locales of a topic's briefs that have words, with the audiences that read each.

    Those of a topic without briefs are the project's, for every audience.
    """
    settings = project.settings
    everyone = project.audiences
    readers: dict[str, set[str]] = {}
    for brief in settings.brief:
        if brief.topic == topic.id:
            for audience in brief.audiences:
                for locale in locales_of(settings, brief, audience):
                    readers.setdefault(locale, set()).add(audience)
    found = {
        locale: frozenset(audiences)
        for locale, audiences in (readers or {one: {*everyone} for one in settings.locales}).items()
        if any(name in project.locales for name in fallbacks(locale))
    }
    if not found:
        raise UsageError("no locale of the project has words", "write assets/locales/en.yaml")
    return found


def suited(topic: Topic, locales: Sequence[str]) -> tuple[list[Figure], Mapping[str, str]]:
    """Figures of the kinds that a topic has none of, from facts that such a figure can show.

    Their caption is the topic's title, which there is in every language.

    Args:
        topic: The topic.
        locales: The locales in which they are to be drawn.

    Returns:
        The figures, and why there is none of the other kinds, by kind.
    """
    declared = {figure.kind for figure in topic.figures.values()}
    facts = [fact for fact in topic.facts.values() if _printable(fact, locales)]
    trials: list[Figure] = []
    unsuited: dict[str, str] = {}
    for kind in FigureKind:
        if kind in declared:
            continue
        if kind in _FOR_AN_EDITOR:
            unsuited[kind.value] = _FOR_AN_EDITOR[kind]
            continue
        names, why = _facts_for(kind, facts)
        if not names:
            unsuited[kind.value] = why
            continue
        figure = Figure(
            id=f"trial-{kind}",
            kind=kind,
            facts=[fact.id for fact in names],
            caption=dict(topic.sheet.title),
            note=None,
            whole=None,
            audiences=None,
        )
        figure.read_at(topic.sheet.origin)
        alone = replace(topic, figures={figure.id: figure})
        found = next(iter(check_figures(alone, set())), None)
        if found is None:
            trials.append(figure)
        else:
            unsuited[kind.value] = found.message
    return trials, unsuited


def _printable(fact: Fact, locales: Sequence[str]) -> bool:
    """Whether any brief may print a fact, with a label in every locale."""
    shown = fact.status is Status.OK and fact.audiences != []
    names = fact.label or {}
    return shown and all(any(one in names for one in fallbacks(name)) for name in locales)


def _facts_for(kind: FigureKind, facts: Sequence[Fact]) -> tuple[Sequence[Fact], str]:
    """The facts that a figure of a kind can show, or why there are none."""
    numbers = [
        fact
        for fact in facts
        if fact.kind in NUMERIC_KINDS and fact.parsed is not None and str(fact.parsed)[0] != "-"
    ]
    if kind is FigureKind.TIMELINE:
        dated = [fact for fact in facts if fact.when and (fact.kind is Kind.DATE or fact.parsed)]
        return _most(dated, 2), "it needs two facts that are a date or have a period"
    if kind is FigureKind.LINE:
        series = [one for one in _series(numbers) if len(one) > 1]
        longest = max(series, key=len, default=[])
        return longest, "it needs facts of one unit and label that differ in their period"
    if kind is FigureKind.MAP:
        placed = [fact for fact in numbers if fact.place in US_STATES]
        states = [list({fact.place: fact for fact in one}.values()) for one in _alike(placed)]
        return max(states, key=len, default=[]), "no fact of this topic names a US state"
    if kind is FigureKind.UNITS:
        numbers = [
            fact
            for fact in numbers
            if fact.kind is Kind.COUNT and str(fact.parsed).isdigit()
            and int(str(fact.parsed)) <= MOST_UNITS
        ]  # fmt: skip
        largest = max(_alike(numbers), key=len, default=[])
        return _most(largest, 1), f"it needs a count of at most {MOST_UNITS}"
    if kind is FigureKind.TABLE:
        return _most(numbers, 1), "it needs a fact with a number"
    return _most(max(_alike(numbers), key=len, default=[]), 1), "it needs a fact with a number"


def _most(facts: Sequence[Fact], least: int) -> Sequence[Fact]:
    return facts[:MOST_ON_TRIAL] if len(facts) >= least else []


def _alike(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Facts of one kind and unit."""
    found: dict[tuple[Kind, str | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.kind, fact.unit].append(fact)
    yield from found.values()


def _series(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Facts that say the same of different times."""
    found: dict[tuple[object, ...], dict[object, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.period is not None and fact.label:
            key = fact.kind, fact.unit, fact.place, *sorted(fact.label.items())
            found[key].setdefault(fact.when, fact)
    for one in found.values():
        yield list(one.values())
