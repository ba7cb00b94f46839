"""A new project: the smallest one that builds, with made-up facts to be replaced.

What its files say lies in ``templates/start``; which sections the prose has, the templates of the
audiences say.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from pydantic import TypeAdapter, ValidationError

from briefs.model.entry import Id, KnownLocale
from briefs.model.errors import EngineError, InputError, UsageError
from briefs.model.guess import did_you_mean
from briefs.model.output_folder import KEPT_FOLDERS
from briefs.model.template import AudienceTemplate, TemplateSource
from briefs.publish import clock
from briefs.read.placement import declared_in_order
from briefs.read.project import read_templates
from briefs.read.topic import TOPICS
from briefs.read.workspace import SETTINGS, TEMPLATES, Workspace, builtin_root
from briefs.read.yaml import parse_yaml

_START = f"{TEMPLATES}/start"
_OF_TOPIC = ("topic.yaml", "sources.yaml", "facts.yaml", "figures.yaml")
_OF_GIT = {".gitignore": "gitignore", ".gitattributes": "gitattributes"}

_PUBLISHED_BEFORE = timedelta(days=7)
_REVIEWED_AFTER = timedelta(days=90)
"""So that the examples are true of the past, and not due before somebody had time for them."""

_FIGURE = '{{ figure("visits-and-goal") }}'


def start_project(
    root: Path, audiences: Sequence[str], locales: Sequence[str], topic: str
) -> tuple[Path, ...]:
    """Write a new project: all of its files, or none.

    Args:
        root: Its folder; made where it is missing.
        audiences: Whom it is for: ids of templates, built-in ones or some that lie there already.
        locales: The locales of its brief.
        topic: Id of its topic.

    Returns:
        The files written.

    Raises:
        UsageError: If an audience, a locale or the topic cannot be, or a file is there already.
        InputError: If a template that lies there cannot be read.
        EngineError: If a file cannot be written.
    """
    files = dict(_files(root, dict.fromkeys(audiences), dict.fromkeys(locales), topic))
    taken = [name for name in files if os.path.lexists(root / name)]
    if taken:
        raise UsageError(
            f"already there: {', '.join(str(root / name) for name in taken)}; nothing was written",
            "name a folder without them: briefs init FOLDER",
        )
    return tuple(_write(root, files))


def _files(
    root: Path, audiences: Mapping[str, None], locales: Mapping[str, None], topic: str
) -> Iterator[tuple[str, str]]:
    """Each file's path from the root, with its text."""
    _want_topic(topic)
    words = {locale.partition("-")[0]: _words(locale) for locale in locales}
    workspace = Workspace(root)
    templates, known, _ = read_templates(workspace)
    if workspace.diagnostics:
        raise InputError(workspace.diagnostics)
    for name in audiences:
        if name not in known:
            otherwise = f"choose from {', '.join(sorted(known))}"
            raise UsageError(f'there is no audience "{name}"', did_you_mean(name, known, otherwise))
    today = clock.today()
    days = {
        "today": str(today),
        "published": str(today - _PUBLISHED_BEFORE),
        "review": str(today + _REVIEWED_AFTER),
    }
    names = {"topic": topic, "audiences": _list(audiences), "locales": _list(locales)}
    yield SETTINGS, _filled(SETTINGS, names | _by_language(words, days, " ="))
    of_source = next(iter(words))
    plain = {key: _quoted(text, days) for key, text in words[of_source].items() if _is_plain(key)}
    values = _by_language(words, days, ":") | days | plain | {"language": of_source}
    for name in _OF_TOPIC:
        yield f"{TOPICS}/{topic}/{name}", _filled(name, values)
    for audience in audiences:
        for language, said in words.items():
            text = _prose(known[audience], templates, said)
            yield f"{TOPICS}/{topic}/text/{audience}.{language}.md", text
    for name, kept in _OF_GIT.items():
        yield name, _skeleton(kept)


def _want_topic(topic: str) -> None:
    try:
        TypeAdapter(Id).validate_python(topic)
    except ValidationError:
        raise UsageError(
            f'"{topic}" cannot be the id of a topic',
            "an id has lower-case letters, digits and single hyphens: water-pipes",
        ) from None
    if topic in KEPT_FOLDERS:
        raise UsageError(
            f"the folder output/{topic} is kept for other files", "give the topic another id"
        )


def _skeleton(name: str) -> str:
    return (builtin_root() / _START / name).read_text("utf-8")


def _filled(name: str, values: Mapping[str, str]) -> str:
    return Template(_skeleton(name)).substitute(values)


@cache
def _words_by_language() -> Mapping[str, dict[str, Any]]:
    """What there is to write, by language."""
    folder = builtin_root() / _START / "words"
    return {
        path.stem: parse_yaml(path.read_text("utf-8"), str(path)).data
        for path in sorted(folder.glob("*.yaml"))
    }


def _words(locale: str) -> dict[str, Any]:
    """What to write in the language of a locale."""
    try:
        TypeAdapter(KnownLocale).validate_python(locale)
    except ValidationError:
        raise UsageError(f'no locale "{locale}" is known', "write en-US, es-US") from None
    known = _words_by_language()
    language = locale.partition("-")[0]
    if language not in known:
        raise UsageError(
            f'there is no example in the language "{language}", only in {", ".join(known)}',
            "begin with --locale en-US, then add the language: see the README, "
            "“Change words, or add a language”",
        )
    return known[language]


def _is_plain(key: str) -> bool:
    """Whether the words are the source's own, in its language alone."""
    return key in {"report", "library"} or key.endswith("_evidence")


def _quoted(text: Any, days: Mapping[str, str]) -> str:
    """Text in quotes, as YAML and TOML both have it."""
    return json.dumps(Template(text).safe_substitute(days), ensure_ascii=False)


def _list(names: Mapping[str, None]) -> str:
    return json.dumps(list(names))


def _by_language(
    words: Mapping[str, dict[str, Any]], days: Mapping[str, str], between: str
) -> dict[str, str]:
    """All words as tables by language: ``{en: "visit"}``, or with an equals sign for TOML."""

    def written(value: Any) -> str:
        if isinstance(value, str):
            return _quoted(value, days)
        return "{" + ", ".join(f"{key}{between} {written(one)}" for key, one in value.items()) + "}"

    keys = [key for key, value in next(iter(words.values())).items() if _is_words(value)]
    return {key: written({name: said[key] for name, said in words.items()}) for key in keys}


def _is_words(value: Any) -> bool:
    """Whether it is a text, or the forms of a noun."""
    return isinstance(value, str) or (isinstance(value, dict) and "other" in value)


def _prose(
    template: AudienceTemplate, templates: Mapping[str, TemplateSource], said: dict[str, Any]
) -> str:
    """A prose file with every section that a template wants, in the order of the page."""
    lines = ["---", f"title: {_quoted(said['title'], {})}", f"summary: {said['summary']}", "---"]
    wanted = [
        one for one in declared_in_order(template, templates) if one in template.sheet.sections
    ]
    for number, name in enumerate(wanted):
        heading, hint, *example = said["sections"].get(name, said["other"])
        lines += ["", f"## {heading} {{: #{name} }}", "", f"*{hint}*"]
        lines += [line for text in example for line in ("", text)]
        lines += ["", said["facts"]] if number == 0 else []
        lines += ["", _FIGURE] if number == min(1, len(wanted) - 1) else []
    if template.sheet.optional_sections:
        names = ", ".join(template.sheet.optional_sections)
        lines += ["", f"{{# {said['optional']}: {names} #}}"]
    return "\n".join([*lines, ""])


def _write(root: Path, files: Mapping[str, str]) -> list[Path]:
    """Write files that are not there; where one cannot be written, none is left."""
    written: list[Path] = []
    folders: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            missing = [one for one in (path.parent, *path.parent.parents) if not one.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                folders.append(folder)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in reversed(written):
            path.unlink(missing_ok=True)
        for folder in reversed(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise EngineError(
            f"{error.filename or root} cannot be written: {error.strerror or error}",
            "nothing was written; free the place, or name another folder: briefs init FOLDER",
        ) from error
    return written
