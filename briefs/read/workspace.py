"""Where the files are: the user's project first, then the built-in templates and assets.

All of a project's own files are read here. What is handed on is text that is safe to set: UTF-8,
without characters that break a PDF or reverse a number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.errors import UsageError
from briefs.model.output_folder import OUTPUT
from briefs.read.characters import refusal, refused_in

SETTINGS = "briefs.toml"
APPROVALS = "approvals.yaml"
ASSETS = "assets"
TEMPLATES = "templates"

INPUT_FILES = (SETTINGS, APPROVALS)
INPUT_FOLDERS = (ASSETS, TEMPLATES)
"""What a project's editions are made from, with all that lies in the folders."""

MAX_BYTES = 20_000_000

_MOST_CHARACTERS = 50
"""A file with more refused characters than this is no text; the rest need no place each."""


def builtin_root() -> Path:
    """The folder that holds the built-in ``templates/`` and ``assets/``."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "builtin"
    return packed if packed.is_dir() else package.parent


def find_root(start: Path, given: Path | None = None) -> Path:
    """The project's root: the given folder, or the nearest one above with ``briefs.toml``.

    Raises:
        UsageError: If there is none.
    """
    if given is not None:
        if not (given / SETTINGS).is_file():
            raise UsageError(
                f"{given} is not a project: it has no {SETTINGS}",
                f"name the folder that holds {SETTINGS} with --project",
            )
        return given.resolve()
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise UsageError(
        f"no {SETTINGS} in {start} or in any folder above it",
        "go to your project's folder, or name it with --project",
    )


def output_folder(output: Path | None, project: Path | None) -> Path:
    """The folder that was or is built to: the one given, or ``output/`` in the project.

    Raises:
        UsageError: If none is given and there is no project.
    """
    return output or find_root(Path.cwd(), project) / OUTPUT


_BUILTIN = "(built-in) "
"""Stands before the name of a file that is not the project's own."""


class Workspace:
    """A project's files over the built-in ones.

    Attributes:
        root: The project's folder.
        builtin: The folder of the built-in templates and assets.
        diagnostics: What was wrong with the files read up to now.
    """

    def __init__(self, root: Path, builtin: Path | None = None) -> None:
        self.root = root
        self.builtin = builtin or builtin_root()
        self._tops = (self.root.resolve(), self.builtin.resolve())
        self.diagnostics: list[Diagnostic] = []
        self._contents: dict[str, bytes] = {}

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each file that was read, by its path from the root.

        A built-in file over which the project's own lies is called by the name that it is shown by.
        """
        from hashlib import sha256  # here, since who only lists briefs needs none

        return {key: sha256(data).hexdigest() for key, data in self._contents.items()}

    def text(self, name: str, *, required_by: str = "") -> str | None:
        """The text of a file, or None with a diagnostic.

        Args:
            name: The file's path from the root, with slashes.
            required_by: Why the project needs it, for the message.
        """
        path = self._path(name)
        if path is None:
            why = f": {required_by}" if required_by else ""
            message = f"{name} is not there{why}"
            self._report(Code.FILE_MISSING, message, Place(name), "add the file")
            return None
        return self._read(path, self.shown(name))

    def versions(self, name: str) -> Iterator[tuple[str, str]]:
        """The texts of a file, the project's own and the built-in one, with the names to show."""
        for top in dict.fromkeys((self.root, self.builtin)):
            if (top / name).is_file():
                shown = name if top == self.root else f"{_BUILTIN}{name}"
                text = self._read(top / name, shown)
                if text is not None:
                    yield text, shown

    def data(self, name: str) -> bytes | None:
        """The bytes of a file that is no text, or None with a diagnostic.

        Args:
            name: The path of a file that is there, from the root, with slashes.
        """
        path = self._path(name)
        return None if path is None else self._bytes(path, self.shown(name))

    def _read(self, path: Path, shown: str) -> str | None:
        data = self._bytes(path, shown)
        return None if data is None else self._decoded(data, shown)

    def _bytes(self, path: Path, shown: str) -> bytes | None:
        try:
            real = path.resolve(strict=True)
            if not any(real.is_relative_to(top) for top in self._tops):
                self._report(
                    Code.FILE_UNREADABLE,
                    f"{shown} leads out of the project",
                    Place(shown),
                    "put the file itself there, not a link to it",
                )
                return None
            if real.stat().st_size > MAX_BYTES:
                size = f"{shown} is larger than {MAX_BYTES // 1_000_000} MB"
                self._report(Code.FILE_UNREADABLE, size, Place(shown), "split it")
                return None
            data = real.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            self._report(Code.FILE_UNREADABLE, f"{shown}: {reason}", Place(shown))
            return None
        name = shown.removeprefix(_BUILTIN)
        key = shown if (self.root / name).is_file() else name
        self._contents[key] = data
        return data

    def exists(self, name: str) -> bool:
        """Whether the project or the built-ins have the file."""
        return self._path(name) is not None

    def names(self, folder: str, suffix: str) -> Iterator[str]:
        """Paths of the files in a folder, the project's and the built-in ones, sorted."""
        found = {
            f"{folder}/{path.name}"
            for top in (self.root, self.builtin)
            for path in (top / folder).glob(f"*{suffix}")
            if path.is_file()
        }
        yield from sorted(found)

    def folders(self, folder: str) -> Iterator[str]:
        """Names of the folders in a folder, the project's and the built-in ones, sorted."""
        found = {
            path.name
            for top in (self.root, self.builtin)
            for path in (top / folder).glob("*")
            if path.is_dir()
        }
        yield from sorted(found)

    def shown(self, name: str) -> str:
        """A file's name as the user would write it."""
        if (self.root / name).exists() or self.root == self.builtin:
            return name
        return f"{_BUILTIN}{name}"

    def _path(self, name: str) -> Path | None:
        for top in (self.root, self.builtin):
            if (top / name).is_file():
                return top / name
        return None

    def _decoded(self, data: bytes, shown: str) -> str | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            data = error.object  # without the byte order mark
            before = one_line_break(data[: error.start].decode("utf-8"))
            self._report(
                Code.TEXT_ENCODING,
                f"byte {data[error.start]:#04x} is not UTF-8",
                place_in(before, len(before), shown),
                "save the file as UTF-8",
            )
            return None
        text = one_line_break(text)
        bad = list(islice(refused_in(text), _MOST_CHARACTERS))
        self.diagnostics += [
            refusal(character, place_in(text, offset, shown), typed=True)
            for offset, character in bad
        ]
        return None if bad else text

    def _report(self, code: Code, message: str, place: Place, mend: str = "") -> None:
        self.diagnostics.append(Diagnostic(code, message, place, mend))


def one_line_break(text: str) -> str:
    """The text with a line feed for every line break: lines as an editor counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def place_in(text: str, offset: int, file: str, first_line: int = 1) -> Place:
    """The place of a character of a text.

    Args:
        text: The text that was read.
        offset: The character's number from 0.
        file: The file as the user would name it.
        first_line: The number of the text's first line in the file.
    """
    before = text[:offset]
    line = before.count("\n")
    return Place(file, first_line + line, offset - (before.rfind("\n") + 1) + 1)


class Places:
    """The places of a text's characters, where many are asked for.

    Args:
        text: The text that was read.
        file: The file as the user would name it.
        first_line: The number of the text's first line in the file.
        first_column: The column in which its first line starts.
    """

    def __init__(self, text: str, file: str, first_line: int = 1, first_column: int = 1) -> None:
        self._text, self._file = text, file
        self._first_line, self._first_column = first_line, first_column
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]

    def at(self, offset: int) -> Place:
        """The place of a character, by its number from 0."""
        line = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[line] + (1 if line else self._first_column)
        return Place(self._file, self._first_line + line, column)

    def first_word(self, line: int) -> Place:
        """The place of the first word of a line of the text, by the line's number from 1."""
        if not 0 < line <= len(self._starts):
            return self.at(len(self._text))
        start = self._starts[line - 1]
        content = self._text[start:].partition("\n")[0]
        return self.at(start + len(content) - len(content.lstrip()))
