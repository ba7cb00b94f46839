"""Read an edition back from a PDF of whatever origin: record, metadata, text, what lies on it.

Nothing in the file is trusted. What is odd is noted and left out, and what is too large is not
read. Against what makes a library hang or die there is the process that this runs in.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from xml.etree import ElementTree as ET

import pikepdf

from briefs.model.attachment import NAMESPACE, RECORD
from briefs.model.errors import EngineError
from briefs.model.project import Format
from briefs.model.read_back import Addition, Note, ReadBack, Signature, Unreadable
from briefs.model.seal import first_revision, seal_of
from briefs.render.append.revisions import later_changes
from briefs.render.read_back.limits import MAX_LINKS, MAX_RECORD
from briefs.render.read_back.text_layer import page_texts

if TYPE_CHECKING:
    from briefs.render.append.signatures import SignatureState

MAX_STREAM = 64 << 20
"""Bytes of one part of the file, unpacked; a larger one is not looked at."""

MAX_PAGES = 500
MAX_CHARACTERS = 1_000_000
MAX_FILES = 20
MAX_NOTES = 100
MAX_NAME = 200
MAX_METADATA = 1 << 20

_OURS = f"{{{NAMESPACE}}}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_ODD = (
    pikepdf.PdfError, pikepdf.DataDecodingError, TypeError, ValueError, LookupError, AttributeError,
    RecursionError, NotImplementedError, ET.ParseError,
)  # fmt: skip
"""What is raised where a file has another thing than it should."""

_Part = TypeVar("_Part")


def read_pdf(data: bytes, trust: Sequence[bytes] = ()) -> ReadBack:
    """A PDF as a reader's program finds it.

    Args:
        data: The file.
        trust: Certificates of authorities whose word is taken for a signature.

    Raises:
        Unreadable: If no reader can open it.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _Reading(data, pdf).read(trust)
    except pikepdf.PasswordError as error:
        raise Unreadable("it is protected by a password") from error
    except _ODD as error:
        raise Unreadable("it is damaged, or no PDF at all") from error


@dataclass(slots=True)
class _Reading:
    """Reads one PDF."""

    data: bytes
    pdf: pikepdf.Pdf
    damage: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def read(self, trust: Sequence[bytes]) -> ReadBack:
        """All of it."""
        count = len(self.pdf.pages)
        self.damage += self._faults()
        original = first_revision(self.data)
        nothing: tuple[str, ...] = ()
        nowhere_to_see: tuple[tuple[float, float], ...] = ()
        nowhere: tuple[bytes | None, dict[str, str]] = (None, {})
        pages = self._tried("its text", lambda: self._texts(count), nothing)
        packet = self._tried("its metadata", self._packet, None)
        record, attachments = self._tried("the files in it", self._files, nowhere)
        return ReadBack(
            form=Format.PDF,
            sha256=sha256(self.data).hexdigest(),
            original_sha256="" if original is None else sha256(original).hexdigest(),
            sealed=seal_of(self.data) is not None,
            record=record,
            marks={} if packet is None else _marks(packet),
            attachments=attachments,
            titles=self._tried("its title", lambda: tuple(self._titles(packet)), nothing),
            language=self._tried("its language", self._language, ""),
            page_count=count,
            sizes=self._tried("the sizes of its pages", self._sizes, nowhere_to_see),
            pages=pages,
            links=self._tried("its links", self._links, nothing),
            notes=self._tried("its annotations", lambda: self._notes(original), ()),
            additions=self._additions(original),
            signatures=self._signatures(trust),
            damage=tuple(self.damage),
            unread=tuple(self.unread),
        )

    def _tried(self, what: str, read: Callable[[], _Part], otherwise: _Part) -> _Part:
        """A part of the file, or what stands for it if it is not as it should be."""
        try:
            return read()
        except _ODD:
            self.damage.append(f"{what} cannot be read")
            return otherwise

    def _faults(self) -> Iterator[str]:
        if self.pdf.is_encrypted:
            yield "it is encrypted, which an edition never is"
        if self.pdf.get_warnings():
            yield "it is damaged or cut off and had to be mended to be read"

    def _texts(self, count: int) -> tuple[str, ...]:
        if count > MAX_PAGES:
            self.unread.append(f"the text of {count} pages: no more than {MAX_PAGES} are read")
            return ()
        texts = page_texts(self.data)
        if sum(map(len, texts)) > MAX_CHARACTERS:
            self.unread.append("the text of the pages, which is longer than that of any brief")
            return ()
        return texts

    def _sizes(self) -> tuple[tuple[float, float], ...]:
        boxes = [tuple(map(float, page.cropbox)) for page in islice(self.pdf.pages, MAX_PAGES)]
        return tuple((right - left, top - bottom) for left, bottom, right, top in boxes)

    def _packet(self) -> ET.Element | None:
        """The XMP packet as XML."""
        metadata = self.pdf.Root.get("/Metadata")
        if metadata is None:
            return None
        packet = metadata.read_bytes()
        if len(packet) > MAX_METADATA:
            self.unread.append("its metadata, which are too large")
            return None
        return ET.fromstring(packet)  # noqa: S314 - expat refuses bombs, and memory is bounded

    def _files(self) -> tuple[bytes | None, dict[str, str]]:
        """The record, and the hashes of the other embedded files by name."""
        record, hashes = None, {}
        for name, file in islice(self.pdf.attachments.items(), MAX_FILES):
            shown = name[:MAX_NAME]
            try:
                content = file.obj.EF.F.read_bytes()
            except _ODD:
                self.damage.append(f'the embedded file "{shown}" cannot be unpacked')
                continue
            if name != RECORD:
                hashes[shown] = sha256(content).hexdigest()
            elif len(content) > MAX_RECORD:
                self.damage.append("its record is larger than any record")
            else:
                record = content
        if len(self.pdf.attachments) > MAX_FILES:
            self.damage.append(f"it has more than {MAX_FILES} files embedded")
        return record, hashes

    def _titles(self, packet: ET.Element | None) -> Iterator[str]:
        """The title, which a PDF says twice."""
        if "/Title" in self.pdf.docinfo:
            yield str(self.pdf.docinfo["/Title"])
        if packet is not None:
            yield from (item.text or "" for item in packet.iterfind(f".//{_TITLE}"))

    def _language(self) -> str:
        return str(self.pdf.Root.get("/Lang", ""))

    def _links(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for _, annotation in _annotations(self.pdf):
            action = annotation.get("/A")
            if isinstance(action, pikepdf.Dictionary) and "/URI" in action:
                found[str(action["/URI"])] = None
            if len(found) == MAX_LINKS:
                break
        return tuple(found)

    def _notes(self, original: bytes | None) -> tuple[Note, ...]:
        """What lies on the pages as they were first written; later ones are additions."""
        if original is None or original == self.data:
            return tuple(islice(_notes_of(self.pdf), MAX_NOTES))
        with pikepdf.open(io.BytesIO(original)) as first:
            return tuple(islice(_notes_of(first), MAX_NOTES))

    def _additions(self, original: bytes | None) -> tuple[Addition, ...]:
        """What was added behind the end of the file as it was first written."""
        if original is None or original == self.data:
            return ()
        return tuple(
            Addition(one.kind.value, one.words, one.page, one.allowed)
            for one in later_changes(original, self.data)
        )

    def _signatures(self, trust: Sequence[bytes]) -> tuple[Signature, ...]:
        if b"/ByteRange" not in self.data:
            return ()
        from briefs.render.append.signatures import signatures_of

        try:
            found = signatures_of(self.data, trust)
        except EngineError as error:
            self.unread.append(f"its signature: {error.message}; {error.mend}")
            return ()
        return tuple(Signature(one.signer, _stands(one), one.trusted, one.words) for one in found)


def _stands(signature: SignatureState) -> bool:
    """Whether a signature is whole and nothing was altered since, whoever made it."""
    return signature.intact and all(change.allowed for change in signature.later)


def _marks(packet: ET.Element) -> dict[str, str]:
    """What a packet says in our namespace; another program may have made attributes of it."""
    found: dict[str, str] = {}
    for element in packet.iter():
        said = {element.tag: (element.text or "").strip(), **element.attrib}
        for name, value in said.items():
            if name.startswith(_OURS):
                found.setdefault(name.removeprefix(_OURS), value[:MAX_NAME])
    return found


def _annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Every annotation with the number of its page."""
    for number, page in enumerate(islice(pdf.pages, MAX_PAGES), 1):
        for annotation in page.obj.get("/Annots", ()):
            if isinstance(annotation, pikepdf.Dictionary):
                yield number, annotation


def _notes_of(pdf: pikepdf.Pdf) -> Iterator[Note]:
    for number, annotation in _annotations(pdf):
        kind = str(annotation.get("/Subtype", "")).lstrip("/")
        if kind not in {"Link", "Widget"}:
            yield Note(number, kind[:MAX_NAME])
