"""Sign a PDF behind its end (PAdES), and tell what its signatures are worth.

pyHanko does it, which is an extra, and imported only when it is called. Nothing here opens a
network connection, but for the timestamp server that is named.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from briefs.model.errors import EngineError, UsageError
from briefs.model.seal import first_revision, seal_of
from briefs.render.append.apart import apart
from briefs.render.append.increment import NotUpdatable, open_strictly
from briefs.render.append.revisions import later_changes
from briefs.render.append.revisions.form import fields_of
from briefs.render.append.signatures import SignatureState, signatures_of
from briefs.render.append.signing_key import SigningKey, need_signing

if TYPE_CHECKING:
    import pikepdf

__all__ = ["SignatureState", "sign", "signatures_of"]

_FIELD = "Signature"
_LABEL = "Signature of the publisher"
_SECONDS = 20
_PDF_2 = "/2.0"


def sign(
    data: bytes, signer: SigningKey, *, timestamp: str | None = None, at: datetime | None = None
) -> bytes:
    """A PDF with one more signature, which is not seen on the page.

    Args:
        data: The PDF: an edition, or one that was stamped, filled in or signed already.
        signer: The key to sign with.
        timestamp: Address of a timestamp server, which is asked when it was signed (PAdES B-T);
            None: nobody is asked (PAdES B-B).
        at: The time at which the certificate must be valid; None: now.

    Returns:
        The PDF with a revision behind it.

    Raises:
        UsageError: If the PDF is encrypted, damaged or altered, or the certificate not valid.
        EngineError: If pyHanko is not installed, or the timestamp server fails.
    """
    need_signing()
    signer.check_dates(at or datetime.now(UTC))
    _check_unaltered(data)
    return _signed(data, signer, _stamper(timestamp))


def _check_unaltered(data: bytes) -> None:
    """Refuse to vouch for what is no edition any more."""
    try:
        open_strictly(data).close()
    except NotUpdatable as error:
        raise UsageError(f"it cannot be signed: {error}", "build it again, and sign that") from None
    first = first_revision(data)
    if first is None and seal_of(data) is not None:
        raise _altered("its bytes are not those that were issued")
    if first is not None:
        for change in later_changes(first, data):
            if not change.allowed:
                raise _altered(change.words)
    for state in signatures_of(data):
        if not state.holds:
            raise _altered(state.words)


def _altered(how: str) -> UsageError:
    return UsageError(
        f"it was altered after it was issued: {how}",
        "take it from where it was published, or build it again, and sign that",
    )


def _signed(data: bytes, signer: SigningKey, stamper: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    class Writer(IncrementalPdfFileWriter):
        """Leaves XMP and Info as they are, which tell of the edition, and the version of PDF.

        PDF/A-3 is PDF 1.7, where PAdES knows elliptic curves too; only ISO 32002 wants 2.0 then.
        """

        def _update_meta(self) -> None:
            pass

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            pass

        def register_extension(self, ext: Any) -> None:
            if ext.base_version != _PDF_2:
                super().register_extension(ext)

    field = _free_name(data)
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    unseen = fields.SigFieldSpec(
        field,
        readable_field_name=_LABEL,
        # The one form that both PDF/A and PDF/UA allow without a tag: a box off the page.
        invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
    )
    try:
        signed = apart(
            lambda: signers.sign_pdf(
                Writer(io.BytesIO(data)),
                meta,
                _signer(signer),
                timestamper=stamper,
                new_field_spec=unseen,
            )
        )
        return bytes(signed.getvalue())
    except (TimestampRequestError, OSError) as error:
        raise EngineError(
            f"the timestamp server gave no timestamp: {error.__cause__ or error}",
            "nothing was signed; try again, name another server, or sign without --timestamp",
        ) from error
    except (PdfError, SigningError) as error:
        raise UsageError(
            f"it cannot be signed: {error}", "build it again, and sign that"
        ) from error


def _signer(signer: SigningKey) -> Any:
    from pyhanko.keys.internal import (
        translate_pyca_cryptography_cert_to_asn1,
        translate_pyca_cryptography_key_to_asn1,
    )
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(map(translate_pyca_cryptography_cert_to_asn1, signer.chain))
    return signers.SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(signer.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(signer.key),
        cert_registry=store,
        embed_roots=False,  # who trusts one has it, and no one else has a use for it
    )


def _stamper(url: str | None) -> Any:
    if url is None:
        return None
    if not url.startswith(("https://", "http://")):
        raise UsageError(
            f'"{url}" is no address of a timestamp server', "name one that begins with https://"
        )
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

    return HTTPTimeStamper(url, timeout=_SECONDS)


def _free_name(data: bytes) -> str:
    """A name for the field that no field has yet."""
    with open_strictly(data) as pdf:
        taken = {_name(field) for field in fields_of(pdf).values()}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{_FIELD}{n}") not in taken)


def _name(field: pikepdf.Object) -> str:
    return str(field.get("/T", ""))
