"""Libraries put together by hand from composed editions, for tests that write no file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from briefs.compose.site.frame import Frame
from briefs.compose.site.pages import Pages
from briefs.model.issue import Issue
from briefs.model.ledger import Series
from briefs.model.library import Library, OfferedFile, Shelf, ShelvedEdition
from briefs.model.project import Format, Project
from briefs.model.record import Change, ChangeKind, Record
from briefs.model.template import TemplateSource
from tests.compose.composed import HASH, PROJECTS, Composed, examples

FIRST = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
BILINGUAL = PROJECTS / "bilingual"
ROOT = PROJECTS.parents[1]


def project() -> Project:
    """The two-language project, in both languages and with a place."""
    return examples(BILINGUAL)[0].project.content


def templates() -> dict[str, TemplateSource]:
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): TemplateSource(str(path), path.read_text("utf-8"))
        for path in sorted((folder / "site").glob("*.j2"))
    }


def corrected(record: Record, fact: str, value: str, shown: str) -> Record:
    """A later edition of the same, in which a fact is corrected."""
    old = next(one for one in record.facts if one.id == fact)
    new = old.model_copy(update={"value": value, "shown": (shown,)})
    facts = tuple(new if one.id == fact else one for one in record.facts)
    change = Change(fact=fact, kind=ChangeKind.CORRECTED, old=old, new=new, reason="it was misread")
    return record.model_copy(
        update={
            "edition": record.edition + 1,
            "replaces": record.edition,
            "built_on": record.built_on + timedelta(days=4),
            "facts": facts,
            "changes": (change,),
        }
    )


def shelf(records: list[Record], folder: str = "") -> Shelf:
    """A shelf with an edition for each record."""
    last = records[-1]
    series = Series(
        last.brief, last.audience, last.locale, last.paper, last.large_print, last.recipient
    )
    folder = folder or series.name
    editions = []
    for at, record in enumerate(records):
        current = record is last
        name = f"{folder}/{record.audience}.{record.locale}.pdf"
        file = OfferedFile(
            Format.PDF,
            name if current else f"{folder}/{record.edition}/old.superseded.pdf",
            45_000,
            HASH,
            2,
        )
        editions.append(
            ShelvedEdition(
                series,
                record.topic,
                record.edition,
                folder,
                FIRST + timedelta(days=at),
                None,
                current,
                HASH,
                HASH,
                record,
                (file,),
                (),
                (),
            )
        )
    return Shelf(series, folder, tuple(editions))


def record_of(one: Composed, edition: int = 1) -> Record:
    return one.record(Issue(edition, HASH, 0, (), date(2026, 3, 20)))


def library(*shelves: Shelf) -> Library:
    return Library(HASH, tuple(sorted(shelves, key=lambda one: one.series.name)))


def pages_of(shown: Library, whole: Project, address: str = "") -> tuple[dict[str, str], Pages]:
    """Every page by its path."""
    pages = Pages(shown, Frame(whole, templates(), address))
    return dict(pages.all()), pages


def with_place(whole: Project, words: dict[str, str]) -> Project:
    """The project with a place for its only brief."""
    brief = whole.settings.brief[0].model_copy(update={"place": words})
    return replace(whole, settings=whole.settings.model_copy(update={"brief": [brief]}))
