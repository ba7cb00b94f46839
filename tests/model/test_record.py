"""A record's bytes, what is read back from them, and what its document and its schema say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import BaseModel

from briefs.model.record import (
    Change,
    ChangeKind,
    Record,
    RecordedFact,
    RecordedPage,
    RecordedSource,
    read_record,
    record_bytes,
    record_schema,
)
from briefs.model.seal import UNSEALED, sealed

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = DOCS / "record.schema.json"
PAGE = DOCS / "record.md"
TABLES: tuple[type[BaseModel], ...] = (Record, RecordedFact, RecordedSource, RecordedPage, Change)
HASH = "0123456789abcdef" * 4

FACT: dict[str, Any] = {
    "id": "homes-all",
    "kind": "count",
    "value": "4900",
    "unit": "homes",
    "qualifier": "about",
    "label": "homes with lead pipes",
    "shown": ["about 4,900", "about 4,900 homes"],
    "as_of": "2025-03-04",
    "review_by": "2025-09-01",
    "source": "county-report",
    "formula": "homes-north + homes-south",
    "pages": [1, 2],
}
PLAIN: dict[str, Any] = {
    "record": 1,
    "generator": "briefs 1.2.3",
    "brief": "lead-pipes",
    "topic": "lead-pipes",
    "audience": "resident",
    "locale": "es-US",
    "paper": "a4",
    "title": "Tuberías de plomo",
    "edition": 2,
    "replaces": 1,
    "built_on": "2025-08-15",
    "as_of": ["2025-03-04", "2025-08-01"],
    "fact_base": HASH,
    "content": HASH,
    "templates": {"templates/base.html.j2": HASH},
    "assets": {"figure:01": HASH},
    "engines": {"weasyprint": "70.0"},
    "facts": [FACT],
    "sources": [
        {
            "id": "county-report",
            "title": "Report",
            "publisher": "Alder County",
            "kind": "government",
            "retrieved": "2025-08-01",
        }
    ],
    "changes": [{"fact": "homes-all", "kind": "corrected", "new": FACT, "reason": "misread"}],
    "pages": [{"numbers": ["2025", "4,900"]}],
}


def record() -> Record:
    return Record.model_validate_json(json.dumps(PLAIN))


def schema_text() -> str:
    return json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n"


def validator() -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker()
    )


# --- Bytes -----------------------------------------------------------------------------------


def test_the_bytes_are_canonical() -> None:
    data = record_bytes(record())
    text = data.decode("utf-8")
    assert text.endswith("}\n")
    assert "\n" not in text[:-1]
    assert "Tuberías" in text
    plain = json.loads(text)
    assert list(plain) == sorted(plain)
    again = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again + "\n" == text


def test_defaults_and_nulls_are_written_out() -> None:
    plain = json.loads(record_bytes(record()))
    assert set(plain) == set(Record.model_fields)
    assert set(plain["facts"][0]) == set(RecordedFact.model_fields)
    assert (plain["draft"], plain["recipient"], plain["withdrawn"]) == (False, None, [])
    assert plain["changes"][0]["old"] is None
    assert plain["sources"][0]["url"] is None


def test_one_record_has_one_hash_in_whatever_order_it_was_made() -> None:
    turned = {name: PLAIN[name] for name in reversed(PLAIN)}
    turned["engines"] = {"chrome": "1", "weasyprint": "70.0"}
    other = {**PLAIN, "engines": {"weasyprint": "70.0", "chrome": "1"}}
    made = [Record.model_validate_json(json.dumps(one)) for one in (turned, other)]
    assert record_bytes(made[0]) == record_bytes(made[1])


def test_a_record_is_read_back_as_it_was() -> None:
    assert read_record(record_bytes(record())) == record()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_words_come_back_whatever_they_hold(words: str) -> None:
    said = record().model_copy(update={"title": words})
    data = record_bytes(said)
    assert read_record(data) == said
    assert record_bytes(read_record(data)) == data


# --- Reading ---------------------------------------------------------------------------------


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    plain = json.loads(json.dumps(PLAIN))
    change(plain)
    return json.dumps(plain).encode()


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no version": (lambda one: one.pop("record"), '"record" does not give its version'),
    "version in words": (
        lambda one: one.update(record="1"),
        '"record" does not give its version',
    ),
    "version zero": (lambda one: one.update(record=0), '"record" is wrong'),
    "field missing": (lambda one: one.pop("title"), 'has no "title"'),
    "field of a fact missing": (
        lambda one: one["facts"][0].pop("source"),
        'has no "facts[0].source"',
    ),
    "field unknown": (
        lambda one: one["facts"][0].update(colour="red"),
        '"facts[0].colour", which version 1 does not know',
    ),
    "kind unknown": (lambda one: one["facts"][0].update(kind="guess"), '"facts[0].kind" is wrong'),
    "day that is none": (
        lambda one: one["facts"][0].update(as_of="2025-02-30"),
        '"facts[0].as_of" is wrong',
    ),
    "day as a number": (lambda one: one.update(built_on=1755259200), '"built_on" is wrong'),
    "hash cut": (lambda one: one.update(content=HASH[1:]), '"content" is wrong'),
    "hash in capitals": (lambda one: one.update(content=HASH.upper()), '"content" is wrong'),
    "hash of an asset": (
        lambda one: one["assets"].update({"figure:02": "?"}),
        '"assets.figure:02" is wrong',
    ),
    "edition zero": (lambda one: one.update(edition=0), '"edition" is wrong'),
    "edition as text": (lambda one: one.update(edition="2"), '"edition" is wrong'),
    "one day of two": (lambda one: one.update(as_of=["2025-03-04"]), '"as_of[1]"'),
    "page as text": (lambda one: one["facts"][0].update(pages=["1"]), '"facts[0].pages[0]"'),
    "null for a list": (lambda one: one.update(facts=None), '"facts" is wrong'),
}
"""Records that are none: what was done to a good one, and what must be said of it."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_field(name: str) -> None:
    change, words = FAULTS[name]
    with pytest.raises(ValueError, match=re.escape(words)) as caught:
        read_record(changed(change))
    assert "pydantic" not in str(caught.value)


@pytest.mark.parametrize("name", FAULTS)
def test_the_schema_refuses_what_reading_refuses(name: str) -> None:
    assert not validator().is_valid(json.loads(changed(FAULTS[name][0])))


def test_several_faults_are_counted() -> None:
    with pytest.raises(ValueError, match='has no "brief"; 2 more like it'):
        read_record(changed(lambda one: [one.pop(name) for name in ("brief", "topic", "title")]))


def test_a_newer_version_says_so_whatever_else_it_holds() -> None:
    words = "made by a newer briefs: it is of version 2, and this one reads version 1"
    with pytest.raises(ValueError, match=words):
        read_record(b'{"record": 2, "claims": []}')


def test_a_record_from_before_a_field_was_added_has_its_default() -> None:
    older = read_record(changed(lambda one: one["facts"][0].pop("formula")))
    assert older.facts[0].formula is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no JSON"),
        (b"[]", "a record is a JSON object"),
        (b'{"record": 1, "record": 1}', 'the field "record" twice'),
        (b'{"record": 1, "facts": [{"id": "a", "id": "b"}]}', 'the field "id" twice'),
        (b'{"title": "\xe9"}', "not UTF-8 at byte 11"),
        (json.dumps(PLAIN).encode("utf-16"), "not UTF-8"),
        (b"\xef\xbb\xbf" + json.dumps(PLAIN).encode(), "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_record_at_all(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        read_record(data)


# --- The published schema --------------------------------------------------------------------


def test_the_published_schema_says_what_the_model_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        SCHEMA.write_text(schema_text(), "utf-8")
    assert SCHEMA.read_text("utf-8") == schema_text(), (
        "docs/record.schema.json is stale: make golden"
    )


def test_the_schema_is_one_and_takes_a_record() -> None:
    schema = record_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:briefs:record:1"
    assert "record" in schema["required"]
    validator().validate(json.loads(record_bytes(record())))


def test_every_field_is_described() -> None:
    for model in TABLES:
        assert all(field.description for field in model.model_fields.values()), model


# --- The document ----------------------------------------------------------------------------


def type_in_words(schema: dict[str, Any]) -> str:
    """What a field holds, for a table."""
    defs = record_schema()["$defs"]
    if "anyOf" in schema:
        return " or ".join(type_in_words(one) for one in schema["anyOf"])
    if "$ref" in schema:
        named = defs[schema["$ref"].rpartition("/")[2]]
        if "enum" not in named:
            return "a fact" if named["title"] == "RecordedFact" else "objects"
        return f"one of {', '.join(named['enum'])}"
    if "const" in schema:
        return str(schema["const"])
    kind = schema["type"]
    if kind == "array":
        if "prefixItems" in schema:
            return "two days"
        item = schema["items"]
        return "list of objects" if "$ref" in item else f"list of {type_in_words(item)}s"
    if kind == "object":
        return f"{type_in_words(schema['additionalProperties'])} by name"
    if kind == "string":
        return "day" if "format" in schema else "SHA-256" if "pattern" in schema else "text"
    return {"integer": "number", "boolean": "true or false", "null": "null"}[kind]


def table_of(model: type[BaseModel]) -> str:
    """The fields of a part of the record."""
    schema = record_schema()
    part = schema if model is Record else schema["$defs"][model.__name__]
    lines = ["| field | holds | what it is |", "| --- | --- | --- |"]
    lines += [
        f"| `{name}` | {type_in_words(field)} | {field['description']} |"
        for name, field in part["properties"].items()
    ]
    return "\n".join(lines)


def with_tables(text: str) -> str:
    for model in TABLES:
        mark = f"<!-- {model.__name__} -->"
        before, found, after = text.partition(mark)
        assert found, f"docs/record.md has no table of {model.__name__}"
        text = (
            f"{before}{mark}\n{table_of(model)}\n<!-- end -->{after.partition('<!-- end -->')[2]}"
        )
    return text


def test_the_document_has_every_field(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")
    text = PAGE.read_text("utf-8")
    assert text == with_tables(text), "docs/record.md is stale: make golden"


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.M)


def test_the_example_is_a_record() -> None:
    (example,) = snippets("json")
    read = read_record(example.encode())
    assert json.loads(record_bytes(read)) == json.loads(example)
    validator().validate(json.loads(example))


@pytest.fixture
def brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a PDF and a web page that carry a record and little else."""
    data = record_bytes(record())
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["record.json"] = pikepdf.AttachedFileSpec(
        pdf, data, filename="record.json", mime_type="application/json"
    )
    pdf.save(tmp_path / "brief.pdf")
    with (tmp_path / "brief.pdf").open("ab") as file:
        file.write(f"% <briefs:seal>{UNSEALED}</briefs:seal>\n".encode())
    (tmp_path / "brief.pdf").write_bytes(sealed((tmp_path / "brief.pdf").read_bytes()))
    script = data.decode().replace("<", "\\u003c")
    page = f'<script type="application/json" id="briefs-record">{script}</script>'
    (tmp_path / "brief.html").write_text(page, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("brief")
def test_the_documents_lines_of_python_read_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    from_pdf, from_page, each_fact, seal = snippets("python")
    said = "homes-all 4900 homes ['about 4,900', 'about 4,900 homes'] [1, 2]\n"
    for lines in (from_pdf, from_page):
        names: dict[str, Any] = {}
        exec(lines + each_fact, names)
        assert names["record"] == json.loads(record_bytes(record()))
        assert capsys.readouterr().out == said
    exec(seal, {})
    assert capsys.readouterr().out == "True\n"


@pytest.mark.skipif(shutil.which("pdfdetach") is None, reason="poppler is not installed")
def test_the_documents_commands_read_a_record(brief: Path) -> None:
    (commands,) = snippets("console")
    poppler = [line for line in commands.splitlines() if line.startswith("pdfdetach")]
    assert len(poppler) == 2
    for line in poppler:
        subprocess.run(line.split(), check=True, capture_output=True)
    data = (brief / "record.json").read_bytes()
    assert sha256(data).hexdigest() == sha256(record_bytes(record())).hexdigest()


def test_every_reason_for_a_change_is_explained() -> None:
    words = Change.model_fields["kind"].description or ""
    assert all(kind.value in words for kind in ChangeKind)
