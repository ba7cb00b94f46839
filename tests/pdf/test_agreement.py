"""What PDFs say is read back from them: qualifiers beside their values, one value a fact.

Two ways of reading, both blind to what the composer thinks that it printed:

- Qualifiers: each passage of the PDF (paragraph, cell, label of a drawing, alt text, page head) is
  searched for a fact's bare value; the words before it must be the locale's for the qualifier.
- Agreement: :func:`tests.pdf.reading.printed_values` lays the page's HTML over the PDF, with the
  words of facts left open, and reads what stands there. The words are parsed back to a qualifier
  and a number or date, which must be the fact base's in every audience, locale and paper.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from babel import Locale
from babel.numbers import get_currency_symbol, parse_decimal

from briefs.compose.wording import Wording, is_currency
from briefs.model.fact import Fact
from briefs.model.project import LocaleSheet, Project
from briefs.model.topic import Topic
from briefs.model.value import CalendarDate, Kind, Qualifier
from briefs.publish.build import build
from briefs.publish.check import check
from briefs.publish.engines import Engines, open_engines
from briefs.publish.plan import Selection
from briefs.publish.project import OpenProject, open_project
from tests.issued import issued_page
from tests.pdf.conftest import ROOT, Built
from tests.pdf.reading import (
    ALT,
    FIGURE,
    MARGIN,
    TABLE,
    TEXT,
    Passage,
    Value,
    folded,
    passages_of,
    printed_values,
    text_of,
    with_words_changed,
)

pytestmark = [pytest.mark.chrome, pytest.mark.pdf]

BILINGUAL = ROOT / "tests" / "projects" / "bilingual"
TODAY = date(2026, 4, 1)
QUALIFIERS = [one for one in Qualifier if one is not Qualifier.EXACTLY]


@dataclass(frozen=True)
class Read:
    """An edition with what is needed to read it back."""

    one: Built
    project: Project

    @property
    def name(self) -> str:
        return self.one.name

    @property
    def topic(self) -> Topic:
        return self.project.topics[self.one.edition.topic]

    @property
    def sheet(self) -> LocaleSheet:
        return self.project.locales[self.one.edition.locale.partition("-")[0]]

    @property
    def locale(self) -> Locale:
        return Locale.parse(self.one.edition.locale, sep="-")

    @property
    def wording(self) -> Wording:
        return Wording(self.one.edition.locale, self.sheet, self.topic.sheet)

    def values(self) -> list[Value]:
        """What its PDF shows of facts that are a number or a date."""
        values = printed_values(
            self.one.path,
            self.one.page.html,
            as_of=self.sheet.messages["column-as-of"],
            wholes={figure.whole for figure in self.topic.figures.values() if figure.whole},
        )
        return [one for one in values if isinstance(self.fact(one).parsed, Decimal | CalendarDate)]

    def fact(self, value: Value) -> Fact:
        return self.topic.facts[value.fact]


def built_from(
    project: OpenProject, selection: Selection, folder: Path, engines: Engines
) -> list[Read]:
    result = build(project, selection, output=folder, today=TODAY, engines=engines)
    assert not result.failures
    return [
        Read(
            Built(one.edition, issued_page(project, one.edition, one.path), one.path),
            project.content,
        )
        for one in result.written
    ]


@dataclass(frozen=True)
class County:
    """The bilingual project: all its editions, and one built with a fault.

    Attributes:
        editions: Two audiences in two locales.
        faulty: The residents' page in Spanish by a generator that drops "up to".
    """

    editions: list[Read]
    faulty: Read


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    project = open_project(BILINGUAL)
    qualified = Wording.qualified
    with open_engines(project, 2) as engines, pytest.MonkeyPatch.context() as patch:
        editions = built_from(project, Selection(), tmp_path_factory.mktemp("good"), engines)
        patch.setattr(
            Wording,
            "qualified",
            lambda self, fact: qualified(self, fact).removeprefix("hasta\u00a0"),
        )
        selection = Selection(audiences=["resident"], locales=["es"])
        (faulty,) = built_from(project, selection, tmp_path_factory.mktemp("faulty"), engines)
    return County(editions, faulty)


@pytest.fixture(scope="session")
def editions(county: County, built: list[Built], example: OpenProject) -> list[Read]:
    """Every edition of the bilingual project and of the example."""
    return [*county.editions, *(Read(one, example.content) for one in built)]


def values_in(passages: Iterable[Passage], bare: str) -> Iterator[tuple[str, str]]:
    """(place, words up to the value's end) wherever a value stands that is no part of another."""
    alone = re.compile(rf"(?<![\w$€])(?<!\d[.,]){re.escape(folded(bare))}(?![\w%]|[.,]\d)")
    for passage in passages:
        for match in alone.finditer(passage.text):
            yield passage.place, passage.text[: match.end()]


class Bare(NamedTuple):
    """A value without its qualifier: in which edition, of which fact, where, after which words."""

    edition: str
    fact: str
    place: str
    words: str


def unqualified(read: Read) -> tuple[list[Bare], Counter[tuple[str, Qualifier]]]:
    """Where a PDF shows a value without its qualifier; how often it shows one with it."""
    bare_places: list[Bare] = []
    found: Counter[tuple[str, Qualifier]] = Counter()
    passages = passages_of(read.one.path)
    for fact in read.topic.facts.values():
        if fact.qualifier is Qualifier.EXACTLY or fact.id not in read.one.page.facts:
            continue
        bare = folded(read.wording.bare(fact))
        wanted = read.sheet.qualifiers[fact.qualifier].format(value=bare)
        for place, words in values_in(passages, bare):
            if re.search(rf"(?<!\w){re.escape(wanted)}$", words):
                found[place, fact.qualifier] += 1
            else:
                bare_places.append(Bare(read.name, fact.id, place, words[-40:]))
    return bare_places, found


def drawn(read: Read) -> set[str]:
    """The kinds of places that only a page with drawings has."""
    return {FIGURE, ALT} if read.one.page.drawings else set()


def test_no_value_stands_anywhere_without_its_qualifier(editions: list[Read]) -> None:
    everywhere: set[str] = set()
    for read in editions:
        bare_places, found = unqualified(read)
        assert bare_places == []
        places = {place for place, _ in found}
        assert places >= drawn(read), read.name
        everywhere |= places
    assert everywhere == {TEXT, TABLE, FIGURE, ALT}


def test_every_qualifier_was_found_in_every_language(county: County) -> None:
    found: defaultdict[str, Counter[tuple[str, Qualifier]]] = defaultdict(Counter)
    for read in county.editions:
        found[read.one.edition.locale] += unqualified(read)[1]
    assert set(found) == {"en-US", "es-US"}
    for counts in found.values():
        assert {(place, one) for place in (TEXT, TABLE) for one in QUALIFIERS} <= set(counts)
        for place in (FIGURE, ALT):
            assert {(place, Qualifier.UP_TO), (place, Qualifier.AT_LEAST)} <= set(counts)
    assert found["en-US"] == found["es-US"]


def test_a_generator_that_drops_a_qualifier_is_seen_at_every_place(county: County) -> None:
    bare_places, found = unqualified(county.faulty)
    assert {(bare.fact, bare.place) for bare in bare_places} == {
        ("fund-max", TEXT),
        ("fund-max", TABLE),
        ("fund-max", FIGURE),
        ("fund-max", ALT),
        ("grant-max", TEXT),
    }
    assert not any(one is Qualifier.UP_TO for _, one in found)


@pytest.mark.parametrize(
    ("text", "bare", "shown"),
    [
        ("a grant of up to $4,500.", "$4,500", ["a grant of up to $4,500"]),
        ("$4,500; $4,500", "$4,500", ["$4,500", "$4,500; $4,500"]),
        ("$4,500.50 $14,500 $4,5001 4,500", "$4,500", []),
        ("62.5% 162.5% 2.5", "62.5%", ["62.5%"]),
        ("62.5%", "62.5", []),
        ("40 days, 140 days, 1,40 and $40", "40", ["40"]),
    ],
)
def test_a_value_within_another_is_none(text: str, bare: str, shown: list[str]) -> None:
    assert [words for _, words in values_in([Passage(TEXT, text)], bare)] == shown


Meaning = tuple[Qualifier, Decimal | CalendarDate, str]


def meaning_of(shown: str, fact: Fact, read: Read) -> Meaning:
    """Words as printed, parsed back: qualifier, number or date, and unit if they show one."""
    qualifier, value = Qualifier.EXACTLY, shown
    for one in QUALIFIERS:
        before, _, after = read.sheet.qualifiers[one].partition("{value}")
        if shown.startswith(before) and shown.endswith(after):
            qualifier, value = one, shown[len(before) : len(shown) - len(after)]
    if fact.kind is Kind.DATE:
        return qualifier, date_of(value, read.locale), ""
    number = re.search(r"-?\d[\d.,]*", value)
    assert number, f"{read.name}: {fact.id} is printed as {shown}"
    unit = "percent" if "%" in value else ""
    if is_currency(fact.unit or "") and get_currency_symbol(fact.unit, read.locale) in value:
        unit = fact.unit or ""
    return qualifier, parse_decimal(number[0], read.locale, strict=True), unit


def date_of(words: str, locale: Locale) -> CalendarDate:
    """A date in words of a language, as precise as they are."""
    months = {name: number for number, name in locale.months["format"]["wide"].items()}
    month = next((months[word] for word in re.findall(r"[^\W\d]+", words) if word in months), None)
    day = re.search(r"\b\d\d?\b", words)
    year = re.search(r"\b\d{4}\b", words)
    assert year, f"no year in {words}"
    return CalendarDate(int(year[0]), month, int(day[0]) if day else None)


def true_meaning(fact: Fact) -> Meaning:
    assert isinstance(fact.parsed, Decimal | CalendarDate)
    shows_unit = fact.unit == "percent" or is_currency(fact.unit or "")
    return fact.qualifier, fact.parsed, fact.unit or "" if shows_unit else ""


def disagreements(readings: Sequence[tuple[Read, Sequence[Value]]]) -> list[str]:
    """Where editions print a fact otherwise than the fact base, or one another, have it."""
    found: list[str] = []
    worded: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for read, values in readings:
        for value in values:
            fact = read.fact(value)
            place = f"{read.name}: {fact.id} in {value.place}"
            if meaning_of(value.shown, fact, read) != true_meaning(fact):
                found.append(f"{place}: {value.shown}")
            if value.as_of and str(date_of(value.as_of, read.locale)) != str(fact.as_of):
                found.append(f"{place}: as of {value.as_of}")
            noun = read.wording.noun(fact)
            words = value.shown.removesuffix(f" {noun}") if noun else value.shown
            worded[read.one.edition.locale, fact.id].add(words)
    found += [f"{name} in {locale}: {sorted(words)}"
              for (locale, name), words in worded.items() if len(words) > 1]  # fmt: skip
    return found


def test_every_edition_prints_what_the_fact_base_says(editions: list[Read]) -> None:
    readings = [(read, read.values()) for read in editions]
    assert disagreements(readings) == []
    for read, values in readings:
        numbers = {
            name
            for name in read.one.page.facts
            if isinstance(read.topic.facts[name].parsed, Decimal | CalendarDate)
        }
        assert {value.fact for value in values} == numbers
        assert {TEXT, *drawn(read)} <= {value.place for value in values}, read.name
    assert any(value.as_of for _, values in readings for value in values)


def test_audiences_and_locales_share_facts(county: County) -> None:
    shared = set.intersection(*({one.fact for one in read.values()} for read in county.editions))
    assert len(shared) >= 10
    kinds = {county.editions[0].topic.facts[name].kind for name in shared}
    assert {Kind.AMOUNT, Kind.COUNT, Kind.RATE, Kind.DATE} <= kinds


def test_a_number_altered_in_one_pdf_is_seen(county: County, tmp_path: Path) -> None:
    read = county.editions[0]
    altered = tmp_path / "altered.pdf"
    assert with_words_changed(read.one.path, altered, "$4,500", "$5,400") == 1
    forged = Read(replace(read.one, path=altered), read.project)
    found = disagreements([(one, one.values()) for one in (forged, *county.editions[1:])])
    assert found == [
        f"{read.name}: grant-max in text: up to $5,400",
        "grant-max in en-US: ['up to $4,500', 'up to $5,400']",
    ]


def test_a_number_written_in_another_way_is_seen(county: County, tmp_path: Path) -> None:
    read = county.editions[0]
    altered = tmp_path / "altered.pdf"
    assert with_words_changed(read.one.path, altered, "$4,500", "$4500") == 1
    forged = Read(replace(read.one, path=altered), read.project)
    assert disagreements([(one, one.values()) for one in (forged, *county.editions[1:])]) == [
        "grant-max in en-US: ['up to $4,500', 'up to $4500']"
    ]


def test_a_day_altered_in_one_table_is_seen(county: County, tmp_path: Path) -> None:
    read = county.editions[0]
    altered = tmp_path / "altered.pdf"
    days = ("March 16, 2026", "March 12, 2026")
    assert with_words_changed(read.one.path, altered, *days, alone=True) == 1
    forged = Read(replace(read.one, path=altered), read.project)
    assert disagreements([(forged, forged.values())]) == [
        f"{read.name}: paid in {TABLE}: as of March 12, 2026"
    ]


def test_a_dropped_qualifier_is_a_disagreement_between_locales(county: County) -> None:
    found = disagreements([(county.faulty, county.faulty.values())])
    assert f"{county.faulty.name}: fund-max in {FIGURE}: $250,000" in found
    assert f"{county.faulty.name}: grant-max in {TEXT}: $4,500" in found


def test_other_words_around_a_value_are_no_frame_for_it(county: County, tmp_path: Path) -> None:
    read = county.editions[0]
    altered = tmp_path / "altered.pdf"
    assert with_words_changed(read.one.path, altered, "A home gets", "A gate shoes") == 1
    with pytest.raises(ValueError, match="no passage such as"):
        Read(replace(read.one, path=altered), read.project).values()


def test_reading_by_structure_loses_no_letter(editions: list[Read]) -> None:
    """All that pdftotext finds is found, but for citations and, in pdftotext, hyphens."""
    for read in editions:
        passages = passages_of(read.one.path)
        ours = Counter("".join(one.text for one in passages if one.place != ALT))
        theirs = Counter(text_of(read.one.path))
        for letter in " -":
            ours[letter] = theirs[letter] = 0
        assert ours - theirs == Counter(), read.name
        left_out = theirs - ours
        assert all(letter.isdigit() for letter in left_out), read.name
        assert left_out.total() == read.one.page.html.count('<sup class="cite">')
        assert {MARGIN, TABLE, TEXT, *drawn(read)} == {one.place for one in passages}, read.name


def test_the_bilingual_project_has_no_findings_and_every_qualifier() -> None:
    project = open_project(BILINGUAL)
    checked = check(project, today=TODAY)
    assert checked.findings == ()
    assert len(checked.pages) == 4
    (topic,) = project.content.topics.values()
    assert {fact.qualifier for fact in topic.facts.values()} == set(Qualifier)
