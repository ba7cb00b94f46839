"""JSON Schemas of the files that people write, for editors that complete and check them.

Made from the model: what pydantic says of an entry, in the words of draft-07, which every YAML and
TOML language server knows. Nothing is referred to, because draft-07 ignores what stands beside a
reference and some servers lose it. What a schema cannot see (other files, ids that are taken, days
that no calendar has) is left to ``briefs check``.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from briefs.model.approval import HASH, OF, Approval
from briefs.model.brand import WEIGHTS, BrandColours, BrandSheet
from briefs.model.entry import Entry
from briefs.model.fact import Fact, missing_parts
from briefs.model.figure import Figure
from briefs.model.freshness import LAW, TIME_TO_LIVE
from briefs.model.loaded import LoadedWord
from briefs.model.project import MESSAGES_WANTED, LocaleSheet, Settings
from briefs.model.source import Source
from briefs.model.template import AudienceSheet, ProseSheet
from briefs.model.topic import TopicSheet
from briefs.model.value import NUMERIC_KINDS, Kind, Qualifier, Status
from briefs.read.brand import BRAND
from briefs.read.locales import LOCALES
from briefs.read.project import LOADED_WORDS
from briefs.read.topic import TOPICS
from briefs.read.workspace import APPROVALS, SETTINGS, TEMPLATES

Schema = dict[str, Any]

SCHEMAS = "assets/schemas"
"""Where a project keeps its schemas."""


class _File(NamedTuple):
    """What a file holds: one entry of a model, or a list of them."""

    path: str
    model: type[Entry]
    many: bool = False


_FILES = {
    "facts": _File(f"{TOPICS}/<topic>/facts.yaml", Fact, many=True),
    "sources": _File(f"{TOPICS}/<topic>/sources.yaml", Source, many=True),
    "figures": _File(f"{TOPICS}/<topic>/figures.yaml", Figure, many=True),
    "topic": _File(f"{TOPICS}/<topic>/topic.yaml", TopicSheet),
    "locale": _File(f"{LOCALES}/<locale>.yaml", LocaleSheet),
    "brand": _File(BRAND, BrandSheet),
    "loaded-words": _File(f"{LOADED_WORDS}/<language>.yaml", LoadedWord, many=True),
    "briefs": _File(SETTINGS, Settings),
    "approvals": _File(APPROVALS, Approval, many=True),
    "template-head": _File(f"{TEMPLATES}/<audience>.html.j2", AudienceSheet),
    "prose-head": _File(f"{TOPICS}/<topic>/text/<audience>.<locale>.md", ProseSheet),
}

FILES: Mapping[str, str] = {name: file.path for name, file in _FILES.items()}
"""The files that each schema is for, by the schema's name."""


def schemas() -> dict[str, Schema]:
    """All schemas by name, in the order of :data:`FILES`."""
    return {name: _schema(name, file) for name, file in _FILES.items()}


def schema_text(schema: Schema) -> str:
    """A schema as its file holds it: keywords sorted, properties in the order of the model."""
    return json.dumps(_sorted(schema), indent=2, ensure_ascii=False) + "\n"


def schema_file(name: str) -> str:
    """The name of a schema's file: ``facts.schema.json``."""
    return f"{name}.schema.json"


def head_line(name: str, folder: str = SCHEMAS) -> str:
    """The comment that ties a file to its schema; empty for front matter, which has none.

    Args:
        name: The schema's name.
        folder: Where the schemas lie, as a path from the project's root, with slashes.
    """
    file = FILES[name]
    way = posixpath.relpath(posixpath.join(folder, schema_file(name)), posixpath.dirname(file))
    way = way if way.startswith(".") else f"./{way}"
    if file.endswith(".toml"):
        return f"#:schema {way}"
    return "" if name.endswith("-head") else f"# yaml-language-server: $schema={way}"


def _schema(name: str, file: _File) -> Schema:
    plain = file.model.model_json_schema()
    entry = _Editor(plain.get("$defs", {}), is_toml=file.path.endswith(".toml")).read(plain)
    complete = _COMPLETED.get(file.model)
    if complete is not None:
        complete(entry)
    root: Schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": file.path}
    if not file.many:
        return root | entry
    one = {"title": name.removesuffix("s").replace("-", " ")}
    return root | {"type": "array", "items": one | entry}


def _sorted(node: Any, *, names: bool = False) -> Any:
    if isinstance(node, dict):
        keys = node if names else sorted(node)
        return {key: _sorted(node[key], names=key == "properties" and not names) for key in keys}
    return [_sorted(item) for item in node] if isinstance(node, list) else node


_AS_TEXT = {
    "integer": "^[0-9]+$",
    "number": "^-?[0-9]+([.][0-9]+)?$",
    "boolean": "^([Tt]rue|TRUE|[Ff]alse|FALSE)$",
}
"""How a value of another type than text is written: quotes change nothing in our YAML."""

_TRUE = [True, "true", "True", "TRUE"]


class _Editor:
    """Reads pydantic's schemas anew as an editor needs them.

    TOML has types and no null. In YAML a key may stand without a value, a plain 2025 is text where
    text is wanted, and a quoted "3" is a number where a number is wanted.
    """

    def __init__(self, definitions: Schema, *, is_toml: bool) -> None:
        self._definitions = definitions
        self._is_toml = is_toml

    def read(self, node: Schema) -> Schema:
        """A schema without references, titles and unions."""
        node = {key: node[key] for key in node if key not in {"title", "$defs"}}
        if node.get("default", 0) is None:
            del node["default"]
        if "$ref" in node:
            return self.read(self._definitions[node.pop("$ref").rpartition("/")[2]] | node)
        if "anyOf" in node:
            wanted, _ = node.pop("anyOf")  # the other one is null
            return self._or_null(self.read(wanted | node))
        if "oneOf" in node:
            node["oneOf"] = [self.read(inner) for inner in node["oneOf"]]
        for key in ("properties", "patternProperties"):
            if key in node:
                node[key] = {name: self.read(inner) for name, inner in node[key].items()}
        for key in ("items", "additionalProperties"):
            if isinstance(node.get(key), dict):
                node[key] = self.read(node[key])
        if "patternProperties" in node:
            node["additionalProperties"] = False
        if "description" in node:
            node["description"] = node["description"].replace("``", "`")
        return self._written(node)

    def _or_null(self, node: Schema) -> Schema:
        if self._is_toml:
            return node
        if "oneOf" in node:
            node["oneOf"].append({"type": "null"})
            return node
        node["type"] = [*_types(node), "null"]
        if "enum" in node:
            node["enum"] = [*node["enum"], None]
        return node

    def _written(self, node: Schema) -> Schema:
        kind = node.get("type")
        if kind is None:
            return node  # anything may stand here
        if kind == "string" and not node.keys() & {"enum", "pattern", "format"}:
            node |= {"pattern": r"\S"} | ({} if self._is_toml else {"type": ["string", "number"]})
        elif node.get("format") == "date":
            node["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        elif kind in _AS_TEXT and not self._is_toml:
            node |= {"type": [kind, "string"], "pattern": _AS_TEXT[kind]}
        return node


def _types(node: Schema) -> list[str]:
    return node["type"] if isinstance(node["type"], list) else [node["type"]]


def _complete_facts(entry: Schema) -> None:
    """Add what a fact of each kind needs, found out by asking :func:`missing_parts`."""
    properties = entry["properties"]
    entry["allOf"] = [
        *_needs_of_kinds(properties),
        *_forms_of_values(),
        _need_of_evidence(properties),
        _need_of_reason(properties),
    ]


def _needs_of_kinds(properties: Schema) -> Iterator[Schema]:
    kinds: dict[tuple[str, ...], list[Kind]] = {}
    for kind in Kind:
        kinds.setdefault(_missing(kind), []).append(kind)
    for keys, alike in kinds.items():
        title = f"fact of kind {', '.join(alike)}"
        yield {"if": _one_of("kind", alike), "then": _there(keys, properties, title)}


_NUMERIC = [kind for kind in Kind if kind in NUMERIC_KINDS]
_NUMBER = {"pattern": "^(=|-?[0-9]{1,18}([.][0-9]{1,9})?$)"}
_DATE = {
    "type": ["string", "integer"],
    "pattern": "^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "minimum": 1000,
    "maximum": 9999,
}


def _forms_of_values() -> Iterator[Schema]:
    for alike, form in ((_NUMERIC, _NUMBER), ([Kind.DATE], _DATE)):
        yield {"if": _one_of("kind", alike), "then": {"properties": {"value": form}}}


def _need_of_evidence(properties: Schema) -> Schema:
    """Where nothing is absent and nothing is computed."""
    computed = _one_of("kind", _NUMERIC)
    computed["properties"]["value"] = {"type": "string", "pattern": r"^=\s*\S"}
    computed["required"].append("value")
    keys = set(_missing(Kind.STATEMENT, absence=False)) - set(_missing(Kind.STATEMENT))
    without = {"anyOf": [_one_of("absence", _TRUE), computed]}
    return {"if": without, "else": _there(sorted(keys), properties, "fact with a source")}


def _need_of_reason(properties: Schema) -> Schema:
    """Where a fact is not printed."""
    shown = _missing(Kind.STATEMENT)
    kept = [status for status in Status if _missing(Kind.STATEMENT, status=status) != shown]
    keys = set(_missing(Kind.STATEMENT, audiences=[])) - set(shown)
    nobody = {"properties": {"audiences": {"type": "array", "maxItems": 0}}}
    hidden = {"anyOf": [_one_of("status", kept), nobody | {"required": ["audiences"]}]}
    return {"if": hidden, "then": _there(sorted(keys), properties, "fact not printed")}


def _missing(kind: Kind, *, absence: bool = True, **written: Any) -> tuple[str, ...]:
    """What a fact lacks that is nothing but its kind and what is given."""
    bare = {"id": "x", "kind": kind, "as_of": "2025-08-01", "source": "x", "absence": absence}
    return tuple(key for key, _ in missing_parts(Fact.model_validate(bare | written)))


def _one_of(key: str, values: Collection[Any]) -> Schema:
    return {"properties": {key: {"enum": list(values)}}, "required": [key]}


def _there(keys: Collection[str], properties: Schema, title: str) -> Schema:
    """These keys, each with a value; editors show the title beside what is missing."""
    types = {key: [name for name in _types(properties[key]) if name != "null"] for key in keys}
    return {
        "title": title,
        "properties": {key: {"type": names} for key, names in types.items()},
        "required": list(keys),
    }


def _complete_loaded_words(entry: Schema) -> None:
    """Words with single signs between them; letters of all languages, so signs are ruled out."""
    letters = r"[^\s!-/:-@\[-`{-~’]+\*?"
    form = {"type": "string", "pattern": f"^{letters}([ '’-]{letters})*$"}
    entry["properties"]["word"] |= form


def _complete_topic(entry: Schema) -> None:
    """Every noun has the form that fits numbers without a form of their own."""
    for languages in entry["properties"]["units"]["patternProperties"].values():
        for forms in languages["patternProperties"].values():
            forms["required"] = ["other"]


def _complete_locale(entry: Schema) -> None:
    """Which words hold what; no word is needed, for what a file does not give is the one below.

    Whether there is one below is told by other files.
    """
    del entry["required"]
    messages = entry["properties"]["messages"]
    for others in messages["patternProperties"].values():
        others["pattern"] = _holding((), _ANY_NAME)
    only_value = {
        "type": "string",
        "pattern": r"^[^{}]*(\{value\}[^{}]*)+$",
        "description": "With {value} where the value goes",
    }
    wanted = [name.value for name in Qualifier if name is not Qualifier.EXACTLY]
    entry["properties"]["qualifiers"] |= {
        "properties": dict.fromkeys(wanted, only_value),
        "additionalProperties": False,
    }
    messages |= {
        "properties": {
            name: {"type": "string", "pattern": _holding(places)}
            for name, places in MESSAGES_WANTED.items()
        },
    }


_ANY_NAME = r"[A-Za-z_][A-Za-z0-9_]*"


def _holding(places: Collection[str], names: str = "") -> str:
    """A pattern for text that holds each of these names in braces, and no other.

    Args:
        places: The names.
        names: A pattern for further names that it may hold.
    """
    wanted = [rf"(?=[\s\S]*\{{{place}\}})" for place in sorted(places)] or [r"(?=[\s\S]*\S)"]
    allowed = "|".join([*sorted(places), *([names] if names else [])])
    braced = rf"|\{{({allowed})\}}" if allowed else ""
    return "^" + "".join(wanted) + rf"([^{{}}]|\{{\{{|\}}\}}{braced})*$"


def _complete_settings(entry: Schema) -> None:
    """Days by the kinds that there are, and what must be approved as TOML has it."""
    policy = entry["properties"]["policy"]["properties"]["require_approval"]
    policy |= {"enum": [False, True, "facts", "briefs"], "default": False}
    del policy["type"]
    days = entry["properties"]["freshness"]["properties"]["time_to_live"]
    limits = {"type": "integer", "minimum": 1, "maximum": 3650}
    days["properties"] = {
        str(kind): limits | {"default": usual, "description": f"Of a fact of kind {kind}"}
        for kind, usual in TIME_TO_LIVE.items()
    }
    days["properties"][LAW]["description"] = "Of a fact from a source of kind law"
    days["additionalProperties"] = False


def _complete_approvals(entry: Schema) -> None:
    """How what is approved is named, and a hash."""
    for key, form in (("of", OF), ("hash", HASH)):
        entry["properties"][key] |= {"type": "string", "pattern": form}


def _complete_figures(entry: Schema) -> None:
    """Facts, or groups of them, and not both."""
    entry["oneOf"] = [{"required": [key]} for key in ("facts", "groups")]


_LOGOS = [("logo", size) for size in ("small", "medium", "large")]
_SHORT_FORMS = (
    ("meta", "name"),
    ("logo",),
    *_LOGOS,
    *((*logo, paper) for logo in _LOGOS for paper in ("light", "dark")),
    *(("color", part) for part in BrandColours.model_fields if part != "palette"),
    ("typography", "base"),
    ("typography", "headings"),
    ("typography", "headings", "color"),
)
"""What of a brand may be a text instead of keys."""


def _complete_brand(entry: Schema) -> None:
    """Text where it stands for a key, and weights as numbers too."""
    for way in _SHORT_FORMS:
        _or_text(_below(entry, *way))
    for names in (("color", "palette"), ("logo", "images")):
        _or_text(_below(entry, *names)["additionalProperties"])
    numbers = sorted(set(WEIGHTS.values()))
    for text in ("base", "headings"):
        weight = _below(entry, "typography", text, "weight")
        weight["type"] = ["string", "integer", "null"]
        weight["enum"] = [*numbers, *map(str, numbers), *weight["enum"]]


def _below(entry: Schema, *way: str) -> Schema:
    for key in way:
        entry = entry["properties"][key]
    return entry


def _or_text(node: Schema) -> None:
    node |= {"type": ["string", *_types(node)], "pattern": r"\S"}


_COMPLETED = {
    Approval: _complete_approvals,
    BrandSheet: _complete_brand,
    Fact: _complete_facts,
    Figure: _complete_figures,
    LoadedWord: _complete_loaded_words,
    TopicSheet: _complete_topic,
    LocaleSheet: _complete_locale,
    Settings: _complete_settings,
}
"""What the model's own validators ask for beyond the types of its fields."""
