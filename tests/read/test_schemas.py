"""The schemas say to an editor what the reader says later: no more, and no less."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError as SchemaError
from pydantic import ValidationError

from briefs.model.approval import Approval
from briefs.model.brand import BrandSheet
from briefs.model.entry import Entry
from briefs.model.fact import Fact, missing_parts, parse_value
from briefs.model.figure import Figure
from briefs.model.loaded import LoadedWord
from briefs.model.project import MESSAGES_WANTED, LocaleSheet, Settings
from briefs.model.source import Source
from briefs.model.template import AudienceSheet, ProseSheet
from briefs.model.topic import TopicSheet
from briefs.model.value import Kind, Status
from briefs.read.locales import laid_over
from briefs.read.schemas import FILES, head_line, schema_file, schema_text, schemas
from briefs.read.yaml import parse_yaml

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "assets" / "schemas"
MISTAKES = ROOT / "tests" / "mistakes"
BASE = MISTAKES / "_base"

MODELS: dict[str, type[Entry]] = {
    "facts": Fact,
    "sources": Source,
    "figures": Figure,
    "topic": TopicSheet,
    "locale": LocaleSheet,
    "brand": BrandSheet,
    "loaded-words": LoadedWord,
    "briefs": Settings,
    "approvals": Approval,
    "template-head": AudienceSheet,
    "prose-head": ProseSheet,
}

ENGLISH = LocaleSheet.model_validate(
    yaml.safe_load((ROOT / "assets/locales/en.yaml").read_text("utf-8"))
)

UNDESCRIBED = {
    "AudienceSheet.optional_sections",
    "BriefSettings.audiences",
    "BriefSettings.topic",
    "Fact.as_of",
    "Fact.id",
    "Fact.source",
    "Figure.id",
    "LocaleSheet.name",
    "Publisher.address",
    "Publisher.name",
    "Settings.brief",
    "Settings.locales",
    "Source.id",
    "Source.language",
    "Source.publisher",
    "Source.url",
    "Term.text",
    "TopicSheet.terms",
}
"""Fields that the model does not describe yet; this may only shrink."""


class _Plain(yaml.SafeLoader):
    """YAML as editors read it (1.2): numbers and true are typed; a day and ``on`` are text."""


_Plain.yaml_implicit_resolvers = {
    first: [
        (tag, form)
        for tag, form in resolvers
        if not tag.endswith(":timestamp") and not (tag.endswith(":bool") and first in "yYnNoO")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_editor(text: str) -> Any:
    return yaml.load(text, Loader=_Plain)


def as_reader(text: str) -> Any:
    document = parse_yaml(text, "file.yaml")
    assert not document.diagnostics
    return document.data


@cache
def validator(name: str) -> Draft7Validator:
    schema = schemas()[name]
    return Draft7Validator(schema, format_checker=FormatChecker())


def errors(name: str, data: Any) -> list[SchemaError]:
    return list(validator(name).iter_errors(data))


def valid(name: str, data: Any) -> bool:
    return validator(name).is_valid(data)


def accepted_by_reader(name: str, data: Any) -> bool:
    """Whether the model takes it: facts that lack nothing, and words laid over English ones."""
    many = name in {"facts", "sources", "figures", "loaded-words", "approvals"}
    entries = data if many else [laid_over(data, ENGLISH) if name == "locale" else data]
    try:
        read = [MODELS[name].model_validate(entry) for entry in entries]
    except ValidationError:
        return False
    return not any(missing_parts(entry) for entry in read if isinstance(entry, Fact))


def files_of(name: str, root: Path) -> list[Path]:
    return sorted(root.glob(re.sub(r"<\w+>", "*", FILES[name])))


def content(path: Path) -> str:
    """What of a file its schema is for: all of it, or its front matter."""
    text = path.read_text("utf-8")
    if path.suffix == ".j2":
        return text.removeprefix("{#---\n").partition("---#}")[0]
    if path.suffix == ".md":
        return text.removeprefix("---\n").partition("\n---\n")[0]
    return text


def with_heads(root: Path) -> list[tuple[str, Path]]:
    """Every file of a project that has a schema, with the schema's name."""
    found = [(name, path) for name in FILES for path in files_of(name, root)]
    return [
        (name, path)
        for name, path in found
        if name != "template-head" or path.read_text("utf-8").startswith("{#---\n")
    ]


# --- the schemas themselves ------------------------------------------------------------------

DRAFT_07 = {
    "$schema", "title", "description", "default", "type", "enum", "items", "minItems", "maxItems",
    "properties", "patternProperties", "additionalProperties", "propertyNames", "minProperties",
    "required", "pattern", "format", "maxLength", "minimum", "maximum", "allOf", "anyOf", "oneOf",
    "if", "then", "else",
}  # fmt: skip


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema within it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key in ("properties", "patternProperties"):
        for inner in schema.get(key, {}).values():
            yield from nodes(inner)
    for key in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
        yield from nodes(schema.get(key))
    for key in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(key, []):
            yield from nodes(inner)


def test_there_is_a_schema_for_each_model() -> None:
    assert list(schemas()) == list(FILES) == list(MODELS)


@pytest.mark.parametrize("name", FILES)
def test_schema_is_valid_draft_07_without_words_of_its_own(name: str) -> None:
    schema = schemas()[name]
    Draft7Validator.check_schema(schema)
    assert {key for node in nodes(schema) for key in node} <= DRAFT_07
    for node in nodes(schema):
        if "pattern" in node:
            assert re.compile(node["pattern"])
            assert r"\d" not in node["pattern"]  # Python's digits are not JavaScript's


@pytest.mark.parametrize("name", FILES)
def test_no_key_is_taken_that_the_model_does_not_know(name: str) -> None:
    for node in nodes(schemas()[name]):
        if "type" in node and ("object" in node["type"] and "properties" in node):
            assert node["additionalProperties"] is False or name in {"locale", "brand"}
        if "patternProperties" in node:
            assert node["additionalProperties"] is False


def test_toml_schema_needs_only_what_its_language_server_knows() -> None:
    """Even Better TOML stumbles over allOf and over several types; TOML itself has no null."""
    for node in nodes(schemas()["briefs"]):
        assert not node.keys() & {"allOf", "anyOf", "if"}
        assert isinstance(node.get("type", ""), str)
        assert None not in node.get("enum", [])


def undescribed(model: type[Entry]) -> Iterator[str]:
    """Fields without a description, neither of their own nor of the type that they hold."""
    shown = model.model_json_schema()
    for owner in [shown, *shown.get("$defs", {}).values()]:
        for key, field in owner.get("properties", {}).items():
            kinds = [field, *field.get("anyOf", [])]
            if "description" not in field and not any("$ref" in kind for kind in kinds):
                yield f"{owner['title']}.{key}"


def test_every_property_is_described() -> None:
    lacking = {field for model in MODELS.values() for field in undescribed(model)}
    assert lacking <= UNDESCRIBED, "give these fields a description, which editors show"


def test_text_of_a_schema_is_stable_and_holds_all() -> None:
    for schema in schemas().values():
        text = schema_text(schema)
        assert json.loads(text) == schema
        assert text == schema_text(json.loads(text))
        assert text.startswith('{\n  "$schema": ')
        assert text.endswith("}\n")


@pytest.mark.parametrize("name", FILES)
def test_committed_schema_is_not_stale(name: str, request: pytest.FixtureRequest) -> None:
    path = COMMITTED / schema_file(name)
    wanted = schema_text(schemas()[name])
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted, "utf-8")
    committed = path.read_text("utf-8") if path.is_file() else ""
    assert committed == wanted, f"{path.name} is stale: make golden"


def test_no_schema_is_committed_that_nothing_makes() -> None:
    assert {path.name for path in COMMITTED.iterdir()} == {schema_file(name) for name in FILES}


def test_head_lines_lead_to_the_schema() -> None:
    assert head_line("facts") == ("# yaml-language-server: $schema=../../schemas/facts.schema.json")
    assert head_line("brand") == "# yaml-language-server: $schema=./schemas/brand.schema.json"
    assert head_line("briefs") == "#:schema ./assets/schemas/briefs.schema.json"
    assert head_line("locale", "x/y") == (
        "# yaml-language-server: $schema=../../x/y/locale.schema.json"
    )
    assert head_line("prose-head") == head_line("template-head") == ""


# --- the files that there are ----------------------------------------------------------------


@pytest.mark.parametrize("root", [ROOT, BASE], ids=["repository", "base"])
def test_every_file_is_accepted_as_the_reader_and_as_an_editor_reads_it(root: Path) -> None:
    known = with_heads(root)
    assert {name for name, _ in known} >= {"facts", "sources", "figures", "topic", "briefs"}
    for name, path in known:
        if name == "briefs":
            assert errors(name, tomllib.loads(content(path))) == []
        else:
            assert errors(name, as_reader(content(path))) == [], path
            assert errors(name, as_editor(content(path))) == [], path


def test_every_yaml_file_of_the_assets_has_its_schema() -> None:
    known = {path for name in FILES for path in files_of(name, ROOT)}
    found = [path for end in ("yaml", "yml") for path in (ROOT / "assets").rglob(f"*.{end}")]
    assert {path for path in found if "rosters" not in path.parts} <= known


# --- the mistakes that a schema can see ------------------------------------------------------

SEEN = {
    "key-unknown": ([0], "'qualifer' was unexpected"),
    "key-missing": ([0], "'unit' is a required property"),
    "value-invalid": ([2, "kind"], "'number' is not one of"),
}
"""Where an editor shows a mistake, and what it says."""


@pytest.mark.parametrize("mistake", SEEN)
@pytest.mark.parametrize("read", [as_reader, as_editor])
def test_mistake_is_refused_at_its_place(mistake: str, read: Any) -> None:
    path = MISTAKES / mistake / "assets/topics/lead-pipes/facts.yaml"
    (error,) = errors("facts", read(path.read_text("utf-8")))
    where, words = SEEN[mistake]
    assert list(error.absolute_path) == where
    assert words in error.message


def test_no_other_mistake_is_refused() -> None:
    """What only a whole project can tell is not the schema's business."""
    for folder in sorted(MISTAKES.iterdir()):
        if folder.name in SEEN:
            continue
        for name, path in with_heads(folder):
            if name == "briefs":
                if folder.name != "toml-syntax":
                    assert errors(name, tomllib.loads(content(path))) == [], path
                continue
            if folder.name != "text-encoding":
                document = parse_yaml(content(path), path.name)
                if not document.diagnostics:
                    assert errors(name, document.data) == [], path


# --- facts: what each kind needs -------------------------------------------------------------

WORDS = {"en": "x"}
VALUES = {Kind.DATE: "2029-03", Kind.CONTACT: "911", Kind.DEFINITION: "x"}


def missing_by_schema(fact: dict[str, Any]) -> set[str]:
    found = set()
    for error in errors("facts", [fact]):
        if error.validator == "required":
            found.add(error.message.split("'")[1])
        else:
            assert error.instance is None, error.message
            found.add(str(error.absolute_path[-1]))
    return found


def test_facts_need_the_same_of_schema_and_model_in_all_circumstances() -> None:
    """Every circumstance that can change a need, each with nothing and with null in its place."""
    seen = set()
    for kind, absence, status, audiences, formula in product(
        Kind, (None, "true", "false"), Status, (None, [], ["press"]), (False, True)
    ):
        fact = {"id": "a", "kind": kind.value, "as_of": "2025-08-01", "source": "s",
                "status": status.value}  # fmt: skip
        if absence is not None:
            fact["absence"] = absence
        if audiences is not None:
            fact["audiences"] = audiences
        if formula and kind is not Kind.DATE:
            fact["value"] = "= a + b"
        missing = {key for key, _ in missing_parts(Fact.model_validate(fact))}
        assert missing_by_schema(fact) == missing, fact
        assert missing_by_schema(fact | dict.fromkeys(missing)) == missing, fact
        filled = fact | dict.fromkeys(missing - {"value", "unit", "evidence", "reason"}, WORDS)
        filled |= dict.fromkeys(missing & {"unit", "evidence", "reason"}, "x")
        if "audiences" in missing:
            filled["audiences"] = ["press"]
        if "value" in missing:
            filled["value"] = VALUES.get(kind, "7")
        assert missing_by_schema(filled) == set(), filled
        assert accepted_by_reader("facts", [filled])
        seen.add(frozenset(missing))
    assert len(seen) > 20


FULL = {
    "id": "a", "kind": "count", "as_of": "2025-08-01", "source": "s", "label": WORDS,
    "text": WORDS, "unit": "homes", "attribution": WORDS, "reaches": WORDS, "reason": "x",
    "audiences": ["press"], "evidence": "x", "value": "7",
}  # fmt: skip


@given(
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    more=st.dictionaries(
        st.sampled_from(["absence", "derive"]), st.sampled_from(["true", "false"])
    ),
    absent=st.sets(st.sampled_from(sorted(FULL.keys() - {"kind"}))),
    empty=st.sets(st.sampled_from(sorted(FULL.keys() - {"kind"}))),
    audiences=st.sampled_from([None, [], ["press"]]),
    value=st.sampled_from(["7", "7.5", "= a + b", "=", "= ", "2029", "2029-13", "words", " "]),
)
def test_a_fact_is_accepted_by_schema_and_model_alike(
    kind: Kind, status: Status, more: dict[str, str], absent: set[str], empty: set[str],
    audiences: list[str] | None, value: str,
) -> None:  # fmt: skip
    fact = FULL | {"kind": kind.value, "status": status.value} | more
    fact |= {"audiences": audiences, "value": value}
    fact = {key: None if key in empty else fact[key] for key in fact if key not in absent}
    assert valid("facts", [fact]) == accepted_by_reader("facts", [fact])


@given(st.sampled_from(Kind), st.text("0123456789-.= x", min_size=1, max_size=12))
def test_a_value_has_the_form_of_its_kind(kind: Kind, value: str) -> None:
    fact = FULL | {"kind": kind.value, "value": value}
    by_schema = valid("facts", [fact])
    try:
        parse_value(value, kind)
    except ValueError as error:
        beyond = "out of range for month" in str(error) or "must be in range" in str(error)
        assert not by_schema or beyond  # a schema knows no lengths of months
    else:
        assert by_schema == (value.strip() != "")


@pytest.mark.parametrize(
    "number", ["1" * 18, "1" * 19, "0." + "1" * 9, "0." + "1" * 10, "1.", "-0"]
)
def test_a_number_is_as_long_as_the_model_lets_it_be(number: str) -> None:
    fact = FULL | {"value": number}
    assert valid("facts", [fact]) is accepted_by_reader("facts", [fact])


@pytest.mark.parametrize(
    ("kind", "value", "fine"),
    [
        ("amount", 50000, True),
        ("rate", 2.5, True),
        ("rate", True, False),
        ("amount", "50,000", False),
        ("amount", "$5", False),
        ("date", 2029, True),
        ("date", 29, False),
        ("date", 2029.5, False),
        ("contact", 911, True),
        ("count", [7], False),
    ],
)
def test_a_value_may_be_typed_as_editors_read_it(kind: str, value: Any, fine: bool) -> None:
    assert valid("facts", [FULL | {"kind": kind, "value": value}]) is fine


@pytest.mark.parametrize(
    ("day", "fine"),
    [("2025-08-01", True), ("2025-02-30", False), ("20250801", False), ("2025-8-1", False),
     ("2025-08-01T00:00:00", False), ("2025-W31-5", False), ("x", False)],
)  # fmt: skip
def test_a_day_is_plain_text_as_yaml_has_it(day: str, fine: bool) -> None:
    fact = FULL | {"as_of": day}
    assert valid("facts", [fact]) is fine is accepted_by_reader("facts", [fact])
    assert isinstance(as_editor("as_of: 2025-08-01")["as_of"], str)


# --- every entry, with one thing changed -----------------------------------------------------

CHANGES: list[Any] = [
    " ", "Some words", "x-y", "en", "2025-08-31", "2025-8-31", "{value}", "#12345G", "#123456",
    [], {}, ["x"], ["x y"], [None], [[]], {"en": "x"}, {"English": "x"}, {"en": " "},
]  # fmt: skip
NUMBERS = ["12", "99", "2.5", "-1"]
MORE_KEYS = {"zzz": "x", "Not a key": "x"}
APPROVED = """
- of: fact:homes-all
  hash: "4c1d9be205c3"
  by: Ana Ruiz, editor
  on: 2025-08-10
  until: 2026-02-10
  note: Read in the report.
- {of: brief:lead-pipes/resident.en-US, hash: "4c1d9be205c3", by: x, on: 2025-08-10}
"""
LOADED = "- {word: push* back, why: y, instead: z, titles: true, allow: false}\n"


def samples(name: str) -> list[Any]:
    """Entries that are as different as the repository has them."""
    if name == "briefs":
        settings = tomllib.loads((ROOT / "briefs.toml").read_text("utf-8"))
        settings["freshness"] = {"grace": 10, "time_to_live": {"count": 20, "law": 90}}
        settings["policy"] = {"require_approval": True}
        settings["brief"][0] |= {"id": "x", "paper": "a4", "locales": ["en-US"]}
        settings["publisher"] |= {"contact": "x", "address": "x"}
        return [settings]
    if name == "loaded-words":
        return [as_reader(LOADED)]
    if name == "approvals":
        return [as_reader(APPROVED)]
    read = [
        as_reader(content(path))
        for root in (BASE, ROOT)
        for known, path in with_heads(root)
        if known == name
    ]
    if name in {"facts", "sources", "figures"}:
        return [[entry] for entry in {x["kind"]: x for file in read for x in file}.values()]
    if name == "locale":  # with few of the messages that only templates print
        messages = read[0]["messages"]
        free = [key for key in messages if key not in MESSAGES_WANTED]
        return [read[0] | {"messages": {k: messages[k] for k in messages if k not in free[2:]}}]
    return read[:2]


def places(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value."""
    if not isinstance(data, dict | list):
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*way, key)
        yield from places(value, (*way, key))


def changed(data: Any, way: tuple[Any, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    target = data
    for key in way[:-1]:
        target = target[key]
    target[way[-1]] = value
    return data


def removed(data: Any, way: tuple[Any, ...]) -> Any:
    data = copy.deepcopy(data)
    target = data
    for key in way[:-1]:
        target = target[key]
    del target[way[-1]]
    return data


def typed(data: Any) -> Any:
    """What an editor makes of values that stand without quotes."""
    if isinstance(data, dict):
        return {key: typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [typed(value) for value in data]
    if isinstance(data, str) and re.fullmatch(r"-?[0-9]+", data):
        return int(data)
    if isinstance(data, str) and re.fullmatch(r"-?[0-9]+\.[0-9]+", data):
        return float(data)
    return {"true": True, "false": False}.get(data, data) if isinstance(data, str) else data


@pytest.mark.parametrize("name", FILES)
def test_schema_and_model_take_and_refuse_the_same(name: str) -> None:
    is_toml = name == "briefs"
    verdicts = set()
    for sample in samples(name):
        assert accepted_by_reader(name, sample)
        for way in places(sample):
            variants = [changed(sample, way, value) for value in CHANGES]
            variants += [removed(sample, way)] + ([] if is_toml else [changed(sample, way, None)])
            variants += [
                changed(sample, (*way[:-1], key), value)
                for key, value in MORE_KEYS.items()
                if isinstance(way[-1], str)
            ]
            for data in variants:
                fine = accepted_by_reader(name, data)
                assert valid(name, data) is fine, (way, data)
                assert is_toml or valid(name, typed(data)) is fine, (way, data)
                verdicts.add(fine)
            for number in NUMBERS:
                data = changed(sample, way, number)
                if is_toml:
                    data = typed(data)
                    assert valid(name, data) is accepted_by_reader(name, data), (way, data)
                elif accepted_by_reader(name, data):
                    assert valid(name, data), (way, data)
                else:
                    assert not valid(name, typed(data)), (way, data)
    assert verdicts == {True, False}
