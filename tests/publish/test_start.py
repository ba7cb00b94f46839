"""A new project: it builds at once, in every language and for every audience that there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from briefs.model.errors import EngineError, UsageError
from briefs.model.freshness import Calendar
from briefs.publish.build import build
from briefs.publish.check import calendar_of, check
from briefs.publish.project import open_project
from briefs.publish.start import start_project
from briefs.read.placement import declared_in_order
from briefs.read.project import read_templates
from briefs.read.workspace import Workspace, builtin_root
from briefs.read.yaml import parse_yaml

AUDIENCES = sorted(read_templates(Workspace(builtin_root()))[1])
LOCALES = ("en-US", "es-US")
TODAY = date(2025, 8, 15)
WORDS = builtin_root() / "templates" / "start" / "words"
TOPIC = "assets/topics/example"
FILES = [
    "briefs.toml",
    *(f"{TOPIC}/{name}.yaml" for name in ("topic", "sources", "facts", "figures")),
    f"{TOPIC}/text/community.en.md",
    ".gitignore",
    ".gitattributes",
]


def start(root: Path, *audiences: str, locales: tuple[str, ...] = ("en-US",)) -> tuple[Path, ...]:
    return start_project(root, audiences or ("community",), locales, "example")


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("locale", LOCALES)
def test_there_is_nothing_to_find_in_it(tmp_path: Path, audience: str, locale: str) -> None:
    start(tmp_path, audience, locales=(locale,))
    checked = check(open_project(tmp_path))
    assert checked.findings == ()
    assert [edition.file for edition in checked.pages] == [f"example/{audience}.{locale}.pdf"]


def test_it_can_be_for_several_audiences_in_several_languages(tmp_path: Path) -> None:
    start(tmp_path, *AUDIENCES, locales=LOCALES)
    checked = check(open_project(tmp_path))
    assert checked.findings == ()
    assert len(checked.pages) == len(AUDIENCES) * len(LOCALES)


@pytest.mark.chrome
@pytest.mark.pdf
def test_it_builds_at_once(tmp_path: Path) -> None:
    start(tmp_path, *AUDIENCES)
    result = build(open_project(tmp_path))
    assert sorted(one.path.relative_to(tmp_path).as_posix() for one in result.written) == [
        f"output/example/{audience}.en-US.pdf" for audience in AUDIENCES
    ]
    assert result.findings == ()


def test_it_makes_the_folder_and_tells_what_it_wrote(tmp_path: Path) -> None:
    root = tmp_path / "new" / "desk"
    written = start(root)
    assert [path.relative_to(root).as_posix() for path in written] == FILES


@pytest.mark.parametrize("audience", AUDIENCES)
def test_prose_has_the_sections_that_the_template_wants_in_the_order_of_the_page(
    tmp_path: Path, audience: str
) -> None:
    start(tmp_path, audience)
    project = open_project(tmp_path).content
    template = project.audiences[audience]
    prose = project.topics["example"].prose[audience, "en"]
    order = declared_in_order(template, project.templates)
    assert list(prose.sections) == [name for name in order if name in template.sheet.sections]
    assert all(section.source.strip() for section in prose.sections.values())
    last = prose.source.text.splitlines()[-1]
    assert all(name in last for name in template.sheet.optional_sections)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_section_of_a_built_in_template_has_its_own_words(language: str) -> None:
    known = read_templates(Workspace(builtin_root()))[1].values()
    declared = {
        name for one in known for name in (*one.sheet.sections, *one.sheet.optional_sections)
    }
    said = parse_yaml((WORDS / f"{language}.yaml").read_text("utf-8"), language).data["sections"]
    assert set(said) == declared
    assert all(len(words) in {2, 3} for words in said.values())


def test_sections_of_a_template_of_one_s_own_are_there_too(tmp_path: Path) -> None:
    template = (builtin_root() / "templates" / "community.html.j2").read_text("utf-8")
    (tmp_path / "templates").mkdir()
    own = template.replace("meaning", "first-12-steps").replace(
        "[in-short, what,", "[what, in-short,"
    )
    (tmp_path / "templates" / "tenant.html.j2").write_text(own, "utf-8")
    start(tmp_path, "tenant")
    text = (tmp_path / TOPIC / "text" / "tenant.en.md").read_text("utf-8")
    assert "## Heading {: #first-12-steps }" in text
    assert text.index("#in-short") < text.index("#what")
    assert check(open_project(tmp_path)).findings == ()


def test_facts_are_of_today_and_not_due_before_long(tmp_path: Path) -> None:
    start(tmp_path)
    content = open_project(tmp_path).content
    topic = content.topics["example"]
    calendar: Calendar = calendar_of(content, topic, TODAY)
    assert len({fact.kind for fact in topic.facts.values()}) >= 3
    for fact in topic.facts.values():
        assert TODAY - timedelta(days=30) <= fact.as_of <= TODAY
        assert calendar.due(fact) >= TODAY + timedelta(days=60)


def test_the_day_is_that_of_source_date_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2031, 5, 6, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    start(tmp_path)
    assert "retrieved: 2031-05-06" in (tmp_path / TOPIC / "sources.yaml").read_text("utf-8")
    assert check(open_project(tmp_path)).findings == ()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_there_is_named_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine", "utf-8")
    before = tree(tmp_path)
    with pytest.raises(UsageError) as caught:
        start(tmp_path)
    assert str(path) in caught.value.message
    assert tree(tmp_path) == before
    assert path.read_text("utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"\.gitignore"):
        start(tmp_path)
    assert tree(tmp_path) == [".gitignore"]


def test_where_a_file_cannot_be_written_none_is_left(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    root.mkdir()
    (root / "assets").write_text("no folder", "utf-8")
    with pytest.raises(EngineError, match="cannot be written"):
        start(root)
    assert tree(root) == ["assets"]


def test_where_writing_fails_late_no_folder_is_left_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def full(path: Path, *arguments: str, **named: str) -> object:
        if path.suffix == ".md":
            raise OSError(28, "No space left on device", str(path))
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(EngineError, match="No space left on device"):
        start(tmp_path / "new" / "desk")
    assert tree(tmp_path) == []


@pytest.mark.parametrize(
    ("audience", "locale", "topic", "says"),
    [
        ("comunity", "en-US", "example", 'did you mean "community"'),
        ("base", "en-US", "example", "choose from agency"),
        ("press", "de-DE", "example", "begin with --locale en-US"),
        ("press", "en_US", "example", "write en-US"),
        ("press", "xx-YY", "example", "write en-US"),
        ("press", "en-US", "Pipes", "lower-case"),
        ("press", "en-US", "../pipes", "lower-case"),
        ("press", "en-US", "drafts", "another id"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    tmp_path: Path, audience: str, locale: str, topic: str, says: str
) -> None:
    with pytest.raises(UsageError) as caught:
        start_project(tmp_path, [audience], [locale], topic)
    assert says in caught.value.mend
    assert tree(tmp_path) == []


def test_git_keeps_the_ledger_and_the_records_and_nothing_else_that_is_built(
    tmp_path: Path,
) -> None:
    start(tmp_path)
    guide = (builtin_root() / "docs" / "schedule.md").read_text("utf-8")
    for name in (".gitignore", ".gitattributes"):
        lines = (tmp_path / name).read_text("utf-8").splitlines()
        assert all(line in guide for line in lines if not line.startswith("#"))
