"""What ``docs/reference.md`` must say: every key of every file, from the schemas of the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from briefs.model.freshness import TIME_TO_LIVE
from briefs.model.value import Kind
from briefs.read.schemas import FILES, schemas

Schema = dict[str, Any]

ORDER = [
    *("briefs", "topic", "sources", "facts", "figures", "prose-head", "template-head"),
    *("locale", "brand", "loaded-words", "approvals"),
]
"""The schemas in the order in which somebody meets their files."""

UNLISTED = "messages"
"""The key whose names are too many to list."""

_ABOUT = {
    "facts": "A list of facts. Which keys a fact needs besides depends on its kind: see the table "
    "below.",
    "sources": "A list of sources.",
    "figures": "A list of figures. Each has either `facts` or `groups`.",
    "prose-head": "The lines between `---` and `---` with which a prose file begins.",
    "template-head": "The lines between `{#---` and `---#}` with which the template of an audience "
    "begins.",
    "locale": "No key is needed: what a file does not give is as in the built-in file of the "
    "language. A language that is not built in gives everything. The names under `messages` stand in "
    "[en.yaml](../assets/locales/en.yaml).",
    "brand": "By the convention of brand.yml; `defaults.briefs` holds what it has no word for.",
    "loaded-words": "A list of words.",
    "approvals": "A list of approvals; `briefs approve` writes it.",
}

_ID, _LOCALE, _DAY = "^[a-z0-9]+(-[a-z0-9]+)*$", "^[a-z]{2,3}(-[A-Z][A-Za-z0-9]+)*$", "date"


def reference_page() -> str:
    """The whole page."""
    assert set(ORDER) == set(FILES), "a file is in no place of the reference"
    whole = schemas()
    lines = [
        "# Reference",
        "",
        "Every key of every file that people write. [authoring.md](authoring.md) tells how they work",
        "together; `briefs schema` prints the same for an editor.",
        "",
        "An *id* has lower-case letters, digits and single hyphens. A *day* is written `2025-08-31`.",
        "*Words* are text by language: `{en: visits, es: visitas}`. A key of a table is written",
        "`table.key`, one of the entries of a list `list[].key`, and `<…>` stands for a name of yours.",
        "",
        *(f"- [`{FILES[name]}`](#{_anchor(FILES[name])})" for name in ORDER),
    ]
    for name in ORDER:
        schema = whole[name]
        entry = schema.get("items", schema)
        lines += ["", f"## `{FILES[name]}`", ""]
        lines += [_ABOUT[name], ""] if name in _ABOUT else []
        lines += ["| key | what it takes | default | what it is for |", "| --- | --- | --- | --- |"]
        lines += [f"| {' | '.join(row)} |" for row in _rows(entry, "", {})]
        lines += ["", *_kinds(entry)] if name == "facts" else []
    return "\n".join([*lines, ""])


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    kept = (one for one in heading.lower().replace(" ", "-") if one.isalnum() or one in "-_")
    return "".join(kept)


def _rows(entry: Schema, before: str, seen: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows of an entry's keys, each followed by those of the keys within it.

    Args:
        entry: The schema of a table with named keys.
        before: The way to it.
        seen: Tables that have their rows already, with the key of each.
    """
    needed = set(entry.get("required", ()))
    for name, node in entry["properties"].items():
        key = f"{before}{name}"
        inner, step = _within(node)
        keys = json.dumps(inner["properties"]) if inner else ""
        same = seen.get(keys)
        takes = _takes(node) + (f", with the keys of `{same}`" if same else "")
        yield (
            f"`{key}`",
            takes,
            _default(node, needed=name in needed),
            _cell(node.get("description", "")),
        )
        if inner and same is None and name != UNLISTED:
            seen[keys] = f"{key}{step}"
            yield from _rows(inner, f"{key}{step}.", seen)


def _within(node: Schema) -> tuple[Schema | None, str]:
    """The table with named keys that a value is or holds, and how the way to it goes on."""
    if "properties" in node:
        return node, ""
    if node.get("items", {}).get("properties"):
        return node["items"], "[]"
    others = node.get("additionalProperties")
    if isinstance(others, dict) and "properties" in others:
        return others, ".<name>"
    return None, ""


def _takes(node: Schema) -> str:
    """What a value may be, in words."""
    if "oneOf" in node:
        return ", or ".join(_takes(one) for one in node["oneOf"] if one.get("type") != "null")
    if "enum" in node:
        choices = dict.fromkeys(_written(one) for one in node["enum"] if one is not None)
        return ", ".join(f"`{one}`" for one in choices)
    types = _types(node)
    if "array" in types:
        takes = _takes(node["items"])
        return f"list of {_MANY.get(takes, takes)}"
    if "object" in types:
        return ("text or " if "string" in types else "") + _table(node)
    for kind, words in (
        ("boolean", "`true` or `false`"),
        ("integer", _range(node, "whole number")),
    ):
        if kind in types:
            return words
    if node.get("format") == _DAY:
        return "day"
    if "number" in types and "pattern" in node and node["pattern"].startswith("^-?"):
        return _range(node, "number")
    return {_ID: "id", _LOCALE: "locale"}.get(node.get("pattern", ""), "text")


_MANY = {"id": "ids", "locale": "locales", "table": "tables"}


def _table(node: Schema) -> str:
    """What a value is that has keys of its own: a table, or values by what their keys are."""
    by = []
    while "object" in _types(node) and "properties" not in node:
        if "patternProperties" in node:
            ((pattern, node),) = node["patternProperties"].items()
            by.append({_ID: "id", _LOCALE: "language"}.get(pattern, "name"))
        elif isinstance(node.get("additionalProperties"), dict):
            node = node["additionalProperties"]
            by.append("name")
        else:
            break
    takes = _takes(node) if by else "table"
    if takes == "text" and by[-1:] == ["language"]:
        takes = "words"
        by.pop()
    return f"{takes} by {', '.join(by)}" if by else takes


def _types(node: Schema) -> list[str]:
    types = node.get("type", [])
    return [types] if isinstance(types, str) else types


def _range(node: Schema, what: str) -> str:
    if "minimum" in node and "maximum" in node:
        return f"{what} from {node['minimum']} to {node['maximum']}"
    return what


def _default(node: Schema, *, needed: bool) -> str:
    if needed:
        return "needed"
    return "" if node.get("default") is None else f"`{_written(node['default'])}`"


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _cell(words: str) -> str:
    """A description as a cell of a table: one line, and no upright stroke."""
    return " ".join(words.split()).replace("|", "\\|")


def _kinds(entry: Schema) -> Iterator[str]:
    """What a fact of each kind needs, and when it comes due."""
    needs: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for rule in entry["allOf"]:
        then = rule.get("then", rule.get("else", {}))
        if "required" in then:
            kinds = rule["if"].get("properties", {}).get("kind", {}).get("enum", [])
            needs |= dict.fromkeys(kinds, then["required"])
            others |= {} if kinds else {then["title"]: then["required"]}
    always = ", ".join(f"`{key}`" for key in entry["required"])
    yield "### What a fact of each kind needs"
    yield ""
    yield f"Every fact needs {always}. Besides:"
    yield ""
    yield "| kind | needs | due after |"
    yield "| --- | --- | --- |"
    for kind in Kind:
        keys = ", ".join(f"`{key}`" for key in needs[kind])
        yield f"| `{kind}` | {keys} | {TIME_TO_LIVE[kind]} days |"
    (evidence,), (reason,) = others["fact with a source"], others["fact not printed"]
    yield ""
    yield f"- `{evidence}`, unless the value is a formula or `absence: true` is set."
    yield f"- `{reason}`, where `status` is `held` or `withdrawn`, or `audiences` is empty."
    yield (
        "- Due after: counted from `as_of`, of a contact from `verified_on`, where `review_by` is not "
        f"given. A fact from a source of kind `law` is due after {TIME_TO_LIVE['law']} days."
    )
