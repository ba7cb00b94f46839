"""Correct a fact in every edition that printed it: mark them, build their successors, stamp them.

The fact base is corrected first, by hand. What an edition printed is in its record; it is wrong
where that is not what the fact base says now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefs.check.numbers import find_numbers
from briefs.compose.printer import begun
from briefs.model.changes import Claims, compare
from briefs.model.diagnostic import in_order
from briefs.model.errors import UsageError
from briefs.model.guess import did_you_mean
from briefs.model.ledger import Event, NewEntry, Series
from briefs.model.project import Format, Paper, Project
from briefs.model.record import Change
from briefs.model.text import in_locale
from briefs.publish import clock
from briefs.publish.build import Progress, Result, build
from briefs.publish.editions.additions import OF_THE_EVENT
from briefs.publish.editions.issued import (
    IssuedEdition,
    Printing,
    list_editions,
    printed_facts,
    printings,
)
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.records import Records
from briefs.publish.editions.stamp import Stamped, stamp_superseded_editions, superseded_words
from briefs.publish.editions.states import state_of
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject
from briefs.read.characters import refused_in

ANY = ""
"""Stands for every language among the reasons of a correction."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """An edition that printed a fact otherwise than the fact base has it now.

    Attributes:
        printing: The edition, and the fact as it was printed.
        change: What became of the fact.
    """

    printing: Printing
    change: Change

    @property
    def edition(self) -> IssuedEdition:
        """The edition."""
        return self.printing.edition


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of a correction.

    Attributes:
        wrong: The editions that printed the fact otherwise.
        marked: How many of them were marked now; the others had been for the same reason.
        built: Their successors.
        stamped: The superseded files that were stamped.
    """

    wrong: tuple[Wrong, ...]
    marked: int
    built: Result
    stamped: Stamped


def recall(folder: Path, fact: str) -> tuple[list[Printing], list[IssuedEdition]]:
    """Every edition that printed a fact, and those whose record is not stored to tell.

    Args:
        folder: The output folder.
        fact: The fact's id.

    Raises:
        UsageError: If no edition printed it.
        EngineError: If the ledger or a record is damaged.
    """
    records, editions = Records(folder), list_editions(Ledger(folder))
    if not editions:
        raise UsageError(
            f"the ledger of {folder} names no edition: what was issued is not known here",
            "name the folder that was built to with --output, or put back its ledger",
        )
    found, unknown = printings(records, editions, fact)
    if not found:
        printed = sorted(set(printed_facts(records, editions)))
        raise UsageError(
            f'no edition printed a fact "{fact}"',
            did_you_mean(fact, printed, "briefs editions list"),
        )
    return found, unknown


def correct(
    project: OpenProject,
    fact: str,
    reasons: Mapping[str, str],
    *,
    output: Path | None = None,
    today: date | None = None,
    stamp: bool = True,
    engines: Engines | None = None,
    command: str = "briefs.correct()",
    progress: Progress = lambda _what, _count, _edition: None,
) -> Corrected:
    """Correct a fact that is right in the fact base now in all that was issued.

    Every edition that printed it otherwise is marked in the ledger. The current editions of their
    series are built anew with a notice, also where they have it right already, for the readers of
    the wrong ones have not been told.

    Args:
        project: The project, its fact base corrected.
        fact: The fact's id.
        reasons: What was wrong, in plain words without numbers, by language; :data:`ANY` where all
            that is corrected is in one language.
        output: The output folder; default: ``output/`` in the project.
        today: The day to judge facts on; default: that of ``SOURCE_DATE_EPOCH``, or today's.
        stamp: Whether the superseded files are stamped as such.
        engines: Warm engines to use; default: start some, and end them.
        command: What the ledger says did it.
        progress: Told what begins.

    Raises:
        UsageError: If no edition printed the fact otherwise, or a reason will not do.
        InputError: If there are errors in the project; nothing is marked then.
        EngineError: If the ledger is broken or a file cannot be written.
    """
    folder = output or project.output
    day = today or clock.today()
    found, _ = recall(folder, fact)
    wrong = list(wrong_printings(project.content, found, day))
    if not wrong:
        said = "; ".join(dict.fromkeys(words for one in found for words in one.fact.shown[:1]))
        raise UsageError(
            f'every edition that printed "{fact}" says what the fact base says: {said}',
            "correct the fact in facts.yaml first, then run this again",
        )
    locales = sorted({one.edition.series.locale for one in wrong})
    said_in = _reasons(reasons, locales)
    marks = [(one, said_in[one.edition.series.locale]) for one in wrong]
    parts = _parts({one.edition.series for one in wrong}, Ledger(folder))
    for selection, _, _ in parts:
        build(project, selection, output=folder, today=day, dry_run=True)  # says what is wrong
    marked = _mark(Ledger(folder), fact, marks, command)
    with nullcontext(engines) if engines else open_engines(project) as own:
        results = [
            build(
                project,
                selection,
                output=folder,
                today=day,
                only=series,
                formats=formats,
                engines=own,
                command=command,
                progress=progress,
            )
            for selection, formats, series in parts
        ]
    built = Result(
        tuple(file for one in results for file in one.written),
        in_order([found for one in results for found in one.findings]),
        tuple(failure for one in results for failure in one.failures),
        tuple(path for one in results for path in one.retired),
    )
    ledger = Ledger(folder)
    stamped = Stamped((), ())
    if stamp and not built.failures:
        stamped = stamp_superseded_editions(
            ledger, superseded_words(project.content), command=command
        )
    return Corrected(tuple(wrong), marked, built, stamped)


def wrong_printings(project: Project, found: Iterable[Printing], today: date) -> Iterator[Wrong]:
    """Those that printed a fact otherwise than the fact base has it.

    Args:
        project: The project.
        found: What editions printed.
        today: The day to judge the fact on.
    """
    for one in found:
        topic = project.topics.get(one.edition.made.topic)
        if topic is None:
            continue
        locale = one.edition.series.locale
        now = state_of(project, topic, locale=locale, only=[one.fact.id], today=today)
        before = Claims((one.fact,), now.claims.sources, frozenset(), locale)
        for change in compare(before, now.claims, corrections={one.fact.id: ""}):
            yield Wrong(one, change)


def _parts(
    wrong: Collection[Series], ledger: Ledger
) -> list[tuple[Selection, tuple[Format, ...], set[Series]]]:
    """Series that are built in one go: of one paper and print, and in the same formats."""
    parts: dict[tuple[Paper, bool, tuple[Format, ...]], set[Series]] = defaultdict(set)
    current = {one.series: one for one in list_editions(ledger) if one.current}
    for series in wrong:
        endings = {file.rpartition(".")[2] for file in current[series].files_made}
        formats = tuple(form for form in Format if form in endings)
        parts[series.paper, series.large_print, formats].add(series)
    return [
        (
            Selection(
                sorted({one.brief for one in own}),
                sorted({one.audience for one in own}),
                sorted({one.locale for one in own}),
                paper,
                large_print,
            ),
            formats,
            own,
        )
        for (paper, large_print, formats), own in parts.items()
    ]


def _reasons(reasons: Mapping[str, str], locales: Sequence[str]) -> dict[str, str]:
    """The reason that briefs print in each of these locales, as a sentence of its own.

    Raises:
        UsageError: If one has none in its language, or it may not be printed.
    """
    languages = {locale.partition("-")[0] for locale in locales}
    anywhere = reasons.get(ANY, "") if len(languages) == 1 else ""
    found = {locale: in_locale(reasons, locale) or anywhere for locale in locales}
    lacking = sorted({one.partition("-")[0] for one in locales if not found[one].strip()})
    if lacking:
        named = ", ".join(locale for locale in locales if not found[locale].strip())
        raise UsageError(
            f"briefs in {named} need the reason in their language",
            "add " + " ".join(f'--reason {language}="what was wrong"' for language in lacking),
        )
    return {locale: _reason(reason, locale) for locale, reason in found.items()}


def _reason(reason: str, locale: str) -> str:
    """A reason as a sentence of its own.

    Raises:
        UsageError: If it may not be printed.
    """
    if next(refused_in(reason), None) or "\n" in reason:
        raise UsageError("a reason is one line of plain text", "leave out control characters")
    if find_numbers(reason, locale):
        raise UsageError(
            f'the reason holds a number that no fact stands behind: "{reason}"',
            "leave it out; the notice prints the old and the new value itself",
        )
    return begun(reason.strip())


def _mark(ledger: Ledger, fact: str, wrong: Iterable[tuple[Wrong, str]], command: str) -> int:
    """Write in the ledger that editions had a fact wrong, each once for the same reason.

    Returns:
        How many were marked.
    """
    new = [
        NewEntry.model_validate(
            {
                **one.edition.made.model_dump(exclude=OF_THE_EVENT),
                "event": Event.CORRECTED,
                "files": {},
                "command": command,
                "facts": (fact,),
                "reason": reason,
            }
        )
        for one, reason in wrong
        if not any(fact in line.facts and line.reason == reason for line in one.edition.corrections)
    ]
    if new:
        ledger.append(new)
    return len(new)
