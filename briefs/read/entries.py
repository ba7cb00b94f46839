"""Plain data to entries: pydantic judges, we say where and how to mend."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefs.model.codes import Code
from briefs.model.diagnostic import Diagnostic, Place
from briefs.model.entry import Entry
from briefs.model.guess import did_you_mean
from briefs.model.origin import Origin, Path
from briefs.read.yaml import Document

AnyEntry = TypeVar("AnyEntry", bound=Entry)


def read_entry(
    model: type[AnyEntry], document: Document, path: Path = (), *, data: Any = None
) -> AnyEntry | None:
    """One entry of a document, or None with diagnostics in the document.

    Args:
        model: What the entry must be.
        document: Where it stands.
        path: Its way from the document's root.
        data: Its data, where the caller has it at hand.
    """
    value = _at(document.data, path) if data is None else data
    if not isinstance(value, dict):
        place = _place(document, path)
        document.diagnostics.append(
            Diagnostic(
                Code.VALUE_INVALID,
                "here should stand keys with their values",
                place,
                f"write key: value; the keys that it needs are {', '.join(_required(model))}",
            )
        )
        return None
    try:
        entry = model.model_validate(value)
    except ValidationError as error:
        details = [one for each in error.errors(include_url=False) for one in _parted(each)]
        named = {detail["loc"][:-1] for detail in details if detail["loc"][-1:] == ("[key]",)}
        for detail in details:
            if detail["loc"] not in named:  # what stands under a wrong key is no second finding
                document.diagnostics.append(_explain(detail, model, document, path))
        return None
    _remember(entry, Origin(document.file, path, document.values))
    return entry


def read_entries(model: type[AnyEntry], document: Document) -> dict[str, AnyEntry]:
    """The entries of a document that is a list, by id; the good ones of a list with bad ones."""
    entries: dict[str, AnyEntry] = {}
    for entry in read_all(model, document):
        name: str = entry.id  # type: ignore[attr-defined]
        if name in entries:
            first = entries[name].origin.at("id")
            document.diagnostics.append(
                Diagnostic(
                    Code.ID_DUPLICATE,
                    f'the id "{name}" is taken',
                    entry.origin.at("id"),
                    f"rename one of the two; the first is at {first}",
                )
            )
            continue
        entries[name] = entry
    return entries


def read_all(model: type[AnyEntry], document: Document) -> Iterator[AnyEntry]:
    """The good entries of a document that is a list, in its order."""
    if document.data is None:
        return
    if not isinstance(document.data, list):
        document.report(
            Code.VALUE_INVALID,
            "here should stand a list",
            *document.values.get((), (1, 1)),
            mend=f"start each entry with a dash: - {next(iter(model.model_fields))}: …",
        )
        return
    for index, data in enumerate(document.data):
        entry = read_entry(model, document, (index,), data=data if data is not None else "")
        if entry is not None:
            yield entry


def _remember(entry: Entry, origin: Origin) -> None:
    entry.read_at(origin)
    for name in _holding_entries(type(entry)):
        value = getattr(entry, name)
        if isinstance(value, Entry):
            _remember(value, origin.below(name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Entry):
                    _remember(item, origin.below(name, index))


@cache
def _holding_entries(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model in whose values other entries can be."""
    fields = model.model_fields.items()
    return tuple(name for name, info in fields if any(_models_in(info.annotation)))


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _place(document: Document, path: Path) -> Place:
    return Origin(document.file, (), document.values).at(*path)


def _parted(detail: ErrorDetails) -> Iterator[ErrorDetails]:
    """An error of several items of a value as one error an item."""
    if detail["type"] != "wrong_items":
        yield detail
        return
    for keys, message in detail["ctx"]["wrong"]:
        item = detail.copy()
        item["loc"], item["type"], item["msg"] = (*detail["loc"], *keys), "value_error", message
        item.pop("ctx")
        yield item


def _explain(
    detail: ErrorDetails, model: type[BaseModel], document: Document, path: Path
) -> Diagnostic:
    steps = tuple(step for step in detail["loc"] if not _is_branch(step))
    where = path + steps
    name = str(steps[-1]) if steps else ""
    kind = detail["type"]
    if kind == "extra_forbidden":
        place = _place(document, where)
        line, column = document.keys.get(where, (place.line, place.column))
        return Diagnostic(
            Code.KEY_UNKNOWN,
            f'there is no key "{name}" here',
            Place(document.file, line, column),
            did_you_mean(name, _keys_at(model, steps[:-1]), "delete it"),
        )
    if kind == "missing":
        return Diagnostic(
            Code.KEY_MISSING,
            f'the key "{name}" is missing',
            _place(document, where[:-1]),
            _addition(model, steps, in_toml=document.file.endswith(".toml")),
        )
    place = _place(document, where)
    if kind in {"enum", "literal_error"}:
        choices = _choices(str(detail.get("ctx", {}).get("expected", "")))
        given = str(detail["input"])
        return Diagnostic(
            Code.VALUE_INVALID,
            f'{_naming(steps)}: "{given}" is not one of {", ".join(choices)}',
            place,
            did_you_mean(given, choices),
        )
    message = _said(detail)
    if steps[-1:] == ("[key]",):
        line, column = document.keys.get(where[:-1], (place.line, place.column))
        place = Place(document.file, line, column)
        if _at(document.data, where[:-1]) is None:
            return Diagnostic(
                Code.VALUE_INVALID,
                f'{_naming(steps)}: a comma ends the text before "{detail["input"]}"',
                place,
                'put a text that holds a comma in quotes: {en: "…, …"}',
            )
    return Diagnostic(
        Code.VALUE_INVALID,
        f"{_naming(steps)}: {message}" if steps else message,
        place,
        _form(detail),
    )


def _naming(steps: tuple[int | str, ...]) -> str:
    """What a reader calls the value: ``text.en``; an item of a list by the list's key."""
    words = [step for step in steps if isinstance(step, str)]
    if words[-1:] == ["[key]"]:
        words = words[:-2]
    return ".".join(words) or "entry"


_SAID = {
    "string_pattern_mismatch": '"{input}" has the wrong form',
    "string_too_long": '"{input}" is longer than {max_length} characters',
    "string_type": "here should stand text, not {found}",
    "dict_type": "here should stand words by language, not {found}",
    "list_type": "here should stand a list, not {found}",
    "model_type": "here should stand keys with their values, not {found}",
    "too_short": "at least one must stand here",
    "int_parsing": '"{input}" is not a whole number',
    "int_type": "here should stand a whole number, not {found}",
    "float_parsing": '"{input}" is not a number',
    "float_type": "here should stand a number, not {found}",
    "bool_parsing": '"{input}" is not true or false',
    "bool_type": "here should stand true or false, not {found}",
    "greater_than_equal": '"{input}" is too small; the least is {ge}',
    "less_than_equal": '"{input}" is too large; the most is {le}',
    "date_form": "here should stand a day, not {found}",
    "date_none": 'there is no day "{input}"',
}
"""Pydantic's kinds of errors in words for people who write briefs."""


def _said(detail: ErrorDetails) -> str:
    pattern = _SAID.get(detail["type"])
    if pattern is None:
        message = detail["msg"].removeprefix("Value error, ")
        return message[:1].lower() + message[1:]
    given = detail["input"]
    found = {dict: "keys with values", list: "a list", type(None): "nothing"}.get(
        type(given), f'"{given}"'
    )
    return pattern.format(input=given, found=found, **detail.get("ctx", {}))


def _is_branch(step: str | int) -> bool:
    """Whether a step of pydantic's is not a key of the data (a branch of a union)."""
    return isinstance(step, str) and step.startswith(("function-", "constrained-", "<"))


_FORMS = {
    "^[a-z0-9]+(-": "an id has lower-case letters, digits and single hyphens: signing-bonus-max",
    "^[a-z]{2,3}": "a language is written en, a locale en-US",
    "^https": "write the whole address, from https:// on",
    "^#": "a colour is written #0B4F8A",
    "date": "write the day as 2025-08-31",
    "dict_type": "write the words by language: {en: …}",
    "list_type": "write it in brackets: [first, second]",
}
"""How a value is written, by how the pattern or the error's type begins."""


def _form(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error" and "is not a number" in detail["msg"]:
        return _plain_number(str(detail["input"]))
    clue = detail.get("ctx", {}).get("pattern") or detail["type"]
    return next((form for start, form in _FORMS.items() if clue.startswith(start)), "")


def _choices(expected: str) -> list[str]:
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]


def _required(model: type[BaseModel]) -> list[str]:
    return [name for name, info in model.model_fields.items() if info.is_required()]


def _addition(model: type[BaseModel], steps: tuple[int | str, ...], *, in_toml: bool) -> str:
    """How a missing key is added, in the syntax of its file; of a table with what it needs."""
    name = str(steps[-1])
    if not in_toml:
        return f"add {name}: …{_described(model, steps)}"
    field = model.model_fields.get(name)
    tables = list(_models_in(field.annotation)) if field and len(steps) == 1 else []
    if not field or not tables:
        return f"add {name} = …{_described(model, steps)}"
    head = f"[[{name}]]" if typing.get_origin(field.annotation) is list else f"[{name}]"
    below = " and ".join(f"{key} = …" for key in _required(tables[0]))
    return f"add the table {head} with {below} below it"


_PRICE = re.compile(r"(?P<sign>[$€£]?)\s*(?P<number>-?[\d.,\s]*\d)\s*(?P<percent>%?)")
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
_GROUPS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")


def _plain_number(given: str) -> str:
    """How to write a number that has a sign or thousands commas; empty for what is no number."""
    price = _PRICE.fullmatch(given.strip())
    if price is None:
        return ""
    number = _GROUPS.sub("", price["number"])
    unit = "percent" if price["percent"] else _CURRENCIES.get(price["sign"], "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", number):
        return ""
    return f"write {number}" + (f" here and unit: {unit}" if unit else "")


def _described(model: type[BaseModel], steps: tuple[int | str, ...]) -> str:
    names = [step for step in steps if isinstance(step, str)]
    for owner in _models_below(model):
        info = owner.model_fields.get(names[-1]) if names else None
        if info and info.description:
            return f" ({info.description})"
    return ""


def _keys_at(model: type[BaseModel], steps: tuple[int | str, ...]) -> list[str]:
    """The keys that an entry may have at a way below a model."""
    current: type[BaseModel] = model
    for step in steps:
        if isinstance(step, str) and step in current.model_fields:
            for inner in _models_in(current.model_fields[step].annotation):
                current = inner
                break
    return list(current.model_fields)


def _models_below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for info in model.model_fields.values():
        yield from _models_in(info.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)
