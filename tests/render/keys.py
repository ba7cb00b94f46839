"""Keys and certificates for tests of signatures, made anew for each run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = "Grüße, año"
YEAR = timedelta(days=365)
NOW = datetime.now(UTC).replace(microsecond=0)
PUBLISHER = "Example Policy Desk"


def new_key(kind: str = "ec") -> Any:
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    key: Any,
    name: str = PUBLISHER,
    *,
    issuer: tuple[Any, x509.Certificate] | None = None,
    start: datetime = NOW - YEAR,
    end: datetime = NOW + YEAR,
    authority: bool = False,
    use: str | None = "digital_signature",
    stamping: bool = False,
) -> x509.Certificate:
    """A certificate, by its own key or that of an authority."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = issuer[1].subject if issuer else subject
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if use is not None:
        names = (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        )  # fmt: skip
        wanted = {use, *(["key_cert_sign"] if authority else [])}
        made = made.add_extension(
            x509.KeyUsage(**{one: one in wanted for one in names}), critical=True
        )
    if stamping:
        made = made.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    signing_key = issuer[0] if issuer else key
    digest = None if isinstance(signing_key, ed25519.Ed25519PrivateKey) else SHA256()
    return made.sign(signing_key, digest)


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


def pem_key(key: Any, passphrase: str | None = None) -> bytes:
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    return data


def p12(
    key: Any,
    own: x509.Certificate | None,
    *chain: x509.Certificate,
    passphrase: str | None = PASSPHRASE,
) -> bytes:
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"signing", key, own, chain or None, locked)
