"""The first topic against the traps of its article: what it drops, misspells, hides or overstates.

Judged on the composed pages of every edition, their alt texts and their drawings.
"""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briefs.compose.page import Page
from briefs.model.codes import Code
from briefs.model.edition import Edition
from briefs.model.fact import Fact
from briefs.model.text import in_locale
from briefs.model.value import ATTRIBUTED_KINDS, Kind, Qualifier, Status
from briefs.publish.check import check
from briefs.publish.project import OpenProject, open_project

ROOT = Path(__file__).parents[2]

ARTICLE = """
    article-asof recruiting-287g-officers leaders-pushing-back campaign-tension campaign-name
    campaign-launch hiring-goal-thousands hiring-goal-total hiring-goal-fy2025 hiring-horizon
    signing-bonus-max loan-repayment-max leap-rate auo-offered retirement-enhanced
    table-signing-bonus table-loan-repayment table-leap incentives-target-experienced
    ice-belief-quick-step obbb-support plan-purpose campaign-most-aggressive
    lea-worry-shortstaffed quote-sheriff-same-boat def-287g def-moa def-delegated-authority
    def-287g-function pending-total pending-jail pending-taskforce pending-asof
    interest-remains-strong program-controversial supporters-view critics-view some-places-ended
    agencies-harder-to-staff fewer-people-service quote-chief-peter-paul ice-not-coordinating
    trust-damage-worry phrase-common drive-part-of-bigger-plan noem-needs-officers
    noem-policies-failure noem-urgent hiring-not-easy past-data-slow ice-hopes-speed
    could-weaken-partnerships officials-tactics-concern masks-unmarked-vehicles tactics-frighten
    michigan-mask-bill advocates-criticism advocates-call-to-end advocates-recruiting-worse
    quote-advocate-trust ice-continues-processing program-still-growing
    outlook-campaign-continues outlook-partnership-change outlook-agencies-exit
    outlook-new-rules rec-agency-talk rec-agency-moa-terms rec-community-rights
    rec-community-informed rec-community-contact-police rec-community-contact-advocates
    res-careers-page res-287g-email res-287g-page res-ice-phone conclusion-complex
    conclusion-goals-vs-risks rec-all-work-together rec-monitor nutshell-heading
    derived-pending-sum derived-bonus-plus-loan derived-goal-share
""".split()  # noqa: SIM905 - ids, easier to compare as words
"""Every item of the article, in its order."""

# What is found in a page where a trap caught the topic.
MISSPELT = re.compile(r"\bAUI\b")
PLACEHOLDER = re.compile(r"\[e-?mail|e-?mail\s+protected|\(at\)", re.IGNORECASE)
NOT_AVAILABLE = re.compile(r"#?\bN/?A\b")
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
FORBIDDEN_SUM = re.compile(r"110,000|110\.000|110 000|7,500|12,500")
LOADED = re.compile(
    r"\b(generous|aggressive|massive|controversial|unprecedented"
    r"|generos[oa]|agresiv|masiv|controvertid|polémic|sin precedentes)\w*",
    re.IGNORECASE,
)
AGEING = re.compile(
    r"\b(recently|currently|this year|nowadays|recientemente|actualmente|este año|hoy en día)\b",
    re.IGNORECASE,
)
MEMBER = re.compile("Task Force Member")
TIP_LINE = re.compile(r"347.?2423|DHS.?2.?ICE|tip line|línea de denuncias", re.IGNORECASE)
BARE_MONEY = re.compile(r"(?<!up to )(?<!hasta )(?:\$(?:50|60),000|(?:50|60),000 d[oó]l)")
BARE_GOAL = re.compile(r"(?<!at least )(?<!al menos )\b10,000\b")
OFFICERS_ONLY = re.compile(r"10,000 (?:(?:new )?officers|(?:nuevos )?oficiales)\b(?!,)")

NOWHERE = {
    "misspelt": MISSPELT,
    "placeholder": PLACEHOLDER,
    "not available": NOT_AVAILABLE,
    "flag": FLAG,
    "forbidden sum": FORBIDDEN_SUM,
    "loaded word": LOADED,
    "ageing word": AGEING,
    "member": MEMBER,
    "bare money": BARE_MONEY,
    "bare goal": BARE_GOAL,
    "officers only": OFFICERS_ONLY,
}


class _Text(HTMLParser):
    """The words of a page that a reader sees or hears: text and alt texts."""

    def __init__(self, leave_out: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.leave_out = leave_out
        self.words: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.words += [given[name] or "" for name in ("alt", "content", "title") if name in given]
        if tag in {"section", "div", "table", "ul", "sup", "head"} and (
            self.hidden or self.leave_out & {tag, *(given.get("class") or "").split()}
        ):
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def plain(html: str, *leave_out: str) -> str:
    """A page's words with single blanks, also those that must not break."""
    parser = _Text(frozenset(leave_out))
    parser.feed(re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL))
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", unescape(" ".join(parser.words)))


def seen(page: Page) -> str:
    """All that a reader can see or hear of a page: words, alt texts, and words in drawings."""
    drawn = [
        note["text"].replace("<br>", " ")
        for drawing in page.drawings.values()
        for note in drawing.spec["layout"]["annotations"]
    ]
    return re.sub(r"[\s\u00a0]+", " ", " ".join([plain(page.html), *drawn]))


@pytest.fixture(scope="module")
def project() -> OpenProject:
    return open_project(ROOT)


@pytest.fixture(scope="module")
def pages(project: OpenProject) -> dict[Edition, Page]:
    checked = check(project)
    assert checked.findings == ()
    assert len(checked.pages) >= 2
    return dict(checked.pages)


@pytest.fixture(scope="module")
def facts(project: OpenProject) -> dict[str, Fact]:
    return dict(project.content.topics["287g-recruitment"].facts)


def test_every_item_of_the_article_is_in_the_fact_base(facts: dict[str, Fact]) -> None:
    assert len(ARTICLE) == len(set(ARTICLE)) == 84
    assert [name for name in ARTICLE if name not in facts] == []


@pytest.mark.parametrize("trap", NOWHERE)
def test_no_page_fell_into_the_trap(pages: dict[Edition, Page], trap: str) -> None:
    for edition, page in pages.items():
        found = NOWHERE[trap].search(seen(page))
        assert found is None, f"{edition}: {found}"


@pytest.mark.parametrize(
    ("trap", "words"),
    [
        ("misspelt", "Overtime (AUI) for"),
        ("placeholder", "write to [email protected]"),
        ("placeholder", "jane (at) ice"),
        ("not available", "| $50,000 | N/A |"),
        ("flag", "United States \U0001f1fa\U0001f1f8"),
        ("forbidden sum", "worth up to $110,000"),
        ("forbidden sum", "the remaining 7,500"),
        ("loaded word", "Generous offers"),
        ("loaded word", "una campaña agresiva"),
        ("ageing word", "recently passed"),
        ("member", "Task Force Member agreements"),
        ("bare money", "a bonus of $50,000"),
        ("bare money", "as much as $60,000"),
        ("bare goal", "hire 10,000 people"),
        ("officers only", "at least 10,000 officers by"),
        ("ageing word", "aprobada recientemente"),
        ("bare money", "un bono de $50,000"),
        ("bare money", "hasta por 60,000 dólares"),
        ("bare goal", "contratar a 10,000 personas"),
        ("officers only", "al menos 10,000 oficiales para"),
    ],
)
def test_the_trap_would_be_seen(trap: str, words: str) -> None:
    assert NOWHERE[trap].search(words)


def test_the_words_of_a_page_are_those_that_a_reader_meets() -> None:
    html = '<head><title>T</title></head><p>up\u00a0to\n<b>5</b></p><img alt="alt 7">'
    assert plain(html) == "T up to 5 alt 7"
    assert plain('<div class="a"><div>x</div>y</div>z', "a") == "z"
    assert plain("<ul><li>x</li></ul><sup>1</sup>z", "sup") == "x z"


def test_amounts_and_the_larger_goal_are_printed_with_their_qualifier(
    pages: dict[Edition, Page],
) -> None:
    by_edition = {(one.audience, one.locale): seen(page) for one, page in pages.items()}
    assert by_edition["agency", "en-US"].count("up to $50,000") >= 3
    assert by_edition["agency", "en-US"].count("up to $60,000") >= 3
    assert by_edition["agency", "en-US"].count("at least 10,000") >= 3
    assert "at least 10,000" in by_edition["community", "en-US"]
    assert "hasta $50,000" in by_edition["community", "es-US"]
    for audience in ("community", "service"):
        assert "al menos 10,000" in by_edition[audience, "es-US"]


def test_the_qualifier_is_in_the_label_of_the_drawing_and_in_the_alt_text(
    pages: dict[Edition, Page],
) -> None:
    for page in pages.values():
        for drawing in page.drawings.values():
            for note in drawing.spec["layout"]["annotations"]:
                words = note["text"].replace("\u00a0", " ")
                if re.search(r"[56]0,000", words):
                    assert words.startswith(("up to $", "hasta $"))
                if "10,000" in words:
                    assert words.startswith(("at least 10,000", "al menos 10,000"))
        for alt in re.findall(r'alt="([^"]*)"', page.html):
            assert BARE_MONEY.search(alt.replace("\u00a0", " ")) is None
            assert BARE_GOAL.search(alt.replace("\u00a0", " ")) is None


def test_no_drawing_sets_a_share_or_an_overtime_on_an_axis_of_dollars(
    project: OpenProject, facts: dict[str, Fact]
) -> None:
    for figure in project.content.topics["287g-recruitment"].figures.values():
        if figure.kind.value != "table":
            assert len({facts[name].unit for name in figure.facts}) == 1
            assert not set(figure.facts) & {"leap-rate", "auo-offered", "retirement-enhanced"}


def test_the_two_goals_stand_apart_with_the_sentence_on_their_relation(
    pages: dict[Edition, Page], project: OpenProject
) -> None:
    figure = project.content.topics["287g-recruitment"].figures["hiring-goals"]
    assert figure.whole is None
    page = next(page for edition, page in pages.items() if edition.audience == "agency")
    assert "does not say whether the goal of 2,500 " in seen(page)
    goals = [
        d.spec
        for d in page.drawings.values()
        if "2,500\u00a0people" in json.dumps(d.spec, ensure_ascii=False)
    ]
    (spec,) = goals
    assert len(spec["data"]) == 2
    assert {trace["base"][0] for trace in spec["data"]} == {2}, (
        "both start at zero, none on the other"
    )


def test_a_rate_is_printed_with_those_whom_it_is_for(pages: dict[Edition, Page]) -> None:
    page = next(page for edition, page in pages.items() if edition.audience == "agency")
    words = seen(page)
    assert "25%" in words
    for found in re.finditer("25%", words):
        assert "HSI Special Agents only" in words[max(0, found.start() - 120) : found.start()]


def test_the_split_of_the_pending_applications_adds_up(facts: dict[str, Fact]) -> None:
    parts = [fact.parsed for fact in facts.values() if fact.part_of == "pending-total"]
    assert parts == [Decimal(11), Decimal(11)]
    assert facts["pending-total"].parsed == facts["derived-pending-sum"].parsed == Decimal(22)


def test_the_split_is_never_shown_without_what_it_leaves_out(pages: dict[Edition, Page]) -> None:
    for page in pages.values():
        if {"pending-jail", "pending-taskforce"} & set(page.facts):
            assert "so the split may be incomplete" in seen(page)


def test_paired_views_are_both_printed(pages: dict[Edition, Page], facts: dict[str, Fact]) -> None:
    printed_pairs = 0
    for page in pages.values():
        for name in page.facts:
            partner = facts[name].pair_with
            if partner is not None:
                printed_pairs += 1
                assert partner in page.facts
    assert printed_pairs >= 4


@pytest.mark.parametrize(
    ("one", "other"),
    [("supporters-view", "critics-view"), ("outlook-agencies-exit", "outlook-new-rules")],
)
def test_paired_views_have_equal_weight(facts: dict[str, Fact], one: str, other: str) -> None:
    assert facts[one].pair_with == other
    assert facts[other].pair_with == one
    assert facts[one].audiences == facts[other].audiences
    for language in ("en", "es"):
        lengths = [len((facts[name].text or {})[language].split()) for name in (one, other)]
        assert max(lengths) <= 1.2 * min(lengths)


def test_what_is_held_back_is_on_no_page(
    pages: dict[Edition, Page], facts: dict[str, Fact]
) -> None:
    held = [fact for fact in facts.values() if fact.status is not Status.OK or fact.audiences == []]
    assert len(held) >= 10
    for page in pages.values():
        words = seen(page)
        for fact in held:
            assert fact.id not in page.facts
            assert f'data-fact="{fact.id}"' not in page.html
            for text in (fact.text or {}).values():
                assert text not in words
            if fact.kind is Kind.QUOTE and fact.evidence:
                assert fact.evidence[:40] not in words


def test_each_page_prints_only_what_its_readers_may_see(
    pages: dict[Edition, Page], facts: dict[str, Fact]
) -> None:
    for edition, page in pages.items():
        assert page.facts
        for name in page.facts:
            assert facts[name].allowed_for(edition.audience)


def test_the_tip_line_is_never_given_to_the_community(
    pages: dict[Edition, Page], facts: dict[str, Fact]
) -> None:
    assert not facts["res-ice-phone"].allowed_for("community")
    assert TIP_LINE.search(facts["res-ice-phone"].value or "")
    for edition, page in pages.items():
        if edition.audience == "community":
            assert TIP_LINE.search(seen(page)) is None


def test_the_number_of_the_tip_line_is_what_its_letters_spell(facts: dict[str, Fact]) -> None:
    keys = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))
    letters = "1-866-DHS-2-ICE"
    digits = "".join(keys.get(letter, letter) for letter in letters).replace("-", "")
    assert (facts["res-ice-phone"].value or "").replace("-", "") == digits
    assert letters in (facts["res-ice-phone"].evidence or "")


def test_no_printed_address_is_unverified(facts: dict[str, Fact]) -> None:
    assert facts["res-287g-email"].status is Status.HELD
    for fact in facts.values():
        assert "@" not in (fact.value or "")


def test_every_opinion_names_its_holder_in_the_printed_sentence(
    pages: dict[Edition, Page], facts: dict[str, Fact]
) -> None:
    checked = 0
    for edition, page in pages.items():
        words = seen(page).casefold()
        for name in page.facts:
            fact = facts[name]
            if fact.kind in ATTRIBUTED_KINDS:
                checked += 1
                holder = in_locale(fact.attribution or {}, edition.locale)
                assert holder is not None
                assert holder.casefold() in words
    assert checked >= 8


def test_only_quotes_and_names_stand_in_quotation_marks(
    pages: dict[Edition, Page], facts: dict[str, Fact]
) -> None:
    quotes = {(fact.text or {})["en"] for fact in facts.values() if fact.kind is Kind.QUOTE}
    assert len(quotes) >= 3
    for page in pages.values():
        for words in re.findall(r"“([^”]*)”", plain(page.html)):
            assert words.strip() in quotes | {"Defend the Homeland"}


def test_words_of_the_article_that_say_less_are_kept(facts: dict[str, Fact]) -> None:
    for name, weasel in (
        ("leaders-pushing-back", "many"),
        ("ice-not-coordinating", "some agencies"),
        ("trust-damage-worry", "some agencies"),
        ("outlook-agencies-exit", "some experts"),
        ("outlook-new-rules", "others"),
        ("rec-agency-moa-terms", "consider"),
        ("michigan-mask-bill", "proposed"),
    ):
        assert weasel in (facts[name].text or {})["en"].casefold()
    for name, weasel in (
        ("def-delegated-authority", "ciertos oficiales"),
        ("def-287g-function", "quizás"),
        ("some-places-ended", "algunas ciudades"),
        ("outlook-agencies-exit", "algunos expertos"),
        ("outlook-agencies-exit", " si "),
        ("outlook-new-rules", "otros"),
    ):
        assert weasel in (facts[name].text or {})["es"].casefold()


def test_what_must_not_be_computed_is_sealed(facts: dict[str, Fact]) -> None:
    for name in ("signing-bonus-max", "loan-repayment-max", "leap-rate", "hiring-goal-total",
                 "hiring-goal-fy2025", "table-signing-bonus", "table-loan-repayment"):  # fmt: skip
        assert facts[name].derive is False
    assert facts["signing-bonus-max"].qualifier is Qualifier.UP_TO
    assert facts["loan-repayment-max"].qualifier is Qualifier.UP_TO
    assert facts["hiring-goal-total"].qualifier is Qualifier.AT_LEAST


def test_a_page_says_of_which_days_its_facts_are(pages: dict[Edition, Page]) -> None:
    for edition, page in pages.items():
        stamp = re.search(r'<p class="as-of">(.*?)</p>', page.html, re.DOTALL)
        assert stamp is not None
        assert "2025" in plain(stamp[1]), edition


def test_the_silence_of_ice_is_said_where_agencies_complain(pages: dict[Edition, Page]) -> None:
    complaints = {"ice-not-coordinating", "trust-damage-worry", "fewer-people-service"}
    for page in pages.values():
        if complaints & set(page.facts):
            assert "gap-ice-response" in page.facts


def test_the_definition_that_speaks_of_jails_never_stands_alone(pages: dict[Edition, Page]) -> None:
    models = {"model-jail-enforcement", "model-task-force", "model-warrant-service"}
    for edition, page in pages.items():
        if "def-287g-function" in page.facts or edition.audience in {"community", "service"}:
            assert models <= set(page.facts)


def test_one_claim_is_printed_once_in_other_words(pages: dict[Edition, Page]) -> None:
    for page in pages.values():
        for group in (
            {"critics-view", "advocates-criticism"},
            {"obbb-support", "drive-part-of-bigger-plan"},
            {"hiring-goal-total", "hiring-goal-thousands"},
        ):
            assert len(group & set(page.facts)) <= 1


def test_the_sheet_for_the_community_is_short(pages: dict[Edition, Page]) -> None:
    for edition, page in pages.items():
        if edition.audience == "community":
            html = re.sub(r' (?:alt|content|title)="[^"]*"', "", page.html)
            words = plain(html, "head", "masthead", "closing", "contacts", "data", "sup").split()
            most = {"en-US": 350, "es-US": 420}[edition.locale]
            assert 150 < len([word for word in words if re.search(r"\w", word)]) <= most


def test_families_and_desks_get_the_same_facts_in_both_languages(
    pages: dict[Edition, Page],
) -> None:
    by_edition = {(one.audience, one.locale): page for one, page in pages.items()}
    spanish = {audience for audience, locale in by_edition if locale == "es-US"}
    assert spanish == {"community", "service"}
    for audience in spanish:
        one, other = by_edition[audience, "en-US"], by_edition[audience, "es-US"]
        assert set(one.facts) == set(other.facts)
        assert one.html.count('class="badge') == other.html.count('class="badge')
        assert "Servicio de Inmigración y Control de Aduanas" in seen(other)


def test_a_year_later_the_facts_that_have_come_due_are_named(project: OpenProject) -> None:
    checked = check(project, today=date(2026, 11, 24))
    assert checked.failed
    assert {finding.code for finding in checked.findings} == {Code.REVIEW_OVERDUE}
    named = {match[1] for one in checked.findings if (match := re.search(r'"(.+?)"', one.message))}
    assert {"signing-bonus-max", "hiring-goal-total", "pending-total"} <= named
    assert not {"moa-read", "moa-costs", "def-auo"} & named  # these are good until the year's end
    for finding in checked.findings:
        assert finding.place.file.endswith("facts.yaml")
        assert "review_by" in finding.mend


def test_with_a_stamp_they_may_be_printed_all_the_same(project: OpenProject) -> None:
    checked = check(project, today=date(2026, 11, 24), allow_stale=True)
    assert not checked.failed
    said = {
        "en-US": ("past their day of review", "Printed past review:"),
        "es-US": ("ya pasaron su fecha de revisión", "Impresos después de su revisión:"),
    }
    for edition, page in checked.pages.items():
        assert all(words in plain(page.html) for words in said[edition.locale])
        assert page.overdue
