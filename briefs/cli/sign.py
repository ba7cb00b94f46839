"""``briefs sign``: sign editions, so that anybody can tell who published them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefs.cli.options import FILE, FOLDER
from briefs.model.errors import UsageError

if TYPE_CHECKING:
    from briefs.render.append.signing_key import SigningKey

_PASSPHRASE = "BRIEFS_SIGNING_PASSPHRASE"  # noqa: S105 - the variable's name


@click.command("sign")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.option(
    "--key",
    required=True,
    type=FILE,
    help="The key to sign with: PKCS#12 (.p12, .pfx), or PEM.",
)
@click.option(
    "--cert",
    "certificates",
    multiple=True,
    type=FILE,
    help="Certificates of a PEM key and of the authorities above it; may be given several times.",
)
@click.option(
    "--passphrase-file",
    type=FILE,
    help=f"A file whose first line opens the key; default: {_PASSPHRASE}, or it is asked for.",
)
@click.option(
    "--timestamp",
    metavar="URL",
    help="A timestamp server to ask when it was signed. Without it no connection is opened.",
)
@click.option(
    "--output",
    type=FOLDER,
    help="Folder for the signed files; default: each takes the place of the unsigned one.",
)
def command(
    files: tuple[Path, ...],
    key: Path,
    certificates: tuple[Path, ...],
    passphrase_file: Path | None,
    timestamp: str | None,
    output: Path | None,
) -> None:
    """Sign PDF files (PAdES), with nothing added to what is seen on their pages.

    The signature stands behind the file's end: what was issued stays as it is, byte for byte, and
    the file is still PDF/A-3a and PDF/UA-1. Where a file is an edition of a ledger, the ledger
    notes it. briefs verify tells what a signature is worth.
    """
    from briefs.publish.editions.sign import sign_files

    signer = _signer(key, certificates, passphrase_file)
    for signed in sign_files(files, signer, timestamp=timestamp, output=output):
        noted = f", line {signed.entry.line} of the ledger" if signed.entry else ""
        click.echo(f"signed: {signed.path}{noted}")


def _signer(key: Path, certificates: tuple[Path, ...], passphrase_file: Path | None) -> SigningKey:
    """The key in a file, its passphrase asked for where nobody has given it."""
    from briefs.render.append.signing_key import PassphraseNeeded, read_key

    data, chain = _read(key), [_read(path) for path in certificates]
    passphrase = _passphrase(passphrase_file)
    try:
        try:
            return read_key(data, passphrase, chain)
        except PassphraseNeeded:
            if not sys.stdin.isatty():
                raise
            asked = click.prompt(f"Passphrase of {key}", hide_input=True, err=True)
            return read_key(data, asked, chain)
    except UsageError as error:
        raise UsageError(f"{key}: {error.message}", error.mend) from error


def _passphrase(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(_PASSPHRASE)
    try:
        lines = _read(file).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8", "name a text file") from error
    return lines[0] if lines else ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}", "name another file"
        ) from error
