"""Runs ``briefs check`` on spoilt projects and tells what must never happen.

By hand, for a longer campaign or to see one case again::

    python -m tests.fuzz.judging --seed autumn --count 100000
    python -m tests.fuzz.judging --seed autumn --first 4711 --count 1
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from unittest import mock

import briefs
import briefs.cli.check
from briefs.cli import main
from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic
from tests.fuzz.project import builtin_files, project_files, spoilable, write
from tests.fuzz.spoiling import spoilt

DEADLINE = 5.0
"""Seconds after which a case counts as a hang; one takes about ten thousandths of that."""

MEMORY = 3 << 30
"""Bytes of address space that a row of cases may take, where the system can limit it."""

_FORMS = ("text",) * 17 + ("json", "github", "sarif")
_BUILT_IN = "(built-in) "


class _Late(BaseException):
    """The deadline has passed. No ``except Exception`` catches it."""


@dataclass(frozen=True)
class Outcome:
    """How a check ended.

    Attributes:
        exit: Its exit code; -1 if it ended in another way.
        fault: What must not be, or nothing.
        trace: Where, if it was an exception.
        codes: The findings' codes.
    """

    exit: int
    fault: str = ""
    trace: str = ""
    codes: tuple[str, ...] = ()


class Judge:
    """Checks one project again and again, its files replaced for one case each."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.builtin = folder / "builtin"
        self._own = project_files()
        self._out, self._err = io.StringIO(), io.StringIO()  # click keeps every stream it meets
        write(self.root, self._own)
        write(self.builtin, builtin_files())

    def outcome(self, files: dict[str, bytes], form: str = "text") -> Outcome:
        """How the check of the project ends with these files over it."""
        write(self.root, files)
        try:
            return self._checked(form)
        finally:
            write(self.root, {name: self._own[name] for name in files if name in self._own})
            for name in files:
                if name not in self._own:
                    (self.root / name).unlink()

    def _checked(self, form: str) -> Outcome:
        shown: list[Diagnostic] = []
        try:
            with self._here(shown), _deadline(), _captured(self._out, self._err):
                main(["check", "--format", form, "--project", str(self.root)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        except _Late as late:
            return Outcome(-1, f"takes more than {DEADLINE:g} s", _trace(late))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            return Outcome(-1, f"{type(error).__name__}: {error}", _trace(error))
        faults = (
            *_of_the_call(code, shown, self._err.getvalue(), form),
            *self._of(shown),
        )
        return Outcome(code, next(iter(faults), ""), codes=tuple(one.code for one in shown))

    @contextlib.contextmanager
    def _here(self, shown: list[Diagnostic]) -> Iterator[None]:
        """Few built-in files, and the findings noted as they are shown."""
        show = briefs.cli.check.show_findings

        def note(findings: Sequence[Diagnostic], form: str, root: Path) -> None:
            shown.extend(findings)
            show(findings, form, root)

        with (
            mock.patch("briefs.publish.project.builtin_root", return_value=self.builtin),
            mock.patch("briefs.cli.check.show_findings", note),
            mock.patch("gc.freeze"),  # it would keep what each case leaves behind
        ):
            yield

    def _of(self, findings: Sequence[Diagnostic]) -> Iterator[str]:
        """What is wrong with findings: with their codes and places."""
        lines: dict[str, list[str]] = {}
        known = {code.value for code in Code}
        for finding in findings:
            file, line, column = finding.place
            if file not in lines:
                lines[file] = self._lines(file)
            length = len(lines[file][line - 1]) if 0 < line <= len(lines[file]) else -1
            if finding.code not in known:
                yield f"there is no code {finding.code}"
            if not 0 < column <= length + 1:
                yield f"{finding.place} is no place in the file: {finding.code}: {finding.message}"

    def _lines(self, file: str) -> list[str]:
        """A file's lines as an editor counts them; one empty line if it is not there."""
        top = self.builtin if file.startswith(_BUILT_IN) else self.root
        path = top / file.removeprefix(_BUILT_IN)
        data = path.read_bytes() if path.is_file() else b""
        text = data.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _of_the_call(code: int, shown: Sequence[Diagnostic], err: str, form: str) -> Iterator[str]:
    """What is wrong with how the command ended and with what it printed."""
    if code not in {0, 1, 2}:
        yield f"exit code {code}: {err.strip()}"
    if "Traceback" in err:
        yield "a traceback is printed"
    if form == "text" and code != 2:
        starts = ("error[", "warning[", "  at ", "  mend: ")
        lines = [line for line in err.split("\n") if line]
        if not all(line.startswith(starts) for line in lines):
            yield "a finding takes more lines than it should"
        if sum(line.startswith(("error[", "warning[")) for line in lines) != len(shown):
            yield "not every finding is printed"
    if code == 2 and not err.startswith("error: "):
        yield f"wrong usage without a reason: {err.strip()}"


@contextlib.contextmanager
def _captured(out: io.StringIO, err: io.StringIO) -> Iterator[None]:
    for stream in (out, err):
        stream.seek(0)
        stream.truncate()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield


@contextlib.contextmanager
def _deadline() -> Iterator[None]:
    def end(_signal: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, DEADLINE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_PACKAGE = Path(briefs.__file__).parent


def _trace(error: BaseException) -> str:
    """Where an error was raised: our own frame first, then the innermost ones."""
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    return " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in [*ours[:1], *frames[:8]])


def kept(seed: str, number: int, files: dict[str, bytes]) -> Path:
    """Where a case is kept to be looked at: a project in a new folder."""
    folder = Path(tempfile.mkdtemp(prefix=f"briefs-malformed-{seed}-{number}-"))
    write(folder, project_files() | files)
    return folder


@contextlib.contextmanager
def quick_folder() -> Iterator[Path]:
    """A temporary folder, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="briefs-malformed-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def judge_row(
    seed: str, first: int, count: int, most: int, note: Path | None = None
) -> dict[str, object]:
    """Judge a row of cases.

    Args:
        seed: Names the row.
        first: The number of its first case.
        count: How many.
        most: How many different faults are enough.
        note: Where the number of the case at hand is written, for whoever has to end us.
    """
    base = spoilable()
    exits: Counter[int] = Counter()
    codes: Counter[str] = Counter()
    faults: dict[str, dict[str, object]] = {}
    with quick_folder() as folder:
        judge = Judge(folder)
        for number in range(first, first + count):
            if note is not None:
                note.write_text(str(number))
            files = spoilt(seed, number, base)
            outcome = judge.outcome(files, _FORMS[number % len(_FORMS)])
            exits[outcome.exit] += 1
            codes.update(set(outcome.codes))
            if outcome.fault:
                like = _kind(outcome)
                if like not in faults:
                    faults[like] = {
                        "case": number,
                        "fault": outcome.fault[:300],
                        "trace": outcome.trace,
                        "times": 0,
                        "folder": str(kept(seed, number, files)),
                        "files": sorted(files),
                    }
                faults[like]["times"] = int(str(faults[like]["times"])) + 1
                if len(faults) >= most:
                    break
    return {"exits": exits, "codes": codes, "faults": list(faults.values())}


def _kind(outcome: Outcome) -> str:
    """What tells one fault from another: the exception and where, or the words but for names."""
    if outcome.trace:
        return f"{outcome.fault.partition(':')[0]} {outcome.trace.partition(' < ')[0]}"
    words = outcome.fault.partition(" is no place")[2] or outcome.fault
    return re.sub(r'"[^"]*"|byte \w+', "…", words).partition("\n")[0]


def _limit_memory() -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main() -> None:
    parser = argparse.ArgumentParser(description="Check spoilt projects.")
    parser.add_argument("--seed", default="by-hand")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--most", type=int, default=40, help="different faults to stop at")
    parser.add_argument("--note", type=Path, help="file for the number of the case at hand")
    options = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1755259200"  # 15 August 2025: the facts are fresh
    _limit_memory()
    judged = judge_row(options.seed, options.first, options.count, options.most, options.note)
    json.dump(judged, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    _main()
