"""``briefs audiences``: whom briefs can be written for, and what each of them is shown."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from textwrap import shorten

import click

from briefs.cli.options import (
    as_of_option,
    complete_locale,
    completing,
    json_option,
    project_option,
)
from briefs.cli.output import print_json, visible
from briefs.cli.tables import in_columns
from briefs.model.edition import Edition
from briefs.model.errors import UsageError
from briefs.model.guess import did_you_mean
from briefs.model.plural import plural
from briefs.model.template import AudienceSheet
from briefs.model.text import fallbacks, in_locale
from briefs.publish.audiences import (
    Audience,
    Outline,
    OutlinedSection,
    PrintedSection,
    Reading,
    Share,
    list_audiences,
    outline_of,
)
from briefs.publish.project import open_project
from briefs.read.topic import prose_file

_LONGEST = 88
"""In characters; a longer sentence is cut short, a value never is so long."""


@click.group("audiences", invoke_without_command=True)
@json_option
@project_option
@click.pass_context
def command(context: click.Context, as_json: bool, project: Path | None) -> None:
    """List audiences with pages, reading target, font, briefs and prose.

    An audience without a template stands last: facts, figures, prose or a brief name it.
    """
    gc.enable()
    if context.invoked_subcommand is not None:
        return
    audiences = list_audiences(open_project(project))
    if as_json:
        print_json([one.plain() for one in audiences])
        return
    written = [one for one in audiences if one.template]
    for line in in_columns([_HEAD, *map(_cells, written)]):
        click.echo(line)
    for one in audiences:
        if not one.template:
            click.echo(_without_template(one))


@command.command("show")
@click.argument("name", metavar="ID", shell_complete=completing(lambda outline: outline.templates))
@click.option(
    "--locale",
    metavar="LOCALE",
    help="Print the sections of this locale or language; default: the first of each brief.",
    shell_complete=complete_locale,
)
@json_option
@as_of_option
@project_option
@click.pass_context
def show_command(
    context: click.Context,
    name: str,
    locale: str | None,
    as_json: bool,
    today: date | None,
    project: Path | None,
) -> None:
    """Show an audience: its sections with the facts that each prints."""
    above = context.parent.params if context.parent else {}
    opened = open_project(project or above.get("project"))
    outline = outline_of(opened, name, today)
    _want_known(locale, outline)
    if as_json or above.get("as_json"):
        print_json(outline.plain())
        return
    for line in _outline(outline, locale):
        click.echo(line)


def _want_known(locale: str | None, outline: Outline) -> None:
    """A locale that is asked for must be there.

    Raises:
        UsageError: If no edition for the audience is in it.
    """
    editions = [
        *(one.edition for one in outline.readings),
        *(edition for edition, _ in outline.unwritten),
    ]
    known = {name for edition in editions for name in fallbacks(edition.locale)}
    if locale is not None and locale not in known:
        otherwise = f"choose from {', '.join(sorted(known))}" if known else ""
        raise UsageError(
            f'no edition for the audience "{outline.audience.id}" is in the locale "{locale}"',
            did_you_mean(locale, known, otherwise),
        )


# --- The list ----------------------------------------------------------------------------------

_HEAD = ("id", "label", "pages", "reading", "font", "briefs", "prose")


def _cells(one: Audience) -> tuple[str, ...]:
    assert one.template is not None  # noqa: S101
    sheet = one.template.sheet
    return (
        one.id,
        one.label,
        str(sheet.pages),
        _targets(sheet),
        sheet.font,
        ", ".join(one.briefs) or "none",
        _prose(one) or "none",
    )


def _targets(sheet: AudienceSheet) -> str:
    """The reading targets by language: ``en 8, es 65``."""
    return ", ".join(f"{name} {target:g}" for name, target in sheet.reading.items()) or "none"


def _budgets(sheet: AudienceSheet) -> str:
    """The word budget, one or by language: ``en 350, es 420 at most``."""
    if isinstance(sheet.words, dict):
        return f"{', '.join(f'{name} {most}' for name, most in sheet.words.items())} at most"
    return f"{sheet.words} at most" if sheet.words else "no budget"


def _prose(one: Audience) -> str:
    """The files of prose by topic: ``home-repairs (en, es)``."""
    topics: dict[str, list[str]] = {}
    for topic, locale in one.prose:
        topics.setdefault(topic, []).append(locale)
    return ", ".join(f"{topic} ({', '.join(locales)})" for topic, locales in topics.items())


def _without_template(one: Audience) -> str:
    named = [f"named by {plural(one.named, 'fact')}"] if one.named else []
    named += [f"in the brief {name}" for name in one.briefs]
    named += [f"prose: {_prose(one)}"] if one.prose else []
    return "; ".join([f"{one.id}  no template yet", *named])


# --- One audience ------------------------------------------------------------------------------


def _outline(outline: Outline, locale: str | None) -> Iterator[str]:
    audience, sheet = outline.audience, outline.sheet
    assert audience.template is not None  # noqa: S101
    yield f"{click.style(audience.id, bold=True)}  {visible(audience.label)}"
    for name, words in (
        ("template", audience.template.source.file),
        ("tone", _said(sheet.tone or {}, locale) or "not said"),
        ("pages", f"{sheet.pages} at most"),
        ("words", _budgets(sheet)),
        ("reading", _targets(sheet)),
        ("facts", f"of kind {', '.join(sheet.kinds)}" if sheet.kinds else "of every kind"),
        ("contacts", _CONTACTS[sheet.contacts]),
        ("disclaimer", _said(sheet.disclaimer or {}, locale) or "the publisher's alone"),
        ("font", sheet.font),
        ("briefs", ", ".join(audience.briefs) or "none"),
        ("prose", _prose(audience) or "none"),
    ):
        yield f"  {name:<10} {visible(words)}"
    if outline.readings:
        yield from ("", click.style("editions", bold=True))
        yield from (
            f"  {line}" for line in in_columns([_measured(one, sheet) for one in outline.readings])
        )
    yield from _to_start(outline)
    yield from ("", click.style("facts", bold=True))
    yield from (f"  {line}" for line in in_columns([_share(one) for one in outline.shares]))
    yield from ("", click.style("contacts", bold=True))
    yield from (f"  {line}" for line in _contacts(outline, locale))
    yield from ("", click.style("sections", bold=True))
    for section in outline.sections:
        yield from _section(section, outline, locale)
    hidden = _hidden(outline, locale)
    if hidden:
        yield from ("", f"also in {', '.join(hidden)}: --locale {hidden[0]}")


def _to_start(outline: Outline) -> Iterator[str]:
    """How to begin with what no brief is built for, or nobody has written yet."""
    audience = outline.audience
    if not audience.briefs:
        yield f"  no brief is built for it: add {audience.id} to a brief's audiences in briefs.toml"
    if audience.prose and not outline.unwritten:
        return
    yield from ("", click.style("to start", bold=True))
    files = dict.fromkeys(file for _, file in outline.unwritten)
    for file in files or [prose_file("<topic>", audience.id, "<language>")]:
        yield f"  write {file}"
    first = next((one.id for one in outline.sections if one.id), "section-id")
    yield "  it begins with the lines ---, title: …, summary: … and ---"
    yield f"  each section below begins with a line such as ## Heading {{: #{first} }}"


_CONTACTS = {
    "allowed": "allowed",
    "none": "none",
    "required": "required: one at least, or a table to write them in",
}


def _measured(one: Reading, sheet: AudienceSheet) -> tuple[str, str, str, str]:
    edition = one.edition
    result = "not measured" if one.result is None else f"reads at {one.result:.1f}"
    if one.target is not None:
        result += f"; target {one.target:g}, {'kept' if one.kept else 'missed'}"
    most = sheet.words_in(edition.locale)
    budget = f" of {most}" if most else ""
    readers = visible(f"for {one.readers}")
    return f"{edition.brief} {edition.locale}", result, f"{one.words}{budget} words", readers


def _share(one: Share) -> tuple[str, str]:
    allowed, printed = len(one.allowed), len(one.printed)
    return (
        one.topic,
        f"{allowed} of {plural(one.total, 'fact')} may be shown, {printed} printed",
    )


def _contacts(outline: Outline, locale: str | None) -> Iterator[str]:
    rows = [
        (
            fact.id,
            fact.value or "",
            f"tried on {fact.verified_on}" if fact.verified_on else "not tried",
            "printed" if fact.id in share.printed else "not printed",
            _said(fact.reaches or {}, locale),
        )
        for share in outline.shares
        for fact in share.contacts
    ]
    yield from in_columns(rows) if rows else ["none"]


def _said(words: Mapping[str, str], locale: str | None) -> str:
    """Words in the locale asked for, or in the first language that has them."""
    found = in_locale(words, locale) if locale else None
    return found or next(iter(words.values()), "")


def _section(one: OutlinedSection, outline: Outline, locale: str | None) -> Iterator[str]:
    need = "required" if one.required else "optional"
    notes = [need] if one.placed else [need, "not placed by the template"]
    yield f"  {one.id} ({', '.join(notes)})" if one.id else "  outside of the prose"
    chosen = _chosen(outline, locale)
    for part in one.editions:
        if part.edition in chosen:
            yield from _part(part)
    if not one.editions and outline.readings:
        yield "    not written"


def _part(part: PrintedSection) -> Iterator[str]:
    heading = f"  {part.heading}" if part.heading else ""
    yield f"    {part.edition.brief} {part.edition.locale}{visible(heading)}"
    rows = [(place.fact, _short(place.shown)) for place in part.printed if not place.figure]
    yield from (f"      {line}" for line in in_columns(rows) if rows)
    for figure in part.figures:
        yield f"      figure {figure}"
        rows = [
            (place.fact, _short(place.shown)) for place in part.printed if place.figure == figure
        ]
        yield from (f"        {line}" for line in in_columns(rows))


def _short(words: str) -> str:
    return shorten(words, _LONGEST, placeholder=" …")


def _chosen(outline: Outline, locale: str | None) -> set[Edition]:
    """The editions whose sections are printed: of a locale, or the first one of each brief."""
    editions = [one.edition for one in outline.readings]
    if locale is not None:
        return {edition for edition in editions if locale in fallbacks(edition.locale)}
    first: dict[str, Edition] = {}
    for edition in editions:
        first.setdefault(edition.brief, edition)
    return set(first.values())


def _hidden(outline: Outline, locale: str | None) -> list[str]:
    """Locales whose sections are not printed, where none was asked for."""
    if locale is not None:
        return []
    shown = _chosen(outline, locale)
    editions = [one.edition for one in outline.readings]
    return sorted({edition.locale for edition in editions if edition not in shown})
