"""The explanations are true: each fault stands in a mistake, and its mend mends it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefs.cli import main
from briefs.model.codes import Code
from briefs.publish import links
from briefs.read.explanations import Explanation, explanations

MISTAKES = Path(__file__).resolve().parents[1] / "mistakes"
BASE = MISTAKES / "_base"
PLANTED = [code for code in Code if (MISTAKES / code).is_dir()]
NOT_OF_THE_PROJECT = ("arguments.txt", "expected.txt", "links.txt")
ANSWERING = {"https://example.org/report"}
"""Addresses of the web that answer in these tests, which ask nobody."""
UNSEEN = {"<U+202E>": "\u202e", "<F6>": "\udcf6"}


def in_file(excerpt: str) -> str:
    """An excerpt with the characters that it only names."""
    for shown, meant in UNSEEN.items():
        excerpt = excerpt.replace(shown, meant)
    return excerpt


def found(folder: Path, name: str) -> Path | None:
    return next((path for path in sorted(folder.rglob(name)) if path.is_file()), None)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def project_of(code: Code, target: Path) -> Path:
    """The base project with the files of a mistake over it, without its links."""
    project = target / "project"
    shutil.copytree(BASE, project)
    ignored = shutil.ignore_patterns(*NOT_OF_THE_PROJECT)
    shutil.copytree(MISTAKES / code, project, dirs_exist_ok=True, ignore=ignored)
    return project


def of_a_folder(code: Code) -> bool:
    return explanations()[code].file.endswith("/")


OF_FILES = [code for code in PLANTED if not of_a_folder(code)]


def test_every_code_is_explained_once_and_in_their_order() -> None:
    assert list(explanations()) == list(Code)


@pytest.mark.parametrize("code", list(Code))
def test_explanation_is_short_plain_text(code: Code) -> None:
    told = explanations()[code]
    assert told.why.endswith(".")
    assert 1 <= len(re.findall(r"[.:?!](?=\s|$)", told.why)) <= 4
    assert len(told.why) <= 340
    assert told.fault != told.mend
    for excerpt in (told.fault, told.mend):
        assert excerpt == excerpt.rstrip()
        assert excerpt.isascii()
        assert max(map(len, excerpt.split("\n"))) <= 96


@pytest.mark.parametrize("code", OF_FILES)
def test_fault_stands_verbatim_in_the_mistake_and_not_in_the_base(code: Code) -> None:
    told = explanations()[code]
    fault = in_file(told.fault)
    of_base = found(BASE, told.file)
    of_mistake = found(MISTAKES / code, told.file) or of_base
    assert of_mistake is not None, f"there is no {told.file}"
    assert fault in text_of(of_mistake)
    if of_mistake != of_base:
        assert of_base is None or fault not in text_of(of_base)


@pytest.mark.parametrize("code", PLANTED)
def test_mend_in_the_place_of_the_fault_silences_the_finding(
    code: Code,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = project_of(code, tmp_path)
    put_right(project, explanations()[code])
    monkeypatch.chdir(project)
    monkeypatch.setattr(links._Visitor, "visit", answered_or(links._Visitor.visit))
    arguments = MISTAKES / code / "arguments.txt"
    words = arguments.read_text("utf-8").split() if arguments.is_file() else ["build", "--dry-run"]
    with pytest.raises(SystemExit):
        main([*words, "--project", "."])
    shown = capsys.readouterr().err
    assert f"[{code}]" not in shown
    assert not re.search(r"^(?:error|warning)\[", shown, re.MULTILINE)


Visit = Callable[[links._Visitor, str, date], links.CheckedLink]


def answered_or(visit: Visit) -> Visit:
    """Visits as ever, but for the addresses that answer in these tests."""

    def answered(visitor: links._Visitor, url: str, today: date) -> links.CheckedLink:
        if url in ANSWERING:
            return links.CheckedLink(url, 200, url, today)
        return visit(visitor, url, today)

    return answered


def put_right(project: Path, told: Explanation) -> None:
    """Write the mend in the place of the fault; of a folder, give its file the right name."""
    if told.file.endswith("/"):
        name, link, _ = told.fault.partition(" -> ")
        if not link:
            (project / told.file / name).rename(project / told.file / told.mend)
        assert (project / told.file / told.mend).is_file()
        return
    path = found(project, told.file)
    assert path is not None
    fault, mend = in_file(told.fault), in_file(told.mend)
    text = text_of(path)
    assert fault in text
    path.write_bytes(text.replace(fault, mend, 1).encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("code", [code for code in PLANTED if of_a_folder(code)])
def test_fault_of_a_folder_is_named_by_the_mistake(code: Code) -> None:
    told = explanations()[code]
    links = MISTAKES / code / "links.txt"
    named = {str(path.relative_to(MISTAKES / code)) for path in (MISTAKES / code).rglob("*")}
    named |= set(links.read_text("utf-8").splitlines()) if links.is_file() else set()
    for line in told.fault.split("\n"):
        assert any(name.endswith(line) for name in named)


@pytest.mark.parametrize("code", PLANTED)
def test_severity_is_the_one_that_the_mistake_shows(code: Code) -> None:
    expected = (MISTAKES / code / "expected.txt").read_text("utf-8")
    assert f"{explanations()[code].severity}[{code}]: " in expected
