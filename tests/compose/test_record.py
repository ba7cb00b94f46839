"""The record says what the page prints: no more, no less, and where it is from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from briefs.compose.inputs import texts_of
from briefs.model.attachment import Attachment
from briefs.model.issue import Issue
from briefs.model.record import Change, ChangeKind, read_record, record_bytes, record_schema
from briefs.model.value import Kind, Qualifier
from tests.compose.composed import (
    DAYS,
    HASH,
    PROJECTS,
    ROOT,
    Composed,
    composed,
    example,
    examples,
)

BaseProject = Callable[[dict[str, str | bytes]], Path]

TOPIC = "assets/topics/lead-pipes"
PROSE = f"{TOPIC}/text/resident.en.md"
BASE = ROOT / "tests" / "mistakes" / "_base"
NO_BREAK = re.compile("[\u00a0\u2007\u2009\u200a\u202f]")


def in_words(html: str) -> str:
    """The text of a page, blanks folded."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def of_base(base: BaseProject, *changes: tuple[str, str, str]) -> Composed:
    """The one edition of the base with texts of its files changed for others."""
    files: dict[str, str | bytes] = {}
    for name, old, new in changes:
        text = files.get(name) or (BASE / name).read_text("utf-8")
        assert isinstance(text, str)
        assert old in text, old
        files[name] = text.replace(old, new, 1)
    (one,) = composed(base(files))
    return one


@pytest.fixture(params=DAYS, ids=lambda root: root.name)
def editions(request: pytest.FixtureRequest) -> tuple[Composed, ...]:
    """Every edition of a project."""
    return examples(request.param)


# --- Every edition ---------------------------------------------------------------------------


def test_record_is_valid_and_read_back(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        record = each.record(attachments=each.annexes().values())
        data = record_bytes(record)
        validator = Draft202012Validator(record_schema(), format_checker=FormatChecker())
        validator.validate(json.loads(data))
        assert read_record(data) == record


def test_facts_are_those_of_the_page_each_once(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        facts = each.record().facts
        marked = re.findall(r'data-fact="([^"]+)"', each.page.html)
        assert [fact.id for fact in facts] == list(dict.fromkeys(p.fact for p in each.page.printed))
        assert {*marked} <= {fact.id for fact in facts}
        assert len(facts) > 5


def test_what_is_shown_stands_on_the_page(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        text = in_words(each.page.html)
        for fact in each.record().facts:
            assert fact.shown
            assert len({*fact.shown}) == len(fact.shown)
            for shown in fact.shown:
                assert not NO_BREAK.search(shown)
                assert shown in text, shown


def test_every_mark_of_a_fact_is_among_what_is_shown(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        shown = {fact.id: fact.shown for fact in each.record().facts}
        marks = re.findall(r'<span data-fact="([^"]+)"[^>]*>([^<]*)</span>', each.page.html)
        assert marks
        for name, words in marks:
            assert in_words(words) in shown[name]


def test_values_and_dates_are_those_of_the_fact_base(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        for recorded in each.record().facts:
            fact = each.topic.facts[recorded.id]
            assert recorded.value == (None if fact.parsed is None else str(fact.parsed))
            assert (recorded.unit, recorded.qualifier) == (fact.unit, fact.qualifier)
            assert (recorded.as_of, recorded.source) == (fact.as_of, fact.source)
            assert recorded.evidence == fact.evidence
            assert recorded.review_by == each.calendar.due(fact)
            assert not recorded.stale


def test_sources_are_those_that_the_page_lists_and_none_is_missing(
    editions: tuple[Composed, ...],
) -> None:
    for each in editions:
        record = each.record()
        names = [source.id for source in record.sources]
        listed = re.findall(r'<li id="source-\d+" data-source="([^"]+)">', each.page.html)
        assert names[: len(listed)] == listed
        assert {fact.source for fact in record.facts} | {*listed} == {*names}


def test_the_title_is_that_of_the_page(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        found = re.search(r"<title>(.*?)</title>", each.page.html)
        assert found
        assert each.record().title == in_words(found[1])


def test_days_are_those_that_the_page_prints(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        record = each.record()
        days = [fact.as_of for fact in record.facts if fact.kind is not Kind.DEFINITION]
        assert record.as_of == (min(days), max(days))


def test_texts_are_named_with_the_hash_of_their_bytes(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        templates = each.record().templates
        for path, digest in templates.items():
            tops = (each.project.root, each.project.builtin)
            data = next((top / path).read_bytes() for top in tops if (top / path).is_file())
            assert digest == sha256(data).hexdigest(), path
        audience = each.edition.audience
        language = each.edition.locale.partition("-")[0]
        assert f"templates/{audience}.html.j2" in templates
        assert f"assets/topics/{each.edition.topic}/text/{audience}.{language}.md" in templates
        assert f"assets/locales/{language}.yaml" in templates
        assert {"briefs.toml", "assets/brand.yml", "templates/base.html.j2"} <= {*templates}
        own = each.project.content.audiences[audience].sheet.style
        assert own is None or f"assets/styles/{own}" in templates
        assert ("assets/styles/large-print.css" in templates) == each.edition.large_print
        assert len([name for name in templates if name.endswith(".md")]) == 1
        others = {f"templates/{name}.html.j2" for name in each.project.content.audiences}
        assert others & {*templates} == {f"templates/{audience}.html.j2"}


def test_both_files_are_named_where_the_words_of_a_locale_stand_in_two(base: BaseProject) -> None:
    name = "assets/locales/en.yaml"
    builtin = (ROOT / name).read_bytes()
    own = b'messages:\n  edition: "No. {number}"\n'
    (one,) = composed(base({name: own}))
    assert "No. 1" in in_words(one.page.html)
    assert "Sources and method" in in_words(one.page.html)
    found = {path: digest for path, digest in one.record().templates.items() if name in path}
    assert found == {
        name: sha256(own).hexdigest(),
        f"(built-in) {name}": sha256(builtin).hexdigest(),
    }


def test_a_whole_sheet_of_the_project_s_own_is_named_alone(base: BaseProject) -> None:
    name = "assets/locales/en.yaml"
    own = (ROOT / name).read_bytes() + b"\n"
    (one,) = composed(base({name: own}))
    found = {path: digest for path, digest in one.record().templates.items() if name in path}
    assert found == {name: sha256(own).hexdigest()}


def test_drawings_are_named_by_their_keys(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        drawn = {name: digest for name, digest in each.record().assets.items() if ":" in name}
        assert {*drawn} == {f"figure:{key}" for key in each.page.drawings}
        for name, digest in drawn.items():
            assert name == f"figure:{digest[:32]}"


def test_the_edition_itself_is_recorded(editions: tuple[Composed, ...]) -> None:
    for each in editions:
        record = each.record()
        named = (record.brief, record.topic, record.audience, record.locale, record.paper)
        edition = each.edition
        assert named == (
            edition.brief, edition.topic, edition.audience, edition.locale, edition.paper,
        )  # fmt: skip
        assert record.large_print == edition.large_print


# --- One edition -----------------------------------------------------------------------------


def test_words_are_in_the_editions_language() -> None:
    facts = {
        locale: {
            fact.id: fact
            for fact in example(PROJECTS / "bilingual", "resident", locale).record().facts
        }
        for locale in ("en-US", "es-US")
    }
    assert facts["en-US"]["grant-max"].label == "grant for a home"
    assert facts["es-US"]["grant-max"].label == "ayuda por vivienda"
    assert facts["es-US"]["grant-max"].shown == ("hasta $4,500",)
    said = [{name: fact.attribution for name, fact in one.items()} for one in facts.values()]
    views = [name for name, words in said[0].items() if words]
    assert views
    assert all(said[0][name] != said[1][name] for name in views)


def test_a_computed_fact_has_its_value_and_its_formula() -> None:
    record = example(PROJECTS / "pipes", "agency").record()
    facts = {fact.id: fact for fact in record.facts}
    left, found = facts["lines-left"], facts["lines-found"]
    assert (left.value, left.formula) == ("2890", "lines-found - lines-replaced")
    assert (found.value, found.formula) == ("6200", None)


def test_a_large_value_is_written_in_full(base: BaseProject) -> None:
    large = (
        (f"{TOPIC}/facts.yaml", "value: 4000", "value: 4000000000000000.50"),
        (f"{TOPIC}/facts.yaml", "up to $4,000", "up to $4,000,000,000,000,000.50"),
    )
    (fact,) = [one for one in of_base(base, *large).record().facts if one.id == "grant-max"]
    assert fact.value == "4000000000000000.50"
    assert fact.qualifier is Qualifier.UP_TO


def test_a_computed_value_is_written_in_full(base: BaseProject) -> None:
    formula = (f"{TOPIC}/facts.yaml", "value: 12\n", 'value: "= homes-north / 0.01"\n')
    parts = (f"{TOPIC}/facts.yaml", "  part_of: homes-all\n", "")
    fact = next(
        fact
        for fact in of_base(base, formula, parts, parts).record().facts
        if fact.id == "homes-all"
    )
    assert (fact.value, fact.formula) == ("700", "homes-north / 0.01")


def test_a_source_that_the_page_does_not_cite_is_there_too(base: BaseProject) -> None:
    source = (
        "\n- id: minutes\n  title: Minutes\n  publisher: P\n  retrieved: 2025-08-09\n  kind: law\n"
    )
    end = "url: https://example.org/report\n  kind: government\n"
    one = of_base(
        base,
        (f"{TOPIC}/sources.yaml", end, end + source),
        (f"{TOPIC}/facts.yaml", 'source: county-report\n  evidence: "from October',
         'source: minutes\n  evidence: "from October'),
        (PROSE, 'fact("start")', 'fact("start").value'),
    )  # fmt: skip
    assert one.page.sources == ("county-report",)
    cited, uncited = one.record().sources
    assert (cited.id, cited.url) == ("county-report", "https://example.org/report")
    assert (uncited.id, uncited.kind, uncited.published) == ("minutes", "law", None)


def test_a_sentence_is_recorded_as_plain_text(base: BaseProject) -> None:
    text = "A lead pipe carries water from the street to a home."
    mended = "A *lead* pipe carries “water” & more (a < b) to a home."
    one = of_base(base, (f"{TOPIC}/facts.yaml", text, json.dumps(mended, ensure_ascii=False)))
    assert "&amp; more (a &lt; b)" in one.page.html
    shown = next(fact.shown for fact in one.record().facts if fact.id == "def-lead-pipe")
    assert shown == ("A lead pipe carries “water” & more (a < b) to a home.",)


def test_words_hold_the_facts_that_they_name(base: BaseProject) -> None:
    label = "label: {en: \"homes of {{ fact('homes-all') }}\"}"
    one = of_base(base, (f"{TOPIC}/facts.yaml", "label: {en: homes in the north}", label))
    fact = next(fact for fact in one.record().facts if fact.id == "homes-north")
    assert fact.label == "homes of 12"


def test_a_fact_past_its_review_is_stale_from_the_day_after() -> None:
    for day, stale in ((date(2025, 9, 1), False), (date(2025, 9, 2), True)):
        (one,) = composed(BASE, day)
        fact = next(fact for fact in one.record().facts if fact.id == "homes-all")
        assert (fact.stale, fact.review_by) == (stale, date(2025, 9, 1))
        assert one.record().built_on == day


def test_the_issue_gives_number_day_and_changes() -> None:
    one = example(ROOT, "officer")
    first = one.record(Issue(fact_base=HASH))
    assert (first.edition, first.replaces, first.draft, first.changes) == (1, None, False, ())
    changes = (Change(fact="leap-rate", kind=ChangeKind.ADDED, new=first.facts[0]),)
    issue = Issue(3, "f" * 64, 2, changes, date(2025, 8, 20), draft=True)
    third = one.record(issue)
    assert (third.edition, third.replaces, third.draft) == (3, 2, True)
    assert (third.built_on, third.changes) == (date(2025, 8, 20), changes)
    assert (third.fact_base, third.content) == ("f" * 64, HASH)
    assert third.facts == first.facts


def test_withdrawn_facts_of_the_topic_are_named(base: BaseProject) -> None:
    facts = (BASE / TOPIC / "facts.yaml").read_text("utf-8")
    start = facts[facts.index("- id: start") : facts.index("- id: def-lead-pipe")]
    gone = "".join(
        start.replace("id: start", f"id: {name}").rstrip()
        + f"\n  status: {status}\n  reason: for the test\n\n"
        for name, status in (("b-gone", "withdrawn"), ("a-gone", "withdrawn"), ("kept", "held"))
    )
    record = of_base(base, (f"{TOPIC}/facts.yaml", start, gone + start)).record()
    assert record.withdrawn == ("a-gone", "b-gone")
    assert not {"a-gone", "b-gone", "kept"} & {fact.id for fact in record.facts}


def test_attachments_are_named_with_their_hashes() -> None:
    added = Attachment("figures.csv", "text/csv", b"a,b\r\n")
    record = example(ROOT, "officer").record(attachments=[added])
    assert record.attachments == {"figures.csv": sha256(b"a,b\r\n").hexdigest()}


def test_fonts_and_images_are_named_as_they_are_handed_in() -> None:
    fonts = {"Fira Sans/FiraSans-Regular.ttf": HASH}
    plain = example(ROOT, "officer").record(files=fonts)
    assert fonts.items() <= plain.assets.items()
    assert "logo" not in plain.assets
    harbor = example(PROJECTS / "brands" / "harbor", "officer")
    logo = harbor.project.content.brand.logo
    assert logo is not None
    assert harbor.record(files=fonts).assets["logo"] == sha256(logo.data).hexdigest()


def test_the_same_facts_give_the_same_bytes_and_another_value_does_not(base: BaseProject) -> None:
    first, again = (record_bytes(composed(BASE)[0].record()) for _ in range(2))
    assert first == again
    facts = f"{TOPIC}/facts.yaml"
    other = of_base(base, (facts, "value: 4000", "value: 4001"), (facts, "$4,000", "$4,001"))
    assert record_bytes(other.record()) != first


# --- The texts that go into an edition --------------------------------------------------------


def paths_of(one: Composed, *, web: bool = False) -> set[str]:
    return {*texts_of(one.page, one.edition, one.project.content, web=web)}


def test_a_web_page_has_one_text_more() -> None:
    one = example(ROOT, "officer")
    assert paths_of(one, web=True) - paths_of(one) == {"assets/styles/web.css"}
    assert {*one.record(web=True).templates} == paths_of(one, web=True)


def test_a_page_without_figures_names_none(base: BaseProject) -> None:
    (with_figure,) = composed(BASE)
    without = of_base(base, (PROSE, '{{ figure("homes") }}', ""))
    gone = {f"{TOPIC}/figures.yaml", "templates/partials/figure.html.j2"}
    assert paths_of(with_figure) - paths_of(without) == gone


def test_what_a_template_includes_is_named_and_what_that_includes(base: BaseProject) -> None:
    template = "templates/resident.html.j2"
    files: dict[str, str | bytes] = {
        template: (BASE / template)
        .read_text("utf-8")
        .replace("{% block body %}", '{% block body %}{% include ["partials/a.html.j2"] %}'),
        "templates/partials/a.html.j2": '{% from "partials/b.html.j2" import line %}{{ line() }}',
        "templates/partials/b.html.j2": "{% macro line() %}<p>More.</p>{% endmacro %}",
        "templates/partials/c.html.j2": "<p>Nobody asks for this.</p>",
    }
    (one,) = composed(base(files))
    added = paths_of(one) - paths_of(composed(BASE)[0])
    assert added == {"templates/partials/a.html.j2", "templates/partials/b.html.j2"}


def test_a_template_that_works_out_a_name_may_include_any(base: BaseProject) -> None:
    template = "templates/resident.html.j2"
    text = (BASE / template).read_text("utf-8")
    worked_out = '{% block body %}{% include "partials/" ~ "a.html.j2" %}'
    (one,) = composed(
        base(
            {
                template: text.replace("{% block body %}", worked_out),
                "templates/partials/a.html.j2": "<p>More.</p>",
                "templates/partials/c.html.j2": "<p>Perhaps.</p>",
            }
        )
    )
    every = {f"templates/{name}" for name in one.project.content.templates}
    assert every <= paths_of(one)
