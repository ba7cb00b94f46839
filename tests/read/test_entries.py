"""Plain data to entries: each kind of slip is said in plain words, at its place."""

from __future__ import annotations

import pytest

from briefs.model.brand import BrandSheet
from briefs.model.codes import Code
from briefs.model.entry import Entry
from briefs.model.fact import Fact
from briefs.model.figure import Figure
from briefs.model.project import MESSAGES_WANTED, LocaleSheet, Settings
from briefs.model.source import Source
from briefs.model.template import AudienceSheet
from briefs.model.topic import TopicSheet
from briefs.read.entries import read_entries, read_entry
from briefs.read.toml import parse_toml
from briefs.read.yaml import parse_yaml

FACT = "id: a\nkind: statement\nas_of: 2025-08-01\nsource: s\n"
AUDIENCE = "label: {en: x}\npages: 2\nsections: []\n"
TOPIC = "title: {en: x}\n"
SOURCE = "id: s\ntitle: t\npublisher: p\nretrieved: 2025-08-01\nkind: news\n"
FIGURE = "id: f\nkind: bars\nfacts: [a]\ncaption: {en: x}\n"


@pytest.mark.parametrize(
    ("model", "text", "place", "message", "mend"),
    [
        (Fact, FACT + "audience: [x]", (5, 1), 'no key "audience" here', '"audiences"'),
        (Fact, FACT + "zzz: 1", (5, 1), 'no key "zzz" here', "delete it"),
        (Fact, FACT + "value: [1]", (5, 8), "value: here should stand text, not a list", ""),
        (Fact, FACT + "label: x", (5, 8), "words by language", "{en: …}"),
        (Fact, FACT + "label: {}", (5, 8), "at least one must stand here", ""),
        (Fact, FACT + "text: {English: x}", (5, 8), 'text: "English"', "en-US"),
        (Fact, FACT + "text: {en: One, two words}", (5, 17), 'before "two words"', "in quotes"),
        (Fact, FACT + "text: {en: ' '}", (5, 12), "text.en: must not be empty", ""),
        (Fact, FACT + "text: {en: }", (5, 12), "here should stand text, not nothing", ""),
        (Fact, FACT + "review_by: 2025-02-30", (5, 12), 'no day "2025-02-30"', "2025-08-31"),
        (Fact, FACT + "review_by: 20250801", (5, 12), "here should stand a day", "2025-08-31"),
        (Fact, FACT + "review_by: 1.8.2025", (5, 12), "here should stand a day", "2025-08-31"),
        (Fact, FACT + "review_by: 2025-08-01T00:00:00", (5, 12), "should stand a day", "-31"),
        (Fact, FACT + "audiences: press", (5, 12), "a list, not", "[first, second]"),
        (Fact, FACT + "audiences: [press, Our Friends]", (5, 20), "Our Friends", "hyphens"),
        (Fact, FACT + "derive: perhaps", (5, 9), "not true or false", ""),
        (Fact, FACT + "qualifier: upto", (5, 12), 'qualifier: "upto" is not one of', "up to"),
        (Fact, FACT + "status: hold", (5, 9), "not one of ok, held, withdrawn", "held"),
        (Fact, "- a\n- b", (1, 1), "keys with their values", "id, kind, as_of, source"),
        (Fact, "id: a\nkind: view\nsource: s\n", (1, 1), '"as_of" is missing', "add as_of"),
        (AudienceSheet, AUDIENCE.replace("2", "two"), (2, 8), "not a whole number", ""),
        (AudienceSheet, AUDIENCE.replace("2", "0"), (2, 8), "too small; the least is 1", ""),
        (AudienceSheet, AUDIENCE + "figure_width: 500", (4, 15), "the most is 190", ""),
        (AudienceSheet, AUDIENCE + "figure_text: big", (4, 14), "is not a number", ""),
        (AudienceSheet, AUDIENCE + "font: seriff", (4, 7), "not one of base, plain", ""),
        (TopicSheet, TOPIC + "terms: [x]", (2, 9), "keys with their values, not", ""),
        (TopicSheet, TOPIC + "terms:\n  - text: x", (3, 5), '"why" is missing', "Why these"),
        (TopicSheet, TOPIC + "terms:\n  - {text: x, wy: y, why: z}", (3, 15), "wy", '"why"'),
        (TopicSheet, TOPIC + "units: {Homes: {en: {one: x}}}", (2, 9), '"Homes"', "hyphens"),
        (TopicSheet, TOPIC + "units: {homes: {en: {}}}", (2, 21), '"other" is missing', ""),
        (Source, SOURCE + "url: http://x.org", (6, 6), "http://x.org", "https://"),
        (Source, SOURCE.replace("news", "blog"), (5, 7), 'kind: "blog" is not one of', ""),
        (Source, SOURCE + "language: English", (6, 11), "English", "written en"),
        (Figure, FIGURE.replace("[a]", "[]"), (3, 8), "at least one must stand here", ""),
        (BrandSheet, "color: {primary: [blue]}\n", (1, 18), "keys with their values, not", ""),
    ],
)
def test_a_slip_is_said_at_its_place(
    model: type[Entry], text: str, place: tuple[int, int], message: str, mend: str
) -> None:
    document = parse_yaml(text, "f.yaml")
    assert read_entry(model, document) is None
    finding = next(found for found in document.diagnostics if message in found.message)
    assert (finding.place.line, finding.place.column) == place
    assert mend in finding.mend
    assert "nput should" not in finding.message, "pydantic's own words are for programmers"


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ("$15", "write 15 here and unit: USD"),
        ("€1,840.50", "write 1840.50 here and unit: EUR"),
        ("1,840", "write 1840"),
        ("1 250 000", "write 1250000"),
        ("25%", "write 25 here and unit: percent"),
        ("1.2.3", ""),
        ("many", ""),
    ],
)
def test_a_number_with_its_sign_is_told_how_to_be_written(value: str, mend: str) -> None:
    text = FACT.replace("statement", "amount") + f'value: "{value}"\n'
    document = parse_yaml(text, "f.yaml")
    assert read_entry(Fact, document) is None
    (finding,) = document.diagnostics
    assert finding.mend == mend


def test_what_toml_lacks_is_told_in_its_own_syntax() -> None:
    document = parse_toml('[[brief]]\ntopic = "pipes"\n', "briefs.toml")
    assert read_entry(Settings, document) is None
    assert {finding.mend for finding in document.diagnostics} >= {
        "add the table [publisher] with name = … and series = … and disclaimer = … below it",
    }
    assert any(one.mend.startswith("add audiences = …") for one in document.diagnostics)
    assert not any("publisher: …" in one.mend for one in document.diagnostics)
    empty = parse_toml("", "briefs.toml")
    assert read_entry(Settings, empty) is None
    assert {finding.mend for finding in empty.diagnostics} >= {
        "add the table [[brief]] with topic = … and audiences = … below it"
    }


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("amount", "50,000", "is not a number such as"),
        ("amount", "$5", "is not a number such as"),
        ("amount", "1e9", "is not a number such as"),
        ("count", "NaN", "is not a number such as"),
        ("rate", "Infinity", "is not a number such as"),
        ("count", "٥", "is not a number such as"),
        ("count", "1_000", "is not a number such as"),
        ("date", "August 2025", "a date is written 2029, 2029-03 or 2029-03-31"),
        ("date", "2025-13", "month must be in"),
        ("date", "2025-02-30", "day"),
    ],
)
def test_a_value_has_the_form_of_its_kind(kind: str, value: str, message: str) -> None:
    text = FACT.replace("statement", kind) + f'value: "{value}"\n'
    document = parse_yaml(text, "f.yaml")
    assert read_entry(Fact, document) is None
    (finding,) = document.diagnostics
    assert message in finding.message
    assert (finding.place.line, finding.place.column) == (5, 8)


def test_words_cut_off_by_a_comma_are_one_finding() -> None:
    document = parse_yaml(FACT + "text: {en: One, two words, three}", "f.yaml")
    assert read_entry(Fact, document) is None
    assert [finding.message for finding in document.diagnostics] == [
        'text: a comma ends the text before "two words"',
        'text: a comma ends the text before "three"',
    ]


def test_every_slip_of_an_entry_is_said_and_the_good_entries_are_kept() -> None:
    text = "- {id: A, kind: x, as_of: y, source: z z}\n- {id: b, kind: view, as_of: 2025-01-01, source: s}\n"
    document = parse_yaml(text, "f.yaml")
    assert list(read_entries(Fact, document)) == ["b"]
    assert sorted(finding.place.column for finding in document.diagnostics) == [8, 17, 27, 38]


def test_an_id_that_is_taken_names_the_first() -> None:
    entry = "kind: view, as_of: 2025-01-01, source: s}\n"
    document = parse_yaml(f"- {{id: b, {entry}- {{id: b, {entry}", "f.yaml")
    assert len(read_entries(Fact, document)) == 1
    (finding,) = document.diagnostics
    assert (finding.code, finding.place.line) == (Code.ID_DUPLICATE, 2)
    assert "f.yaml:1:8" in finding.mend


@pytest.mark.parametrize("text", ["id: a\n", "just words\n"])
def test_what_should_be_a_list_is_a_list(text: str) -> None:
    document = parse_yaml(text, "f.yaml")
    assert read_entries(Fact, document) == {}
    (finding,) = document.diagnostics
    assert finding.message == "here should stand a list"
    assert finding.mend == "start each entry with a dash: - id: …"


def test_entries_know_where_each_of_their_keys_stands() -> None:
    text = "title: {en: x}\nterms:\n  - text: a\n    why: b\n  - {text: c, why: d}\n"
    sheet = read_entry(TopicSheet, parse_yaml(text, "topic.yaml"))
    assert sheet is not None
    assert str(sheet.origin.at("title", "en")) == "topic.yaml:1:13"
    assert str(sheet.terms[1].origin.at("why")) == "topic.yaml:5:20"
    assert str(sheet.terms[0].origin.at("nothing")) == "topic.yaml:3:5"


LOCALE = """\
name: English
qualifiers: {at least: "at least {value}", up to: "up to {value}", about: "about {value}",
  more than: "more than {value}", fewer than: "fewer than {value}"}
kinds: {}
messages: {source: Source, retrieved: "read on {date}", no-amount: none, alt-bars: "{items}",
  alt-units: "{items}", alt-table: "{items}", alt-whole: "{label}: {shown}", quote-open: "«",
  alt-line: "{items}", alt-map: "{items}", alt-timeline: "{items}", alt-comparison: "{items}",
  alt-multiples: "{items}", alt-range: "{items}", explore-close: x, explore-failed: x,
  explore-figure: x, explore-hint: x, next-value: x, previous-value: x, skip-to-content: x,
  quote-close: "»", reaches: "{who}", sources-differ: x, stale-as-of: "{date}", stale-printed: x,
  stale-stamp: "{date}"
"""
OTHERS = {name: places for name, places in MESSAGES_WANTED.items() if f"{name}: " not in LOCALE}
LOCALE += (
    "".join(
        f"  , {name}: '{' '.join(f'{{{place}}}' for place in places) or 'x'}'\n"
        for name, places in OTHERS.items()
    )
    + "  }\n"
)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('up to: "up to {value}", ', "", 'qualifiers: the pattern of "up to" is missing'),
        ("at least {value}", "at least", '"at least" must hold {value}'),
        ("at least {value}", "at least {value} of {total}", '"at least" must hold {value}'),
        ("{items}", "chart", 'messages.alt-bars: the message "alt-bars" must hold {items}'),
        ("source: Source, ", "", 'the message "source" is missing'),
        ("none", "'{0}'", 'the message "no-amount" may hold names in braces only'),
        ("none", "'{date.__class__}'", 'the message "no-amount" may hold names in braces only'),
        ("none", "'{date:%Y}'", 'the message "no-amount" may hold names in braces only'),
        ("none", "'{date!r}'", 'the message "no-amount" may hold names in braces only'),
        ("none", "'{}'", 'the message "no-amount" may hold names in braces only'),
        ("none", "'{x}'", 'the message "no-amount" may not hold {x}: nothing is put in there'),
        ("read on {date}", "{date} {who}", 'the message "retrieved" may not hold {who}'),
        ("at least {value}", "{value:>9999999}", 'the pattern of "at least" must hold {value}'),
        ("at least {value}", "{value!r}", 'the pattern of "at least" must hold {value}'),
        ("stale-printed: x", "stale-printed: x, own: '{x.y}'", 'the message "own" may hold names'),
        ("none", "'}'", 'the message "no-amount" may hold names in braces only'),
    ],
)
def test_a_locale_sheet_drops_no_value(old: str, new: str, message: str) -> None:
    good = parse_yaml(LOCALE, "en.yaml")
    assert read_entry(LocaleSheet, good) is not None
    bad = parse_yaml(LOCALE.replace(old, new, 1), "en.yaml")
    assert read_entry(LocaleSheet, bad) is None
    assert message in bad.diagnostics[0].message


def test_each_message_that_is_wrong_has_its_own_place() -> None:
    text = LOCALE.replace("none", "'{x}'").replace('"{who}"', "a").replace("quote-open: ", "open: ")
    bad = parse_yaml(text.replace("kinds: {}", "kinds: {}\n", 1), "en.yaml")
    assert read_entry(LocaleSheet, bad) is None
    assert [(one.message.partition(": ")[2], str(one.place)) for one in bad.diagnostics] == [
        ('the message "quote-open" is missing', "en.yaml:6:11"),
        ('the message "no-amount" may not hold {x}: nothing is put in there', "en.yaml:6:68"),
        ('the message "reaches" must hold {who}', "en.yaml:11:30"),
    ]
    assert {one.code for one in bad.diagnostics} == {Code.VALUE_INVALID}


def test_a_message_of_a_template_s_own_may_hold_any_name_and_braces() -> None:
    good = parse_yaml(LOCALE.replace("none", "'a {{b}}', own: '{x} {y_1} {x}'"), "en.yaml")
    sheet = read_entry(LocaleSheet, good)
    assert good.diagnostics == []
    assert sheet is not None
    assert sheet.messages["own"].format(x=1, y_1=2) == "1 2 1"


@pytest.mark.parametrize("text", ['"a\\nb"', '"a\\n\\nb"', "|-\n        a\n        b\n"])
def test_a_noun_is_one_line(text: str) -> None:
    document = parse_yaml("title: {en: x}\nunits:\n  u:\n    en:\n      other: " + text, "f")
    assert read_entry(TopicSheet, document) is None
    (finding,) = document.diagnostics
    assert (finding.code, str(finding.place)) == (Code.VALUE_INVALID, "f:5:14")
    assert finding.message == "units.u.en.other: must be one line: it is drawn as it stands"


def test_a_line_break_at_the_end_of_a_noun_is_none() -> None:
    document = parse_yaml('title: {en: x}\nunits:\n  u: {en: {other: "a\\n"}}', "f")
    sheet = read_entry(TopicSheet, document)
    assert sheet is not None
    assert sheet.units["u"]["en"]["other"] == "a"


@pytest.mark.parametrize("text", ['"a \\n \\n b\\n"', "|\n    a\n\n    b\n", "'a\n\n  b'"])
def test_a_line_break_in_other_words_is_a_space(text: str) -> None:
    sheet = read_entry(TopicSheet, parse_yaml("title:\n  en: " + text, "f"))
    assert sheet is not None
    assert sheet.title["en"] == "a b"
