"""Embed an edition's record, and the data beside it, in the objects of the PDF about to be written.

The record says which numbers stand on each page, and only the finished pages tell that. So the
objects are put together as a PDF for PDFium to read, with nothing embedded, then the record is
filled in and added to them: pages are laid out, drawn and packed only once.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import md5, sha256
from typing import Any

import pydyf

from briefs.check.printed_words import said_in_order
from briefs.model.attachment import KINDS, NAMESPACE, RECORD, Attachment
from briefs.model.canonical import canonical_json
from briefs.model.seal import UNSEALED
from briefs.model.text_numbers import numbers_in
from briefs.render.finish.tags import object_at
from briefs.render.finish.xmp import PDF_UA, Property, Schema, described
from briefs.render.read_back.text_layer import page_texts

_DESCRIPTION = "What this edition says, fact by fact, with sources and pages"


def embed(
    pdf: pydyf.PDF,
    record: bytes,
    attachments: Sequence[Attachment],
    fact_pages: Mapping[str, Sequence[int]],
) -> bytes:
    """Embed a record and what goes with it; the place of the seal stays empty.

    Args:
        pdf: The PDF that is about to be written, finished but for this; its objects are written
            (:func:`briefs.render.finish.written.write_once`).
        record: The record as JSON, without pages.
        attachments: The files beside it.
        fact_pages: The pages on which each fact stands, by the fact's id.

    Returns:
        The record as it is embedded.
    """
    plain = json.loads(record)
    for fact in plain["facts"]:
        fact["pages"] = list(fact_pages.get(fact["id"], ()))
    forms = [(fact["id"], fact["shown"]) for fact in plain["facts"]]
    plain["pages"] = [
        {"facts": said_in_order(text, forms), "numbers": numbers_in(text)}
        for text in page_texts(_readable(pdf))
    ]
    filled = canonical_json(plain)
    own = Attachment(RECORD, KINDS[RECORD], filled, _DESCRIPTION)
    _attach(pdf, [own, *attachments], date.fromisoformat(plain["built_on"]))
    _describe(pdf, plain, filled)
    return filled


def _readable(pdf: pydyf.PDF) -> bytes:
    """A PDF's objects as a file, for its text to be read; the objects stay as they are."""
    draft = pydyf.PDF()
    draft.objects, draft.catalog, draft.pages = pdf.objects, pdf.catalog, pdf.pages
    output = io.BytesIO()
    draft.write(output)
    return output.getvalue()


def _attach(pdf: pydyf.PDF, attachments: Sequence[Attachment], day: date) -> None:
    """Embed files as data of the whole document, made on a day."""
    names = pydyf.Array()
    files = pydyf.Array()
    for attachment in sorted(attachments, key=lambda one: one.name):
        file = _file(pdf, attachment, day)
        names += [pydyf.String(attachment.name), file]
        files.append(file)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = files


def _file(pdf: pydyf.PDF, attachment: Attachment, day: date) -> bytes:
    """The reference of an embedded file."""
    name, data = pydyf.String(attachment.name), attachment.data
    midnight = pydyf.String(f"D:{day:%Y%m%d}000000Z")
    extra = {
        "Type": "/EmbeddedFile",
        "Subtype": pydyf.name(attachment.kind),
        "Params": pydyf.Dictionary(
            {
                "CheckSum": f"<{md5(data, usedforsecurity=False).hexdigest()}>",
                "Size": len(data),
                "CreationDate": midnight,
                "ModDate": midnight,
            }
        ),
    }
    stream = pydyf.Stream([data], extra, compress=True)
    pdf.add_object(stream)
    file = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": name,
            "UF": name,
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(attachment.description),
            "AFRelationship": "/Data",
        }
    )
    pdf.add_object(file)
    reference: bytes = file.reference
    return reference


def _describe(pdf: pydyf.PDF, record: Mapping[str, Any], data: bytes) -> None:
    """Say in XMP which edition it is, with a place for the seal; nothing of it is packed."""
    edition = Schema(
        "Edition of a policy brief",
        NAMESPACE,
        "briefs",
        [
            Property("edition", "Integer", "external", "Number of the edition", record["edition"]),
            Property(
                "factBase",
                "Text",
                "external",
                "SHA-256 of the facts and sources that the edition was made of",
                record["fact_base"],
            ),
            Property(
                "record",
                "Text",
                "external",
                f"SHA-256 of the embedded file {RECORD}",
                sha256(data).hexdigest(),
            ),
            Property(
                "seal",
                "Text",
                "internal",
                "SHA-256 of the file as first written, these digits read as zeros",
                UNSEALED,
            ),
        ],
    )
    metadata = object_at(pdf, pdf.catalog["Metadata"])
    packet = b"\n".join(metadata.stream)
    metadata.stream = [packet.replace(described(PDF_UA), described(PDF_UA, edition))]
    metadata.compress = False
