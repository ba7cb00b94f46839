"""``briefs schema`` lists, prints and writes; it touches nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefs.cli.schema import command
from briefs.model.errors import UsageError
from briefs.read.schemas import FILES, schema_text, schemas

BaseProject = Callable[[dict[str, str | bytes]], Path]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_without_a_name_it_lists_schemas_with_their_files() -> None:
    lines = run().output.splitlines()
    assert [tuple(line.split(maxsplit=1)) for line in lines] == list(FILES.items())


@pytest.mark.parametrize("name", FILES)
def test_with_a_name_it_prints_that_schema(name: str) -> None:
    shown = run(name).output
    assert shown == schema_text(schemas()[name])
    assert json.loads(shown)["title"] == FILES[name]


def test_a_wrong_name_gets_a_guess() -> None:
    error = run("fact").exception
    assert isinstance(error, UsageError)
    assert error.mend.startswith('did you mean "facts"')


def test_a_name_and_write_do_not_go_together(base: BaseProject) -> None:
    root = base({})
    before = files_below(root)
    assert isinstance(run("facts", "--write", "--project", str(root)).exception, UsageError)
    assert files_below(root) == before


def test_write_puts_all_into_the_project_and_touches_no_other_file(base: BaseProject) -> None:
    root = base({"assets/schemas/own.json": "{}"})
    before = files_below(root)
    result = run("--project", str(root), "--write")
    assert result.exception is None
    after = files_below(root)
    assert {name: after[name] for name in before} == before
    assert {name: after[name].decode("utf-8") for name in after.keys() - before.keys()} == {
        f"assets/schemas/{name}.schema.json": schema_text(schema)
        for name, schema in schemas().items()
    }
    for name in FILES:
        assert f"wrote {root}/assets/schemas/{name}.schema.json\n" in result.output


@pytest.mark.parametrize("to", ["", "editor", "a/b"])
def test_the_printed_lines_lead_from_each_file_to_its_schema(
    to: str, base: BaseProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = base({})
    monkeypatch.chdir(root)
    result = run("--write", *filter(None, [to]))
    tied = re.findall(r"^  (\S+)\n  (?:# yaml-language-server: \$schema=|#:schema )(\S+)$",
                      result.output, re.MULTILINE)  # fmt: skip
    assert [file for file, _ in tied] == [FILES[n] for n in FILES if not n.endswith("-head")]
    for file, way in tied:
        schema = json.loads((root / file).parent.joinpath(way).resolve().read_text("utf-8"))
        assert schema["title"] == file
        assert way.startswith(".")


def test_write_without_a_project_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert isinstance(run("--write").exception, UsageError)
    assert list(tmp_path.iterdir()) == []
