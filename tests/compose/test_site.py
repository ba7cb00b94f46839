"""The library's pages, feed and list, composed without a file."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import feedparser
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from briefs.compose.site.feed import MOST, feeds
from briefs.compose.site.frame import Frame, policy, style_sheet
from briefs.compose.site.index import index_text
from briefs.compose.site.picks import ALL, Pick, Picks
from briefs.compose.site.voice import Voice
from briefs.model.library import Fault, Library
from briefs.model.library_index import index_schema
from briefs.model.project import Format
from briefs.model.record import ChangeKind
from briefs.model.template import TemplateSource
from tests.compose.composed import example
from tests.shelved import (
    BILINGUAL,
    FIRST,
    corrected,
    library,
    pages_of,
    project,
    record_of,
    shelf,
    templates,
    with_place,
)

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "library.schema.json"
COUNCIL = "home-repairs/council.en-US"
SPANISH = "home-repairs/resident.es-US"


def shown() -> Library:
    """Two audiences in English, one of them in Spanish; one of them with a correction."""
    council, resident, vecinos = (
        record_of(example(BILINGUAL, *which))
        for which in (("council",), ("resident",), ("resident", "es-US"))
    )
    second = corrected(council, "grant-max", "4800", "up to $4,800")
    return library(shelf([council, second]), shelf([resident]), shelf([vecinos]))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return pages_of(shown(), project())[0]


class _Seen(HTMLParser):
    """The links, headings and languages of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.tags.append(tag)
        if "href" in found:
            self.links.append(found)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def targets(path: str, html: str) -> Iterator[str]:
    """Where the relative links of a page lead to, below the site's folder."""
    for link in _Seen(html).links:
        if not re.match(r"https?:|data:|#", link["href"]):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(link["href"])))


# --- The pages ---------------------------------------------------------------------------------


def test_every_link_leads_to_something_of_the_site(pages: dict[str, str]) -> None:
    offered = {file.path for one in shown().editions for file in one.files}
    offered |= {one.record_path for one in shown().editions}
    known = {*pages, *offered, "site.css", "index.json", "feed.xml"}
    known |= {"feed.en-US.xml", "feed.es-US.xml"}
    for path, html in pages.items():
        found = set(targets(path, html))
        assert found <= known, path
        assert "index.html" in found or path == "index.html"


def test_every_page_can_be_reached_from_the_first(pages: dict[str, str]) -> None:
    seen, waiting = set[str](), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in pages and path not in seen:
            seen.add(path)
            waiting += targets(path, pages[path])
    assert seen == set(pages)


def test_a_page_has_one_title_and_headings_in_order(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        levels = _Seen(html).levels
        assert levels[0] == 1, path
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels)), path


def test_a_page_has_no_script_and_may_load_nothing_from_elsewhere(pages: dict[str, str]) -> None:
    for html in pages.values():
        assert not {"script", "iframe", "form", "object", "img"} & set(_Seen(html).tags)
        assert not re.search(r"\s(?:style|on[a-z]+)=", html)
        assert html.index("Content-Security-Policy") < html.index("stylesheet")
    assert not re.search(r"https?:|\*|unsafe|data:text", policy())


def test_a_superseded_edition_says_so_and_leads_to_the_current_one(pages: dict[str, str]) -> None:
    html = pages[f"{COUNCIL}/1/index.html"]
    assert "Superseded by edition 2 on March 24, 2026" in words(html)
    assert f"{COUNCIL}/index.html" in set(targets(f"{COUNCIL}/1/index.html", html))
    assert html.index('class="warning"') < html.index("old.superseded.pdf")
    assert "PDF document, superseded" in words(html)
    assert "Superseded by" not in pages[f"{COUNCIL}/2/index.html"]


def test_old_files_are_on_no_page_without_the_warning(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        assert ("superseded.pdf" in html) == ("Superseded by" in html), path


def test_the_current_page_is_that_of_the_newest_edition(pages: dict[str, str]) -> None:
    current, own = (words(pages[f"{COUNCIL}/{where}index.html"]) for where in ("", "2/"))
    assert current == own
    assert "Edition 2 · published on March 24, 2026 · For members of the council" in current


def test_a_page_tells_what_was_corrected_and_what_there_was_before(pages: dict[str, str]) -> None:
    said = words(pages[f"{COUNCIL}/index.html"])
    line = "Grant for a home: up to $4,800. An earlier edition said up to $4,500. it was misread."
    assert f"Correction {line}" in said
    assert f"Edition 2 March 24, 2026 Correction – {line} current" in said
    assert "Edition 1 March 20, 2026 First edition superseded" in said


def test_a_page_links_its_sources_and_the_record(pages: dict[str, str]) -> None:
    html = pages[f"{COUNCIL}/index.html"]
    assert '<a href="https://example.org/minutes" rel="external noreferrer">' in html
    assert f"{COUNCIL}/2/record.json" in set(targets(f"{COUNCIL}/index.html", html))


def test_a_source_without_an_address_of_the_web_is_no_link() -> None:
    record = record_of(example(BILINGUAL, "council"))
    bad = tuple(one.model_copy(update={"url": "javascript:alert(1)"}) for one in record.sources)
    made = shelf([record.model_copy(update={"sources": bad})])
    html = pages_of(library(made), project())[0][f"{COUNCIL}/index.html"]
    assert "javascript" not in html
    assert "Minutes of the council" in html


def test_words_of_a_record_are_text_and_not_html() -> None:
    record = record_of(example(BILINGUAL, "council"))
    made = shelf([record.model_copy(update={"title": "<script>alert(1)</script> & more"})])
    found, _ = pages_of(library(made), project())
    for html in found.values():
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


def test_a_spanish_edition_is_in_spanish_all_over(pages: dict[str, str]) -> None:
    html = pages[f"{SPANISH}/index.html"]
    assert html.startswith('<!DOCTYPE html>\n<html lang="es-US">')
    said = words(html)
    for spanish in ("Todos los informes", "Leer esta edición", "Fuentes", "Primera edición"):
        assert spanish in said
    for english in ("All briefs", "Sources", "Edition", "published on"):
        assert english not in said


def test_each_card_says_its_language(pages: dict[str, str]) -> None:
    html = pages["index.html"]
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-US">')
    assert re.findall(r'class="card" lang="([^"]*)"', html) == ["en-US", "en-US", "es-US"]
    assert '<html lang="es-US">' in pages["language.es-US.html"]
    assert 'lang="en-US" hreflang="en-US">English</a>' in pages["language.es-US.html"]


def test_what_an_edition_had_wrong_stands_at_its_head() -> None:
    one = shelf([record_of(example(BILINGUAL, "council"))])
    faults = (Fault("grant-max", "the report was misread"), Fault("gone-fact", ""))
    marked = replace(one.current, faults=faults, marked=FIRST + timedelta(days=9))
    found, _ = pages_of(library(replace(one, editions=(marked,))), project())
    said = words(found[f"{COUNCIL}/index.html"])
    assert "This edition had something wrong. Grant for a home: the report was misread" in said
    assert "gone-fact" in said
    assert "This edition had something wrong." in words(found["index.html"])


def test_what_is_not_kept_any_more_is_said() -> None:
    first = record_of(example(BILINGUAL, "council"))
    one = shelf([first, corrected(first, "grant-max", "4800", "up to $4,800")])
    bare = replace(one.editions[0], record=None, files=(), missing=(Format.PDF,))
    found, _ = pages_of(library(replace(one, editions=(bare, one.current))), project())
    said = words(found[f"{COUNCIL}/1/index.html"])
    assert "A file of this edition is not kept any more." in said
    assert "The record of this edition is not kept any more." in said
    assert "Home repair grants in Alder County" in said  # the topic's title


def test_a_brief_that_the_project_has_no_more_is_shown_from_its_record() -> None:
    record = record_of(example(BILINGUAL, "council"))
    gone = record.model_copy(update={"topic": "gone", "audience": "gone", "brief": "gone"})
    found, _ = pages_of(library(shelf([gone])), project())
    assert "Home repair grants in Alder County: the program" in words(found["index.html"])


def test_the_page_for_what_is_not_there_stands_alone() -> None:
    _, pages = pages_of(shown(), project(), "https://example.org/briefs/")
    html = pages.not_found(style_sheet(project()))
    found = [one["href"] for one in _Seen(html).links]
    assert found == ["data:,", "#content", "https://example.org/briefs/"]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    (said,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert said.replace("&#39;", "'") == policy(style[1])


# --- The choice --------------------------------------------------------------------------------


def test_there_is_a_page_for_each_choice_that_has_briefs(pages: dict[str, str]) -> None:
    assert {path for path in pages if "/" not in path} == {
        "index.html",
        "audience.council.html",
        "audience.resident.html",
        "audience.council.language.en-US.html",
        "audience.resident.language.en-US.html",
        "audience.resident.language.es-US.html",
        "language.en-US.html",
        "language.es-US.html",
    }


def test_a_choice_keeps_what_else_is_picked(pages: dict[str, str]) -> None:
    html = pages["audience.resident.html"]
    found = {one["href"] for one in _Seen(html).links}
    assert {"audience.resident.language.es-US.html", "language.en-US.html"} & found == {
        "audience.resident.language.es-US.html"
    }
    assert 'aria-current="true">Residents</a>' in html
    assert "Briefs on this page: 2" in html
    assert "audience.council.language.es-US.html" not in pages["language.es-US.html"]


def test_places_can_be_picked_where_there_are_several() -> None:
    whole = with_place(project(), {"en": "Köln & Alder", "es": "Colonia y Alder"})
    settings = whole.settings
    other = settings.brief[0].model_copy(update={"id": "other", "place": {"en": "Köln (Alder)"}})
    settings = settings.model_copy(update={"brief": [*settings.brief, other]})
    record = record_of(example(BILINGUAL, "council"))
    made = library(shelf([record]), shelf([record.model_copy(update={"brief": "other"})]))
    picks = Picks(made, replace(whole, settings=settings))
    assert picks.offered("place") == ["koln-alder", "koln-alder-2"]
    assert picks.offered("audience") == []
    assert [one.page for one in picks.pages()] == [
        "index.html",
        "place.koln-alder.html",
        "place.koln-alder-2.html",
    ]
    found, _ = pages_of(made, replace(whole, settings=settings))
    assert ">Köln &amp; Alder</a>" in found["index.html"]
    assert [one.series.brief for one in picks.shelves(Pick(place="koln-alder-2"))] == ["other"]


def test_nothing_is_to_be_picked_from_a_single_brief() -> None:
    found, _ = pages_of(library(shelf([record_of(example(BILINGUAL, "council"))])), project())
    assert [path for path in found if "/" not in path] == [ALL.page]
    assert "<nav" not in found["index.html"]


# --- The feed ----------------------------------------------------------------------------------


def feeds_of(made: Library, address: str = "") -> dict[str, str]:
    frame = Frame(project(), templates(), address)
    _, pages = pages_of(made, project(), address)
    return dict(feeds(made, frame, pages.editions))


def test_the_feed_is_read_by_another_program() -> None:
    found = feeds_of(shown(), "https://example.org/briefs/")
    assert set(found) == {"feed.xml", "feed.en-US.xml", "feed.es-US.xml"}
    feed = feedparser.parse(found["feed.xml"].encode())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "Alder County Policy Office: Made-up county brief"
    assert feed.feed.updated == "2026-03-21T06:00:00Z"
    assert feed.feed.links[0].href == "https://example.org/briefs/feed.xml"
    newest = feed.entries[0]
    assert newest.title.startswith("Correction: Home repair grants in Alder County: the program")
    assert newest.link == "https://example.org/briefs/home-repairs/council.en-US/2/"
    assert [one.term for one in newest.tags] == ["council", "correction"]
    assert "An earlier edition said up to $4,500." in newest.content[0].value.replace("\u00a0", " ")
    (pdf,) = newest.enclosures
    assert (pdf.type, pdf.length) == ("application/pdf", "45000")
    assert len({one.id for one in feed.entries}) == len(feed.entries) == 4


def test_ids_stay_and_only_the_ledger_makes_them() -> None:
    first, again = (feedparser.parse(feeds_of(shown())["feed.xml"].encode()) for _ in range(2))
    spanish = feedparser.parse(feeds_of(shown(), "https://a.example/")["feed.es-US.xml"].encode())
    assert [one.id for one in first.entries] == [one.id for one in again.entries]
    assert {one.id for one in spanish.entries} < {one.id for one in first.entries}
    assert first.feed.id != spanish.feed.id
    assert all(one.id.startswith("urn:uuid:") for one in first.entries)
    other = feedparser.parse(feeds_of(replace(shown(), id="1" * 64))["feed.xml"].encode())
    assert not {one.id for one in other.entries} & {one.id for one in first.entries}


def test_without_an_address_the_feed_is_relative() -> None:
    root = ET.fromstring(feeds_of(shown())["feed.xml"])
    links = [one.get("href") or "" for one in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert links
    assert not any("://" in one for one in links)


def test_a_current_edition_that_is_found_to_be_wrong_is_news() -> None:
    one = shelf([record_of(example(BILINGUAL, "council"))])
    marked = replace(
        one.current, faults=(Fault("grant-max", "misread <b>"),), marked=FIRST + timedelta(days=9)
    )
    feed = feedparser.parse(feeds_of(library(replace(one, editions=(marked,))))["feed.xml"])
    (entry,) = feed.entries
    assert (entry.published, entry.updated) == ("2026-03-20T06:00:00Z", "2026-03-29T06:00:00Z")
    assert "misread &lt;b&gt;" in entry.content[0].value


def test_a_feed_is_not_endless() -> None:
    record = record_of(example(BILINGUAL, "council"))
    many = [record.model_copy(update={"edition": number}) for number in range(1, MOST + 11)]
    feed = feedparser.parse(feeds_of(library(shelf(many)))["feed.xml"])
    assert len(feed.entries) == MOST
    assert f"Edition {MOST + 10}" in feed.entries[0].title


# --- The list for programs ---------------------------------------------------------------------


def test_the_schema_is_that_of_the_model(request: pytest.FixtureRequest) -> None:
    text = json.dumps(index_schema(), indent=2, ensure_ascii=False) + "\n"
    if request.config.getoption("--update-golden"):
        SCHEMA.write_text(text, "utf-8")
    assert SCHEMA.read_text("utf-8") == text, "docs/library.schema.json is stale: make golden"
    Draft202012Validator.check_schema(index_schema())


def test_the_list_is_as_its_schema_says() -> None:
    text = index_text(shown(), Frame(project(), templates()))
    plain = json.loads(text)
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()), format_checker=FormatChecker())
    assert list(validator.iter_errors(plain)) == []
    assert text == index_text(shown(), Frame(project(), templates()))
    council = plain["series"][0]
    assert (council["name"], council["readers"]) == (COUNCIL, "members of the council")
    old, new = council["editions"]
    assert (old["current"], old["superseded_by"], new["superseded_by"]) == (False, 2, None)
    assert new["corrects"] == ["grant-max"]
    assert new["changes"][0]["kind"] == "corrected"
    assert [one["id"] for one in new["sources"]] == ["county-report", "council-minutes"]


def test_the_schema_refuses_a_list_of_another_form() -> None:
    plain = json.loads(index_text(shown(), Frame(project(), templates())))
    validator = Draft202012Validator(index_schema())
    for spoilt in (
        plain | {"index": 2},
        plain | {"extra": 1},
        {key: plain[key] for key in plain if key != "series"},
    ):
        assert list(validator.iter_errors(spoilt))


# --- The words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "shown_as"),
    [(1, "1 kB"), (45_353, "45 kB"), (999_999, "1,000 kB"), (2_000_000, "2 MB"), (2_194_790, "2.2 MB")],
)  # fmt: skip
def test_a_size_is_in_the_words_of_the_locale(size: int, shown_as: str) -> None:
    assert Voice(project(), "en-US").size(size).replace("\u00a0", " ") == shown_as


def test_a_locale_that_the_project_has_no_words_for_gets_its_first_one() -> None:
    assert Voice(project(), "vi-US").locale == "en-US"
    assert Voice(project(), "es-MX").locale == "es-MX"


def test_every_kind_of_change_has_its_line() -> None:
    record = record_of(example(BILINGUAL, "council"))
    fact = record.facts[3]
    voice = Voice(project(), "en-US", "home-repairs")
    gone = {ChangeKind.WITHDRAWN, ChangeKind.DROPPED}
    for kind in ChangeKind:
        change = {
            "fact": fact.id,
            "kind": kind,
            "old": None if kind is ChangeKind.ADDED else fact,
            "new": None if kind in gone else fact,
        }
        made = type(corrected(record, "grant-max", "1", "1").changes[0]).model_validate(change)
        line = voice.change(record, made)
        assert line
        assert not re.search("[\ue000-\ue003<>]", line)


def test_a_broken_template_is_not_our_fault() -> None:
    from jinja2 import TemplateError

    broken = {**templates(), "site/index.html.j2": TemplateSource("index.html.j2", "{{ nothing }}")}
    frame = Frame(project(), broken)
    with pytest.raises(TemplateError):
        frame.page("index.html", "index", Voice(project(), "en-US"), "x", {})


def test_days_are_those_of_the_record() -> None:
    record = record_of(example(BILINGUAL, "council"))
    one = shelf([record]).current
    assert one.day == date(2026, 3, 20)
    assert replace(one, record=None).day == FIRST.date()
