"""Read the key to sign with: PKCS#12, or PEM with certificates beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefs.model.errors import EngineError, UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_PEM = b"-----BEGIN "
_ENCRYPTED = (b"BEGIN ENCRYPTED PRIVATE KEY", b"Proc-Type: 4,ENCRYPTED")
_INSTALL = "pip install 'briefs[sign]'"


class PassphraseNeeded(UsageError):
    """The key is protected by a passphrase, and none was given."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with the certificate that it fits.

    Attributes:
        key: The key, as cryptography has it.
        certificate: Says whose it is.
        chain: Certificates of the authorities above it, as far as they are known.
    """

    key: Any
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()

    def check_dates(self, at: datetime) -> None:
        """Refuse a certificate that is not valid at a time.

        Raises:
            UsageError: If it is not valid yet, or no longer.
        """
        start, end = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if at < start:
            raise UsageError(
                f"the certificate is not valid before {start:%Y-%m-%d %H:%M} UTC",
                "sign with another one, or look at the clock of this machine",
            )
        if at > end:
            raise UsageError(
                f"the certificate expired on {end:%Y-%m-%d}",
                "have it renewed, and sign with the new one",
            )


def need_signing() -> None:
    """Make sure that what signs is installed.

    Raises:
        EngineError: If it is not.
    """
    try:
        import cryptography
        import pyhanko  # noqa: F401
    except ImportError as error:
        raise EngineError("signatures need pyHanko, which is not installed", _INSTALL) from error
    del cryptography


def read_key(
    data: bytes, passphrase: str | None = None, certificates: Sequence[bytes] = ()
) -> SigningKey:
    """The key in a file.

    Args:
        data: A PKCS#12 file, or a PEM file with a private key and perhaps certificates.
        passphrase: What protects it; None: not known.
        certificates: Further files with certificates, PEM or DER.

    Raises:
        PassphraseNeeded: If it is protected and no passphrase is given.
        UsageError: If the passphrase is wrong, no certificate fits the key, or a file holds
            something else.
        EngineError: If what signs is not installed.
    """
    need_signing()
    secret = passphrase.encode("utf-8") if passphrase is not None else None
    more = [one for given in certificates for one in read_certificates(given)]
    if _PEM in data:
        key = _pem_key(data, secret)
        return _fitting(key, [*_pem_certificates(data), *more])
    key, own = _pkcs12(data, secret)
    return _fitting(key, [*own, *more])


def read_certificates(data: bytes) -> list[Certificate]:
    """The certificates in a file, PEM or DER.

    Raises:
        UsageError: If there are none.
    """
    from cryptography import x509

    try:
        if _PEM in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError as error:
        raise UsageError(
            "a file with certificates holds none", "name a PEM or DER file (.pem, .crt, .cer)"
        ) from error


def _pem_certificates(data: bytes) -> list[Certificate]:
    return read_certificates(data) if b"BEGIN CERTIFICATE" in data else []


def _pem_key(data: bytes, secret: bytes | None) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if b"PRIVATE KEY-----" not in data:
        raise UsageError(
            "the key's file has certificates, but no private key",
            "name the file with the private key, and the certificates with --cert",
        )
    protected = any(mark in data for mark in _ENCRYPTED)
    if protected and secret is None:
        raise _passphrase_needed()
    try:
        return load_pem_private_key(data, secret if protected else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise (_wrong_passphrase() if protected else _no_key()) from error


def _pkcs12(data: bytes, secret: bytes | None) -> tuple[Any, list[Certificate]]:
    from asn1crypto.pkcs12 import Pfx
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        is_one = Pfx.load(data, strict=True)["version"].native == "v3"
    except ValueError:
        is_one = False
    if not is_one:
        raise _no_key()
    try:
        found = load_pkcs12(data, secret)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise (_passphrase_needed() if secret is None else _wrong_passphrase()) from error
    if found.key is None:
        raise _no_key()
    own = [found.cert] if found.cert is not None else []
    return found.key, [one.certificate for one in [*own, *found.additional_certs]]


def _fitting(key: Any, certificates: Iterable[Certificate]) -> SigningKey:
    """A key with the certificate that fits it, and the others as its chain."""
    known = list(dict.fromkeys(certificates))
    if not known:
        raise UsageError(
            "there is no certificate for the key", "name the file that has it with --cert"
        )
    own = next((one for one in known if one.public_key() == key.public_key()), None)
    if own is None:
        raise UsageError(
            "the key does not fit the certificate",
            "name the key and the certificate that were issued together",
        )
    _check_use(own)
    return SigningKey(key, own, tuple(one for one in known if one is not own))


def _check_use(certificate: Certificate) -> None:
    from cryptography.x509 import ExtensionNotFound, KeyUsage

    try:
        use = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return
    if not (use.digital_signature or use.content_commitment):
        raise UsageError(
            "the certificate is not meant for signatures",
            "have one issued whose key usage is digital signature or non-repudiation",
        )


def _passphrase_needed() -> PassphraseNeeded:
    return PassphraseNeeded(
        "the key is protected by a passphrase",
        "name the file that has it with --passphrase-file, or put it into the environment "
        "variable BRIEFS_SIGNING_PASSPHRASE",
    )


def _wrong_passphrase() -> UsageError:
    return UsageError("the passphrase does not open the key", "try again; nothing was signed")


def _no_key() -> UsageError:
    return UsageError(
        "the key's file holds no private key that can be read",
        "name a PKCS#12 file (.p12, .pfx) or a PEM file with a private key",
    )
