"""The lines that say what changed since the edition before, in English and in Spanish."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from briefs.check.numbers import check_page
from briefs.compose.changes import LINE, LINES, MOST, ChangeBox, change_box
from briefs.compose.citations import Citations
from briefs.compose.environment import page_template
from briefs.compose.marks import foreign, outside
from briefs.compose.printer import Printer
from briefs.compose.wording import Wording
from briefs.model.diagnostic import Place
from briefs.model.freshness import Calendar
from briefs.model.issue import Issue
from briefs.model.project import Project
from briefs.model.record import Change, ChangeKind, RecordedFact
from briefs.model.value import Kind, Qualifier
from briefs.read.project import read_project

BILINGUAL = Path(__file__).parents[1] / "projects" / "bilingual"
DAY = date(2026, 3, 20)
LOCALES = ("en-US", "es-US")
LABELS = {"en-US": "homes on the list", "es-US": "viviendas en la lista"}
SENTENCES = {
    "en-US": "The county says that the list will be closed in spring.",
    "es-US": "El condado dice que la lista se cerrará en primavera.",
}


@pytest.fixture(scope="module")
def project() -> Project:
    project, _ = read_project(BILINGUAL)
    assert project is not None
    return project


def printer(project: Project, locale: str = "en-US") -> Printer:
    topic = project.topics["home-repairs"]
    sheet = project.locales[locale.partition("-")[0]]
    wording = Wording(locale, sheet, topic.sheet)
    return Printer(topic, wording, "topic.yaml", Calendar(DAY, facts=topic.facts))


def fact(locale: str = "en-US", **more: Any) -> RecordedFact:
    standard: dict[str, Any] = {
        "id": "homes-listed", "kind": "count", "value": "1700", "unit": "homes",
        "qualifier": "more than", "label": LABELS[locale], "shown": ("1,700",), "as_of": DAY,
        "review_by": DAY, "source": "county-report",
    }  # fmt: skip
    return RecordedFact.model_validate(standard | more)


def sentence(words: str = "", kind: str = "statement", **more: Any) -> RecordedFact:
    words = words or SENTENCES["en-US"]
    return fact(kind=kind, value=None, unit=None, label=None, shown=(words,), **more)


def updated(old: RecordedFact, new: RecordedFact) -> Change:
    return Change(fact=new.id, kind=ChangeKind.UPDATED, old=old, new=new)


def corrected(old: RecordedFact, new: RecordedFact | None, reason: str = "We erred") -> Change:
    return Change(fact=old.id, kind=ChangeKind.CORRECTED, old=old, new=new, reason=reason)


def of_kind(kind: ChangeKind, old: RecordedFact, new: RecordedFact) -> Change:
    return Change(
        fact=new.id,
        kind=kind,
        old=None if kind is ChangeKind.ADDED else old,
        new=None if kind in {ChangeKind.WITHDRAWN, ChangeKind.DROPPED} else new,
        reason="We erred" if kind is ChangeKind.CORRECTED else None,
    )


def box_of(
    project: Project, *changes: Change, locale: str = "en-US", roomy: bool = False
) -> tuple[ChangeBox, Printer]:
    by = printer(project, locale)
    return change_box(Issue(3, replaces=2, changes=changes), by, roomy=roomy), by


def page_of(project: Project, box: ChangeBox, by: Printer) -> tuple[str, str]:
    """The two partials filled in: as they are before marks are replaced, and after."""
    context = {"brief": {"changes": box}, "message": by.message}
    loose = "".join(
        page_template(f"partials/{name}.html.j2", project.templates.items()).render(context)
        for name in ("corrections", "changes")
    )
    citations = Citations(by.topic.sources)
    return loose, citations.expand(by.marks.expand(loose))


def text_of(html: str) -> str:
    """What a reader reads, without the numbers of sources."""
    html = re.sub(r"<sup.*?</sup>|</?(?:span|a)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def said(project: Project, *changes: Change, locale: str = "en-US") -> str:
    """What a reader reads."""
    box, by = box_of(project, *changes, locale=locale)
    return text_of(page_of(project, box, by)[1])


def test_nothing_is_printed_where_nothing_changed(project: Project) -> None:
    box, by = box_of(project)
    assert box == ChangeBox()
    assert page_of(project, box, by)[1].strip() == ""


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "en-US",
            [
                "Correction Homes on the list: more than 1,700 homes. An earlier edition said more "
                "than 1,600. We erred.",
                "What changed since edition 2",
                "Homes on the list: more than 1,700 homes (updated; was more than 1,600)",
                "Homes on the list: more than 1,600 homes (withdrawn)",
                "Homes on the list: more than 1,700 homes (now past its day of review)",
                "Homes on the list: more than 1,700 homes (new)",
                "Homes on the list: more than 1,600 homes (no longer printed)",
            ],
        ),
        (
            "es-US",
            [
                "Corrección Viviendas en la lista: más de 1,700 viviendas. Una edición anterior "
                "decía más de 1,600. We erred.",
                "Qué cambió desde la edición 2",
                "Viviendas en la lista: más de 1,700 viviendas (actualizado; antes: más de 1,600)",
                "Viviendas en la lista: más de 1,600 viviendas (retirado)",
                "Viviendas en la lista: más de 1,700 viviendas (ya pasó su fecha de revisión)",
                "Viviendas en la lista: más de 1,700 viviendas (nuevo)",
                "Viviendas en la lista: más de 1,600 viviendas (ya no se publica)",
            ],
        ),
    ],
)
def test_every_kind_of_change_stands_in_the_box_once(
    project: Project, locale: str, lines: list[str]
) -> None:
    old, new = fact(locale, value="1600"), fact(locale)
    every = [of_kind(kind, old, new) for kind in ChangeKind]
    pages = [
        said(project, *every[:1], *every[at : at + 2], locale=locale)
        for at in range(1, len(every), 2)
    ]
    text = " / ".join(pages)
    assert len(every) == len(lines) - 1
    for line in lines[2:]:
        assert text.count(line) == 1, line
    for page in pages:
        assert page.startswith(f"{lines[0]} {lines[1]} "), page


@pytest.mark.parametrize("locale", LOCALES)
def test_no_number_stands_outside_of_a_mark(project: Project, locale: str) -> None:
    old, new = fact(locale, value="1600", label="homes in 2024"), fact(locale)
    words = sentence("It costs $5 in 2026.", locale=locale), sentence("It is $6.", locale=locale)
    every = [of_kind(kind, *pair) for kind in ChangeKind for pair in ((old, new), words)]
    for at in range(len(every)):
        box, by = box_of(project, *every[at : at + 5], locale=locale)
        loose, html = page_of(project, box, by)
        findings = check_page(outside(loose), [], [], Place("x"), locale)
        assert list(findings) == []
        assert foreign(html) == ""
        assert by.diagnostics == []
        assert by.printed == []


def test_a_number_in_a_reason_is_left_to_the_number_rule(project: Project) -> None:
    box, by = box_of(project, corrected(fact(value="1600"), fact(), "It was 1,650 all the time"))
    loose, _ = page_of(project, box, by)
    (finding,) = check_page(outside(loose), [], [], Place("x"), "en-US")
    assert "1,650" in finding.message


def test_values_are_bound_to_the_fact_and_former_ones_to_the_record(project: Project) -> None:
    old, new = fact(value="1600"), fact(shown=("more than 1,700 homes", "more than 1,700"))
    _, html = page_of(project, *box_of(project, updated(old, new)))
    assert '<span data-fact="homes-listed">more\u00a0than\u00a01,700\u00a0homes</span>' in html
    assert '<span data-old-fact="homes-listed">more\u00a0than\u00a01,600</span>' in html
    assert len(re.findall(r"data-[a-z-]*fact", html)) == 2


def test_words_that_the_record_does_not_have_are_not_said_to_be_the_fact(project: Project) -> None:
    _, html = page_of(project, *box_of(project, updated(fact(value="1600"), fact())))
    assert '<span data-told-fact="homes-listed">more\u00a0than\u00a01,700\u00a0homes</span>' in html
    _, html = page_of(project, *box_of(project, updated(sentence("It rains."), sentence("No."))))
    assert re.findall(r"data-[a-z-]*fact", html) == ["data-told-fact", "data-old-fact"]
    _, html = page_of(project, *box_of(project, corrected(sentence("It rains."), sentence("No."))))
    assert re.findall(r"data-[a-z-]*fact", html) == ["data-fact", "data-old-fact"]


def test_the_source_is_cited_once_a_box(project: Project) -> None:
    change = updated(fact(value="1600"), fact())
    other = updated(fact(value="5"), fact(source="council-minutes"))
    _, html = page_of(project, *box_of(project, change, change, other))
    assert re.findall(r'href="#source-\d" data-source="([^"]+)"', html) == [
        "county-report", "council-minutes",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"qualifier": Qualifier.ABOUT}, {}, "more than 1,700 homes (updated; was about 1,700)"),
        ({"unit": "people", "value": "3"}, {}, "1,700 homes (updated; was more than 3"),
        ({"label": "houses"}, {}, "Homes on the list: more than 1,700 homes (updated; was called "
                                  "Houses)"),
        ({"label": "houses", "value": "5"}, {},
         "(updated; was Houses: more than 5)"),
        ({"source": "council-minutes"}, {}, "(updated; from another source)"),
        ({"attribution": "x"}, {"attribution": "y"}, "more than 1,700 homes (updated)"),
    ],
)  # fmt: skip
def test_what_was_updated_is_told(
    project: Project, old: dict[str, Any], new: dict[str, Any], told: str
) -> None:
    assert told in said(project, updated(fact(**old), fact(**new)))


@pytest.mark.parametrize(
    ("kind", "unit", "value", "was", "told"),
    [
        ("amount", "USD", "4500", "4000.5", "$4,500 (updated; was $4,000.50)"),
        ("rate", "percent", "62.5", "60", "62.5% (updated; was 60%)"),
        ("date", None, "2027-09", "2027-03-01", "September 2027 (updated; was March 1, 2027)"),
        ("count", "homes", "1", "0", "1 home (updated; was 0)"),
        ("count", "homes", "2", "33." + "3" * 20, "2 homes (updated; was 33." + "3" * 20 + ")"),
    ],
)
def test_former_values_are_worded_as_the_page_words_its_own(
    project: Project, kind: str, unit: str | None, value: str, was: str, told: str
) -> None:
    new = fact(kind=kind, unit=unit, value=value, qualifier="exactly")
    assert told in said(project, updated(new.model_copy(update={"value": was}), new))


def test_of_a_sentence_what_differs_is_told(project: Project) -> None:
    old = sentence("The county says that the list of all homes will be closed in late spring.")
    new = sentence("The county says that the list of all homes may be closed in late spring.")
    assert said(project, updated(old, new)) == (
        "What changed since edition 2 Statement: “… all homes may be closed …” "
        "(updated; was “… all homes will be closed …”)"
    )


def test_long_differences_are_cut(project: Project) -> None:
    old, new = sentence("a " * 40), sentence("b " * 50)
    assert f"“{'b ' * 12}…” (updated; was “{'a ' * 12}…”)" in said(project, updated(old, new))


@pytest.mark.parametrize("kind", ["view", "forecast", "advice", "quote"])
def test_somebodys_words_are_named_and_not_set_against_each_other(
    project: Project, kind: str
) -> None:
    old = sentence("Owners say that the fee is far too high for them all now.", kind=kind)
    new = sentence("Owners say that the fee is a bit too high for them all now.", kind=kind)
    text = said(project, updated(old, new))
    assert "“Owners say that the fee is a bit …” (updated)" in text
    assert "far" not in text


def test_a_quote_is_told_with_its_speaker_and_a_view_by_its_sort(project: Project) -> None:
    quote = sentence("It rains.", kind="quote", attribution="the mayor")
    assert "Statement (the mayor): “It rains.” (new)" in said(
        project, of_kind(ChangeKind.ADDED, quote, quote)
    )
    view = sentence("Owners say that it rains.", kind="view", attribution="owners")
    assert "View: “Owners say that it rains.” (new)" in said(
        project, of_kind(ChangeKind.ADDED, view, view)
    )


def test_a_contact_is_told_by_its_name_alone(project: Project) -> None:
    old = fact(kind="contact", value="555-0100", label="hotline")
    new = old.model_copy(update={"value": "555-0199"})
    for kind in ChangeKind:
        text = said(project, of_kind(kind, old, new))
        assert "Contact: Hotline" in text or "Contact: an earlier edition said Hotline" in text
        assert "555" not in text


def test_a_correction_says_all_that_was_wrong(project: Project) -> None:
    long = "The county says that {} the list of all homes will be closed in late spring."
    old, new = sentence(long.format("even"), kind="view"), sentence(long.format(""), kind="view")
    assert said(project, corrected(old, new, "It never said so.")) == (
        f"Correction View: “{' '.join(long.format('').split())}”. An earlier edition said "
        f"“{long.format('even')}”. It never said so."
    )


def test_a_correction_of_what_is_gone_and_of_what_looks_the_same(project: Project) -> None:
    assert said(project, corrected(fact(), None)) == (
        "Correction Homes on the list: an earlier edition said more than 1,700 homes, which is no "
        "longer printed. We erred."
    )
    assert said(project, corrected(fact(as_of=date(2026, 1, 1)), fact(), "Another\nday")) == (
        "Correction Homes on the list: more than 1,700 homes. An earlier edition had it wrong. "
        "Another day."
    )


def test_no_more_than_five_are_told_and_the_rest_is_counted(project: Project) -> None:
    short = [updated(fact(value="1", label=name), fact(label=name)) for name in "abcdefg"]
    box, by = box_of(project, *short[:MOST], roomy=True)
    assert (len(box.others), str(box.more)) == (5, "")
    box, by = box_of(project, *short, roomy=True)
    assert len(box.others) == 5
    text = text_of(page_of(project, box, by)[1])
    assert text.endswith("2 more, in the record inside this file")
    assert [text.count(f"{name.upper()}: ") for name in "abcdefg"] == [1, 1, 1, 1, 1, 0, 0]
    wrong = [corrected(one.old or fact(), one.new) for one in short]
    box, by = box_of(project, *wrong, *short, roomy=True)
    assert (len(box.corrections), len(box.others)) == (5, 0)
    assert text_of(page_of(project, box, by)[1]).endswith(
        "What changed since edition 2 9 more, in the record inside this file"
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("wrong", [0, 1])
def test_a_page_that_is_full_gives_three_lines(project: Project, locale: str, wrong: int) -> None:
    label = "a fact with a name that is rather long, as many are"
    long = updated(fact(locale, value="1", label=label), fact(locale, label=label))
    changes = [corrected(fact(value="1"), fact()), *[long] * 6][1 - wrong :]
    box, by = box_of(project, *changes, locale=locale)
    assert box.others or wrong
    _, html = page_of(project, box, by)
    below = text_of(html[html.index('<div class="changes"') :])
    assert len(below) <= (LINES - wrong) * LINE
    roomy, _ = box_of(project, *changes, locale=locale, roomy=True)
    assert len(roomy.others) == MOST - wrong > len(box.others)


def test_one_change_is_told_however_long_it_is(project: Project) -> None:
    change = updated(fact(value="1", label="x " * 400), fact(label="x " * 400))
    box, _ = box_of(project, change)
    assert (len(box.others), str(box.more)) == (1, "")


def test_nothing_forged_gets_into_a_page(project: Project) -> None:
    forged = f"x \ue000{10**13}\ue001 <b>y</b> \ue002county-report\ue003"
    new = fact(label=forged, attribution=forged)
    changes = [
        corrected(fact(value="1", label=forged), new, forged),
        updated(sentence(forged), sentence(f"z {forged}")),
    ]
    box, by = box_of(project, *changes, roomy=True)
    _, html = page_of(project, box, by)
    assert foreign(html) == ""
    assert "<b>" not in html
    assert html.count("&lt;b&gt;y") == 2  # in the name and in the reason


def test_a_locale_without_units_of_a_former_value_still_words_it(project: Project) -> None:
    by = printer(project)
    sheet = by.topic.sheet.model_copy(update={"units": {}})
    by.wording.topic = sheet
    box = change_box(Issue(3, replaces=2, changes=(updated(fact(value="5"), fact()),)), by)
    assert "more\u00a0than\u00a01,700 (updated; was more\u00a0than\u00a05)" in by.marks.plain(
        box.others[0]
    )


def test_the_number_of_the_edition_before_is_a_mark(project: Project) -> None:
    issue = Issue(13, replaces=12, changes=(updated(fact(value="1"), fact()),))
    by = printer(project)
    loose, html = page_of(project, change_box(issue, by), by)
    assert "edition 12" in html
    assert "12" not in outside(loose)


def test_every_kind_of_fact_can_be_told_of(project: Project) -> None:
    for kind in Kind:
        old = fact(kind=kind, value="2025" if kind is Kind.DATE else "5")
        for change in ChangeKind:
            assert said(project, of_kind(change, old, old)), (kind, change)
