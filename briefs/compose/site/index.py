"""The list of all editions for programs."""

from __future__ import annotations

import json

from briefs.compose.site.frame import FEED, Frame
from briefs.compose.site.voice import Voice
from briefs.model.library import Library, Shelf, ShelvedEdition
from briefs.model.library_index import (
    IndexedChange,
    IndexedEdition,
    IndexedFault,
    IndexedFile,
    IndexedSeries,
    IndexedSource,
    LibraryIndex,
)
from briefs.model.record import Record


def index_text(library: Library, frame: Frame) -> str:
    """``index.json``: keys sorted, so that one library has one list.

    Args:
        library: All editions.
        frame: Its project and its address.
    """
    index = LibraryIndex(
        publisher=frame.project.settings.publisher.name,
        address=frame.address or None,
        feed=FEED,
        updated=max(edition.issued for edition in library.editions),
        series=tuple(_series(shelf, frame) for shelf in library.shelves),
    )
    plain = index.model_dump(mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _series(shelf: Shelf, frame: Frame) -> IndexedSeries:
    voice = Voice(frame.project, shelf.series.locale, shelf.current.topic)
    series = shelf.series
    return IndexedSeries(
        name=series.name,
        brief=series.brief,
        topic=shelf.current.topic,
        audience=series.audience,
        readers=voice.readers(series.audience),
        locale=series.locale,
        place=voice.place(series.brief) or None,
        paper=series.paper,
        large_print=series.large_print,
        recipient=series.recipient,
        page=shelf.page,
        editions=tuple(_edition(shelf, edition, voice) for edition in shelf.editions),
    )


def _edition(shelf: Shelf, edition: ShelvedEdition, voice: Voice) -> IndexedEdition:
    record = edition.record
    return IndexedEdition(
        edition=edition.number,
        current=edition.current,
        title=record.title if record else None,
        issued=edition.issued,
        built_on=edition.day,
        as_of=record.as_of if record else None,
        page=edition.page,
        record=edition.record_path if record else None,
        record_sha256=edition.record_hash,
        fact_base=edition.fact_base,
        files=tuple(
            IndexedFile(
                form=one.form,
                path=one.path,
                bytes=one.size,
                sha256=one.sha256,
                pages=one.pages or None,
            )
            for one in edition.files
        ),
        missing=edition.missing,
        replaces=record.replaces if record else None,
        superseded_by=None if edition.current else shelf.current.number,
        corrects=edition.corrected,
        faults=tuple(
            IndexedFault(fact=one.fact, reason=one.reason or None) for one in edition.faults
        ),
        changes=tuple(_changes(record, voice)) if record else (),
        sources=tuple(
            IndexedSource(
                id=one.id,
                title=one.title,
                publisher=one.publisher,
                published=one.published,
                url=one.url,
            )
            for one in (record.sources if record else ())
        ),
    )


def _changes(record: Record, voice: Voice) -> list[IndexedChange]:
    return [
        IndexedChange(fact=one.fact, kind=one.kind, words=voice.change(record, one))
        for one in record.changes
    ]
