"""Tell what the signatures of a PDF are worth: whole, by whom, when, and what came later."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from briefs.render.append.apart import apart
from briefs.render.append.increment import NotUpdatable
from briefs.render.append.revisions import LaterChange, count_signatures, later_changes
from briefs.render.append.signing_key import need_signing, read_certificates

_LOGGERS = ("pyhanko", "pyhanko_certvalidator")
_UNREADABLE = "a signature cannot be read"
_UNCHECKED = "its certificate was not checked against any authority"


@dataclass(frozen=True, slots=True)
class SignatureState:
    """What a signature is worth.

    Attributes:
        signer: The certificate's subject; "" where it cannot be read.
        claimed_at: When it was signed by the signer's own clock.
        timestamped_at: When it was signed at the latest, by a timestamp server whose token is
            whole.
        intact: Whether the signature fits the bytes that it covers, which are all of a revision.
        covers_all: Whether no byte was added after it.
        later: What was added after it.
        trusted: Whether an authority that was named stands behind the certificate; None: not
            checked against any, or it cannot be told any more.
        words: All of it, without a full stop.
    """

    signer: str
    claimed_at: datetime | None
    timestamped_at: datetime | None
    intact: bool
    covers_all: bool
    later: tuple[LaterChange, ...]
    trusted: bool | None
    words: str

    @property
    def holds(self) -> bool:
        """Whether it stands for the file: nothing altered since, and no reason for distrust."""
        later = all(change.allowed for change in self.later)
        return self.intact and later and self.trusted is not False


def signatures_of(
    data: bytes, trust: Sequence[bytes] = (), *, at: datetime | None = None
) -> tuple[SignatureState, ...]:
    """The signatures of a PDF, the oldest first.

    Args:
        data: The PDF.
        trust: Files with certificates of the authorities that are trusted, PEM or DER; none: the
            certificates are not checked against any.
        at: The time at which the certificates must be valid; None: now.

    Raises:
        UsageError: If a file of authorities holds no certificates.
        EngineError: If the PDF is signed and pyHanko is not installed.
    """
    try:
        if not count_signatures(data):
            return ()
    except NotUpdatable:
        return (_unreadable(),)
    need_signing()
    roots = [certificate for file in trust for certificate in read_certificates(file)]
    with _silence():
        return tuple(_states(data, roots, at or datetime.now(UTC)))


def _states(data: bytes, roots: Sequence[Any], at: datetime) -> Iterator[SignatureState]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures

    try:
        found = collect_embedded_signatures(PdfFileReader(io.BytesIO(data)))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it does not hold
        yield _unreadable()
        return
    for signature in found:
        try:
            yield _state(data, signature, roots, at)
        except Exception:  # noqa: BLE001 - as above
            yield _unreadable()
    if len(found) < count_signatures(data):
        yield _unreadable()


def _unreadable() -> SignatureState:
    return SignatureState("", None, None, False, False, (), None, _UNREADABLE)


def _state(data: bytes, signature: Any, roots: Sequence[Any], at: datetime) -> SignatureState:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = _status(signature, roots, at)
    whole = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    intact = bool(status.intact and status.valid and whole and _is_padded(signature))
    covers_all = bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
    end = int(signature.byte_range[2]) + int(signature.byte_range[3])
    later = () if covers_all or not intact else later_changes(data[:end], data)
    signer = _subject(status.signing_cert)
    claimed_at, timestamped_at = _times(signature, status)
    trusted, trust = _trust(signature, status, roots, at) if roots else (None, _UNCHECKED)
    parts = [
        f'signed by "{signer}"{_when(claimed_at, timestamped_at)}',
        _wholeness(intact, whole=whole),
        *([f"since then {', '.join(change.words for change in later)}"] if later else []),
        trust,
    ]
    words = "; ".join(parts)
    return SignatureState(
        signer, claimed_at, timestamped_at, intact, covers_all, later, trusted, words
    )


def _is_padded(signature: Any) -> bool:
    """Whether nothing but zeros stands behind a signature in its place, which nobody has signed."""
    from asn1crypto.parser import parse

    content = bytes(signature.pkcs7_content)
    _, _, _, header, value, trailer = parse(content, strict=False)
    return not any(content[len(header) + len(value) + len(trailer) :])


def _status(signature: Any, roots: Sequence[Any], at: datetime) -> Any:
    """What pyHanko says of a signature; what came after it is judged by us."""
    from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
    from pyhanko.sign.validation.pdf_embedded import (
        async_validate_pdf_signature,
        async_validate_pdf_timestamp,
    )
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[translate_pyca_cryptography_cert_to_asn1(root) for root in roots],
        allow_fetching=False,
        moment=at,
        best_signature_time=at,
    )
    if signature.sig_object_type == "/DocTimeStamp":
        return apart(
            lambda: asyncio.run(async_validate_pdf_timestamp(signature, context, skip_diff=True))
        )
    use = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    return apart(
        lambda: asyncio.run(
            async_validate_pdf_signature(signature, context, key_usage_settings=use, skip_diff=True)
        )
    )


def _trust(
    signature: Any, status: Any, roots: Sequence[Any], at: datetime
) -> tuple[bool | None, str]:
    """Whether one of the authorities stands behind a certificate, and in words."""
    if status.trusted:
        return True, "an authority that you trust stands behind the certificate"
    expired = status.signing_cert.not_valid_after
    if expired < at:
        stamped = getattr(status, "timestamp_validity", None)
        if stamped is not None and stamped.trusted:
            if _status(signature, roots, stamped.timestamp).trusted:
                return True, "an authority that you trust stood behind the certificate then"
        elif _status(signature, roots, _claimed(signature) or at).trusted:
            return None, (
                f"the certificate expired on {expired:%Y-%m-%d}, and no timestamp that you trust "
                "proves that it was signed before"
            )
    return False, "no authority that you trust stands behind the certificate"


def _wholeness(intact: bool, *, whole: bool) -> str:
    if intact:
        return "the signed bytes are whole"
    if whole:
        return "the signed bytes were altered"
    return "the signature does not cover all that it should"


def _times(signature: Any, status: Any) -> tuple[datetime | None, datetime | None]:
    """When it was signed by the signer's clock, and by a timestamp server."""
    if signature.sig_object_type == "/DocTimeStamp":
        return None, status.timestamp
    stamped = status.timestamp_validity
    proven = stamped is not None and stamped.intact and stamped.valid
    return _claimed(signature), stamped.timestamp.astimezone(UTC) if proven else None


def _claimed(signature: Any) -> datetime | None:
    claimed = signature.self_reported_timestamp
    if claimed is None or claimed.tzinfo is None:
        return None
    moment: datetime = claimed.astimezone(UTC)
    return moment


def _when(claimed_at: datetime | None, timestamped_at: datetime | None) -> str:
    if timestamped_at is not None:
        return f" on {timestamped_at:%Y-%m-%d %H:%M} UTC, as a timestamp server says"
    if claimed_at is not None:
        return f" on {claimed_at:%Y-%m-%d %H:%M} UTC by the signer's own clock"
    return ""


def _subject(certificate: Any) -> str:
    """Whose a certificate is: the name in it, or all that it says."""
    name = certificate.subject.native.get("common_name", certificate.subject.human_friendly)
    return str(name if isinstance(name, str) else name[0])


@contextmanager
def _silence() -> Iterator[None]:
    """No log lines of pyHanko's: what it finds is told by us."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
