"""The data beside the record say what the page's tables and its list of sources say."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5

from briefs.compose.annexes import COLUMNS, citations
from briefs.compose.page import Page
from briefs.model.attachment import CITATIONS, FIGURES, KINDS
from briefs.model.source import Source
from briefs.model.topic import Topic, no_sheet
from briefs.model.value import Measure, Qualifier
from tests.compose.composed import DAYS, PROJECTS, ROOT, Composed, composed, example, examples

BaseProject = Callable[[dict[str, str | bytes]], Path]

BASE = ROOT / "tests" / "mistakes" / "_base"
TOPIC = "assets/topics/lead-pipes"

CSL_FIELDS = {
    "id", "type", "title", "container-title", "publisher", "issued", "accessed", "URL", "language",
    "note",
}  # fmt: skip
"""Of the fields that CSL-JSON knows, those that are used."""

KIND_OF_WORK = {
    "news": "article-newspaper",
    "government": "report",
    "law": "legislation",
    "data": "dataset",
    "research": "report",
    "editor": "webpage",
}


@pytest.fixture(params=DAYS, ids=lambda root: root.name)
def editions(request: pytest.FixtureRequest) -> tuple[Composed, ...]:
    """Every edition of a project."""
    return examples(request.param)


def rows_of(one: Composed) -> list[dict[str, str]]:
    """The figures' data, read as any program would."""
    text = one.annexes()[FIGURES].data.decode("utf-8")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def words_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def tables_of(page: Page) -> Iterator[tuple[str, str, str, str, str]]:
    """(figure, group, label, fact, words) of each row of a page's data tables."""
    root = tinyhtml5.parse(page.html, namespace_html_elements=False)
    for block in root.iter("div"):
        if not block.get("id", "").startswith("figure-"):
            continue
        group = ""
        for part in block.iter("tbody"):
            group = ""
            for row in part.iter("tr"):
                head, *cells = list(row)
                if head.get("scope") == "rowgroup":
                    group = words_of(head)
                    continue
                (value,) = [one for cell in cells for one in cell.iter("span")
                            if "data-fact" in one.attrib]  # fmt: skip
                figure = block.get("id", "").removeprefix("figure-")
                yield figure, group, words_of(head), value.get("data-fact", ""), words_of(value)


def base_with(base: BaseProject, facts: str = "", figures: str = "", prose: str = "") -> Composed:
    """The base's edition with facts, figures and words added."""
    added = {f"{TOPIC}/facts.yaml": facts, f"{TOPIC}/figures.yaml": figures}
    files: dict[str, str | bytes] = {
        name: (BASE / name).read_text("utf-8") + text for name, text in added.items()
    }
    name = f"{TOPIC}/text/resident.en.md"
    text = (BASE / name).read_text("utf-8")
    files[name] = text.replace('{{ figure("homes") }}', f'{{{{ figure("homes") }}}}\n\n{prose}')
    (one,) = composed(base(files))
    return one


# --- Figures ---------------------------------------------------------------------------------


def test_rows_are_those_of_the_pages_tables(editions: tuple[Composed, ...]) -> None:
    for one in editions:
        rows, tables = rows_of(one), list(tables_of(one.page))
        named = [(row["figure"], row["group"], row["fact"], row["shown"]) for row in rows]
        assert named == [(figure, group, fact, shown) for figure, group, _, fact, shown in tables]
        for row, (_, _, label, _, _) in zip(rows, tables, strict=True):
            if row["period"]:
                assert label.startswith(f"{row['label']}, ")
                assert row["period"][:4] in label
            else:
                assert label == row["label"]


def test_cells_are_what_the_fact_base_says(editions: tuple[Composed, ...]) -> None:
    for one in editions:
        for row in rows_of(one):
            fact = one.topic.facts[row["fact"]]
            assert row["as_of"] == fact.as_of.isoformat()
            assert row["source"] == fact.source
            assert row["source"] in one.page.sources
            assert row["unit"] == (fact.unit or "")
            if isinstance(fact.parsed, Decimal):
                assert Decimal(row["value"]) == fact.parsed
                assert row["qualifier"] == fact.qualifier
                assert row["measure"] == fact.nature
            elif fact.value is None:
                assert (row["value"], row["qualifier"], row["measure"]) == ("", "", "")
                assert row["shown"]


def test_captions_are_those_of_the_page(editions: tuple[Composed, ...]) -> None:
    for one in editions:
        for row in rows_of(one):
            block = one.page.html.partition(f'id="figure-{row["figure"]}"')[2]
            found = re.search(r'</strong> (.*?)(?:<sup class="cite">|</p>|</caption>)', block)
            assert found
            assert " ".join(re.sub(r"<[^>]*>", "", found[1]).split()) == row["caption"]


def test_every_figure_is_there_and_some_have_periods() -> None:
    seen: set[str] = set()
    for root in DAYS:
        for one in examples(root):
            assert tuple(dict.fromkeys(row["figure"] for row in rows_of(one))) == one.page.figures
            seen |= {name for row in rows_of(one) for name, cell in row.items() if cell}
    assert seen >= {*COLUMNS} - {"group", "place"}


def test_values_in_groups_have_the_groups_head(base: BaseProject) -> None:
    figure = """
- id: more
  kind: multiples
  groups:
    - {label: {en: the north}, facts: [homes-north]}
    - {label: {en: the south}, facts: [homes-south]}
  caption: {en: Homes by part}
"""
    one = base_with(base, figures=figure, prose='{{ figure("more") }}')
    rows = [row for row in rows_of(one) if row["figure"] == "more"]
    assert [(row["group"], row["fact"]) for row in rows] == [
        ("the north", "homes-north"),
        ("the south", "homes-south"),
    ]
    tables = [(row[1], row[3]) for row in tables_of(one.page) if row[0] == "more"]
    assert [(row["group"], row["fact"]) for row in rows] == tables


def test_the_words_are_the_readers() -> None:
    spanish = rows_of(example(PROJECTS / "bilingual", "council", "es-US"))
    money = next(row for row in spanish if row["fact"] == "fund-max")
    assert money["caption"] == "Dinero reservado y dinero pagado"
    assert (money["shown"], money["value"]) == ("hasta $250,000", "250000")
    assert (money["qualifier"], money["measure"]) == (Qualifier.UP_TO, Measure.LIMIT)


def test_the_file_is_csv_as_rfc_4180_has_it(base: BaseProject) -> None:
    label = r'label: {en: "homes, \"small\" ones"}'
    one = base_with(base, facts=fact_named("small", label), figures=table_of("small"),
                    prose='{{ figure("more") }}')  # fmt: skip
    data = one.annexes()[FIGURES].data
    assert data.startswith(",".join(COLUMNS).encode() + b"\r\n")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 1 + len(rows_of(one))
    assert b'"Homes, ""small"" ones"' in data
    assert rows_of(one)[-1]["label"] == 'Homes, "small" ones'
    assert "\u00a0" not in data.decode("utf-8")


def fact_named(name: str, label: str, value: str = "3", more: str = "") -> str:
    return (
        f"\n- id: {name}\n  kind: count\n  value: {value}\n  unit: homes\n  {label}\n"
        f'  as_of: 2025-08-02\n  source: county-report\n  evidence: "{value} homes"\n{more}'
    )


def table_of(*names: str, caption: str = "More homes") -> str:
    words = json.dumps(caption)
    return (
        f"\n- id: more\n  kind: table\n  facts: [{', '.join(names)}]\n  caption: {{en: {words}}}\n"
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_text_is_a_formula_to_a_spreadsheet(base: BaseProject, sign: str) -> None:
    label = f'label: {{en: "{sign}SUM(A) homes"}}'
    one = base_with(
        base,
        facts=fact_named("small", label),
        figures=table_of("small", caption=f"{sign}SUM(B)"),
        prose='{{ figure("more") }}',
    )
    row = rows_of(one)[-1]
    assert row["label"].startswith(f"'{sign}SUM")
    assert row["caption"] == f"'{sign}SUM(B)"


def test_a_negative_number_stays_a_number_and_its_words_are_text(base: BaseProject) -> None:
    facts = fact_named("fewer", "label: {en: change in homes}", value="-3")
    one = base_with(
        base, facts=facts, figures=table_of("fewer"), prose='{{ figure("more") }}'
    )  # fmt: skip
    row = rows_of(one)[-1]
    assert (row["value"], row["shown"]) == ("-3", "'-3 homes")


def test_a_place_is_named_by_its_code(base: BaseProject) -> None:
    more = "  place: US-MI\n"
    one = base_with(
        base,
        facts=fact_named("michigan", "label: {en: homes in Michigan}", more=more),
        figures=table_of("michigan"),
        prose='{{ figure("more") }}',
    )
    assert [row["place"] for row in rows_of(one)] == ["", "", "", "US-MI"]


def test_a_page_without_figures_has_the_head_only(base: BaseProject) -> None:
    name = f"{TOPIC}/text/resident.en.md"
    text = (BASE / name).read_text("utf-8").replace('{{ figure("homes") }}', "")
    (one,) = composed(base({name: text}))
    assert one.annexes()[FIGURES].data == ",".join(COLUMNS).encode() + b"\r\n"


def test_a_page_whose_template_prints_no_table_has_its_data_all_the_same(
    base: BaseProject,
) -> None:
    partial = '<div id="figure-{{ figure.id }}"><p>{{ figure.caption }}</p></div>'
    (one,) = composed(base({"templates/partials/figure.html.j2": partial}))
    assert [row["value"] for row in rows_of(one)] == ["7", "5", "12"]


# --- Citations -------------------------------------------------------------------------------


def test_items_are_the_sources_that_the_page_lists(editions: tuple[Composed, ...]) -> None:
    for one in editions:
        items = json.loads(one.annexes()[CITATIONS].data)
        listed = re.findall(r'<li id="source-\d+" data-source="([^"]+)">', one.page.html)
        assert [item["id"] for item in items] == listed
        for item in items:
            source = one.topic.sources[item["id"]]
            assert {*item} <= CSL_FIELDS
            assert item["title"] == source.title
            assert item.get("URL") == source.url
            assert item["language"] == source.language
            assert source.publisher in {item.get("publisher"), item.get("container-title")}


def page_citing(*sources: Source) -> tuple[Page, Topic]:
    names = tuple(source.id for source in sources)
    page = Page("", "", {}, (), sources=names)
    return page, Topic("t", no_sheet("t"), {}, {one.id: one for one in sources}, {}, {})


def source(kind: str, **more: Any) -> Source:
    given = {"url": "https://example.org/a", "published": date(2025, 8, 2), **more}
    return Source.model_validate(
        {"id": f"a-{kind}", "title": "T", "publisher": "P", "retrieved": date(2025, 8, 9),
         "kind": kind, **given}
    )  # fmt: skip


def items_of(*sources: Source) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(citations(*page_citing(*sources)))
    return items


def test_each_kind_of_source_has_its_type() -> None:
    kinds = get_args(Source.model_fields["kind"].annotation)
    items = items_of(*(source(kind) for kind in kinds))
    assert {kind: item["type"] for kind, item in zip(kinds, items, strict=True)} == KIND_OF_WORK
    for item in items:
        held = (
            "container-title" if item["type"] in {"article-newspaper", "webpage"} else "publisher"
        )
        assert item[held] == "P"


def test_days_are_in_parts_and_what_is_not_known_is_left_out() -> None:
    (known,) = items_of(source("news"))
    assert known["issued"] == {"date-parts": [[2025, 8, 2]]}
    assert known["accessed"] == {"date-parts": [[2025, 8, 9]]}
    (bare,) = items_of(source("editor", url=None, published=None))
    assert bare["type"] == "document"
    assert {*bare} == {"id", "type", "title", "publisher", "accessed", "language"}


def test_the_copy_that_was_read_is_named_by_its_hash() -> None:
    digest = "0123456789abcdef" * 4
    (item,) = items_of(source("law", sha256=digest, language="es", title="Ley “nueva”"))
    assert digest in item["note"]
    assert (item["language"], item["title"]) == ("es", "Ley “nueva”")
    assert "Ley “nueva”".encode() in citations(*page_citing(source("law", title="Ley “nueva”")))


def test_a_page_without_citations_has_an_empty_list() -> None:
    assert items_of() == []


def test_one_source_is_one_line() -> None:
    data = citations(*page_citing(source("law"), source("news")))
    assert [line[:1] for line in data.decode().splitlines()] == ["[", "{", "{", "]"]


# --- Both ------------------------------------------------------------------------------------


def test_both_files_are_there_with_their_kinds(editions: tuple[Composed, ...]) -> None:
    for one in editions:
        found = one.annexes()
        assert [*found] == [FIGURES, CITATIONS]
        for name, annex in found.items():
            assert annex.kind == KINDS[name]
            assert annex.description
        assert one.annexes() == found
