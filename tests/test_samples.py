"""The samples in the documents are right: they read, and the project that they show builds."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import jsonschema
import pytest

from briefs.cli import group, main
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.project import OpenProject, open_project
from briefs.read.jinja import read_source
from briefs.read.locales import LOCALES
from briefs.read.project import PARTIALS
from briefs.read.schemas import FILES, schemas
from briefs.read.toml import parse_toml
from briefs.read.yaml import Document, parse_yaml
from tests.samples import Sample, samples, write_project

ROOT = Path(__file__).resolve().parents[1]
README, AUTHORING = ROOT / "README.md", ROOT / "docs" / "authoring.md"
EXAMPLE = ROOT / "assets" / "topics" / "287g-recruitment"
DAY = date(2025, 8, 15)
OF_A_FILE = {"yaml", "toml", "jinja", "css"}
SAMPLES = [
    pytest.param(sample, id=f"{document.stem}-{number}-{sample.file}")
    for document in (README, AUTHORING)
    for number, sample in enumerate(samples(document))
    if sample.language in OF_A_FILE
]
COMMANDS = [
    pytest.param(line, id=f"{document.stem}-{line}")
    for document in (README, *sorted((ROOT / "docs").glob("*.md")))
    for sample in samples(document)
    if sample.language == "console"
    for line in re.findall(r"^briefs [^#\n]*[^#\s]", sample.text, re.MULTILINE)
]


@pytest.fixture
def library(tmp_path: Path) -> OpenProject:
    """The project whose files ``docs/authoring.md`` shows."""
    write_project(AUTHORING, tmp_path)
    return open_project(tmp_path)


# --- The project of docs/authoring.md ----------------------------------------------------------


def test_there_is_nothing_to_find_in_the_project_of_the_guide(library: OpenProject) -> None:
    checked = check(library, today=DAY)
    assert checked.findings == ()
    assert sorted(edition.file for edition in checked.pages) == [
        "library/community.en-US.pdf",
        "library/community.es-US.pdf",
        "library/volunteer.en-US.pdf",
    ]


@pytest.mark.chrome
@pytest.mark.pdf
def test_the_project_of_the_guide_builds(library: OpenProject) -> None:
    result = build(library, today=DAY)
    assert len(result.written) == 3
    assert result.findings == ()


def test_the_guide_shows_a_fact_of_every_kind(library: OpenProject) -> None:
    facts = library.content.topics["library"].facts.values()
    choices = schemas()["facts"]["items"]["properties"]["kind"]["enum"]
    assert {fact.kind.value for fact in facts} == set(choices)


def test_pair_prints_in_the_order_of_the_ids_as_the_guide_says(library: OpenProject) -> None:
    (html,) = (
        page.html
        for edition, page in check(library, today=DAY).pages.items()
        if edition.file == "library/community.en-US.pdf"
    )
    assert html.index('data-fact="view-friends"') < html.index('data-fact="view-taxpayers"')
    turned = AUTHORING.read_text("utf-8").replace('pair("view-friends")', 'pair("view-taxpayers")')
    (library.root / "guide.md").write_text(turned, "utf-8")
    write_project(library.root / "guide.md", library.root)
    pages = check(open_project(library.root), today=DAY).pages
    assert html in {page.html for page in pages.values()}


# --- Every sample ------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_names_its_file_and_can_be_read(sample: Sample) -> None:
    assert sample.file, "the line above a sample ends with its file in backticks and a colon"
    if sample.language == "jinja":
        assert read_source(sample.text, sample.file)[1] == ()
    elif sample.language != "css":
        parse = parse_toml if sample.language == "toml" else parse_yaml
        document: Document = parse(sample.text, sample.file)
        assert document.diagnostics == []
        jsonschema.validate(document.data, schemas()[schema_of(sample.file)])


def schema_of(file: str) -> str:
    """The schema for a file, by the pattern of its path."""
    for name, pattern in FILES.items():
        form = re.sub(r"<[^>]*>", "[^/]+", pattern.replace(".", "[.]"))
        if re.fullmatch(form, file):
            return name
    raise AssertionError(f"no schema is for {file}")


@pytest.mark.parametrize("document", [README, AUTHORING], ids=["readme", "authoring"])
def test_calls_within_a_line_can_be_read(document: Path) -> None:
    for call in re.findall(r"`(\{\{.*?\}\})`", document.read_text("utf-8")):
        assert read_source(call, document.name)[1] == ()


def test_the_calls_of_the_readme_are_of_the_example() -> None:
    facts = parse_yaml((EXAMPLE / "facts.yaml").read_text("utf-8"), "facts.yaml").data
    figures = parse_yaml((EXAMPLE / "figures.yaml").read_text("utf-8"), "figures.yaml").data
    known = {entry["id"] for entry in [*facts, *figures]}
    named = re.findall(
        r'\{\{ (?:fact|say|pair|quote|note|figure)\("([^"]+)"\)', README.read_text("utf-8")
    )
    assert set(named) <= known


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_are_called_as_they_can_be(line: str) -> None:
    called(group, "briefs", shlex.split(line)[1:])


def called(command: click.Command, name: str, arguments: list[str]) -> None:
    """Parse a call of a command, and of the commands below it."""
    try:
        context = command.make_context(name, list(arguments))
    except click.BadParameter as error:
        if "does not exist" in error.message:  # a reader's own file
            return
        raise
    rest = [*context._protected_args, *context.args]
    if isinstance(command, click.Group) and rest:
        below, one, further = command.resolve_command(context, rest)
        assert one is not None
        called(one, below or "", further)


@pytest.mark.parametrize("line", ["build --as-off 2025-08-15", "facts shwo x", "chek", "init a b"])
def test_a_command_that_cannot_be_called_so_is_seen(line: str) -> None:
    with pytest.raises(click.UsageError):
        called(group, "briefs", shlex.split(line))


def test_the_error_of_the_readme_is_what_the_command_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = (one.text for one in samples(README) if one.text.startswith("error["))
    slip, file, right = (
        one[1]
        for form in (r'no fact ("[^"]+")', r"at ([^\s:]+)", r'did you mean ("[^"]+")')
        if (one := re.search(form, shown))
    )
    for folder in ("assets", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "briefs.toml", tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    (tmp_path / file).write_text(text.replace(right, slip, 1), "utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--project", str(tmp_path)])
    assert shown in capsys.readouterr().err


# --- What the guide lists ----------------------------------------------------------------------


def test_the_guide_names_every_function_and_variable_of_a_template() -> None:
    text = AUTHORING.read_text("utf-8")
    names = list(context_names())
    assert {"lang", "brief.changes", "publisher.series", "has_contacts"} <= set(names)
    for name in names:
        assert f"`{name}`" in text or f"`{name}(" in text, name


def context_names() -> Iterator[str]:
    """What a page's template is given, read off the code that gives it."""
    tree = ast.parse((ROOT / "briefs" / "compose" / "page.py").read_text("utf-8"))
    (function,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "_context"
    )
    (given,) = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    assert isinstance(given, ast.Dict)
    for key, value in zip(given.keys, given.values, strict=True):
        assert isinstance(key, ast.Constant)
        if isinstance(value, ast.Dict):
            yield from (
                f"{key.value}.{one.value}" for one in value.keys if isinstance(one, ast.Constant)
            )
        else:
            yield key.value


def test_the_guide_names_every_partial_block_badge_and_colour() -> None:
    text = AUTHORING.read_text("utf-8")
    assert set(re.findall(r"partials/[\w-]+\.html\.j2", text)) == {
        f"partials/{path.name}" for path in (ROOT / PARTIALS).glob("*.j2")
    }
    base = (ROOT / "templates" / "base.html.j2").read_text("utf-8")
    blocks = re.findall(r"\{% block (\w+) %\}", base)
    assert all(f"`{name}`" in text for name in blocks)
    sheet = parse_yaml((ROOT / LOCALES / "en.yaml").read_text("utf-8"), "en.yaml").data
    assert all(f"`{name}`" in text for name in sheet["kinds"])
    tokens = (ROOT / "assets" / "styles" / "tokens.css").read_text("utf-8")
    used = set(re.findall(r"--[a-z]+(?:-[a-z0-9]+)*", text)) - {"--as-of", "--links", "--sources"}
    assert used <= set(re.findall(r"--[a-z]+(?:-[a-z0-9]+)*", tokens))


def test_links_lead_to_headings_and_files() -> None:
    for document in (README, *sorted((ROOT / "docs").glob("*.md"))):
        for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", document.read_text("utf-8")):
            file, _, anchor = link.partition("#")
            path = document.parent / file if file else document
            assert path.exists(), link
            if anchor:
                assert anchor in set(anchors(path)), link


def anchors(document: Path) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))
