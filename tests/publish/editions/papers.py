"""Editions that are real PDFs, in an output folder with its ledger."""

from __future__ import annotations

from briefs.model.ledger import Entry
from briefs.model.record import record_bytes
from briefs.publish.editions.ledger import Ledger
from briefs.publish.editions.staging import issue
from briefs.render.pages import PageSetter
from tests.publish.editions.issuing import new, record
from tests.render.papers import CSS, html


def issue_paper(setter: PageSetter, ledger: Ledger, number: int, **fields: object) -> Entry:
    """Issue an edition of one page; its first file is a PDF, its second a web page."""
    printed = record(number, number - 1 or None, pages=[], **fields)
    made = setter.pdf(
        html(f"<h1>Edition {number}</h1>"), CSS, {}, {}, "it", record=record_bytes(printed)
    )
    variant = ".large-print" if printed.large_print else ""
    stem = f"{printed.brief}/{printed.audience}.{printed.locale}{variant}"
    files = {f"{stem}.pdf": made.data, f"{stem}.html": f"<p>{number}</p>".encode()}
    return issue(ledger, new(printed, files), files, record_bytes(printed))
