"""A whole project is judged: by day, by topic, and by what its pages print."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefs.model.errors import InputError, UsageError
from briefs.publish.build import build
from briefs.publish.check import Checked, check
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "mistakes" / "_base"
BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
TOPIC = "assets/topics/lead-pipes"
FACTS, PROSE = f"{TOPIC}/facts.yaml", f"{TOPIC}/text/resident.en.md"
REVIEWED = "review_by: 2025-06-01\n  source: county-report\n  evidence: \"up to"  # fmt: skip
GRANT = 'source: county-report\n  evidence: "up to'
DUE, OVERDUE = (GRANT, REVIEWED.replace("06-01", "08-10")), (GRANT, REVIEWED)
Change = Callable[..., OpenProject]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """A project with texts of its files changed for others."""

    def change(*changes: tuple[str, str, str], project: Path = BASE) -> OpenProject:
        root = tmp_path / "project"
        if not root.exists():
            shutil.copytree(project, root)
        for name, old, new in changes:
            text = (root / name).read_text("utf-8")
            assert old in text, old
            (root / name).write_text(text.replace(old, new, 1), "utf-8")
        return open_project(root)

    return change


@pytest.fixture
def two_topics(changed: Change) -> OpenProject:
    """The base with its topic once more, under another name, and a brief of either."""
    root = changed().root
    shutil.copytree(root / TOPIC, root / "assets/topics/old-wells")
    more = '\n[[brief]]\nid = "wells-brief"\ntopic = "old-wells"\naudiences = ["resident"]\n'
    return changed(("briefs.toml", '["resident"]\n', f'["resident"]\n{more}'))


def named(checked: Checked) -> list[str]:
    return [f"{found.severity} {found.code}" for found in checked.findings]


def html(checked: Checked) -> str:
    (page,) = checked.pages.values()
    return page.html.replace("\u00a0", " ")


def on(day: str) -> date:
    return date.fromisoformat(day)


# --- Days ------------------------------------------------------------------------------------


def test_day_handed_in_and_day_of_the_epoch_agree(
    changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = changed()
    day = datetime(2025, 10, 20, 23, 59, tzinfo=UTC)
    asked = check(project, today=day.date(), allow_stale=True)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(day.timestamp())))
    by_epoch = check(project, allow_stale=True)
    assert by_epoch == asked
    assert named(asked) == ["warning review-due"] * 6
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert check(project, today=day.date(), allow_stale=True) == asked


def test_same_day_gives_the_same_page_and_another_day_does_not(changed: Change) -> None:
    first = html(check(changed(), today=on("2025-08-15")))
    assert html(check(changed(), today=on("2025-08-15"))) == first
    assert html(check(changed(), today=on("2025-08-16"))) == first
    assert html(check(changed(), today=on("2025-10-15"), allow_stale=True)) != first


def test_earlier_day_names_the_facts_that_did_not_exist(changed: Change) -> None:
    project = changed((FACTS, "as_of: 2025-08-02", "as_of: 2025-08-05"))
    checked = check(project, today=on("2025-08-04"))
    assert named(checked) == ["error date-impossible"]
    assert '"grant-max" is of 2025-08-05' in checked.findings[0].message
    assert checked.findings[0].place == project.content.topics["lead-pipes"].facts[
        "grant-max"
    ].origin.at("as_of")  # fmt: skip


def test_settings_of_the_project_change_the_days(changed: Change) -> None:
    line = "locales = "
    table = "[freshness]\ngrace = 3\ntime_to_live = {count = 5, law = 9}\n\n[publisher]"
    project = changed(("briefs.toml", "[publisher]", table))
    assert named(check(project, today=on("2025-08-07"))) == []
    assert named(check(project, today=on("2025-08-10"))) == ["warning review-due"] * 3
    assert named(check(project, today=on("2025-08-11"))) == ["error review-overdue"] * 3
    law = changed((f"{TOPIC}/sources.yaml", "kind: government", "kind: law"))
    assert named(check(law, today=on("2025-08-11"))) == []
    assert named(check(law, today=on("2025-08-12"))) == ["warning review-due"] * 9
    assert line in (project.root / "briefs.toml").read_text("utf-8")


def test_only_what_the_selected_editions_print_is_judged(changed: Change) -> None:
    minutes = 'evidence: "about $3,200 on average"'
    facts = "assets/topics/home-repairs/facts.yaml"
    project = changed(
        (facts, f"review_by: 2027-03-02\n  source: council-minutes\n  {minutes}",
         f"review_by: 2026-03-17\n  source: council-minutes\n  {minutes}"),
        project=BILINGUAL,
    )  # fmt: skip
    day = on("2026-06-01")
    assert named(check(project, Selection(audiences=["resident"]), today=day)) == []
    (found,) = check(project, Selection(audiences=["council"]), today=day).findings
    assert found.code == "review-overdue"
    assert "council.en-US, home-repairs/council.es-US" in found.message
    assert build(project, Selection(audiences=["resident"]), dry_run=True, today=day).written
    with pytest.raises(InputError):
        build(project, dry_run=True, today=day)


# --- Stamps ----------------------------------------------------------------------------------

STAMP = "(as of August 2, 2025)"


def test_nothing_is_stamped_while_all_is_fresh(changed: Change) -> None:
    page = html(check(changed()))
    assert "stale" not in page
    assert STAMP not in page
    assert "past review" not in page


def test_due_value_is_stamped_once_and_makes_no_box(changed: Change) -> None:
    checked = check(changed((FACTS, *DUE)))
    assert named(checked) == ["warning review-due"]
    page = html(checked)
    assert f'up to $4,000</span> <span class="stale">{STAMP}</span>' in page
    assert page.count('class="stale"') == 1
    assert "stale-stamp" not in page
    assert "past review" not in page
    assert next(iter(checked.pages.values())).overdue == ()


def test_overdue_fact_makes_a_box_and_is_listed_where_it_is_allowed(changed: Change) -> None:
    project = changed((FACTS, *OVERDUE), (FACTS, "as_of: 2025-08-02", "as_of: 2025-05-02"))
    assert named(check(project)) == ["error review-overdue"]
    checked = check(project, allow_stale=True)
    assert named(checked) == ["warning review-due"]
    page = html(checked)
    assert page.count('<p class="stale-stamp">') == 1
    assert "June 1, 2025" in page.partition("stale-stamp")[2].partition("</p>")[0]
    assert "Printed past review: grant for a new pipe." in page
    (written,) = build(project, dry_run=True, allow_stale=True).written
    assert written.overdue == ("grant-max",)


def test_sentences_and_quotes_are_stamped_once_each(changed: Change) -> None:
    checked = check(changed(), today=on("2026-08-10"), allow_stale=True)
    page = html(checked)
    assert (
        page.count('class="stale"') == len(["def", "grant", "all", "start", "2 views", "quote"]) + 1
    )
    for end in ("street to a home.</span>", "faster.</span>", "slower.</span>", "The mayor."):
        assert re.search(re.escape(end) + r' ?<span class="stale">' + re.escape(STAMP), page)
    (page_of,) = checked.pages.values()
    assert page_of.overdue == ("grant-max", "homes-all", "homes-north", "homes-south",
                               "view-faster", "view-slower")  # fmt: skip


def test_facts_within_a_due_sentence_and_in_words_beside_it_are_not_stamped_again(
    changed: Change,
) -> None:
    text = "text: {en: \"A lead pipe costs {{ fact('grant-max') }} at most.\"}"
    old = "text: {en: A lead pipe carries water from the street to a home.}"
    title = 'title: New pipes, {{ fact("grant-max") }} each'
    project = changed((FACTS, old, text), (PROSE, "title: New pipes for Marlow County", title),
                      (PROSE, "Under Section 12, a home gets {{ fact(\"grant-max\") }}.", ""))  # fmt: skip
    page = html(check(project, today=on("2026-08-10"), allow_stale=True))
    assert page.count(f'at most.</span> <span class="stale">{STAMP}') == 1
    assert not re.search(r'\$4,000</span> ?<span class="stale">', page)
    heads = re.findall(r'<title>.*?</title>|<meta [^>]*>|<h1>.*?</h1>|alt="[^"]*"', page)
    assert len(heads) == 6
    assert not [head for head in heads if "as of" in head]
    assert "$4,000" in heads[0] + heads[1]


def test_drawings_stay_as_they_are_and_the_table_has_its_day(changed: Change) -> None:
    project = changed()
    fresh = check(project).pages.values()
    stale = check(project, today=on("2026-08-10"), allow_stale=True).pages.values()
    assert [page.drawings for page in fresh] == [page.drawings for page in stale]
    figure = next(iter(stale)).html.partition('<div class="figure')[2].partition("</div>")[0]
    assert 'class="stale"' not in figure
    assert "As of August" in figure.replace("\u00a0", " ")


def test_stamps_are_in_the_readers_language(changed: Change) -> None:
    project = changed(project=BILINGUAL)
    selection = Selection(audiences=["resident"], locales=["es"])
    assert "stale" not in html(check(project, selection, today=on("2027-03-02")))
    due = html(check(project, selection, today=on("2027-03-03")))
    assert '<span class="stale">(al 2 de marzo de 2026)</span>' in due
    assert "stale-stamp" not in due
    page = html(check(project, selection, today=on("2027-05-03"), allow_stale=True))
    assert "Algunos datos de este informe" in page
    assert "Impresos después de su revisión: La ayuda es dinero que el …; ayuda por" in page
    assert "; solicitantes con vivienda propia;" in page
    assert "applications-all," not in page
    assert "(as of" not in page


def test_pair_prints_both_values_with_their_sources(changed: Change) -> None:
    letter = """- id: homes-letter
  kind: count
  value: 13
  unit: homes
  label: {en: homes on the list}
  as_of: 2025-08-02
  source: letter
  evidence: "13 homes"
  same_as: homes-all

- id: grant-max"""
    source = """- id: letter
  title: Letter
  publisher: Marlow County
  retrieved: 2025-08-09
  kind: government

- id: county-report"""
    project = changed(
        (FACTS, "- id: grant-max", letter),
        (f"{TOPIC}/sources.yaml", "- id: county-report", source),
    )
    assert set(named(check(project))) == {"error sources-disagree"}
    project = changed((PROSE, '{{ quote("quote-mayor") }}',
                       '{{ quote("quote-mayor") }}\n\n{{ pair("homes-letter") }}'))  # fmt: skip
    checked = check(project)
    assert named(checked) == []
    block = html(checked).partition('<p class="pair-head">')[2].partition("<blockquote")[0]
    assert block.startswith("Sources differ</p>")
    for name, value in (("homes-all", "12 homes"), ("homes-letter", "13 homes")):
        assert f'<span data-fact="{name}">{value}</span><sup class="cite">' in block
    assert re.findall(r'data-source="([a-z-]+)"', block)[:2] == ["county-report", "letter"]


# --- Unused ----------------------------------------------------------------------------------

SPARE = """- id: spare
  kind: count
  value: 3
  unit: homes
  label: {en: homes}
  as_of: 2025-08-02
  source: county-report
  evidence: "3"

- id: grant-max"""
SPARED = (FACTS, "- id: grant-max", SPARE)


def test_unused_fact_is_a_warning(changed: Change) -> None:
    assert named(check(changed(SPARED))) == ["warning fact-unused"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FACTS, "{en: homes in the north}", "{en: \"homes, {{ fact('spare') }} new\"}"),
        (
            f"{TOPIC}/figures.yaml",
            "caption: {en: Homes on the list}",
            "caption: {en: Homes on the list}\n  note: {en: \"New: {{ fact('spare') }}.\"}",
        ),
        (FACTS, 'evidence: "7 in', 'note: {en: "{{ fact(\'spare\') }}"}\n  evidence: "7 in'),
        (PROSE, "Work on", 'Now {{ fact("spare").label }}. Work on'),
    ],
)
def test_fact_that_is_named_in_words_that_are_printed_is_used(
    changed: Change, name: str, old: str, new: str
) -> None:
    note = (PROSE, "Work on", '{{ note("homes-north") }} Work on')
    project = changed(
        SPARED, (name, old, new), *([note] if "note:" in new and name == FACTS else [])
    )
    assert "warning fact-unused" not in named(check(project))


def test_unused_is_not_said_beside_errors_or_of_a_part(changed: Change) -> None:
    error = (PROSE, "a home gets", "each of 3 homes gets")
    assert named(check(changed(SPARED, error))) == ["error number-unbound"]


def test_unused_is_not_said_where_some_editions_are_left_out(changed: Change) -> None:
    spare = SPARE.replace("{en: homes}", "{en: homes, es: viviendas}").replace(
        "2025-08-02", "2026-03-02"
    )
    facts = "assets/topics/home-repairs/facts.yaml"
    project = changed(
        (facts, "- id: fund-max", spare.replace("grant-max", "fund-max")), project=BILINGUAL
    )
    day = on("2026-03-20")
    assert named(check(project, today=day)) == ["warning fact-unused"]
    for selection in (Selection(audiences=["resident"]), Selection(locales=["en"])):
        assert named(check(project, selection, today=day)) == []


def test_corroborating_fact_is_no_finding(changed: Change) -> None:
    same = SPARE.replace("value: 3", "value: 12").replace('"3"', '"12"\n  same_as: homes-all')
    assert named(check(changed((FACTS, "- id: grant-max", same)))) == []


# --- Selection -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "topics"),
    [
        ((), {"lead-pipes", "old-wells"}),
        (("old-wells",), {"old-wells"}),
        (("wells-brief",), {"old-wells"}),
        (("lead-pipes",), {"lead-pipes"}),
        (("lead-pipes", "wells-brief"), {"lead-pipes", "old-wells"}),
    ],
)
def test_findings_of_other_topics_are_left_out(
    two_topics: OpenProject, names: tuple[str, ...], topics: set[str]
) -> None:
    for name in ("lead-pipes", "old-wells"):
        for file, old, new in (
            ("facts.yaml", "as_of: 2025-08-02", "as_of: 2025-08-14"),  # a rule finds it
            ("figures.yaml", "kind: units", "kind: unit"),  # the reader finds it
            ("text/resident.en.md", "a home gets", "each of 3 homes gets"),  # the page shows it
        ):
            path = two_topics.root / "assets/topics" / name / file
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    checked = check(open_project(two_topics.root), Selection(names))
    found = {(one.place.file.split("/")[2], str(one.code)) for one in checked.findings}
    codes = {"date-impossible", "value-invalid", "number-unbound"}
    assert found == {(topic, code) for topic in topics for code in codes}


@pytest.mark.parametrize(
    ("name", "guess"), [("old-well", "old-wells"), ("wells-brif", "wells-brief"), ("zzz", "choose")]
)
def test_unknown_name_is_wrong_usage_with_a_guess(
    two_topics: OpenProject, name: str, guess: str
) -> None:
    with pytest.raises(UsageError) as caught:
        check(two_topics, Selection((name,)))
    assert guess in caught.value.mend


def test_whole_of_a_topic_is_judged_for_what_is_unused_by_itself(two_topics: OpenProject) -> None:
    path = two_topics.root / "assets/topics/old-wells/facts.yaml"
    path.write_text(path.read_text("utf-8").replace("- id: grant-max", SPARE, 1), "utf-8")
    project = open_project(two_topics.root)
    assert named(check(project, Selection(("old-wells",)))) == ["warning fact-unused"]
    assert named(check(project, Selection(("lead-pipes",)))) == []


def test_findings_are_sorted_and_said_once(changed: Change) -> None:
    project = changed(
        (FACTS, "as_of: 2025-08-02", "as_of: 2025-08-14"),
        (PROSE, "a home gets", "each of 3 homes gets"),
        (f"{TOPIC}/sources.yaml", "published: 2025-08-02", "published: 2025-08-12"),
        (FACTS, "Some residents say", "People say"),
    )
    places = [found.place for found in check(project).findings]
    assert places == sorted(places)
    assert len(places) == len(set(places)) == 3


def test_article_passes_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(open_project(ROOT), today=on("2025-08-15")).findings == ()


def test_a_number_in_words_of_a_locale_is_named_in_the_file_that_says_it(changed: Change) -> None:
    folder = changed().root / "assets/locales"
    folder.mkdir()
    (folder / "en.yaml").write_text('messages:\n  edition: "No. {number} of 12"\n', "utf-8")
    (folder / "en-US.yaml").write_text(
        "name: American English\nmessages: {source: From}\n", "utf-8"
    )
    (finding,) = check(changed()).findings
    assert str(finding.place) == "assets/locales/en.yaml:2:28"
